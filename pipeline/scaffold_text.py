"""What `abusewatch new-detector` writes: a detector that counts events in a window, to be made into what is meant.

`$name`, `$class_name`, ... are filled in by `pipeline.scaffold`.
"""

from __future__ import annotations

from string import Template

DETECTOR = Template('''\
"""$title: say in one line what abuse this shows."""

from __future__ import annotations

from typing import ClassVar, Literal

from detectors.tally import Tally
from detectors.window import WindowDetector
from schemas.event import Event


class $class_name(WindowDetector):
    """Counts `$kind` events $at_entity in a sliding window.

    Say what it must catch, what it must stay quiet on, when it fails, and where the method comes from.
    """

    name = "$name"
    keyed_by = "$keyed_by"
    kinds = ("$kind",)
    area = "$area"
    counts: ClassVar[Literal["members", "events", "total"]] = "events"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 600.0, least: float = 20,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count every event, and name its account; return None for one that does not count."""
        return event.subject

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many events, and how many are usual."""
        reason = (
            f"There were {run.peak:.0f} {self.kinds[0]} events $at_entity "
            f"within {self.window_s / 60:.0f} min (usual: {run.usual:.1f})."
        )
        return reason, "Say what a reviewer may do."
''')

STANZA = Template("""
[$name]
mode = "shadow"     # $month: new; promoted on what reviewers say
alert_at = 0.5      # $month: one in a million active periods; the same scale for every detector
window_s = 600.0    # $month: say why
least = 20          # $month: say why
usual = 1.0         # $month: mean of (peak - 1) events in an active period; say why
burstiness = 1.0    # $month: gamma shape of its spread over entities; smaller is more varied
""")

SCENARIOS = Template('''\
"""$title."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions
$constant

def one(i: int, at: float) -> Event:
    return event("$kind", $subject, at$fields)


def test_fires_on_a_burst() -> None:
    found = last_versions(alerts([one(i, i * 2.0) for i in range(60)], "$name"))
    (alert,) = found.values()
    assert (alert.entity.type, alert.entity.id) == ("$keyed_by", $entity_id)
    assert alert.policy == "$area"


def test_quiet_on_one_a_day() -> None:
    assert alerts([one(i, i * 86_400.0) for i in range(30)], "$name") == []
''')

ROW = Template("| $words | `$name` (shadow) | say what it sees |\n")

RUNBOOK = Template("""
## $name

**Says.** There were more `$kind` events $at_entity within a few minutes than is usual there.

**Check.** Say what a reviewer should look at, and what speaks for an innocent.

**If a violation.** Say what to do. **If benign.** Say what usually causes a false alarm, and how to silence it.
""")
