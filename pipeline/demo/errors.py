"""Why a demo ends early."""

from __future__ import annotations


class DemoError(Exception):
    """The demo cannot go on; the message says what to look at."""
