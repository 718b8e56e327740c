"""What of an event's data goes into which fields of `Event`, by its type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemas.contacts import addressed, contacts_of
from schemas.event import ADDRESSED, NAMED, Event
from schemas.links import domains_of, led_by
from schemas.untold import told
from schemas.wire_data import (
    ContentData,
    KeyCreatedData,
    LoginData,
    Network,
    PaymentData,
    ReportData,
    SignupData,
    UsageData,
)


def _login(event: Event, data: LoginData) -> None:
    event.outcome, event.reason, event.mfa = data.outcome == "success", data.reason, data.mfa


def _signup(event: Event, data: SignupData) -> None:
    event.handle, event.email_domain, event.invited_by = data.handle, told(data.email_domain), told(data.invited_by)


def _usage(event: Event, data: UsageData) -> None:
    event.key, event.product, event.status = data.key, data.product, data.status
    event.requests, event.units = data.requests, data.units


def _payment(event: Event, data: PaymentData) -> None:
    event.outcome, event.reason = data.outcome == "success", data.reason
    event.amount_minor, event.currency = data.amount_minor, data.currency
    event.card, event.merchant = told(data.card), data.merchant


def _content(event: Event, data: ContentData) -> None:
    event.content_id, event.kind, event.text = data.content_id, data.kind, data.text
    event.target, event.language, event.reason = data.target, data.language, data.reason
    event.domains = domains_of(data.urls, data.text)
    if event.domains and not data.urls and not led_by(data.text or ""):
        event.novel = NAMED
    if data.kind != "prompt":
        event.contacts = contacts_of(data.text)
        if event.contacts and data.target is not None and addressed(data.text or ""):
            event.novel |= ADDRESSED


def _report(event: Event, data: ReportData) -> None:
    event.content_id, event.reporter, event.reason = data.content_id, data.reporter, data.reason


def _key_created(event: Event, data: KeyCreatedData) -> None:
    event.key = data.key


FILL: dict[type, Callable[[Event, Any], None]] = {
    LoginData: _login, SignupData: _signup, UsageData: _usage, PaymentData: _payment,
    ContentData: _content, ReportData: _report, KeyCreatedData: _key_created,
    Network: lambda event, data: None,
}  # fmt: skip
