# SPDX-License-Identifier: Apache-2.0
"""Benchmark networks made here: public topologies with seeded random weights, int8 or float32.

Written by `verify.generate`, quantised by running the float network on seeded inputs: neither Keras nor
TensorFlow is needed (a converter would add a gigabyte to install, and other versions other files), and every
machine makes the same bytes.
"""

from layerscope.networks.topologies import TOPOLOGIES, make_network

__all__ = ["TOPOLOGIES", "make_network"]
