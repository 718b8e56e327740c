"""A sign-up farm at a patient pace: a mail domain that nobody had, and every handle built alike with drawn digits."""

from __future__ import annotations

from detectors.advice import HOLD_NEW
from detectors.base import Finding
from detectors.first_times import in_order
from detectors.program_named import carried
from detectors.recurrence import FOLD
from detectors.settled_window import SETTLES_S
from detectors.signup_builds import commonest, drawn, with_build
from detectors.signup_domains import KNOWN_LEAST, SignupDomains
from detectors.signup_hoster import APART, MANY, NEARLY_ALL
from detectors.signup_names_state import STEP_S, STEPS, Made, NamesState, made_of
from detectors.signup_network_judged import ALIKE, ALIKE_MOST, SWING
from detectors.signup_steps import ALL
from detectors.slots import slot
from detectors.steps import HOUR_S
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.wording import none_or
from schemas.event import Event
from schemas.values import Severity


class SignupNames(SignupDomains[NamesState]):
    """Sign-ups of a week with a mail domain that nobody had, all with handles of one build that ends or has digits.

    Fires on a farm that signs up from everywhere, an address and a device each, by a program that puts drawn digits
    behind a name; twenty accounts or more. Quiet on firms and schools, whose people call themselves all sorts of
    things, or by a rule without drawn digits; where the product gives everybody such handles; on members whom somebody
    invites; on one address. Judged every six hours, from a site's second week on. Fails where the farm takes its
    handles from people, or a domain that others have. Cost: 20 microseconds a sign-up.
    """

    name = "signup_names"
    version = 2
    kinds = ("account.signup",)
    area = "fake_accounts"
    state_type = NamesState
    step_s = STEP_S
    window_steps, counted_steps = STEPS, STEPS
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that nobody invited and that name handle, mail domain and address."""
        return bool(event.handle and event.email_domain and event.ip) and event.invited_by is None

    def _note(self, event: Event, state: NamesState) -> None:
        state.add(event, made_of(event))

    def _made_of(self, event: Event) -> Made:
        return made_of(event)

    def _judged(self, state: NamesState, step: int, domain: str, group: dict[str, Made]) -> float:
        return _judged(state, step, domain, group)

    def _accuse(self, state: NamesState, step: int, group: dict[str, Made], surprise: float) -> None:
        """Name the domain: so many share it that it is nobody's own, and a reviewer is to refuse it."""
        accuse(state, step, group, surprise)
        for one in group.values():
            state.tallies[step].carry(one.domain, one.time)

    def explain(self, run: Tally, state: NamesState, key: str) -> Finding:
        """Say how many accounts the domain has, how their handles are built, and how usual that is elsewhere."""
        names, (addresses, known, share, *_) = in_order(run.members), (*run.detail, 0, 0, 0)
        builds, every = sorted(run.extra or ()), run.distinct() if run.level else len(names)
        evidence: dict[str, float | int | str] = {
            "accounts_with_domain": int(run.peak), "addresses": addresses, "known_before": known,
            "build_share_elsewhere": share / 1000, **({"mail_domain": ", ".join(carried(run))} if run.carried else {}),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        domain = f" ({', '.join(carried(run))})" if run.carried else ""
        more = f". {every} such accounts are known in all" if every > run.peak else ""
        reason = (
            f"{run.peak:,.0f} accounts were made within {STEPS * STEP_S / HOUR_S / 24:.0f} days from {addresses} "
            f"addresses, all with one mail domain{domain} that {none_or(known, 'sign-up')} of the weeks before had, "
            f"and nearly all with handles of one build ({' or '.join(builds)}: A, a and 9 stand for letters and "
            f"digits), whose digits differ; {share / 10:.0f} % of the site's other sign-ups have such handles{more}."
        )
        action = f"{HOLD_NEW}; refuse the mail domain; look at what they did so far."
        severity: Severity = "high" if run.peak >= MANY else "medium"
        return Finding(severity, evidence, reason, action, names, every)


def _judged(state: NamesState, step: int, domain: str, group: dict[str, Made]) -> float:
    """Return the surprise that so many handles are of one build, by address; 0 for few, and where it says nothing."""
    addresses = len({one.address for one in group.values()})
    if not addresses or addresses < APART * len(group):
        return 0.0
    build, most = commonest(list(group.values()))
    if most < NEARLY_ALL * len(group) or not drawn(with_build(list(group.values()), build)):
        return 0.0
    if FOLD * state.before(slot("domain", domain), step) > addresses:
        return 0.0
    every, theirs = _elsewhere(state, step, build, group)
    share = min(ALIKE_MOST, max(ALIKE, SWING * theirs / every))
    return binomial(addresses, round(addresses * most / len(group)), share) if every >= KNOWN_LEAST else 0.0


def _elsewhere(state: NamesState, step: int, build: str, group: dict[str, Made]) -> tuple[float, float]:
    """Return how many sign-ups there are but a group's, and how many of them with a build."""
    alike = sum(one.build == build for one in group.values())
    return max(1.0, state.known(ALL, step) - len(group)), max(0.0, state.known(build, step) - alike)


def accuse(state: NamesState, step: int, group: dict[str, Made], surprise: float) -> None:
    """Make the step hot, and let it be of the group."""
    build, _ = commonest(list(group.values()))
    domain = next(iter(group.values())).domain
    every, theirs = _elsewhere(state, step, build, group)
    known, addresses = int(state.before(slot("domain", domain), step)), len({one.address for one in group.values()})
    tally = state.tallies[step]
    tally.hot = True
    tally.crest(len(group), 0.0, surprise, (addresses, known, round(1000 * theirs / every)))
    tally.add(build)
    for name, one in group.items():
        tally.member(name, one.time)
