# SPDX-License-Identifier: Apache-2.0
"""`layerscope run`: serial lines of every kind, and a sentence for each option that cannot be."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import serial
from bare_firmware import build, needs_tools
from click.testing import CliRunner
from layerscope.cli import main

pytestmark = needs_tools
BOARD = "disco_f746ng"
DONE = ("--send", "k", "--until", "counted")


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("run"), BOARD, "probe.c")


def run(image: Path, *options: str, board: str = BOARD) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["run", str(image), "--board", board, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--console", "serial"], "`serial` is no place for a serial line; give stdio, tcp:PORT or pty"),
        (["--host-link", "stdio"], "`stdio` is no place for a serial line; give tcp:PORT or pty"),
        (["--console", "tcp:70000"], "`70000` is no TCP port"),
        (["--consoel", "pty"], "Did you mean '--console'"),
        (["--gdb", "70000"], "not in the range"),
        (["--trace-at", "main"], "--trace FILE"),
        (["--profile", "no/such/folder/run.svg"], "there is no folder no/such/folder"),
        (["--load-address", "flash"], "`flash` is no address"),
    ],
)
def test_an_option_that_cannot_be_is_said(options: list[str], words: str, probe: Path) -> None:
    status, said = run(probe, *options, *DONE)
    assert status in (1, 2) and words in said, said


def test_an_image_for_the_other_board_is_said(probe: Path) -> None:
    status, said = run(probe, *DONE, board="teensy40")
    assert status == 1 and "was it built for this board?" in said


def test_an_image_that_is_none_is_said(tmp_path: Path) -> None:
    assert "build it first" in run(tmp_path / "none.elf")[1]
    status, said = run(tmp_path)
    assert status == 1 and "Is a directory" in said and "build it" not in said


@pytest.mark.parametrize("option", ["--console", "--host-link", "--gdb"])
def test_a_port_in_use_is_said(option: str, probe: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = run(probe, option, str(port) if option == "--gdb" else f"tcp:{port}", *DONE)
    assert status == 1 and f"port {port}" in said and "choose another" in said, said


def test_lenient_warns_where_strict_stops(probe: Path) -> None:
    broken = ["--send", "u", "--until", "counted", "--timeout", "2"]
    status, said = run(probe, *broken)
    assert status == 1 and "error: " in said and "touch_nothing" in said
    status, said = run(probe, "--lenient", *broken)
    assert "warning: " in said and "touch_nothing" in said


@pytest.mark.parametrize("timing", [True, False])
def test_the_report_is_json_with_stalls_that_add_up(timing: bool, probe: Path) -> None:
    status, said = run(probe, "--report", *DONE, *([] if timing else ["--no-timing"]))
    assert status == 0
    report = json.loads(said[said.index("{") : said.rindex("}") + 1])
    assert report["timing"] is timing
    assert sum(report["stalls"].values()) == report["cycles"] >= report["instructions"] * 0.5


def started(probe: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "layerscope", "run", str(probe), "--board", BOARD, *options]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def ended(process: subprocess.Popen[str]) -> str:
    """Ctrl-C is the way out: no error."""
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 0 and "Traceback" not in said, said
    return said


def place(process: subprocess.Popen[str], name: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(f"{name}: "):
            return line.split()[-1]
    raise AssertionError(f"no line says where the {name} is")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_console_on_a_pseudo_terminal_and_on_a_port(probe: Path) -> None:
    for kind in ("pty", "tcp:0"):
        process = started(probe, "--console", kind)
        try:
            with serial.serial_for_url(place(process, "console"), 115200, timeout=10) as port:
                port.write(b"k")
                assert b"counted\n" in port.read_until(b"counted\n"), kind
            ended(process)
        finally:
            process.kill()
            process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_console_at_a_terminal_takes_what_is_typed(probe: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "layerscope", "run", str(probe), "--board", BOARD]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    try:
        seen, deadline = b"", time.monotonic() + 20
        typed = False
        while b"counted" not in seen and time.monotonic() < deadline:
            if select.select([ours], [], [], 0.2)[0]:
                seen += os.read(ours, 4096)
            if b"ready" in seen and not typed:
                os.write(ours, b"k\n")
                typed = True
        assert b"Ctrl-C ends" in seen and b"counted" in seen
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)
