"""Which of a campaign's findings have their sentence told, and in what order."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.campaigns.crowd import union
from pipeline.campaigns.entered_first import entered_of, surely
from pipeline.campaigns.kinds import single
from pipeline.campaigns.ways_in import of_site
from schemas.finding import Finding

KINDS_TOLD = 3  # of abuse, each with a sentence of its own: more than logins, payments and use hardly go together
# A launch does as much: what says from where, or to whom, says more.
_ONLY_HOW_MUCH = ("usage_spike", "usage_series", "posting_burst")
_SPENT = ("entry_spending", "entry_fanout_paid", "payee_fanin")  # by who got in: money on its way can still be held
_INVITED = ("signup_chain", "signup_chain_slow")  # one person behind all: whom to look at, which no device tells
# A journey is between two of the many places told beside it; how much a key was used is told with where it was used.
_ONE_OF = {"impossible_travel": "account_sharing", "usage_spike": "key_elsewhere", "usage_series": "key_elsewhere"}
# 2026-11: nobody should be accused without a word of why. Where no told sentence counts most of the accounts, one that
# counts most of those left over is told, too: a farm seen of the whole site, say, beside its one device.
_UNTOLD = 0.5
_ENTERED_TOLD = 2  # more parts, each of which tells of accounts entered that no other does
_FEW = 0.5  # of the accounts of the widest part: "one device", where the others have three more, says nothing of them


def in_order(parts: Sequence[Finding]) -> list[Finding]:
    """Return the parts of a campaign as they are told: what is but one of those of another comes last."""
    told = {signal.detector for part in parts for signal in part.alert.signals}
    ranked = sorted(parts, key=lambda part: (_ONE_OF.get(part.alert.signals[0].detector) in told, *_told_first(part)))
    return _largest_first(ranked)


def _largest_first(ranked: Sequence[Finding]) -> list[Finding]:
    """Put the larger of one detector's findings about one account first, of those as grave, each where one of them was.

    The second of two mailings may be the smaller, and score higher, since more is known of the account by then.
    """
    alike = dict[tuple[object, ...], list[Finding]]()
    for part in ranked:
        alike.setdefault(_kind(part), []).append(part)
    turns = {kind: iter(sorted(some, key=_count, reverse=True)) for kind, some in alike.items()}
    return [next(turns[_kind(part)]) for part in ranked]


def _kind(part: Finding) -> tuple[object, ...]:
    """Return what findings have in common of which the largest is told; of more than one account each is itself."""
    alert = part.alert
    if not single(part):
        return (alert.alert_id,)
    return alert.signals[0].detector, alert.entity.type, alert.entity.id, alert.severity, alert.priority


def _count(part: Finding) -> float:
    """Return how much was counted in a finding's fullest window; 0 where nothing is counted."""
    count = part.alert.signals[0].evidence.get("count_in_window", 0)
    return 0.0 if isinstance(count, str) else count


def _told_first(part: Finding) -> tuple[bool, bool, float, bool, bool, float, float, str]:
    """Order the parts by what a reviewer should read of the campaign first.

    What is critical, or a crowd that was all entered (of whom one is critical by himself), then a crowd rather than one
    of its accounts, then the larger expected harm; of alike ones what says more than how much it was, a named place
    rather than the whole site, and the higher score.
    """
    alert, signal, one = part.alert, part.alert.signals[0], single(part)
    return (alert.severity != "critical" and (one or entered_of(part) < alert.accounts_total), one, -alert.priority,
            signal.detector in _ONLY_HOW_MUCH, alert.entity.type == "site",
            -signal.score, part.first, alert.alert_id)  # fmt: skip


def spoken(parts: Sequence[Finding], total: int) -> list[Finding]:
    """Return the first part of each policy area, and what counts most of the `total` accounts that these do not.

    Where the first counts few of the accounts of another that is as grave, that one is told in its place. What else was
    done must not go unsaid beside what is worst, nor what was spent, nor who was entered otherwise, nor who invited
    more accounts than are told. `parts` are in order.
    """
    found: dict[str, Finding] = {}
    for part in parts:
        found.setdefault(part.alert.policy, part)
    told = [wide for part in list(found.values())[:KINDS_TOLD] for wide in _wider(part, parts)]
    spent = [part for part in parts if part.alert.signals[0].detector in _SPENT]
    told += [part for part in spent[:1] if part not in told]
    told += _entered(told, parts)
    told += _invited(told, parts)
    told += of_site(told, parts)
    return [*told, *_most_of_the_rest(told, parts, total)]


def _wider(first: Finding, parts: Sequence[Finding]) -> list[Finding]:
    """Return what is told in a part's place: of its policy and as grave, what counts most of the accounts; or itself.

    One of several devices is told for itself where it is most of what the widest part counts, or where accounts were
    entered: after the widest part where it entered no more than that.
    """
    alert = first.alert
    alike = [part for part in parts if (part.alert.policy, part.alert.severity) == (alert.policy, alert.severity)]
    widest = max(alike, key=lambda part: part.alert.accounts_total)
    if single(first) or alert.accounts_total >= _FEW * widest.alert.accounts_total:
        return [first]
    if not entered_of(first):
        return [widest]
    return [widest, first] if surely(widest) and entered_of(first) <= entered_of(widest) else [first]


def _entered(told: Sequence[Finding], parts: Sequence[Finding]) -> list[Finding]:
    """Return the first parts that tell of accounts entered for sure that those told do not name as such.

    Not where each account is told in a line (`account_lines`).
    """
    if all(map(single, parts)):
        return []
    known, found = {name for part in told for name in _inside(part)}, list[Finding]()
    for part in parts:
        if len(found) < _ENTERED_TOLD and part not in told and surely(part) and not known.issuperset(_inside(part)):
            found.append(part)
            known.update(_inside(part))
    return found


def _inside(part: Finding) -> list[str]:
    return part.alert.accounts[: entered_of(part)]


def _invited(told: Sequence[Finding], parts: Sequence[Finding]) -> list[Finding]:
    """Return the first part that tells of invitations, where it counts more accounts than those told do."""
    chains = [part for part in parts if part.alert.signals[0].detector in _INVITED and part not in told]
    counted = _counted(told)
    return [part for part in chains[:1] if part.alert.accounts_total > counted]


def _most_of_the_rest(told: Sequence[Finding], parts: Sequence[Finding], total: int) -> list[Finding]:
    """Return the part that counts most of those accounts that the told ones do not; none where these count most."""
    counted = _counted(told)
    least = _UNTOLD * (total - counted)
    if counted >= _UNTOLD * total:
        return []
    more = [(_counted([*told, part]) - counted, part) for part in parts if part.alert.accounts_total >= least]
    most, part = max(more, key=lambda one: one[0], default=(0, None))
    return [part] if part is not None and most >= least else []


def _counted(parts: Sequence[Finding]) -> int:
    return union([(part.crowd, part.alert.accounts_total) for part in parts])
