"""Keys of a breach: under several accounts' keys one program comes up that none had, everywhere but where they are."""

from __future__ import annotations

from detectors.base import Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.key_program_state import STEP_S, STEPS, Came, ProgramState, came_of, counts, elsewhere, surprise_of
from detectors.only import NEW_PROGRAM, only
from detectors.program_named import after_colon, as_evidence, carried, shared
from detectors.settled_window import SETTLES_S
from detectors.signup_steps import SignupSteps, show
from detectors.statuses import is_answered
from detectors.surprise import graded, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import NEW_AGENT, Event

TOLD = 12  # steps told with the one judged: an alert waits for as long until it is sure where it begins
PRODUCTS_TOLD = 3
PRODUCT = "product "  # with which the names of such notes begin


class KeyProgram(SignupSteps[ProgramState]):
    """Accounts whose keys are first used with one program where provider and country are new as well, in two weeks.

    A thief of many keys uses each a little, so that no key's own past tells; he has one program, and no account's home.
    Counted are accounts known for a day, beside all that began to use that program otherwise. Fires on a dozen keys
    from a breach, used over days through homes abroad. Quiet on a release or a new library, which most begin to use
    where they are; on a service that customers hand their keys to, on build runners and on a cloud that many move to,
    since those are at one provider; on new keys that are put on a server. Judged every hour. Fails below eight accounts
    (five are looked at), on a program that customers have begun to use as well, on one provider or country alone,
    and where events tell no provider, country or program. Takes a service for a thief that uses customers' old keys
    through ever other providers in several countries. Cost: 5 microseconds for an account's first use of a program.
    """

    name = "key_program"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = ProgramState
    step_s = STEP_S
    window_steps, counted_steps, told_steps = STEPS, STEPS, TOLD
    reach_s = TOLD * STEP_S + SETTLES_S
    idle_s = 7 * 86_400.0  # a list of keys is gone through at leisure

    @by_event
    @only(NEW_PROGRAM)
    def remembers(self, event: Event) -> bool:
        """Note what an account's key is first used with."""
        return bool(event.novel & NEW_AGENT and event.key) and is_answered(event) and counts(event)

    def score(self, event: Event, state: ProgramState, key: str) -> Signal | None:
        """Return the surprise of those with this program so far; None for what is at home, or no first use."""
        if not self.remembers(event) or not elsewhere(event):
            return None
        step, came = int(event.time // STEP_S), came_of(event)
        group = state.groups(step).get(came.agent, {}) | {event.subject: came}
        surprise = surprise_of(group, state.others(step, came.agent))
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.hours or state.past), surprise)

    def learn(self, event: Event, state: ProgramState, signal: Signal | None) -> bool:
        """As in the base; what is only counted is not waited for."""
        if not self.remembers(event):
            return False
        if elsewhere(event):
            return super().learn(event, state, signal)
        state.use(event)
        return False

    def _note(self, event: Event, state: ProgramState) -> None:
        state.add(event, came_of(event))

    def _judge(self, state: ProgramState, step: int) -> None:
        accused = list[dict[str, Came]]()
        for agent, group in sorted(state.groups(step).items()):
            others = state.others(step, agent)
            surprise = surprise_of(group, others)
            if surprise >= self.hot_from:
                accused.append(group)
                _tell(state.tallies[step], group, others, surprise)
        if accused:
            show(state.tallies[step], step, STEP_S, accused)

    def explain(self, run: Tally, state: ProgramState, key: str) -> Finding:
        """Say how many accounts' keys, with which program, from how many places, and for what."""
        names, programs = in_order(run.members), carried(run)
        providers, countries, hours = (*run.detail, 0, 0, 0)[:3]
        total = max(len(names), run.distinct())
        products = sorted([name[len(PRODUCT) :] for name in run.extra or () if name.startswith(PRODUCT)])[
            :PRODUCTS_TOLD
        ]
        evidence: dict[str, float | int | str] = {
            "accounts": total, "others_with_it": round(run.usual), "providers": providers, "countries": countries,
            "products": ", ".join(products), "surprise_log10": round(run.surprise, 3), **as_evidence(programs),
        }  # fmt: skip
        asked = f", for {', '.join(products)} first" if products else ""
        lasted = counted(hours, "hour") if hours < 48 else counted(hours / 24, "day")
        otherwise = f"{counted(run.usual, 'other account')} began" if run.usual >= 1 else "nobody began"
        reason = (
            f"API keys of {counted(run.peak)} were used within {lasted} with one program that none of these accounts "
            f"had{after_colon(programs)}; each from a provider and a country new to the account, too: "
            f"{counted(providers, 'provider')} in {counted(countries, 'country')}{asked}. From where it had been, "
            f"{otherwise} to use that program."
        )
        action = "Ask the owners whether it is theirs; if not, rotate these keys, and see what was fetched with them."
        return Finding(graded(run.surprise, self.hot_from), evidence, reason, action, names, total)


def _tell(tally: Tally, group: dict[str, Came], others: float, surprise: float) -> None:
    """Make a step's tally hot, and let it be of those accused."""
    tally.hot = True
    times = [came.time for came in group.values()]
    hours = max(1, round((max(times) - min(times)) / STEP_S))
    places = [len({getattr(came, of) for came in group.values()}) for of in ("provider", "country")]
    tally.crest(len(group), others, surprise, (*places, hours))
    if program := shared([came.program for came in group.values()]):
        tally.carry(program, max(times))
    for name, came in sorted(group.items()):
        tally.member(name, came.time)
        if came.product:
            tally.add(f"{PRODUCT}{came.product}")
