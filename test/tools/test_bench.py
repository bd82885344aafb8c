# SPDX-License-Identifier: Apache-2.0
"""`layerscope bench` with faked builds and a fake board: the matrix, the tables, the failures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result
from fake_board import LAYERS, FakeBoard, answer
from layerscope.bench import matrix, runner, upload
from layerscope.bench.matrix import Choice, variants
from layerscope.build import Image, Variant, build_environment
from layerscope.cli import main
from layerscope.errors import LayerscopeError
from layerscope.results.record import load

STALLS = {"issue": 100.0, "dcache_miss_flash": 50.0, "exception": 0.0}


class World:
    """What the fakes did, and how they should behave."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.built: list[Variant] = []
        self.uploaded: list[Variant] = []
        self.changes: dict[str, Any] = {}  # of the answer to command 3
        self.fail: str | None = None  # the board whose build fails
        self.intervals_before = 0  # layer intervals of an earlier inference

    def build_image(self, variant: Variant, on_progress: Any = None) -> Any:
        if variant.board == self.fail:
            raise LayerscopeError("there is no compiler; run `make setup`")
        self.built.append(variant)
        generated = self.folder / variant.slug / "generated"
        generated.mkdir(parents=True, exist_ok=True)
        (generated / "digit_data.h").write_text("constexpr int kLabel = 2;\n")
        size = SimpleNamespace(flash_total=1 << 20, ram_total=1 << 18)
        return SimpleNamespace(
            variant=variant, elf=self.folder / variant.slug / "firmware.elf", size=size, rebuilt=True,
            flash_bytes=1 << 17, ram_bytes=1 << 16, flash_share=0.125, ram_share=0.25,
        )  # fmt: skip

    def command_3(self, variant: Variant) -> dict[str, Any]:
        weights = variant.compression if variant.use_comp_model else "none"
        options = {
            "use_cmsis_nn": int(variant.use_cmsis_nn), "use_comp_model": int(variant.use_comp_model),
            "use_overclock": int(variant.use_overclock), "weights_in": "flash", "code_in": "flash",
        }  # fmt: skip
        model = {"name": "mnist", "file": "m.tflite", "sha256": weights, "compression": weights}
        data = answer(board=variant.board, options=options, model=model)
        if not variant.use_cmsis_nn:  # reference kernels take four times as long
            for layer in data["layers"]:
                layer["cycles"] *= 4
                layer["kernel"] = "reference_" + layer["op"].lower()
            data["total_cycles"] *= 4
        return {**data, **self.changes}

    def virtual_board(self, elf: Path, board: str, overclock: bool) -> Any:
        variant = next(variant for variant in self.built if variant.slug == elf.parent.name)
        fake = FakeBoard(answers={"3": [json.dumps(self.command_3(variant))]})
        intervals = [
            {"index": n % len(LAYERS), "instructions": 1000 + n, "cycles": 150, "stalls": STALLS}
            for n in range(self.intervals_before + len(LAYERS))
        ]

        class Board:
            console_url = fake.url

            def __enter__(self) -> Any:
                fake.__enter__()
                return self

            def __exit__(self, *_: object) -> None:
                fake.__exit__()

            def check(self) -> None: ...

            def report(self) -> dict[str, Any]:
                return {"layers": intervals}

        return Board()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    fakes = World(tmp_path)
    monkeypatch.setattr(runner, "build_image", fakes.build_image)
    monkeypatch.setattr(runner, "VirtualBoard", fakes.virtual_board)
    monkeypatch.setattr(runner, "upload", lambda image: fakes.uploaded.append(image.variant))
    yield fakes


def bench(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["bench", "--no-verify", *arguments])


def test_the_default_matrix_is_two_boards_by_four_builds() -> None:
    found = variants(Choice(("disco_f746ng", "teensy40")))
    assert len(found) == 8
    assert [(v.use_comp_model, v.use_cmsis_nn) for v in found if v.board == "teensy40"] == [
        (False, False),
        (False, True),
        (True, False),
        (True, True),
    ]
    assert len({v.slug for v in found}) == 8


def test_a_model_by_path_has_no_compressed_form() -> None:
    found = variants(Choice(("teensy40",), model="some/network.tflite"))
    assert [v.use_cmsis_nn for v in found] == [False, True]
    assert matrix.name(found[1]) == "teensy40 network + CMSIS-NN"


def test_compressions_can_be_compared() -> None:
    found = variants(Choice(("teensy40",), compressions=("int8", "dynamic"), cmsis_nn="on"))
    assert [(v.use_comp_model, v.compression) for v in found] == [
        (False, "int8"),
        (True, "int8"),
        (True, "dynamic"),
    ]


def test_only_the_disco_can_be_overclocked() -> None:
    both = variants(Choice(("disco_f746ng", "teensy40"), overclock="both", comp="off", cmsis_nn="on"))
    assert [(v.board, v.use_overclock) for v in both] == [
        ("disco_f746ng", False),
        ("disco_f746ng", True),
        ("teensy40", False),
    ]
    with pytest.raises(LayerscopeError, match="only disco_f746ng can be overclocked"):
        variants(Choice(("teensy40",), overclock="on"))


def test_bench_prints_a_table_per_board_and_succeeds(world: World) -> None:
    result = bench()
    assert result.exit_code == 0, result.output
    assert len(world.built) == 8
    tables = [line for line in result.stdout.splitlines() if "MODELLED" in line]
    assert [line.split()[0] for line in tables] == ["disco_f746ng", "teensy40"]
    assert result.stdout.count("4.00x") == 2 * 2 * 4  # boards x weights x (layers and total)
    assert result.stdout.count("2 right") == 8
    assert "arm_convolve_s8" in result.stdout
    assert "128 K 12 %" in result.stdout


def test_progress_says_what_each_image_takes_and_how_long_it_ran(world: World) -> None:
    lines = bench("--board", "teensy40", "--comp", "on", "--cmsis-nn", "on").stderr.splitlines()
    assert lines == [
        "teensy40 int8 + CMSIS-NN: flash 131,072 B (12.5%), RAM 65,536 B (25.0%), 2.546 ms modelled"
    ]


def test_the_record_has_counters_of_the_last_inference_only(world: World, tmp_path: Path) -> None:
    world.intervals_before = 2 * len(LAYERS)
    target = tmp_path / "runs.json"
    bench("--board", "disco_f746ng", "--comp", "on", "--cmsis-nn", "on", "--json", str(target))
    (run,) = load(target)
    assert [layer.instructions for layer in run.layers] == [1006, 1007, 1008]
    assert run.layers[0].stalls == {"issue": 100.0, "dcache_miss_flash": 50.0}
    assert run.total_instructions == 3021
    assert run.source == "virtual"
    assert run.expected_class == 2
    assert run.flash_bytes == 131_072


def test_counters_that_are_not_the_layers_are_refused(world: World) -> None:
    world.intervals_before = 1
    result = bench("--board", "teensy40", "--comp", "on", "--cmsis-nn", "on")
    assert result.exit_code == 1
    assert "4 layer intervals, and they are not the 3 layers" in result.stderr


def test_a_wrong_class_fails_after_the_tables(world: World) -> None:
    world.changes = {"outputs": [1.0] + [0.0] * 9}
    result = bench("--board", "teensy40", "--comp", "on")
    assert result.exit_code == 1
    assert "0 WRONG" in result.stdout
    assert "error: teensy40 int8, teensy40 int8 + CMSIS-NN: it classified the digit as 0" in result.stderr


def test_one_board_that_fails_does_not_hide_the_other(world: World) -> None:
    world.fail = "teensy40"
    result = bench("--comp", "off")
    assert result.exit_code == 1
    assert "disco_f746ng at 216 MHz" in result.stdout
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert (
        errors[0]
        == "error: teensy40 float, teensy40 float + CMSIS-NN: there is no compiler; run `make setup`"
    )


def test_a_real_board_is_written_and_run_over_its_port(world: World, tmp_path: Path) -> None:
    with FakeBoard() as board:
        result = bench(
            "--board", "disco_f746ng", "--comp", "on", "--cmsis-nn", "on", "--port", board.url,
            "--json", str(tmp_path / "runs.json"),
        )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert [variant.slug for variant in world.uploaded] == [world.built[0].slug]
    (run,) = load(tmp_path / "runs.json")
    assert run.total_cycles == 550_000
    assert run.layers[0].stalls is None
    assert "MODELLED" not in result.output


def test_the_upload_finds_what_the_build_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variant = Variant("teensy40", use_overclock=False, weights_in="ocram")
    image = SimpleNamespace(variant=variant, elf=tmp_path / "build" / "teensy40" / "firmware.elf")
    monkeypatch.setattr("layerscope.build.core_dir_setting", lambda project: {"PLATFORMIO_CORE_DIR": "here"})
    seen: list[dict[str, str]] = []

    def run(*_: object, env: dict[str, str], **__: object) -> SimpleNamespace:
        seen.append(env)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(upload.subprocess, "run", run)
    upload.upload(cast(Image, image))
    assert seen == [build_environment(variant, tmp_path)]
    assert seen[0]["PLATFORMIO_CORE_DIR"] == "here" and seen[0]["LAYERSCOPE_WEIGHTS_IN"] == "ocram"


def test_without_upload_nothing_is_built(world: World) -> None:
    with FakeBoard() as board:
        result = bench("--board", "disco_f746ng", "--port", board.url, "--no-upload")
    assert result.exit_code == 0, result.output
    assert world.built == world.uploaded == []
    assert "2.546" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "/dev/ttyNONE"], "--port needs exactly one --board"),
        (["--no-upload"], "--no-upload needs the --port"),
        (["--port", "/dev/ttyNONE", "--board", "teensy40"], "the port /dev/ttyNONE does not exist"),
    ],
)
def test_wrong_ports_are_found_before_anything_is_built(
    world: World, arguments: list[str], sentence: str
) -> None:
    result = bench(*arguments)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert world.built == []


@pytest.mark.parametrize(("model", "sentence"), [("mnits", "is unknown"), ("no/such.tflite", "no such file")])
def test_a_model_that_is_not_there_is_one_sentence_before_any_build(
    world: World, model: str, sentence: str
) -> None:
    result = bench("--model", model)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stderr.count("error: ") == result.stderr.count("\n") == 1
    assert world.built == []


@pytest.mark.parametrize("option", ["--json", "--csv", "--markdown", "--plot"])
def test_a_result_file_that_cannot_be_written_is_found_before_any_build(
    option: str, world: World, tmp_path: Path
) -> None:
    result = bench(option, str(tmp_path / "no such folder" / "runs.svg"))
    assert result.exit_code == 1 and world.built == []
    assert "runs.svg cannot be written" in result.stderr and "give another path" in result.stderr


def test_an_older_result_stays_when_the_runs_fail(world: World, tmp_path: Path) -> None:
    older = tmp_path / "runs.json"
    older.write_text("older")
    assert bench("--model", "mnits", "--json", str(older)).exit_code == 1
    assert older.read_text() == "older"
    assert bench("--model", "mnits", "--csv", str(tmp_path / "new.csv")).exit_code == 1
    assert not (tmp_path / "new.csv").exists()


def test_a_plot_without_a_picture_suffix_is_found_before_any_build(world: World, tmp_path: Path) -> None:
    result = bench("--plot", str(tmp_path / "runs.txt"))
    assert result.exit_code == 1 and world.built == []
    assert ".svg, .png or .pdf" in result.stderr


def test_json_on_the_standard_output_is_all_there_is(world: World) -> None:
    result = bench("--board", "teensy40", "--json", "-")
    assert len(json.loads(result.stdout)["runs"]) == 4
