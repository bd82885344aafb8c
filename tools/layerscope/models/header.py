# SPDX-License-Identifier: Apache-2.0
"""Turns a model or a digit into the header an image is built from: docs/architecture.md, "Generated headers".

Standard library only: it runs inside PlatformIO's Python as well.
By hand: python -m layerscope.models.header MODEL.tflite OUT.h [--cmsis-nn]; or DIGIT.txt OUT.h
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from layerscope.errors import LayerscopeError
from layerscope.models.arena import plan
from layerscope.models.catalogue import name_of
from layerscope.models.check import check_model
from layerscope.models.custom_operators import CustomOperators, custom_names, function_of
from layerscope.models.digits import COLUMNS, ROWS, read_digit
from layerscope.models.errors import ModelError
from layerscope.models.macs import layer_costs
from layerscope.models.model import Model
from layerscope.models.operator_names import operator_code
from layerscope.models.operators import RESOLVER_METHODS, compression_of, used_operators
from layerscope.models.packing import pack_weights
from layerscope.models.reader import read_model
from layerscope.models.registrations import registration
from layerscope.models.strip import strip_model
from layerscope.models.variables import variable_bytes

_BYTES_PER_LINE = 32


def write_model_header(
    model_path: Path | str,
    out_path: Path | str,
    *,
    use_cmsis_nn: bool,
    fuse: bool = True,
    custom: CustomOperators | None = None,
) -> bool:
    """Writes `model_data.h` unless it already says the same; returns whether it was written.

    Raises ModelError on a file that is no model, is damaged, or holds an operator the runtime lacks.
    """
    model = read_model(Path(model_path))
    check_model(model, custom)
    text = model_header(model, use_cmsis_nn=use_cmsis_nn, fuse=fuse, custom=custom)
    return _write_if_changed(Path(out_path), text)


def write_digit_header(digit_path: Path | str | int, out_path: Path | str) -> bool:
    """Writes `digit_data.h` from a drawing, or one of models/digits by number."""
    digit = read_digit(digit_path)
    name = f"models/digits/{digit_path}.txt" if isinstance(digit_path, int) else Path(digit_path).name
    text = f"""\
// Generated from {_comment(name)}; changes are lost at the next build.
#pragma once

#include <cstddef>
#include <cstdint>

namespace digit {{

inline constexpr int kLabel = {digit.label};
inline constexpr size_t kRows = {ROWS};
inline constexpr size_t kColumns = {COLUMNS};
inline constexpr uint8_t kPixels[kRows * kColumns] = {{
{_byte_lines(digit.pixels, COLUMNS)}
}};

}}  // namespace digit
"""
    return _write_if_changed(Path(out_path), text)


def model_header(
    model: Model, *, use_cmsis_nn: bool, fuse: bool = True, custom: CustomOperators | None = None
) -> str:
    """The text of `model_data.h` for a model whose operators have been checked."""
    operators = [name for name in used_operators(model) if name != "CUSTOM"]
    own = custom_names(model)
    # Fast kernels' tiles are worth a memory of their own; reference kernels' scratch may lie on dead tensors.
    arena = plan(model, use_cmsis_nn, fuse=fuse, scratch_apart=use_cmsis_nn)
    arena_bytes, persistent_bytes = arena.arena_bytes, arena.persistent_bytes
    include = ""
    if own and custom is not None:
        arena_bytes += custom.arena_bytes
        persistent_bytes = 0  # nobody can tell before they run
        include = f"\n#include {_literal(custom.source.resolve().as_posix())}\n"
    data = strip_model(model, pack_weights(model) if use_cmsis_nn else None)
    layers = ",\n".join(
        f'    {{"{cost.op}", {cost.macs}u, {cost.weights_bytes}u}}' for cost in layer_costs(model)
    )
    names = ",\n".join(f'    {{{operator_code(name)}, "{name}"}}' for name in operators or ["CUSTOM"])
    calls, declarations = _registrations(model, operators)
    calls = "\n".join(
        [calls] * bool(operators)
        + [
            f"  if (resolver.AddCustom({_literal(name)}, tflite::{function_of(name)}()) != kTfLiteOk) "
            "return kTfLiteError;"
            for name in own
        ]
    )
    return f"""\
// Generated from {_comment(model.name)}; changes are lost at the next build.
#pragma once

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
{include}{declarations}
namespace model {{

inline constexpr char kName[] = {_literal(name_of(model.path) if model.path else model.name)};
inline constexpr char kFile[] = {_literal(model.name)};
inline constexpr char kSha256[] = "{model.sha256}";
inline constexpr char kCompression[] = "{compression_of(model)}";
inline constexpr size_t kArenaBytes = {arena_bytes};
inline constexpr size_t kPersistentBytes = {persistent_bytes};
inline constexpr size_t kScratchBytes = {arena.scratch_buffer_bytes};
inline constexpr size_t kDataBytes = {len(data)};
inline constexpr int kVariables = {len(variable_bytes(model))};

struct Layer {{
  const char* op;
  uint32_t macs;
  uint32_t weights_bytes;
}};
inline constexpr Layer kLayers[] = {{
{layers},
}};

struct OperatorName {{
  int32_t code;
  const char* name;
}};
inline constexpr OperatorName kOperatorNames[] = {{
{names},
}};

using OpResolver = tflite::MicroMutableOpResolver<{len(operators) + len(own)}>;

inline TfLiteStatus RegisterOps(OpResolver& resolver) {{
{calls}
  return kTfLiteOk;
}}

alignas(16) inline const unsigned char kData[kDataBytes] = {{
{_byte_lines(data, _BYTES_PER_LINE)}
}};

}}  // namespace model
"""


def _registrations(model: Model, operators: list[str]) -> tuple[str, str]:
    """The calls that register the operators, and declarations of the functions that they name.

    An operator that the model has in one form is registered in that form alone: the others are not linked.
    """
    calls, functions = [], []
    for name in operators:
        function = registration(model, name)
        if function is not None:
            functions.append(f"TFLMRegistration {function}();")
        argument = "" if function is None else f"tflite::{function}()"
        calls.append(
            f"  if (resolver.{RESOLVER_METHODS[name]}({argument}) != kTfLiteOk) return kTfLiteError;"
        )
    declarations = "\n".join(("", "namespace tflite {", *functions, "}", "")) if functions else ""
    return "\n".join(calls), declarations


def _byte_lines(data: bytes, per_line: int) -> str:
    return "\n".join(
        ",".join(map(str, data[start : start + per_line])) + "," for start in range(0, len(data), per_line)
    )


def _literal(text: str) -> str:
    """A C string literal: anything but plain printable ASCII as octal escapes, which cannot run on."""
    plain = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\?' else f"\\{byte:03o}"
        for byte in text.encode("utf-8", "replace")
    )
    return f'"{plain}"'


def _comment(text: str) -> str:
    return "".join(character if character.isprintable() and character != "\\" else "?" for character in text)


def _write_if_changed(path: Path, text: str) -> bool:
    content = text.encode("utf-8", "replace")
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        pass
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise ModelError(f"{path}: cannot be written ({error.strerror}); check the folder") from None
    return True


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m layerscope.models.header", description=__doc__)
    parser.add_argument("source", type=Path, metavar="MODEL|DIGIT", help="a .tflite model, or a digit's .txt")
    parser.add_argument("out", type=Path, metavar="OUT", help="the header to write")
    parser.add_argument("--cmsis-nn", action="store_true", help="size the arena for the fast kernels")
    options = parser.parse_args(arguments)
    try:
        if options.source.suffix == ".txt":
            write_digit_header(options.source, options.out)
        else:
            write_model_header(options.source, options.out, use_cmsis_nn=options.cmsis_nn)
    except LayerscopeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
