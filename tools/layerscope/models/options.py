# SPDX-License-Identifier: Apache-2.0
"""Operator options as the file has them, and as the typed records that other modules work with."""

from __future__ import annotations

from typing import Any

from layerscope.models.flatbuffer import Table
from layerscope.models.model import (
    ConvOptions,
    FullyConnectedOptions,
    OptionFields,
    Options,
    PoolOptions,
    ReshapeOptions,
    SoftmaxOptions,
)
from layerscope.models.schema_options import OPTIONS_TABLES, Field

PADDINGS = ("same", "valid")
ACTIVATIONS = ("none", "relu", "relu_n1_to_1", "relu6", "tanh", "sign_bit")
_ENUMERATIONS = {"padding": len(PADDINGS), "activation": len(ACTIVATIONS), "mirror": 2, "type": 19}
# Without a stride, a window or a scale there is nothing that a kernel could do.
_NEEDED = {
    "CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "MAX_POOL_2D", "AVERAGE_POOL_2D", "FULLY_CONNECTED",
    "L2_NORMALIZATION", "L2_POOL_2D",
    "SOFTMAX", "SVDF", "UNIDIRECTIONAL_SEQUENCE_LSTM",
}  # fmt: skip

_BY_TAG = {table.tag: table for table in OPTIONS_TABLES.values() if table is not None}


def read_fields(operator: Table, name: str, where: str) -> OptionFields | None:
    """The fields of the operator's options by the schema's names; None when it has or needs none."""
    # Of whatever operator the options are: the board's runtime walks them.
    stray = _BY_TAG.get(operator.integer(3, "B", "builtin_options_type"))
    given = operator.table(4, "builtin_options") if stray is not None else None
    if stray is not None and given is not None:
        for field in stray.fields:
            _value(given, field, where)
    known = OPTIONS_TABLES.get(name)
    if known is None or not known.fields:
        return None
    kind = operator.integer(3, "B", "builtin_options_type")
    table = operator.table(4, "builtin_options") if kind == known.tag else None
    if table is None:
        if kind == 0 and name not in _NEEDED:
            return None
        raise operator.buffer.fail(where, f"has no options, or those of another operator (type {kind})")
    return {field.name: _value(table, field, where) for field in known.fields}


def typed_options(name: str, fields: OptionFields | None) -> Options | None:
    """The typed record of an operator that has one."""
    if fields is None:
        return None
    if name in ("CONV_2D", "DEPTHWISE_CONV_2D"):
        return ConvOptions(
            padding=PADDINGS[fields["padding"]],
            stride_h=fields["stride_h"],
            stride_w=fields["stride_w"],
            dilation_h=fields["dilation_h_factor"],
            dilation_w=fields["dilation_w_factor"],
            activation=ACTIVATIONS[fields["fused_activation_function"]],
            depth_multiplier=fields.get("depth_multiplier", 0),
        )
    if name in ("MAX_POOL_2D", "AVERAGE_POOL_2D", "L2_POOL_2D"):
        return PoolOptions(
            padding=PADDINGS[fields["padding"]],
            stride_h=fields["stride_h"],
            stride_w=fields["stride_w"],
            filter_h=fields["filter_height"],
            filter_w=fields["filter_width"],
            activation=ACTIVATIONS[fields["fused_activation_function"]],
        )
    if name == "FULLY_CONNECTED":
        return FullyConnectedOptions(
            activation=ACTIVATIONS[fields["fused_activation_function"]],
            weights_format=fields["weights_format"],
            keep_num_dims=fields["keep_num_dims"],
            asymmetric_quantize_inputs=fields["asymmetric_quantize_inputs"],
        )
    if name == "SOFTMAX":
        return SoftmaxOptions(beta=fields["beta"])
    if name == "RESHAPE":
        return ReshapeOptions(new_shape=fields["new_shape"])
    return None


def _value(table: Table, field: Field, where: str) -> Any:
    if field.kind == "f":
        return table.real(field.index, field.name)
    if field.kind == "?":
        return bool(table.integer(field.index, "B", field.name, field.default))
    if field.kind == "v":
        return table.integers(field.index, "i", field.name)
    if field.kind == "s":
        return table.text(field.index, field.name)
    value = table.integer(field.index, "i" if field.kind in "i+" else "b", field.name, field.default)
    if field.kind == "+" and not 1 <= value <= 0xFFFF:
        raise table.buffer.fail(where, f"has {field.name} {value}")
    if field.kind in _ENUMERATIONS and not 0 <= value < _ENUMERATIONS[field.kind]:
        raise table.buffer.fail(where, f"has {field.name} {value}, which the schema does not know")
    return value
