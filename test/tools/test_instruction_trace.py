# SPDX-License-Identifier: Apache-2.0
"""`layerscope run --trace`: each cycle stands at one instruction, and tracing costs the run nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from bare_firmware import BOARDS, build, needs_tools, session
from click.testing import CliRunner, Result
from layerscope.cli import main
from layerscope.virtual_board.traces.disassembly import Disassembler
from layerscope.virtual_board.traces.instructions import InstructionTrace, TracePlace

pytestmark = needs_tools
Image = tuple[Path, str]
WHOLE = TracePlace(None, 1_000_000)


@pytest.fixture(scope="module", params=BOARDS)
def image(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Image:
    return build(tmp_path_factory.mktemp(request.param), request.param, "debugged.c"), request.param


def traced(image: Image, place: TracePlace, timing: bool = True) -> InstructionTrace:
    with session(*image, trace_around=place, timing=timing) as s:
        assert s.ask("w") == "worked"
        s.board.hold()
        return s.board.instructions()


@pytest.mark.parametrize("timing", [True, False])
def test_the_cycles_of_a_whole_run_add_up_to_the_report_cause_by_cause(image: Image, timing: bool) -> None:
    with session(*image, trace_around=WHOLE, timing=timing) as s:
        assert s.ask("w") == "worked"
        assert s.ask("s") == "slept"
        s.board.hold()
        lines, report = s.board.instructions().lines, s.board.report()
    causes: Counter[str] = Counter()
    for line in lines:
        causes.update(line.causes)
    # The last instruction may stand in a cycle that another could still join.
    open_cycle = causes["issue"] - report["stalls"]["issue"]
    assert open_cycle in (0, 1)
    assert {name: causes[name] for name in report["stalls"]} == {
        **report["stalls"],
        "issue": report["stalls"]["issue"] + open_cycle,
    }
    assert sum(line.cycle is not None for line in lines) == report["instructions"]
    assert sum(line.idle for line in lines) > 10_000, "it slept"
    cycle = -1
    for line in lines:
        cycle += sum(line.causes.values())
        assert line.cycle in (cycle, None)


def test_a_window_shows_what_the_whole_run_shows_there(image: Image) -> None:
    whole = traced(image, WHOLE).lines
    function = traced(image, TracePlace("work", 20))
    place = whole.index(function.marked)
    assert function.lines == whole[place - 20 : place + 21] and function.reached
    cycle = whole[place + 200].cycle
    assert cycle is not None
    around = traced(image, TracePlace(str(cycle), 30))
    assert around.marked is not None and around.marked.cycle == cycle
    place = whole.index(around.marked)
    assert around.lines == whole[place - 30 : place + 31]
    address = traced(image, TracePlace(hex(function.lines[25].pc), 5))
    assert address.lines[5].pc == function.lines[25].pc


def test_a_trace_changes_no_count(image: Image) -> None:
    reports = []
    for place in (None, TracePlace("conditional", 50)):
        with session(*image, trace_around=place) as s:
            assert s.ask("w") == "worked"
            reports.append(s.board.report()["layers"])
    assert reports[0] == reports[1] and reports[0]


def run(image: Image, file: Path, *options: str) -> Result:
    arguments = ["run", str(image[0]), "--board", image[1], "--trace", str(file), *options]
    return CliRunner().invoke(main, arguments)


def test_run_writes_instructions_with_their_waits_and_memory(image: Image, tmp_path: Path) -> None:
    file = tmp_path / "trace.txt"
    options = ["--trace-at", "store", "--trace-window", "60", "--send", "w", "--until", "worked"]
    result = run(image, file, *options)
    assert result.exit_code == 0, result.output
    title, fields, *lines = file.read_text().splitlines()
    assert "around store, cycles modelled" in title and fields.split()[:2] == ["cycle", "cycles"]
    assert len(lines) == 121 and lines[60].startswith(">") and " store " in lines[60]
    text = "\n".join(lines)
    for part in ("issue 1", "watched+0x4", "conditional+0x4", "ittee eq", "addeq r1, #1", "addne r1, #8"):
        assert part in text, part


def test_a_run_that_stops_shows_how_it_came_there(image: Image, tmp_path: Path) -> None:
    file = tmp_path / "trace.txt"
    result = run(image, file, "--trace-window", "10", "--send", "u", "--until", "never")
    assert result.exit_code == 1 and "0x90000000" in result.output
    *_, before, last = file.read_text().splitlines()
    assert "not done" in last and "break_a_rule" in last and "store 4 at 90000000" in last
    assert "break_a_rule" in before


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("no_such_function", "has no function `no_such_function`"),
        ("0xzz", "is no address"),
        ("99999999999", "did not come to `99999999999`"),
        ("break_a_rule", "did not come to `break_a_rule`"),
    ],
)
def test_a_place_that_is_not_reached_is_said(image: Image, tmp_path: Path, at: str, words: str) -> None:
    result = run(image, tmp_path / "trace.txt", "--trace-at", at, "--send", "w", "--until", "worked")
    assert result.exit_code == 1 and words in result.output
    assert "Traceback" not in result.output


def test_each_instruction_of_an_it_block_is_named_with_its_condition() -> None:
    text = Disassembler()
    code = ("06bf", "0131", "0231", "0431", "0846")
    said = [text.text(bytes.fromhex(bytes_), 2 * number) for number, bytes_ in enumerate(code)]
    assert said == ["itte eq", "addeq r1, #1", "addeq r1, #2", "addne r1, #4", "mov r0, r1"]
