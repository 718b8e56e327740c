"""What the `data` of each event type holds. Limits, units and meanings of the fields are in `schemas.fields`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas import fields as f
from schemas.values import DecisionSource, Outcome, Verdict

Kind = Literal["post", "message", "prompt", "comment", "upload", "review", "share"]
Result = Annotated[Outcome, Meta(description="Whether it went through; a refused payment is a failure.")]


class Network(Struct, kw_only=True):
    """Where a request came from; every field may be missing."""

    ip: f.Address | None = None
    device: f.Device | None = None
    user_agent: f.Agent | None = None
    country: f.Country | None = None
    asn: f.SystemNumber | None = None


class SignupData(Network, kw_only=True):
    """A new account."""

    handle: f.Handle | None = None
    email_domain: f.MailDomain | None = None
    email_hash: f.MailHash | None = None
    invited_by: f.Inviter | None = None


class LoginData(Network, kw_only=True):
    """An attempt to log in; `reason` says why it failed (`bad_password`, `unknown_user`, `locked`, ...)."""

    outcome: Result
    reason: f.WhyFailed | None = None
    mfa: f.Mfa | None = None


class KeyCreatedData(Network, kw_only=True):
    """A new API key."""

    key: f.NewApiKey


class UsageData(Network, kw_only=True):
    """Use of the product: `units` are tokens, bytes or whatever is billed; `status` an HTTP status.

    A claim or redemption is one, too: `product` names it ("returns/not-received"), `device` is that of its account.
    With or without a `status`, it is seen as an act; one refused (from 400 on) as a refusal.
    """

    key: f.ApiKey | None = None
    product: f.Product | None = None
    requests: f.Requests | None = None
    units: f.Units | None = None
    status: f.HttpStatus | None = None


class PaymentData(Network, kw_only=True):
    """A payment attempt; `card` is a fingerprint, `amount_minor` in the currency's minor unit."""

    outcome: Result
    reason: f.WhyFailed | None = None
    amount_minor: f.AmountMinor | None = None
    currency: f.Currency | None = None
    card: f.Card | None = None
    merchant: f.Merchant | None = None


class ContentData(Network, kw_only=True):
    """Something posted; `target` is what it was posted to or at, `reason` why it was refused (none if it was taken)."""

    content_id: f.ContentId
    kind: (
        Annotated[
            Kind,
            Meta(description="What sort of content it is; `share` where it shares the content that is its target."),
        ]
        | None
    ) = None
    text: f.Text | None = None
    urls: f.Urls | None = None
    target: f.Target | None = None
    language: f.Language | None = None
    reason: f.WhyRefused | None = None


class ReportData(Struct, kw_only=True):
    """A user's report; the event's subject is the account reported."""

    content_id: f.ContentId
    reporter: f.Reporter | None = None
    reason: f.ReportReason | None = None


class DecisionData(Struct, kw_only=True):
    """A reviewer's verdict on an alert, a piece of content, an event or (none given) the account itself."""

    verdict: Annotated[Verdict, Meta(description="What the reviewer found.")]
    alert_id: f.AboutAlert | None = None
    alert_version: f.JudgedVersion | None = None
    content_id: f.AboutContent | None = None
    event_id: f.AboutEvent | None = None
    policy: f.Policy | None = None
    reviewer: f.Reviewer | None = None
    seconds: f.ReviewSeconds | None = None
    source: Annotated[DecisionSource, Meta(description="How the case came to the reviewer.")] = "queue"
