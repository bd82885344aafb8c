# SPDX-License-Identifier: Apache-2.0
"""`python -m layerscope`: the command line where the script is not on the PATH."""

from layerscope.cli import main

main(prog_name="layerscope")
