"""Stuffing and spraying at any pace: accounts tried from a country and with a client new to each, hardly any twice."""

from __future__ import annotations

from collections import Counter
from typing import Final

from detectors.at_once import HOUR_MOST
from detectors.base import Finding, Signal
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.login_site_abroad_deeds import BITS, DEEDS, deed_of
from detectors.login_site_abroad_deeds_words import carry
from detectors.login_site_abroad_kin import Crowd
from detectors.login_site_abroad_state import MOST, AbroadState
from detectors.login_site_abroad_words import CLIENTS, said
from detectors.only import only
from detectors.own_fault import own_fault
from detectors.recurrence import DAY_S
from detectors.steps import HOUR_S
from detectors.surprise import to_score
from detectors.tally import Tally
from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, UNTOLD, Event

LOGIN: Final = "account.login"
ENTERED_MOST = 3.0  # surprise of who gets in: some are the owners


class LoginSiteAbroad(JudgedDays[AbroadState]):
    """Accounts that failed from a country and with a client both new to them, and did not get in, over the whole site.

    `login_site` and its kin look at minutes and hours, in which a few attempts are lost among all who mistype. But who
    comes to his account from a new country on a new device gets in nearly always; who stuffs a list seldom does. So not
    the number tells, which grows with the site, but the share of these that fail. Surprise: a binomial's tail of so
    many in a day, three or a week, among all who came so, by the site's own weeks (a half until these are known).
    Counted are addresses that tried three accounts or fewer, since others tell themselves. Fires on a dozen a day that
    come each from a home of its own. Quiet on travellers and agencies, who get in, on outages (`own_fault`), on clients
    that go wrong where they have been, on what comes within a few hours (`login_site_slow`). Judged once a day is over.
    Who got in is told from other thieves by device, line and program (`kindred`), and from travellers by what was done
    since from there, for ten days: the mail address changed, money paid out, a key made once the device was a day old,
    or at once with a second factor (nine of 609 honest people did so, 146 of 526 thieves). Fails on who tries each
    account from its own country (`login_agent` and `login_source` may tell), or comes back from a place that is new
    again, or uses what he got in to and changes nothing: products are each site's own, and half of all travellers use
    one for the first time. Where neither device nor program is told the country alone is asked. Fails where no country
    is told, of accounts never seen before, on a site that was attacked from the first day, and where a few a day are
    lost among hundreds who come so. Cost: 2 microseconds for a login from a new country; state: 100 bytes for each of a
    week.
    """

    name = "login_site_abroad"
    version = 5
    kinds = (LOGIN, *DEEDS)
    area = "account_security"
    state_type = AbroadState
    idle_s = 3 * DAY_S  # who pauses over a weekend goes on
    settings = ("least",)

    def __init__(self, alert_at: float = 0.5, *, least: int = 15) -> None:
        """`least`: accounts that failed so and did not get in."""
        super().__init__(alert_at)
        self.least = least

    @only(NEW_COUNTRY, LOGIN, never=NEW_ACCOUNT)
    @only(BITS)
    def remembers(self, event: Event) -> bool:
        """Note attempts from a place all new, in a country that is; and what is done where an account came lately."""
        if event.type != LOGIN:
            return deed_of(event)
        novel = event.novel  # as `strange` and `all_new`, without the calls
        if novel & (NEW_IP | NEW_COUNTRY | NEW_ACCOUNT) != NEW_IP | NEW_COUNTRY or not event.ip:
            return False
        if event.asn is not None and not novel & NEW_ASN:
            return False
        client = NEW_DEVICE if event.device is not None else NEW_AGENT if event.user_agent is not None else 0
        wanted = NEW_COUNTRY | client
        told = novel & ~(novel >> UNTOLD)  # as `news`
        return told & wanted == wanted and (event.outcome is not False or not own_fault(event))

    def score(self, event: Event, state: AbroadState, key: str) -> Signal | None:
        """Return the surprise of the days up to the event's; None for who comes from where he is known."""
        if event.type != LOGIN or not self.remembers(event):
            return None
        surprise, _, _ = self._surprise(state, int(event.time // DAY_S))
        surprise = min(surprise, ENTERED_MOST) if event.outcome else surprise
        return Signal(self.name, self.version, key, to_score(surprise), state.known[0] > 0, surprise)

    def _note(self, event: Event, state: AbroadState) -> None:
        if event.type == LOGIN:
            state.add(event)
        else:
            state.did(event)

    def _surprise(self, state: AbroadState, day: int) -> tuple[float, int, Crowd]:
        """Return the surprise of the span of days that tells most, how long it is, and who came in it."""
        least = self.least
        return state.most_telling(day, lambda crowd: len(crowd.failed) >= least and _slow(crowd, least), state.share)

    def _judge(self, state: AbroadState, step: int) -> None:
        (surprise, span, crowd), today = self._surprise(state, step), state.crowd(step, 1)
        if surprise >= self.hot_from and len(today.failed) > MOST * today.of():
            days, _, entered = state.before(step)  # where nothing was wrong
            usual = entered / days if days else -1.0
            state.attack = len(crowd.failed), span, usual, surprise
            _show(state, step, crowd, today)
        _show_taken(state, step)

    def explain(self, run: Tally, state: AbroadState, key: str) -> Finding:
        """Name who got in where that is more than honest people explain, then who was tried."""
        return said(run)


def _slow(crowd: Crowd, least: int) -> bool:
    """Tell whether not most of it comes in hours that hold `least` and a good part of their day's."""
    hours = Counter([one.time // HOUR_S for one in crowd.failed.values()])
    days = Counter([one.time // DAY_S for one in crowd.failed.values()])
    rush = [n for hour, n in hours.items() if n >= max(least, HOUR_MOST * days[hour * HOUR_S // DAY_S])]
    return sum(rush) * 2 <= len(crowd.failed)


def _show(state: AbroadState, step: int, crowd: Crowd, today: Crowd) -> None:
    """Make a day's tally hot, of the day's own events; and name who came so in the days that told it."""
    tally, kin = state.tallies[step], state.let_in(crowd, step)
    came = [one for name, one in today.entered.items() if name in kin]
    accuse_of(tally, sorted([one[:2] for one in (*today.failed.values(), *came)]), latest=True)
    for name, one in sorted(crowd.failed.items()):
        tally.member(name, one.time)
    if any([one.device or one.program for one in crowd.failed.values()]):
        tally.add(CLIENTS)
    for name, one in sorted(kin.items()):
        tally.mark(name, one.time)
    _crest(tally, state)


def _show_taken(state: AbroadState, step: int) -> None:
    """Note in a day's tally what was done where thieves had got in; make it hot where some of it was on that day."""
    tally, taken = state.tallies[step], state.taken(step)
    today = {name: [deed[:2] for deed in each if deed.time // DAY_S == step] for name, each in taken.items()}
    if not tally.hot and any(today.values()):
        accuse_of(tally, sorted([told for each in today.values() for told in each]))
        _crest(tally, state)
    if not tally.hot:
        return
    for name, each in sorted(taken.items()):
        if today[name] or name in (tally.marked or {}):  # else another attack let him in
            came = state.inside[name].time
            tally.mark(name, came)
            carry(tally, name, came, each)


def _crest(tally: Tally, state: AbroadState) -> None:
    tried, span, usual, surprise = state.attack
    tally.crest(tried, usual, surprise, (tried, span))
