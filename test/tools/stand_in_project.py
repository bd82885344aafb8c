# SPDX-License-Identifier: Apache-2.0
"""A PlatformIO project with this repository's platform, scripts and boards, and a program of a few lines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from layerscope.models.operators import RESOLVER_METHODS

REPOSITORY = Path(__file__).resolve().parents[2]
COPIED = ("platformio.ini", "platform", "extra_scripts", "include", "lib/board", "test/test_board")
COPIED_FILES = ("test/tap.h", "test/test_custom_runner.py")
LINKED = ("tools", "models")
MAIN = """\
#include "board.h"
#include "model_data.h"
#include "digit_data.h"
int main() {
  for (;;)
    board::console_write(model::kName,
                         model::kData[board::cycles() & 255] & digit::kPixels[board::cycles() & 511]);
}
"""
# What the generated header wants of the runtime, which is not here.
RESOLVER = """\
#pragma once
enum TfLiteStatus { kTfLiteOk, kTfLiteError };
struct TFLMRegistration {};
namespace tflite {
template <unsigned kCount> struct MicroMutableOpResolver {
%s
};
}  // namespace tflite
"""
# A proxy that nobody serves: whoever asks the network fails.
NO_NETWORK = {
    name: "http://127.0.0.1:9" for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
}


def make_project(folder: Path) -> Path:
    """A fresh copy in `folder`, as a clone would be."""
    for name in COPIED + COPIED_FILES:
        source, target = REPOSITORY / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    for name in LINKED:
        (folder / name).symlink_to(REPOSITORY / name)
    (folder / "src").mkdir()
    (folder / "src" / "main.cc").write_text(MAIN, encoding="utf-8")
    resolver = folder / "include" / "tensorflow" / "lite" / "micro" / "micro_mutable_op_resolver.h"
    resolver.parent.mkdir(parents=True)
    methods = "\n".join(
        f"  TfLiteStatus {name}(TFLMRegistration = {{}}) {{ return kTfLiteOk; }}"
        for name in RESOLVER_METHODS.values()
    )
    resolver.write_text(RESOLVER % methods, encoding="utf-8")
    return folder


def environment(core_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a user whose PlatformIO home is `core_dir`, without this process' own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLATFORMIO_", "LAYERSCOPE_"))
    }
    return {
        **kept,
        "PLATFORMIO_CORE_DIR": str(core_dir),
        "PLATFORMIO_DISABLE_UPGRADE_CHECK": "true",
        "PLATFORMIO_SETTING_ENABLE_TELEMETRY": "false",
        **more,
    }


def pio(
    project: Path, env: dict[str, str], *arguments: str, seconds: float = 120, script: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs `pio`, or a Python `script` that does; its two outputs come back as one.

    Ends with TimeoutExpired instead of hanging.
    """
    return subprocess.run(
        [sys.executable, *(["-c", script] if script else ["-m", "platformio"]), *arguments],
        cwd=project,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
        check=False,
    )
