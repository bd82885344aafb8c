# SPDX-License-Identifier: Apache-2.0
"""The model card beside each .tflite file: how it was made, what it is, how well it does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from layerscope.models.macs import layer_costs, total_macs
from layerscope.models.model import Model, Quantisation
from layerscope.training.measure import Accuracy

_FORMS = {
    "float32": "32-bit floating point throughout.",
    "dynamic": "Dynamic-range: int8 weights, one scale an output channel; activations stay float32 and are "
    "quantised at run time. Weights of fewer than 1,024 elements stay float32.",
    "int8": "Full integer: int8 weights (one scale an output channel) and activations; int8 in, int8 out.",
    "float16": "float16 weights, read through DEQUANTIZE; float32 activations.",
}


@dataclass(frozen=True)
class Provenance:
    command: str
    versions: dict[str, str]
    data_sha256: str
    accuracy: Accuracy
    float_accuracy: Accuracy
    digits_right: int


def model_card(model: Model, form: str, provenance: Provenance) -> str:
    source, target = (model.main.tensors[ids[0]] for ids in (model.main.inputs, model.main.outputs))
    costs = layer_costs(model)
    accuracy, reference = provenance.accuracy, provenance.float_accuracy
    difference = accuracy.percent - reference.percent
    lines = [
        f"# {model.name}",
        "",
        "Handwritten digits (MNIST), 10 classes: Conv 3x3x32 ReLU, MaxPool 2, Conv 3x3x64 ReLU, MaxPool 2,",
        "Conv 3x3x64 ReLU, Flatten, Dense 64 ReLU, Dense 10 softmax.",
        f"{_FORMS[form]}",
        "",
        "| | |",
        "|---|---|",
        f"| size | {len(model.data):,} bytes |",
        f"| sha256 | `{model.sha256}` |",
        f"| input | {source.type} {list(source.shape)}{_quantisation_text(source.quantisation)} |",
        f"| output | {target.type} {list(target.shape)}{_quantisation_text(target.quantisation)} |",
        f"| multiply-accumulates | {total_macs(model):,} |",
        f"| weights and biases | {sum(cost.weights_bytes for cost in costs):,} bytes |",
        f"| operators | {_operator_runs([cost.op for cost in costs])} |",
        f"| accuracy | {accuracy.percent:.2f} % ({accuracy.correct:,} of {accuracy.images:,} test images) |",
        f"| against float32 | {difference:+.2f} points |",
        f"| digits of `models/digits` | {provenance.digits_right} of 10 right |",
        "",
        "The input is the image divided by 255: 0.0 background, 1.0 ink. Accuracy is LiteRT's, no delegate.",
        "",
        "## How it was made",
        "",
        "```",
        provenance.command,
        "```",
        "",
        "with " + ", ".join(f"{name} {version}" for name, version in provenance.versions.items()) + ";",
        "the images and labels (x_train, y_train, x_test, y_test, as raw bytes) have sha256",
        f"`{provenance.data_sha256}`.",
        "Training is seeded. Another machine or TensorFlow version gives weights as good, not equal bytes.",
        "",
    ]
    return "\n".join(lines)


def _quantisation_text(quantisation: Quantisation | None) -> str:
    if quantisation is None:
        return ""
    return f", scale {quantisation.scales[0]:.9g}, zero point {quantisation.zero_points[0]}"


def _operator_runs(names: list[str]) -> str:
    runs = ((name, len(list(group))) for name, group in groupby(names))
    return ", ".join(name if count == 1 else f"{name} x{count}" for name, count in runs)
