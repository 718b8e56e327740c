"""What a campaign's alert tells of its parts first."""

from __future__ import annotations

import pytest

from pipeline.campaigns.merge import merged
from schemas.finding import Finding
from schemas.values import Severity
from tests.campaigns.findings import finding, names


def part(name: str, entity: str, severity: Severity, priority: float, count: int) -> Finding:
    return finding(name, 0, 600, names("u", count), entity=entity, severity=severity, priority=priority,
                   reason=f"what {name} says.", suggested_action=f"Do what {name} says.")  # fmt: skip


SITE = part("site", "site:*", "high", 2.5, 400)
NETWORK = part("network", "ip:203.0.113.0/24", "high", 2.5, 400)
SMALL = part("small", "ip:203.0.113.9", "medium", 0.75, 20)
TRAVEL = part("travel", "account:u2", "high", 2.5, 1)
TAKEOVER = part("takeover", "account:u3", "critical", 7.5, 1)


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ((SITE, NETWORK), "network"),
        ((SITE, SMALL), "site"),
        ((SMALL, TRAVEL), "small"),
        ((NETWORK, TAKEOVER), "takeover"),
    ],
)
def test_first_comes_what_is_critical_then_a_crowd_then_a_named_place(parts: tuple[Finding, ...], first: str) -> None:
    alert = merged(parts, 50)
    assert f"Above all: what {first} says." in alert.reason
    assert alert.suggested_action == f"Do what {first} says."
    assert alert == merged(parts[::-1], 50)
