# SPDX-License-Identifier: Apache-2.0
"""The whole chain: `layerscope bench` builds the MNIST network in three forms, with reference and with fast
kernels, for both boards, and runs the images on virtual boards. Everything here looks at that one record."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner
from layerscope.cli import main
from layerscope.results import align
from layerscope.results.record import Run, load
from layerscope.results.scale import MNIST_MACS, UPSTREAM

pytestmark = pytest.mark.skipif(not shutil.which("arm-none-eabi-gcc"), reason="needs the cross compiler")

BOARDS = ("disco_f746ng", "teensy40")
LEAST_SPEED_UP = {"none": 3.0, "dynamic": 3.0, "int8": 5.0}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    record = tmp_path_factory.mktemp("bench") / "runs.json"
    compressions = ["--compression", "int8", "--compression", "dynamic"]
    result = CliRunner().invoke(main, ["bench", *compressions, "--json", str(record)])
    # Bench itself fails when a digit is classified wrong or outputs are not the oracle's.
    assert result.exit_code == 0, result.output
    return load(record)


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
            assert layer.stalls is not None
            assert layer.cycles is not None
            assert sum(layer.stalls.values()) == pytest.approx(layer.cycles, rel=1e-3, abs=100)


def test_the_clock_and_the_modelled_source_are_recorded(runs: list[Run]) -> None:
    assert {run.clock_hz for run in runs if run.board == "disco_f746ng"} == {216_000_000}
    assert {run.clock_hz for run in runs if run.board == "teensy40"} == {600_000_000}
    assert all(run.modelled and run.flash_bytes and run.ram_bytes for run in runs)


def test_the_tables_can_be_made_again_from_the_record(runs: list[Run]) -> None:
    from layerscope.commands.bench import tables

    text = "\n".join(grid.text() for grid in tables(runs, {}))
    assert max(map(len, text.splitlines())) <= 100
    assert text.count("MODELLED") == 4  # two tables a board: six cases are too wide for one
    assert "25.71 M" in text
    assert "refused" in text
    assert "SLOWER" not in text
