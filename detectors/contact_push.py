"""A telephone number or a name on a messenger that new accounts push, in any words: people are led to one place."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.advice import CONTACTS
from detectors.base import Finding, by_event
from detectors.copies import TO
from detectors.domain_push import DomainPush
from detectors.domain_whence import HOMES
from detectors.newcomers import HALF, OTHERS_MOST, others
from detectors.only import REACHED, only
from detectors.tally import Tally, sums_of
from detectors.window import WindowState
from schemas.contacts import sort_of
from schemas.event import ADDRESSED, Event
from schemas.site_usual import SiteUsual

ANY = "telephone number or name on a messenger"
OPENS = "opens_with_it"  # newcomers' posts to somewhere that open with a name and have no other, in a tally's sums


@only(REACHED)
@by_event
def contacts(_detector: object, event: Event) -> Sequence[str]:
    """Look at each contact."""
    return event.contacts


@only(REACHED)
@by_event
def with_contacts(_detector: object, event: Event) -> bool:
    """Note those who have posted for longer as well."""
    return bool(event.contacts)


def by_sort(found: Finding, contact: str, run: Tally) -> Finding:
    """Return what is found with a contact told by its sort, and in which post it can be read: it is personal data."""
    found.reason = found.reason.replace(ANY, sort_of(contact))
    if run.examples:
        found.reason += (
            f" The {sort_of(contact).partition(' on ')[0]} can be read in the post of event {min(run.examples)[1]}."
        )
    return found


def spoken_to(window: list[Tally], count: float) -> bool:
    """Tell whether newcomers' posts mostly open with the name, at fewer places than they are.

    Who leads people to a name so has to write to many: at one place few see it.
    """
    opened = sum([(tally.extra or {}).get(OPENS, 0.0) for tally in window])
    told = sums_of(window, TO) if opened else {}
    return opened > HALF * sum(told.values()) and len(told) < count


class ContactPush(DomainPush):
    """Distinct accounts that tell one contact (`schemas.contacts`) within their first hour of posting, over three days.

    The test of `domain_push`, of what is told instead of a link by those who know that links are looked at: romance and
    advance-fee scams, fake hotlines. Slow as they are: a handful a day. Fires on eight newcomers from networks of their
    own, or nine with two to a network, whom hardly anybody joins (a dozen around the clock at a carrier), on fifteen
    from anywhere, and on as few
    entered within hours from somewhere new whom hardly anybody joins. Quiet on a shop's own number, on mentions of what
    is known, and on what goes round among members. Judged by the two hours. Alerts name a hash, evidence the posts that
    tell it. Fails where aged accounts are used on devices of their own, where each tells another contact, and on names
    spelled in words.
    """

    name = "contact_push"
    version = 7
    keyed_by = "content"
    keys_of = contacts
    remembers = with_contacts
    steps = 36
    apart = HOMES  # in three days whoever sits in a class comes to it again
    deed = f"told one {ANY}"
    posts = "posts with such contacts"
    advice = CONTACTS

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 6,
                 usual: float = 0.3, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; and whether a newcomer's post opens with the name."""
        super().note(event, tally)
        if event.novel & ADDRESSED and self.member(event) is not None:
            tally.add(OPENS)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """As in the base; 0 of a name that is spoken to: its owner's followers, or those who are after him."""
        return 0.0 if spoken_to(self._window(state, end), count) else super()._weigh(state, end, count, past)

    def _taken(self, window: list[Tally], count: int) -> int:
        """As in the base; none where others join: in three days many who mention a singer have a new telephone."""
        return super()._taken(window, count) if others(window) <= OTHERS_MOST * count else 0

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base, of what the contact is: a number or a name."""
        return by_sort(super().explain(run, state, key), key, run)

    def share_of(self, usual: SiteUsual) -> float:
        """Return the site's share of newcomers among posts that tell a contact."""
        return usual.contacts
