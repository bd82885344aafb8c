# SPDX-License-Identifier: Apache-2.0
"""The model as a board needs it: without the names and notes that nobody reads there.

What is left out: names of tensors and subgraphs, the description, signatures, metadata but for a memory
plan, ranges seen in calibration, shape signatures, options that are defaults, and buffers of no tensor.
What is equal is stored once. Weights may be rewritten on the way (packing.py). Standard library only: it
runs inside PlatformIO's Python as well.
"""

from __future__ import annotations

from layerscope.models.errors import ModelError
from layerscope.models.flatbuffer_writer import Field, FlatbufferWriter, Place
from layerscope.models.model import Model, Operator, OptionFields, Subgraph, Tensor
from layerscope.models.offline_plan import OFFLINE_PLAN, offline_plans
from layerscope.models.operator_names import operator_code
from layerscope.models.packing import PACKED_FORMAT, Packing
from layerscope.models.reader import TYPES, read_model
from layerscope.models.schema_options import OPTIONS_TABLES

_DATA_ALIGNMENT = 16
_OPTION_CODES = {"i": "i", "+": "i", "f": "f", "?": "?"}


def strip_model(model: Model, packing: Packing | None = None) -> bytes:
    """The model's bytes without what a board does not read, and with the weights that `packing` rewrites."""
    packing = packing or Packing()
    if any(op.name not in OPTIONS_TABLES for graph in model.subgraphs for op in graph.operators):
        return model.data  # of an operator of another's, who knows what it reads?
    writer = FlatbufferWriter()
    # Buffer 0 is the empty one, by the schema's convention.
    places = [writer.table({})]
    numbers: dict[int, int] = {}
    plans = offline_plans(model)
    for buffer, data in {**_constants(model), **packing.buffers, **plans}.items():
        if data:
            numbers[buffer] = len(places)
            places.append(writer.table({0: (">", writer.vector(data, 1, alignment=_DATA_ALIGNMENT))}))
    fields: dict[int, Field] = {
        0: ("I", model.version),
        1: (">", writer.tables([_code(writer, model, i) for i in range(len(model.operator_codes))])),
        2: (
            ">",
            writer.tables([_subgraph(writer, model, graph, numbers, packing) for graph in model.subgraphs]),
        ),
        4: (">", writer.tables(places)),
    }
    entries = [
        writer.table({0: (">", writer.text(OFFLINE_PLAN)), 1: ("I", numbers[plan])})
        for plan in plans
        if plan in numbers
    ]
    if entries:
        fields[6] = (">", writer.tables(entries))
    stripped = writer.finish(writer.table(fields), b"TFL3")
    _check(model, read_model(stripped), packing)
    return stripped


def _constants(model: Model) -> dict[int, bytes]:
    return {tensor.buffer: model.constant(tensor) for graph in model.subgraphs for tensor in graph.tensors}


def _code(writer: FlatbufferWriter, model: Model, index: int) -> Place:
    code = model.operator_codes[index]
    number = operator_code(code.name)
    fields: dict[int, Field] = {0: ("b", min(number, 127)), 3: ("i", number)}
    if code.version != 1:
        fields[2] = ("i", code.version)
    if code.custom_code:
        fields[1] = (">", writer.text(code.custom_code))
    return writer.table(fields)


def _subgraph(
    writer: FlatbufferWriter, model: Model, graph: Subgraph, numbers: dict[int, int], packing: Packing
) -> Place:
    return writer.table(
        {
            0: (">", writer.tables([_tensor(writer, tensor, numbers) for tensor in graph.tensors])),
            1: (">", writer.numbers("i", graph.inputs)),
            2: (">", writer.numbers("i", graph.outputs)),
            3: (">", writer.tables([_operator(writer, model, op, packing) for op in graph.operators])),
        }
    )


def _tensor(writer: FlatbufferWriter, tensor: Tensor, numbers: dict[int, int]) -> Place:
    fields: dict[int, Field] = {0: (">", writer.numbers("i", tensor.shape))}
    if tensor.type != TYPES[0]:
        fields[1] = ("b", TYPES.index(tensor.type))
    if tensor.buffer in numbers:
        fields[2] = ("I", numbers[tensor.buffer])
    if tensor.is_variable:
        fields[5] = ("?", True)
    if tensor.quantisation:
        quantisation: dict[int, Field] = {
            2: (">", writer.numbers("f", tensor.quantisation.scales)),
            3: (">", writer.numbers("q", tensor.quantisation.zero_points)),
        }
        if tensor.quantisation.axis:
            quantisation[6] = ("i", tensor.quantisation.axis)
        fields[4] = (">", writer.table(quantisation))
    return writer.table(fields)


def _operator(writer: FlatbufferWriter, model: Model, op: Operator, packing: Packing) -> Place:
    codes = [(code.name, code.custom_code, code.version) for code in model.operator_codes]
    fields: dict[int, Field] = {
        1: (">", writer.numbers("i", op.inputs)),
        2: (">", writer.numbers("i", op.outputs)),
    }
    if index := codes.index((op.name, op.custom_code, op.version)):
        fields[0] = ("I", index)
    if op.intermediates:
        fields[8] = (">", writer.numbers("i", op.intermediates))
    known = OPTIONS_TABLES.get(op.name)
    if known and op.fields:
        options: dict[int, Field] = {}
        for option in known.fields:
            value = _fields(op, packing)[option.name]
            if option.kind in "vs":
                place = writer.numbers("i", value) if option.kind == "v" else writer.text(value)
                options[option.index] = (">", place)
            elif value != option.default:
                options[option.index] = (_OPTION_CODES.get(option.kind, "b"), value)
        fields[3] = ("B", known.tag)
        fields[4] = (">", writer.table(options))
    return writer.table(fields)


def _fields(op: Operator, packing: Packing) -> OptionFields:
    return {**op.fields, "weights_format": PACKED_FORMAT} if op.outputs in packing.operators else op.fields


def _check(model: Model, stripped: Model, packing: Packing) -> None:
    """What was written says what was read: the board's copy is nobody's guess."""
    same = len(model.subgraphs) == len(stripped.subgraphs)
    for before, after in zip(model.subgraphs, stripped.subgraphs, strict=False):
        same = same and (before.inputs, before.outputs) == (after.inputs, after.outputs)
        same = same and [_names(op) for op in before.operators] == [_names(op) for op in after.operators]
        same = same and [_fields(op, packing) for op in before.operators] == [
            op.fields for op in after.operators
        ]
        same = same and [_facts(model, t, packing) for t in before.tensors] == [
            _facts(stripped, t, Packing()) for t in after.tensors
        ]
    if not same:
        raise ModelError(f"{model.name}: its copy without names is another network; please report the model")


def _names(op: Operator) -> tuple[object, ...]:
    return (op.name, op.custom_code, op.version, op.inputs, op.outputs, op.intermediates)


def _facts(model: Model, tensor: Tensor, packing: Packing) -> tuple[object, ...]:
    data = packing.buffers.get(tensor.buffer) or (model.constant(tensor) if tensor.is_constant else b"")
    return (tensor.shape, tensor.type, tensor.quantisation, tensor.is_variable, data)
