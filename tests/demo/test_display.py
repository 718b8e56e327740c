"""What people see: a line for each new alert where nobody watches, a moving table where somebody does."""

from __future__ import annotations

from io import StringIO
from typing import cast

import msgspec
from rich.console import Console

from pipeline.demo.display import Display
from pipeline.demo.feeder import Feeder
from pipeline.demo.progress import Reading
from pipeline.demo.scorecard import Run
from pipeline.demo.scorecard_table import tables
from pipeline.demo.scoring import score
from pipeline.simulate.truth import Truth
from tests.demo.alerts import T0, alert


class Sent:
    """What the display reads of a feeder."""

    began, last_s, sent = 0.0, T0, 1234


def shown(*, terminal: bool) -> tuple[Display, StringIO]:
    out = StringIO()
    console = Console(file=out, width=140, force_terminal=terminal, color_system=None)
    return Display(console, cast("Feeder", Sent())), out


def test_plain_lines_name_each_alert_once() -> None:
    display, out = shown(terminal=False)
    with display:
        display.alert(alert("ip:192.0.2.1", name="al-one"))
        display.alert(alert("ip:192.0.2.1", name="al-one", version=2))
        display.alert(alert("ip:192.0.2.2", name="al-two"))
    assert out.getvalue().count("al-one") == out.getvalue().count("al-two") == 1
    assert display.count == 2


def test_alerts_joined_to_another_leave_the_count() -> None:
    display, _ = shown(terminal=False)
    with display:
        display.alert(alert("ip:192.0.2.1", name="al-one"))
        display.alert(alert("ip:192.0.2.2", name="al-two"))
        display.alert(alert("ip:192.0.2.2", name="al-two", version=2, campaign="al-one"))
    assert display.count == 1


def test_shadow_alerts_are_not_shown() -> None:
    display, out = shown(terminal=False)
    display.alert(alert("ip:192.0.2.1", mode="shadow"))
    assert (display.count, out.getvalue()) == (0, "")


def test_progress_lines_do_not_flood() -> None:
    display, out = shown(terminal=False)
    for processed in range(100):
        display.reading(Reading(processed, 7))
    assert out.getvalue().count("behind 7") == 1


def test_the_table_shows_the_newest_first_and_cannot_steer_the_terminal() -> None:
    display, out = shown(terminal=True)
    with display:
        for n in range(40):
            display.alert(alert(f"device:dev{n:02d}", name=f"a{n}", reason="\x1b[2Jwiped"))
        display.reading(Reading(1000, 234))
    text = out.getvalue()
    assert "\x1b[2J" not in text
    assert "behind 234" in text
    assert text.index("dev39") < text.index("dev30")
    assert "dev09" not in text


def test_a_campaign_of_many_detectors_leaves_room_for_the_other_columns() -> None:
    display, out = shown(terminal=True)
    one = alert("ip:192.0.2.1", name="al-one", reason="One campaign of many accounts. " * 20)
    signals = [msgspec.structs.replace(one.signals[0], detector=f"a_long_detector_name_{n}") for n in range(6)]
    with display:
        display.alert(msgspec.structs.replace(one, signals=signals))
    text = out.getvalue()
    assert all(word in text for word in (one.severity, "ip 192.0.2.1", "a_long_detector_name_0 +5", "One campaign"))


def test_the_scorecard_says_found_missed_and_false() -> None:
    hit = Truth(
        campaign="hit-1", kind="hit", area="spam", start=T0, end=T0 + 9, accounts=["x"], entities=["ip:192.0.2.1"]
    )
    miss = Truth(campaign="miss-1", kind="miss", area="spam", start=T0, end=T0 + 9, accounts=["y"], entities=[])
    card = score(
        [hit, miss], [alert("ip:192.0.2.1", T0 + 75), alert("card:c", name="b")], Run(events=10, seconds=2, days=1)
    )
    out = StringIO()
    Console(file=out, width=120).print(tables(card))
    lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert "hit-1 spam yes 1 min 15 s 1 0 fanout" in lines
    assert "miss-1 spam no - 0 0" in lines
    assert "campaigns found 1 of 2 planted, 1 as one alert" in lines
    assert "false alerts 1 (1.0 a day): ordinary days 1" in lines
    assert "events 10 in 2.0 s (5/s), 1.00 days of event time" in lines
