# SPDX-License-Identifier: Apache-2.0
"""However a run ends, what was asked for is written, what was printed is shown, and no process is left."""

from __future__ import annotations

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
from gdb_client import GdbClient
from layerscope.cli import main
from layerscope.virtual_board import terminal

pytestmark = needs_tools
BOARD = "disco_f746ng"
# Starts a board, brings it into a state, says where its console is, and waits to be killed.
PARENT = """
import sys, time
from layerscope.virtual_board.board import VirtualBoard
from layerscope.virtual_board.debugger import DebuggedBoard
image, state = sys.argv[1:]
kind = DebuggedBoard if state == "halted" else VirtualBoard
with kind(image, "disco_f746ng", timing=state != "without timing") as board:
    time.sleep(0.3)
    if state == "held":
        board.hold()
    print(board.console_url.rsplit(":", 1)[1], board.stopped, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        ending: build(tmp_path_factory.mktemp("ending"), BOARD, "endings.c", ending=ending)
        for ending in "sewb"
    }


def started(image: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "layerscope", "run", str(image), "--board", BOARD, *options]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("console", ["stdio", "tcp:0"])
def test_terminated_it_writes_what_it_was_asked_for(
    console: str, images: dict[str, Path], tmp_path: Path
) -> None:
    profile, trace = tmp_path / "run.svg", tmp_path / "trace.txt"
    process = started(
        images["s"], "--console", console, "--profile", str(profile), "--trace", str(trace), "--report"
    )
    assert process.stdout is not None
    assert "host link" in next(line for line in process.stdout if "host link" in line)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 0 and '"instructions":' in said, said
    assert "<svg" in profile.read_text() and "main" in profile.with_suffix(".folded").read_text()
    assert len(trace.read_text().splitlines()) > 50


@pytest.mark.parametrize("console", ["stdio", "tcp:0"])
def test_killed_by_gdb_it_writes_what_it_was_asked_for(
    console: str, images: dict[str, Path], tmp_path: Path
) -> None:
    profile, trace = tmp_path / "run.svg", tmp_path / "trace.txt"
    options = ["--console", console, "--profile", str(profile), "--trace", str(trace), "--trace-window", "3"]
    process = started(images["s"], "--gdb", "0", *options)
    assert process.stdout is not None
    line = next(line for line in process.stdout if line.startswith("gdb: "))
    gdb = GdbClient(int(line.split(":")[2].split(";")[0]))
    pcs = []
    for _ in range(5):
        gdb.step()
        pcs.append(gdb.register(15))
    gdb.send(b"k")
    said, _ = process.communicate(timeout=20)
    gdb.close()
    assert process.returncode == 0, said
    assert profile.exists()
    shown = [line for line in trace.read_text().splitlines() if "0800" in line]
    assert [int(line.split("0800", 1)[1].split()[0], 16) | 0x08000000 for line in shown] == pcs[-3:]
    assert "not done" in shown[-1], "the board halts before an instruction"


def test_the_words_of_a_board_that_stopped_before_anybody_listened_are_shown(
    images: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*arguments: object, timeout: float) -> serial.SerialBase:
        time.sleep(0.5)
        return serial.serial_for_url(*arguments, timeout=timeout / 10)  # in vain, the first times

    class Late:
        serial_for_url = staticmethod(late)
        SerialException = serial.SerialException

    monkeypatch.setattr(terminal, "serial", Late)
    result = CliRunner().invoke(main, ["run", str(images["b"]), "--board", BOARD, "--until", "more"])
    assert result.exit_code == 1
    assert "only words" in result.output and "0x90000000" in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
@pytest.mark.parametrize(
    ("ending", "state"),
    [
        ("s", "spins"),
        ("s", "without timing"),
        ("e", "spins in one instruction"),
        ("e", "without timing"),
        ("w", "sleeps"),
        ("b", "stopped"),
        ("s", "halted"),
        ("s", "held"),
    ],
)
def test_an_engine_ends_with_its_parent(ending: str, state: str, images: dict[str, Path]) -> None:
    command = [sys.executable, "-c", PARENT, str(images[ending]), state]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert parent.stdout is not None
        port, stopped = parent.stdout.readline().split(maxsplit=1)
        assert stopped.startswith("None") is (ending != "b"), stopped
        address = ("127.0.0.1", int(port))
        socket.create_connection(address, timeout=5).close()
    finally:
        parent.kill()
        parent.communicate()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            socket.create_connection(address, timeout=5).close()
        except ConnectionRefusedError:  # nobody listens any more
            return
        time.sleep(0.05)
    raise AssertionError(f"an engine that {state} lives on without its parent")
