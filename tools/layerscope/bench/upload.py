# SPDX-License-Identifier: Apache-2.0
"""Writes a built variant to a real board, through PlatformIO's upload target."""

from __future__ import annotations

import subprocess
import sys

from layerscope.build import PROJECT, Image, build_environment
from layerscope.errors import LayerscopeError

TIMEOUT_S = 150.0  # the upload step itself gives up after 132 s, with a better sentence


def upload(image: Image) -> None:
    """Uploads `image`; the error repeats the uploader's own sentence."""
    variant = image.variant
    environment = build_environment(variant, image.elf.parents[2])
    command = [
        sys.executable,
        "-m",
        "platformio",
        "run",
        "-e",
        variant.board,
        "-t",
        "upload",
        "-d",
        str(PROJECT),
    ]
    try:
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LayerscopeError(
            f"uploading to {variant.board} took over {TIMEOUT_S:.0f} s; plug the board in anew and try again"
        ) from error
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        said = [line for line in lines if line.lower().startswith("error")]
        reason = said[0] if said else (lines[-1] if lines else "the uploader said nothing")
        raise LayerscopeError(f"uploading to {variant.board} failed: {reason.removeprefix('error: ')}")
