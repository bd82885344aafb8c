# SPDX-License-Identifier: Apache-2.0
"""Damaged models at the build's door: a sentence or a header, never another exception."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from fuzz_seeds import write_seeds
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.header import model_header
from layerscope.models.reader import read_model
from layerscope.verify.generated import supported_forms

EDGES = (0, 1, 2, 3, 4, 7, 8, 16, 127, 128, 255, 256, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000,
         0xFFFFFFFF, 0x7FC00000, 0x7F800000)  # fmt: skip


def _damaged(data: bytes, source: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(source.randint(1, 3)):
        at = source.randrange(len(changed) // 4) * 4
        if source.random() < 0.4:
            changed[at + source.randrange(4)] = source.randrange(256)
        elif source.random() < 0.7:
            struct.pack_into("<I", changed, at, source.choice(EDGES))
        else:
            other = source.randrange(len(changed) // 4) * 4
            changed[at : at + 4] = changed[other : other + 4]
    return bytes(changed)


def test_damaged_models_are_refused_by_a_sentence(tmp_path: Path) -> None:
    seeds = [path.read_bytes() for path in write_seeds(tmp_path, 1)]
    source = random.Random(1)
    refused = 0
    for _ in range(5000):
        try:
            model = read_model(_damaged(source.choice(seeds), source))
            check_model(model)
            model_header(model, use_cmsis_nn=True)
        except ModelError as error:
            assert len(str(error)) > 20
            refused += 1
    assert 3000 < refused < 4990


def test_every_seed_is_accepted_as_it_is_and_every_form_has_one(tmp_path: Path) -> None:
    paths = write_seeds(tmp_path, 1)
    wanted = {f"{op}_{form}_0".lower() for op, form in supported_forms()}
    assert wanted <= {path.stem for path in paths}
    for path in paths:
        if path.stem == "custom":
            with pytest.raises(ModelError, match="custom_operators"):
                check_model(read_model(path))
            continue
        model = read_model(path)
        check_model(model)
        model_header(model, use_cmsis_nn=True)
