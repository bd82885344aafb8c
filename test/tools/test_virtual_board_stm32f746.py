# SPDX-License-Identifier: Apache-2.0
"""What right programs do with an STM32F746 passes, with right results: test/firmware/stm32f746_right.c."""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from pathlib import Path

import pytest
from bare_firmware import Session, build, needs_tools, session
from click.testing import CliRunner
from layerscope.cli import main

_BOARD = "disco_f746ng"
pytestmark = needs_tools


@pytest.fixture(scope="module")
def elf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("right"), _BOARD, "stm32f746_right.c")


@pytest.fixture(scope="module")
def board(elf: Path) -> Iterator[Session]:
    with session(elf, _BOARD) as s:
        yield s


def _answer(board: Session, letter: str) -> list[int]:
    return [int(word, 16) for word in board.ask(letter).split()]


def test_crc_unit_computes_what_binascii_does(board: Session) -> None:
    text = b"123456789"
    ethernet, ccitt = _answer(board, "c")
    assert ethernet ^ 0xFFFFFFFF == binascii.crc32(text)
    assert ccitt == binascii.crc_hqx(text, 0xFFFF)


def test_dma2_copies_words_and_fills(board: Session) -> None:
    copied, filled, left = _answer(board, "m")
    assert [copied, filled, left] == [1, 1, 0]


def test_calendar_counts_into_a_leap_day(board: Session) -> None:
    time, date = _answer(board, "r")
    assert time == 0x000001
    assert date == 0x240000 | 4 << 13 | 0x0229


def test_software_triggers_an_external_interrupt(board: Session) -> None:
    assert _answer(board, "e") == [1, 0]


def test_backup_registers_survive_a_reset(board: Session) -> None:
    assert board.ask("b") == "ready"
    assert _answer(board, "k") == [0x600DB007, 0]


def test_timers_run_at_the_clock_that_timpre_chooses(board: Session) -> None:
    slow, fast, reload = _answer(board, "t")
    assert slow == pytest.approx(5000, rel=0.02)
    assert fast == pytest.approx(10000, rel=0.02)
    assert reload == 0x5678


def test_dma_and_data_cache_agree_where_the_program_cleans_and_invalidates(board: Session) -> None:
    assert _answer(board, "d") == [1]


def test_buses_may_be_too_fast_between_the_switch_and_their_prescalers(board: Session) -> None:
    assert _answer(board, "p") == [0x9400]


def test_dma_that_serves_a_part_without_a_model_is_listed(board: Session) -> None:
    assert _answer(board, "a") == [1]
    listed = [entry["register"] for entry in board.board.report()["unmodelled"]]
    assert any("0x40026410" in register for register in listed), listed


def test_a_line_at_another_rate_is_what_was_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "slow.c"
    source.write_text(
        '#include "bare.h"\n'
        "int main(void) {\n"
        "  REG(0x40011400) = 0;\n"
        "  REG(0x4001140C) = 11250;\n"  # 9,600 baud of 108 MHz
        "  REG(0x40011400) = 13;\n"
        '  print("slow\\n");\n'
        "  for (;;) {\n  }\n}\n"
    )
    slow = build(tmp_path, _BOARD, source)
    with session(slow, _BOARD, first="slow", baud=9600):
        pass
    outcome = CliRunner().invoke(
        main, ["run", str(slow), "--board", _BOARD, "--until", "slow", "--timeout", "10"]
    )
    assert outcome.exit_code != 0
    assert "USART6 sends at 9600 baud, but its line runs at 115200" in str(outcome.output)
    assert "--baud" in str(outcome.output)


def test_run_says_why_a_board_stopped_before_its_console_was_open(tmp_path: Path) -> None:
    source = tmp_path / "early.c"
    source.write_text('#include "bare.h"\nint main(void) { REG(0x40011800) = 0; for (;;) {} }\n')
    early = build(tmp_path, _BOARD, source)
    outcome = CliRunner().invoke(
        main, ["run", str(early), "--board", _BOARD, "--until", "x", "--timeout", "10"]
    )
    assert outcome.exit_code != 0
    assert "0x40011800, where this chip has no peripheral" in str(outcome.output)
