"""Whether a flood of links is a list of them: each leads to another site, and all are put in one place.

Who floods for gain leads people to one site of his, and goes to many places: so did 28 of 29 attackers' accounts of
thirteen made-up products that posted a dozen links in ten minutes (the other put twelve on as many packages). A
letter's links, bookmarks and a directory lead everywhere, and stand in one list. Who owns as many sites as he posts
links, and wants no more than one place for them, looks the same: he is told, as low.
"""

from __future__ import annotations

from zlib import crc32

from detectors.tally import Tally

SITE, PLACE, SLOTS = "site:", "place:", 64  # begin the names of a tally's sums: links by site, and by where they stand
NEARLY_ALL = 0.9  # of the posts carry a link
ONE_MOST, FEW = 0.15, 3  # of the links lead to one site: of 45 sites in 64 slots three share one
LEAST, MOST = 12, 100  # links: as of a first mailing; more are a program's flood, wherever they lead
A_LIST = "Nearly each link leads to another site, and all stand in one place: mostly a list of links."


def note(domain: str, target: str | None, tally: Tally) -> None:
    """Count a post's link by what stands for its site, and for its place."""
    tally.add(f"{SITE}{crc32(domain.encode()) % SLOTS}")
    tally.add(f"{PLACE}{crc32(target.encode()) % SLOTS if target else '?'}")


def is_list(run: Tally) -> bool:
    """Tell whether a run's links lead to as many sites, and stand in one place that is named."""
    sums = run.extra or {}
    sites = [amount for name, amount in sums.items() if name.startswith(SITE)]
    places = [name for name in sums if name.startswith(PLACE)]
    if not max(LEAST, NEARLY_ALL * run.n) <= sum(sites) <= MOST or places == [f"{PLACE}?"]:
        return False
    return len(places) == 1 and max(sites) <= max(FEW, ONE_MOST * sum(sites))


def plain_sums(run: Tally) -> list[str]:
    """Return the names of a run's other sums."""
    return [name for name in run.extra or () if not name.startswith((SITE, PLACE))]
