# SPDX-License-Identifier: Apache-2.0
"""Every deliberate mistake stops a strict run and is named; a lenient run warns once and goes on."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
import strictness_table
from bare_firmware import needs_tools
from mistakes import Mistake, every_mistake, image_of, running

MISTAKES = every_mistake()
_PLACE = re.compile(r"at 0x([0-9a-f]{8}) in (\w+)\+0x")


def _image(mistake: Mistake) -> tuple[str, str]:
    return mistake.board, mistake.source


def _name(mistake: Mistake) -> str:
    return f"{mistake.board}-{mistake.name}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mistakes")


@cache
def _listing(elf: Path) -> dict[int, str]:
    """Mnemonics by address."""
    text = subprocess.run(
        ["arm-none-eabi-objdump", "-d", "--no-show-raw-insn", str(elf)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    lines = re.findall(r"^ *([0-9a-f]+):\t(\S+)", text, re.MULTILINE)
    return {int(address, 16): mnemonic for address, mnemonic in lines}


def _check_sentence(mistake: Mistake, sentence: str, elf: Path) -> None:
    for word in mistake.words:
        assert word in sentence, sentence
    place = _PLACE.search(sentence)
    assert place is not None, sentence
    assert place[2] == (mistake.function or mistake.name), sentence
    mnemonic = _listing(elf)[int(place[1], 16)]
    assert mnemonic.startswith(tuple(mistake.instruction.split("|"))), f"{mnemonic}: {sentence}"


@needs_tools
@pytest.mark.parametrize("mistake", MISTAKES, ids=_name)
def test_mistake_stops_the_run_and_is_named(mistake: Mistake, folder: Path) -> None:
    with running(mistake, folder) as s:
        sentence = s.expect_stop(mistake.name + "\n" + mistake.sends)
        assert s.board.stopped_rule == mistake.rule, sentence
    _check_sentence(mistake, sentence, image_of(mistake, folder))


# What the engine sees without a hook on every access.
_SEEN_WITHOUT_TIMING = [m for m in MISTAKES if m.rule in ("unmapped", "dtcm", "itcm", "sdram", "flash")]


@needs_tools
@pytest.mark.parametrize("mistake", _SEEN_WITHOUT_TIMING, ids=_name)
def test_accesses_to_no_memory_stop_the_run_without_timing_too(mistake: Mistake, folder: Path) -> None:
    with running(mistake, folder, timing=False) as s:
        sentence = s.expect_stop(mistake.name + "\n" + mistake.sends)
        assert s.board.stopped_rule == mistake.rule, sentence
    for word in mistake.words:
        assert word in sentence, sentence


_GROUPS = [list(group) for _, group in groupby(sorted(MISTAKES, key=_image), key=_image)]


@needs_tools
@pytest.mark.parametrize("group", _GROUPS, ids=lambda group: Path(group[0].source).stem)
def test_lenient_run_warns_once_of_each_mistake_and_goes_on(group: list[Mistake], folder: Path) -> None:
    forgiven = [mistake for mistake in group if not mistake.always_stops]
    with running(group[0], folder, lenient=True) as s:
        for number, mistake in enumerate(forgiven, 1):
            answer = s.ask(mistake.name + "\n" + mistake.sends)
            assert answer.endswith("went on"), answer  # behind what it may have sent
            s.board.report()  # what was said before it has then arrived
            assert len(s.board.warnings) == number, s.board.warnings[number - 1 :]
            _check_sentence(mistake, s.board.warnings[-1], image_of(mistake, folder))
            assert s.ask("reset\n") == "ready"


_FINAL = [mistake for mistake in MISTAKES if mistake.always_stops]


@needs_tools
def test_clocks_beyond_the_data_sheet_are_allowed_where_they_are_meant(folder: Path) -> None:
    (mistake,) = [mistake for mistake in MISTAKES if mistake.name == "overclocked"]
    with running(mistake, folder, overclock=True, lenient=True) as s:
        assert s.ask("overclocked_and_used\n") == "went on"
        s.board.report()
        assert s.board.warnings == []
    with running(mistake, folder, lenient=True) as s:
        assert s.ask("overclocked_and_used\n") == "went on"
        s.board.report()
        assert ["VCO runs at 576 MHz" in s.board.warnings[0], len(s.board.warnings)] == [True, 2]
        assert "the core runs at 288 MHz; at most 216 are allowed" in s.board.warnings[1]


@needs_tools
@pytest.mark.skipif(not _FINAL, reason="no mistake ends a lenient run")
@pytest.mark.parametrize("mistake", _FINAL, ids=_name)
def test_mistake_without_a_way_on_stops_a_lenient_run_too(mistake: Mistake, folder: Path) -> None:
    with running(mistake, folder, lenient=True) as s:
        s.expect_stop(mistake.name + "\n" + mistake.sends)
        assert s.board.stopped_rule == mistake.rule


def test_the_page_lists_every_mistake() -> None:
    assert strictness_table.DOCUMENT.read_text(encoding="utf-8") == strictness_table.renew(), (
        "renew it: .venv/bin/python test/tools/strictness_table.py"
    )


def test_names_are_distinct() -> None:
    names = [_name(mistake) for mistake in MISTAKES]
    assert len(set(names)) == len(names)
