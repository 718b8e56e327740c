"""How every command says what is wrong with a file: its name, what cannot be done, and the system's reason."""

from __future__ import annotations


def unreadable(name: object, error: BaseException) -> str:
    """Say that a file cannot be read.

    >>> unreadable("lastweek.jsonl", FileNotFoundError(2, "No such file or directory"))
    'lastweek.jsonl: cannot be read (No such file or directory)'
    """
    return f"{name}: cannot be read ({_reason(error)})"


def unwritable(name: object, error: BaseException) -> str:
    """Say that a file cannot be written."""
    return f"{name}: cannot be written ({_reason(error)})"


def said(error: BaseException) -> str:
    """Say an error of a command that reads files; the system's own texts have a number in front, and the file last."""
    named = isinstance(error, OSError) and error.filename is not None
    return unreadable(error.filename, error) if named else str(error)  # type: ignore[attr-defined]


def _reason(error: BaseException) -> object:
    return getattr(error, "strerror", None) or error
