# SPDX-License-Identifier: Apache-2.0
"""Conversions from one element type or quantisation to another."""

from __future__ import annotations

from layerscope.models.kernels.rule import Rule, types
from layerscope.models.kernels.shapes import same_shape

_INTEGERS = ("int8", "uint8", "int16", "int32")
_QUANTIZE = types(
    *(f"{source} -> {target}" for source in _INTEGERS for target in _INTEGERS),
    *(f"float32 -> {target}" for target in ("int8", "uint8", "int16")),
)
_DEQUANTIZE = types(*(f"{source} -> float32" for source in ("int8", "uint8", "int16", "float16")))
_PLAIN = ("float32", "int8", "int16", "int32", "uint32", "bool")
_CAST = types(*(f"{source} -> {target}" for source in _PLAIN for target in _PLAIN))

RULES: dict[str, Rule] = {
    "CAST": Rule("AddCast", _CAST, check=same_shape, scaled=False),
    "DEQUANTIZE": Rule("AddDequantize", _DEQUANTIZE, check=same_shape, op_data_bytes=20),
    "QUANTIZE": Rule("AddQuantize", _QUANTIZE, check=same_shape, op_data_bytes=20),
}
