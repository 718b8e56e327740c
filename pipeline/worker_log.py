"""The worker's log: what an operator can use. Faust tells at INFO of each of its dozens of parts that it starts."""

from __future__ import annotations

import logging

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_PARTS = ("faust", "mode", "aiokafka")


def configure(level: str) -> None:
    """Log to stderr. Of the parts beneath, below DEBUG, only warnings and worse."""
    logging.basicConfig(level=level, format=_FORMAT)
    if level == "DEBUG":
        return
    for name in _PARTS:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    for handler in logging.getLogger().handlers:
        handler.addFilter(is_useful)


def is_useful(record: logging.LogRecord) -> bool:
    """Tell what to keep: our own classes that are Faust's services say that they start and stop under our names.

    >>> is_useful(logging.makeLogRecord({"levelno": logging.INFO, "msg": "[^--StateTable: account]: Starting..."}))
    False
    """
    return record.levelno >= logging.WARNING or not str(record.msg).startswith("[^")
