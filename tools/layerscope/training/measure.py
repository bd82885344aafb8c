# SPDX-License-Identifier: Apache-2.0
"""Accuracy of a .tflite model with LiteRT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layerscope.errors import how_to_install
from layerscope.models.errors import ModelError

Predictions = NDArray[np.int64]


@dataclass(frozen=True)
class Accuracy:
    correct: int
    images: int

    @property
    def percent(self) -> float:
        return 100.0 * self.correct / self.images


def predict(model: bytes, images: NDArray[np.uint8], threads: int = 1) -> Predictions:
    """The class of each n x 28 x 28 image of bytes, by LiteRT's own kernels (no delegate)."""
    interpreter = _interpreter(model, threads)
    source, target = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    result = np.empty(len(images), np.int64)
    for index, image in enumerate(images):
        interpreter.set_tensor(source["index"], fill_input(image, source))
        interpreter.invoke()
        result[index] = int(np.argmax(interpreter.get_tensor(target["index"])))
    return result


def fill_input(image: NDArray[np.uint8], details: dict[str, Any]) -> NDArray[Any]:
    """Pixels / 255, quantised where the input is int8: what the firmware does with a digit."""
    values: NDArray[np.float32] = image.astype(np.float32).reshape(details["shape"]) / np.float32(255.0)
    if details["dtype"] != np.int8:
        return values
    scale, zero_point = details["quantization"]
    quantised: NDArray[np.float32] = np.round(values / np.float32(scale)) + zero_point
    return np.asarray(np.clip(quantised, -128, 127), np.int8)


def measure(model: bytes, images: NDArray[np.uint8], labels: NDArray[np.uint8], threads: int = 1) -> Accuracy:
    return Accuracy(int(np.sum(predict(model, images, threads) == labels)), len(images))


def _interpreter(model: bytes, threads: int) -> Any:
    try:
        from ai_edge_litert.interpreter import Interpreter, OpResolverType
    except ImportError:
        raise ModelError(
            f"measuring accuracy needs LiteRT, which is not installed; run {how_to_install('verify')}"
        ) from None
    interpreter = Interpreter(
        model_content=model,
        num_threads=threads,
        # XNNPACK rounds differently; the accuracy should not depend on a delegate.
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    return interpreter
