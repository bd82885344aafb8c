# SPDX-License-Identifier: Apache-2.0
"""A network as records: what `reader.read_model` returns."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

ELEMENT_BYTES = {
    "float32": 4, "float16": 2, "bfloat16": 2, "float64": 8, "complex64": 8, "complex128": 16,
    "int8": 1, "int16": 2, "int32": 4, "int64": 8,
    "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8, "bool": 1, "resource": 4,
}  # fmt: skip
"""Bytes of one element. int4 packs two a byte; string and variant have no fixed size."""


@dataclass(frozen=True)
class Quantisation:
    """real = scale * (quantised - zero_point), one pair a tensor or one a slice along `axis`."""

    scales: tuple[float, ...]
    zero_points: tuple[int, ...]
    axis: int


@dataclass(frozen=True)
class Tensor:
    index: int
    name: str
    shape: tuple[int, ...]
    type: str
    """The schema's name in lower case: float32, int8, ..."""
    buffer: int
    data_offset: int
    """Where the constant's bytes start in the file; meaningless when `data_bytes` is 0."""
    data_bytes: int
    quantisation: Quantisation | None
    is_variable: bool

    @property
    def elements(self) -> int:
        return math.prod(self.shape)

    @property
    def bytes(self) -> int:
        """Size in memory; 0 for a type of no fixed size."""
        if self.type == "int4":
            return (self.elements + 1) // 2
        return self.elements * ELEMENT_BYTES.get(self.type, 0)

    @property
    def is_constant(self) -> bool:
        return self.data_bytes > 0


@dataclass(frozen=True)
class ConvOptions:
    padding: str
    """`same` or `valid`."""
    stride_h: int
    stride_w: int
    dilation_h: int
    dilation_w: int
    activation: str
    """`none`, `relu`, `relu_n1_to_1`, `relu6`, `tanh`, `sign_bit`."""
    depth_multiplier: int = 0
    """DEPTHWISE_CONV_2D's; 0 for CONV_2D."""


@dataclass(frozen=True)
class PoolOptions:
    padding: str
    stride_h: int
    stride_w: int
    filter_h: int
    filter_w: int
    activation: str


@dataclass(frozen=True)
class FullyConnectedOptions:
    activation: str
    weights_format: int
    keep_num_dims: bool
    asymmetric_quantize_inputs: bool


@dataclass(frozen=True)
class SoftmaxOptions:
    beta: float


@dataclass(frozen=True)
class ReshapeOptions:
    new_shape: tuple[int, ...]


OptionFields = Mapping[str, Any]
"""An operator's options by the schema's field names; enumerations as numbers."""

Options = ConvOptions | PoolOptions | FullyConnectedOptions | SoftmaxOptions | ReshapeOptions


@dataclass(frozen=True)
class OperatorCode:
    name: str
    """The schema's upper-case name; CUSTOM for a custom operator."""
    custom_code: str
    version: int


@dataclass(frozen=True)
class Operator:
    index: int
    name: str
    custom_code: str
    version: int
    inputs: tuple[int, ...]
    """Tensor indices of the subgraph; -1 is an optional input left out."""
    outputs: tuple[int, ...]
    intermediates: tuple[int, ...]
    options: Options | None
    """Of the operators that have a typed record."""
    fields: OptionFields = field(default_factory=dict, compare=False)
    """Of every operator; empty when the model leaves the options out."""


@dataclass(frozen=True)
class Subgraph:
    name: str
    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


@dataclass(frozen=True)
class Model:
    data: bytes
    name: str
    """The file's name, or `model` for bytes."""
    path: Path | None
    version: int
    description: str
    operator_codes: tuple[OperatorCode, ...]
    subgraphs: tuple[Subgraph, ...]

    @property
    def main(self) -> Subgraph:
        return self.subgraphs[0]

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def constant(self, tensor: Tensor) -> bytes:
        """The bytes of a constant tensor."""
        return self.data[tensor.data_offset : tensor.data_offset + tensor.data_bytes]
