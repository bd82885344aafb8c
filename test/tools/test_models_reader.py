# SPDX-License-Identifier: Apache-2.0
"""The reader against the schema's generated accessors (Python package tflite), and against damaged files.

Oracle: the tflite package, generated from the schema by the FlatBuffers compiler.
"""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
import tflite
from layerscope.models.catalogue import COMPRESSIONS, find_model, models_folder
from layerscope.models.errors import ModelError
from layerscope.models.model import Model, Tensor
from layerscope.models.operator_names import OPERATOR_NAMES, operator_name
from layerscope.models.reader import read_model

MODELS = [find_model("mnist", compression).path for compression in COMPRESSIONS]
OTHERS = sorted((models_folder().parents[1] / "shared" / "models").rglob("*.tflite"))


def _accessor_names(enumeration: type) -> dict[int, str]:
    return {value: name for name, value in vars(enumeration).items() if isinstance(value, int)}


def test_operator_names_are_the_schemas() -> None:
    assert dict(enumerate(OPERATOR_NAMES)) == _accessor_names(tflite.BuiltinOperator)
    assert operator_name(len(OPERATOR_NAMES)) == f"operator code {len(OPERATOR_NAMES)}"


@pytest.mark.parametrize("path", MODELS + OTHERS, ids=lambda path: path.stem)
def test_reader_agrees_with_the_generated_accessors(path: Path) -> None:
    model = read_model(path)
    oracle = tflite.Model.GetRootAs(path.read_bytes(), 0)
    graph = oracle.Subgraphs(0)
    assert graph.TensorsLength() == len(model.main.tensors)
    assert graph.OperatorsLength() == len(model.main.operators)
    assert tuple(graph.Inputs(i) for i in range(graph.InputsLength())) == model.main.inputs
    assert tuple(graph.Outputs(i) for i in range(graph.OutputsLength())) == model.main.outputs
    for tensor in model.main.tensors:
        _check_tensor(model, tensor, oracle, graph.Tensors(tensor.index))
    names = _accessor_names(tflite.BuiltinOperator)
    for operator in model.main.operators:
        expected = graph.Operators(operator.index)
        code = oracle.OperatorCodes(expected.OpcodeIndex())
        assert operator.name == names[max(code.DeprecatedBuiltinCode(), code.BuiltinCode())]
        assert operator.version == code.Version()
        assert operator.inputs == tuple(expected.Inputs(i) for i in range(expected.InputsLength()))
        assert operator.outputs == tuple(expected.Outputs(i) for i in range(expected.OutputsLength()))
        _check_options(operator.name, operator.options, expected.BuiltinOptions())


def _check_tensor(model: Model, tensor: Tensor, oracle: tflite.Model, expected: tflite.Tensor) -> None:
    assert tensor.name == expected.Name().decode()
    assert tensor.shape == tuple(expected.Shape(i) for i in range(expected.ShapeLength()))
    assert tensor.type.upper() == _accessor_names(tflite.TensorType)[expected.Type()]
    buffer = oracle.Buffers(expected.Buffer())
    assert tensor.data_bytes == buffer.DataLength()
    if tensor.is_constant:
        assert model.constant(tensor) == buffer.DataAsNumpy().tobytes()
    quantisation = expected.Quantization()
    if tensor.quantisation is None:
        assert quantisation is None or quantisation.ScaleLength() == 0
    else:
        assert quantisation is not None
        count = quantisation.ScaleLength()
        assert tensor.quantisation.scales == tuple(quantisation.Scale(i) for i in range(count))
        assert tensor.quantisation.zero_points == tuple(quantisation.ZeroPoint(i) for i in range(count))
        assert tensor.quantisation.axis == quantisation.QuantizedDimension()


_OPTION_FIELDS = {
    "CONV_2D": (tflite.Conv2DOptions, ("StrideH", "StrideW", "DilationHFactor", "DilationWFactor")),
    "DEPTHWISE_CONV_2D": (
        tflite.DepthwiseConv2DOptions,
        ("StrideH", "StrideW", "DilationHFactor", "DilationWFactor", "DepthMultiplier"),
    ),
    "MAX_POOL_2D": (tflite.Pool2DOptions, ("StrideH", "StrideW", "FilterHeight", "FilterWidth")),
    "AVERAGE_POOL_2D": (tflite.Pool2DOptions, ("StrideH", "StrideW", "FilterHeight", "FilterWidth")),
    "FULLY_CONNECTED": (
        tflite.FullyConnectedOptions,
        ("WeightsFormat", "KeepNumDims", "AsymmetricQuantizeInputs"),
    ),
    "SOFTMAX": (tflite.SoftmaxOptions, ("Beta",)),
}
_OUR_NAMES = {
    "StrideH": "stride_h",
    "StrideW": "stride_w",
    "DilationHFactor": "dilation_h",
    "DilationWFactor": "dilation_w",
    "DepthMultiplier": "depth_multiplier",
    "FilterHeight": "filter_h",
    "FilterWidth": "filter_w",
    "WeightsFormat": "weights_format",
    "KeepNumDims": "keep_num_dims",
    "AsymmetricQuantizeInputs": "asymmetric_quantize_inputs",
    "Beta": "beta",
}


def _check_options(name: str, options: object, table: object) -> None:
    if name not in _OPTION_FIELDS:
        return
    accessor, fields = _OPTION_FIELDS[name]
    expected = accessor()
    expected.Init(table.Bytes, table.Pos)
    for field in fields:
        assert getattr(options, _OUR_NAMES[field]) == getattr(expected, field)(), field
    if hasattr(expected, "Padding"):
        assert options.padding.upper() == _accessor_names(tflite.Padding)[expected.Padding()]
    if hasattr(expected, "FusedActivationFunction"):
        activations = _accessor_names(tflite.ActivationFunctionType)
        assert options.activation.upper() == activations[expected.FusedActivationFunction()]


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.tflite: there is no such file; check the path$"):
        read_model(tmp_path / "none.tflite")


def test_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read_model(tmp_path)


@pytest.mark.parametrize("data", [b"", b"TFL3", b"\x7fELF" + bytes(100), b"\x1c\x00\x00\x00ONNX" + bytes(64)])
def test_other_files_are_not_models(data: bytes) -> None:
    with pytest.raises(ModelError, match="not a TensorFlow Lite model"):
        read_model(data)


def test_truncated_anywhere_is_an_error() -> None:
    data = MODELS[0].read_bytes()
    for size in [8, 20, 100, 1000, len(data) // 2, len(data) - 100, len(data) - 1]:
        with pytest.raises(ModelError, match=r"the file is damaged: .*get or convert the model again$"):
            read_model(data[:size])


def test_damage_is_named_with_its_place() -> None:
    data = bytearray(MODELS[1].read_bytes())
    model = read_model(bytes(data))
    # The first tensor index of layer 2's inputs, found through the generated accessors.
    table = tflite.Model.GetRootAs(bytes(data), 0).Subgraphs(0).Operators(2)._tab
    position = table.Vector(table.Offset(6))
    assert struct.unpack_from("<i", data, position)[0] == model.main.operators[2].inputs[0]
    struct.pack_into("<i", data, position, 1000)
    count = len(model.main.tensors)
    with pytest.raises(
        ModelError, match=rf"operator 2 \(CONV_2D\) names tensor 1000 of {count} among its inputs"
    ):
        read_model(bytes(data))


def _structure_bytes(model: Model) -> list[int]:
    """Positions outside every constant: the bytes that hold offsets, sizes, shapes and names."""
    data = bytearray(len(model.data))
    for tensor in model.main.tensors:
        data[tensor.data_offset : tensor.data_offset + tensor.data_bytes] = b"\x01" * tensor.data_bytes
    return [position for position, constant in enumerate(data) if not constant]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_no_mutation_crashes_the_reader(path: Path) -> None:
    pristine = path.read_bytes()
    positions = _structure_bytes(read_model(pristine))
    generator = random.Random(20)
    refused = 0
    for _ in range(1500):
        data = bytearray(pristine)
        for _ in range(generator.choice((1, 1, 2, 8))):
            position = generator.choice(positions)
            if generator.random() < 0.5:
                data[position] = generator.choice((0, 1, 0x7F, 0x80, 0xFF, generator.randrange(256)))
            else:
                word = generator.choice((0, 0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, generator.getrandbits(32)))
                data[position : position + 4] = struct.pack("<I", word)
        if generator.random() < 0.1:
            del data[generator.randrange(len(data)) :]
        try:
            read_model(bytes(data))
        except ModelError as error:
            refused += 1
            assert "\n" not in str(error)
    assert refused > 300  # the mutations reach what the reader checks
