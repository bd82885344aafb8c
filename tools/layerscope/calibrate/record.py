# SPDX-License-Identifier: Apache-2.0
"""The form in which a board's calibration is kept and sent, schema 1: raw samples, and what was measured.

It names no single chip: no unique identity, no serial number, no path, no user.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

import jsonschema

from layerscope.calibrate.image import Plan, rows_of
from layerscope.calibrate.rows import BOARDS, Piece, Row
from layerscope.calibrate.session import Measurement
from layerscope.errors import LayerscopeError

SCHEMA = 1


@dataclass(frozen=True)
class Cache:
    """A first-level cache as the core itself states it (CCSIDR, ARMv7-M ARM B4.8.4)."""

    ways: int
    sets: int
    line_bytes: int

    @classmethod
    def of(cls, ccsidr: int) -> Cache:
        return cls((ccsidr >> 3 & 0x3FF) + 1, (ccsidr >> 13 & 0x7FFF) + 1, 1 << ((ccsidr & 7) + 4))


@dataclass(frozen=True)
class Samples:
    """One piece of code, each run's cycles. `piece` is its hash: the same in versions that share the code."""

    name: str
    piece: str
    repeats: int
    memory: str
    samples: list[int]


@dataclass(frozen=True)
class Calibration:
    """One board's measurement.

    `source` is `board`, `virtual`, or None for what a socket led to; `image_sha256` is None for an image that
    was on the board already.
    """

    board: str
    source: str | None
    clock_hz: int
    cpuid: str
    chip_id: str
    caches: dict[str, Cache]
    memory: dict[str, int]  # how the flash is read, from `registers`
    registers: dict[str, str]
    toolchain: str
    sources_sha256: str
    image_sha256: str | None
    rows: list[Samples]

    def values(self) -> dict[Row, float]:
        """The rows of this version that the samples give a value for: those whose code is still the same."""
        cycles = {row.piece: float(median(row.samples)) for row in self.rows}
        found = {}
        for row in rows_of(self.board):
            parts = [(factor, piece_hash(piece)) for factor, piece in row.parts()]
            if all(piece in cycles for _, piece in parts):
                found[row] = sum(factor * cycles[piece] for factor, piece in parts)
        return found


@cache
def piece_hash(piece: Piece) -> str:
    """The first 64 bits of SHA-256 of all that makes a piece what it is, but for its name."""
    return sha256(repr(replace(piece, name="")).encode()).hexdigest()[:16]


def calibration(plan: Plan, measured: Measurement, source: str | None, image: Path | None) -> Calibration:
    """The record of a measurement; `image` is the file that was written to the board."""
    said = measured.summary
    registers = {name: str(value) for name, value in said["registers"].items()}
    return Calibration(
        board=plan.board,
        source=source,
        clock_hz=int(said["clock_hz"]),
        cpuid=str(said["cpuid"]),
        chip_id=str(said["chip_id"]),
        caches={name: Cache.of(int(said[f"ccsidr_{name}"], 16)) for name in ("instruction", "data")},
        memory=memory_settings({name: int(value, 16) for name, value in registers.items()}),
        registers=registers,
        toolchain=str(said["toolchain"]),
        sources_sha256=plan.sources,
        image_sha256=None if image is None else sha256(image.read_bytes()).hexdigest(),
        rows=[
            Samples(piece.name, piece_hash(piece), piece.repeats, piece.memory, measured.samples[number])
            for number, piece in enumerate(plan.pieces)
        ],
    )


def memory_settings(registers: Mapping[str, int]) -> dict[str, int]:
    """Wait states and accelerators (RM0385, FLASH_ACR), or FlexSPI's clock (IMXRT1060RM, CCM)."""
    if "FLASH_ACR" in registers:
        control = registers["FLASH_ACR"]
        return {
            "flash_wait_states": control & 15,
            "flash_prefetch": control >> 8 & 1,
            "flash_accelerator": control >> 9 & 1,
        }
    if "CCM_CSCMR1" in registers and registers["CCM_CSCMR1"] >> 29 & 3 == 3:  # from PLL3's PFD0
        divider = (registers["CCM_CSCMR1"] >> 23 & 7) + 1
        fraction = registers["CCM_ANALOG_PFD_480"] & 63
        return {"flexspi_hz": 480_000_000 * 18 // max(1, fraction) // divider}
    return {}


def dumps(calibrations: Sequence[Calibration]) -> str:
    data = {"schema": SCHEMA, "calibrations": [asdict(each) for each in calibrations]}
    return json.dumps(data, indent=1) + "\n"


def load(path: Path) -> list[Calibration]:
    """The calibrations of a file that somebody sent; a sentence for all that can be wrong with it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LayerscopeError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise LayerscopeError(
            f"{path} is no JSON ({error}); give a file that `layerscope calibrate --json FILE` wrote"
        ) from error
    version = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(data, dict) or "calibrations" not in data:
        raise LayerscopeError(
            f"{path} holds no calibration; give a file that `layerscope calibrate --json FILE` wrote"
        )
    if version != SCHEMA:
        raise LayerscopeError(
            f"{path} has schema {version}, and this version reads {SCHEMA}; use the version that wrote it"
        )
    try:
        jsonschema.validate(data, _schema())
    except jsonschema.ValidationError as error:
        place = ".".join(str(part) for part in error.absolute_path)
        raise LayerscopeError(f"{path} is damaged at {place or 'its top'}: {error.message[:200]}") from error
    return [_from_json(path, entry) for entry in data["calibrations"]]


def _from_json(path: Path, entry: dict[str, Any]) -> Calibration:
    if entry["board"] not in BOARDS:
        raise LayerscopeError(
            f"{path} is of the board {entry['board']}; this version knows {' and '.join(BOARDS)}"
        )
    caches = {name: Cache(**cache) for name, cache in entry["caches"].items()}
    return Calibration(**{**entry, "caches": caches, "rows": [Samples(**row) for row in entry["rows"]]})


@cache
def _schema() -> Any:
    text = files("layerscope.calibrate").joinpath("calibration.schema.json").read_text(encoding="utf-8")
    return json.loads(text)
