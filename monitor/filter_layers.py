# SPDX-License-Identifier: Apache-2.0
"""PlatformIO monitor filter: `pio device monitor -f layers` shows layer times as a table with shares.

It replaces `OP_NAME: 1.234 msec` lines by numbered rows as they arrive, and prints every layer's share at the
`Done in` line. All other text passes unchanged, and at once: the echo of a key must not wait for a line end.
It runs in PlatformIO's own Python, so it imports nothing of this project.
"""

import re

from platformio.device.monitor.filters.base import DeviceMonitorFilterBase

LAYER = re.compile(r"^([A-Z][A-Z0-9_]{2,})\s*:\s*(\d+(?:\.\d+)?)\s*msec\s*$")
BEGIN = re.compile(r"^Running inference")
DONE = re.compile(r"^Done in (\d+(?:\.\d+)?)\s*msec")
# What has arrived of a line is held back only while it can still become one of these.
OWN_LAYER = re.compile(r"^[A-Z][A-Z0-9_]*(\s*:[\s\d.msec]*)?$")
OWN_STARTS = ("Running inference", "Done in ")
BAR_WIDTH = 30
NEW_LINE = "\r\n"


def could_be_ours(line):
    """Whether the beginning of a line may be one that this filter reads."""
    return bool(OWN_LAYER.match(line)) or any(
        start.startswith(line) or line.startswith(start) for start in OWN_STARTS
    )


class Layers(DeviceMonitorFilterBase):
    NAME = "layers"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._line = ""
        self._passing = False  # the current line is not ours: let the rest of it through
        self._layers = []

    def rx(self, text):
        """Text from the board, in pieces of any size."""
        shown = []
        for piece in re.findall(r"[^\n]*\n|[^\n]+", text):
            if self._passing:
                shown.append(piece)
                self._passing = not piece.endswith("\n")
                continue
            self._line += piece
            if self._line.endswith("\n"):
                shown.append(self._table_line(self._line))
                self._line = ""
            elif not could_be_ours(self._line.rstrip("\r")):
                shown.append(self._line)
                self._line = ""
                self._passing = True
        return "".join(shown)

    def tx(self, text):
        return text

    def _table_line(self, line):
        text = line.rstrip("\r\n")
        layer = LAYER.match(text)
        if layer:
            self._layers.append((layer.group(1), float(layer.group(2))))
            total = sum(ms for _, ms in self._layers)
            number = len(self._layers) - 1
            return f"{row(number, *self._layers[-1])} {total:12.3f} so far{NEW_LINE}"
        if DONE.match(text) and self._layers:
            table = self._shares()
            self._layers = []
            return table + line
        if BEGIN.match(text):
            self._layers = []
        return line

    def _shares(self):
        total = sum(ms for _, ms in self._layers) or 1.0
        rows = [""]
        for number, (op, ms) in enumerate(self._layers):
            share = ms / total
            rows.append(f"{row(number, op, ms)} {share:7.1%}  {'#' * round(share * BAR_WIDTH)}".rstrip())
        rows.append(f"{row('', 'total', total)} {1:7.1%}")
        return NEW_LINE.join(rows) + NEW_LINE


def row(number, op, ms):
    return f"{number:>3}  {op:<20} {ms:12.3f} ms"
