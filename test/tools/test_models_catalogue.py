# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from pathlib import Path

import pytest
from layerscope.models.catalogue import compressions, find_model, is_catalogued, name_of, names
from layerscope.models.errors import ModelError
from layerscope.models.operators import compression_of
from layerscope.models.reader import read_model

NAMES = "ad, ic, kws, mnist, vww"


@pytest.mark.parametrize(
    ("name", "compression"), [(name, form) for name in names() for form in compressions(name)]
)
def test_every_name_has_a_file_of_its_compression(name: str, compression: str) -> None:
    entry = find_model(name, compression)
    assert (entry.name, entry.compression) == (name, compression)
    assert compression_of(read_model(entry.path)) == compression
    assert name_of(entry.path) == name


def test_a_path_runs_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "net.tflite"
    path.write_bytes(b"")
    for entry in (find_model(str(path), "int8"), find_model("net.tflite", "none", base=tmp_path)):
        assert (entry.name, entry.compression, entry.path) == ("net", None, path)
    assert not is_catalogued(str(path))
    assert name_of(path) == "net"


@pytest.mark.parametrize(
    ("model", "compression", "sentence"),
    [
        (
            "minst",
            "none",
            f"model 'minst' is unknown; name one of: {NAMES}, or give the path of a .tflite file",
        ),
        (
            "nets/none.tflite",
            "none",
            f"none.tflite: there is no such file; check the path, or name one of: {NAMES}",
        ),
        (
            "none.tflite",
            "none",
            f"none.tflite: there is no such file; check the path, or name one of: {NAMES}",
        ),
        (".", "none", ": is a folder; give the .tflite file inside it"),
        ("mnist", "int4", "compression 'int4' is unknown; choose one of: none, int8, dynamic, float16"),
    ],
)
def test_unknown_names_list_the_known_ones(
    tmp_path: Path, model: str, compression: str, sentence: str
) -> None:
    with pytest.raises(ModelError, match=re.escape(sentence) + "$"):
        find_model(model, compression, base=tmp_path)
