"""Layerscope: measures a neural network layer by layer on Cortex-M7 boards, and says why."""
