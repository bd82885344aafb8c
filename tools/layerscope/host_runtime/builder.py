# SPDX-License-Identifier: Apache-2.0
"""Compiles lib/tflite_micro, and lib/cmsis_nn for fast kernels, with this machine's compiler.

Objects are kept in .cache/host_runtime/, named by a hash of what went into them: nothing is compiled twice.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from layerscope.errors import LayerscopeError
from layerscope.models.operators import RESOLVER_METHODS

_ROOT = Path(__file__).resolve().parents[3]
_RUNTIME = _ROOT / "lib" / "tflite_micro" / "src"
_FAST_KERNELS = _RUNTIME / "tensorflow" / "lite" / "micro" / "kernels" / "cmsis_nn"
_CMSIS_NN = _ROOT / "lib" / "cmsis_nn"
_CACHE = _ROOT / ".cache" / "host_runtime"
_CORTEX_M7 = [
    "-mcpu=cortex-m7",
    "-mthumb",
    "-mfpu=fpv5-sp-d16",
    "-mfloat-abi=hard",
    "-ffunction-sections",
    "-fdata-sections",
]
C_INTERFACE = Path(__file__).with_name("host_runtime.cc")
_OPERATORS = [
    "-DHOST_RUNTIME_OPERATORS(X)=" + " ".join(f"X({method})" for method in RESOLVER_METHODS.values())
]


class BuildError(LayerscopeError):
    """This machine's compiler is missing, or refuses a file."""


@dataclass(frozen=True)
class Flavour:
    """One way to build the runtime."""

    use_cmsis_nn: bool = False
    sanitize: bool = False
    """AddressSanitizer and UndefinedBehaviorSanitizer; for executables."""
    fuzz: bool = False
    """With Clang's libFuzzer, and the sanitizers; for executables."""
    cortex_m7: bool = False
    """For the boards' core instead of this machine, to be run by an emulator; executables only."""
    defines: tuple[str, ...] = ()

    @property
    def flags(self) -> list[str]:
        flags = [f"-DUSE_CMSIS_NN={int(self.use_cmsis_nn)}", "-Wall", "-Wextra", "-Werror"]
        flags += [f"-D{define}" for define in self.defines]
        # On this machine the choice of kernels is told (micro/kernel_choice.h); an image holds nothing of it.
        flags += _CORTEX_M7 if self.cortex_m7 else ["-fPIC", "-DLAYERSCOPE_REPORT_CHOICES"]
        # A fused multiply-add would round differently from the operations that the source states.
        flags += ["-O2", "-g", "-ffp-contract=off", "-fno-exceptions", f"-I{_RUNTIME}"]
        if self.use_cmsis_nn:
            flags.append(f"-I{_CMSIS_NN / 'include'}")
        if self.fuzz:
            flags += ["-fsanitize=fuzzer-no-link", "-Wno-error"]
        if self.sanitize or self.fuzz:
            # UBSAN_OPTIONS=halt_on_error decides for a fuzzer, which may be asked for all findings at once.
            recover = "-fsanitize-recover=undefined" if self.fuzz else "-fno-sanitize-recover=all"
            flags += ["-fsanitize=address,undefined", recover, "-fno-omit-frame-pointer"]
        return flags

    @property
    def sources(self) -> list[Path]:
        sources = sorted(_RUNTIME.rglob("*.cc"))
        if not self.use_cmsis_nn:
            # Each of these guards itself; but then the fast library need not be there either.
            sources = [source for source in sources if not source.is_relative_to(_FAST_KERNELS)]
        if not sources:
            raise BuildError(
                f"{_RUNTIME}: the runtime's sources are not there; work in a clone of the repository"
            )
        return sources + (sorted((_CMSIS_NN / "src").rglob("*.c")) if self.use_cmsis_nn else [])


def build_shared_library(flavour: Flavour) -> Path:
    """The runtime with its C interface, as a library for ctypes."""
    suffix = {"Darwin": ".dylib", "Windows": ".dll"}.get(platform.system(), ".so")
    return _link(flavour, [C_INTERFACE], suffix, ["-shared"])


def build_executable(
    sources: Sequence[Path], flavour: Flavour | None = None, link_flags: Sequence[str] = ()
) -> Path:
    """A program of `sources`, linked with the runtime."""
    return _link(flavour or Flavour(), list(sources), ".exe" if os.name == "nt" else "", list(link_flags))


def _link(flavour: Flavour, extra: list[Path], suffix: str, link_flags: list[str]) -> Path:
    _CACHE.mkdir(parents=True, exist_ok=True)
    headers = _hash_of_headers(flavour)
    sources = flavour.sources + extra
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        objects = list(pool.map(lambda source: _compile(source, flavour, headers), sources))
    key = _hash([" ".join(link_flags + flavour.flags), *(str(item) for item in objects)])
    target = _CACHE / f"{extra[0].stem}-{key}{suffix}"
    if not target.exists():
        flags = [flag for flag in flavour.flags if flag.startswith(("-fsanitize", "-m"))]
        flags += ["-fsanitize=fuzzer"] if flavour.fuzz else []
        _run([_compiler("g++", flavour), *flags, *map(str, objects), *link_flags], target)
    return target


def _compile(source: Path, flavour: Flavour, headers: str) -> Path:
    c_language = source.suffix == ".c"
    # As the firmware is built: nothing outlives main().
    cpp = ["-std=gnu++17", "-fno-rtti", "-fno-threadsafe-statics", "-fno-use-cxa-atexit"]
    language = ["-std=gnu11"] if c_language else cpp
    compiler = _compiler("gcc" if c_language else "g++", flavour)
    flags = language + flavour.flags + ([] if source.is_relative_to(_ROOT / "lib") else _OPERATORS)
    key = _hash([compiler, *flags, headers, source.read_text(encoding="utf-8"), str(source)])
    target = _CACHE / f"{source.stem}-{key}.o"
    if not target.exists():
        _run([compiler, *flags, "-c", str(source)], target)
    return target


def _run(command: list[str], target: Path) -> None:
    # Under another name first: a second process may be building the same file.
    handle, name = tempfile.mkstemp(dir=_CACHE, suffix=target.suffix or ".tmp")
    os.close(handle)
    result = subprocess.run([*command, "-o", name], capture_output=True, text=True)
    if result.returncode != 0:
        Path(name).unlink(missing_ok=True)
        raise BuildError(
            f"{' '.join(command[:1])} cannot build {target.name}:\n{result.stderr.strip()[:4000]}"
        )
    os.replace(name, target)


def _compiler(name: str, flavour: Flavour) -> str:
    if flavour.cortex_m7:
        path = shutil.which(f"arm-none-eabi-{name}")
        if path is None:
            raise BuildError(f"no arm-none-eabi-{name} on this machine; run make setup")
        return path
    if flavour.fuzz:
        path = find_clang("clang++" if name == "g++" else "clang")
        if path is None:
            raise BuildError("no Clang with libFuzzer on this machine; apt-get install clang")
        return path
    wanted = os.environ.get("CXX" if name == "g++" else "CC")
    candidates = [wanted] if wanted else [name, "clang++" if name == "g++" else "clang"]
    for candidate in candidates:
        path = shutil.which(candidate)
        if path:
            return path
    hint = "apt-get install g++" if sys.platform == "linux" else "install GCC or Clang"
    raise BuildError(f"no {candidates[0]} on this machine, which verifying on the host needs; {hint}")


@cache
def find_clang(name: str) -> str | None:
    """The newest `name` that links libFuzzer; None when there is none."""
    for candidate in [name, *(f"{name}-{version}" for version in range(24, 10, -1))]:
        path = shutil.which(candidate)
        if path is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "probe.c")
            program.write_text(
                "#include <stddef.h>\nint LLVMFuzzerTestOneInput(const char* data, size_t size) {\n"
                "  return data == NULL && size == 1;\n}\n"
            )
            command = [path, "-x", "c", "-fsanitize=fuzzer,address", str(program), "-o", f"{folder}/probe"]
            if subprocess.run(command, capture_output=True).returncode == 0:
                return path
    return None


def _hash_of_headers(flavour: Flavour) -> str:
    folders = [_RUNTIME] + ([_CMSIS_NN] if flavour.use_cmsis_nn else [])
    headers = sorted(path for folder in folders for path in folder.rglob("*.h"))
    return _hash([text for path in headers for text in (str(path), path.read_text(encoding="utf-8"))])


def _hash(parts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:20]
