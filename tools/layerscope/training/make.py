# SPDX-License-Identifier: Apache-2.0
"""Trains, exports, measures and describes the MNIST network."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
from tqdm import tqdm

from layerscope.models.digits import DIGITS, read_digit
from layerscope.models.errors import ModelError
from layerscope.models.reader import read_model
from layerscope.training.card import Provenance, model_card
from layerscope.training.data import Mnist, import_tensorflow, load_mnist
from layerscope.training.export import FORMS, export_network
from layerscope.training.measure import Accuracy, measure, predict
from layerscope.training.network import Recipe, steps_of, to_input, train_network
from layerscope.training.quiet import quiet

LEAST_PERCENT = 99.0
LARGEST_LOSS_POINTS = {"float32": 0.0, "dynamic": 0.1, "int8": 0.3, "float16": 0.1}
"""How far the accuracy of an export may lie from the float32 one's, in points."""


def make_mnist(folder: Path, data_path: Path | None, recipe: Recipe) -> Iterator[str]:
    """Writes the four models and their cards to `folder`; yields a line a model.

    Nothing is written if an export misses its accuracy or gets a digit of `models/digits` wrong.
    """
    import_tensorflow()
    data = load_mnist(data_path)
    network = _train_with_progress(data, recipe)
    train_images = to_input(data.train_images)
    with quiet():
        exports = {form: export_network(network, form, train_images, recipe.seed) for form in FORMS}
    accuracies = {
        form: measure(content, data.test_images, data.test_labels)
        for form, content in tqdm(exports.items(), desc="measuring", unit="model", leave=False)
    }
    digits_right = {form: _digits_right(content) for form, content in exports.items()}
    _check(accuracies, digits_right)

    folder.mkdir(parents=True, exist_ok=True)
    data_sha256 = _data_sha256(data)
    for form, content in exports.items():
        path = folder / f"mnist_{form}.tflite"
        path.write_bytes(content)
        provenance = Provenance(
            command=f"layerscope train mnist --epochs {recipe.epochs} --seed {recipe.seed} "
            f"--threads {recipe.threads}",
            versions=_versions(),
            data_sha256=data_sha256,
            accuracy=accuracies[form],
            float_accuracy=accuracies["float32"],
            digits_right=digits_right[form],
        )
        path.with_suffix(".md").write_text(model_card(read_model(path), form, provenance), encoding="utf-8")
        yield f"{path}: {len(content):,} bytes, {accuracies[form].percent:.2f} % of the test images right"


def _train_with_progress(data: Mnist, recipe: Recipe) -> object:
    with tqdm(total=steps_of(data, recipe), desc="training", unit="step", mininterval=0.5) as bar:

        def progress(step: int, logs: dict[str, float]) -> None:
            bar.update(step - bar.n)
            bar.set_postfix(loss=f"{logs['loss']:.4f}", accuracy=f"{logs['accuracy']:.4f}", refresh=False)

        return train_network(data, recipe, progress)


def _digits_right(model: bytes) -> int:
    images = np.array(
        [np.frombuffer(read_digit(path).pixels, np.uint8).reshape(28, 28) for path in DIGITS.values()]
    )
    return int(np.sum(predict(model, images) == np.array(list(DIGITS))))


def _check(accuracies: dict[str, Accuracy], digits_right: dict[str, int]) -> None:
    reference = accuracies["float32"].percent
    if reference < LEAST_PERCENT:
        raise ModelError(
            f"training reached {reference:.2f} % on the test images, not {LEAST_PERCENT} %; "
            "give it more --epochs"
        )
    for form, accuracy in accuracies.items():
        if abs(accuracy.percent - reference) > LARGEST_LOSS_POINTS[form]:
            raise ModelError(
                f"the {form} export gets {accuracy.percent:.2f} % right, float32 {reference:.2f} %: "
                f"more than {LARGEST_LOSS_POINTS[form]} points apart; try another --seed"
            )
        if digits_right[form] != len(DIGITS):
            raise ModelError(
                f"the {form} export gets {digits_right[form]} of the {len(DIGITS)} digits of models/digits "
                "right; give it more --epochs or another --seed"
            )


def _data_sha256(data: Mnist) -> str:
    digest = hashlib.sha256()
    for array in (data.train_images, data.train_labels, data.test_images, data.test_labels):
        digest.update(array.tobytes())
    return digest.hexdigest()


def _versions() -> dict[str, str]:
    versions = {name: version(name) for name in ("tensorflow", "keras", "numpy", "ai-edge-litert")}
    return {"Python": platform.python_version(), **versions}
