"""What is said of newcomers who alone have texts or calls sent to a country."""

from __future__ import annotations

from zlib import crc32

from detectors.first_times import in_order
from detectors.steps import HOUR_S
from detectors.tally import Tally
from detectors.usage_destinations_found import Group
from detectors.usage_destinations_state import STEP_S, STEPS
from detectors.wording import counted

DAYS = f"{STEPS * STEP_S / (24 * HOUR_S):.0f} days"
BETWEEN = "\n"  # a product and an account
Told = tuple[dict[str, float | int | str], str, str]


def note_group(tally: Tally, group: Group) -> None:
    """Make a step's tally hot with a group: it is told with what it did in the week."""
    tally.hot = True
    most, every = round(max(group.made.values())), round(sum(group.made.values()))
    told = group.lines, most, every, group.known, group.others, group.newcomers, crc32(group.product.encode())
    tally.crest(len(group.names), 0.0, group.surprise, told)
    for name, first in group.names.items():
        tally.member(name, first)
        tally.carry(f"{group.product}{BETWEEN}{name}", first)


def told_of(run: Tally) -> Told:
    """Return the evidence, the sentence and what to do: of the most surprising product, then which others were so."""
    lines, most, every, known, others, newcomers, marked, *_ = (*run.detail, *[0] * 7)
    accounts = dict[str, int]()
    for pair in in_order(run.carried or {}):
        product = pair.partition(BETWEEN)[0]
        accounts[product] = accounts.get(product, 0) + 1
    first = next((product for product in accounts if crc32(product.encode()) == marked), "")
    evidence: dict[str, float | int | str] = {
        "accounts": int(run.peak), "addresses": lines, "product": first, "most_requests": most,
        "requests_in_window": every, "known_accounts": known, "accounts_elsewhere": others,
        "newcomers_elsewhere": newcomers, "surprise_log10": round(run.surprise, 3), "events": run.n,
    }  # fmt: skip
    more = [f"{counted(number)} with '{product}'" for product, number in accounts.items() if product != first]
    as_well = f"As new were {' and '.join(more)}. " if more else ""
    reason = (
        f"{counted(int(run.peak))} not a week old, from {counted(lines, 'address')}, used '{first}' {every:,} times "
        f"within {DAYS}, up to {most:,} times each; {_known(known)} there, and of {counted(others)} that used it for "
        f"other countries, {newcomers:,} {'was' if newcomers == 1 else 'were'} as new. "
        f"{as_well}Who earns by texts or calls to a country uses new accounts."
    )
    action = (
        "Hold the accounts; stop texts and calls to that country for new accounts; see which numbers they went to, and "
        "how the accounts paid."
    )
    return evidence, reason, action


def _known(accounts: int) -> str:
    """Say how many known accounts go there.

    >>> _known(0), _known(1)
    ('no account known for longer went', '1 account known for longer went')
    """
    if accounts > 1:
        return f"{accounts:,} accounts known for longer went"
    return f"{'1' if accounts else 'no'} account known for longer went"
