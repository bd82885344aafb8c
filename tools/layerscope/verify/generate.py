# SPDX-License-Identifier: Apache-2.0
"""Builds .tflite files from a description, so that a test can ask an oracle about any shape or edge value.

Only `flatbuffers` and `tflite` are needed; TensorFlow is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import flatbuffers
import numpy as np
import numpy.typing as npt
import tflite

from layerscope.models.int4 import pack_int4
from layerscope.models.schema_options import OPTIONS_TABLES

Array = npt.NDArray[Any]

TENSOR_TYPES: dict[str, tuple[int, Any]] = {
    "float32": (tflite.TensorType.FLOAT32, np.float32),
    "float16": (tflite.TensorType.FLOAT16, np.float16),
    "int8": (tflite.TensorType.INT8, np.int8),
    "uint8": (tflite.TensorType.UINT8, np.uint8),
    "int16": (tflite.TensorType.INT16, np.int16),
    "int32": (tflite.TensorType.INT32, np.int32),
    "int64": (tflite.TensorType.INT64, np.int64),
    "uint16": (tflite.TensorType.UINT16, np.uint16),
    "uint32": (tflite.TensorType.UINT32, np.uint32),
    "uint64": (tflite.TensorType.UINT64, np.uint64),
    "float64": (tflite.TensorType.FLOAT64, np.float64),
    "bool": (tflite.TensorType.BOOL, np.bool_),
    "resource": (tflite.TensorType.RESOURCE, np.int32),  # without data
    "int4": (tflite.TensorType.INT4, np.int8),  # in arrays one a byte, in the file two
}

_VERSIONS = {"CONV_2D": 5, "DEPTHWISE_CONV_2D": 6, "FULLY_CONNECTED": 9, "QUANTIZE": 2, "DEQUANTIZE": 3}


@dataclass
class TensorSpec:
    """One tensor. `scale` and `zero_point` hold one entry, or one per channel along `axis`."""

    name: str
    shape: tuple[int, ...]
    type: str
    data: Array | None = None
    scale: Sequence[float] = ()
    zero_point: Sequence[int] = ()
    axis: int = 0
    is_variable: bool = False


@dataclass
class OperatorSpec:
    op: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: dict[str, Any] = field(default_factory=dict)
    intermediates: tuple[int, ...] = ()


@dataclass
class SubgraphSpec:
    """`inputs` and `outputs` are tensor indices, -1 for an absent optional input."""

    tensors: list[TensorSpec] = field(default_factory=list)
    operators: list[OperatorSpec] = field(default_factory=list)
    inputs: list[int] = field(default_factory=list)
    outputs: list[int] = field(default_factory=list)

    def tensor(
        self, name: str, shape: Sequence[int], type: str, data: Array | None = None, **more: Any
    ) -> int:
        """Adds a tensor and returns its index."""
        if data is not None:
            data = np.asarray(data, TENSOR_TYPES[type][1]).reshape(tuple(shape))
        self.tensors.append(TensorSpec(name, tuple(shape), type, data, **more))
        return len(self.tensors) - 1

    def operator(
        self,
        op: str,
        inputs: Sequence[int],
        outputs: Sequence[int],
        intermediates: Sequence[int] = (),
        **options: Any,
    ) -> None:
        """Adds an operator; options carry the schema's field names, e.g. `StrideW=2`."""
        if op not in OPTIONS_TABLES:
            raise ValueError(
                f"operator {op} is not one this builder knows; add it to models/schema_options.py"
            )
        self.operators.append(OperatorSpec(op, tuple(inputs), tuple(outputs), options, tuple(intermediates)))


@dataclass
class ModelSpec(SubgraphSpec):
    """A model. It is its own main subgraph; operators such as IF run the others by number."""

    others: list[SubgraphSpec] = field(default_factory=list)

    def subgraph(self) -> tuple[int, SubgraphSpec]:
        """Another subgraph, and its number."""
        self.others.append(SubgraphSpec())
        return len(self.others), self.others[-1]

    def build(self) -> bytes:
        """The model as the bytes of a .tflite file."""
        return _Writer(self).write()


class _Writer:
    def __init__(self, spec: ModelSpec) -> None:
        self.spec = spec
        self.builder = flatbuffers.Builder(1 << 16)

    def _call(self, table: str, what: str, *args: Any) -> Any:
        return getattr(tflite, f"{table}{what}")(self.builder, *args)

    def _offsets(self, table: str, what: str, offsets: Sequence[int]) -> int:
        self._call(table, f"Start{what}Vector", len(offsets))
        for offset in reversed(offsets):
            self.builder.PrependUOffsetTRelative(offset)
        return int(self.builder.EndVector())

    def _vector(self, values: Sequence[float], type: Any = np.int32) -> int:
        return int(self.builder.CreateNumpyVector(np.asarray(values, type)))

    def _table(self, table: str, **fields: Any) -> int:
        self._call(table, "Start")
        for name, value in fields.items():
            if value is not None:
                self._call(table, f"Add{name}", value)
        return int(self._call(table, "End"))

    def _buffer(self, tensor: TensorSpec | None) -> int:
        if tensor is None or tensor.data is None:
            return self._table("Buffer")
        data = pack_int4(tensor.data) if tensor.type == "int4" else tensor.data
        raw = np.frombuffer(np.ascontiguousarray(data).tobytes(), np.uint8)
        # The schema asks for `force_align: 16` on a buffer's data.
        self.builder.StartVector(1, len(raw), 16)
        self.builder.head -= len(raw)
        self.builder.Bytes[self.builder.Head() : self.builder.Head() + len(raw)] = raw.tobytes()
        return self._table("Buffer", Data=self.builder.EndVector())

    def _tensor(self, tensor: TensorSpec, buffer: int) -> int:
        quantization = None
        if len(tensor.scale):
            scale = self._vector(tensor.scale, np.float32)
            zero_point = self._vector(list(tensor.zero_point) or [0] * len(tensor.scale), np.int64)
            quantization = self._table(
                "QuantizationParameters", Scale=scale, ZeroPoint=zero_point, QuantizedDimension=tensor.axis
            )
        name = self.builder.CreateString(tensor.name)
        shape = self._vector(tensor.shape)
        return self._table(
            "Tensor",
            Shape=shape,
            Type=TENSOR_TYPES[tensor.type][0],
            Buffer=buffer,
            Name=name,
            Quantization=quantization,
            IsVariable=tensor.is_variable or None,
        )

    def _operator(self, operator: OperatorSpec, opcode: int) -> int:
        schema = OPTIONS_TABLES[operator.op]
        options = options_type = None
        known = [field.camel for field in schema.fields] if schema else []
        unknown = set(operator.options) - set(known)
        if unknown:
            raise ValueError(f"{operator.op} has no option {sorted(unknown)}; it has {known}")
        if schema is not None:
            fields = {name: self._option(value) for name, value in operator.options.items()}
            options, options_type = self._table(schema.name, **fields), schema.tag
        intermediates = self._vector(operator.intermediates) if operator.intermediates else None
        inputs, outputs = self._vector(operator.inputs), self._vector(operator.outputs)
        return self._table(
            "Operator",
            OpcodeIndex=opcode,
            Inputs=inputs,
            Outputs=outputs,
            BuiltinOptionsType=options_type,
            BuiltinOptions=options,
            Intermediates=intermediates,
        )

    def _option(self, value: Any) -> Any:
        """Strings and vectors stand outside the table, and before it."""
        if isinstance(value, str):
            return self.builder.CreateString(value)
        return self._vector(value) if isinstance(value, tuple | list) else value

    def write(self) -> bytes:
        graphs = [self.spec, *self.spec.others]
        # Buffer 0 is the schema's empty one; every tensor without data shares it.
        buffers = [self._buffer(None)]
        names = sorted({operator.op for graph in graphs for operator in graph.operators})
        codes = [self._code(name) for name in names]
        subgraphs = [self._subgraph(graph, buffers, names) for graph in graphs]
        description = self.builder.CreateString("layerscope test model")
        model = self._table(
            "Model",
            Version=3,
            OperatorCodes=self._offsets("Model", "OperatorCodes", codes),
            Subgraphs=self._offsets("Model", "Subgraphs", subgraphs),
            Description=description,
            Buffers=self._offsets("Model", "Buffers", buffers),
        )
        self.builder.Finish(model, file_identifier=b"TFL3")
        return bytes(self.builder.Output())

    def _code(self, name: str) -> int:
        code = getattr(tflite.BuiltinOperator, name)
        return self._table(
            "OperatorCode",
            DeprecatedBuiltinCode=min(code, 127),
            BuiltinCode=code,
            Version=_VERSIONS.get(name, 1),
        )

    def _subgraph(self, spec: SubgraphSpec, buffers: list[int], names: list[str]) -> int:
        """Adds the buffers of the subgraph's constants to `buffers`."""
        tensors = []
        for tensor in spec.tensors:
            if tensor.data is not None:
                buffers.append(self._buffer(tensor))
            tensors.append(self._tensor(tensor, 0 if tensor.data is None else len(buffers) - 1))
        operators = [self._operator(o, names.index(o.op)) for o in spec.operators]
        return self._table(
            "SubGraph",
            Tensors=self._offsets("SubGraph", "Tensors", tensors),
            Inputs=self._vector(spec.inputs),
            Outputs=self._vector(spec.outputs),
            Operators=self._offsets("SubGraph", "Operators", operators),
        )
