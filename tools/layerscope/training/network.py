# SPDX-License-Identifier: Apache-2.0
"""The MNIST network and its training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layerscope.training.data import Mnist, import_keras, import_tensorflow
from layerscope.training.distortion import distort

_BATCH = 128
_PEAK_LEARNING_RATE = 2e-3
Progress = Callable[[int, dict[str, float]], None]
"""Called after each step with the step's number and Keras' running metrics of the epoch."""


@dataclass(frozen=True)
class Recipe:
    epochs: int = 10
    seed: int = 1
    threads: int = 2
    """Part of the recipe: the order of the sums, and so the weights' last bits, depend on it."""


def steps_of(data: Mnist, recipe: Recipe) -> int:
    return -(-len(data.train_images) // _BATCH) * recipe.epochs


def build_network(batch: int | None = None) -> Any:
    """2,794,240 multiply-accumulates, 93,322 parameters."""
    keras = import_keras()
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), batch_size=batch),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="mnist",
    )


def train_network(data: Mnist, recipe: Recipe, progress: Progress) -> Any:
    """A trained network: Adam, cosine learning rate, every epoch on freshly distorted images.

    The same recipe gives the same weights on one machine with one TensorFlow version.
    """
    tensorflow, keras = import_tensorflow(), import_keras()
    tensorflow.config.threading.set_intra_op_parallelism_threads(recipe.threads)
    tensorflow.config.threading.set_inter_op_parallelism_threads(recipe.threads)
    keras.utils.set_random_seed(recipe.seed)
    tensorflow.config.experimental.enable_op_determinism()

    schedule = keras.optimizers.schedules.CosineDecay(_PEAK_LEARNING_RATE, steps_of(data, recipe))
    network = build_network()
    network.compile(
        optimizer=keras.optimizers.Adam(schedule),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=False,
    )
    generator = np.random.default_rng(recipe.seed)
    images = to_input(data.train_images)
    done = 0

    def report(batch: int, logs: dict[str, float]) -> None:
        nonlocal done
        done += 1
        progress(done, logs)

    callback = keras.callbacks.LambdaCallback(on_train_batch_end=report)
    for epoch in range(recipe.epochs):
        network.fit(
            distort(images, generator),
            data.train_labels,
            batch_size=_BATCH,
            initial_epoch=epoch,
            epochs=epoch + 1,
            verbose=0,
            callbacks=[callback],
        )
    return network


def to_input(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bytes 0 to 255 as the network takes them: float32 0 to 1, n x 28 x 28 x 1."""
    scaled = np.asarray(images.astype(np.float32) / np.float32(255.0), np.float32)
    return scaled[..., np.newaxis]
