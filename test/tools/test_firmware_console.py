# SPDX-License-Identifier: Apache-2.0
"""How the firmware makes commands of a console line's bytes."""

from __future__ import annotations

import pytest
from host_programs import build, run

SOURCES = ("src/command_reader.cpp",)


def events(*steps: str | int | tuple[str, int]) -> list[str]:
    """Steps: a text that arrives in one go, milliseconds of silence, or a byte with something wrong."""
    script = []
    for step in steps:
        if isinstance(step, str):
            script += [f"byte {byte}" for byte in step.encode("latin-1")]
        elif isinstance(step, int):
            script.append(f"silence {step}")
        else:
            script.append(f"{step[0]} {step[1]}")
    return run(build("command_lines", *SOURCES), "\n".join(script) + "\n")


@pytest.mark.parametrize("prefix", ["", "CMD="])
@pytest.mark.parametrize("command", ["1", "2", "3", "tensors", "bootloader", "help", "nonsense"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", " \r\n", "\n\n\n"])
def test_a_line_is_a_command_once(prefix: str, command: str, end: str) -> None:
    assert events(prefix + command + end, 200) == [f"command {command}"]


@pytest.mark.parametrize("prefix", ["", "CMD="])
def test_a_single_digit_stands_alone(prefix: str) -> None:
    assert events(prefix + "2", 30) == []
    assert events(prefix + "2", 60) == ["command 2"]
    assert events(prefix + "2", 60, "\r\n", 60) == ["command 2"]


@pytest.mark.parametrize("text", ["h", "22", "CMD=", "CMD=22", "CMD", "2x", "-"])
def test_nothing_else_stands_alone(text: str) -> None:
    assert events(text, 1000) == []


def test_a_word_typed_by_hand_waits_for_its_line_end() -> None:
    assert events("h", 300, "e", 300, "l", 300, "p", 300, "\n") == ["command help"]


def test_commands_sent_in_one_go_are_executed_in_order() -> None:
    assert events("1\n2\nCMD=3\n\n\nhelp\n") == ["command 1", "command 2", "command 3", "command help"]


def test_a_prefix_alone_is_an_empty_command() -> None:
    assert events("CMD=\n") == ["command "]


@pytest.mark.parametrize("length", [65, 100, 5000])
def test_an_overlong_line_gets_one_answer_and_the_next_command_works(length: int) -> None:
    assert events("x" * length + "\n2\n") == ["overlong", "command 2"]


def test_the_longest_line_is_a_command() -> None:
    assert events("x" * 64 + "\n") == ["command " + "x" * 64]


def test_an_overlong_line_without_end_is_answered_when_it_falls_silent() -> None:
    assert events("x" * 1000, 60, "2\n") == ["overlong", "command 2"]


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_damaged_byte_spoils_its_line_only(position: int) -> None:
    text = "help"
    line = events(text[:position], ("damaged", 0x0A), text[position:] + "\n", "2\n")
    assert line == ["framing error", "command 2"]


def test_noise_without_a_line_end_does_not_spoil_the_next_command() -> None:
    assert events(("damaged", 0), ("damaged", 0xFF), 60, "2\n") == ["framing error", "command 2"]


def test_lost_bytes_spoil_their_line_only() -> None:
    assert events("he", ("after_loss", ord("p")), "\n2\n") == ["bytes lost", "command 2"]


@pytest.mark.parametrize("byte", range(0, 256, 5))
def test_any_byte_can_be_received(byte: int) -> None:
    if byte in (ord("\n"), ord("\r"), ord(" "), ord("\t")):
        return
    got = events(("byte", byte), ("byte", byte), "\n2\n")
    assert len(got) == 2 and got[1] == "command 2"
