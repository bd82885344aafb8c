# SPDX-License-Identifier: Apache-2.0
"""Serial lines, image formats, the command line, and starting the engine."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import serial
from bare_firmware import build, needs_tools, session
from click.testing import CliRunner
from layerscope.cli import main
from layerscope.errors import LayerscopeError
from layerscope.virtual_board import BoardStopped, VirtualBoard, VirtualBoardError

pytestmark = needs_tools
BOARD = "disco_f746ng"


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("lines"), BOARD, "probe.c")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_the_console_can_be_a_pseudo_terminal(probe: Path) -> None:
    with (
        VirtualBoard(probe, BOARD, console="pty") as board,
        serial.Serial(board.console_url, 115200, timeout=10) as port,
    ):
        port.write(b"k")
        assert b"counted\n" in port.read_until(b"counted\n")


def test_pyserial_gets_the_first_line(probe: Path) -> None:
    with VirtualBoard(probe, BOARD) as board, serial.serial_for_url(board.console_url, timeout=10) as port:
        assert port.readline() == b"ready\n"


@pytest.mark.parametrize("port", ["abc", "", "99999", "-1", "5555x"])
def test_a_port_that_is_none_is_refused_instead_of_taking_any(port: str, probe: Path) -> None:
    with (
        pytest.raises(VirtualBoardError, match="no TCP port; give"),
        VirtualBoard(probe, BOARD, f"tcp:{port}"),
    ):
        pass


def test_who_comes_after_the_end_is_hung_up_on(probe: Path) -> None:
    with session(probe, BOARD) as s:
        s.expect_stop("u")
        address, port = s.board.console_url.removeprefix("socket://").split(":")
        for _ in range(2):
            with socket.create_connection((address, int(port)), timeout=5) as late:
                assert late.recv(100) == b""


def test_two_fixed_ports_cannot_be_the_same(probe: Path) -> None:
    with VirtualBoard(probe, BOARD) as board:
        taken = board.console_url.rsplit(":", 1)[1]
        with (
            pytest.raises(VirtualBoardError, match="choose another"),
            VirtualBoard(probe, BOARD, f"tcp:{taken}"),
        ):
            pass


def test_an_idle_board_uses_no_time_of_the_host(probe: Path) -> None:
    with session(probe, BOARD) as s:
        s.ask("k")
        time.sleep(0.5)  # it was reading the time, so a little of it passes before it stands still
        process = s.board._process
        assert process is not None
        before = Path(f"/proc/{process.pid}/stat")
        if not before.exists():
            pytest.skip("needs /proc")
        ticks = [sum(map(int, before.read_text().split()[13:15]))]
        cycles = s.board.report()["virtual_cycles"]
        time.sleep(1)
        ticks.append(sum(map(int, before.read_text().split()[13:15])))
        assert ticks[1] - ticks[0] < 20  # of 100 a second
        assert s.board.report()["virtual_cycles"] == cycles


def test_without_timing_a_cycle_is_an_instruction(probe: Path) -> None:
    with session(probe, BOARD, timing=False) as s:
        assert s.ask("k") == "counted"
        report = s.board.report()
    assert report["cycles"] - report["stalls"]["exception"] == report["instructions"]


@pytest.mark.parametrize("form", ["hex", "bin"])
def test_hex_and_bin_images_run(probe: Path, tmp_path: Path, form: str) -> None:
    image = tmp_path / f"probe.{form}"
    kind = {"hex": "ihex", "bin": "binary"}[form]
    subprocess.run(["arm-none-eabi-objcopy", "-O", kind, "-j", ".text", probe, image], check=True)
    with session(image, BOARD) as s:
        assert s.ask("k") == "counted"


def test_damaged_and_foreign_images_are_refused(tmp_path: Path) -> None:
    damaged, text, foreign = tmp_path / "damaged.elf", tmp_path / "notes.txt", Path(sys.executable).resolve()
    damaged.write_bytes(b"\x7fELF and no more")
    text.write_text("hello")
    for path, words in (
        (damaged, "damaged"),
        (text, "no firmware image"),
        (tmp_path / "none.elf", "build it first"),
    ):
        with pytest.raises(LayerscopeError, match=words), VirtualBoard(path, BOARD):
            pass
    if foreign.read_bytes()[:4] == b"\x7fELF" and "arm" not in __import__("platform").machine():
        with pytest.raises(LayerscopeError, match="not for Arm"), VirtualBoard(foreign, BOARD):
            pass


def test_check_raises_with_the_sentence(probe: Path) -> None:
    with session(probe, BOARD) as s:
        s.board.check()
        s.expect_stop("f")
        with pytest.raises(BoardStopped, match="write to flash"):
            s.board.check()
        assert s.board.report()["stopped"] == s.board.stopped


def test_a_parameter_that_does_not_exist_is_refused(probe: Path) -> None:
    with (
        pytest.raises(VirtualBoardError, match="no timing parameter"),
        VirtualBoard(probe, BOARD, parameters={"luck": 1}),
    ):
        pass


def test_run_sends_and_ends(probe: Path) -> None:
    arguments = ["run", str(probe), "--board", BOARD, "--send", "k", "--until", "counted"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "ready" in result.output and "counted" in result.output


def test_run_fails_with_the_boards_sentence(probe: Path) -> None:
    result = CliRunner().invoke(
        main, ["run", str(probe), "--board", BOARD, "--send", "u", "--until", "never"]
    )
    assert result.exit_code == 1
    assert "0x90000000" in result.output and "touch_nothing" in result.output


def test_run_help_shows_an_example() -> None:
    result = CliRunner().invoke(main, ["run", "--help"])
    assert "Example:" in result.output and "--board disco_f746ng" in result.output


def test_a_missing_compiler_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from layerscope.virtual_board import build as engine

    monkeypatch.setattr(engine, "_cache_folder", lambda: tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    with pytest.raises(LayerscopeError, match="C compiler"):
        engine.build_engine()
