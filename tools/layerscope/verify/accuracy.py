# SPDX-License-Identifier: Apache-2.0
"""Classifies a test set with the runtime and with LiteRT: the same class for every image."""

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
from layerscope.verify.oracle import LiteRtOracle

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Accuracy:
    """Of one model with one set of kernels."""

    images: int
    ours_right: int
    theirs_right: int
    differing: tuple[int, ...]
    """Numbers of the images that the two classify differently."""
    oracle: str

    @property
    def passed(self) -> bool:
        return self.images > 0 and not self.differing

    def summary(self) -> str:
        shown = f"{100 * self.ours_right / self.images:.2f} %" if self.images else "nothing"
        counted = (
            f"{self.ours_right} of {self.images} images right ({shown}); {self.oracle}: {self.theirs_right}"
        )
        if not self.differing:
            return f"{counted}; every image in the same class"
        return f"{counted}; {len(self.differing)} in another class, the first is image {self.differing[0]}"


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
    oracle = LiteRtOracle(model)
    source, target = model.main.tensors[model.main.inputs[0]], model.main.outputs[0]
    if source.elements != images[0].size:
        raise LayerscopeError(f"{model.name} takes {source.elements} values, an image has {images[0].size}")
    ours, theirs = [], []
    with HostRuntime(model.data, use_cmsis_nn) as runtime:
        for image in images:
            value = quantise(image.astype(np.float32) / np.float32(255), source).reshape(source.shape)
            runtime.set_input(value)
            runtime.invoke()
            ours.append(int(np.argmax(runtime.output())))
            theirs.append(int(np.argmax(oracle.run([value])[target])))
            progress()
    mine, others = np.array(ours), np.array(theirs)
    return Accuracy(
        images=len(images),
        ours_right=int(np.count_nonzero(mine == labels)),
        theirs_right=int(np.count_nonzero(others == labels)),
        differing=tuple(np.flatnonzero(mine != others).tolist()),
        oracle=oracle.label,
    )
