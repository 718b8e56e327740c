"""An event on its way out, and builders for its kinds."""

from __future__ import annotations

from typing import Any, NamedTuple

Net = dict[str, Any]  # where a request comes from: ip, device, user_agent, country, asn


class Row(NamedTuple):
    """One event before it has an id. `label` names the episode it belongs to, '' for none."""

    time: float
    type: str
    subject: str
    data: dict[str, Any]
    label: str = ""
    source: str = "/web"


def login(at: float, subject: str, net: Net, failed: str = "", mfa: bool | None = None) -> Row:
    """Make an attempt to log in; `failed` is the reason, '' for success."""
    data = {"outcome": "failure", "reason": failed, **net} if failed else {"outcome": "success", **net}
    if mfa is not None:
        data["mfa"] = mfa
    return Row(at, "account.login", subject, data)


def change(at: float, subject: str, what: str, net: Net) -> Row:
    """Make a change of the account: `what` is password_reset, email_changed or mfa_changed."""
    return Row(at, f"account.{what}", subject, dict(net))


def signup(at: float, subject: str, net: Net, **fields: Any) -> Row:
    """Open an account."""
    return Row(at, "account.signup", subject, {**fields, **net})


def usage(at: float, subject: str, net: Net, product: str, units: float, **fields: Any) -> Row:
    """Use the product; `fields` are key, requests, status."""
    data = {"product": product, "units": round(units, 1), "requests": 1, "status": 200, **fields, **net}
    return Row(at, "account.usage", subject, data)


def payment(at: float, subject: str, net: Net, card: str, amount: int, failed: str = "", **fields: Any) -> Row:
    """Try to pay `amount` in minor units; `failed` is the reason, '' for success."""
    outcome = {"outcome": "failure", "reason": failed} if failed else {"outcome": "success"}
    data = {**outcome, "card": card, "amount_minor": amount, "currency": "EUR", **fields, **net}
    return Row(at, "account.payment", subject, data)


def post(at: float, subject: str, net: Net, content: str, text: str, **fields: Any) -> Row:
    """Post something; `fields` are kind, urls, target, language."""
    data = {"content_id": content, "kind": "post", "text": text, "language": "en", **fields, **net}
    return Row(at, "content.posted", subject, data)


def report(at: float, subject: str, content: str, reporter: str, reason: str) -> Row:
    """Report content of `subject`."""
    return Row(at, "content.reported", subject, {"content_id": content, "reporter": reporter, "reason": reason})
