# SPDX-License-Identifier: Apache-2.0
"""The build options: those of platformio.ini, unless `layerscope bench` asks for others through LAYERSCOPE_<OPTION>.
Leaves them in env["LAYERSCOPE_OPTIONS"] for the steps that follow."""

import os
import re
import sys

Import("env")

SWITCHES = ("USE_CMSIS_NN", "USE_COMP_MODEL", "USE_OVERCLOCK")
SETTINGS = {
    "custom_model": "mnist",
    "custom_compression": "int8",
    "custom_weights_in": "automatic",
    "custom_code_in": "automatic",
    "custom_digit": "2",
}


def stop(sentence):
    sys.stderr.write("error: %s\n" % sentence)
    env.Exit(1)


def take_switch(name):
    """The value of -D NAME, which is taken out of the build flags."""
    pattern = re.compile(r"-D\s*%s(?:=(\S*))?(?!\S)" % name)
    value = "0"
    flags = []
    for line in env.get("BUILD_FLAGS", []):
        for match in pattern.finditer(line):
            value = match.group(1) or "1"
        flags.append(pattern.sub("", line).strip())
    env.Replace(BUILD_FLAGS=[line for line in flags if line])
    value = os.environ.get("LAYERSCOPE_" + name, value)
    if value not in ("0", "1"):
        stop("%s is %s in platformio.ini, and it must be 0 or 1." % (name, value))
    return value


def setting(name, default):
    value = os.environ.get("LAYERSCOPE_" + name[len("custom_") :].upper())
    return value if value is not None else env.GetProjectOption(name, default).strip()


def check_choice(name, value, choices):
    if value not in choices:
        stop("%s is %r, and it must be one of %s." % (name, value, ", ".join(choices)))


options = {name: take_switch(name) for name in SWITCHES}
for name, value in options.items():
    env.Append(BUILD_FLAGS=["-D%s=%s" % (name, value)])
options.update((name, setting(name, default)) for name, default in SETTINGS.items())

memories = list(env.BoardConfig().get("memories")) if "BOARD" in env else []
check_choice("custom_compression", options["custom_compression"], ("int8", "dynamic", "float16"))
if memories:
    weights = ["automatic"] + [memory for memory in memories if memory != "itcm"]
    check_choice("custom_weights_in", options["custom_weights_in"], weights)
    check_choice("custom_code_in", options["custom_code_in"], ("automatic", "flash", "itcm"))
env.Append(BUILD_FLAGS=["-DWEIGHTS_IN=%s" % options["custom_weights_in"]])
env.Replace(LAYERSCOPE_OPTIONS=options)
