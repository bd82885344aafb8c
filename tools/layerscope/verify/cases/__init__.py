# SPDX-License-Identifier: Apache-2.0
"""Single-operator models by the thousand: every operator and type, shapes and values at the edges, by number.

A module per family of operators; each registers with `@generates` what it can draw. See `registry`.
"""

from layerscope.verify.cases.case import Case
from layerscope.verify.cases.registry import all_forms, make_case

__all__ = ["Case", "all_forms", "make_case"]
