"""A sign-up farm in a network of its own: a new mail domain, address after address of one network, one program."""

from __future__ import annotations

from collections import Counter
from math import log10

from detectors.advice import HOLD_NEW
from detectors.base import Finding
from detectors.first_times import in_order
from detectors.recurrence import FOLD
from detectors.settled_window import SETTLES_S
from detectors.signup_domains import SignupDomains
from detectors.signup_groups_judged import ASKED
from detectors.signup_hoster_state import STEP_S, STEPS, HosterState, Made, made_of
from detectors.signup_steps import ALL
from detectors.slots import slot
from detectors.steps import HOUR_S
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.wording import none_or
from schemas.event import Event
from schemas.values import Severity

LEAST = 16  # addresses: as many networks as `signup_groups` asks of what may be a firm
APART = 0.5  # of as many accounts, addresses: an office, a school, a home have one or a few
NEARLY_ALL = 0.9  # of the domain's accounts, in the one network; of those, with the one program
MANY = 60  # accounts: as `signup_groups` counts a farm as large


class SignupHoster(SignupDomains[HosterState]):
    """Sign-ups of a day with a mail domain that nobody had, from many addresses of one network and with one program.

    Fires on a farm that rents a network (/24, /48) and gives each account an address. Quiet on a firm or school: its
    people come from one address, or from their homes, or with all sorts of programs; on members whom somebody invites;
    on a launch in another country. Judged every hour, from a site's second week on. Fails where domain or program are
    used by others, too, or not told. Takes an institute for a farm whose people have an address each and one browser
    that is the same to the version. Counts as `signup_groups` does its domains. Cost: 20 microseconds a sign-up.
    """

    name = "signup_hoster"
    version = 2
    kinds = ("account.signup",)
    area = "fake_accounts"
    state_type = HosterState
    step_s = STEP_S
    window_steps, counted_steps = STEPS, STEPS
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that nobody invited and that name address, mail domain and program."""
        told = event.ip and event.email_domain and event.user_agent
        return bool(told) and event.invited_by is None

    def _note(self, event: Event, state: HosterState) -> None:
        state.add(event, made_of(event))

    def _made_of(self, event: Event) -> Made:
        return made_of(event)

    def _judged(self, state: HosterState, step: int, domain: str, group: dict[str, Made]) -> float:
        return _judged(state, step, domain, group)

    def _accuse(self, state: HosterState, step: int, group: dict[str, Made], surprise: float) -> None:
        known = state.known(slot("domain", next(iter(group.values())).domain), step)
        _accuse(state.tallies[step], group, surprise, int(known))

    def explain(self, run: Tally, state: HosterState, key: str) -> Finding:
        """Say how many accounts the domain has, from how many addresses, and how many it had before."""
        names = in_order(run.members)
        addresses, known = (*run.detail, 0, 0)[:2]
        evidence: dict[str, float | int | str] = {
            "accounts_with_domain": int(run.peak), "addresses": addresses, "known_before": known,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"{run.peak:,.0f} accounts were made within {STEPS * STEP_S / HOUR_S:.0f} h from {addresses} addresses of "
            f"one network and with one program (user agent), all with one mail domain that "
            f"{none_or(known, 'sign-up')} of the weeks before had; a firm or a school comes from a few addresses, or with many programs."
        )
        action = f"{HOLD_NEW}; refuse the mail domain; challenge sign-ups from the network."
        severity: Severity = "high" if run.peak >= MANY else "medium"
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))


def _judged(state: HosterState, step: int, domain: str, group: dict[str, Made]) -> float:
    """Return the surprise of a domain's sign-ups of the day; 0 for few, for a known domain, and for mixed company.

    Had the domain been in use before as it is now, so many of as many would hardly all have come within the day. They
    are counted by address.
    """
    addresses = len({one.address for one in group.values()})
    if addresses < LEAST or addresses < APART * len(group):
        return 0.0
    known = state.known(slot("domain", domain), step)
    if FOLD * known > addresses or not _one(group):
        return 0.0
    today = state.count(step)
    share = max(1.0, today) / (max(1.0, today) + state.known(ALL, step))
    return max(0.0, binomial(addresses + int(known), addresses, share) - log10(ASKED))


def _one(group: dict[str, Made]) -> bool:
    """Tell whether nearly all are of one network and with one program."""
    _, most = Counter((one.network, one.agent) for one in group.values()).most_common(1)[0]
    return most >= NEARLY_ALL * len(group)


def _accuse(tally: Tally, group: dict[str, Made], surprise: float, known: int) -> None:
    tally.hot = True
    tally.crest(len(group), 0.0, surprise, (len({one.address for one in group.values()}), known))
    for name, one in group.items():
        tally.member(name, one.time)
