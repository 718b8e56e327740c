"""What is usual on a site, as an event carries it."""

from __future__ import annotations

from msgspec import Struct


class SiteUsual(Struct, array_like=True, frozen=True, gc=False):
    """What the site showed on the days before that of an event: `detectors.site_days`.

    `hour`, `day`: how many distinct targets accounts wrote to within an hour (a day) of their first day: hours (days)
    known, the most of nine in ten, the most of 99 in 100. `share`: of posts with links those of accounts in their
    first hour; `reviews`, `contacts`: the same of reviews, and of posts with `Event.contacts`. `refused`: how often an
    account that was refused the event's product was so in a day: as `day`. `linked`: how many domains newcomers
    linked to on the first day of each, and the sums of how many more than one did so, and of the squares. `days`: how
    many there were. `crowds`: how many things were reported when they were just posted, and how many by a crowd.
    `spent`: the most that an account used of the event's product under a new key, on a network that began so that day:
    as `day`, in steps of `detectors.key_spent`. `made`: of reviews the share of those by accounts in their first hour
    that signed up within the week before; `used`: of the things that these review in a usual day, the share of those by
    who has used or paid something; 0 where too few are known. `uploads`: as `hour` and `day`, of where pictures and
    files were put.
    """

    hour: tuple[int, int, int] = (0, 0, 0)
    day: tuple[int, int, int] = (0, 0, 0)
    share: float = 1.0
    reviews: float = 1.0
    contacts: float = 1.0
    refused: tuple[int, int, int] = (0, 0, 0)
    linked: tuple[int, int, int] = (0, 0, 0)
    days: int = 0
    crowds: tuple[int, int] = (0, 0)
    spent: tuple[int, int, int] = (0, 0, 0)
    made: float = 1.0
    uploads: tuple[tuple[int, int, int], tuple[int, int, int]] = ((0, 0, 0), (0, 0, 0))
    used: float = 0.0
