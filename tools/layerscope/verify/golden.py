# SPDX-License-Identifier: Apache-2.0
"""Golden checksums for machines that tflite-micro has no package for (macOS, Windows, Arm).

A golden file holds the CRC-32 of every tensor of an int8 model for some inputs, and where they came from.
Written by

    python -m layerscope.verify.golden models/mnist/mnist_int8.tflite

on a machine that has the oracle.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Protocol

from layerscope.models.model import Model
from layerscope.models.reader import read_model
from layerscope.verify.inputs import NamedInput, inputs_for
from layerscope.verify.numerics import Checksum, Expected, checksum
from layerscope.verify.oracle import MicroOracle, Oracle, OracleError, oracle_for, produced_tensors

FOLDER = Path(__file__).with_name("golden_tensors")
_INPUTS = 12


class Expectation(Protocol):
    label: str

    def expect(self, named: NamedInput) -> dict[int, Expected] | None:
        """What each produced tensor should be; None for an input that nothing is known about."""


class _Asked:
    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self.label = oracle.label

    def expect(self, named: NamedInput) -> dict[int, Expected] | None:
        return dict(self._oracle.run(list(named.values)))


class GoldenTensors:
    """Checksums from a file of `golden_tensors/`."""

    def __init__(self, model: Model, folder: Path = FOLDER) -> None:
        path = golden_path(model, folder)
        if not path.is_file():
            raise OracleError(f"{model.name}: no golden tensors are stored for this model")
        stored = json.loads(path.read_text(encoding="utf-8"))
        self.label = f"golden tensors of {stored['oracle']}"
        self._inputs = stored["inputs"]
        self._tensors = produced_tensors(model)

    def expect(self, named: NamedInput) -> dict[int, Expected] | None:
        stored = self._inputs.get(named.name)
        if stored is None or stored["input_crc32"] != [checksum(value).crc32 for value in named.values]:
            return None
        pairs = zip(self._tensors, stored["tensors"], strict=True)
        return {index: Checksum(elements, crc32) for index, (elements, crc32) in pairs}


def oracle_or_golden(model: Model) -> Expectation:
    """The oracle; without its package, the golden tensors; without these too, the oracle's error."""
    try:
        return _Asked(oracle_for(model))
    except OracleError as error:
        try:
            return GoldenTensors(model)
        except OracleError:
            raise error from None


def golden_path(model: Model, folder: Path = FOLDER) -> Path:
    return folder / f"{model.sha256[:16]}.json"


def write_golden(model: Model, folder: Path = FOLDER) -> Path:
    """Asks tflite-micro and stores the checksums."""
    oracle = MicroOracle(model)
    stored = {}
    for named in inputs_for(model, _INPUTS):
        tensors = oracle.run(list(named.values))
        sums = [checksum(tensors[index]) for index in produced_tensors(model)]
        stored[named.name] = {
            "input_crc32": [checksum(value).crc32 for value in named.values],
            "tensors": [[item.elements, item.crc32] for item in sums],
        }
    record = {
        "model": model.name,
        "sha256": model.sha256,
        "oracle": oracle.label,
        "made_by": "python -m layerscope.verify.golden",
        "inputs": stored,
    }
    folder.mkdir(exist_ok=True)
    path = golden_path(model, folder)
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(write_golden(read_model(Path(argument))))
