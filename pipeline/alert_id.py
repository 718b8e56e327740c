"""An alert's id: the same in every run, and it tells its detector, so that a verdict on it needs no look-up."""

from __future__ import annotations

import re
from hashlib import blake2b

SAMPLE = "audit_sample"  # stands in place of a detector: `pipeline.sampler`
_ID = re.compile(r"(?P<detector>.+)-[0-9a-f]{24}")


def alert_id(detector: str, entity: str, hour: int) -> str:
    """Return the id of the alert on `entity` (type|id) whose episode began in the idle-hour `hour`.

    >>> alert_id("takeover", "account|u7", 491_001)
    'takeover-21848d4de83b417bd5545e2f'
    """
    name = f"{detector}|{entity}|{hour}"
    return f"{detector}-{blake2b(name.encode(), digest_size=12).hexdigest()}"


def detector_of(name: str) -> str | None:
    """Return the detector that an alert id names, None for what is no such id.

    >>> detector_of("takeover-0123456789abcdef01234567")
    'takeover'
    >>> detector_of("case 7")
    """
    found = _ID.fullmatch(name)
    return found["detector"] if found else None


def is_sample(name: str | None) -> bool:
    """Tell whether an alert id is that of an audit sample, which no detector raised.

    >>> is_sample("audit_sample-0123456789abcdef01234567"), is_sample("takeover-0123456789abcdef01234567")
    (True, False)
    """
    return name is not None and name.startswith(f"{SAMPLE}-")
