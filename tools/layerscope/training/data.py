# SPDX-License-Identifier: Apache-2.0
"""The MNIST images, from a file or from Keras' own loader."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layerscope.errors import how_to_install
from layerscope.models.errors import ModelError
from layerscope.training.quiet import quiet

Images = NDArray[np.uint8]


@dataclass(frozen=True)
class Mnist:
    train_images: Images
    """60,000 x 28 x 28, 0 background to 255 ink."""
    train_labels: Images
    test_images: Images
    """10,000 x 28 x 28."""
    test_labels: Images


def load_mnist(path: Path | None) -> Mnist:
    """Reads `mnist.npz` (arrays x_train, y_train, x_test, y_test), or lets Keras fetch and cache it."""
    if path is None:
        return _from_keras()
    try:
        with np.load(path) as archive:
            arrays = [archive[name] for name in ("x_train", "y_train", "x_test", "y_test")]
    except FileNotFoundError:
        raise ModelError(
            f"{path}: there is no such file; give Keras' mnist.npz, or leave --data out"
        ) from None
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile):
        raise ModelError(f"{path}: not an mnist.npz (arrays x_train, y_train, x_test, y_test)") from None
    return _checked(str(path), arrays)


def _from_keras() -> Mnist:
    keras: Any = import_keras()
    try:
        (train_images, train_labels), (test_images, test_labels) = keras.datasets.mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception on a failed download
        raise ModelError(
            f"MNIST could not be downloaded ({error}); give the file with --data mnist.npz"
        ) from None
    return _checked("Keras' MNIST", [train_images, train_labels, test_images, test_labels])


def _checked(name: str, arrays: list[Any]) -> Mnist:
    for images, labels in (arrays[:2], arrays[2:]):
        if images.dtype != np.uint8 or images.shape != (len(labels), 28, 28) or labels.max() > 9:
            raise ModelError(f"{name}: not MNIST: expected bytes of n x 28 x 28 and labels 0 to 9")
    return Mnist(arrays[0], arrays[1].astype(np.uint8), arrays[2], arrays[3].astype(np.uint8))


def import_keras() -> Any:
    """Keras on TensorFlow, which only training needs."""
    import_tensorflow()
    import keras

    return keras


def import_tensorflow() -> Any:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    try:
        with quiet():
            import keras  # noqa: F401  # prints as well
            import tensorflow
    except ImportError:
        raise ModelError(
            f"training needs TensorFlow, which is not installed; run {how_to_install('train')}"
        ) from None
    return tensorflow
