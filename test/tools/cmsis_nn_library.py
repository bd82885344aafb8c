# SPDX-License-Identifier: Apache-2.0
"""lib/cmsis_nn as a shared library of this machine, and its C types: kernels called as applications do."""

from __future__ import annotations

import ctypes
import math
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from cortex_m7_kernels import KERNELS, WARNINGS, C

Array = npt.NDArray[Any]
I32 = ctypes.c_int32
SUCCESS, ARGUMENT_ERROR = 0, -1
GUARD = 64


class Tile(ctypes.Structure):
    _fields_: ClassVar[Any] = [("w", I32), ("h", I32)]


class Context(ctypes.Structure):
    _fields_: ClassVar[Any] = [("buf", ctypes.c_void_p), ("size", I32)]


class Dims(ctypes.Structure):
    _fields_: ClassVar[Any] = [("n", I32), ("h", I32), ("w", I32), ("c", I32)]


class Activation(ctypes.Structure):
    _fields_: ClassVar[Any] = [("min", I32), ("max", I32)]


class PerChannel(ctypes.Structure):
    _fields_: ClassVar[Any] = [("multiplier", ctypes.c_void_p), ("shift", ctypes.c_void_p)]


class PerTensor(ctypes.Structure):
    _fields_: ClassVar[Any] = [("multiplier", I32), ("shift", I32)]


class Quant(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("multiplier", ctypes.c_void_p),
        ("shift", ctypes.c_void_p),
        ("is_per_channel", I32),
    ]


class BiasData(ctypes.Structure):
    _fields_: ClassVar[Any] = [("data", ctypes.c_void_p), ("is_int32_bias", ctypes.c_bool)]


STEPS = [("stride", Tile), ("padding", Tile), ("dilation", Tile), ("activation", Activation)]


class ConvParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [("input_offset", I32), ("output_offset", I32), *STEPS]


class DepthwiseParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [("input_offset", I32), ("output_offset", I32), ("ch_mult", I32), *STEPS]


class TransposeConvParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("input_offset", I32),
        ("output_offset", I32),
        *((name, Tile) for name in ("stride", "padding", "padding_offsets", "dilation")),
        ("activation", Activation),
    ]


class PoolParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [("stride", Tile), ("padding", Tile), ("activation", Activation)]


class FullyConnectedParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [("input_offset", I32), ("filter_offset", I32), ("output_offset", I32),
                ("activation", Activation)]  # fmt: skip


class BatchMatmulParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("adj_x", ctypes.c_bool),
        ("adj_y", ctypes.c_bool),
        ("fc_params", FullyConnectedParams),
    ]


class TransposeParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [("num_dims", I32), ("permutations", ctypes.c_void_p)]


class SvdfParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("rank", I32),
        ("input_offset", I32),
        ("output_offset", I32),
        ("input_activation", Activation),
        ("output_activation", Activation),
    ]


class SoftmaxTables(ctypes.Structure):
    _fields_: ClassVar[Any] = [("exp_lut", ctypes.c_void_p), ("one_by_one_lut", ctypes.c_void_p)]


class LstmGate(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("input_multiplier", I32),
        ("input_shift", I32),
        ("input_weights", ctypes.c_void_p),
        ("input_effective_bias", ctypes.c_void_p),
        ("hidden_multiplier", I32),
        ("hidden_shift", I32),
        ("hidden_weights", ctypes.c_void_p),
        ("hidden_effective_bias", ctypes.c_void_p),
        ("bias", ctypes.c_void_p),
        ("activation_type", ctypes.c_int),
    ]


class LstmParams(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        *((name, I32) for name in ("time_major", "batch_size", "time_steps", "input_size", "hidden_size")),
        ("input_offset", I32),
        *(
            (f"{name}_to_cell_{part}", I32)
            for name in ("forget", "input")
            for part in ("multiplier", "shift")
        ),
        *((name, I32) for name in ("cell_clip", "cell_scale_power")),
        *((f"output_{part}", I32) for part in ("multiplier", "shift", "offset")),
        *((f"{name}_gate", LstmGate) for name in ("forget", "input", "cell", "output")),
    ]


class LstmContext(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        *((name, ctypes.c_void_p) for name in ("temp1", "temp2", "cell_state", "hidden_state"))
    ]


class Library:
    """Calls by name. Arrays go as pointers to their data, structures by reference, integers as int32."""

    def __init__(self, directory: Path) -> None:
        target = directory / "cmsis_nn.so"
        sources = [str(source) for source in sorted(KERNELS.glob("src/*.c"))]
        # A trap instead of a report: nothing to link, and a fault cannot be overlooked.
        checks = ["-fsanitize=undefined", "-fsanitize-undefined-trap-on-error"]
        options = ["-O1", "-shared", "-fPIC", *C, *WARNINGS, *checks, f"-I{KERNELS / 'include'}"]
        subprocess.run(["gcc", *options, *sources, "-lm", "-o", str(target)], check=True)
        self._library = ctypes.CDLL(str(target))

    def __call__(self, name: str, *arguments: Any) -> int:
        function = getattr(self._library, name)
        function.restype = I32
        passed: list[Any] = []
        for argument in arguments:
            if argument is None:
                passed.append(ctypes.c_void_p())
            elif isinstance(argument, np.ndarray):
                assert argument.flags.c_contiguous
                passed.append(ctypes.c_void_p(argument.ctypes.data))
            elif isinstance(argument, ctypes.Structure):
                passed.append(ctypes.byref(argument))
            else:
                passed.append(I32(int(argument)))
        return int(function(*passed))

    def has(self, name: str) -> bool:
        return hasattr(self._library, name)

    def scratch(self, name: str, *arguments: Any) -> Scratch:
        """As much scratch as the function's _get_buffer_size asks for."""
        return Scratch(self(f"{name}_get_buffer_size", *arguments))


@cache
def host_library() -> Library:
    """Built once a process."""
    directory = Path(tempfile.mkdtemp(prefix="cmsis_nn_"))
    try:
        return Library(directory)
    finally:
        shutil.rmtree(directory)  # loaded, it needs its file no longer


class Scratch:
    """A buffer that knows whether someone wrote beyond its end."""

    def __init__(self, size: int) -> None:
        assert size >= 0
        self._memory = np.full(size + GUARD + 8, 0xA5, np.uint8)
        self.size = size
        self.context = Context(self._memory.ctypes.data + (-self._memory.ctypes.data) % 8, size)

    @property
    def memory(self) -> Array:
        start = (-self._memory.ctypes.data) % 8
        view: Array = self._memory[start : start + self.size]
        return view

    @property
    def intact(self) -> bool:
        start = (-self._memory.ctypes.data) % 8 + self.size
        return bool((self._memory[start:] == 0xA5).all())


def dims(shape: Sequence[int]) -> Dims:
    """Up to four extents, right-aligned as n, h, w, c."""
    return Dims(*([1] * (4 - len(shape)) + list(shape)))


def quantize_multiplier(factor: float) -> tuple[int, int]:
    """factor = multiplier * 2^(shift - 31), as TensorFlow Lite's QuantizeMultiplier makes them."""
    if factor == 0:
        return 0, 0
    fraction, shift = math.frexp(factor)
    multiplier = math.floor(fraction * 2.0**31 + 0.5)
    if multiplier == 1 << 31:
        multiplier, shift = multiplier // 2, shift + 1
    return (0, 0) if shift < -31 else (multiplier, shift)


def quantize_multipliers(factors: Sequence[float]) -> tuple[Array, Array]:
    pairs = [quantize_multiplier(factor) for factor in factors]
    return np.array([m for m, _ in pairs], np.int32), np.array([s for _, s in pairs], np.int32)


def per_channel(multipliers: Array, shifts: Array) -> PerChannel:
    return PerChannel(multipliers.ctypes.data, shifts.ctypes.data)


def single(value: float) -> float:
    """As the float32 that a model's file holds."""
    return float(np.float32(value))


def activation_range(activation: int, scale: float, zero_point: int, type: str) -> Activation:
    """CalculateActivationRangeQuantized: none, relu, relu_n1_to_1, relu6."""
    low, high = np.iinfo(type).min, np.iinfo(type).max

    def quantized(real: float) -> int:
        ratio = float(np.float32(np.float32(real) / np.float32(scale)))
        return zero_point + int(math.copysign(math.floor(abs(ratio) + 0.5), ratio))

    if activation == 1:
        return Activation(max(low, quantized(0.0)), high)
    if activation == 2:
        return Activation(max(low, quantized(-1.0)), min(high, quantized(1.0)))
    if activation == 3:
        return Activation(max(low, quantized(0.0)), min(high, quantized(6.0)))
    return Activation(low, high)
