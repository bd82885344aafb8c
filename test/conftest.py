# SPDX-License-Identifier: Apache-2.0
"""What every test relies on."""

from __future__ import annotations

import signal

# A shell starts what it runs in the background with SIGINT ignored, and all programs below inherit that:
# those which tests end by Ctrl-C would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
