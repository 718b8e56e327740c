"""What a finding is about: one account, a crowd of them, or the whole site; and what was done to whom."""

from __future__ import annotations

import re

from schemas.finding import Finding

SINGLE = ("account", "key")  # alerts on these are about one account
# 2026-11: a list tries each account once or a few times. One that was tried ten times as often as a crowd's were in the
# mean is somebody's aim, whatever else was tried meanwhile, and the crowd's list may hold it as it holds anybody.
AIMED = 10.0
# In the two weeks before, by as many addresses or clients: beside what was over in a day. What lasts for days may have
# tried the account all that time.
WEEKS, BRIEF_S = ("addresses_in_two_weeks", "clients_failed_in_two_weeks"), 86_400.0
# 2026-11: of the attempts of an attack on the whole site. Who comes from one provider for as many has no other.
FROM_THERE = 0.9
TRIED = "login_"  # begins the names of the detectors of passwords that are tried
ASKED = "reset_"  # and of resets that are asked for: who enters by one shows it
RESETS = ("reset_before", "password_reset")
CAME_IN = ("new_address", "new_device")  # of an account: somebody is in from where it had never been
ONE_BY_ONE = ("takeover_payees", "takeover_payouts", "takeover_shops", "takeover_waited", "entry_fanout_staff")
_SPANS = re.compile("_(slow|day|week)$")  # ends the name of a detector that looks for the same over a longer time
BYSTANDERS = ("list_bombing",)  # whose accounts did nothing: that others speak of them, too, says nothing of either
# What many accounts have in common, several things at a time: of one who keeps some telephones, or of several such.
OF_THINGS = ("signup_devices", "card_sharing_site", "usage_devices", "code_guessing_devices")
CALLED = "entry_fanout_staff"  # whose accounts staff opened for a caller


def same_kind(one: Finding, other: Finding) -> bool:
    """Tell whether two are of the same detector."""
    return one.alert.signals[0].detector == other.alert.signals[0].detector


def sort_of(finding: Finding) -> str:
    """Return the name of its detector, without the longer time over which that looks for the same."""
    return _SPANS.sub("", finding.alert.signals[0].detector)


def site_wide(finding: Finding) -> bool:
    """Tell whether it is about the whole site, or about a payee whom all pay, which is the same."""
    return finding.alert.entity.type == "site" or paid_by_others(finding)


def single(finding: Finding) -> bool:
    """Tell whether it is about one account."""
    return finding.alert.entity.type in SINGLE


def paid_by_others(finding: Finding) -> bool:
    """Tell whether it is about a payee whom more others pay than are accused: the product itself, say, whom all pay.

    That two attacks are on it says as little as that both are on the site.
    """
    others = finding.alert.signals[0].evidence.get("other_cards")
    return isinstance(others, (int, float)) and others > finding.alert.accounts_total


def lone(finding: Finding) -> bool:
    """Tell whether it is about one account, and concerns no other."""
    return single(finding) and finding.alert.accounts_total <= 1


def among(mine: Finding, crowd: Finding) -> bool:
    """Tell whether one is about an account that is part of the other's crowd."""
    return single(mine) and len(mine.crowd) == 1 and mine.crowd[0] in crowd.crowd


def times_of(crowd: Finding) -> dict[int, float]:
    """Return when each account did what it did first in a crowd's finding; nothing where that is not known of all."""
    if len(crowd.since) != len(crowd.crowd):
        return {}
    return {who: crowd.first + after for who, after in zip(crowd.crowd, crowd.since, strict=True)}


def aimed(mine: Finding, crowd: Finding) -> bool:
    """Tell whether an account was guessed at so often that it is not one of those that a crowd's list was tried on."""
    if not lone(mine) or lone(crowd):
        return False
    events, told = crowd.alert.signals[0].evidence.get("events"), mine.alert.signals[0].evidence
    named = crowd.alert.accounts_total  # nobody is where only names that do not exist were tried
    mean = events / named if named and isinstance(events, (int, float)) else 1.0
    weeks = [told.get(name) for name in WEEKS] if crowd.last - crowd.first <= BRIEF_S else []
    tried = max([counted(mine)[0], *[float(many) for many in weeks if isinstance(many, (int, float))]])
    return tried >= AIMED * max(1.0, mean)


def from_elsewhere(mine: Finding, crowd: Finding) -> bool:
    """Tell whether an account was entered from another provider than that of nearly all of a crowd that it is not of.

    Only the time is in common then.
    """
    provider, evidence = mine.alert.signals[0].evidence.get("provider"), crowd.alert.signals[0].evidence
    events, providers = evidence.get("events"), evidence.get("providers")
    if not provider or not isinstance(events, (int, float)) or not isinstance(providers, str):
        return False
    if not lone(mine) or among(mine, crowd):
        return False
    told = [one.rpartition(": ") for one in providers.split(", ")]
    known = {name: int(number) for name, _, number in told if number.isdecimal()}
    return provider not in known and sum(known.values()) >= FROM_THERE * events


def let_in_otherwise(mine: Finding, crowd: Finding) -> bool:
    """Tell whether an account was entered by a password set anew, and the crowd's were only tried; or the reverse.

    Who has a list needs no reset, and could make none: that takes the mailbox, or its owner. And who asks for resets
    has no password.
    """
    told = mine.alert.signals[0].evidence
    if not lone(mine) or "reset_before" not in told:
        return False
    detector, reset = crowd.alert.signals[0].detector, any([told.get(name) for name in RESETS])
    return bool(told["reset_before"]) if detector.startswith(TRIED) else detector.startswith(ASKED) and not reset


def not_got_into(mine: Finding, crowd: Finding) -> bool:
    """Tell whether an account was entered, and the crowd is a sum of days over the whole site that does not say so.

    Such a sum names whom it got into. Who was only tried in these days was tried by anybody, and the week's other
    thieves and travellers come meanwhile. Not asked where it names nobody so, or more than are listed.
    """
    told = mine.alert.signals[0].evidence
    if not lone(mine) or not any([told.get(name) for name in CAME_IN]):
        return False
    if not site_wide(crowd) or one_by_one(crowd) or crowd.last - crowd.first <= BRIEF_S:
        return False
    listed = crowd.alert.accounts[: crowd.entered]
    return 0 < crowd.entered <= len(listed) and mine.alert.entity.id not in listed


def opened_for(one: Finding, other: Finding) -> bool:
    """Tell whether staff opened one's accounts for a caller, and the other's were tried: a caller needs no list."""
    names = (one.alert.signals[0].detector, other.alert.signals[0].detector)
    return CALLED in names and any([name.startswith((TRIED, ASKED)) for name in names])


def one_by_one(finding: Finding) -> bool:
    """Tell whether it is a sum over weeks of accounts taken one by one: what goes on meanwhile says nothing of it."""
    return finding.alert.signals[0].detector.startswith(ONE_BY_ONE)


def counted(finding: Finding) -> tuple[float, float]:
    """Return how many events its detector counted on one account, and in how many seconds; none where it did not."""
    told = finding.alert.signals[0].evidence
    count, window = told.get("count_in_window"), told.get("window_s")
    if not isinstance(count, (int, float)) or not isinstance(window, (int, float)):
        return 0.0, 0.0
    return float(count), min(float(window), finding.last - finding.first)
