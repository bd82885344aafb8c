# SPDX-License-Identifier: Apache-2.0
"""The stack of every fast kernel, for docs/kernels.md: `.venv/bin/python test/tools/kernel_stacks.py`.

Of C functions the compiler says it (-fstack-usage). One in assembly, which the compiler counts as nothing, is
read from its disassembly: all that it pushes or takes from the stack pointer.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cortex_m7_kernels import COMMON, KERNELS, MACHINE, C

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "kernels.md"
BEGIN, END = "<!-- stacks: begin -->", "<!-- stacks: end -->"
LISTED_FROM = 256  # bytes with all that is called; what takes less is left out of the table
_NODE = re.compile(r'^node: { title: "([^"]+)" label: "[^"]*?(\d+) bytes \((\w+)\)')
_EDGE = re.compile(r'^edge: { sourcename: "([^"]+)" targetname: "([^"]+)"')
_NAKED = re.compile(r"naked\)\)\)?\s+[\w *]+?(\w+)\(")
_FUNCTION = re.compile(r"^[0-9a-f]+ <(\w+)(?:\.\w+)*>:")
_PUSH = re.compile(r"\b(?:v?push|stmdb|stmfd|vstmdb)(?:\.\w+)?\s+(?:sp!, )?{([^}]*)}")
_SUBTRACT = re.compile(r"\bsubw?(?:\.w)?\s+sp, (?:sp, )?#(\d+)")
_INDIRECT = "__indirect_call"


@dataclass
class Function:
    own: int = 0
    """Bytes of stack that it takes itself."""
    kind: str = "static"
    """What the compiler says of the figure; `assembly` where it was read from the disassembly."""
    calls: set[str] = field(default_factory=set)


def stacks() -> dict[str, Function]:
    """All functions of the fast kernels, by name; a static one carries its file's name before its own."""
    functions: dict[str, Function] = {}
    sources = sorted(KERNELS.glob("src/*.c"))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        for source, target in zip(sources, pool.map(partial(_compile, Path(folder)), sources), strict=True):
            _read_graph(target.with_suffix(".ci").read_text(encoding="utf-8"), functions)
            naked = _NAKED.findall(source.read_text(encoding="utf-8"))
            if naked:
                pushed = _pushes(target)
                for name, function in functions.items():
                    if name in naked or _plain(name, source) in naked:
                        function.own, function.kind = pushed[_plain(name, source)], "assembly"
    return functions


def _compile(folder: Path, source: Path) -> Path:
    target = folder / f"{source.stem}.o"
    command = ["arm-none-eabi-gcc", *MACHINE, *COMMON, "-fcallgraph-info=su", *C, "-c", str(source)]
    subprocess.run([*command, "-o", str(target)], check=True)
    return target


def _read_graph(text: str, functions: dict[str, Function]) -> None:
    for line in text.splitlines():
        if node := _NODE.match(line):
            function = functions.setdefault(_name(node[1]), Function())
            function.own, function.kind = int(node[2]), node[3]
        elif edge := _EDGE.match(line):
            functions.setdefault(_name(edge[1]), Function()).calls.add(_name(edge[2]))


def _name(title: str) -> str:
    """`/path/file.c:name` of a static function as `file.c:name`."""
    return title.rsplit("/", 1)[-1]


def _plain(name: str, source: Path) -> str:
    """A static function's own name, without the compiler's `.constprop.0`."""
    return name.removeprefix(f"{source.name}:").split(".")[0]


def _pushes(target: Path) -> dict[str, int]:
    """All that each function of an object file pushes or takes off the stack pointer, wherever in it."""
    command = ["arm-none-eabi-objdump", "-d", "--no-show-raw-insn", str(target)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, int] = {}
    name = ""
    for line in text.splitlines():
        if start := _FUNCTION.match(line):
            name = start[1]
            found[name] = 0
        elif pushed := _PUSH.search(line):
            found[name] += 4 * _registers(pushed[1])
        elif taken := _SUBTRACT.search(line):
            found[name] += int(taken[1])
    return found


def _registers(listed: str) -> int:
    count = 0
    for part in listed.split(","):
        first, _, last = part.strip().partition("-")
        count += int(last[1:]) - int(first[1:]) + 1 if last else 1
    return count


def deepest(functions: dict[str, Function], name: str) -> int:
    """With all that it calls in the library; a call through a pointer counts as the deepest callback."""
    called = {callee for function in functions.values() for callee in function.calls}
    callbacks = [known for known in functions if ":" in known and known not in called]

    def depth(one: str) -> int:
        if one == _INDIRECT:
            return max((depth(callback) for callback in callbacks), default=0)
        if one not in functions:
            return 0  # of the C library: memcpy and its like, 16 bytes at most
        return functions[one].own + max((depth(callee) for callee in functions[one].calls), default=0)

    return depth(name)


def table(functions: dict[str, Function]) -> str:
    """The public functions, those that take most first."""
    public = [name for name in functions if name.startswith("arm_") and ":" not in name]
    rows = sorted(((deepest(functions, name), name) for name in public), reverse=True)
    lines = ["| function | own | with all it calls |", "|---|---:|---:|"]
    for total, name in rows:
        if total >= LISTED_FROM or functions[name].kind == "assembly":
            mark = " (assembly)" if functions[name].kind == "assembly" else ""
            lines.append(f"| `{name}`{mark} | {functions[name].own} | {total} |")
    return "\n".join(lines)


def renewed(text: str, functions: dict[str, Function]) -> str:
    """The page with today's table."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{table(functions)}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8"), stacks()), encoding="utf-8")
    print(DOCUMENT)
