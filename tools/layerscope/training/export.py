# SPDX-License-Identifier: Apache-2.0
"""The four exports of a network, by TensorFlow's converter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layerscope.training.data import import_tensorflow
from layerscope.training.network import build_network

FORMS = ("float32", "dynamic", "int8", "float16")
_REPRESENTATIVE_IMAGES = 500


def export_network(network: Any, form: str, train_images: NDArray[np.float32], seed: int) -> bytes:
    """The .tflite bytes of one of FORMS. The batch is 1; int8 takes and gives int8."""
    tensorflow = import_tensorflow()
    # A twin of fixed shape: with an open batch the converter leaves SHAPE, STRIDED_SLICE and PACK behind.
    single = build_network(batch=1)
    single.set_weights(network.get_weights())
    converter = tensorflow.lite.TFLiteConverter.from_keras_model(single)
    if form != "float32":
        converter.optimizations = [tensorflow.lite.Optimize.DEFAULT]
    if form == "float16":
        converter.target_spec.supported_types = [tensorflow.float16]
    if form == "int8":
        chosen = np.random.default_rng(seed).choice(len(train_images), _REPRESENTATIVE_IMAGES, replace=False)

        def representative() -> Iterator[list[NDArray[np.float32]]]:
            for index in chosen:
                yield [train_images[index : index + 1]]

        converter.representative_dataset = representative
        converter.target_spec.supported_ops = [tensorflow.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = tensorflow.int8
        converter.inference_output_type = tensorflow.int8
    return bytes(converter.convert())
