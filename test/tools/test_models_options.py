# SPDX-License-Identifier: Apache-2.0
"""The options tables and the rules of kernels: against the schema's accessors, and against the C++ lists.

Oracle: the tflite package, generated from the schema by the FlatBuffers compiler.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import tflite
from layerscope.models.arena_kernels import PARAMETER_BYTES
from layerscope.models.kernels import RULES
from layerscope.models.reader import read_model
from layerscope.models.schema_options import OPTIONS_TABLES, Field
from layerscope.verify.generate import ModelSpec

MICRO = Path(__file__).resolve().parents[2] / "lib/tflite_micro/src/tensorflow/lite/micro"
_VALUES: dict[str, Any] = {"f": 0.25, "?": True, "v": (3, -1, 2), "s": "a name", "activation": 3}


def _value(field: Field) -> Any:
    return _VALUES.get(field.kind, 1)


def test_rules_and_options_know_the_same_operators() -> None:
    assert set(RULES) == set(OPTIONS_TABLES)
    assert set(PARAMETER_BYTES) <= set(RULES)


def test_the_resolver_has_every_method_of_the_rules() -> None:
    text = (MICRO / "kernels/builtin_kernels.h").read_text(encoding="utf-8")
    known = {op: f"Add{method}" for method, op in re.findall(r"X\((\w+), (\w+), Parse\w+\)", text)}
    assert known == {name: rule.method for name, rule in RULES.items()}


@pytest.mark.parametrize("op", sorted(OPTIONS_TABLES))
def test_what_the_schemas_accessors_write_the_reader_reads(op: str) -> None:
    table = OPTIONS_TABLES[op]
    wanted = {field.name: _value(field) for field in table.fields} if table else {}
    spec = ModelSpec()
    tensor = spec.tensor("tensor", (1,), "float32")
    options = {field.camel: wanted[field.name] for field in (table.fields if table else ())}
    spec.operator(op, [tensor], [tensor], **options)
    spec.inputs = spec.outputs = [tensor]
    data = spec.build()
    operator = read_model(data).main.operators[0]
    assert (operator.name, operator.fields) == (op, wanted)
    written = tflite.Model.GetRootAs(data, 0).Subgraphs(0).Operators(0)
    assert written.BuiltinOptionsType() == (getattr(tflite.BuiltinOptions, table.name) if table else 0)


def test_a_default_is_the_schemas() -> None:
    for table in OPTIONS_TABLES.values():
        if table is None or not table.fields:
            continue
        spec = ModelSpec()
        tensor = spec.tensor("tensor", (1,), "float32")
        op = next(name for name, known in OPTIONS_TABLES.items() if known == table)
        needed = {field.camel: 1 for field in table.fields if field.kind == "+"}
        spec.operator(op, [tensor], [tensor], **needed)
        spec.inputs = spec.outputs = [tensor]
        data = spec.build()
        union = tflite.Model.GetRootAs(data, 0).Subgraphs(0).Operators(0).BuiltinOptions()
        accessor = getattr(tflite, table.name)()
        accessor.Init(union.Bytes, union.Pos)
        fields = read_model(data).main.operators[0].fields
        for field in table.fields:
            if field.kind not in "vs":
                assert fields[field.name] == getattr(accessor, field.camel)(), (table.name, field.name)
