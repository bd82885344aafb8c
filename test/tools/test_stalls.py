# SPDX-License-Identifier: Apache-2.0
"""Every cycle of every layer has one cause, in more networks than those that test_bench_virtual.py runs.

`OTHER_MODELS=FOLDER` adds the .tflite files of a folder; those with operators that the runtime lacks are
skipped.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from bare_firmware import needs_tools
from click.testing import CliRunner
from layerscope.build import BOARDS
from layerscope.cli import main
from layerscope.results.record import Run, load

pytestmark = needs_tools

_FOLDER = os.environ.get("OTHER_MODELS")
OTHERS = sorted(Path(_FOLDER).glob("*.tflite")) if _FOLDER else []
# The memories whose misses a board can wait for.
MEMORIES = {"disco_f746ng": {"flash", "sram", "sdram"}, "teensy40": {"flash", "ocram"}}
CAUSES = {"issue", "dependency", "load_use", "mac", "fp", "store", "branch", "icache_miss", "exception"}


def bench(record: Path, arguments: Sequence[str]) -> list[Run]:
    result = CliRunner().invoke(main, ["bench", "--no-verify", "--json", str(record), *arguments])
    if "operator" in result.output and result.exit_code:
        pytest.skip(result.output.strip().splitlines()[-1])
    assert result.exit_code == 0, result.output
    return load(record)


def check(run: Run) -> None:
    assert run.layers
    for layer in run.layers:
        assert layer.stalls and layer.cycles
        assert sum(layer.stalls.values()) == layer.cycles, f"{run.board}: {layer.index} {layer.op}"
        assert all(cycles > 0 for cycles in layer.stalls.values())
        waited = {name for name in layer.stalls if name not in CAUSES}
        known = {f"dcache_miss_{memory}" for memory in (*MEMORIES[run.board], "peripherals")}
        assert waited <= known, f"{run.board}: {layer.index} {layer.op}: {waited - known}"
    assert run.total_cycles == sum(layer.cycles or 0 for layer in run.layers)


def test_every_cycle_of_the_float16_network_has_one_cause(tmp_path: Path) -> None:
    arguments = ["--comp", "on", "--compression", "float16", "--cmsis-nn", "on"]
    runs = bench(tmp_path / "runs.json", arguments)
    assert [run.board for run in runs] == list(BOARDS)
    for run in runs:
        check(run)


@pytest.mark.skipif(not OTHERS, reason="OTHER_MODELS names no folder with .tflite files")
@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("model", OTHERS, ids=[path.stem for path in OTHERS])
def test_every_cycle_of_another_network_has_one_cause(model: Path, board: str, tmp_path: Path) -> None:
    arguments = ["--board", board, "--model", str(model), "--cmsis-nn", "on"]
    for run in bench(tmp_path / "runs.json", arguments):
        check(run)
