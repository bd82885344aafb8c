# SPDX-License-Identifier: Apache-2.0
"""Classifies a test set with the runtime and with its oracle: the same class for every image.

Integer networks are held to TensorFlow Lite Micro, as everywhere. LiteRT is counted beside it: its fully
connected layers round once where TensorFlow Lite Micro's round twice, which may decide between two classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from layerscope.errors import LayerscopeError
from layerscope.host_runtime import HostRuntime
from layerscope.models.model import Model
from layerscope.verify.inputs import quantise
from layerscope.verify.oracle import LiteRtOracle, Oracle, oracle_for

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Other:
    """How an oracle classified the images."""

    label: str
    right: int
    differing: tuple[int, ...]
    """Numbers of the images that the runtime classifies differently."""

    def __str__(self) -> str:
        counted = f"{self.label}: {self.right}"
        if not self.differing:
            return f"{counted}, every image in the same class"
        shown = ", ".join(map(str, self.differing[:5]))
        return f"{counted}, {len(self.differing)} in another class (image {shown})"


@dataclass(frozen=True)
class Accuracy:
    """Of one model with one set of kernels."""

    images: int
    right: int
    others: tuple[Other, ...]
    """The oracle that the runtime must agree with, and LiteRT if that is another."""

    @property
    def passed(self) -> bool:
        return self.images > 0 and not self.others[0].differing

    def summary(self) -> str:
        counted = f"{self.right} of {self.images} images right ({100 * self.right / self.images:.2f} %)"
        return "; ".join([counted, *map(str, self.others)])


def read_images(path: Path) -> tuple[Array, Array]:
    """Images and labels of the test set in an `mnist.npz`."""
    try:
        with np.load(path) as archive:
            return archive["x_test"], archive["y_test"]
    except (OSError, KeyError, ValueError) as error:
        raise LayerscopeError(f"{path} is no mnist.npz with x_test and y_test ({error})") from error


def measure(
    model: Model, use_cmsis_nn: bool, images: Array, labels: Array, progress: Callable[[], object] = int
) -> Accuracy:
    """`progress` is called after each image."""
    oracles: list[Oracle] = [oracle_for(model)]
    if not isinstance(oracles[0], LiteRtOracle):
        oracles.append(LiteRtOracle(model))
    source, target = model.main.tensors[model.main.inputs[0]], model.main.outputs[0]
    if not len(images) or source.elements != images[0].size:
        raise LayerscopeError(f"{model.name} takes {source.elements} values, which the images have not")
    classes = np.zeros((1 + len(oracles), len(images)), np.int64)
    with HostRuntime(model.data, use_cmsis_nn) as runtime:
        for number, image in enumerate(images):
            value = quantise(image.astype(np.float32) / np.float32(255), source).reshape(source.shape)
            runtime.set_input(value)
            runtime.invoke()
            outputs = [runtime.output(), *(oracle.run([value])[target] for oracle in oracles)]
            classes[:, number] = [np.argmax(output) for output in outputs]
            progress()
    right = np.count_nonzero(classes == labels, axis=1).tolist()
    others = [
        Other(oracle.label, right[1 + i], tuple(np.flatnonzero(classes[0] != classes[1 + i]).tolist()))
        for i, oracle in enumerate(oracles)
    ]
    return Accuracy(len(images), right[0], tuple(others))
