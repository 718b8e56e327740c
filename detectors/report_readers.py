"""How surprising it is that readers come upon something new and report it in a crowd, by the site's own days."""

from __future__ import annotations

from math import log10

from schemas.site_usual import SiteUsual

# Of accounts that are reported at all, one in a hundred posts something that a crowd comes upon at once; how many it
# has is a power law, as of what goes round. So it takes a hundred who report what was just posted, and fewer where the
# site's own days have shown hundreds of reported new things of which hardly one had a crowd (`detectors.site_days`).
KNOWN_LIKE = 100.0  # things, one of which has a crowd: believed before anything is known


def goes_round(usual: SiteUsual | None) -> float:
    """Return the surprise of a crowd of readers, however large.

    >>> goes_round(None), goes_round(SiteUsual(crowds=(900, 0))), goes_round(SiteUsual(crowds=(900, 9)))
    (2.0, 3.0, 2.0)
    """
    known, crowds = usual.crowds if usual is not None else (0, 0)
    return log10((known + KNOWN_LIKE) / (crowds + 1))


def readers(count: float, rare: float) -> float:
    """Return the surprise that so many readers report one thing; `rare`: that of a crowd of them at all.

    >>> readers(100, 2.0), round(readers(31, 3.02), 2)
    (6.0, 6.0)
    """
    return rare + 2 * log10(count)
