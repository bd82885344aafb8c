# SPDX-License-Identifier: Apache-2.0
"""PlatformIO build step of this library: what runs once, to prepare a model, is optimised for size.

Kernels keep the optimisation that the project asks for.
"""

import os

Import("env")  # noqa: F821 (PlatformIO's way to hand over the library's environment)

# Of kernels/, what checks and prepares; the rest computes.
COLD_KERNEL_FILES = (
    "_common.cc",
    "_parse.cc",
    "reshape.cc",
    "activation.cc",
    "kernel_util.cc",
    "multiplier.cc",
    "weighted_layer.cc",
)


def is_cold(path):
    in_kernels = os.sep + "kernels" + os.sep in path
    return path.endswith(".cc") and (not in_kernels or path.endswith(COLD_KERNEL_FILES))


def optimise_for_size(env, node):
    if not is_cold(node.srcnode().get_abspath()):
        return node
    return env.Object(node, CCFLAGS=[*env["CCFLAGS"], "-Os"])


env.AddBuildMiddleware(optimise_for_size)  # noqa: F821
