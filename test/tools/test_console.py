# SPDX-License-Identifier: Apache-2.0
"""Ports and the console client, against a fake board on a socket."""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Iterator

import pytest
import serial
from fake_board import CLOCK_HZ, OUTPUTS, FakeBoard
from layerscope.errors import LayerscopeError
from layerscope.serial import ports
from layerscope.serial.console import Console, SilentBoard


@pytest.fixture
def console() -> Iterator[Console]:
    with FakeBoard() as board, Console.open(board.url, silence_s=5) as client:
        assert client.wait_for_boot(2) == CLOCK_HZ
        yield client


def test_the_boot_line_gives_the_clock() -> None:
    with FakeBoard() as board, Console.open(board.url) as client:
        assert client.wait_for_boot(2) == 216_000_000


def test_a_board_that_is_up_already_says_no_boot_line() -> None:
    with FakeBoard(boot=False) as board, Console.open(board.url) as client:
        assert client.wait_for_boot(0.2) is None
        assert client.run_json()["board"] == "disco_f746ng"


def test_command_1_ends_when_the_line_falls_idle(console: Console) -> None:
    assert console.info()[0] == "Model input:"
    assert console.info()[-1] == "dims->size: 2"


def test_command_2_returns_layers_and_all_outputs(console: Console) -> None:
    lines = console.run()
    assert lines[0] == "Running inference..."
    assert lines[1].startswith("CONV_2D: 1.851852 msec")
    assert lines[-1] == "Out[9]: 0.000000"


def test_command_3_is_an_object(console: Console) -> None:
    assert console.run_json()["outputs"] == OUTPUTS


def test_tensors_come_one_by_one(console: Console) -> None:
    tensors = list(console.tensors())
    assert [tensor["op"] for tensor in tensors] == ["CONV_2D", "SOFTMAX"]
    assert bytes.fromhex(tensors[0]["data"]) == b"\x00\xff"


def test_commands_follow_each_other(console: Console) -> None:
    assert len(console.run()) == len(console.run()) == 15
    assert console.run_json()["clock_hz"] == CLOCK_HZ


def test_a_silent_board_is_given_up_in_time_with_a_sentence() -> None:
    with FakeBoard(silent=True) as board, Console.open(board.url, silence_s=0.3) as client:
        started = time.monotonic()
        with pytest.raises(
            SilentBoard, match=r"did not finish answering `3` in 0\.3 s; check that its firmware"
        ):
            client.run_json()
        assert time.monotonic() - started < 10  # and not the usual 30 s


def test_a_board_that_sends_other_things_without_end_is_given_up_too() -> None:
    with FakeBoard(chatters=True, boot=False) as board, Console.open(board.url, silence_s=0.1) as client:
        started = time.monotonic()
        assert client.wait_for_boot() is None
        for ask in (client.run_json, client.run, lambda: list(client.tensors())):
            with pytest.raises(SilentBoard):
                ask()
        assert time.monotonic() - started < 30  # and not for ever


def test_a_board_that_falls_silent_in_mid_run_is_given_up_too() -> None:
    with (
        FakeBoard(answers={"2": ["Running inference...", "CONV_2D: 1.0 msec"]}) as board,
        Console.open(board.url, silence_s=0.3) as client,
        pytest.raises(SilentBoard),
    ):
        client.run()


def test_firmware_without_command_3_is_told_apart_from_silence() -> None:
    with (
        FakeBoard(answers={"3": ["Unknown command `3`"]}) as board,
        Console.open(board.url) as client,
        pytest.raises(LayerscopeError, match="refused the command `3`"),
    ):
        client.run_json()


@pytest.mark.parametrize(
    "line",
    [
        "UsageFault, fault status 0x01000000: an access that must be aligned was not.",
        "The network did not start: its tensors could not be allocated.",
        "The inference failed in layer 3.",
    ],
)
def test_a_failure_that_the_firmware_reports_ends_the_wait(line: str) -> None:
    with (
        FakeBoard(answers={"3": [line]}) as board,
        Console.open(board.url) as client,
        pytest.raises(LayerscopeError, match=re.escape(line.rstrip("."))),
    ):
        client.run_json()


def test_a_damaged_json_line_is_an_error_that_says_so() -> None:
    with (
        FakeBoard(answers={"3": ['{"board": "disco_f74']}) as board,
        Console.open(board.url) as client,
        pytest.raises(LayerscopeError, match="damaged JSON line"),
    ):
        client.run_json()


def test_a_board_that_goes_away_is_not_waited_for() -> None:
    with FakeBoard() as board:
        client = Console.open(board.url, silence_s=30)
        client.wait_for_boot(2)
        client._port._socket.shutdown(2)
        with client, pytest.raises(ports.PortError):
            client.run_json()


def test_the_watcher_can_end_a_wait() -> None:
    def stopped() -> None:
        raise LayerscopeError("the virtual board stopped")

    with (
        FakeBoard(silent=True) as board,
        Console.open(board.url, 30, watch=stopped) as client,
        pytest.raises(LayerscopeError, match="virtual board stopped"),
    ):
        client.run_json()


def test_a_pseudo_terminal_works_like_a_port() -> None:
    pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX")
    ours, theirs = pty.openpty()
    try:
        with Console.open(os.ttyname(theirs), silence_s=2) as client:
            os.write(ours, b"Program started @ 600000000...\r\n")
            assert client.wait_for_boot(1) == 600_000_000
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_port_that_does_not_exist_lists_those_that_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "available", lambda: ["/dev/ttyACM0", "/dev/ttyUSB1"])
    with pytest.raises(ports.PortError) as caught:
        ports.open_port("/dev/ttyACM9")
    sentence = "the port /dev/ttyACM9 does not exist; the ports there are: /dev/ttyACM0, /dev/ttyUSB1"
    assert str(caught.value).startswith(sentence)


def test_without_any_port_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "available", lambda: [])
    with pytest.raises(ports.PortError, match="this machine has no serial port now"):
        ports.open_port("/dev/ttyACM9")


def test_no_permission_hints_at_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise serial.SerialException(errno.EACCES, "could not open port: Permission denied")

    monkeypatch.setattr(ports.serial, "serial_for_url", refuse)
    monkeypatch.setattr(ports.sys, "platform", "linux")
    with pytest.raises(ports.PortError, match=r"sudo usermod -aG dialout \$USER"):
        ports.open_port("/dev/ttyACM0")


def test_nobody_at_a_socket_says_how_to_start_a_virtual_board() -> None:
    with FakeBoard() as board:
        url = board.url
    with pytest.raises(ports.PortError, match="layerscope run"):
        ports.open_port(url)


@pytest.mark.parametrize("name", ["/dev/ttyACM0", "COM3", "socket://localhost:5"])
def test_ports_are_told_from_files(name: str) -> None:
    assert ports.is_port(name)
    assert not ports.is_port("COMMENTS.log")
