# SPDX-License-Identifier: Apache-2.0
"""The four networks of MLPerf Tiny, layer by layer as its reference models are.

Source: github.com/mlcommons/tiny, benchmark/training (visual_wake_words, image_classification,
keyword_spotting, anomaly_detection); batch normalisation is folded into the convolutions, as the converter
does it.
"""

from __future__ import annotations

from collections.abc import Callable

from layerscope.networks.network import Network
from layerscope.networks.quantise import write


def visual_wake_words() -> Network:
    """MobileNetV1, width 0.25, on 96x96 RGB: a person or none."""
    net = Network("vww", (0.0, 1.0))
    at = net.conv(net.input((1, 96, 96, 3)), 8, (3, 3), (2, 2))
    blocks = [(16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2), *[(128, 1)] * 5, (256, 2), (256, 1)]
    for channels, stride in blocks:
        at = net.conv(net.depthwise(at, (stride, stride)), channels, (1, 1))
    net.softmax(net.dense(net.flatten(net.average(at)), 2))
    return net


def image_classification() -> Network:
    """ResNet-8 on CIFAR-10's 32x32 RGB."""
    net = Network("ic", (0.0, 255.0))
    at = net.conv(net.input((1, 32, 32, 3)), 16, (3, 3))
    at = net.add(at, net.conv(net.conv(at, 16, (3, 3)), 16, (3, 3), relu=False))
    for channels in (32, 64):
        deep = net.conv(net.conv(at, channels, (3, 3), (2, 2)), channels, (3, 3), relu=False)
        at = net.add(net.conv(at, channels, (1, 1), (2, 2), relu=False), deep)
    net.softmax(net.dense(net.flatten(net.average(at)), 10))
    return net


def keyword_spotting() -> Network:
    """DS-CNN on 49 frames of 10 cepstral coefficients: twelve words."""
    net = Network("kws", (-123.0, 26.0))
    at = net.conv(net.input((1, 49, 10, 1)), 64, (10, 4), (2, 2))
    for _ in range(4):
        at = net.conv(net.depthwise(at), 64, (1, 1))
    net.softmax(net.dense(net.flatten(net.average(at)), 12))
    return net


def anomaly_detection() -> Network:
    """An autoencoder of ten dense layers on five frames of 128 log-mel energies."""
    net = Network("ad", (-85.0, 15.0))
    at = net.input((1, 640))
    for width in (128, 128, 128, 128, 8, 128, 128, 128, 128):
        at = net.dense(at, width, relu=True)
    net.dense(at, 640)
    return net


TOPOLOGIES: dict[str, Callable[[], Network]] = {
    "ad": anomaly_detection,
    "ic": image_classification,
    "kws": keyword_spotting,
    "vww": visual_wake_words,
}


def make_network(name: str, compression: str) -> bytes:
    """The file of a network of TOPOLOGIES; `compression` is `int8`, or `none` for float32."""
    return write(TOPOLOGIES[name](), int8=compression == "int8")
