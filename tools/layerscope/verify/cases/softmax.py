# SPDX-License-Identifier: Apache-2.0
"""SOFTMAX and LOG_SOFTMAX."""

from __future__ import annotations

from typing import Any

from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.registry import generates

# TensorFlow Lite prescribes the output's quantisation.
_SOFTMAX: dict[str, dict[str, Any]] = {
    "float32": {},
    "int8": {"scale": [1 / 256], "zero_point": [-128]},
    "int16": {"scale": [1 / 32768], "zero_point": [0]},
    "int8 to int16": {"scale": [1 / 65536], "zero_point": [-32768]},
}


@generates("SOFTMAX", tuple(_SOFTMAX))
def softmax(draw: Draw) -> None:
    # tflite-micro aborts on rows of 512 and more with int8.
    shape = draw.shape(1, 5)
    kinds = draw.form.split(" to ")
    source = draw.input(shape, kinds[0], **draw.quantisation(kinds[0]))
    target = draw.output(shape, kinds[-1], **_SOFTMAX[draw.form])
    draw.operator([source], [target], Beta=draw.pick((1.0, 1.0, 1.0, 0.5, 2.0, 0.1)))


@generates("LOG_SOFTMAX", ("float32", "int8"))
def log_softmax(draw: Draw) -> None:
    shape = draw.shape(1, 5)
    source = draw.input(shape, draw.form, **draw.quantisation(draw.form))
    quantisation = {} if draw.form == "float32" else {"scale": [16 / 256], "zero_point": [127]}
    draw.operator([source], [draw.output(shape, draw.form, **quantisation)])
