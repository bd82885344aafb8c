# SPDX-License-Identifier: Apache-2.0
"""After each build: what the image takes of the board's memories.

In place of PlatformIO's own two lines, which count neither code in RAM nor memories one by one.
"""

from pathlib import Path

from layerscope.code_size import code_report, measure_code
from layerscope.image_size import measure, report
from SCons.Script import DefaultEnvironment

env = DefaultEnvironment()


def check_upload_size(_, target, source, env):
    if "BOARD" in env:
        board_file = Path(env.PioPlatform().get_dir(), "boards", env["BOARD"] + ".json")
        elf = Path(str(source[0]))
        print(report(measure(elf, board_file)))
        print(code_report(measure_code(elf.with_suffix(".map"))))


# PlatformIO's "checkprogsize" runs this method after linking, and again when there was nothing to do.
env.AddMethod(check_upload_size, "CheckUploadSize")
