# SPDX-License-Identifier: Apache-2.0
"""The run record, schema 1: one run of one image on one board, and the single source of every table.

`None` always means that the source does not say: a console log knows no kernels, a board counts no
instructions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import jsonschema

from layerscope.errors import LayerscopeError

SCHEMA = 1
T = TypeVar("T")


@dataclass(frozen=True)
class Model:
    name: str | None = None
    file: str | None = None
    sha256: str | None = None
    compression: str | None = None  # none, int8, dynamic, float16


@dataclass(frozen=True)
class Options:
    use_cmsis_nn: bool | None = None
    use_comp_model: bool | None = None
    use_overclock: bool | None = None
    weights_in: str | None = None
    code_in: str | None = None


@dataclass(frozen=True)
class Layer:
    index: int
    op: str
    ms: float
    kernel: str | None = None
    macs: int | None = None
    cycles: int | None = None
    weights_bytes: int | None = None
    weights_in: str | None = None
    instructions: int | None = None
    stalls: dict[str, float] | None = None  # cycles by cause
    fused: list[int] | None = None  # indices of the operators that this row executes at once

    @property
    def cycles_per_mac(self) -> float | None:
        return self.cycles / self.macs if self.cycles and self.macs else None

    @property
    def instructions_per_mac(self) -> float | None:
        return self.instructions / self.macs if self.instructions and self.macs else None


@dataclass(frozen=True)
class Verified:
    against: str
    exact: bool
    max_error: float | None


@dataclass(frozen=True)
class Run:
    board: str | None
    source: str | None  # "board", "virtual" (times are modelled) or unknown
    clock_hz: int | None
    layers: list[Layer]
    total_ms: float
    model: Model = field(default_factory=Model)
    options: Options = field(default_factory=Options)
    toolchain: str | None = None
    total_cycles: int | None = None
    total_instructions: int | None = None
    outputs: list[float | None] | None = None  # an output that is no finite number is None
    expected_class: int | None = None
    arena_bytes: int | None = None
    scratch_bytes: int | None = None
    flash_bytes: int | None = None
    ram_bytes: int | None = None
    verified: Verified | None = None
    schema: int = SCHEMA

    @property
    def modelled(self) -> bool:
        """Whether the times come from a virtual board and must be labelled so."""
        return self.source == "virtual"

    @property
    def total_macs(self) -> int | None:
        counts = [layer.macs for layer in self.layers]
        return sum(macs for macs in counts if macs is not None) if any(counts) else None

    @property
    def classified_as(self) -> int | None:
        """Index of the largest output; None where there are none, all are equal or one is no number."""
        known = [value for value in self.outputs or () if value is not None]
        if not known or len(known) != len(self.outputs or ()) or min(known) == max(known):
            return None
        return known.index(max(known))

    @property
    def classified_right(self) -> bool | None:
        if self.expected_class is None or self.outputs is None:
            return None
        return self.classified_as == self.expected_class

    def to_json(self) -> dict[str, Any]:
        """The record as JSON types, optional layer fields that are unknown left out."""
        data = asdict(self)
        data["layers"] = [
            {key: value for key, value in layer.items() if value is not None or key not in _OPTIONAL}
            for layer in data["layers"]
        ]
        return {"schema": data.pop("schema"), **data}


_OPTIONAL = ("instructions", "stalls", "fused")


def _build(cls: type[T], data: Mapping[str, Any], **replaced: Any) -> T:
    """A dataclass from a JSON object; keys that this version does not know are ignored."""
    known = {entry.name for entry in fields(cls)}  # type: ignore[arg-type]
    return cls(**{**{key: value for key, value in data.items() if key in known}, **replaced})


@cache
def _validator() -> Any:
    schema = json.loads((files(__package__) / "run_record.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def validate(document: Any, where: str = "the document") -> None:
    """Checks `{"runs": [...]}` against the schema; the error names the first place that breaks it."""
    error = jsonschema.exceptions.best_match(_validator().iter_errors(document))
    if error is not None:
        place = "/".join(str(step) for step in error.absolute_path) or "top level"
        raise LayerscopeError(
            f"{where} is not a run record of schema {SCHEMA}: at {place}, {error.message[:200]}; "
            "write one with `layerscope bench --json FILE`"
        )


def run_from_json(data: Mapping[str, Any]) -> Run:
    """One validated JSON object as a Run."""
    verified = data.get("verified")
    return _build(
        Run,
        data,
        model=_build(Model, data["model"]),
        options=_build(Options, data["options"]),
        layers=[_build(Layer, layer) for layer in data["layers"]],
        verified=_build(Verified, verified) if verified else None,
    )


def loads(text: str, where: str = "the document") -> list[Run]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise LayerscopeError(
            f"{where} is not JSON: {error}; give one of `layerscope bench --json`"
        ) from error
    validate(document, where)
    return [run_from_json(run) for run in document["runs"]]


def load(path: Path) -> list[Run]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LayerscopeError(f"{path} cannot be read: {error}") from error
    return loads(text, str(path))


def dumps(runs: Sequence[Run]) -> str:
    document = {"runs": [run.to_json() for run in runs]}
    validate(document, "what is to be written")
    return json.dumps(document, indent=1) + "\n"


def save(path: Path, runs: Sequence[Run]) -> None:
    write_text(path, dumps(runs))


def check_writable(path: Path) -> None:
    """Raises the sentence that writing `path` would end in; an existing file stays as it is."""
    existed = path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        raise _not_writable(path, error) from error
    if not existed:
        path.unlink()


def write_text(path: Path, text: str) -> None:
    """Writes a result file, with a sentence where that fails."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _not_writable(path, error) from error


def _not_writable(path: Path, error: OSError) -> LayerscopeError:
    return LayerscopeError(f"{path} cannot be written: {error.strerror}; give another path")
