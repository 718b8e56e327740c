"""A sign-up farm in a network of its own: address after address of one network, and all with one program."""

from __future__ import annotations

from detectors.advice import HOLD_NEW
from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.provisioned import provisioned
from detectors.settled_window import SETTLES_S
from detectors.signup_hoster import LEAST, MANY
from detectors.signup_network_judged import EVEN, accuse, apart_from, judged
from detectors.signup_network_state import STEP_S, STEPS, NetworkState, made_of, place
from detectors.signup_steps import SignupSteps, show
from detectors.steps import HOUR_S
from detectors.surprise import to_score
from detectors.tally import Tally
from schemas.event import Event
from schemas.values import Severity

UNLIKE = (
    "A firm or a school comes from a few addresses, too, but when its people like.",
    "A firm or a school comes from a few addresses, a carrier's customers with many programs.",
)


class SignupNetwork(SignupSteps[NetworkState]):
    """Sign-ups of a day in one network, nearly all with one program: from many addresses, or at an even beat.

    Fires on a farm that rents a network (/24, /48; the whole provider where addresses are told as hashes) and gives
    each account an address and a device, whoever invites the accounts, from sixteen on; and on one that uses a few
    addresses by turns, about as long after each account. Quiet on a class, a firm or a fair, which have one address or
    a few and come when they like; on a carrier's and a
    campus's network, whose people have all sorts of programs; where the program is what most people here have (one
    app); on a network that makes a fifth as many always. Judged every hour, once fifty others are known. Fails where
    the farm varies its programs, or its pace at few addresses. Takes an institute for a farm whose people have an
    address each and one browser that is the same to the version, and a test that signs up from three addresses on its
    first day. Counts as `signup_hoster` does; evenness is Moran's statistic. Cost: as `signup_agent`.
    """

    name = "signup_network"
    version = 4
    kinds = ("account.signup",)
    area = "fake_accounts"
    state_type = NetworkState
    step_s = STEP_S
    window_steps, counted_steps = STEPS, STEPS
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that name address and program, but those of a directory or an import (`provisioned`)."""
        return bool(event.ip and event.user_agent) and not provisioned(event.source)

    def score(self, event: Event, state: NetworkState, key: str) -> Signal | None:
        """Return the surprise of the network's sign-ups so far; None where not all is told."""
        if not self.remembers(event):
            return None
        step, one = int(event.time // STEP_S), made_of(event)
        many = state.today(place(one.network), step) >= LEAST - 1
        group = state.of_network(step, one.network) | {event.subject: one} if many else {}
        surprise = judged(state, step, one.network, group) if many else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), surprise > 0, surprise)

    def _note(self, event: Event, state: NetworkState) -> None:
        state.add(event, made_of(event))

    def _judge(self, state: NetworkState, step: int) -> None:
        groups, accused = state.by_network(step), []
        for network in sorted([network for network, group in groups.items() if len(group) >= LEAST]):
            group = groups[network]
            surprise = judged(state, step, network, group)
            if surprise >= self.hot_from:
                accused.append(accuse(state, step, group, surprise))
        if accused:
            show(state.tallies[step], step, STEP_S, accused)

    def explain(self, run: Tally, state: NetworkState, key: str) -> Finding:
        """Say how many accounts the network made, from how many addresses, and how usual the program is elsewhere."""
        names = in_order(run.members)
        addresses, before, share, even = (*run.detail, 0, 0, 0, 0)[:4]
        evidence: dict[str, float | int | str] = {
            "accounts_with_program": int(run.peak), "addresses": addresses, "network_known_before": before,
            "program_share_elsewhere": share / 1000, "evenness_log10": even,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"{run.peak:,.0f} accounts were made within {STEPS * STEP_S / HOUR_S:.0f} h from {addresses} addresses of "
            f"one network, nearly all with one program (user agent) that {share / 10:.0f} % of the site's other "
            f"sign-ups have{', one after the other at an even beat' if even >= EVEN else ''}; {before} came from there "
            f"in the weeks before. {UNLIKE[apart_from(int(run.peak), addresses)]}"
        )
        action = f"{HOLD_NEW}; hold what they were paid; challenge sign-ups from the network."
        severity: Severity = "high" if run.peak >= MANY else "medium"
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))
