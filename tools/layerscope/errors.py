# SPDX-License-Identifier: Apache-2.0
"""The one exception that a user sees: a sentence saying what was wrong, where, and what to do."""

from __future__ import annotations

import os


class LayerscopeError(Exception):
    """Ends a command with `error: <sentence>` on stderr and exit code 1, without a traceback.

    Derive from it where a caller must tell one failure from another.
    """


def how_to_install(extra: str) -> str:
    """What to type in the clone to get the optional packages `extra` of pyproject.toml."""
    pip = ".venv\\Scripts\\pip" if os.name == "nt" else ".venv/bin/pip"
    return f"`{pip} install -e '.[{extra}]'`"
