# SPDX-License-Identifier: Apache-2.0
"""Operator options: which table of the schema belongs to which operator, and its fields."""

from __future__ import annotations

from layerscope.models.flatbuffer import Table
from layerscope.models.model import (
    ConvOptions,
    FullyConnectedOptions,
    Options,
    PoolOptions,
    ReshapeOptions,
    SoftmaxOptions,
)

_PADDING = ("same", "valid")
_ACTIVATION = ("none", "relu", "relu_n1_to_1", "relu6", "tanh", "sign_bit")
# Members of the schema's union BuiltinOptions.
_CONV, _DEPTHWISE_CONV, _POOL, _FULLY_CONNECTED, _SOFTMAX, _RESHAPE = 1, 2, 5, 8, 9, 17
_EXPECTED = {
    "CONV_2D": _CONV,
    "DEPTHWISE_CONV_2D": _DEPTHWISE_CONV,
    "MAX_POOL_2D": _POOL,
    "AVERAGE_POOL_2D": _POOL,
    "FULLY_CONNECTED": _FULLY_CONNECTED,
    "SOFTMAX": _SOFTMAX,
    "RESHAPE": _RESHAPE,
}
_OPTIONAL = {"RESHAPE"}  # its shape may come from the second input alone


def read_options(operator: Table, name: str, where: str) -> Options | None:
    """The typed options of an operator of the runtime; None for any other operator."""
    if name not in _EXPECTED:
        return None
    kind = operator.integer(3, "B", "builtin_options_type")
    table = operator.table(4, "builtin_options") if kind == _EXPECTED[name] else None
    if table is None:
        if name in _OPTIONAL and kind == 0:
            return None
        raise operator.buffer.fail(where, f"has no options, or those of another operator (type {kind})")
    if name == "CONV_2D":
        return _conv(table, where, depthwise=False)
    if name == "DEPTHWISE_CONV_2D":
        return _conv(table, where, depthwise=True)
    if name in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
        return _pool(table, where)
    if name == "FULLY_CONNECTED":
        return FullyConnectedOptions(
            activation=_choice(table, 0, "fused_activation_function", _ACTIVATION, where),
            weights_format=table.integer(1, "b", "weights_format"),
            keep_num_dims=table.boolean(2, "keep_num_dims"),
            asymmetric_quantize_inputs=table.boolean(3, "asymmetric_quantize_inputs"),
        )
    if name == "SOFTMAX":
        return SoftmaxOptions(beta=table.real(0, "beta"))
    return ReshapeOptions(new_shape=table.integers(0, "i", "new_shape"))


def _conv(table: Table, where: str, *, depthwise: bool) -> ConvOptions:
    shift = 1 if depthwise else 0  # DepthwiseConv2DOptions has depth_multiplier before the activation
    return ConvOptions(
        padding=_choice(table, 0, "padding", _PADDING, where),
        stride_w=_positive(table, 1, "stride_w", where, default=0),
        stride_h=_positive(table, 2, "stride_h", where, default=0),
        activation=_choice(table, 3 + shift, "fused_activation_function", _ACTIVATION, where),
        dilation_w=_positive(table, 4 + shift, "dilation_w_factor", where, default=1),
        dilation_h=_positive(table, 5 + shift, "dilation_h_factor", where, default=1),
        depth_multiplier=table.integer(3, "i", "depth_multiplier") if depthwise else 0,
    )


def _pool(table: Table, where: str) -> PoolOptions:
    return PoolOptions(
        padding=_choice(table, 0, "padding", _PADDING, where),
        stride_w=_positive(table, 1, "stride_w", where, default=0),
        stride_h=_positive(table, 2, "stride_h", where, default=0),
        filter_w=_positive(table, 3, "filter_width", where, default=0),
        filter_h=_positive(table, 4, "filter_height", where, default=0),
        activation=_choice(table, 5, "fused_activation_function", _ACTIVATION, where),
    )


def _choice(table: Table, index: int, name: str, names: tuple[str, ...], where: str) -> str:
    value = table.integer(index, "b", name)
    if not 0 <= value < len(names):
        raise table.buffer.fail(where, f"has {name} {value}, which the schema does not know")
    return names[value]


def _positive(table: Table, index: int, name: str, where: str, default: int) -> int:
    value = table.integer(index, "i", name, default)
    if not 1 <= value <= 0xFFFF:
        raise table.buffer.fail(where, f"has {name} {value}")
    return value
