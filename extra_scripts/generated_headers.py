# SPDX-License-Identifier: Apache-2.0
"""Before each build: writes the network and the digit as headers into <build dir>/generated/.

A model that cannot run stops the build here, with a sentence.
"""

import sys
from pathlib import Path

from layerscope.errors import LayerscopeError
from layerscope.models.arena import plan
from layerscope.models.catalogue import find_model
from layerscope.models.custom_operators import read_custom_operators
from layerscope.models.header import write_digit_header, write_model_header
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model
from SCons.Script import DefaultEnvironment

env = DefaultEnvironment()
project = Path(env.subst("$PROJECT_DIR"))
options = env["LAYERSCOPE_OPTIONS"]
use_cmsis_nn = options["USE_CMSIS_NN"] == "1"
fuse = options["custom_fusion"] == "1"


def check_size(path):
    """The linker would say it too, but in terms of sections."""
    flash, ram = (int(env.BoardConfig().get("upload." + key)) for key in ("maximum_size", "maximum_ram_size"))
    file_bytes = len(strip_model(read_model(path)))
    planned = plan(read_model(path), use_cmsis_nn, fuse=fuse, scratch_apart=use_cmsis_nn)
    arena_bytes = planned.arena_bytes + planned.scratch_buffer_bytes
    if file_bytes > flash:
        raise LayerscopeError(
            f"{path} has {file_bytes:,} bytes, and {env['BOARD']} has {flash:,} bytes of flash; "
            "take a smaller model, or int8 weights."
        )
    if arena_bytes > ram:
        raise LayerscopeError(
            f"{path} needs {arena_bytes:,} bytes for its tensors; {env['BOARD']} has {ram:,} bytes of RAM; "
            "take a smaller input or fewer channels, or int8."
        )


def write_headers(folder):
    compression = options["custom_compression"] if options["USE_COMP_MODEL"] == "1" else "none"
    model = find_model(options["custom_model"], compression, base=project).path
    custom = None
    if options["custom_operators"]:
        source = project / options["custom_operators"]
        custom = read_custom_operators(source, int(options["custom_operators_bytes"]))
    write_model_header(model, folder / "model_data.h", use_cmsis_nn=use_cmsis_nn, fuse=fuse, custom=custom)
    if "BOARD" in env:
        check_size(model)
        before, after = model.stat().st_size, len(strip_model(read_model(model)))
        print(
            f"Model: {after:,} bytes; names and notes that no board reads, {before - after:,}, are left out"
        )
    digit = options["custom_digit"]
    write_digit_header(int(digit) if digit.isdecimal() else project / digit, folder / "digit_data.h")


generated = Path(env.subst("$BUILD_DIR"), "generated")
env.Append(CPPPATH=[str(generated)])
if not env.IsCleanTarget():
    try:
        write_headers(generated)
    except LayerscopeError as problem:
        sys.stderr.write(f"error: {problem}\n")
        env.Exit(1)
