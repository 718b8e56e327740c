"""Wrong clocks move nobody else; a partition's clock never goes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock import EARLY_S, LEAP_S, SOURCES_KEPT, SourceClock
from pipeline.merged_clock import MergedClock

NOW = 1_767_600_000.0
YEARS = 10 * 365 * 86_400.0
NEVER = float("-inf")


def started(*times: float) -> SourceClock:
    clock = SourceClock(300.0)
    for time in times:
        clock.see("/web", time)
    return clock


def test_it_follows_the_newest_event_of_one_source_by_the_lateness_bound() -> None:
    clock = started(NOW, NOW + 1, NOW + 2)
    assert clock.watermark == NOW + 2 - 300
    assert clock.see("/web", NOW + 60) == NOW + 60 - 300


def test_there_is_no_watermark_before_three_events() -> None:
    assert started(NOW, NOW + 1).watermark == NEVER


def test_a_wrong_first_event_of_all_does_not_start_the_clock() -> None:
    clock = started(NOW + YEARS, NOW, NOW + 1)
    assert clock.watermark == NOW + 1 - 300
    assert not clock.is_far(NOW + 2)


def test_one_event_far_ahead_of_a_single_source_is_refused_and_the_clock_goes_on() -> None:
    clock = started(NOW, NOW + 1, NOW + 2)
    assert clock.see("/web", NOW + YEARS) == NOW + 2 - 300
    assert clock.is_far(NOW + YEARS)
    assert clock.see("/web", NOW + 3) == NOW + 3 - 300
    assert clock.watermark > NEVER
    assert not clock.is_far(NOW + 4)


def test_events_far_ahead_that_come_singly_never_add_up_to_a_leap() -> None:
    clock = started(NOW, NOW, NOW)
    for step in range(10):
        clock.see("/web", NOW + YEARS)
        clock.see("/web", NOW + step)
    assert clock.watermark == NOW + 9 - 300


def test_a_leap_is_followed_at_the_third_event_in_a_row() -> None:
    clock = started(NOW, NOW, NOW)
    leap = NOW + 2 * LEAP_S
    assert clock.see("/web", leap) == NOW - 300
    assert clock.see("/web", leap + 1) == NOW - 300
    assert clock.see("/web", leap + 2) == leap + 2 - 300


def test_less_than_a_day_needs_no_confirmation() -> None:
    clock = started(NOW, NOW, NOW)
    assert clock.see("/web", NOW + LEAP_S) == NOW + LEAP_S - 300


def test_one_bad_producer_of_five_neither_freezes_nor_hurries_the_others() -> None:
    ahead, behind, clock = SourceClock(300.0), SourceClock(300.0), SourceClock(300.0)
    for second in range(1000):
        for source in range(5):
            wrong = source == 4
            clock.see(f"/{source}", NOW + second)
            ahead.see(f"/{source}", NOW + second + YEARS * wrong)
            behind.see(f"/{source}", NOW + second - YEARS * wrong)
    assert clock.watermark == NOW + 999 - 300
    assert clock.watermark - 1 <= ahead.watermark <= clock.watermark
    assert clock.watermark - 1 <= behind.watermark <= clock.watermark
    assert ahead.is_far(NOW + 1000 + YEARS)
    assert not ahead.is_far(NOW + 1000)


def test_the_busiest_source_counts_by_what_it_sends() -> None:
    clock = SourceClock(300.0)
    for second in range(100):
        clock.see("/slow", NOW - 5000)
        for _ in range(3):
            clock.see("/busy", NOW + second)
    assert clock.watermark == NOW + 99 - 300


def test_sources_are_bounded() -> None:
    clock = SourceClock(300.0)
    for number in range(SOURCES_KEPT * 3):
        clock.see(f"/{number}", NOW)
    assert len(clock.sources) == SOURCES_KEPT
    assert abs(clock.total - sum(one.weight for one in clock.sources.values())) < 1e-6


def test_slack_is_what_nobody_uses_of_the_bound() -> None:
    clock = started(NOW, NOW + 10, NOW + 20)
    assert clock.slack_s == 300.0  # in perfect order
    clock.see("/web", NOW - 30)  # 50 seconds late: twice that is kept
    assert clock.slack_s == 200.0
    clock.see("/web", NOW + 20 - 290)
    assert clock.slack_s == 0.0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(NOW, NOW + 600)), min_size=3, max_size=60))
def test_it_follows_the_weighted_median_whoever_sends_most(seen: list[tuple[str, float]]) -> None:
    clock, sent, highest = SourceClock(300.0), list[tuple[str, float]](), NEVER
    for source, time in seen:
        clock.see(source, time)
        sent.append((source, time))
        newest = {name: max(t for n, t in sent if n == name) for name, _ in sent}
        # The lower median: of as many copies of a source's newest time as it has sent events, the middle one.
        copies = sorted(newest[name] for name, _ in sent)
        if len(sent) > 2:
            highest = max(highest, copies[(len(copies) - 1) // 2] - 300.0)
        assert clock.watermark == highest


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.floats(NOW - YEARS, NOW + YEARS)), max_size=60))
def test_it_never_goes_back(seen: list[tuple[str, float]]) -> None:
    clock, last = SourceClock(300.0), NEVER
    for source, time in seen:
        mark = clock.see(source, time)
        assert mark >= last
        last = mark


@given(st.lists(st.floats(NOW, NOW + 1000), min_size=3, max_size=60), st.data())
def test_a_minority_of_lies_keeps_the_clock_within_the_truth(times: list[float], data: st.DataObject) -> None:
    clock = SourceClock(300.0)
    for time in times:
        clock.see("/honest", time)
        clock.see("/honest", time)
        clock.see("/liar", data.draw(st.floats(NOW - YEARS, NOW + YEARS)))
    assert clock.watermark <= max(times) - 300


def test_merged_is_the_least_of_all_that_are_expected() -> None:
    clock, both = MergedClock(), frozenset({"a", "b"})
    clock.see("a", NOW)
    assert clock.advance(both) == NEVER  # b may still send anything
    clock.see("b", NOW - 50)
    assert clock.advance(both) == NOW - 50
    clock.see("b", NOW + 50)
    assert clock.advance(both) == NOW


def test_an_idle_source_holds_nobody_back_and_all_idle_end_at_the_highest() -> None:
    clock, both = MergedClock(), frozenset({"a", "b"})
    clock.see("a", NOW)
    clock.see("b", None)
    assert clock.advance(both) == NOW
    clock.see("a", None)
    assert clock.advance(both) == NOW
    clock.see("b", NOW - 1000)  # wakes up behind: what was said stands
    assert clock.advance(both) == NOW


def test_merged_slack_is_that_of_the_least_orderly_source_awake() -> None:
    clock = MergedClock()
    assert clock.slack_s == 0.0
    clock.see("a", NOW, 300.0)
    clock.see("b", NOW, 20.0)
    assert clock.slack_s == 20.0
    clock.see("b", None, 0.0)
    assert clock.slack_s == 300.0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.floats(NOW, NOW + 1e6)), max_size=40))
def test_merged_never_goes_back(seen: list[tuple[str, float | None]]) -> None:
    clock, last = MergedClock(), NEVER
    for source, mark in seen:
        clock.see(source, mark)
        now = clock.advance(frozenset("abc"))
        assert now >= last
        last = now


def test_the_input_began_with_its_earliest_event() -> None:
    clock = started(NOW + 20, NOW, NOW + 90, NOW + 60)
    assert clock.began == NOW
    clock.see("/web", NOW + 900)
    clock.see("/web", NOW - 5 * LEAP_S)  # too late to be believed
    assert clock.began == NOW


def test_an_input_that_an_older_release_followed_began_long_ago() -> None:
    clock = SourceClock(300.0, dict(started(NOW, NOW, NOW).sources), 3.0, NOW - 300, 0.0, True)
    clock.see("/web", NOW + 1)
    assert clock.began == NEVER


def test_all_began_with_the_first_source_and_nothing_is_early_while_none_has_said() -> None:
    clock = MergedClock()
    clock.see("a", NOW, 0.0)
    assert clock.early_until == NEVER
    clock.see("b", NOW, 0.0, NOW - 50)
    clock.see("a", NOW, 0.0, NOW - 10)
    assert clock.early_until == NOW - 50 + EARLY_S
