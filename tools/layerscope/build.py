# SPDX-License-Identifier: Apache-2.0
"""Builds images of chosen options beside the user's own build, through PlatformIO and platformio.ini."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from platformio.package.lockfile import LockFile

from layerscope.build_inputs import fingerprint
from layerscope.errors import LayerscopeError
from layerscope.image_size import ImageSize, measure
from layerscope.models.catalogue import find_model, is_catalogued
from layerscope.setup.packages import check_core_dir, core_dir_setting

PROJECT = Path(__file__).resolve().parents[2]
BOARDS = ("disco_f746ng", "teensy40")
Progress = Callable[[str], None]


class BuildError(LayerscopeError):
    """The image was not built. `log` is everything that PlatformIO printed."""

    def __init__(self, sentence: str, log: str) -> None:
        super().__init__(sentence)
        self.log = log


@dataclass(frozen=True)
class Variant:
    """One image: a board, a network and the options.

    `model` is a name of models/ or the path of a .tflite file, which is then built as it is. `digit` None is
    the board's digit in platformio.ini.
    """

    board: str
    model: str = "mnist"
    use_cmsis_nn: bool = True
    use_comp_model: bool = True
    compression: str = "int8"
    use_overclock: bool = False
    weights_in: str = "automatic"
    code_in: str = "automatic"
    fusion: bool = True
    digit: int | None = None

    @property
    def slug(self) -> str:
        """The variant's folder name: the same for the same variant, different for different ones."""
        model = self.model
        if not is_catalogued(model):
            path = Path(model).resolve()
            model = f"{path.stem}-{sha256(str(path).encode()).hexdigest()[:8]}"
        parts = [
            self.board,
            model,
            self.compression if self.use_comp_model else "float",
            "cmsis" if self.use_cmsis_nn else "reference",
        ]
        if self.use_overclock:
            parts.append("overclock")
        if self.weights_in != "automatic":
            parts.append(f"weights-{self.weights_in}")
        if self.code_in != "automatic":
            parts.append(f"code-{self.code_in}")
        if not self.fusion:
            parts.append("unfused")
        if self.digit is not None:
            parts.append(f"digit{self.digit}")
        return "_".join(parts)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that give extra_scripts/options.py these options in place of platformio.ini's."""
        chosen = {
            "LAYERSCOPE_MODEL": self.model if is_catalogued(self.model) else str(Path(self.model).resolve()),
            "LAYERSCOPE_USE_CMSIS_NN": str(int(self.use_cmsis_nn)),
            "LAYERSCOPE_USE_COMP_MODEL": str(int(self.use_comp_model)),
            "LAYERSCOPE_COMPRESSION": self.compression,
            "LAYERSCOPE_USE_OVERCLOCK": str(int(self.use_overclock)),
            "LAYERSCOPE_WEIGHTS_IN": self.weights_in,
            "LAYERSCOPE_CODE_IN": self.code_in,
            "LAYERSCOPE_FUSION": str(int(self.fusion)),
        }
        if self.digit is not None:
            chosen["LAYERSCOPE_DIGIT"] = str(self.digit)
        return chosen


@dataclass(frozen=True)
class Image:
    """A built image. `program` is what is written to the board: .bin for disco_f746ng, .hex for teensy40."""

    variant: Variant
    elf: Path
    program: Path
    size: ImageSize
    log: str
    rebuilt: bool

    @property
    def flash_bytes(self) -> int:
        return self.size.flash_bytes

    @property
    def ram_bytes(self) -> int:
        return self.size.ram_bytes

    @property
    def flash_share(self) -> float:
        return self.size.flash_share

    @property
    def ram_share(self) -> float:
        return self.size.ram_share


def build_image(variant: Variant, *, on_progress: Progress | None = None, project: Path = PROJECT) -> Image:
    """Builds `variant` in .pio/layerscope/<slug>/ and measures it.

    Skips PlatformIO when nothing it reads has changed. `on_progress` gets a short line for every step. Raises
    BuildError with one sentence. Safe to call from several threads and processes at the same time.
    """
    board_file = project / "platform" / "boards" / f"{variant.board}.json"
    if not board_file.is_file():
        raise LayerscopeError(f"There is no board {variant.board!r}; the boards are {', '.join(BOARDS)}.")
    # Raises its sentence before anything is built.
    model = find_model(variant.model, variant.compression if variant.use_comp_model else "none").path
    workspace = project / ".pio" / "layerscope" / variant.slug
    output = workspace / "build" / variant.board
    elf = output / "firmware.elf"
    kind = json.loads(board_file.read_text(encoding="utf-8"))["build"]["image"]
    program = output / f"firmware.{kind}"
    stamp, log_file = workspace / "inputs.sha256", workspace / "build.log"

    environment = build_environment(variant, workspace, project)
    workspace.parent.mkdir(parents=True, exist_ok=True)
    with LockFile(str(workspace)):  # a second bench that wants the same image waits
        inputs = fingerprint(project, environment, model)
        rebuilt = not _is_current(stamp, inputs, (elf, program, log_file))
        if rebuilt:
            check_core_dir(environment)
            # SCons judges by the sources: a program changed or lost by other hands it would leave so.
            for stale in (stamp, elf, program):
                stale.unlink(missing_ok=True)
            workspace.mkdir(parents=True, exist_ok=True)
            log = _run_platformio(variant, environment, project, log_file, on_progress)
            stamp.write_text(f"{inputs} {_stamp_of((elf, program))}\n", encoding="utf-8")
        else:
            log = log_file.read_text(encoding="utf-8")
        size = measure(elf, board_file)
    return Image(variant, elf, program, size, log, rebuilt)


def build_environment(variant: Variant, workspace: Path, project: Path = PROJECT) -> dict[str, str]:
    """What PlatformIO is to find in its environment when it builds or uploads the variant."""
    chosen = {**core_dir_setting(project), **variant.environment, **own_folders(workspace)}
    return {**os.environ, **chosen}


def own_folders(workspace: Path) -> dict[str, str]:
    """All that PlatformIO writes in a project, moved into the variant's folder: two builds share nothing."""
    return {
        "PLATFORMIO_WORKSPACE_DIR": str(workspace),
        "PLATFORMIO_BUILD_DIR": str(workspace / "build"),
        "PLATFORMIO_LIBDEPS_DIR": str(workspace / "libdeps"),
        "PLATFORMIO_PLATFORMS_DIR": str(workspace / "platforms"),
        "PLATFORMIO_CACHE_DIR": str(workspace / "cache"),
        "PLATFORMIO_DISABLE_UPGRADE_CHECK": "true",
        "PLATFORMIO_SETTING_ENABLE_TELEMETRY": "false",
    }


def _stamp_of(files: tuple[Path, ...]) -> str:
    return " ".join(f"{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files)


def _is_current(stamp: Path, inputs: str, outputs: tuple[Path, Path, Path]) -> bool:
    if not stamp.is_file() or not all(path.is_file() for path in outputs):
        return False
    return stamp.read_text(encoding="utf-8").strip() == f"{inputs} {_stamp_of(outputs[:2])}"


def _run_platformio(
    variant: Variant, environment: dict[str, str], project: Path, log_file: Path, on_progress: Progress | None
) -> str:
    command = [sys.executable, "-m", "platformio", "run", "-e", variant.board, "-d", str(project)]
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            step = line.strip()
            if on_progress and step.startswith(("Compiling ", "Linking ", "Building ")):
                on_progress(_short_step(step))
    log = "".join(lines)
    log_file.write_text(log, encoding="utf-8")
    if process.returncode:
        raise BuildError(_why(variant, log, log_file), log)
    return log


def _short_step(step: str) -> str:
    """`Compiling .pio/layerscope/x/build/board/src/main.o` becomes `Compiling main.o`."""
    verb, _, path = step.partition(" ")
    return f"{verb} {path.replace(os.sep, '/').rsplit('/', 1)[-1]}"


def _why(variant: Variant, log: str, log_file: Path) -> str:
    """The sentence for a failed build: the build steps' own, else the compiler's or linker's first."""
    lines = [line.strip() for line in log.splitlines()]
    for line in lines:
        for mark in ("error: static assertion failed: ", "UserSideException: "):
            if mark in line:
                return line.split(mark, 1)[1]
        if line.startswith("error: "):
            return line[len("error: ") :]
    for line in lines:
        if "overflowed by" in line or "will not fit in region" in line:
            return (
                f"The image {variant.slug} is too large for {variant.board}: {line.rsplit('ld: ', 1)[-1]}; "
                "take a smaller model or another placement."
            )
    for line in lines:
        if line.startswith("collect2: "):  # it only counts what the linker said before
            continue
        found = " error: " in line or line.startswith(("Error: ", "Error ")) or "undefined reference" in line
        if found or "/ld: " in line:
            return f"Building {variant.slug} failed: {line} (the whole log: {log_file})"
    return f"Building {variant.slug} failed; {log_file} says why."
