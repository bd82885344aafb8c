# SPDX-License-Identifier: Apache-2.0
"""Reductions over axes, and sums along one."""

from __future__ import annotations

from layerscope.models.kernels.movement import axis_of, meaning
from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Rule, types
from layerscope.models.kernels.shapes import same_shape


def _reduced(operands: Operands) -> None:
    """The output has the axes that stay; axes of extent 1 may be kept or dropped."""
    shape, axes = operands.input(0).shape, operands.integers(1)
    if axes is None:
        return
    gone = {axis_of(operands, axis, len(shape)) for axis in axes}
    kept = [extent for axis, extent in enumerate(shape) if axis not in gone]
    found = operands.output.shape
    operands.need(
        [extent for extent in kept if extent != 1] == [extent for extent in found if extent != 1],
        f"has an output of shape {list(found)}, expected {kept}",
    )


def _extreme(operands: Operands) -> None:
    same = meaning(operands.input(0)) == meaning(operands.output)
    operands.need(same, "has an input of another scale or zero point than its output")
    _reduced(operands)


def _arg(operands: Operands) -> None:
    axis = operands.integers(1)
    operands.need(operands.input(1).elements == 1, "has more than one axis")
    if axis is not None:
        _reduced(operands)


def _summed_up(operands: Operands) -> None:
    """Sums of the elements up to each, along an axis."""
    same_shape(operands)
    axis = operands.integers(1)
    operands.need(operands.input(1).elements == 1, "has more than one axis")
    if axis is not None:
        axis_of(operands, axis[0], len(operands.input(0).shape))


_KINDS = ("int32", "int64")
_QUANTISED = types(
    *(f"{kind}, {number} -> {kind}" for kind in ("float32", "int8", "int16") for number in _KINDS)
)
_EXTREMES = types(*(f"{kind}, {number} -> {kind}" for kind in ("float32", "int8") for number in _KINDS))
_PLACES = types(
    *(f"{kind}, {axis} -> {place}" for kind in ("float32", "int8") for axis in _KINDS for place in _KINDS)
)

RULES: dict[str, Rule] = {
    "ARG_MAX": Rule("AddArgMax", _PLACES, inputs=2, check=_arg),
    "ARG_MIN": Rule("AddArgMin", _PLACES, inputs=2, check=_arg),
    "CUMSUM": Rule("AddCumsum", _EXTREMES, inputs=2, check=_summed_up, op_data_bytes=8),
    "MEAN": Rule("AddMean", _QUANTISED, inputs=2, check=_reduced, op_data_bytes=16),
    "REDUCE_MAX": Rule("AddReduceMax", _EXTREMES, inputs=2, check=_extreme),
    "REDUCE_MIN": Rule("AddReduceMin", _EXTREMES, inputs=2, check=_extreme),
    "SUM": Rule("AddSum", _QUANTISED, inputs=2, check=_reduced, op_data_bytes=16),
}
