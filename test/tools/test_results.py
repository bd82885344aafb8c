# SPDX-License-Identifier: Apache-2.0
"""The run record and what is read out of it: tables, explanations, plots."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from layerscope.cli import main
from layerscope.errors import LayerscopeError
from layerscope.results import align, figures
from layerscope.results.explain import explain, share
from layerscope.results.grid import RULE, Grid
from layerscope.results.plots import save_plot
from layerscope.results.record import Layer, Verified, dumps, load, loads, save
from layerscope.results.scale import MNIST_MACS, scale_table
from layerscope.results.tables import Capacity, as_csv, kernel_tables, layer_tables
from sample_runs import sample_run, sample_runs


def lines_of(grid: Grid, name: str) -> list[str]:
    """The cells of the row called `name`, in words."""
    row = next(row for row in grid.rows if len(row) > 1 and name in (row[0], row[1]))
    return " ".join(row[2 if row[1] == name else 1 :]).split()


def test_a_record_survives_saving_and_loading(tmp_path: Path) -> None:
    save(tmp_path / "runs.json", sample_runs())
    assert load(tmp_path / "runs.json") == sample_runs()


def test_a_saved_record_has_the_documented_keys() -> None:
    (run,) = json.loads(dumps([sample_run()]))["runs"]
    assert run["schema"] == 1
    documented = (
        "board source clock_hz model options toolchain layers total_cycles total_instructions total_ms "
        "outputs arena_bytes scratch_bytes flash_bytes ram_bytes verified"
    )
    assert set(documented.split()) <= set(run)
    layer = "index op kernel macs cycles ms weights_bytes weights_in instructions stalls"
    assert set(run["layers"][0]) == set(layer.split())


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("schema",), 2, "at runs/0/schema"),
        (("layers", 0, "op"), "", "at runs/0/layers/0/op"),
        (("layers", 1, "ms"), "fast", "at runs/0/layers/1/ms"),
        (("source",), "simulator", "at runs/0/source"),
        (("layers", 0, "stalls"), {"cosmic_rays": 1}, "at runs/0/layers/0/stalls"),
    ],
)
def test_a_broken_record_is_refused_with_the_place(
    path: tuple[object, ...], value: object, complaint: str
) -> None:
    document = json.loads(dumps([sample_run()]))
    place = document["runs"][0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(LayerscopeError, match=complaint):
        loads(json.dumps(document))


def test_a_file_that_is_no_record_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{nonsense")
    with pytest.raises(LayerscopeError, match="is not JSON"):
        load(tmp_path / "x.json")


def test_keys_of_a_later_version_are_ignored() -> None:
    document = json.loads(dumps([sample_run()]))
    document["runs"][0]["weather"] = "rain"
    document["runs"][0]["layers"][0]["colour"] = "red"
    assert loads(json.dumps(document)) == [sample_run()]


def test_there_is_one_table_per_board_with_times_totals_and_speed_ups() -> None:
    disco, teensy = layer_tables(sample_runs())
    assert disco.title.startswith("disco_f746ng at 216 MHz")
    assert teensy.title.startswith("teensy40 at 600 MHz")
    # 24, 6, 20 and 2.4 million cycles at 216 MHz
    assert lines_of(disco, "CONV_2D") == ["111.111", "27.778", "4.00x", "92.593", "11.111", "8.33x"]
    assert lines_of(disco, "total ms") == ["113.426", "29.167", "3.89x", "95.833", "11.806", "8.12x"]
    assert lines_of(teensy, "total ms")[0] == "40.833"


def test_headings_name_the_four_cases() -> None:
    header = layer_tables(sample_runs())[0].headers
    cases = [" ".join(cell.split()) for cell in header if "speed" not in cell][2:]
    assert cases == ["float reference", "float CMSIS-NN", "int8 reference", "int8 CMSIS-NN"]


def test_modelled_times_are_called_modelled_and_measured_ones_are_not() -> None:
    assert "MODELLED" in layer_tables(sample_runs())[0].title
    measured = [sample_run(case=case, source="board") for case in range(4)]
    text = "\n".join(grid.text() for grid in [*layer_tables(measured), *kernel_tables(measured)])
    assert "modelled" not in text.lower()
    assert "measured on the board" in text
    assert "modelled" in kernel_tables(sample_runs())[0].title


def test_tables_fit_a_terminal_of_100_columns() -> None:
    runs = sample_runs()
    for grid in [*layer_tables(runs, {"disco_f746ng": Capacity(1 << 20, 320 << 10)}), *kernel_tables(runs)]:
        assert max(map(len, grid.text().splitlines())) <= 100


def test_memory_is_shown_with_its_share_of_the_boards() -> None:
    disco, teensy = layer_tables(sample_runs(), {"disco_f746ng": Capacity(1 << 20, 256 << 10)})
    assert lines_of(disco, "flash")[:3] == ["512", "K", "50"]
    assert lines_of(disco, "RAM")[:3] == ["64.0", "K", "25"]
    assert "%" not in lines_of(teensy, "flash")


def test_the_classification_is_judged() -> None:
    wrong = replace(sample_run(), outputs=[0.9, 0.0, 0.1])
    assert lines_of(layer_tables([wrong])[0], "classified as") == ["0", "WRONG"]
    assert lines_of(layer_tables([sample_run()])[0], "classified as") == ["2", "right"]
    unknown = layer_tables([replace(sample_run(), expected_class=None)])[0]
    assert lines_of(unknown, "largest output") == ["2"] and "classified as" not in unknown.text()
    uniform = replace(sample_run(), outputs=[0.1, 0.1, 0.1])
    assert lines_of(layer_tables([uniform])[0], "classified as") == ["nothing", "WRONG"]


def test_the_verdict_says_exact_or_how_far_off_or_unchecked() -> None:
    runs = [
        replace(sample_run(case=n), verified=verdict)
        for n, verdict in enumerate(
            [None, Verified("LiteRT", False, 2e-7), Verified("tflite-micro", True, 0.0)]
        )
    ]
    grid = layer_tables(runs)[0]
    assert lines_of(grid, "outputs") == ["unchecked", "+-2e-07", "exact"]
    assert "LiteRT and tflite-micro" in grid.text()


def test_kernels_are_named_for_every_layer_and_case_with_costs_per_mac() -> None:
    disco = kernel_tables(sample_runs())[0]
    assert len(disco.rows) == 12
    assert list(disco.rows[1]) == ["", "", "float + CMSIS-NN", "arm_conv_2d_f32", "3.00 M", "1.09", "2.18"]
    assert list(disco.rows[4][5:]) == ["-", "-"]  # a pool has no multiply-accumulates


def test_a_layer_without_a_fast_kernel_is_named_under_the_table() -> None:
    run = sample_run(case=3)
    kept = replace(run.layers[1], kernel="reference_max_pool_s8")
    (grid,) = layer_tables([replace(run, layers=[run.layers[0], kept, run.layers[2]])])
    assert grid.notes[-1] == "int8 + CMSIS-NN ran the reference kernel in: 1 MAX_POOL_2D."
    assert not any(
        "reference kernel in" in note for grid in layer_tables(sample_runs()) for note in grid.notes
    )


def test_a_layer_that_the_fast_kernel_makes_slower_is_named_under_the_table() -> None:
    reference, fast = sample_run(case=2), sample_run(case=3)
    slower = replace(fast.layers[2], ms=reference.layers[2].ms * 1.1)
    (grid,) = layer_tables([reference, replace(fast, layers=[*fast.layers[:2], slower])])
    assert grid.notes[-1] == "int8 + CMSIS-NN is SLOWER than the reference in: 2 FULLY_CONNECTED."
    assert not any("SLOWER" in note for grid in layer_tables(sample_runs()) for note in grid.notes)


def test_operators_that_were_left_out_share_a_row() -> None:
    run = sample_run(case=1)
    left_out = [Layer(n, "DEQUANTIZE", 0.25, "folded_float16", 0, 54_000, instructions=84) for n in range(3)]
    (grid,) = layer_tables([replace(run, layers=[*left_out, *run.layers])])
    assert [list(row) for row in grid.rows[:2]] == [
        ["0-2", "DEQUANTIZE", "0.750"],
        ["3", "CONV_2D", "27.778"],
    ]
    (kernels,) = kernel_tables([replace(run, layers=[*left_out, *run.layers])])
    assert list(kernels.rows[0][:5]) == ["0-2", "DEQUANTIZE", "float + CMSIS-NN", "folded_float16", "252"]


def test_more_than_four_cases_of_a_board_are_split_with_pairs_kept_together() -> None:
    runs = [sample_run(case=case) for case in range(4)]
    for fast in (False, True):
        base = sample_run(case=int(fast))
        runs.append(replace(base, model=replace(base.model, compression="dynamic", sha256="dynamic")))
    first, second = layer_tables(runs)
    assert len(first.headers) == 2 + 4 + 2
    assert [" ".join(cell.split()) for cell in second.headers[2:]] == [
        "int8 reference",
        "int8 CMSIS-NN",
        "speed- up",
    ]
    assert max(len(line) for grid in (first, second) for line in grid.text().splitlines()) <= 100


def test_layers_that_only_one_export_has_get_a_row_of_their_own() -> None:
    plain, other = sample_run(case=0), sample_run(case=2)
    quantize = Layer(0, "QUANTIZE", 0.5)
    shifted = [replace(layer, index=layer.index + 1) for layer in other.layers]
    rows = align.rows([plain, replace(other, layers=[quantize, *shifted])])
    assert [op for op, _ in rows] == ["QUANTIZE", "CONV_2D", "MAX_POOL_2D", "FULLY_CONNECTED"]
    assert rows[0][1] == [None, quantize]
    assert all(layer is not None for _, layers in rows[1:] for layer in layers)


def test_a_time_below_the_last_digit_does_not_look_like_zero() -> None:
    assert figures.ms(0.0004) == "<0.001"
    assert figures.ms(0.0) == "0.000"
    assert figures.ms(1234.5) == "1,234.500"


def test_csv_has_a_line_per_layer_and_a_column_per_cause() -> None:
    lines = list(csv.DictReader(io.StringIO(as_csv(sample_runs()))))
    assert len(lines) == 8 * 3
    assert float(lines[0]["stall_dcache_miss_flash"]) == 12_000_000
    assert {line["board"] for line in lines} == {"disco_f746ng", "teensy40"}


def test_markdown_escapes_and_leaves_rules_out() -> None:
    text = Grid(["a", "b"], [["x|y", "1"], RULE, ["z", "2"]], left=1).markdown()
    assert text.splitlines()[2:] == ["| x\\|y | 1 |", "| z    | 2 |"]


def test_the_scale_shows_upstreams_counts_beside_ours_and_the_refusal() -> None:
    runs = [
        replace(
            run, layers=[replace(layer, macs=MNIST_MACS if layer.index == 0 else 0) for layer in run.layers]
        )
        for run in sample_runs()
    ]
    grid = scale_table(runs)
    assert grid is not None
    assert lines_of(grid, "float") == [
        "25.71",
        "M",
        "22.75",
        "M",
        "12.25",
        "M",
        "3.15",
        "M",
        "12.25",
        "M",
        "3.15",
        "M",
    ]
    assert lines_of(grid, "int8")[:4] == ["31.96", "M", "6.84", "M"]
    assert lines_of(grid, "hybrid")[:2] == ["refused", "refused"]


def test_the_scale_is_left_out_for_other_networks() -> None:
    assert scale_table([replace(sample_run(), layers=sample_run().layers[:1])]) is None


def test_explain_gives_shares_by_cause_and_advice_the_record_supports() -> None:
    explanation = explain(sample_run())
    row = next(row for row in explanation.grid.rows if "CONV_2D" in row)
    assert list(row) == ["0", "CONV_2D", "111.111", "98 %", "8.70", "30 %", "20 %", "50 %"]
    (sentence,) = explanation.sentences  # the other layers take less than 5 % of the time
    assert "50 % of its cycles wait for data-cache line fills from flash" in sentence
    assert "27,573 bytes of weights" in sentence
    assert "--weights-in" in sentence


def test_explain_does_not_blame_weights_that_are_elsewhere() -> None:
    run = sample_run()
    moved = replace(run, layers=[replace(layer, weights_in="dtcm") for layer in run.layers])
    (sentence,) = explain(moved).sentences
    assert "weights" not in sentence
    assert "activations" in sentence


def test_explain_without_a_dominant_stall_speaks_of_instructions() -> None:
    run = sample_run()
    layers = [replace(layer, stalls={"issue": 90.0, "branch": 10.0}) for layer in run.layers]
    (sentence,) = explain(replace(run, layers=layers)).sentences
    assert "no stall dominates: 4.35 instructions and 8.70 cycles per multiply-accumulate" in sentence
    assert "--cmsis-nn on" in sentence


def test_shares_of_a_layer_add_up_to_one() -> None:
    layer = sample_run().layers[0]
    groups = [("issue",), ("dependency", "load_use"), ("dcache_miss",)]
    assert sum(share(layer, group) for group in groups) == pytest.approx(1.0)


def test_the_explain_command_says_when_a_virtual_board_is_needed(tmp_path: Path) -> None:
    save(tmp_path / "board.json", [sample_run(source="board")])
    result = CliRunner().invoke(main, ["explain", str(tmp_path / "board.json")])
    assert result.exit_code == 0
    assert "no stall counts" in result.output
    assert "virtual board" in result.output


def test_the_explain_command_lists_and_picks_runs(tmp_path: Path) -> None:
    save(tmp_path / "runs.json", sample_runs())
    listed = CliRunner().invoke(main, ["explain", str(tmp_path / "runs.json"), "--list"])
    assert listed.output.splitlines()[3] == "4  disco_f746ng, 216 MHz, mnist int8 + CMSIS-NN (modelled)"
    picked = CliRunner().invoke(main, ["explain", str(tmp_path / "runs.json"), "--run", "4"])
    assert picked.output.splitlines()[0] == "disco_f746ng, 216 MHz, mnist int8 + CMSIS-NN (modelled)"
    none = CliRunner().invoke(main, ["explain", str(tmp_path / "runs.json"), "--run", "9"])
    assert none.output.startswith("error: ")


def test_a_plot_is_a_picture_of_every_board(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    save_plot(tmp_path / "runs.svg", sample_runs())
    text = (tmp_path / "runs.svg").read_text()
    assert text.startswith("<?xml")
    assert "teensy40" in text


def test_a_plot_without_a_picture_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayerscopeError, match=r"name it \.svg"):
        save_plot(tmp_path / "runs.txt", sample_runs())
