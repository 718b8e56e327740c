"""CloudEvents 1.0 (structured JSON) as producers send them: one struct an event type, told apart by `type`.

Unknown fields are ignored, so that producers may add what they like. Limits, units and meanings of the fields
are in `schemas.fields`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from schemas import fields as f
from schemas.wire_data import (
    ContentData,
    DecisionData,
    KeyCreatedData,
    LoginData,
    Network,
    PaymentData,
    ReportData,
    SignupData,
    UsageData,
)


class Envelope(Struct, kw_only=True, tag_field="type"):
    """The CloudEvents attributes that Abusewatch demands."""

    id: f.EventId
    source: f.Source
    subject: f.Subject
    time: f.EventTime
    specversion: Annotated[Literal["1.0"], Meta(description="CloudEvents version.")] = "1.0"


class Typed(Struct):
    """Just enough of an event to see of what type it is."""

    type: str


class Signup(Envelope, tag="account.signup"):
    """`account.signup`: an account is opened."""

    data: SignupData = field(default_factory=SignupData)


class Login(Envelope, tag="account.login"):
    """`account.login`: someone tries to log in."""

    data: LoginData


class PasswordReset(Envelope, tag="account.password_reset"):
    """`account.password_reset`: a password is reset."""

    data: Network = field(default_factory=Network)


class EmailChanged(Envelope, tag="account.email_changed"):
    """`account.email_changed`: the mail address changes."""

    data: Network = field(default_factory=Network)


class MfaChanged(Envelope, tag="account.mfa_changed"):
    """`account.mfa_changed`: the second factor is set, changed or taken away."""

    data: Network = field(default_factory=Network)


class KeyCreated(Envelope, tag="account.api_key_created"):
    """`account.api_key_created`: an API key is made."""

    data: KeyCreatedData


class Usage(Envelope, tag="account.usage"):
    """`account.usage`: an account uses the product."""

    data: UsageData = field(default_factory=UsageData)


class Payment(Envelope, tag="account.payment"):
    """`account.payment`: an account tries to pay."""

    data: PaymentData


class Posted(Envelope, tag="content.posted"):
    """`content.posted`: an account posts or sends something."""

    data: ContentData


class Reported(Envelope, tag="content.reported"):
    """`content.reported`: a user reports an account's content."""

    data: ReportData


class Decided(Envelope, tag="review.decided"):
    """`review.decided`: a reviewer decides, or an appeal is decided."""

    data: DecisionData


AccountWire = Signup | Login | PasswordReset | EmailChanged | MfaChanged | KeyCreated | Usage | Payment
ContentWire = Posted | Reported
Wire = AccountWire | ContentWire | Decided
