# SPDX-License-Identifier: Apache-2.0
"""The inference runtime of the boards, compiled for this machine and driven from Python."""

from layerscope.host_runtime.builder import BuildError, Flavour, build_executable
from layerscope.host_runtime.runtime import Candidate, HostNode, HostRuntime, HostRuntimeError, load_libraries

__all__ = [
    "BuildError",
    "Candidate",
    "Flavour",
    "HostNode",
    "HostRuntime",
    "HostRuntimeError",
    "build_executable",
    "load_libraries",
]
