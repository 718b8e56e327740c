"""A sum over the whole site joins what began together, or what it explains, and not one attack to the next."""

from __future__ import annotations

from typing import Any

from pipeline.campaigns.board import Board
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding, names

WEEK = 7 * 24 * HOUR
FARM: dict[str, Any] = {"policy": "fake_accounts"}


def farm(number: int, at: float, size: int = 20) -> Finding:
    """Return what an address shows of a farm."""
    return finding(f"farm{number}", at, at + HOUR, names(f"f{number}_", size), entity=f"ip:198.51.{number}.1", **FARM)


def site(parts: list[Finding], strangers: int = 0, lasts: float = WEEK) -> Finding:
    """Return a sum over the site: all accounts of the parts, and some others all the time."""
    others = {f"x{n}": n * lasts / strangers for n in range(strangers)}
    mine = {f"f{n}_{k}": part.first - parts[0].first + k * 170 for n, part in enumerate(parts) for k in range(20)}
    found = finding("week", 0, lasts, [*mine, *others], entity="site:*", detector="signup_site_slow", **FARM)
    return dated(found, {**mine, **others})


def dated(found: Finding, times: dict[str, float]) -> Finding:
    by_hash = {sketch_of(name): int(after) for name, after in times.items()}
    found.since = [by_hash[who] for who in found.crowd]
    return found


def sketch_of(name: str) -> int:
    return finding("x", 0, 0, [name]).crowd[0]


def campaigns(*findings: Finding) -> list[set[str]]:
    board = Board(10_000.0, 2.5, HOUR)
    for one in findings:
        board.put(one)
    return [set(group) for group in board.campaigns(board.found)]


def test_a_weeks_sum_goes_with_the_first_farm_and_joins_it_to_no_later_one() -> None:
    parts = [farm(0, 0), farm(1, 3 * HOUR), farm(2, 90 * HOUR)]
    assert campaigns(*parts, site(parts)) == [{"farm0", "week"}, {"farm1"}, {"farm2"}]
    assert campaigns(site(parts), *reversed(parts)) == [{"farm0", "week"}, {"farm1"}, {"farm2"}]


def test_a_sum_goes_with_the_attack_that_most_of_it_is_and_not_with_the_one_it_saw_first() -> None:
    """Five addresses that guess for a week are a fifth of a day's failures; then somebody tries hundreds in a night."""
    first = [farm(0, 0)]
    night = finding("night", 6 * HOUR, 14 * HOUR, names("n", 90), entity="site:*", detector="signup_site", **FARM)
    times = {f"f0_{k}": k * 170.0 for k in range(20)} | {f"n{k}": 6 * HOUR + k * 300.0 for k in range(90)}
    day = finding("day", 0, 14 * HOUR, [*times], entity="site:*", detector="signup_site_slow", **FARM)
    night = dated(night, {f"n{k}": k * 300.0 for k in range(90)})
    for order in ((*first, night, dated(day, times)), (dated(day, times), night, *first)):
        found = campaigns(*order)
        assert len(found) == 2
        assert {"day", "night"} in found


def test_a_sum_stays_with_most_of_it_when_only_a_sample_of_a_great_attack_is_kept() -> None:
    first, tried = farm(0, 0), names("n", 1200)
    times = {f"f0_{k}": k * 170.0 for k in range(20)} | {
        name: 6 * HOUR + k * 20.0 for k, name in enumerate(tried[:300])
    }
    night = finding("night", 6 * HOUR, 14 * HOUR, tried, entity="site:*", detector="signup_site", **FARM)
    day = finding("day", 0, 14 * HOUR, [*times], entity="site:*", detector="signup_site_slow", **FARM)
    found = campaigns(first, night, dated(day, times))
    assert len(found) == 2
    assert {"day", "night"} in found


def test_a_sum_of_a_night_joins_no_guesser_who_was_at_work_the_day_before_and_goes_on() -> None:
    """The alert on the night's attack is forgotten by now."""
    guesser = finding("days", -30 * HOUR, 40 * HOUR, names("g", 40), entity="ip:192.0.2.1", **FARM)
    times = {f"g{k}": k * 300.0 for k in range(30)} | {f"n{k}": 8 * HOUR + k * 100.0 for k in range(160)}
    sum_ = dated(finding("sum", 0, 13 * HOUR, [*times], entity="site:*", detector="signup_site_slow", **FARM), times)
    assert sorted(campaigns(guesser, sum_), key=sorted) == [{"days"}, {"sum"}]
    both = {name: at / 8 if name[0] == "n" else at for name, at in times.items()}
    sum_ = dated(finding("sum", 0, 13 * HOUR, [*both], entity="site:*", detector="signup_site_slow", **FARM), both)
    assert campaigns(guesser, sum_) == [{"days", "sum"}]


def test_which_of_a_sum_and_an_attack_was_seen_last_decides_nothing() -> None:
    """Both go on, and are told of in turns."""
    times = {f"g{k}": k * 300.0 for k in range(30)} | {f"n{k}": 8 * HOUR + k * 100.0 for k in range(160)}
    sum_ = dated(finding("sum", 0, 13 * HOUR, [*times], entity="site:*", detector="signup_site_slow", **FARM), times)
    for last in (12.9, 13.0, 13.1, 40.0):
        guesser = finding("days", -30 * HOUR, last * HOUR, names("g", 40), entity="ip:192.0.2.1", **FARM)
        assert sorted(campaigns(guesser, sum_), key=sorted) == [{"days"}, {"sum"}]


def test_a_payee_whom_all_pay_is_told_with_most_of_it_and_joins_no_two_attacks() -> None:
    paid: dict[str, Any] = {"policy": "payment_fraud"}
    early = finding("early", 0, HOUR / 2, ["t1"], entity="device:d1", **paid)
    late = finding("late", 90 * HOUR, 100 * HOUR, names("n", 12), entity="site:*", detector="card_testing_site", **paid)
    times = {"t1": 0.0} | {f"n{k}": (90 + k / 2) * HOUR for k in range(12)}
    payee = dated(finding("payee", 0, 100 * HOUR, [*times], entity="merchant:us", **paid), times)
    assert campaigns(early, payee, late) == [{"early", "payee", "late"}]
    payee.alert.signals[0].evidence["other_cards"] = 200
    assert campaigns(early, payee, late) == [{"early"}, {"late", "payee"}]


def test_what_began_within_the_hour_is_one_with_the_sum() -> None:
    parts = [farm(0, 0), farm(1, 1500), farm(2, 3000)]
    assert campaigns(*parts, site(parts)) == [{"farm0", "farm1", "farm2", "week"}]


def test_an_attack_on_the_whole_site_that_shows_at_addresses_now_and_then_is_one() -> None:
    """Most of those whom the site saw in the meantime are at none of the addresses."""
    parts = [farm(0, 0), farm(1, 3 * HOUR), farm(2, 6 * HOUR)]
    assert campaigns(*parts, site(parts, 420, 8 * HOUR)) == [{"farm0", "farm1", "farm2", "week"}]


def test_a_sum_of_what_was_over_days_before_joins_no_later_attack() -> None:
    """The alerts of the farm that most of it is about are forgotten by now; a steady one goes on."""
    parts = [farm(0, 0, 35), farm(1, 140 * HOUR, 20)]
    gone = site([farm(0, 0), farm(1, 140 * HOUR)], 30, HOUR)
    assert campaigns(parts[1], gone) == [{"farm1"}, {"week"}]
    steady = site([farm(0, 0), farm(1, 140 * HOUR)], 30, 140 * HOUR)
    assert campaigns(parts[1], steady) == [{"farm1", "week"}]


def test_an_account_in_two_crowds_goes_to_the_smaller_and_joins_them_not() -> None:
    big = finding("big", 0, HOUR, names("u", 300), entity="ip:192.0.2.1")
    small = finding("small", 2000, 2 * HOUR, names("u", 20), entity="content:c1", policy="spam")
    small.crowd = finding("x", 0, 0, ["u7", *names("w", 20)]).crowd
    lone = finding("lone", 2500, HOUR, ["u7"], entity="account:u7", detector="impossible_travel")
    assert campaigns(big, small, lone) == [{"big"}, {"small", "lone"}]


def test_many_takeovers_during_a_long_attack_belong_to_it_and_a_few_late_ones_do_not() -> None:
    attack = finding("site", 0, 20 * HOUR, names("u", 500), entity="site:*", detector="login_site")

    def taken(hour: int) -> Finding:
        return finding(f"taken{hour}", hour * HOUR, hour * HOUR + 60, [f"v{hour}"], entity=f"account:v{hour}")

    every = [taken(hour) for hour in range(1, 20, 2)]
    assert campaigns(attack, *every) == [{"site", *(one.alert.alert_id for one in every)}]
    assert {"taken15"} in campaigns(attack, taken(15))


def test_a_sum_of_days_is_by_itself_where_hardly_any_of_it_is_the_attack_that_it_saw_first() -> None:
    """Three testers on one device, and then forty who take days, each on a device of its own."""
    few, many = farm(0, 0.0, 3), farm(0, 0.0, 20)
    assert len(campaigns(few, site([few], strangers=44))) == 2
    assert len(campaigns(many, site([many], strangers=44))) == 1


def telephones(detector: str, sizes: tuple[int, int], others: int = 0) -> list[Finding]:
    """Return what is told of two telephones of one crew and of another crew's, and a sum over all three."""
    begin = (0.0, HOUR / 2, 9 * HOUR)
    crews = [names(f"d{n}_", size) for n, size in enumerate((sizes[0], sizes[0], sizes[1]))]
    told = [finding(f"device{n}", begin[n], begin[n] + HOUR, crew, entity=f"device:d{n}", **FARM)
            for n, crew in enumerate(crews)]  # fmt: skip
    times = {name: begin[n] + k for n, crew in enumerate(crews) for k, name in enumerate(crew)}
    mine = {name: times[name] for crew in crews[:2] for name in crew}
    chain = finding("chain", 0, 2 * HOUR, [*mine], entity="site:*", detector="signup_chain_slow", **FARM)
    times |= {name: k * 300.0 for k, name in enumerate(names("x", others))}
    every = finding("sum", 0, 10 * HOUR, [*times], entity="site:*", detector=detector, **FARM)
    return [*told, dated(chain, mine), dated(every, times)]


def test_a_sum_of_telephones_joins_no_crew_that_is_told_as_one_unless_it_is_most_of_it() -> None:
    """Another sum goes with what it saw first."""
    crew = {"device0", "device1", "chain"}
    assert campaigns(*telephones("signup_devices", (6, 9))) == [{*crew, "sum"}, {"device2"}]
    assert sorted(campaigns(*telephones("signup_devices", (6, 20))), key=len) == [{"device2", "sum"}, crew]
    assert campaigns(*telephones("signup_devices", (6, 9), 10)) == [crew, {"device2", "sum"}]
    assert campaigns(*telephones("signup_site_slow", (6, 9), 10)) == [{*crew, "sum"}, {"device2"}]
