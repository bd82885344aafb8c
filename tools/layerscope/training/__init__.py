# SPDX-License-Identifier: Apache-2.0
"""Making the networks of `models/`: data, Keras network, exports, measurement, model cards.

TensorFlow is imported inside functions only: the package's other commands work without it.
"""
