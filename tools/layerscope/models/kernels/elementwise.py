# SPDX-License-Identifier: Apache-2.0
"""Operators that compute each output element of the input elements at its place, and softmax."""

from __future__ import annotations

from layerscope.models.kernels.rule import Rule, alike
from layerscope.models.kernels.shapes import broadcast, same_shape

_ADD_SUB = alike(2, "float32", "int8", "int16", "int32")
_RELU = alike(1, "float32", "int8", "int16")

RULES: dict[str, Rule] = {
    "ABS": Rule("AddAbs", check=same_shape),
    "ADD": Rule("AddAdd", _ADD_SUB, inputs=2, check=broadcast, op_data_bytes=40),
    "CEIL": Rule("AddCeil", check=same_shape),
    "COS": Rule("AddCos", check=same_shape),
    "DIV": Rule("AddDiv", inputs=2, check=broadcast),
    "ELU": Rule("AddElu", check=same_shape),
    "EQUAL": Rule("AddEqual", inputs=2, check=broadcast),
    "EXP": Rule("AddExp", check=same_shape),
    "FLOOR": Rule("AddFloor", check=same_shape),
    "GREATER": Rule("AddGreater", inputs=2, check=broadcast),
    "GREATER_EQUAL": Rule("AddGreaterEqual", inputs=2, check=broadcast),
    "HARD_SWISH": Rule("AddHardSwish", check=same_shape),
    "LEAKY_RELU": Rule("AddLeakyRelu", check=same_shape),
    "LESS": Rule("AddLess", inputs=2, check=broadcast),
    "LESS_EQUAL": Rule("AddLessEqual", inputs=2, check=broadcast),
    "LOG": Rule("AddLog", check=same_shape),
    "LOGICAL_AND": Rule("AddLogicalAnd", inputs=2, check=broadcast),
    "LOGICAL_NOT": Rule("AddLogicalNot", check=same_shape),
    "LOGICAL_OR": Rule("AddLogicalOr", inputs=2, check=broadcast),
    "LOGISTIC": Rule("AddLogistic", check=same_shape),
    "LOG_SOFTMAX": Rule("AddLogSoftmax", check=same_shape),
    "MAXIMUM": Rule("AddMaximum", inputs=2, check=broadcast),
    "MINIMUM": Rule("AddMinimum", inputs=2, check=broadcast),
    "MUL": Rule("AddMul", inputs=2, check=broadcast),
    "NEG": Rule("AddNeg", check=same_shape),
    "NOT_EQUAL": Rule("AddNotEqual", inputs=2, check=broadcast),
    "PRELU": Rule("AddPrelu", inputs=2, check=broadcast),
    "RELU": Rule("AddRelu", _RELU, check=same_shape, op_data_bytes=36),
    "RELU6": Rule("AddRelu6", _RELU, check=same_shape, op_data_bytes=36),
    "ROUND": Rule("AddRound", check=same_shape),
    "RSQRT": Rule("AddRsqrt", check=same_shape),
    "SELECT_V2": Rule("AddSelectV2", inputs=3, check=broadcast),
    "SIN": Rule("AddSin", check=same_shape),
    "SOFTMAX": Rule("AddSoftmax", alike(1, "float32", "int8"), check=same_shape, op_data_bytes=12),
    "SQRT": Rule("AddSqrt", check=same_shape),
    "SQUARE": Rule("AddSquare", check=same_shape),
    "SQUARED_DIFFERENCE": Rule("AddSquaredDifference", inputs=2, check=broadcast),
    "SUB": Rule("AddSub", _ADD_SUB, inputs=2, check=broadcast, op_data_bytes=40),
    "TANH": Rule("AddTanh", check=same_shape),
    "ZEROS_LIKE": Rule("AddZerosLike", check=same_shape),
}
