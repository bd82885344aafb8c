# SPDX-License-Identifier: Apache-2.0
"""Operators that compute each output element of the input elements at its place, and softmax."""

from __future__ import annotations

from layerscope.models.kernels.rule import Rule, alike, types
from layerscope.models.kernels.shapes import along_last, broadcast, same_shape

_ARITHMETIC = alike(2, "float32", "int8", "int16", "int32")
_RELU = alike(1, "float32", "int8", "int16")
_DIV = alike(2, "float32", "int8", "int32")
_FLOAT = alike(1, "float32")
_EXTREMES = alike(2, "float32", "int8", "int16", "int32", "int64")
_ORDER = types(*(f"{kind}, {kind} -> bool" for kind in ("float32", "int8", "int32", "int64")))
_EQUALITY = _ORDER | types("bool, bool -> bool")
_SELECT = types(
    *(f"bool, {kind}, {kind} -> {kind}" for kind in ("float32", "int8", "int16", "int32", "int64"))
)
_SOFTMAX = alike(1, "float32", "int8", "int16") | types("int8 -> int16")

RULES: dict[str, Rule] = {
    "ABS": Rule("AddAbs", alike(1, "float32", "int8", "int16"), check=same_shape, op_data_bytes=16),
    "ADD": Rule("AddAdd", _ARITHMETIC, inputs=2, check=broadcast, op_data_bytes=36),
    "CEIL": Rule("AddCeil", _FLOAT, check=same_shape, op_data_bytes=4),
    "COS": Rule("AddCos", _FLOAT, check=same_shape, op_data_bytes=4),
    "DIV": Rule("AddDiv", _DIV, inputs=2, check=broadcast, op_data_bytes=28),
    "ELU": Rule("AddElu", alike(1, "float32", "int8"), check=same_shape, op_data_bytes=260),
    "EQUAL": Rule("AddEqual", _EQUALITY, inputs=2, check=broadcast, op_data_bytes=20),
    "EXP": Rule("AddExp", _FLOAT, check=same_shape, op_data_bytes=4),
    "FLOOR": Rule("AddFloor", _FLOAT, check=same_shape, op_data_bytes=4),
    "GREATER": Rule("AddGreater", _ORDER, inputs=2, check=broadcast, op_data_bytes=20),
    "GREATER_EQUAL": Rule("AddGreaterEqual", _ORDER, inputs=2, check=broadcast, op_data_bytes=20),
    "HARD_SWISH": Rule("AddHardSwish", alike(1, "float32", "int8"), check=same_shape, op_data_bytes=16),
    "LEAKY_RELU": Rule(
        "AddLeakyRelu", alike(1, "float32", "int8", "int16"), check=same_shape, op_data_bytes=28
    ),
    "LESS": Rule("AddLess", _ORDER, inputs=2, check=broadcast, op_data_bytes=20),
    "LESS_EQUAL": Rule("AddLessEqual", _ORDER, inputs=2, check=broadcast, op_data_bytes=20),
    "LOG": Rule("AddLog", _FLOAT, check=same_shape, op_data_bytes=4),
    "LOGICAL_AND": Rule("AddLogicalAnd", alike(2, "bool"), inputs=2, check=broadcast, op_data_bytes=4),
    "LOGICAL_NOT": Rule("AddLogicalNot", alike(1, "bool"), check=same_shape, op_data_bytes=4),
    "LOGICAL_OR": Rule("AddLogicalOr", alike(2, "bool"), inputs=2, check=broadcast, op_data_bytes=4),
    "LOGISTIC": Rule("AddLogistic", alike(1, "float32", "int8", "int16"), check=same_shape, op_data_bytes=20),
    "LOG_SOFTMAX": Rule("AddLogSoftmax", alike(1, "float32", "int8"), check=along_last, op_data_bytes=20),
    "MAXIMUM": Rule("AddMaximum", _EXTREMES, inputs=2, check=broadcast, op_data_bytes=4, scaled=False),
    "MINIMUM": Rule("AddMinimum", _EXTREMES, inputs=2, check=broadcast, op_data_bytes=4, scaled=False),
    "MUL": Rule("AddMul", _ARITHMETIC, inputs=2, check=broadcast, op_data_bytes=28),
    "NEG": Rule("AddNeg", _FLOAT, check=same_shape, op_data_bytes=4),
    "NOT_EQUAL": Rule("AddNotEqual", _EQUALITY, inputs=2, check=broadcast, op_data_bytes=20),
    "PRELU": Rule("AddPrelu", alike(2, "float32", "int8"), inputs=2, check=broadcast, op_data_bytes=28),
    "RELU": Rule("AddRelu", _RELU, check=same_shape, op_data_bytes=36),
    "RELU6": Rule("AddRelu6", _RELU, check=same_shape, op_data_bytes=36),
    "ROUND": Rule("AddRound", _FLOAT, check=same_shape, op_data_bytes=4),
    "RSQRT": Rule("AddRsqrt", alike(1, "float32", "int8", "int16"), check=same_shape, op_data_bytes=16),
    "SELECT_V2": Rule("AddSelectV2", _SELECT, inputs=3, check=broadcast, scaled=False),
    "SIN": Rule("AddSin", _FLOAT, check=same_shape, op_data_bytes=4),
    "SOFTMAX": Rule("AddSoftmax", _SOFTMAX, check=along_last, op_data_bytes=12),
    "SQRT": Rule("AddSqrt", _FLOAT, check=same_shape, op_data_bytes=4),
    "SQUARE": Rule("AddSquare", _FLOAT, check=same_shape, op_data_bytes=4),
    "SQUARED_DIFFERENCE": Rule(
        "AddSquaredDifference", _ARITHMETIC, inputs=2, check=broadcast, op_data_bytes=28
    ),
    "SUB": Rule("AddSub", _ARITHMETIC, inputs=2, check=broadcast, op_data_bytes=36),
    "TANH": Rule("AddTanh", alike(1, "float32", "int8", "int16"), check=same_shape, op_data_bytes=20),
    "ZEROS_LIKE": Rule(
        "AddZerosLike", alike(1, "float32", "int8", "int32", "int64"), check=same_shape, scaled=False
    ),
}

IN_PLACE = frozenset(RULES) - {"LOG_SOFTMAX", "RSQRT", "SELECT_V2", "SOFTMAX", "ZEROS_LIKE"}
"""Those whose kernels read each element of an input before they write the output's at its place: all that
`ElementwiseInvoke` runs. Their output may take the memory of an input of the same type and size.
"""
