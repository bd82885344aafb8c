# SPDX-License-Identifier: Apache-2.0
"""Targets beside PlatformIO's own: `pio run -e teensy40 -t simulate` boots the image on a virtual board."""

import os
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
    # In place of SCons' own handling of the terminal: the console of the board is this terminal.
    arguments = [program, "run", source[0].get_abspath(), "--board", env["BOARD"]]
    if env["LAYERSCOPE_OPTIONS"]["USE_OVERCLOCK"] == "1":
        arguments.append("--overclock")
    return os.spawnv(os.P_WAIT, program, arguments)


if "BOARD" in env:
    env.AddCustomTarget(
        name="simulate",
        dependencies="$PROGPATH",
        actions=env.VerboseAction(simulate, "Booting $SOURCE on a virtual $BOARD"),
        title="Simulate",
        description="Boot the image on a virtual board",
    )
