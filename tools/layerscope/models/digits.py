# SPDX-License-Identifier: Apache-2.0
"""The digits of `models/digits`: 28 lines of 28 characters, one character a grey level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from layerscope.models.catalogue import models_folder
from layerscope.models.errors import ModelError

ROWS = COLUMNS = 28
# From background to full ink; a space is background too.
RAMP = ".:-=+*#%@"
_LEVEL = {character: round(255 * step / (len(RAMP) - 1)) for step, character in enumerate(RAMP)} | {" ": 0}

DIGITS: dict[int, Path] = {digit: models_folder() / "digits" / f"{digit}.txt" for digit in range(10)}


@dataclass(frozen=True)
class Digit:
    label: int
    """-1 where the file's name does not begin with a digit."""
    pixels: bytes
    """784 bytes, row by row: 0 background to 255 ink."""


def read_digit(source: Path | str | int) -> Digit:
    """A digit from a file, or one of `models/digits` by number. Raises ModelError naming file and line."""
    path = DIGITS.get(source, Path(str(source))) if isinstance(source, int) else Path(source)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ModelError(
            f"{path}: there is no such digit; give 0 to 9 or the path of a text drawing"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise ModelError(
            f"{path}: cannot be read as text; give 0 to 9 or the path of a text drawing"
        ) from None
    label = re.match(r"[0-9](?![0-9])", path.stem)
    return Digit(int(label[0]) if label else -1, parse_drawing(text, str(path)))


def parse_drawing(text: str, name: str) -> bytes:
    lines = text.splitlines()
    if len(lines) != ROWS:
        raise ModelError(
            f"{name}: {len(lines)} lines; draw the digit in {ROWS} lines of {COLUMNS} characters"
        )
    pixels = bytearray()
    for number, line in enumerate(lines, start=1):
        if len(line) != COLUMNS:
            raise ModelError(f"{name}, line {number}: {len(line)} characters; draw {COLUMNS} in each line")
        for column, character in enumerate(line, start=1):
            if character not in _LEVEL:
                raise ModelError(
                    f"{name}, line {number}, column {column}: unknown character {character!r}; "
                    f"use {RAMP} from background to ink"
                )
            pixels.append(_LEVEL[character])
    return bytes(pixels)
