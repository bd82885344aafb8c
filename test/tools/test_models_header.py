# SPDX-License-Identifier: Apache-2.0
"""The generated headers: what they say, that compilers take them, and that broken models stop the build."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tflite
from layerscope.models.arena import plan
from layerscope.models.catalogue import COMPRESSIONS, find_model, models_folder
from layerscope.models.check import check_model
from layerscope.models.digits import read_digit
from layerscope.models.errors import ModelError
from layerscope.models.header import main, write_digit_header, write_model_header
from layerscope.models.macs import layer_costs
from layerscope.models.operators import RESOLVER_METHODS, compression_of
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model
from layerscope.verify.cases import make_case

ROOT = models_folder().parent
COMPILERS = [
    ("g++", []),
    ("arm-none-eabi-g++", ["-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"]),
]


def _bytes_of(text: str, array: str) -> bytes:
    body = re.search(rf"{array}\[[^\]]*\] = {{\n(.*?)\n}};", text, re.DOTALL)
    assert body
    return bytes(int(number) for number in body[1].split(",") if number.strip())


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_model_header_says_what_the_model_is(tmp_path: Path, compression: str) -> None:
    path, out = find_model("mnist", compression).path, tmp_path / "generated" / "model_data.h"
    assert write_model_header(path, out, use_cmsis_nn=False)
    text = out.read_text()
    data = path.read_bytes()
    assert 'kName[] = "mnist"' in text
    assert f'kFile[] = "{path.name}"' in text
    assert f'kSha256[] = "{hashlib.sha256(data).hexdigest()}"' in text
    assert f'kCompression[] = "{compression}"' in text
    stripped = strip_model(read_model(path))
    assert f"kDataBytes = {len(stripped)};" in text
    assert "alignas(16)" in text
    assert _bytes_of(text, "kData") == stripped
    layers = re.findall(r'{"(\w+)", (\d+)u, (\d+)u}', text)
    costs = layer_costs(read_model(path))
    assert layers == [(cost.op, str(cost.macs), str(cost.weights_bytes)) for cost in costs]
    calls = re.findall(r"resolver\.(\w+)\(.*\) != kTfLiteOk", text)
    expected = ["AddConv2D", "AddMaxPool2D", "AddReshape", "AddFullyConnected", "AddSoftmax"]
    assert calls == (["AddDequantize", *expected] if compression == "float16" else expected)
    assert f"MicroMutableOpResolver<{len(calls)}>" in text


def test_header_is_rewritten_only_when_it_changes(tmp_path: Path) -> None:
    out = tmp_path / "model_data.h"
    path = find_model("mnist", "int8").path
    assert write_model_header(path, out, use_cmsis_nn=False)
    os.utime(out, (1, 1))
    assert not write_model_header(path, out, use_cmsis_nn=False)
    assert out.stat().st_mtime == 1
    assert write_model_header(find_model("mnist", "none").path, out, use_cmsis_nn=False)


def test_largest_header_takes_well_under_a_second(tmp_path: Path) -> None:
    begin = time.process_time()
    write_model_header(find_model("mnist", "none").path, tmp_path / "model_data.h", use_cmsis_nn=False)
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(("compiler", "flags"), COMPILERS, ids=[name for name, _ in COMPILERS])
def test_compilers_take_both_headers(tmp_path: Path, compiler: str, flags: list[str]) -> None:
    if not shutil.which(compiler):
        pytest.skip(f"{compiler} is not installed")
    write_model_header(find_model("mnist", "int8").path, tmp_path / "model_data.h", use_cmsis_nn=True)
    write_digit_header(8, tmp_path / "digit_data.h")
    source = tmp_path / "use.cc"
    source.write_text(
        '#include "digit_data.h"\n#include "model_data.h"\n'
        'static_assert(sizeof(model::kData) == model::kDataBytes, "whole");\n'
        'static_assert(alignof(decltype(model::kLayers[0])) >= 1 && model::kArenaBytes > 0, "sizes");\n'
        'static_assert(sizeof(model::kLayers) / sizeof(model::Layer) == 9, "layers");\n'
        'static_assert(model::kLayers[2].macs == 2230272, "macs");\n'
        'static_assert(digit::kLabel == 8 && sizeof(digit::kPixels) == 784, "digit");\n'
        "TfLiteStatus Use() { model::OpResolver resolver; return model::RegisterOps(resolver); }\n"
    )
    command = [compiler, "-std=c++17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *flags]
    command += ["-fno-exceptions", "-fno-rtti", f"-I{ROOT / 'lib' / 'tflite_micro' / 'src'}", str(source)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("digit", [2, 8])
def test_digit_header_holds_the_drawing(tmp_path: Path, digit: int) -> None:
    out = tmp_path / "digit_data.h"
    write_digit_header(digit, out)
    text = out.read_text()
    assert f"kLabel = {digit};" in text
    assert _bytes_of(text, "kPixels") == read_digit(digit).pixels


def _with_operator_code(data: bytes, index: int, code: int) -> bytes:
    """The model with the builtin code of one operator code replaced."""
    changed = bytearray(data)
    table = tflite.Model.GetRootAs(data, 0).OperatorCodes(index)._tab
    for field, size in ((4, 1), (10, 4)):
        offset = table.Offset(field)
        if offset:
            position = table.Pos + offset
            changed[position : position + size] = code.to_bytes(size, "little")
    return bytes(changed)


def test_an_operator_we_lack_is_named_with_its_layer(tmp_path: Path) -> None:
    path = tmp_path / "net.tflite"
    data = find_model("mnist", "none").path.read_bytes()
    softmax = tflite.Model.GetRootAs(data, 0).Subgraphs(0).Operators(8).OpcodeIndex()
    path.write_bytes(_with_operator_code(data, softmax, tflite.BuiltinOperator.LSH_PROJECTION))
    with pytest.raises(ModelError) as caught:
        write_model_header(path, tmp_path / "out.h", use_cmsis_nn=False)
    assert str(caught.value) == (
        "net.tflite: layer 8: operator LSH_PROJECTION is not in this runtime; take a network of these alone: "
        + ", ".join(RESOLVER_METHODS)
    )
    assert not (tmp_path / "out.h").exists()


def test_a_type_we_lack_is_named_with_its_layer(tmp_path: Path) -> None:
    path = tmp_path / "net.tflite"
    data = bytearray(find_model("mnist", "int8").path.read_bytes())
    graph = tflite.Model.GetRootAs(bytes(data), 0).Subgraphs(0)
    tensor = graph.Tensors(graph.Outputs(0))._tab
    data[tensor.Pos + tensor.Offset(6)] = tflite.TensorType.INT32
    path.write_bytes(data)
    with pytest.raises(
        ModelError, match=r"layer 8: SOFTMAX on int8 to int32 is not in this runtime; it takes"
    ):
        write_model_header(path, tmp_path / "out.h", use_cmsis_nn=False)


def test_names_cannot_break_out_of_the_header(tmp_path: Path) -> None:
    path = tmp_path / 'a"b\\ü??/.tflite'.replace("/", "")
    path.write_bytes(find_model("mnist", "int8").path.read_bytes())
    out = tmp_path / "model_data.h"
    write_model_header(path, out, use_cmsis_nn=False)
    assert r'kFile[] = "a\042b\134\303\274\077\077.tflite"' in out.read_text(encoding="utf-8")


def test_command_line_writes_both_headers_and_ends_errors_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = find_model("mnist", "int8").path
    assert main([str(model), str(tmp_path / "m.h"), "--cmsis-nn"]) == 0
    assert main([str(models_folder() / "digits" / "2.txt"), str(tmp_path / "d.h")]) == 0
    assert "kArenaBytes" in (tmp_path / "m.h").read_text()
    assert main([str(tmp_path / "none.tflite"), str(tmp_path / "n.h")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ") and error.count("\n") == 1


def test_reading_needs_the_standard_library_only() -> None:
    """PlatformIO's own Python may have none of our packages."""
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); import layerscope.models.header as h; "
        f"h.model_header(h.read_model({str(find_model('mnist', 'none').path)!r}), use_cmsis_nn=True); "
        "assert not {'numpy', 'flatbuffers', 'tflite', 'click'} & set(sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("compression", ["int8", "float16"])
def test_no_mutation_crashes_the_steps_after_the_reader(compression: str) -> None:
    """What the reader and the check let through, the planner and the counters can take."""
    pristine = find_model("mnist", compression).path.read_bytes()
    graph = tflite.Model.GetRootAs(pristine, 0).Subgraphs(0)
    tables = [graph.Tensors(i)._tab for i in range(graph.TensorsLength())]
    tables += [graph.Operators(i)._tab for i in range(graph.OperatorsLength())]
    fields = [
        position
        for table in tables
        for slot in range(4, 16, 2)
        if (offset := table.Offset(slot))
        for position in range(table.Pos + offset, table.Pos + offset + 4)
    ]
    vectors = [table.Vector(table.Offset(4)) for table in tables[: graph.TensorsLength()]]
    vectors += [table.Vector(table.Offset(6)) for table in tables[graph.TensorsLength() :]]
    positions = fields + [start + byte for start in vectors for byte in range(-4, 16)] * 2
    generator = random.Random(7)
    passed = 0
    for _ in range(600):
        data = bytearray(pristine)
        data[generator.choice(positions)] = generator.choice(
            (0, 1, 2, 3, 9, 0x80, 0xFF, generator.randrange(256))
        )
        try:
            model = read_model(bytes(data))
            check_model(model)
        except ModelError:
            continue
        passed += 1
        assert plan(model, True).arena_bytes > 0
        assert all(cost.macs >= 0 for cost in layer_costs(model))
        assert compression_of(model) in COMPRESSIONS
    assert 50 < passed < 550


@pytest.mark.parametrize("form", ["int16", "int8 int4"])
def test_a_model_of_integers_is_called_int8_whatever_their_width(form: str) -> None:
    assert compression_of(read_model(make_case("CONV_2D", form, 0).model)) == "int8"
