# SPDX-License-Identifier: Apache-2.0
"""The whole chain: `layerscope bench` builds the MNIST network in three forms, with reference and with fast
kernels, for both boards, and runs the images on virtual boards. Everything here looks at that one record."""

from __future__ import annotations

import copy
import json
import shutil
import time
from pathlib import Path

import golden_counts
import pytest
from layerscope.build import Variant, build_image
from layerscope.results import align
from layerscope.results.record import Run
from layerscope.results.scale import MNIST_MACS, UPSTREAM
from layerscope.serial.console import Console
from layerscope.virtual_board import VirtualBoard

pytestmark = pytest.mark.skipif(not shutil.which("arm-none-eabi-gcc"), reason="needs the cross compiler")

BOARDS = ("disco_f746ng", "teensy40")
LEAST_SPEED_UP = {"none": 3.0, "dynamic": 3.0, "int8": 5.0}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    return golden_counts.bench(tmp_path_factory.mktemp("bench") / "runs.json")


def pair(runs: list[Run], board: str, compression: str) -> tuple[Run, Run]:
    """The run with reference kernels, and the one with fast kernels."""
    found = [run for run in runs if run.board == board and run.model.compression == compression]
    slow, fast = sorted(found, key=lambda run: bool(run.options.use_cmsis_nn))
    return slow, fast


def test_all_twelve_runs_classify_their_digit_right(runs: list[Run]) -> None:
    assert len(runs) == 12
    assert [run.classified_right for run in runs] == [True] * 12
    assert {run.expected_class for run in runs if run.board == "teensy40"} == {8}
    assert {run.expected_class for run in runs if run.board == "disco_f746ng"} == {2}


def test_int8_outputs_are_the_oracles_bit_for_bit(runs: list[Run]) -> None:
    pytest.importorskip("tflite_micro")
    verdicts = [run.verified for run in runs if run.model.compression == "int8"]
    assert [verdict is not None and verdict.exact for verdict in verdicts] == [True] * 4


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("compression", list(LEAST_SPEED_UP))
def test_fast_kernels_are_as_much_faster_as_promised_and_slow_no_layer_down(
    runs: list[Run], board: str, compression: str
) -> None:
    slow, fast = pair(runs, board, compression)
    assert slow.total_ms / fast.total_ms >= LEAST_SPEED_UP[compression]
    for op, (before, after) in align.rows([slow, fast]):
        assert before is not None
        assert after is not None
        assert after.ms <= before.ms, f"{board} {compression}: {after.index} {op} with {after.kernel}"


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("compression", ["none", "int8"])
def test_fewer_instructions_than_upstream_are_executed(runs: list[Run], board: str, compression: str) -> None:
    for run, upstream in zip(pair(runs, board, compression), UPSTREAM[compression], strict=True):
        assert run.total_macs == MNIST_MACS
        assert run.total_instructions is not None
        assert upstream is not None
        assert run.total_instructions < upstream


def test_stalls_add_up_to_the_cycles_that_the_firmware_measured(runs: list[Run]) -> None:
    for run in runs:
        for layer in run.layers:
            assert layer.stalls
            assert sum(layer.stalls.values()) == layer.cycles, f"{run.board}: {layer.index} {layer.op}"
        assert run.total_cycles == sum(layer.cycles or 0 for layer in run.layers)


def test_the_same_image_takes_the_same_cycles_to_the_last_digit(runs: list[Run], tmp_path: Path) -> None:
    again = golden_counts.bench(tmp_path / "runs.json", "--jobs", "1")  # other company on the machine
    assert again == runs


def test_it_does_not_matter_when_the_host_asks(runs: list[Run]) -> None:
    # The image that is busiest at start-up: it copies 377 KB of weights out of its flash.
    image = build_image(Variant("teensy40", use_cmsis_nn=False, use_comp_model=False))
    answers = []
    for seconds in (0.0, 1.0):
        with VirtualBoard(image.elf, "teensy40") as board, Console.open(board.console_url, 60) as console:
            time.sleep(seconds)
            answers.append(console.run_json())
    assert answers[0] == answers[1]


def test_no_layer_and_no_image_has_grown(runs: list[Run]) -> None:
    golden = json.loads(golden_counts.FILE.read_text(encoding="utf-8"))
    found = golden_counts.golden_of(runs)
    if found["toolchain"] != golden["toolchain"]:
        pytest.skip(f"the golden counts are those of {golden['toolchain']}, this is {found['toolchain']}")
    grown = golden_counts.growth(golden, found)
    assert not grown, "mend it, or, if it is meant, `make golden` and say why:\n" + "\n".join(grown)


def test_growth_is_seen_above_two_percent_only() -> None:
    golden = json.loads(golden_counts.FILE.read_text(encoding="utf-8"))
    assert golden_counts.growth(golden, golden) == []
    for factor, sentences in ((1.019, 0), (1.021, 2)):
        found = copy.deepcopy(golden)
        image = found["images"]["teensy40, int8, fast"]
        image["instructions"]["4 CONV_2D"] = int(image["instructions"]["4 CONV_2D"] * factor)
        image["flash_bytes"] += int((image["flash_bytes"] - image["model_bytes"]) * (factor - 1))
        assert len(golden_counts.growth(golden, found)) == sentences
    del found["images"]["teensy40, int8, fast"]
    assert golden_counts.growth(golden, found) == ["teensy40, int8, fast: only in one of the two"]


def test_the_clock_and_the_modelled_source_are_recorded(runs: list[Run]) -> None:
    assert {run.clock_hz for run in runs if run.board == "disco_f746ng"} == {216_000_000}
    assert {run.clock_hz for run in runs if run.board == "teensy40"} == {600_000_000}
    assert all(run.modelled and run.flash_bytes and run.ram_bytes for run in runs)


def test_the_tables_can_be_made_again_from_the_record(runs: list[Run]) -> None:
    from layerscope.commands.bench import tables

    text = "\n".join(grid.text() for grid in tables(runs, {}))
    assert [line for line in text.splitlines() if len(line) > 100] == []
    assert text.count("MODELLED") == 4  # two tables a board: six cases are too wide for one
    assert "25.71 M" in text
    assert "refused" in text
    assert "SLOWER" not in text
