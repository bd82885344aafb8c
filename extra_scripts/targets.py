# SPDX-License-Identifier: Apache-2.0
"""Targets beside PlatformIO's own: `pio run -e teensy40 -t simulate` boots the image on a virtual board.

Options of `layerscope run` are given as program arguments, `-a --console -a tcp:5555`, or once and for all in
platformio.ini: `custom_simulate = --console tcp:5555`.
"""

import os
import shlex
import shutil
import sys

from SCons.Script import DefaultEnvironment

env = DefaultEnvironment()


def find_layerscope():
    """The command of this clone's virtual environment, else the one on PATH."""
    scripts = os.path.join(env.subst("$PROJECT_DIR"), ".venv", "Scripts" if os.name == "nt" else "bin")
    return shutil.which("layerscope", path=scripts) or shutil.which("layerscope")


def simulate(target, source, env):
    program = find_layerscope()
    if not program:
        sys.stderr.write(
            "error: The layerscope command is not installed; run `make`, or `pip install -e .` here.\n"
        )
        return 1
    wanted = list(env.get("PROGRAM_ARGS") or shlex.split(env.GetProjectOption("custom_simulate", "")))
    if env["LAYERSCOPE_OPTIONS"]["USE_OVERCLOCK"] == "1":
        wanted.append("--overclock")
    command = [program, "run", source[0].get_abspath(), "--board", env["BOARD"], *wanted]
    # In place of SCons' own handling of the terminal: the console of the board is this terminal.
    return os.spawnv(os.P_WAIT, program, command)


if "BOARD" in env:
    env.AddCustomTarget(
        name="simulate",
        dependencies="$PROGPATH",
        actions=env.VerboseAction(simulate, "Booting $SOURCE on a virtual $BOARD"),
        title="Simulate",
        description="Boot the image on a virtual board",
    )
