# SPDX-License-Identifier: Apache-2.0
"""Names for addresses."""

from __future__ import annotations

import bisect
import shutil
import subprocess
from collections.abc import Iterable, Mapping

from layerscope.virtual_board.image import Symbol


def demangled(names: Iterable[str]) -> dict[str, str]:
    """C++ names as people write them, without parameters, where a tool for it is installed."""
    mangled = sorted({name for name in names if name.startswith("_Z")})
    tool = shutil.which("arm-none-eabi-c++filt") or shutil.which("c++filt")
    if not mangled or tool is None:
        return {}
    run = subprocess.run(
        [tool, "-p"], input="\n".join(mangled) + "\n", capture_output=True, text=True, check=False
    )
    plain = run.stdout.splitlines()
    return dict(zip(mangled, plain, strict=True)) if len(plain) == len(mangled) else {}


class Names:
    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._symbols = sorted(symbols, key=lambda symbol: symbol.address)
        self._begins = [symbol.address for symbol in self._symbols]

    def symbol_at(self, address: int) -> Symbol | None:
        at = bisect.bisect_right(self._begins, address) - 1
        if at >= 0:
            symbol = self._symbols[at]
            if address - symbol.address < max(symbol.size, 1):
                return symbol
        return None

    def with_offset(self, address: int, plain: Mapping[str, str]) -> str:
        """`work+0x1c`, with names as in `plain` where they stand there; empty where nothing is."""
        symbol = self.symbol_at(address)
        if symbol is None:
            return ""
        name = plain.get(symbol.name, symbol.name)
        offset = address - symbol.address
        return f"{name}+{offset:#x}" if offset else name
