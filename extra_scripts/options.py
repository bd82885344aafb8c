# SPDX-License-Identifier: Apache-2.0
"""The build options: those of platformio.ini, unless `layerscope bench` asks for others by LAYERSCOPE_*.

Leaves them in env["LAYERSCOPE_OPTIONS"], and the tools on Python's path, for the steps that follow.
"""

import importlib
import os
import re
import sys

from SCons.Script import DefaultEnvironment

env = DefaultEnvironment()

# This clone's tools, whatever Python has installed. SCons resets the path after each script, not the modules.
sys.path.insert(0, os.path.join(env.subst("$PROJECT_DIR"), "tools"))
importlib.import_module("layerscope")

SWITCHES = ("USE_CMSIS_NN", "USE_COMP_MODEL", "USE_OVERCLOCK")
SETTINGS = {
    "custom_model": "mnist",
    "custom_compression": "int8",
    "custom_weights_in": "automatic",
    "custom_code_in": "automatic",
    "custom_fusion": "1",
    "custom_digit": "2",
    "custom_operators": "",
    "custom_operators_bytes": "1024",
}


def stop(sentence):
    sys.stderr.write(f"error: {sentence}\n")
    env.Exit(1)


def origin(name):
    """Where the user has to change the option; an option of `layerscope bench` stands before their eyes."""
    from_bench = "LAYERSCOPE_" + name.removeprefix("custom_").upper() in os.environ
    return "" if from_bench else " in platformio.ini"


def take_switch(name):
    """The value of -D NAME, which is taken out of the build flags."""
    pattern = re.compile(rf"-D\s*{name}(?:=(\S*))?(?!\S)")
    value = "0"
    flags = []
    for line in env.get("BUILD_FLAGS", []):
        for match in pattern.finditer(line):
            value = match.group(1) or "1"
        flags.append(pattern.sub("", line).strip())
    env.Replace(BUILD_FLAGS=[line for line in flags if line])
    value = os.environ.get(f"LAYERSCOPE_{name}", value)
    if value not in ("0", "1"):
        stop(f"{name} is {value!r}{origin(name)}, and it must be 0 or 1.")
    return value


def setting(name, default):
    value = os.environ.get("LAYERSCOPE_" + name[len("custom_") :].upper())
    return value if value is not None else env.GetProjectOption(name, default).strip()


def check_choice(name, choices):
    if options[name] not in choices:
        given = f"{name} is {options[name]!r}{origin(name)}"
        stop(f"{given}, and it must be one of {', '.join(choices)}.")


options = {name: take_switch(name) for name in SWITCHES}
for name, value in options.items():
    env.Append(BUILD_FLAGS=[f"-D{name}={value}"])
options.update((name, setting(name, default)) for name, default in SETTINGS.items())

if not options["custom_operators_bytes"].isdecimal():
    given = options["custom_operators_bytes"]
    stop(f"custom_operators_bytes is {given!r}, and it must be a number of bytes.")
check_choice("custom_compression", ("int8", "dynamic", "float16"))
check_choice("custom_fusion", ("0", "1"))
if "BOARD" in env:
    memories = [name for name in env.BoardConfig().get("memories") if name != "itcm"]  # ITCM is for code
    memories += env.BoardConfig().get("build.weights_also_in", [])
    check_choice("custom_weights_in", ["automatic", *memories])
    check_choice("custom_code_in", ("automatic", "flash", "itcm"))
env.Append(BUILD_FLAGS=[f"-DUSE_FUSION={options['custom_fusion']}"])
env.Append(BUILD_FLAGS=[f"-DWEIGHTS_IN={options['custom_weights_in']}"])
env.Replace(LAYERSCOPE_OPTIONS=options)
