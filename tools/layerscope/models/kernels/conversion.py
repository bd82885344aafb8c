# SPDX-License-Identifier: Apache-2.0
"""Conversions from one element type or quantisation to another."""

from __future__ import annotations

from layerscope.models.kernels.rule import Rule, types
from layerscope.models.kernels.shapes import same_shape

_QUANTIZE = types(*(f"{s} -> {t}" for s in ("float32", "int8", "uint8") for t in ("int8", "uint8")))
_DEQUANTIZE = types(*(f"{source} -> float32" for source in ("int8", "uint8", "float16")))
_CASTABLE = ("float32", "int8", "int16", "int32", "uint32", "bool")
_CAST = types(*(f"{source} -> {target}" for source in _CASTABLE for target in _CASTABLE))

RULES: dict[str, Rule] = {
    "CAST": Rule("AddCast", _CAST, check=same_shape, scaled=False),
    "DEQUANTIZE": Rule("AddDequantize", _DEQUANTIZE, check=same_shape, op_data_bytes=20),
    "QUANTIZE": Rule("AddQuantize", _QUANTIZE, check=same_shape, op_data_bytes=20),
}
