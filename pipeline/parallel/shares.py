"""Which job owns which subject or entity: nothing but the load depends on it."""

from __future__ import annotations

import os
from zlib import crc32

SLOTS = 1024
SITE_JOB = 0
SITE_SHARE = 0.3  # of a replay's work, 2026-11: the site's room cannot be shared out, so its job gets fewer subjects


class Shares:
    """Slots of hashes, shared out so that all `jobs` have about the same to do.

    >>> Shares(1).of(b"anybody")
    0
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        own = max(0.0, (1 / jobs - SITE_SHARE) / (1 - SITE_SHARE)) if jobs > 1 else 1.0
        first = round(own * SLOTS)
        rest = SLOTS - first
        self._slots = [SITE_JOB] * first + [1 + slot * (jobs - 1) // rest for slot in range(rest)]

    def of(self, name: bytes) -> int:
        """Return the job of a subject or of an entity's key."""
        return self._slots[crc32(name) % SLOTS]


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not everywhere
    return len(affinity(0)) if affinity else os.cpu_count() or 1
