# SPDX-License-Identifier: Apache-2.0
"""Reads a .tflite file, trusting nothing in it.

Standard library only: it runs inside PlatformIO's Python as well. Field numbers are those of the schema,
version 3; `flatbuffer` verifies every offset, this module every index, shape and size.
"""

from __future__ import annotations

import math
from pathlib import Path

from layerscope.models.errors import ModelError
from layerscope.models.flatbuffer import Flatbuffer, Table
from layerscope.models.model import (
    ELEMENT_BYTES,
    Model,
    Operator,
    OperatorCode,
    Quantisation,
    Subgraph,
    Tensor,
)
from layerscope.models.operator_names import operator_name
from layerscope.models.options import read_fields, typed_options

_IDENTIFIER = b"TFL3"
_SCHEMA_VERSION = 3
_MAX_RANK = 8
_MAX_ELEMENTS = 1 << 31
_MAX_EMPTY_BYTES = 1 << 16  # kernels count through the extents that are not 0
TYPES = (
    "float32", "float16", "int32", "uint8", "int64", "string", "bool", "int16", "complex64", "int8",
    "float64", "complex128", "uint64", "resource", "variant", "uint32", "uint16", "int4", "bfloat16",
)  # fmt: skip
# A zero point is a value of its type: kernels pad with it and keep it in as many bits.
_ZERO_POINTS = {"int4": (-8, 7), "int8": (-128, 127), "uint8": (0, 255), "int16": (-32768, 32767)}
_ANY_ZERO_POINT = (-(1 << 31) + 1, (1 << 31) - 1)


def read_model(source: Path | str | bytes) -> Model:
    """The checked model of a file or of bytes. Raises ModelError with one sentence on anything wrong."""
    if isinstance(source, bytes):
        return _read(source, "model", None)
    path = Path(source)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ModelError(f"{path}: there is no such file; check the path") from None
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    return _read(data, path.name, path)


def _read(data: bytes, name: str, path: Path | None) -> Model:
    if data[4:8] != _IDENTIFIER:
        raise ModelError(
            f"{name}: not a TensorFlow Lite model (no TFL3 at byte 4 of {len(data)}); give a .tflite file"
        )
    buffer = Flatbuffer(data, name)
    root = buffer.root("the model")
    version = root.integer(0, "I", "version")
    if version != _SCHEMA_VERSION:
        raise ModelError(f"{name}: schema version {version}, not {_SCHEMA_VERSION}; convert the model again")
    codes = tuple(_operator_code(table) for table in root.tables(1, "operator code"))
    extents = [_buffer_extent(table) for table in root.tables(4, "buffer")]
    _check_metadata(root, len(extents))
    subgraphs = tuple(_subgraph(table, codes, extents) for table in root.tables(2, "subgraph"))
    if not subgraphs or not subgraphs[0].operators:
        raise ModelError(f"{name}: the model has no operators; convert it again")
    return Model(data, name, path, version, root.text(3, "description"), codes, subgraphs)


def _operator_code(table: Table) -> OperatorCode:
    # Codes up to 127 stand in the old byte field as well; writers of either age are read by the larger.
    code = max(table.integer(0, "b", "deprecated_builtin_code"), table.integer(3, "i", "builtin_code"))
    version = table.integer(2, "i", "version", 1)
    return OperatorCode(operator_name(code), table.text(1, "custom_code"), version)


def _check_metadata(root: Table, buffers: int) -> None:
    """Nothing here is used, but the board's runtime walks it too and would refuse what is damaged."""
    root.integers(5, "i", "metadata_buffer")
    for table in root.tables(6, "metadata"):
        table.text(0, "name")
        if table.integer(1, "I", "buffer") >= buffers:
            raise table.buffer.fail(table.where, f"names a buffer beyond the {buffers}")


def _buffer_extent(table: Table) -> tuple[int, int]:
    offset, size = table.byte_range(0, "data")
    table.integer(1, "Q", "offset")
    if table.integer(2, "Q", "size") > 1:
        raise ModelError(
            f"{table.buffer.name}: {table.where} keeps its data outside the flatbuffer (a model above 2 GB); "
            "no such model fits a microcontroller"
        )
    return offset, size


def _subgraph(table: Table, codes: tuple[OperatorCode, ...], extents: list[tuple[int, int]]) -> Subgraph:
    tensors = tuple(_tensor(t, i, extents) for i, t in enumerate(table.tables(0, "tensor")))
    where = table.where
    inputs = _indices(table, 1, "inputs", where, len(tensors), optional=False)
    outputs = _indices(table, 2, "outputs", where, len(tensors), optional=False)
    operators = tuple(_operator(t, i, codes, len(tensors)) for i, t in enumerate(table.tables(3, "operator")))
    return Subgraph(table.text(4, "name"), tensors, operators, inputs, outputs)


def _tensor(table: Table, index: int, extents: list[tuple[int, int]]) -> Tensor:
    fail = table.buffer.fail
    code = table.integer(1, "b", "type")
    if not 0 <= code < len(TYPES):
        raise fail(table.where, f"has type {code}, which the schema does not know")
    if table.has(6, "sparsity"):
        raise ModelError(
            f"{table.buffer.name}: {table.where} is stored sparse, which is not in this runtime; "
            "convert the model without sparsity"
        )
    shape = table.integers(0, "i", "shape")
    # Not used, but the board's runtime walks them.
    table.integers(7, "i", "shape_signature")
    table.boolean(8, "has_rank")
    if len(shape) > _MAX_RANK or any(extent < 0 for extent in shape):
        raise fail(table.where, f"has the shape {list(shape[: _MAX_RANK + 1])}")
    buffer = table.integer(2, "I", "buffer")
    if buffer >= len(extents):
        raise fail(table.where, f"names buffer {buffer} of {len(extents)}")
    offset, size = extents[buffer]
    tensor = Tensor(
        index=index,
        name=table.text(3, "name"),
        shape=shape,
        type=TYPES[code],
        buffer=buffer,
        data_offset=offset,
        data_bytes=size,
        quantisation=_quantisation(table, shape, TYPES[code]),
        is_variable=table.boolean(5, "is_variable"),
    )
    others = math.prod(extent for extent in shape if extent) * ELEMENT_BYTES.get(tensor.type, 1)
    if others >= _MAX_ELEMENTS or (tensor.elements == 0 and others > _MAX_EMPTY_BYTES):
        raise fail(table.where, f"has the shape {list(shape)}")
    if size and tensor.bytes and size != tensor.bytes:
        raise fail(table.where, f"has {size} bytes of data where its shape and type need {tensor.bytes}")
    if tensor.type == "bool" and any(value > 1 for value in table.buffer.data[offset : offset + size]):
        raise fail(table.where, "has a bool that is not 0 or 1")
    if size and offset % min(ELEMENT_BYTES.get(tensor.type, 1), 8):
        raise fail(table.where, f"has {tensor.type} data at the misaligned byte {offset}")
    return tensor


def _quantisation(table: Table, shape: tuple[int, ...], type: str) -> Quantisation | None:
    parameters = table.table(4, "quantization")
    if parameters is None:
        return None
    for index, name in enumerate(("min", "max")):  # not used, but the board's runtime walks them
        parameters.reals(index, name)
    scales = parameters.reals(2, "scale")
    zero_points = parameters.integers(3, "q", "zero_point")
    axis = parameters.integer(6, "i", "quantized_dimension")
    if not scales:
        return None
    if len(zero_points) != len(scales):
        raise table.buffer.fail(table.where, f"has {len(scales)} scales and {len(zero_points)} zero points")
    if len(scales) > 1 and not (0 <= axis < len(shape) and shape[axis] == len(scales)):
        raise table.buffer.fail(
            table.where, f"has {len(scales)} scales along axis {axis} of the shape {list(shape)}"
        )
    lowest, highest = _ZERO_POINTS.get(type, _ANY_ZERO_POINT)
    if not all(lowest <= zero_point <= highest for zero_point in zero_points):
        raise table.buffer.fail(table.where, f"has a zero point outside its type, {type}")
    if not all(0.0 <= scale < float("inf") for scale in scales):
        raise table.buffer.fail(table.where, "has a scale that is negative or not a number")
    return Quantisation(scales, zero_points, axis)


def _operator(table: Table, index: int, codes: tuple[OperatorCode, ...], tensors: int) -> Operator:
    opcode = table.integer(0, "I", "opcode_index")
    if opcode >= len(codes):
        raise table.buffer.fail(table.where, f"names operator code {opcode} of {len(codes)}")
    code = codes[opcode]
    where = f"{table.where} ({code.name})"
    table.byte_range(5, "custom_options")
    table.integer(6, "b", "custom_options_format")
    table.byte_range(7, "mutating_variable_inputs")
    fields = read_fields(table, code.name, where)
    return Operator(
        index=index,
        name=code.name,
        custom_code=code.custom_code,
        version=code.version,
        inputs=_indices(table, 1, "inputs", where, tensors, optional=True),
        outputs=_indices(table, 2, "outputs", where, tensors, optional=False),
        intermediates=_indices(table, 8, "intermediates", where, tensors, optional=True),
        options=typed_options(code.name, fields),
        fields=fields or {},
    )


def _indices(
    table: Table, field: int, name: str, where: str, tensors: int, *, optional: bool
) -> tuple[int, ...]:
    indices = table.integers(field, "i", name)
    for value in indices:
        if not (-1 if optional else 0) <= value < tensors:
            raise table.buffer.fail(where, f"names tensor {value} of {tensors} among its {name}")
    return indices
