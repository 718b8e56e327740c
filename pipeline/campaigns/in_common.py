"""What accounts that were entered have in common, where nothing but these make a campaign, and what it is worth.

Such a campaign may have no more in common than what was done (`spree`). Then its accounts may as well be owners who all
had reason to: that must be said, and so many of them must not come before what is sure in the queue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detectors.program_named import NEARLY
from detectors.wording import listed
from pipeline.campaigns.account_lines import one_by_one
from pipeline.campaigns.brought import NOUNS, addresses_in, brought, shared_by
from pipeline.campaigns.kinds import lone, same_kind
from pipeline.campaigns.spree_kinds import guessed
from pipeline.campaigns.timing import ENTRIES
from schemas.finding import Finding

_PAYMENTS = "payment_fraud"  # of texts, say, what they have in common is another thing, and said of them
_CODES = "code_guessing"  # what its accounts share is said where they do: its address may be a campus's, not a thief's
_JUDGED, _DOMAIN = "judged:", "domain:"
_ORDERS = "prompt_attack"
SITES_TOLD = 2
NOTHING = " They share no device, address or payee, only {}: owners may be among them, so look at each by itself."
GUESSES = " They share no device, address or payee, but each was entered after more failures than an owner has."
ALIKE = (
    " They share no device, address or payee that is told here: they are one row since the same was found of each at"
    " the same time, so look at each by itself."
)


def entries_alone(parts: Sequence[Finding]) -> bool:
    """Tell whether each of them is about an account that was entered, and they are about several."""
    about = {part.alert.entity.id for part in parts}
    return len(about) > 1 and all([lone(part) and part.alert.policy == ENTRIES for part in parts])


def owners_perhaps(parts: Sequence[Finding]) -> bool:
    """Tell whether all are such entries, and not each was guessed, which no owner needs."""
    return entries_alone(parts) and not all(map(guessed, parts))


def in_common(parts: Sequence[Finding]) -> str:
    """Say what most of the accounts of a campaign share: of those that were entered, or order a model's verdict."""
    if entries_alone(parts):
        return (_shared(parts) or (_nothing(parts) if owners_perhaps(parts) else GUESSES)) + one_by_one(parts)
    if alike_alone(parts):
        return _shared(parts) or ALIKE
    return _shared(parts) if guessers_alone(parts) else _judged(parts) + _led(parts)


def _nothing(parts: Sequence[Finding]) -> str:
    """Say that no thief's place is shared, and which provider and program are, new to most of the accounts."""
    told = [f"{kind} {name} ({many})" for kind in ("provider", "program") for name, many in _commonest(parts, kind)]
    return NOTHING.format(" and ".join([*told, "what was done in each"]))


def _commonest(parts: Sequence[Finding], kind: str) -> list[tuple[str, int]]:
    """Return what nearly all of the accounts have in their evidence, and how many; nothing for none."""
    held = {part.alert.entity.id: str(part.alert.signals[0].evidence.get(kind, "")) for part in parts}
    told = Counter([name for name in held.values() if name]).most_common(1)
    return [(name, many) for name, many in told if many > 1 and many >= NEARLY * len(held)]


def alike_alone(parts: Sequence[Finding]) -> bool:
    """Tell whether one detector of payments found the same of each of several accounts, and nothing else was found."""
    return _same_of_each(parts) and parts[0].alert.policy == _PAYMENTS


def guessers_alone(parts: Sequence[Finding]) -> bool:
    """Tell whether each of several accounts was refused one thing again and again, and nothing else was found."""
    return _same_of_each(parts) and parts[0].alert.signals[0].detector == _CODES


def _same_of_each(parts: Sequence[Finding]) -> bool:
    """Tell whether one detector found something of each of several accounts, and nothing else was found."""
    about = {part.alert.entity.id for part in parts}
    return len(about) > 1 and all([lone(part) and same_kind(part, parts[0]) for part in parts])


def _shared(parts: Sequence[Finding]) -> str:
    """Say which device, payee or address most accounts share, and what else as many of them do; "" if no two do."""
    holders = shared_by(parts)
    if not holders:
        return ""
    shared = [(len(who), _surer(tie), tie) for tie, who in holders.items()]
    many, _, best = max(shared)
    # One of each kind: who is on one device has many addresses of its provider, and the first says it.
    kinds = {tie.partition(":")[0]: tie for _, _, tie in sorted(shared) if holders[tie] == holders[best]}
    kinds[best.partition(":")[0]] = best
    told = [" ".join([NOUNS[kind], kinds[kind].partition(":")[2]]) for kind in NOUNS if kind in kinds]
    places = addresses_in(parts, kinds["range"].partition(":")[2]) if "range" in kinds and "ip" not in kinds else []
    return f" {many} of the accounts share {' and '.join(told)}{f' ({listed(places)})' if places else ''}."


def _judged(parts: Sequence[Finding]) -> str:
    """Say of what most order a model's verdict (`detectors.prompt_posted`), if several do."""
    holders: dict[str, set[str]] = {}
    for part in parts:
        for tie in part.ties:
            if tie.startswith(_JUDGED):
                holders.setdefault(tie.removeprefix(_JUDGED), set()).add(part.alert.entity.id)
    many, name = max([(len(who), name) for name, who in holders.items()], default=(0, ""))
    return f" {many} of the accounts order a model what to say of {name}." if many > 1 else ""


def _led(parts: Sequence[Finding]) -> str:
    """Say where the texts of most accounts lead that give a model orders: what it is told to fetch, or to send to."""
    if not all([part.alert.policy == _ORDERS for part in parts]):
        return ""
    holders: dict[str, set[str]] = {}
    for part in parts:
        for tie in part.ties:
            if tie.startswith(_DOMAIN):
                holders.setdefault(tie.removeprefix(_DOMAIN), set()).add(part.alert.entity.id)
    most = len({part.alert.entity.id for part in parts}) / 2
    sites = sorted([(-len(who), name) for name, who in holders.items() if len(who) > max(1, most)])[:SITES_TOLD]
    return f" The accounts link to {', '.join([f'{name} ({-many})' for many, name in sites])}." if sites else ""


def apart(parts: Sequence[Finding]) -> list[list[Finding]]:
    """Return those that share anything together, and each of the others by itself."""
    groups: list[tuple[set[str], list[Finding]]] = []
    for part in parts:
        ties, mine = {*brought(part), f"account:{part.alert.entity.id}"}, [part]
        for group in [one for one in groups if not one[0].isdisjoint(ties)]:
            groups.remove(group)
            ties, mine = ties | group[0], group[1] + mine
        groups.append((ties, mine))
    return [mine for _, mine in groups]


def _surer(tie: str) -> int:
    return -list(NOUNS).index(tie.partition(":")[0])
