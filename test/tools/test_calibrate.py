# SPDX-License-Identifier: Apache-2.0
"""`layerscope calibrate`: on virtual boards, over a port, and from files that were sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bare_firmware import needs_tools
from click.testing import CliRunner, Result
from layerscope.build import Image
from layerscope.calibrate import record
from layerscope.calibrate.image import ROWS, Plan, build, plan, rows_of
from layerscope.calibrate.rows import BOARDS
from layerscope.cli import main
from layerscope.commands import calibrate as command
from layerscope.errors import LayerscopeError
from layerscope.virtual_board import VirtualBoard

pytestmark = needs_tools


def calibrate(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["calibrate", *arguments])


@cache
def built(board: str) -> tuple[Plan, Image]:
    made = plan(board)
    return made, build(made)


@pytest.fixture
def port() -> Iterator[str]:
    """The console of a virtual board that stands for a real one which has the image."""
    with VirtualBoard(built("disco_f746ng")[1].elf, "disco_f746ng") as board:
        yield board.console_url


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a board's owner would send: here a virtual board's run over its port."""
    file = tmp_path_factory.mktemp("sent") / "board.json"
    with VirtualBoard(built("disco_f746ng")[1].elf, "disco_f746ng") as board:
        arguments = ["--board", "disco_f746ng", "--no-upload", "--port", board.console_url]
        result = calibrate(*arguments, "--json", str(file))
    assert result.exit_code == 0, result.output
    return file


def test_virtual_boards_are_calibrated_by_default(tmp_path: Path) -> None:
    result = calibrate("--markdown", str(tmp_path / "table.md"))
    assert result.exit_code == 0, result.output
    for board in BOARDS:
        assert f"{board}: cycles, modelled" in result.stdout
        assert f"### {board}: cycles, modelled" in (tmp_path / "table.md").read_text()
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("line out of sequence"))
    (row,) = (row for row in ROWS if row.name == "line out of sequence, FlexSPI")
    assert "flexspi_setup_clocks" in line and f" {row.figure:g} " in line


def test_a_board_at_a_port_gets_its_own_column(port: str) -> None:
    result = calibrate("--board", "disco_f746ng", "--port", port, "--no-upload")
    assert result.exit_code == 0, result.output
    header = next(line for line in result.stdout.splitlines() if line.startswith("row "))
    assert header.split("  ")[-1] == "source" and "silicon" in header
    count = len(rows_of("disco_f746ng"))
    # The board at the port is a virtual one, so that both columns must be the same.
    assert f"{count} of {count} are within 0.1 cycle or 10 % of silicon" in result.stdout
    assert (
        "perhaps modelled too, 216 MHz, CPUID 0x41" in result.stdout
        and "flash_wait_states 7" in result.stdout
    )


def test_the_image_is_written_before_a_board_is_asked(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Image] = []
    monkeypatch.setattr(command, "upload", written.append)
    result = calibrate("--board", "disco_f746ng", "--port", port, "--json", "-")
    assert result.exit_code == 0, result.output
    assert [image.variant.board for image in written] == ["disco_f746ng"]
    (kept,) = json.loads(result.stdout)["calibrations"]
    assert kept["source"] is None and len(kept["image_sha256"]) == 64


def test_an_upload_that_fails_says_how_to_write_the_image(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_board(image: Image) -> None:
        raise LayerscopeError("uploading to disco_f746ng failed: no board")

    monkeypatch.setattr(command, "upload", no_board)
    result = calibrate("--board", "disco_f746ng", "--port", port)
    assert result.exit_code == 1 and "no board" in result.stderr
    assert "st-flash --reset write" in result.stderr and "firmware.bin" in result.stderr


@pytest.mark.parametrize(("board", "program"), [("disco_f746ng", "st-flash"), ("teensy40", "teensy_loader")])
def test_the_image_can_be_built_alone(board: str, program: str) -> None:
    result = calibrate("--board", board, "--build")
    assert result.exit_code == 0 and result.stdout.startswith(program)
    assert any(Path(word).is_file() for word in result.stdout.split())


def test_what_is_sent_holds_raw_samples_and_no_single_chip(sent: Path) -> None:
    (found,) = json.loads(sent.read_text())["calibrations"]
    made, _ = built("disco_f746ng")
    assert [row["name"] for row in found["rows"]] == [piece.name for piece in made.pieces]
    assert {len(row["samples"]) for row in found["rows"]} == {9}
    assert found["clock_hz"] == 216_000_000 and found["chip_id"] == "0x10016449"
    assert found["caches"]["data"] == {"ways": 4, "sets": 32, "line_bytes": 32}
    assert found["memory"] == {"flash_wait_states": 7, "flash_prefetch": 0, "flash_accelerator": 0}
    assert "/" not in json.dumps({name: value for name, value in found.items() if name != "rows"})


def test_a_file_that_was_sent_is_held_against_the_model(sent: Path, tmp_path: Path) -> None:
    data = json.loads(sent.read_text())
    for row in data["calibrations"][0]["rows"]:
        if row["name"] == "VDIV":
            row["samples"] = [2 * value for value in row["samples"]]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(data))
    result = calibrate("--read", str(sent), str(other))
    assert result.exit_code == 0, result.output
    count = len(rows_of("disco_f746ng"))
    assert f"{count} of {count} are within 0.1 cycle or 10 % of board.json" in result.stdout
    assert f"{count - 1} of {count} are within 0.1 cycle or 10 % of other.json" in result.stdout


def test_rows_of_another_version_are_left_out_and_counted(sent: Path, tmp_path: Path) -> None:
    data = json.loads(sent.read_text())
    data["calibrations"][0]["rows"][0]["piece"] = "0123456789abcdef"
    older = tmp_path / "older.json"
    older.write_text(json.dumps(data))
    result = calibrate("--read", str(older))
    assert result.exit_code == 0 and "1 rows have no samples of the same code" in result.stdout


def _damage(data: Any, **changes: Any) -> str:
    return json.dumps({**data, "calibrations": [{**data["calibrations"][0], **changes}]})


def test_files_that_are_none_are_named(sent: Path, tmp_path: Path) -> None:
    data = json.loads(sent.read_text())
    cases = {
        "{": "is no JSON",
        '{"runs": []}': "holds no calibration",
        json.dumps({**data, "schema": 2}): "has schema 2",
        _damage(data, board="nucleo"): "is of the board nucleo",
        _damage(data, clock_hz="fast"): "is damaged at calibrations.0.clock_hz",
        _damage(data, serial_number="1"): "is damaged at calibrations.0",
    }
    file = tmp_path / "file.json"
    for text, sentence in cases.items():
        file.write_text(text)
        with pytest.raises(LayerscopeError, match=sentence):
            record.load(file)
    assert "cannot be read" in calibrate("--read", str(tmp_path / "none.json")).stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "/dev/ttyACM0"], "--port needs exactly one --board"),
        (["--board", "teensy40", "--port", "/dev/no-such-port"], "does not exist"),
        (["--no-upload"], "--no-upload needs the --port"),
        (["some.json"], "use --read"),
        (["--read", "a.json", "--port", "COM3", "--board", "teensy40"], "--read only reads files"),
        (["--build", "--json", "a.json"], "--build measures nothing"),
        (["--json", "/no such folder/a.json"], "cannot be written"),
    ],
)
def test_what_cannot_be_is_said_before_any_build(
    arguments: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "build", lambda *_, **__: pytest.fail("it built"))
    result = calibrate(*arguments)
    assert result.exit_code == 1 and sentence in result.stderr, result.output
