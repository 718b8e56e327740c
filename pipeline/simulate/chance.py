"""Randomness: one independent, seeded stream for each part, so that a new part changes none of the others."""

from __future__ import annotations

from random import Random
from zlib import crc32

import numpy as np

_MASK = (1 << 64) - 1


def arrays(seed: int, part: str) -> np.random.Generator:
    """Return a generator of whole arrays."""
    return np.random.default_rng([seed, crc32(part.encode())])


def single(seed: int, part: str) -> Random:
    """Return a generator of single values: numpy's costs ten times as much for one."""
    return Random((seed << 32) | crc32(part.encode()))  # noqa: S311 - a simulation, nobody must be unable to guess it


def mixed(*numbers: int) -> int:
    """Return 64 bits that look random and depend on nothing else (splitmix64, Steele et al. 2014).

    >>> mixed(1, 2) == mixed(1, 2) != mixed(2, 1)
    True
    """
    state = 0
    for number in numbers:
        state = (state + number + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        state ^= state >> 31
    return state
