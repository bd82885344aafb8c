# SPDX-License-Identifier: Apache-2.0
"""What `layerscope records` prints, and how many instructions its networks may take."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from kernel_grid import run_models
from layerscope.cli import main
from layerscope.commands import records as records_command
from layerscope.models.catalogue import find_model
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model
from layerscope.results.record import Layer, Options, Run
from layerscope.results.records import RECORDS, SOURCES, Result, layers_table, records_table, verdict

MOST_INSTRUCTIONS = {
    "MNIST int8": 2_900_000,
    "MNIST float32": 5_050_000,
    "MNIST hybrid": 3_400_000,
    "visual wake words int8": 10_250_000,
    "image classification int8": 13_900_000,
    "keyword spotting int8": 3_400_000,
    "anomaly detection int8": 450_000,
    "image classification float32": 21_600_000,
}
"""Of an Invoke() with the fast kernels on the topologies with random weights: what was reached once stays."""


@pytest.mark.skipif(
    shutil.which("arm-none-eabi-gcc") is None or shutil.which("cc") is None,
    reason="needs arm-none-eabi-gcc and a host C compiler",
)
def test_no_network_takes_more_instructions_than_it_did() -> None:
    rows = [record for record in RECORDS if record.weights_in == "automatic"]
    assert {record.title for record in rows} == set(MOST_INSTRUCTIONS)
    models = [strip_model(read_model(find_model(record.model, record.compression).path)) for record in rows]
    runs = run_models(models, "fast", timing=False, name="records")
    taken = {record.title: run.instructions for record, run in zip(rows, runs, strict=True)}
    print(taken)
    most = MOST_INSTRUCTIONS
    assert not {
        title: count for title, count in taken.items() if not 0.1 * most[title] < count <= most[title]
    }


def _run(board: str, cycles: int, weights_in: str = "flash") -> Run:
    layer = Layer(
        0, "CONV_2D", cycles / 216_000, "arm_convolve_s8", 1_000_000, cycles, 400, weights_in,
        900_000, {"issue": cycles * 0.6, "dcache_miss_flash": cycles * 0.4},
    )  # fmt: skip
    small = replace(layer, index=1, op="SOFTMAX", kernel="arm_softmax_s8", macs=0, cycles=10, ms=0.0)
    return Run(
        board, "virtual", 216_000_000, [layer, small], cycles / 216_000, total_cycles=cycles,
        total_instructions=900_000, options=Options(use_cmsis_nn=True),
    )  # fmt: skip


def test_the_table_has_every_row_its_ratio_and_its_verdicts() -> None:
    results = [Result(record, {"disco_f746ng": _run("disco_f746ng", 2_500_000)}) for record in RECORDS]
    text = records_table(results).text()
    for record in RECORDS:
        assert record.title in text
    first = next(line for line in text.splitlines() if line.startswith("MNIST int8"))
    assert "2.72x" in first  # of 6.79 M
    assert "+9 %" in first and "+39 %" in first  # of 2.3 M and 1.8 M
    assert "met" in first  # the instructions
    assert "MODELLED" in text and all(source in text for source in SOURCES.values())


def test_weights_that_found_no_room_are_no_figures_of_their_row() -> None:
    record = next(record for record in RECORDS if record.weights_in == "ram")
    there = Result(record, {"disco_f746ng": _run("disco_f746ng", 300_000, "ram")})
    elsewhere = Result(record, {"disco_f746ng": _run("disco_f746ng", 300_000, "flash")})
    assert "0.30 M" in records_table([there]).text()
    text = records_table([elsewhere]).text()
    assert "0.30 M" not in text
    assert "do not fit there, and stayed in flash" in text


def test_a_teensy_that_takes_more_cycles_is_named() -> None:
    runs = {"disco_f746ng": _run("disco_f746ng", 100_000), "teensy40": _run("teensy40", 120_000)}
    assert "teensy40 takes more cycles" in records_table([Result(RECORDS[0], runs)]).text()


def test_layers_come_with_kernel_cost_and_causes() -> None:
    text = layers_table(_run("disco_f746ng", 2_500_000)).text()
    row = next(line for line in text.splitlines() if line.startswith("0 "))
    assert row.split()[2:8] == ["arm_convolve_s8", "0.90", "M", "0.90", "2.50", "M"]
    assert "60 %" in row and "40 %" in row


def test_a_verdict_never_calls_met_what_is_beyond() -> None:
    assert verdict(100.0, 100.0) == "met"
    assert verdict(100.001, 100.0) == "+0.1 %"
    assert verdict(108.0, 100.0) == "+8 %"
    assert verdict(None, 100.0) == "-"


def test_a_missed_target_names_the_kernels_and_their_cause() -> None:
    sentences = records_command.misses(
        [Result(RECORDS[0], {"disco_f746ng": _run("disco_f746ng", 2_500_000)})]
    )
    assert "MNIST int8 misses its target of cycles" in sentences[0]
    assert "layer 0: CONV_2D, arm_convolve_s8: 40 % of its cycles wait" in sentences[1]
    assert not records_command.misses([Result(RECORDS[0], {"disco_f746ng": _run("disco_f746ng", 2_000_000)})])


def test_models_that_a_folder_lacks_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def no_measure(variants: list, *_: object) -> list:  # type: ignore[type-arg]
        return [records_command.runner.Result(one, None, _run(one.board, 400_000)) for one in variants]

    monkeypatch.setattr(records_command.runner, "run_all", no_measure)
    arguments = ["records", "--row", "ad", "--models", str(tmp_path), "--board", "disco_f746ng"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "ad01_int8.tflite is not in" in result.output
