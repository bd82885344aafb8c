# SPDX-License-Identifier: Apache-2.0
"""`layerscope parse`: anybody's console log becomes a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fake_board import FakeBoard, answer
from layerscope.cli import main
from layerscope.results.console_log import parse
from layerscope.results.record import loads

DATA = Path(__file__).parents[1] / "data"
# Published times per layer, ms (see test/data/README.md).
F746_216 = [25.19, 3.25, 166.25, 0.956, 23.327, 1.48, 0.03, 0.02]
F746_288 = [18.68, 2.45, 124.54, 0.72, 17.49, 1.11, 0.02, 0.01]


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["parse", *arguments], input=stdin)


def rows(output: str) -> list[list[str]]:
    """The table's rows, as lists of cells."""
    return [line.split() for line in output.splitlines() if line[:1].isdigit()]


def test_a_plain_log_becomes_a_table_with_shares_and_the_total() -> None:
    result = run(str(DATA / "f746_tf21_216mhz.log"))
    assert result.exit_code == 0, result.output
    assert [float(row[2]) for row in rows(result.output)] == F746_216
    assert rows(result.output)[2] == ["2", "CONV_2D", "166.250", "75.4", "%"]
    assert "total              220.503  100.0 %" in result.output
    assert "216 MHz" in result.output
    assert "class 2" in result.output


def test_crlf_and_timestamps_in_front_do_not_disturb() -> None:
    result = run(str(DATA / "f746_tf21_288mhz_crlf_timestamps.log"))
    assert [float(row[2]) for row in rows(result.output)] == F746_288
    assert "288 MHz" in result.output


def test_of_several_runs_the_last_is_taken_and_all_shows_every_one() -> None:
    log = str(DATA / "teensy40_two_runs.log")
    last = run(log).output
    assert "run 2 of 2" in last
    assert rows(last)[5] == ["5", "FULLY_CONNECTED", "0.759", "0.4", "%"]
    every = run(log, "--all").output
    assert "run 1 of 2" in every
    assert "run 2 of 2" in every
    assert len(rows(every)) == 16


def test_garbage_and_half_lines_before_the_first_run_are_skipped() -> None:
    runs = parse((DATA / "teensy40_two_runs.log").read_text(errors="replace").splitlines())
    assert [len(entry.run.layers) for entry in runs] == [8, 8]
    assert runs[0].run.total_ms == pytest.approx(208.31)


def test_a_run_cut_off_before_its_end_is_passed_over_for_a_complete_one() -> None:
    complete = (DATA / "f746_tf21_216mhz.log").read_text()
    result = run("-", stdin=complete + "Running inference...\nCONV_2D: 1.000000 msec\n")
    assert len(rows(result.output)) == 8


def test_only_a_cut_off_run_is_shown_with_a_warning() -> None:
    result = run("-", stdin="CONV_2D: 1.5 msec\nMAX_POOL_2D: 0.5 msec\n")
    assert "total        2.000" in result.output
    assert "layers may be missing" in result.output


def test_microseconds_and_custom_operator_names_are_read() -> None:
    (entry,) = parse(["[0.1] MY_OP2: 1500 us", "SOFTMAX: 0.25 ms", "Done in 1.75 msec..."])
    assert [(layer.op, layer.ms) for layer in entry.run.layers] == [("MY_OP2", 1.5), ("SOFTMAX", 0.25)]


def test_times_that_do_not_add_up_to_the_firmwares_total_are_pointed_out() -> None:
    result = run("-", stdin="CONV_2D: 1.0 msec\nDone in 2.0 msec...\n")
    assert "The firmware says 2.000 ms for the whole inference" in result.output


def test_uniform_outputs_are_not_called_a_class() -> None:
    lines = ["CONV_2D: 1.0 msec", "Done in 1.0 msec...", *(f"Out[{n}]: 0.100000" for n in range(10))]
    result = run("-", stdin="\n".join(lines))
    assert "all outputs equal" in result.output


@pytest.mark.parametrize("form", ["log", "command 3"])
def test_outputs_that_are_no_numbers_are_kept_and_are_no_class(form: str, tmp_path: Path) -> None:
    text = "CONV_2D: 1.0 msec\nDone in 1.0 msec...\nOut[0]: nan\nOut[1]: -inf\nOut[2]: 1.000000"
    if form == "command 3":
        text = json.dumps({**answer(), "outputs": [None, None, 1.0]})
    target = tmp_path / "run.json"
    result = run("-", "--json", str(target), stdin=text)
    assert result.exit_code == 0, result.output
    (record,) = loads(target.read_text())
    assert record.outputs == [None, None, 1.0]
    assert record.classified_as is None
    if form == "log":
        assert "2 are no numbers" in result.output


def test_a_log_without_layer_lines_is_an_error_that_shows_the_form() -> None:
    result = run("-", stdin="hello\nworld\n")
    assert result.exit_code == 1
    assert "error: the standard input has no line like `CONV_2D: 1.234 msec` (2 lines read)" in result.output


def test_the_json_line_of_command_3_becomes_a_full_table_with_kernels() -> None:
    result = run("-", stdin=f"12:00:01 > {json.dumps(answer())}\r\n")
    assert result.exit_code == 0, result.output
    assert "disco_f746ng at 216 MHz" in result.output
    assert "arm_convolve_s8" in result.output
    assert "2.546" in result.output  # 550,000 cycles at 216 MHz
    assert "modelled" not in result.output.lower()


def test_json_output_is_a_valid_record_that_keeps_the_figures(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    assert run(str(DATA / "f746_tf21_216mhz.log"), "--json", str(target)).exit_code == 0
    (record,) = loads(target.read_text())
    assert [layer.ms for layer in record.layers] == F746_216
    assert record.clock_hz == 216_000_000
    assert record.source is None
    assert record.classified_as == 2


def test_csv_on_the_standard_output_is_all_there_is() -> None:
    result = run(str(DATA / "f746_tf21_216mhz.log"), "--csv", "-")
    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [float(line["ms"]) for line in lines] == F746_216
    assert lines[0]["op"] == "DEPTHWISE_CONV_2D"
    assert lines[0]["kernel"] == ""


def test_markdown_has_a_pipe_table(tmp_path: Path) -> None:
    target = tmp_path / "run.md"
    run(str(DATA / "f746_tf21_216mhz.log"), "--markdown", str(target))
    assert "| 2 | CONV_2D           | 166.250 |  75.4 % |" in target.read_text()


@pytest.mark.parametrize("command", ["2", "3"])
def test_a_board_on_a_socket_is_run_and_parsed(command: str) -> None:
    with FakeBoard() as board:
        result = run(board.url, "--command", command)
        assert board.received == [command]
    assert result.exit_code == 0, result.output
    assert [row[1] for row in rows(result.output)][:3] == ["CONV_2D", "MAX_POOL_2D", "FULLY_CONNECTED"]


def test_a_file_that_is_a_folder_is_named(tmp_path: Path) -> None:
    result = run(str(tmp_path))
    assert result.output == f"error: {tmp_path} is a folder; give the log file inside it\n"
