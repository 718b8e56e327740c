"""A sign-up farm at a patient pace: a program that nobody came with, and every handle built alike with drawn digits."""

from __future__ import annotations

from msgspec.structs import replace

from detectors.advice import HOLD_NEW
from detectors.base import Finding
from detectors.provisioned import provisioned
from detectors.signup_names import SignupNames, accuse
from detectors.signup_names_state import STEP_S, STEPS, Made, NamesState, made_of
from detectors.slots import slot
from detectors.steps import HOUR_S
from detectors.tally import Tally
from detectors.wording import none_or
from schemas.event import Event


class SignupProgram(SignupNames):
    """As `signup_names`, by program (user agent) in place of mail domain.

    Fires on a farm that signs up from everywhere with everybody's mail, an address and a device each, by one old
    browser that nobody else has. Quiet on a release, a move from a rival's site and a partner's program: whoever comes
    with it calls himself what he likes. Fails where the farm's program is one that people come with, and takes a
    release for a farm where it is the site's only program and the first to give newcomers handles with drawn digits.
    """

    name = "signup_program"
    version = 1

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that nobody invited or imported and that name handle, program and address."""
        named = bool(event.handle and event.user_agent and event.ip) and event.invited_by is None
        return named and not provisioned(event.source)

    def _note(self, event: Event, state: NamesState) -> None:
        state.add(event, self._made_of(event))

    def _made_of(self, event: Event) -> Made:
        """Return what is kept of a sign-up; its program stands where `signup_names` has the mail domain."""
        return replace(made_of(event), domain=slot("agent", event.user_agent or ""))

    def _accuse(self, state: NamesState, step: int, group: dict[str, Made], surprise: float) -> None:
        """As `signup_names`, but name nothing: of the program a hash is kept."""
        accuse(state, step, group, surprise)

    def explain(self, run: Tally, state: NamesState, key: str) -> Finding:
        """Say how many accounts came with the program, how their handles are built, and how usual that is elsewhere."""
        said = super().explain(run, state, key)
        evidence = {name.replace("with_domain", "with_program"): value for name, value in said.evidence.items()}
        addresses, known, share = (*run.detail, 0, 0, 0)[:3]
        reason = (
            f"{run.peak:,.0f} accounts were made within {STEPS * STEP_S / HOUR_S / 24:.0f} days from {addresses} "
            f"addresses, all with one program (user agent) that {none_or(known, 'sign-up')} of the weeks before had "
            f"named, and nearly all with handles of one build ({' or '.join(sorted(run.extra or ()))}: A, a and 9 "
            f"stand for letters and digits), whose digits differ; {share / 10:.0f} % of the site's other sign-ups have "
            f"such handles."
        )
        action = f"{HOLD_NEW}; challenge sign-ups with the program that the events name."
        return replace(said, evidence=evidence, reason=reason, action=action)
