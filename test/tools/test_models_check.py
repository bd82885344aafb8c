# SPDX-License-Identifier: Apache-2.0
"""Models that read well but cannot run: each is refused with the layer and the reason."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any

import pytest
import tflite
from flatbuffers import number_types
from layerscope.models.catalogue import COMPRESSIONS, find_model, models_folder
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.model import Model, Quantisation
from layerscope.models.reader import read_model
from layerscope.models.shapes import output_extent

OTHERS = sorted((models_folder().parents[1] / "shared" / "models").rglob("*.tflite"))


def _mnist(compression: str = "int8") -> Model:
    return read_model(find_model("mnist", compression).path)


def _with_operator(model: Model, index: int, **changes: Any) -> Model:
    operators = list(model.main.operators)
    operators[index] = replace(operators[index], **changes)
    return replace(model, subgraphs=(replace(model.main, operators=tuple(operators)),))


def _with_tensor(model: Model, index: int, **changes: Any) -> Model:
    tensors = list(model.main.tensors)
    tensors[index] = replace(tensors[index], **changes)
    return replace(model, subgraphs=(replace(model.main, tensors=tuple(tensors)),))


def _refusal(model: Model) -> str:
    with pytest.raises(ModelError) as caught:
        check_model(model)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_the_trained_models_pass(compression: str) -> None:
    check_model(_mnist(compression))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_models_of_others_pass_or_lack_an_operator(path: Any) -> None:
    try:
        check_model(read_model(path))
    except ModelError as error:
        assert "is not in this runtime" in str(error)


@pytest.mark.parametrize(
    ("layer", "shape", "text"),
    [
        (0, (1, 25, 26, 32), "CONV_2D has an output of shape [1, 25, 26, 32], expected [1, 26, 26, 32]"),
        (1, (1, 13, 13, 64), "MAX_POOL_2D has an output of shape [1, 13, 13, 64], expected [1, 13, 13, 32]"),
        (5, (1, 575), "RESHAPE makes 575 elements of 576"),
        (6, (1, 63), "FULLY_CONNECTED has an output of shape [1, 63], expected 1 x 64 elements"),
        (8, (10,), "SOFTMAX has an output of shape [10], expected [1, 10]"),
        (3, (1, 0, 5, 64), "has the empty tensor"),
    ],
)
def test_an_output_of_the_wrong_shape_is_named(layer: int, shape: tuple[int, ...], text: str) -> None:
    model = _mnist()
    output = model.main.operators[layer].outputs[0]
    assert f"layer {layer}: " in (message := _refusal(_with_tensor(model, output, shape=shape)))
    assert text in message


def test_weights_for_other_channels_are_named() -> None:
    model = _mnist()
    weights = model.main.operators[2].inputs[1]
    message = _refusal(_with_tensor(model, weights, shape=(64, 3, 3, 31)))
    assert "layer 2: CONV_2D has weights of shape [64, 3, 3, 31] for 32 channels" in message


def test_a_bias_of_another_size_or_type_is_named() -> None:
    model = _mnist()
    bias = model.main.operators[6].inputs[2]
    assert "layer 6: FULLY_CONNECTED has 63 biases for 64" in _refusal(_with_tensor(model, bias, shape=(63,)))
    assert "bias of type int64" in _refusal(_with_tensor(model, bias, type="int64"))


def test_activations_need_exactly_one_scale() -> None:
    model = _mnist()
    output = model.main.operators[1].outputs[0]
    assert "not one" in _refusal(_with_tensor(model, output, quantisation=None))
    assert "not one" in _refusal(_with_tensor(model, output, quantisation=Quantisation((0.0,), (0,), 0)))
    two = Quantisation((1.0, 2.0), (0, 0), 0)
    assert "not one" in _refusal(_with_tensor(model, output, quantisation=two))


def test_weights_are_symmetric_and_scaled_along_the_output_channels() -> None:
    model = _mnist()
    weights = model.main.tensors[model.main.operators[2].inputs[1]]
    assert weights.quantisation is not None and len(weights.quantisation.scales) == 64
    skewed = replace(weights.quantisation, zero_points=(0,) * 5 + (1,) + (0,) * 58)
    message = _refusal(_with_tensor(model, weights.index, quantisation=skewed))
    assert "layer 2: CONV_2D has weights of zero point 1 in channel 5, expected 0" in message
    other_axis = replace(weights.quantisation, axis=3)
    assert "along axis 3, expected axis 0" in _refusal(
        _with_tensor(model, weights.index, quantisation=other_axis)
    )
    assert "weights without a scale" in _refusal(_with_tensor(model, weights.index, quantisation=None))


def test_int8_softmax_has_the_output_scale_of_the_specification() -> None:
    model = _mnist()
    output = model.main.operators[8].outputs[0]
    other = Quantisation((1 / 128,), (-128,), 0)
    assert "expected 1/256 and -128" in _refusal(_with_tensor(model, output, quantisation=other))


def test_tensors_are_written_once_and_before_they_are_read() -> None:
    model = _mnist()
    operators = model.main.operators
    late = operators[4].inputs[0]
    unwritten = _with_operator(model, 3, outputs=(operators[3].inputs[0],))
    assert "layer 3: MAX_POOL_2D" in _refusal(unwritten)
    swapped = (*operators[:3], operators[4], operators[3], *operators[5:])
    message = _refusal(replace(model, subgraphs=(replace(model.main, operators=swapped),)))
    assert f"reads tensor {late}, which nothing has written" in message
    nothing = replace(model, subgraphs=(replace(model.main, outputs=()),))
    assert "no input or no output" in _refusal(nothing)


def test_options_the_kernels_lack_are_named() -> None:
    model = _mnist()
    conv, dense = model.main.operators[0].options, model.main.operators[6].options
    assert conv is not None and dense is not None
    message = _refusal(_with_operator(model, 0, options=replace(conv, activation="tanh")))
    assert "layer 0: CONV_2D with the fused activation tanh is not in this runtime" in message
    message = _refusal(_with_operator(model, 6, options=replace(dense, weights_format=1)))
    assert "layer 6: FULLY_CONNECTED with shuffled weights" in message


def test_sparse_tensors_are_refused() -> None:
    data = bytearray(find_model("mnist", "none").path.read_bytes())
    tensors = tflite.Model.GetRootAs(bytes(data), 0).Subgraphs(0)
    # The field of the tensor's name is shown to the reader as its sparsity: any table or vector will do.
    table = tensors.Tensors(0)._tab
    vtable = table.Pos - table.Get(number_types.SOffsetTFlags, table.Pos)
    assert table.Offset(10) and struct.unpack_from("<H", data, vtable)[0] >= 18
    struct.pack_into("<H", data, vtable + 16, table.Offset(10))
    with pytest.raises(ModelError, match="tensor 0 is stored sparse, which is not in this runtime"):
        read_model(bytes(data))


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "dilation", "padding", "extent"),
    [
        (28, 3, 1, 1, "valid", 26),
        (26, 2, 2, 1, "valid", 13),
        (11, 2, 2, 1, "valid", 5),
        (49, 10, 2, 1, "same", 25),
        (10, 3, 1, 2, "valid", 6),
        (2, 3, 1, 1, "valid", 0),
    ],
)
def test_output_extent(size: int, kernel: int, stride: int, dilation: int, padding: str, extent: int) -> None:
    assert output_extent(size, kernel, stride, dilation, padding) == extent
