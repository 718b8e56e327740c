"""Detectors that look at a whole site show events of those they accuse, and of nobody else."""

from __future__ import annotations

import pytest

from tests.support import recorded

NAMES = ("signup_names", "signup_network", "signup_agent", "signup_hoster", "signup_groups", "signup_devices",
         "signup_chain", "signup_chain_slow", "login_agent", "card_testing_amount", "card_testing_newcomers_day",
         "card_testing_newcomers_slow", "code_guessing_slow", "review_ring_devices", "signup_program")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_events_shown_are_by_accounts_that_are_named(name: str) -> None:
    played = recorded.fires(name)
    assert played is not None
    by = {event.id: event.subject for event in played.events}
    told = [alert for alert in played.alerts if alert.accounts_total == len(alert.accounts)]
    assert told
    for alert in told:
        assert {by[event] for event in alert.evidence_event_ids} <= set(alert.accounts)
