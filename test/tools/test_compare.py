# SPDX-License-Identifier: Apache-2.0
"""`layerscope compare`: two records or logs side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from layerscope.cli import main
from layerscope.results.record import Model, Run, save
from sample_runs import sample_run, sample_runs

DATA = Path(__file__).parents[1] / "data"


def compare(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments])


def saved(folder: Path, name: str, *runs: Run) -> str:
    save(folder / name, runs)
    return str(folder / name)


def test_two_logs_show_the_ratio_of_every_layer_and_of_the_total() -> None:
    result = compare(str(DATA / "f746_tf21_216mhz.log"), str(DATA / "f746_tf21_288mhz_crlf_timestamps.log"))
    assert result.exit_code == 0, result.output
    assert "2  CONV_2D            166.250  124.540  1.33x" in result.output
    assert "total              220.503  165.020  1.34x" in result.output
    assert "The clocks differ: 216 MHz and 288 MHz." in result.output
    assert "models differ" not in result.output


def test_records_are_matched_by_board_and_options(tmp_path: Path) -> None:
    faster = [replace(run, total_ms=run.total_ms / 2) for run in sample_runs()]
    result = compare(saved(tmp_path, "a.json", *sample_runs()), saved(tmp_path, "b.json", *reversed(faster)))
    assert result.exit_code == 0, result.output
    assert result.output.count("2.00x") == 8
    assert result.output.count("A: teensy40") == 4


def test_kernels_are_shown_where_they_differ(tmp_path: Path) -> None:
    record = saved(tmp_path, "runs.json", *sample_runs())
    result = compare(record, "--a", "1", "--b", "2")
    assert "reference_conv_2d_f32 -> arm_conv_2d_f32" in result.output
    assert "4.00x" in result.output


def test_different_models_are_called_different(tmp_path: Path) -> None:
    a, b = sample_run(), sample_run()
    shorter = saved(tmp_path, "b.json", replace(b, layers=b.layers[:2]))
    result = compare(saved(tmp_path, "a.json", a), shorter)
    assert "The models differ: 3 layers and 2 layers" in result.output
    retrained = saved(tmp_path, "c.json", replace(b, model=Model("other", "o.tflite", "ff", "none")))
    result = compare(saved(tmp_path, "a.json", a), retrained)
    assert "The model files differ: mnist (none) and other (none), same operators." in result.output


def test_a_modelled_run_beside_a_measured_one_is_pointed_out(tmp_path: Path) -> None:
    result = compare(
        saved(tmp_path, "a.json", sample_run()), saved(tmp_path, "b.json", sample_run(source="board"))
    )
    assert "Run A has modelled times, the other measured ones." in result.output


def test_different_answers_are_pointed_out(tmp_path: Path) -> None:
    other = replace(sample_run(), outputs=[0.9, 0.0, 0.1])
    result = compare(saved(tmp_path, "a.json", sample_run()), saved(tmp_path, "b.json", other))
    assert "The answers differ: class 2 and class 0." in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing.json", "nothing.json"], "there is no file nothing.json"),
        (["{a}"], "give a second record, or --a N --b M"),
        (["{a}", "--a", "1", "--b", "9"], "has no run 9; choose 1 to 8"),
        (["{a}", "{empty}"], "has no run: neither a run record nor lines"),
        (["{teensy}", "{disco}"], "choose one of each with --a N and --b N"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(
    tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    (tmp_path / "empty.log").write_text("nothing here\n")
    names = {
        "a": saved(tmp_path, "a.json", *sample_runs()),
        "empty": str(tmp_path / "empty.log"),
        "teensy": saved(tmp_path, "t.json", *(run for run in sample_runs() if run.board == "teensy40")),
        "disco": saved(tmp_path, "d.json", *(run for run in sample_runs() if run.board != "teensy40")),
    }
    result = compare(*(argument.format(**names) for argument in arguments))
    assert result.exit_code == 1
    assert result.output.startswith("error: ")
    assert sentence in result.output


def test_markdown_is_written(tmp_path: Path) -> None:
    record = saved(tmp_path, "runs.json", *sample_runs())
    compare(record, "--a", "3", "--b", "4", "--markdown", str(tmp_path / "x.md"))
    assert "| 0 | CONV_2D         | 92.593 | 11.111 | 8.33x |" in (tmp_path / "x.md").read_text()
