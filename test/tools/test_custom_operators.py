# SPDX-License-Identifier: Apache-2.0
"""A model with an operator of the user's own: refused without its code, built into the image with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from layerscope.build import Variant, build_image
from layerscope.models.check import check_model
from layerscope.models.custom_operators import custom_names, function_of, read_custom_operators
from layerscope.models.errors import ModelError
from layerscope.models.header import model_header
from layerscope.models.macs import layer_costs
from layerscope.models.reader import read_model
from layerscope.serial.console import Console
from layerscope.virtual_board import VirtualBoard
from runtime_models import custom_operator_model

EXAMPLE = Path(__file__).resolve().parents[2] / "lib/tflite_micro/examples/custom_operator/clamp_above.cc"
MODEL = custom_operator_model("CLAMP_ABOVE", b"\x00")


def test_without_its_code_the_model_is_refused_with_what_is_needed() -> None:
    with pytest.raises(
        ModelError, match=r"operator CUSTOM 'CLAMP_ABOVE' is not in this runtime; name a C\+\+"
    ):
        check_model(read_model(MODEL))


def test_a_file_without_the_operator_is_refused(tmp_path: Path) -> None:
    other = read_model(custom_operator_model("Other.One", b""))
    with pytest.raises(ModelError, match=r"define TFLMRegistration\* tflite::Register_Other_One\(\) there"):
        check_model(other, read_custom_operators(EXAMPLE))
    empty = tmp_path / "ops.cc"
    empty.write_text("int nothing;\n")
    with pytest.raises(ModelError, match=r"defines no TFLMRegistration\* tflite::Register_NAME\(\)"):
        read_custom_operators(empty)
    with pytest.raises(ModelError, match=r"cannot be read \(No such file"):
        read_custom_operators(tmp_path / "missing.cc")


def test_the_header_takes_the_file_in_and_registers_its_operators() -> None:
    model = read_model(MODEL)
    custom = read_custom_operators(EXAMPLE, arena_bytes=48)
    check_model(model, custom)
    text = model_header(model, use_cmsis_nn=True, custom=custom)
    assert f'#include "{EXAMPLE.as_posix()}"' in text
    assert 'resolver.AddCustom("CLAMP_ABOVE", tflite::Register_CLAMP_ABOVE())' in text
    assert "MicroMutableOpResolver<1>" in text
    assert [cost.op for cost in layer_costs(model)] == custom_names(model) == ["CLAMP_ABOVE"]
    assert function_of("my-op 2") == "Register_my_op_2"


@pytest.mark.skipif(shutil.which("arm-none-eabi-g++") is None, reason="no cross compiler")
def test_it_runs_on_a_virtual_board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "clamp.tflite"
    model.write_bytes(MODEL)
    monkeypatch.setenv("LAYERSCOPE_OPERATORS", str(EXAMPLE))
    image = build_image(Variant("teensy40", str(model), use_cmsis_nn=False, use_comp_model=False))
    with (
        VirtualBoard(image.elf, "teensy40", timing=False) as board,
        Console.open(board.console_url, 60, watch=board.check) as console,
    ):
        console.wait_for_boot(60)
        run = console.run_json()
    assert [(layer["op"], layer["kernel"]) for layer in run["layers"]] == [("CLAMP_ABOVE", "clamp_above_f32")]
    # Of the pattern, which is above 0 throughout, nothing is left.
    assert run["outputs"] == [0.0] * 4
