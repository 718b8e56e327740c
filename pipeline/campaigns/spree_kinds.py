"""Under what a finding is counted, so that it shows how rare its like is: what it is about, and what was done there."""

from __future__ import annotations

from pipeline.campaigns.kinds import single
from pipeline.campaigns.timing import ENTRIES
from schemas.finding import Finding

# 2026-11: a device or a card on which many accounts were made or paid for: farms are set up with a few of either.
PLACES, PLACE_AREAS = ("device", "card"), ("fake_accounts", "api_abuse", "payment_fraud")
# 2026-11: an address from which a list is tried patiently, one account now and then: who has one has several, often
# a carrier's, and goes through them by turns. Loud ones begin in one minute and need no such proof.
LISTS = ("login_guessing_address",)
ALONE = " alone"  # after an area's name: those of them about one account
TAKEN = " taken"  # likewise, before the names of what was changed there by who had come in
SEIZED = ("email_changed", "mfa_changed", "api_key_created")  # only who is in can do these
DEEDS = (*SEIZED, "password_reset", "reset_before")
# 2026-11: where they came from, too: two and three movers abroad were joined to eleven accounts that one telephone had
# entered at their own provider, on two made-up products. None of the nineteen had a thief who did both and left no tie.
ABROAD = "new_country"
GUESSED = 5  # failures before an entry: an owner mistypes no more


def kind_of(finding: Finding) -> str:
    """Return what comes after its area's name where findings like it are counted; empty where they are not."""
    entity = finding.alert.entity.type
    if single(finding):
        done = deeds(finding)
        return ALONE if done is None else f"{TAKEN} {' '.join(done)}"
    if entity in PLACES:
        return f" {entity}"
    detector = finding.alert.signals[0].detector
    return f" {entity} {detector}" if entity == "ip" and detector in LISTS else ""


def kinds_of(finding: Finding) -> set[str]:
    """Return all that it is counted under: an account that was taken is one of those about an account, too."""
    return {kind for kind in (kind_of(finding), ALONE if single(finding) else "") if kind}


def deeds(finding: Finding) -> list[str] | None:
    """Return how an account was taken: what was changed there, and if from abroad or by a password guessed or reset.

    None where nothing shows that somebody came in.
    """
    told = finding.alert.signals[0].evidence
    entered = any([told.get(name) for name in ("new_address", ABROAD, *SEIZED)])
    if not entered or finding.alert.policy != ENTRIES or not single(finding):
        return None
    return [name for name in (*DEEDS, ABROAD) if told.get(name)] + ["guessed"] * guessed(finding)


def guessed(finding: Finding) -> bool:
    """Tell whether so many attempts failed before an account was entered as no owner mistypes."""
    failures = finding.alert.signals[0].evidence.get("failures_before", 0)
    return isinstance(failures, int) and failures > GUESSED
