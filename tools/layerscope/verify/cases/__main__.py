# SPDX-License-Identifier: Apache-2.0
"""Writes one generated model to a file: python -m layerscope.verify.cases ADD int8 17 add.tflite"""

from __future__ import annotations

import sys
from pathlib import Path

from layerscope.verify.cases import make_case

if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: python -m layerscope.verify.cases OPERATOR TYPES NUMBER FILE")
    case = make_case(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    Path(sys.argv[4]).write_bytes(case.model)
    print(case.summary)
