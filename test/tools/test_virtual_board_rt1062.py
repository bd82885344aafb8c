# SPDX-License-Identifier: Apache-2.0
"""Single blocks of the i.MX RT1062, as a program sees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bare_firmware import Session, build, needs_tools, session

pytestmark = needs_tools
CORE_HZ = 600_000_000


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with session(build(tmp_path_factory.mktemp("rt1062"), "teensy40", "rt1062_blocks.c"), "teensy40") as s:
        yield s


def fields(line: str) -> dict[str, int]:
    """Names, which may be of several words, and hexadecimal values."""
    found, name = {}, []
    for word in line.split():
        if len(word) == 8 and all(c in "0123456789abcdef" for c in word):
            found[" ".join(name)] = int(word, 16)
            name = []
        else:
            name.append(word)
    return found


def test_gpt_counts_perclk_and_restarts_at_its_first_compare(running: Session) -> None:
    seen = fields(running.ask("g"))
    assert seen["restarting"] == pytest.approx(0.010 * CORE_HZ, rel=0.01)
    assert seen["free"] == pytest.approx(0.005 * CORE_HZ, rel=0.01)


def test_flash_names_itself_and_is_ready(running: Session) -> None:
    assert fields(running.ask("f")) == {"id": 0x1570EF, "status": 0}


def test_analog_registers_are_set_cleared_and_toggled(running: Session) -> None:
    assert fields(running.ask("s")) == {"set": 8, "clear": 0, "toggle": 4}


def test_pll_locks_after_the_data_sheets_time(running: Session) -> None:
    seen = fields(running.ask("l"))
    assert seen["at once"] == 0
    assert seen["cycles"] == pytest.approx(383 / 24e6 * CORE_HZ, rel=0.1)


def test_pin_reads_back_what_drives_it(running: Session) -> None:
    assert fields(running.ask("p")) == {"set": 1 << 5, "toggle": 0}


def test_an_input_is_what_its_pull_makes_of_it(running: Session) -> None:
    assert fields(running.ask("u")) == {"slow": 1 << 26, "fast": 1 << 26, "down": 0}


def test_timers_keep_their_count_while_the_core_changes_its_clock(running: Session) -> None:
    seen = fields(running.ask("c"))
    assert seen["slow"] < 24 * 50  # ticks of 24 MHz: a few instructions from flash at 24 MHz
    assert seen["fast"] < 24 * 50
    assert seen["rtc"] == 1000 * 8  # 20 ms after it was set to 1000 s
    assert seen["other"] == 1000 * 8


def test_a_fast_pin_swings_at_150_mhz(running: Session) -> None:
    """PJRC forum, 57185: measured on a Teensy 4.0 at 600 MHz."""
    assert fields(running.ask("w"))["cycles"] == pytest.approx(100 * CORE_HZ / 150e6, rel=0.1)


def test_the_crystal_is_up_and_stable(running: Session) -> None:
    assert running.ask("x") == "stable"


def test_more_voltage_may_be_asked_for_at_600_mhz(running: Session) -> None:
    assert running.ask("v") == "both"


def test_converter_calibrates_and_converts(running: Session) -> None:
    assert fields(running.ask("a")) == {"calibrating": 1, "complete": 1, "value": 0, "again": 0}


def test_random_numbers_differ(running: Session) -> None:
    assert fields(running.ask("r"))["different"] == 16
