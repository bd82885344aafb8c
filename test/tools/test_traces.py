# SPDX-License-Identifier: Apache-2.0
"""Profiles and cache misses add up to the report, name the right places, and cost the run nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bare_firmware import BOARDS, build, needs_tools, session
from click.testing import CliRunner
from layerscope.cli import main
from layerscope.virtual_board.traces.profile import flame_graph, folded, read_folded

pytestmark = needs_tools
Image = tuple[Path, str]


def images(request: pytest.FixtureRequest, factory: pytest.TempPathFactory, source: str) -> Image:
    board = str(request.param)
    return build(factory.mktemp(board), board, source), board


@pytest.fixture(scope="module", params=BOARDS)
def debugged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Image:
    return images(request, tmp_path_factory, "debugged.c")


@pytest.fixture(scope="module", params=BOARDS)
def probe(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Image:
    return images(request, tmp_path_factory, "probe.c")


def test_the_stacks_of_a_profile_add_up_to_the_cycles_and_show_who_called(debugged: Image) -> None:
    with session(*debugged, traces=["profile"]) as s:
        assert s.ask("w") == "worked"
        assert s.ask("s") == "slept"
        s.board.hold()
        stacks, report = s.board.profile(), s.board.report()
    assert sum(stacks.values()) == report["cycles"]
    paths = set(stacks)
    assert ("start", "main", "work", "conditional") in paths
    assert ("start", "main", "work", "store") in paths
    assert ("[exception 15]", "sys_tick") in paths, "an exception is a root of its own"
    assert not any("sys_tick" in path and "main" in path for path in paths)
    exceptions = sum(cycles for path, cycles in stacks.items() if path[0] == "[exception 15]")
    # Entry and return, 12 cycles each, belong to the exception.
    assert exceptions > report["exceptions"] * 24 > 0


def test_without_timing_a_profile_counts_instructions_exactly(debugged: Image) -> None:
    with session(*debugged, traces=["profile"], timing=False) as s:
        assert s.ask("w") == "worked"
        s.board.hold()
        stacks = s.board.profile()
        assert sum(stacks.values()) == s.board.report()["instructions"]
    # MOVS, CMP, IT, four additions of which two are passed over, MOV, BX; called 40 times.
    assert stacks["start", "main", "work", "conditional"] == 40 * 9


def test_misses_add_up_to_the_report_and_name_the_variable(probe: Image) -> None:
    with session(*probe, traces=["misses"]) as s:
        assert s.ask("d") == "measured"
        s.board.hold()
        rows, report = s.board.misses(), s.board.report()
    fetches = [row for row in rows if row.access == "fetch"]
    loads = [row for row in rows if row.access == "load"]
    assert sum(row.misses for row in fetches) == report["icache_misses"] > 0
    assert sum(row.misses for row in rows if row.access != "fetch") == report["dcache_misses"] > 0
    assert sum(row.stall_cycles for row in fetches) == report["stalls"]["icache_miss"]
    waits = {name: cycles for name, cycles in report["stalls"].items() if name.startswith("dcache_miss_")}
    assert sum(row.stall_cycles for row in loads) == sum(waits.values()) - waits["dcache_miss_peripheral"]
    # 512 words are 64 lines, missed once with the caches on.
    (table,) = [row for row in loads if row.data == "table"]
    assert table.misses == 64 and table.stall_cycles >= 64


def test_traces_change_no_cycle(probe: Image) -> None:
    layers = []
    for traces in ([], ["profile", "misses"]):
        with session(*probe, traces=traces) as s:
            s.ask("d")
            layers.append(s.board.report()["layers"])
    assert layers[0] == layers[1] and layers[0]


def test_run_writes_a_flame_graph_and_a_table(debugged: Image, tmp_path: Path) -> None:
    picture, table = tmp_path / "run.svg", tmp_path / "misses.csv"
    options = ["--profile", str(picture), "--cache-misses", str(table), "--send", "w", "--until", "worked"]
    result = CliRunner().invoke(main, ["run", str(debugged[0]), "--board", debugged[1], *options])
    assert result.exit_code == 0, result.output
    titles = [
        title.text or "" for title in ElementTree.parse(picture).iter("{http://www.w3.org/2000/svg}title")
    ]
    assert any(title.startswith("work: ") for title in titles)
    stacks = read_folded((tmp_path / "run.folded").read_text())
    total = f"{sum(stacks.values()):,} cycles"
    assert titles[0] == f"all: {total}, 100.00 %" and f"{total} (modelled)" in picture.read_text()
    rows = list(csv.DictReader(table.open()))
    assert rows and set(rows[0]) == {"access", "function", "data", "misses", "stall_cycles"}


def test_a_flame_graph_gives_each_function_the_width_of_its_cycles() -> None:
    stacks = {("main",): 25, ("main", "a<b"): 50, ("main", "c"): 25}
    assert read_folded(folded(stacks)) == stacks
    picture = ElementTree.fromstring(flame_graph(stacks, "t & t"))
    boxes = {}
    for group in picture.iter("{http://www.w3.org/2000/svg}g"):
        title, box, _ = group
        boxes[str(title.text).split(":")[0]] = float(box.get("width", "0"))
    assert boxes["all"] == boxes["main"] == pytest.approx(4 * boxes["c"], abs=0.3)
    assert boxes["a<b"] == pytest.approx(2 * boxes["c"], abs=0.3)
