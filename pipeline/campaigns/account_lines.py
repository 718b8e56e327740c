"""What became of each account of a campaign of entries, in a line: nobody looks at eight alerts for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.finding import Finding

ACCOUNTS_TOLD = 8
_DONE = {"email_changed": "mail changed", "mfa_changed": "second factor changed", "password_reset": "password reset",
         "api_key_created": "API key made", "payment": "paid with a new card"}  # fmt: skip


def one_by_one(parts: Sequence[Finding]) -> str:
    """Say of each account that was entered when that was, what was changed and what was paid; the first ones."""
    first = {part.alert.entity.id: part for part in sorted(parts, key=lambda part: (-part.first, part.alert.alert_id))}
    every = sorted(first.values(), key=lambda part: (part.first, part.alert.alert_id))
    told = [line for part in every[:ACCOUNTS_TOLD] if (line := _line(part))]
    more = f"; and {len(every) - ACCOUNTS_TOLD} more" if len(every) > ACCOUNTS_TOLD else ""
    return f" By account: {'; '.join(told)}{more}." if told else ""


def _line(part: Finding) -> str:
    """Return an account's line; "" where nothing of it is told but that it was entered."""
    alert = part.alert
    done = what_was_done(alert.signals[0].evidence)
    return f"{alert.entity.id} on {alert.first_seen[:16].replace('T', ' at ')}, {done}" if done else ""


def what_was_done(evidence: Mapping[str, float | int | str]) -> str:
    """Return what was changed and paid, by the evidence.

    >>> what_was_done({"email_changed": 1, "mfa_changed": 0, "paid": "218.00 USD"}), what_was_done({"login": 1})
    ('mail changed, 218.00 USD paid', '')
    """
    paid = [f"{evidence['paid']} paid"] if evidence.get("paid") else []
    return ", ".join([*[said for kind, said in _DONE.items() if evidence.get(kind)], *paid])
