# SPDX-License-Identifier: Apache-2.0
"""The build options: those of platformio.ini, unless `layerscope bench` asks for others through LAYERSCOPE_<OPTION>."""

import os

Import("env")

FLAGS = ("USE_CMSIS_NN", "USE_COMP_MODEL", "USE_OVERCLOCK")
SETTINGS = ("custom_model", "custom_compression", "custom_weights_in", "custom_code_in", "custom_digit")

flags = env.get("BUILD_FLAGS", [])
for name in FLAGS:
    value = os.environ.get(f"LAYERSCOPE_{name}")
    if value is not None:
        env.Append(BUILD_FLAGS=[f"-U{name}", f"-D{name}={value}"])
