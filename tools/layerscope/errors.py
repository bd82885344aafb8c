# SPDX-License-Identifier: Apache-2.0
"""The one exception that a user sees: a sentence saying what was wrong, where, and what to do."""

from __future__ import annotations


class LayerscopeError(Exception):
    """Ends a command with `error: <sentence>` on stderr and exit code 1, without a traceback.

    Derive from it where a caller must tell one failure from another.
    """
