# SPDX-License-Identifier: Apache-2.0
"""Cycles by call stack: `.folded` text, one line a stack, and a flame graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from layerscope.virtual_board.traces.names import demangled

Stacks = Mapping[tuple[str, ...], int]  # functions, outermost first -> cycles of the innermost itself

_WIDTH, _ROW, _MARGIN, _TITLE = 1200.0, 17, 10, 34  # pixels
_CHARACTER = 6.6  # width of one
_NARROWEST = 0.3  # narrower boxes are left out of the picture


def read_folded(text: str) -> dict[tuple[str, ...], int]:
    stacks: dict[tuple[str, ...], int] = {}
    for line in text.splitlines():
        names, _, cycles = line.rpartition(" ")
        stack = tuple(names.split(";"))
        stacks[stack] = stacks.get(stack, 0) + int(cycles)
    return stacks


def folded(stacks: Stacks) -> str:
    return "".join(f"{';'.join(stack)} {cycles}\n" for stack, cycles in sorted(stacks.items()))


def with_plain_names(stacks: Stacks) -> dict[tuple[str, ...], int]:
    plain = demangled(name for stack in stacks for name in stack)
    named: dict[tuple[str, ...], int] = {}
    for stack, cycles in stacks.items():
        key = tuple(plain.get(name, name) for name in stack)
        named[key] = named.get(key, 0) + cycles
    return named


@dataclass
class _Box:
    cycles: int = 0  # with those of the functions that it called
    called: dict[str, _Box] = field(default_factory=dict)

    def depth(self) -> int:
        return 1 + max((box.depth() for box in self.called.values()), default=0)


def _tree(stacks: Stacks) -> _Box:
    root = _Box()
    for stack, cycles in stacks.items():
        box = root
        box.cycles += cycles
        for name in stack:
            box = box.called.setdefault(name, _Box())
            box.cycles += cycles
    return root


def _colour(name: str) -> str:
    """Warm colours, the same for the same name in every picture."""
    number = sum(ord(letter) * (place + 1) for place, letter in enumerate(name))
    return f"hsl({10 + number % 45},{70 + number % 20}%,{58 + number // 7 % 14}%)"


def _draw(name: str, box: _Box, left: float, level: int, scale: float, total: int, out: list[str]) -> None:
    width = box.cycles * scale
    if width < _NARROWEST:
        return
    top = _TITLE + level * _ROW
    room = int((width - 6) / _CHARACTER)
    label = name if len(name) <= room else name[: room - 2] + ".." if room > 4 else ""
    share = 100 * box.cycles / total
    out.append(
        f"<g><title>{escape(name)}: {box.cycles:,} cycles, {share:.2f} %</title>"
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_ROW - 1}" fill="{_colour(name)}"/>'
        f'<text x="{left + 3:.1f}" y="{top + 12}">{escape(label)}</text></g>'
    )
    for called, inner in sorted(box.called.items()):
        _draw(called, inner, left, level + 1, scale, total, out)
        left += inner.cycles * scale


def flame_graph(stacks: Stacks, title: str) -> str:
    """An SVG picture: width is cycles, callers stand above what they call. Hovering shows the figures."""
    root = _tree(stacks)
    height = _TITLE + root.depth() * _ROW + _MARGIN
    boxes: list[str] = []
    if root.cycles:
        scale = (_WIDTH - 2 * _MARGIN) / root.cycles
        _draw("all", root, _MARGIN, 0, scale, root.cycles, boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:.0f}" height="{height}"'
        ' font-family="monospace" font-size="11"><rect width="100%" height="100%" fill="#fffdf7"/>'
        f'<text x="{_MARGIN}" y="20" font-size="14">{escape(title)}</text>' + "\n".join(boxes) + "</svg>\n"
    )


def write_profile(stacks: Stacks, path: Path, title: str) -> None:
    """`path` is the picture, or with `.folded` the text; beside a picture the text is written, too."""
    named = with_plain_names(stacks)
    if path.suffix != ".folded":
        path.write_text(flame_graph(named, title), encoding="utf-8")
    path.with_suffix(".folded").write_text(folded(named), encoding="utf-8")
