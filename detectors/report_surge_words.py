"""What is said of a surge of reports: how many people, what their record is, and what to look at first."""

from __future__ import annotations

from detectors.report_crowd_noted import crowd_of
from detectors.report_crowd_words import spread, stands
from detectors.report_crowd_words import told as crowd_told
from detectors.report_surge_reporters import cheated, customers, either, recipients, right, sent
from detectors.tally import Tally

UNSAID = "unnamed_reports"
SUDDEN = "Most came within one hour, and not to what had just been posted."
LITTLE = 0.5  # what a weight may add to, or take from, a number of people before it is worth saying


def told(run: Tally, span: str, usual: str, key: str, *, alone: bool) -> tuple[str, str]:
    """Return the sentence and what to do; `run.detail` has the heads, who is believed, who is not, and the unnamed.

    `key`: the account reported; `alone`: nothing says that its reporters acted together.
    """
    heads, _, _, unnamed = run.detail or (run.peak, 0, 0, 0)
    reason = (
        f"{_people(run, heads, span, key)} ({usual}); {run.n:,} reports in all."
        if heads
        else f"{unnamed} reports of {key} within {span} do not say by whom; at a quarter each they weigh as much "
        f"as {run.peak:.1f} strangers ({usual}); {run.n:,} reports in all."
    ) + _of_crowd(run, alone)
    if not alone and either(run):
        reason += f" {_differ(run)}"
    what = _what(run, key)
    if right(run):
        return reason, "Look at what was reported: most of those who reported it have been right before."
    if customers(run):
        return reason, _of_customers(key, what, new=cheated(run))
    if recipients(run):
        return reason, (
            f"Look at what {key} wrote: it had written first to most of those who report it. If that breaks the rules, "
            f"act on {key} alone: the others only reported it."
        )
    if alone:
        return reason, f"Look at what was reported of {what}: nothing says that those who reported it acted together."
    if not heads:
        return (
            reason,
            f"Look at what was reported of {what}; nobody is named who reported it: it may have been one person.",
        )
    much = f" See how much {key} had posted." if spread(crowd_of([run]), run.distinct()) else ""
    return reason, (
        f"See first whether what was reported of {what} breaks the rules. If it does, act on {key} alone: the others "
        f"only reported it. If not, {key} is the victim of people who report together to have it taken down: reject "
        "the reports, and see what the reporters have in common and what else they reported."
        f"{much}"
    )


def _of_customers(key: str, what: str, *, new: bool) -> str:
    """Say what to do where customers report whom they paid."""
    if not new:
        return f"Look at what was reported of {what}: most of those who reported it are its customers."
    return (
        f"Hold what {key} is paid and has paid out while you look at what was reported of {what}: most of those who "
        f"reported it are its customers, and it is new. If it cheats, act on {key} alone, and see whether they get "
        "their money back: they only reported it."
    )


def _what(run: Tally, key: str) -> str:
    """Return the account reported, and the content where nearly all reports are of one."""
    content = crowd_of([run]).what
    return f"{key} ({content})" if content else key


def _of_crowd(run: Tally, alone: bool) -> str:
    """Say what a crowd shows of itself, and how it stands to the account."""
    crowd, heads = crowd_of([run]), run.distinct()
    told = crowd_told(crowd, heads, alone=alone and not customers(run))
    return told + f" {SUDDEN}" * (crowd.settled_apart(heads) and sent(run)) + stands(crowd, heads)


def _differ(run: Tally) -> str:
    return (
        f"They report one content, and give {crowd_of([run]).reasons} reasons, as customers do who all met with one "
        "fault on one day: most people who were sent agree on a reason, or have just signed up."
    )


def _people(run: Tally, heads: float, span: str, key: str) -> str:
    """Say how many reported within the most surprising span, and before that how many did in all, where these are more.

    A window of fewer may be the more surprising one: of a crowd those count who can have come upon nothing new.
    """
    total = run.distinct()
    if total > heads and not run.detail[3:4] > (0,):
        return f"{total} people reported {key}, {heads:,.0f} of them within the {span} that tell most{_weighed(run)}"
    return f"{heads:,.0f} people reported {key} within {span}{_weighed(run)}"


def _weighed(run: Tally) -> str:
    """Say why people weigh more or less than their number; nothing where they do not."""
    if not run.detail or abs(run.peak - run.detail[0]) < LITTLE:
        return ""
    _, more, less, unnamed = run.detail
    known = " and ".join([f"of {some} mostly {what}" for some, what in ((more, "upheld"), (less, "rejected")) if some])
    others = f", and {unnamed} reports that do not say by whom count a quarter each" if unnamed else ""
    told = f"; earlier reports {known.replace(' mostly', ' of them were mostly', 1)}" if known else ""
    return f"{told}{others}, so that they weigh as much as {run.peak:.1f} strangers"
