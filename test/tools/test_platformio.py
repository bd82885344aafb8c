# SPDX-License-Identifier: Apache-2.0
"""The project behaves as any PlatformIO project does, with no package registry and with two clones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from layerscope.setup.compiler import find_cross_compiler
from layerscope.setup.packages import write_scons, write_toolchain
from stand_in_project import NO_NETWORK, environment, make_project, pio

pytestmark = pytest.mark.skipif(not shutil.which("arm-none-eabi-gcc"), reason="needs the cross compiler")
PROGRAMMERS = {
    "openocd": ("disco_f746ng", "0483"),
    "st-flash": ("disco_f746ng", "0483"),
    "teensy-cli": ("teensy40", "16c0"),
}
PROGRAMS = {"openocd": "openocd", "st-flash": "st-flash", "teensy-cli": "teensy_loader_cli"}


@pytest.fixture(scope="module")
def core_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PlatformIO home that holds only what `layerscope setup` writes."""
    folder = tmp_path_factory.mktemp("core")
    write_scons(folder / "packages")
    write_toolchain(folder / "packages", find_cross_compiler())
    return folder


@pytest.fixture(scope="module")
def offline(core_dir: Path) -> dict[str, str]:
    return environment(core_dir, **NO_NETWORK)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("the clone's fólder"))


ATTEMPTS = 3  # a burst of other work must not fail a test; what is too slow is so each time


def first_within(
    limit_s: float, attempt: Callable[[], subprocess.CompletedProcess[str]], *, less: Callable[[], object]
) -> subprocess.CompletedProcess[str]:
    """The first of some attempts that took less than `limit_s` longer than `less` did just before."""
    for _ in range(ATTEMPTS):
        begin = time.monotonic()
        less()
        between = time.monotonic()
        run = attempt()
        beyond = (time.monotonic() - between) - (between - begin)
        if beyond < limit_s:
            return run
    raise AssertionError(f"it took {beyond:.1f} s, {ATTEMPTS} times")


def usb_vendor_present(vendor: str) -> bool:
    return any(path.read_text().strip() == vendor for path in Path("/sys/bus/usb/devices").glob("*/idVendor"))


def error_lines(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.startswith("error: ")]


def pio_without_registry(
    project: Path, env: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """`pio` where every connection is refused, and no proxy is there to be asked instead."""
    script = """
import socket, sys
def refuse(*_, **__):
    raise OSError("unreachable")
socket.create_connection = refuse
from platformio.__main__ import main
sys.exit(main())
"""
    return pio(
        project,
        {name: value for name, value in env.items() if name not in NO_NETWORK},
        *arguments,
        script=script,
    )


def test_plain_pio_run_builds_both_boards_without_any_network(clone: Path, offline: dict[str, str]) -> None:
    assert list(clone.glob("test/test_*/")), "a suite is what makes PlatformIO ask for Unity"
    run = pio(clone, offline, "run")
    assert run.returncode == 0, run.stdout
    for board in ("disco_f746ng", "teensy40"):
        for suffix in ("elf", "bin", "hex"):
            assert (clone / ".pio" / "build" / board / f"firmware.{suffix}").stat().st_size > 0
    assert run.stdout.count("\nFlash: ") == 2 and run.stdout.count("\nRAM:   ") == 2
    # The addresses of the boards' flash, in the first record of their .hex files.
    disco = (clone / ".pio/build/disco_f746ng/firmware.hex").read_text().splitlines()[0]
    teensy = (clone / ".pio/build/teensy40/firmware.hex").read_text().splitlines()[0]
    assert disco.startswith(":020000040800") and teensy.startswith(":020000046000")


def test_a_second_run_compiles_nothing_and_still_prints_the_size(
    clone: Path, offline: dict[str, str]
) -> None:
    pio(clone, offline, "run", "-e", "teensy40")
    run = pio(clone, offline, "run", "-e", "teensy40")
    assert run.returncode == 0 and "Compiling" not in run.stdout and "Linking" not in run.stdout
    assert "\nFlash: " in run.stdout and "\nRAM:   " in run.stdout


def test_two_clones_build_each_with_its_own_platform(
    tmp_path: Path, clone: Path, offline: dict[str, str]
) -> None:
    second = make_project(tmp_path / "second")
    manifest = second / "platform" / "platform.json"
    manifest.write_text(manifest.read_text().replace("Layerscope Cortex-M7", "The second clone's platform"))
    first_run = pio(clone, offline, "run", "-e", "disco_f746ng")
    second_run = pio(second, offline, "run", "-e", "disco_f746ng")
    assert first_run.returncode == 0 and "PLATFORM: Layerscope Cortex-M7" in first_run.stdout
    assert second_run.returncode == 0 and "PLATFORM: The second clone's platform" in second_run.stdout


def test_images_are_built_for_the_hardware_floating_point_unit(clone: Path, offline: dict[str, str]) -> None:
    assert pio(clone, offline, "run", "-e", "teensy40").returncode == 0
    elf = clone / ".pio/build/teensy40/firmware.elf"
    attributes = subprocess.run(
        ["arm-none-eabi-readelf", "-A", elf], capture_output=True, text=True, check=True
    )
    assert "Tag_ABI_VFP_args: VFP registers" in attributes.stdout
    assert (
        "Tag_FP_arch: FPv5/FP-D16" in attributes.stdout and "Tag_ABI_HardFP_use: SP only" in attributes.stdout
    )


@pytest.mark.parametrize("protocol", sorted(PROGRAMMERS))
def test_upload_without_a_board_ends_within_16_seconds_in_one_line(
    protocol: str, clone: Path, offline: dict[str, str]
) -> None:
    board, vendor = PROGRAMMERS[protocol]
    if not shutil.which(PROGRAMS[protocol]):
        pytest.skip(f"needs {PROGRAMS[protocol]}")
    if usb_vendor_present(vendor):
        pytest.skip("a board may be attached, and this test must not program it")
    assert pio(clone, offline, "run", "-e", board).returncode == 0
    configuration = clone / f"{protocol}.ini"
    text = (clone / "platformio.ini").read_text(encoding="utf-8")
    configuration.write_text(
        text.replace("[env]", f"[env]\nupload_protocol = {protocol}", 1), encoding="utf-8"
    )
    upload = ("-c", configuration.name, "-e", board, "-t", "upload")
    run = first_within(
        16, lambda: pio(clone, offline, "run", *upload), less=lambda: pio(clone, offline, "run", *upload[:-2])
    )
    assert run.returncode != 0
    (line,) = error_lines(run.stdout)
    assert line.startswith("error: No ") and "connect" in line


def test_upload_without_the_programmer_says_what_to_install(
    clone: Path, core_dir: Path, tmp_path: Path
) -> None:
    shell = shutil.which("sh")
    assert shell
    (tmp_path / "sh").symlink_to(shell)
    run = pio_without_registry(
        clone, environment(core_dir, PATH=str(tmp_path)), "run", "-e", "teensy40", "-t", "upload"
    )
    assert run.returncode != 0
    (line,) = error_lines(run.stdout)
    assert "teensy_loader_cli is not on PATH" in line and "apt-get install teensy-loader-cli" in line


def test_compiledb_lists_every_source_with_an_absolute_compiler(clone: Path, offline: dict[str, str]) -> None:
    run = pio(clone, offline, "run", "-e", "disco_f746ng", "-t", "compiledb")
    assert run.returncode == 0, run.stdout
    database = json.loads((clone / "compile_commands.json").read_text())
    assert "src/main.cc" in {entry["file"] for entry in database}
    for entry in database:
        assert Path(entry["command"].split()[0]).is_absolute() and "-mcpu=cortex-m7" in entry["command"]


def test_only_the_chosen_boards_sources_are_compiled(clone: Path, offline: dict[str, str]) -> None:
    assert pio(clone, offline, "run", "-e", "teensy40", "-t", "compiledb").returncode == 0
    files = [entry["file"] for entry in json.loads((clone / "compile_commands.json").read_text())]
    assert any("src/teensy40/" in file for file in files) and any("src/cortex_m7/" in file for file in files)
    assert not any("src/disco_f746ng/" in file or "src/host/" in file for file in files)


@pytest.mark.parametrize(
    ("content", "named"),
    [(b"TFL3" + bytes(40), "broken.tflite"), (b"", "broken.tflite"), (None, "broken.tflite")],
    ids=["damaged", "empty", "missing"],
)
def test_a_model_that_cannot_run_stops_the_build_with_one_sentence(
    content: bytes | None, named: str, clone: Path, offline: dict[str, str]
) -> None:
    model = clone / "broken.tflite"
    if content is None:
        model.unlink(missing_ok=True)
    else:
        model.write_bytes(content)
    run = pio(clone, {**offline, "LAYERSCOPE_MODEL": str(model)}, "run", "-e", "disco_f746ng")
    assert run.returncode != 0 and "Traceback" not in run.stdout and "Compiling" not in run.stdout
    (line,) = error_lines(run.stdout)
    assert named in line


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("USE_CMSIS_NN", "yes"),
        ("COMPRESSION", "zip"),
        ("WEIGHTS_IN", "ocram"),
        ("WEIGHTS_IN", "itcm"),
        ("CODE_IN", "sdram"),
        ("MODEL", "minst"),
    ],
)
def test_an_option_that_does_not_exist_stops_the_build_with_one_sentence(
    option: str, value: str, clone: Path, offline: dict[str, str]
) -> None:
    run = pio(clone, {**offline, f"LAYERSCOPE_{option}": value}, "run", "-e", "disco_f746ng")
    assert run.returncode != 0 and "Traceback" not in run.stdout
    (line,) = error_lines(run.stdout)
    assert value in line and "platformio.ini" not in line  # it came from the environment


def test_missing_packages_without_a_registry_are_said_in_one_sentence(clone: Path, tmp_path: Path) -> None:
    run = first_within(
        20,
        lambda: pio_without_registry(clone, environment(tmp_path / "empty"), "run", "-e", "disco_f746ng"),
        less=lambda: None,
    )
    assert run.returncode != 0
    assert "layerscope setup" in run.stdout and "toolchain-gccarmnoneeabi and tool-scons" in run.stdout


def test_pio_test_runs_the_suites_on_this_machine(clone: Path, offline: dict[str, str]) -> None:
    run = pio(clone, offline, "test", "-e", "native")
    assert run.returncode == 0 and "ok 1 - " in run.stdout and "PASSED" in run.stdout, run.stdout


@pytest.mark.parametrize("board", ["disco_f746ng", "teensy40"])
def test_pio_test_runs_the_suites_on_a_virtual_board(
    board: str, clone: Path, offline: dict[str, str]
) -> None:
    scripts = Path(sys.executable).parent
    env = {**offline, "PATH": f"{scripts}{os.pathsep}{offline['PATH']}"}
    run = pio(clone, env, "test", "-e", board)
    assert run.returncode == 0 and "ok 8 - " in run.stdout and "PASSED" in run.stdout, run.stdout


def test_a_suite_that_fails_or_stops_in_the_middle_fails_pio_test(
    tmp_path: Path, offline: dict[str, str]
) -> None:
    project = make_project(tmp_path / "project")
    suite = project / "test" / "test_board" / "test_board.cc"
    program = '#include "board.h"\n#include "tap.h"\nint main() {{ tap::check({condition}, "order"); '
    program += "return {end}; }}\n"
    suite.write_text(program.format(condition="1 > 2", end="tap::done()"))
    failing = pio(project, offline, "test", "-e", "native")
    assert failing.returncode != 0 and "not ok 1 - order" in failing.stdout
    suite.write_text(program.format(condition="2 > 1", end="0"))
    stopped = pio(project, offline, "test", "-e", "native")
    assert stopped.returncode != 0 and "stopped in the middle" in stopped.stdout
