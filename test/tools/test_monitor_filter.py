# SPDX-License-Identifier: Apache-2.0
"""The PlatformIO monitor filter `layers`."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOG = (ROOT / "test/data/f746_tf21_216mhz.log").read_text().replace("\n", "\r\n")


@pytest.fixture
def layers(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(ROOT)
    spec = importlib.util.spec_from_file_location("filter_layers", ROOT / "monitor" / "filter_layers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Layers({"project_dir": str(ROOT), "environment": "teensy40"})


def test_platformio_finds_the_filter_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformio.device.monitor.filters.base import load_monitor_filters
    from serial.tools import miniterm

    monkeypatch.chdir(ROOT)
    load_monitor_filters(str(ROOT / "monitor"), prefix="filter_", options={"environment": "teensy40"})
    assert miniterm.TRANSFORMATIONS.pop("layers").NAME == "layers"


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_layer_lines_become_rows_and_shares_however_they_arrive(layers: Any, size: int) -> None:
    shown = "".join(layers.rx(LOG[at : at + size]) for at in range(0, len(LOG), size))
    lines = shown.split("\r\n")
    assert "msec" not in shown.replace("Done in 220.503000 msec...", "")
    assert "  2  CONV_2D                   166.250 ms      194.690 so far" in lines
    assert "  2  CONV_2D                   166.250 ms   75.4%  #######################" in lines
    assert "     total                     220.503 ms  100.0%" in lines
    assert "Out[2]: 1.000000" in lines


def test_other_text_passes_unchanged_and_at_once(layers: Any) -> None:
    for piece in ("help", "\r\n", "1 tensors", " 2 run\r\n", "Model input:\r\n", "\x1b[32mgreen\r\n"):
        assert layers.rx(piece) == piece


def test_what_is_typed_is_not_touched(layers: Any) -> None:
    assert layers.tx("2") == "2"


def test_a_run_cut_off_by_a_reset_does_not_add_to_the_next(layers: Any) -> None:
    layers.rx("CONV_2D: 99.0 msec\r\n")
    assert "total                     220.503 ms" in layers.rx(LOG)
