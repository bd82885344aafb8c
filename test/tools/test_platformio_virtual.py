# SPDX-License-Identifier: Apache-2.0
"""PlatformIO's own commands with a virtual board: debug, test, run -t simulate, device monitor."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from layerscope.setup.compiler import find_cross_compiler
from layerscope.setup.packages import write_scons, write_toolchain
from stand_in_project import NO_NETWORK, environment, make_project, pio

pytestmark = pytest.mark.skipif(not shutil.which("arm-none-eabi-gcc"), reason="needs the cross compiler")
BOARDS = ("disco_f746ng", "teensy40")
MAIN = """\
#include "board.h"
#include "digit_data.h"
#include "model_data.h"
volatile unsigned rounds;
int main() {
  board::console_write("up\\n", 3);
  for (;;) {
    board::Received typed;
    if (board::receive(board::Line::kConsole, &typed) && typed.byte == 'e')
      board::console_write("echo\\n", 5);
    rounds = rounds + model::kData[0] + digit::kPixels[0];
  }
}
"""


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A user's environment: no registry, a PlatformIO home with what `layerscope setup` writes."""
    folder = tmp_path_factory.mktemp("core")
    write_scons(folder / "packages")
    write_toolchain(folder / "packages", find_cross_compiler())
    scripts = Path(sys.executable).parent
    offline = environment(folder, **NO_NETWORK)
    return {**offline, "PATH": f"{scripts}{os.pathsep}{offline['PATH']}"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("project"))
    (folder / "src" / "main.cc").write_text(MAIN, encoding="utf-8")
    return folder


def pio_debug(project: Path, env: dict[str, str], *arguments: str) -> tuple[int, str]:
    """`pio debug`, which listens to its standard input, as a terminal or an editor would start it."""
    command = [sys.executable, "-m", "platformio", "debug", *arguments]
    said = project / "debug.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=project, env=env, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            status = process.wait(timeout=60)
        finally:
            process.kill()
            process.communicate()
    return status, said.read_text(encoding="utf-8", errors="replace")


@pytest.mark.skipif(
    not (shutil.which("gdb-multiarch") or shutil.which("arm-none-eabi-gdb")), reason="needs a GDB for Arm"
)
@pytest.mark.parametrize("board", BOARDS)
def test_pio_debug_loads_the_program_and_stops_in_main(
    board: str, project: Path, env: dict[str, str]
) -> None:
    gdb = ["-x", ".pioinit", "-batch", "-nx", "-ex", "continue", "-ex", "print rounds", "-ex", "kill"]
    _, said = pio_debug(project, env, "-e", board, "--interface=gdb", "--", *gdb)
    assert "PlatformIO: debug_tool = layerscope" in said, said
    assert "Loading section" in said and "PlatformIO: Initialization completed" in said
    assert "Temporary breakpoint 1, main () at src/main.cc" in said
    assert "$1 = 0" in said


def test_pio_debug_without_gdb_says_what_to_install(env: dict[str, str], tmp_path: Path) -> None:
    shell = shutil.which("sh")
    assert shell
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sh").symlink_to(shell)
    write_scons(tmp_path / "core" / "packages")
    write_toolchain(tmp_path / "core" / "packages", find_cross_compiler())
    for debugger in tmp_path.glob("core/packages/toolchain-gccarmnoneeabi/bin/*gdb*"):
        debugger.unlink()
    project = make_project(tmp_path / "project")
    bare = {**env, "PATH": str(tmp_path / "bin"), "PLATFORMIO_CORE_DIR": str(tmp_path / "core")}
    status, said = pio_debug(project, bare, "-e", "teensy40", "--interface=gdb", "--", "-batch")
    assert status != 0 and "apt-get install gdb-multiarch" in said and "Traceback" not in said


@pytest.mark.parametrize("board", BOARDS)
def test_a_suite_that_fails_on_a_virtual_board_fails_pio_test(
    board: str, tmp_path: Path, env: dict[str, str]
) -> None:
    project = make_project(tmp_path / "project")
    (project / "test" / "test_board" / "test_board.cc").write_text(
        '#include "board.h"\n#include "tap.h"\n'
        'int main() { tap::check(true, "first"); tap::check(1 > 2, "order"); return tap::done(); }\n'
    )
    run = pio(project, env, "test", "-e", board)
    assert run.returncode != 0, run.stdout
    assert "ok 1 - first" in run.stdout and "not ok 2 - order" in run.stdout
    assert "Testing on a virtual board" in run.stdout and "1 succeeded" in run.stdout


def test_a_suite_that_faults_or_breaks_a_rule_or_needs_overclocking_is_run_as_it_must(
    tmp_path: Path, env: dict[str, str]
) -> None:
    project = make_project(tmp_path / "project")
    suite = project / "test" / "test_board" / "test_board.cc"
    for address, words in (
        ("0x90000000u", "The suite went wrong and reset the board"),  # the firmware's own MPU sees it
        ("0x4000480cu", "The virtual board stopped: a write"),  # USART3_BRR, its clock off
    ):
        suite.write_text(
            '#include "board.h"\n#include "tap.h"\nint main() { tap::check(true, "first");'
            f" *reinterpret_cast<volatile unsigned*>({address}) = ~0u; return tap::done(); }}\n"
        )
        run = pio(project, env, "test", "-e", "disco_f746ng")
        assert run.returncode != 0 and words in run.stdout, run.stdout
        # It does not start over and over; a board that stops early may stop before its console is open.
        assert run.stdout.count("ok 1 - first") <= 1 and "Traceback" not in run.stdout
    suite.write_text(
        '#include "board.h"\n#include "tap.h"\n'
        'int main() { tap::check(board::core_clock_hz() == 288000000u, "clock"); return tap::done(); }\n'
    )
    run = pio(project, {**env, "LAYERSCOPE_USE_OVERCLOCK": "1"}, "test", "-e", "disco_f746ng")
    assert run.returncode == 0 and "ok 1 - clock" in run.stdout, run.stdout


@contextmanager
def simulation(project: Path, env: dict[str, str], *options: str) -> Iterator[subprocess.Popen[str]]:
    """`pio run -t simulate` with options of `layerscope run`; ended as Ctrl-C ends it."""
    arguments = [part for option in options for part in ("-a", option)]
    process = subprocess.Popen(
        [sys.executable, "-m", "platformio", "run", "-e", "disco_f746ng", "-t", "simulate", *arguments],
        cwd=project,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGINT)  # the terminal's Ctrl-C reaches the whole group
        process.communicate(timeout=20)


def line_with(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if text in line:
            return line.strip()
    raise AssertionError("".join(seen))


def test_simulate_takes_options_and_pio_device_monitor_talks_to_it(
    project: Path, env: dict[str, str]
) -> None:
    with simulation(project, env, "--console", "tcp:0", "--host-link", "pty") as process:
        url = line_with(process, "console: socket://").split()[-1]
        link = line_with(process, "host link: ").split()[-1]
        assert Path(link).is_char_device(), "--host-link pty is a terminal"
        terminal, controlled = pty.openpty()
        monitor = subprocess.Popen(
            [sys.executable, "-m", "platformio", "device", "monitor", "--port", url, "--quiet"],
            cwd=project,
            env=env,
            stdin=controlled,
            stdout=controlled,
            stderr=controlled,
            start_new_session=True,
        )
        try:
            assert b"up" in read_until(terminal, b"up")
            os.write(terminal, b"e")
            assert b"echo" in read_until(terminal, b"echo")
        finally:
            monitor.terminate()
            monitor.wait(10)
            os.close(controlled)
            os.close(terminal)


def read_until(terminal: int, text: bytes, seconds: float = 20) -> bytes:
    seen, deadline = b"", time.monotonic() + seconds
    while text not in seen and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 4096)
    return seen


def test_simulate_takes_options_from_platformio_ini(project: Path, env: dict[str, str]) -> None:
    configuration = project / "simulate.ini"
    text = (project / "platformio.ini").read_text(encoding="utf-8")
    options = "[env]\ncustom_simulate = --no-timing --send e --until echo"
    configuration.write_text(text.replace("[env]", options, 1), encoding="utf-8")
    run = pio(project, env, "run", "-c", configuration.name, "-e", "disco_f746ng", "-t", "simulate")
    assert run.returncode == 0 and "\nup" in run.stdout and "\necho" in run.stdout, run.stdout
