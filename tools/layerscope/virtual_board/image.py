# SPDX-License-Identifier: Apache-2.0
"""Reads firmware images (ELF, Intel HEX, BIN) into segments and symbols, and hands them to the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

from layerscope.errors import LayerscopeError


@dataclass(frozen=True)
class Symbol:
    address: int
    size: int
    name: str


# Names that linker scripts give to where the main stack ends. Where none of them is, the stack ends at the
# latest where the zeroed variables do, if they lie below it.
_STACK_LIMITS = (
    "__stack_limit",
    "__StackLimit",
    "_sstack",
    "_stack_limit",
    "__stack_limit__",
    "__main_stack_limit",
)
_STACK_TOPS = ("_estack", "__stack_top", "__StackTop", "__initial_sp", "__stack", "_stack")
_VARIABLES_END = ("_ebss", "__bss_end__", "__bss_end", "_end", "end")


def stack_limit(symbols: Mapping[str, int]) -> tuple[int, str] | None:
    """The lowest address of the main stack, and the name of the symbol that says so."""
    for name in _STACK_LIMITS:
        if name in symbols:
            return symbols[name], name
    top = next((symbols[name] for name in _STACK_TOPS if name in symbols), None)
    for name in _VARIABLES_END:
        # Within the same 512 KB: the two stand in one memory.
        if top is not None and name in symbols and 0 < top - symbols[name] <= 0x80000:
            return symbols[name], name
    return None


@dataclass
class Image:
    """What a programmer would write into the board, and the names a diagnosis uses."""

    segments: list[tuple[int, bytes]] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)  # functions
    objects: list[Symbol] = field(default_factory=list)  # variables and constants
    stack_limit: tuple[int, str] | None = None

    def write(self, configuration: Path, options: Mapping[str, str], reset_values: Iterable[str]) -> None:
        """Writes the engine's configuration, `key=value` lines, and the bytes in a file beside it."""
        blob = configuration.with_suffix(".bin")
        lines = [f"{key}={value}" for key, value in options.items()]
        lines.append(f"blob={blob}")
        if self.stack_limit is not None:
            lines += [f"stack_limit={self.stack_limit[0]:#x}", f"stack_limit_name={self.stack_limit[1]}"]
        offset = 0
        with blob.open("wb") as out:
            for address, data in self.segments:
                lines.append(f"segment={address:#x} {len(data)} {offset}")
                out.write(data)
                offset += len(data)
        lines += [f"reset_value={line}" for line in reset_values]
        lines += [f"symbol={s.address:#x} {s.size} {s.name}" for s in self.symbols]
        configuration.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_image(path: Path, load_address: int) -> Image:
    """Reads `path`; a BIN file goes to `load_address`, the start of the board's flash."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        advice = "; build it first" if isinstance(error, FileNotFoundError) else ""
        raise LayerscopeError(f"cannot read the image {path}: {error.strerror}{advice}") from error
    if head == b"\x7fELF":
        return _read_elf(path)
    if path.suffix.lower() == ".hex":
        return _read_hex(path)
    if path.suffix.lower() == ".bin":
        return Image([(load_address, path.read_bytes())])
    raise LayerscopeError(f"{path} is no firmware image: expected an ELF file, a .hex or a .bin")


def _read_elf(path: Path) -> Image:
    image = Image()
    try:
        with path.open("rb") as file:
            elf = ELFFile(file)  # type: ignore[no-untyped-call]
            if elf["e_machine"] != "EM_ARM":
                machine = elf["e_machine"]
                raise LayerscopeError(f"{path} is built for {machine}, not for Arm; build it for the board")
            for segment in elf.iter_segments("PT_LOAD"):  # type: ignore[no-untyped-call]
                if segment["p_filesz"]:
                    image.segments.append((segment["p_paddr"], segment.data()))
            table = elf.get_section_by_name(".symtab")  # type: ignore[no-untyped-call]
            if isinstance(table, SymbolTableSection):
                names: dict[str, int] = {}
                for symbol in table.iter_symbols():  # type: ignore[no-untyped-call]
                    names[symbol.name] = symbol["st_value"]
                    if symbol["st_info"]["type"] == "STT_FUNC":
                        image.symbols.append(Symbol(symbol["st_value"] & ~1, symbol["st_size"], symbol.name))
                    elif symbol["st_info"]["type"] == "STT_OBJECT":
                        image.objects.append(Symbol(symbol["st_value"], symbol["st_size"], symbol.name))
                image.stack_limit = stack_limit(names)
    except ELFError as error:
        raise LayerscopeError(f"{path} is a damaged ELF file ({error}); build it again") from error
    if not image.segments:
        raise LayerscopeError(f"{path} holds nothing to load; was it linked?")
    return image


def _read_hex(path: Path) -> Image:
    image = Image()
    base = 0
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = bytes.fromhex(line.strip().removeprefix(":"))
        except ValueError:
            record = b""
        if len(record) < 5 or len(record) != record[0] + 5 or sum(record) & 0xFF:
            raise LayerscopeError(f"{path}, line {number}, is no Intel HEX record; build the file again")
        offset, kind, data = int.from_bytes(record[1:3], "big"), record[3], record[4:-1]
        if kind == 0:
            address = base + offset
            if image.segments and sum(map(len, image.segments[-1][1:])) + image.segments[-1][0] == address:
                image.segments[-1] = (image.segments[-1][0], image.segments[-1][1] + data)
            else:
                image.segments.append((address, data))
        elif kind == 2:
            base = int.from_bytes(data, "big") << 4
        elif kind == 4:
            base = int.from_bytes(data, "big") << 16
    return image
