"""How a job hands its subjects' events on to the jobs that have their entities, and the site."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.parallel.messages import Handed
from pipeline.parallel.shares import SITE_JOB, Shares
from pipeline.routes import Routes
from schemas.event import Event


class Handing:
    """Hands events on. `site_wants`: tells whether the site's room must see one."""

    def __init__(self, routes: Routes, shares: Shares, site_wants: Callable[[Event], bool]) -> None:
        self._routes, self._shares, self._site_wants = routes, shares, site_wants

    def hand(self, at: int, event: Event, handed: list[list[Handed]]) -> None:
        """Hand an event to the owners of its entities, and of the site; its text goes no further.

        `handed`: rows by job, added to.
        """
        event.text = None
        found: dict[int, Handed] = {}
        for place, key in enumerate(self._routes.rows(event)):
            job = self._shares.of(key.encode())
            if job not in found:
                found[job] = Handed(at, event, [], False)
            found[job].keys.append((place, key))
        if self._site_wants(event):
            if SITE_JOB not in found:
                found[SITE_JOB] = Handed(at, event, [], False)
            found[SITE_JOB].site = True
        for job, one in found.items():
            handed[job].append(one)
