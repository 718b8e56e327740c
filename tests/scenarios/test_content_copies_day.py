"""Waves of copies at a patient pace, and texts that go round as slowly without harm."""

from __future__ import annotations

from random import Random

import pytest

from schemas.alert import Alert
from schemas.event import Event
from tests.support import scenario
from tests.support.scenario import event, last_versions

HOUR, DAY = 3600.0, 86_400.0
HOURS = ("content_copies", "content_copies_plain")
DAYS = ("content_copies_day", "content_copies_day_plain")
LINKED = "Earn money from home with our exclusive trading course, ask for an invitation https://course.example/in"
PLAIN = LINKED.partition(" https")[0]


def alerts(events: list[Event], *names: str) -> list[Alert]:
    """Return the alerts of a site whose stream began days before."""
    return scenario.alerts([posted("founder", -3 * DAY, "The site opens its doors today"), *events], *names)


def posted(subject: str, at: float, text: str, **fields: object) -> Event:
    told = {"kind": "post", **fields}
    return event("content.posted", subject, at, text=text, content_id=f"c-{subject}-{at}", **told)


def wave(number: int, hours: float, text: str, kind: str = "bot") -> list[Event]:
    """Return copies of a text by as many accounts, at an even pace."""
    return [posted(f"{kind}{i}", i * hours * HOUR / number, text) for i in range(number)]


def members(number: int) -> list[Event]:
    """Return posts of a day before, by those who later share something."""
    return [posted(f"member{i}", i * 60.0 - 2 * DAY, f"Good to be here, says number {i}") for i in range(number)]


@pytest.mark.parametrize(("number", "hours"), [(60, 24), (20, 6)])
def test_fires_once_on_a_patient_wave_with_a_link(number: int, hours: int) -> None:
    (alert,) = last_versions(alerts(wave(number, hours, LINKED), *HOURS, *DAYS)).values()
    assert alert.signals[0].detector == "content_copies_day"
    assert (alert.entity.type, alert.policy, alert.accounts_total) == ("content", "spam", number)
    assert alert.reason.startswith(
        f"{number} accounts posted one text (its 9 longer words all the same) within 24 h, each in its first hour"
    )


@pytest.mark.parametrize(("number", "hours"), [(200, 24), (40, 3)])
def test_fires_once_on_a_patient_wave_without_a_link(number: int, hours: int) -> None:
    (alert,) = last_versions(alerts(wave(number, hours, PLAIN), *HOURS, *DAYS)).values()
    assert alert.signals[0].detector == "content_copies_day_plain"
    assert alert.accounts_total == number


@pytest.mark.parametrize(("target", "severity"), [("contest", "low"), ("page{}", "medium")])
def test_fires_on_files_and_is_low_where_all_go_to_one_contest(target: str, severity: str) -> None:
    files = wave(24, 8, LINKED)
    for i, one in enumerate(files):
        one.kind, one.target = "upload", target.format(i)
    (alert,) = last_versions(alerts(files, "content_copies_day")).values()
    assert alert.severity == severity
    assert alert.reason.endswith(" is given?") == (severity == "low")


def test_fires_low_on_messages_that_all_go_to_one_account_and_lead_nowhere() -> None:
    def sent(text: str, target: str) -> Alert:
        asked = wave(60, 24, text)
        for i, one in enumerate(asked):
            one.kind, one.target = "message", target.format(i)
        (alert,) = last_versions(alerts(asked, *HOURS, *DAYS)).values()
        return alert

    recall = "The pram with the three wheels is recalled, please send me my money back before the weekend"
    assert (low := sent(recall, "shop")).severity == "low"
    assert low.reason.endswith("or who are set on it.")
    assert "warn the accounts" in low.suggested_action
    assert sent(recall, "u{}").severity == "medium"
    assert sent(LINKED, "shop").severity == "high"


def test_in_a_streams_first_day_it_must_be_far_more_since_all_seem_new() -> None:
    assert scenario.alerts(wave(28, 14, LINKED), *DAYS) == []
    assert scenario.alerts(wave(44, 4, PLAIN), *DAYS) == []
    (alert,) = last_versions(scenario.alerts(wave(70, 14, LINKED), *DAYS)).values()
    assert alert.signals[0].evidence["new_in_the_first_day"] == 70
    assert alerts(wave(28, 14, LINKED), *DAYS)  # as on any later day


def test_fires_on_copies_all_day_long() -> None:
    assert alerts(wave(60, 24, LINKED), "content_copies_day")
    assert alerts(wave(200, 24, PLAIN), "content_copies_day_plain")


def test_fires_on_copies_through_the_afternoon_without_a_link() -> None:
    assert alerts(wave(40, 3, PLAIN), "content_copies_day_plain")


def test_fires_once_where_the_hour_and_the_day_both_see_it() -> None:
    found = last_versions(alerts(wave(120, 4, LINKED), *HOURS, *DAYS)).values()
    assert {one.detector for alert in found for one in alert.signals} == {"content_copies", "content_copies_day"}
    (lead,) = {alert.campaign_id for alert in found}
    assert lead is not None


def test_fires_though_a_few_members_fall_for_it() -> None:
    others = [posted(f"member{i}", i * 3 * HOUR, LINKED) for i in range(4)]
    (alert,) = last_versions(alerts([*members(4), *wave(60, 20, LINKED), *others], *DAYS)).values()
    assert alert.signals[0].evidence["others"] == 4
    assert not any(name.startswith("member") for name in alert.accounts)


def test_quiet_on_what_comes_within_the_hour() -> None:
    late = [posted(f"late{i}", (2 + 2 * i) * HOUR, LINKED) for i in range(8)]
    assert alerts([*wave(60, 0.9, LINKED), *late], *DAYS) == []
    assert alerts([*wave(60, 0.9, LINKED), *late], *HOURS)


def test_quiet_on_a_petition_and_on_a_meme_that_members_pass_on() -> None:
    for text in (LINKED, PLAIN):
        assert alerts([*members(300), *wave(300, 20, text, "member")], *DAYS) == []
        joined = [*members(90), *wave(90, 20, text, "member"), *wave(40, 20, text, "new")]
        assert alerts(joined, *DAYS) == []


def test_quiet_on_shares_quotes_and_what_is_too_short_to_be_a_copy() -> None:
    shares = [posted(f"fan{i}", i * 400.0, LINKED, kind="share") for i in range(200)]
    chosen, own = Random(6), "lake train garden museum kitchen weather football concert morning picture street holiday"
    quotes = [posted(f"fun{i}", i * 400.0, f"> {LINKED}\n\n{' '.join(chosen.sample(own.split(), 9))}")
              for i in range(200)]  # fmt: skip
    asked = [posted(f"buyer{i}", i * 400.0, "Is this still available?", kind="message") for i in range(200)]
    assert alerts([*shares, *quotes, *asked], *DAYS) == []


def test_quiet_on_one_account_that_repeats_itself() -> None:
    assert alerts([posted("bot", i * 300.0, LINKED) for i in range(280)], *DAYS) == []


def test_quiet_on_a_description_that_some_new_sellers_copy_every_day() -> None:
    text = "Genuine leather wallet with card slots and a coin pocket, gift box included https://supplier.example/w"
    events = [posted(f"seller{day}-{i}", day * DAY + i * 1.5 * HOUR, text)
              for day in range(20) for i in range(3 + day // 3)]  # fmt: skip
    assert alerts(events, *DAYS) == []


def test_quiet_on_lists_and_bots_that_always_repeat() -> None:
    notice = "This mailing list is moderated, please read the rules before you post a message"
    events = [posted(f"bot{i}", day * DAY + i * HOUR, notice) for day in range(5) for i in range(24)]
    assert alerts(events, *DAYS) == []


# Disguises.

OTHERS = str.maketrans("aeopcx", "\u0430\u0435\u043e\u0440\u0441\u0445")


def hidden(text: str, seed: int) -> str:
    """Return a text with look-alikes and signs without width in it, each time in other places."""
    chosen, found = Random(seed), ""
    for letter in text:
        found += letter.translate(OTHERS) if chosen.random() < 0.4 else letter
        found += "\u200b" if letter != " " and chosen.random() < 0.1 else ""
    return found


@pytest.mark.parametrize("seed", [1, 50, 900])
def test_fires_on_a_few_copies_each_of_which_is_disguised_in_its_own_way(seed: int) -> None:
    copies = [posted(f"bot{i}", i * 0.6 * HOUR, hidden(PLAIN, seed + i)) for i in range(10)]
    (alert,) = last_versions(alerts(copies, *HOURS, *DAYS)).values()
    assert alert.signals[0].detector == "content_copies_day_plain"
    assert "Letters of other alphabets or signs without width are put into its words" in alert.reason


def test_quiet_on_a_few_copies_with_one_disguise_or_none() -> None:
    for text in (PLAIN, hidden(PLAIN, 7)):
        assert alerts([posted(f"fan{i}", i * 0.6 * HOUR, text) for i in range(10)], *HOURS, *DAYS) == []


# Newcomers who are alone with a text.


def test_fires_on_thirty_newcomers_with_a_text_that_nobody_else_has() -> None:
    (alert,) = last_versions(alerts(wave(30, 20, PLAIN), *HOURS, *DAYS)).values()
    assert alert.signals[0].evidence["others"] == 0


def test_quiet_on_as_many_where_members_have_it_too_and_on_fewer() -> None:
    assert alerts([*members(12), *wave(30, 20, PLAIN), *wave(12, 20, PLAIN, "member")], *DAYS) == []
    assert alerts(wave(24, 12, PLAIN), *DAYS) == []


# Scripts whose vowels are marks, and those without spaces.

HINDI = (
    "\u0918\u0930 \u092c\u0948\u0920\u0947 \u092a\u093e\u0930\u094d\u091f \u091f\u093e\u0907\u092e \u0915\u093e\u092e "
    "\u0930\u094b\u091c \u0930\u0941\u092a\u092f\u0947 \u0915\u092e\u093e\u090f\u0902 "
    "\u092e\u094b\u092c\u093e\u0907\u0932 \u092a\u0930 \u0938\u0940\u0927\u0947 \u0932\u093f\u0916\u0947\u0902"
)
SHAKEN = "\u4eca\u3059\u3054\u304f\u63fa\u308c\u305f\u306d"


def test_fires_on_copies_in_a_script_whose_vowels_are_marks() -> None:
    assert alerts(wave(40, 20, HINDI), *DAYS)


def test_quiet_on_many_who_say_in_three_words_that_the_earth_shook() -> None:
    assert alerts([*members(60), *wave(60, 0.1, SHAKEN, "member")], *HOURS, *DAYS) == []


# How much of a text is shared.


def chatter(number: int, seed: int) -> list[str]:
    """Return messages that have one clause in common and else nothing but the words of a language."""
    chosen = Random(seed)
    made = ["".join(chosen.choice("bcdfglmnprst") + chosen.choice("aeo") for _ in range(4)) for _ in range(600)]
    return [" ".join([*chosen.sample(made, 6), "repaired grandmothers accordion", *chosen.sample(made, 5)])
            for _ in range(number)]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_quiet_on_many_who_share_one_clause_of_three_words(seed: int) -> None:
    texts = chatter(120, seed)
    at_once = [posted(f"guest{i}", i * 20.0, text) for i, text in enumerate(texts)]
    all_day = [posted(f"guest{i}", i * 600.0, text) for i, text in enumerate(texts)]
    assert alerts(at_once, *HOURS, *DAYS) == []
    assert alerts(all_day, *HOURS, *DAYS) == []


OFFER = (
    "Phone {size} gigabytes, sealed box with invoice, parcel delivery possible, payment only by bank transfer, {town}"
)
TOWNS = ("Leeds", "York", "Derby", "Bath", "Ely")


def offers(number: int, hours: float, **fields: object) -> list[Event]:
    return [posted(f"seller{i}", i * hours * HOUR / number, OFFER.format(size=64 + i, town=TOWNS[i % 5]),
                   **{"ip": f"203.0.{i}.7", **fields}) for i in range(number)]  # fmt: skip


def test_fires_on_a_score_of_newcomers_who_share_all_of_a_long_text() -> None:
    (alert,) = last_versions(alerts(offers(22, 15.0), *HOURS, *DAYS)).values()
    assert alert.signals[0].detector == "content_copies_day_plain"
    assert "22 accounts posted texts with the same 12 of 13 longer words within 24 h" in alert.reason
    (alert,) = last_versions(alerts(offers(18, 0.5), *HOURS, *DAYS)).values()
    assert alert.signals[0].detector == "content_copies_plain"


def test_quiet_on_as_many_at_one_address_with_others_or_with_a_short_text() -> None:
    assert alerts(offers(22, 15.0, ip="203.0.113.7"), *DAYS) == []
    old = [posted(f"member{i}", (i + 0.5) * HOUR, OFFER.format(size=99, town="Leeds")) for i in range(6)]
    assert alerts([*members(6), *offers(22, 15.0), *old], *DAYS) == []
    short = [posted(f"buyer{i}", i * HOUR / 2, "Hello, please tell whether this offer stands today?", ip=f"203.0.{i}.7")
             for i in range(24)]  # fmt: skip
    assert alerts(short, *HOURS, *DAYS) == []


def test_fires_where_each_of_fifteen_disguises_a_text_many_times() -> None:
    copies = [posted(f"bot{i % 15}", i * 100.0, hidden(PLAIN, i)) for i in range(120)]
    (first, *_) = last_versions(alerts(copies, *HOURS, *DAYS)).values()
    assert "Letters of other alphabets" in first.reason


def test_quiet_on_one_who_tries_out_disguises_and_some_who_quote_the_text() -> None:
    tries = [posted("bot", i * 100.0, hidden(PLAIN, i)) for i in range(40)]
    assert alerts([*tries, *[posted(f"fan{i}", i * HOUR, PLAIN) for i in range(9)]], *HOURS, *DAYS) == []


# Prompts, and owners.

HOMEWORK = "Explain the causes of the first world war in three hundred words and name three reliable sources, class ten"


def prompts(number: int, known: int, **fields: object) -> list[Event]:
    asked = [posted(f"member{i}", i * 30.0, HOMEWORK, kind="prompt", **{"ip": f"203.0.{i}.7", **fields})
             for i in range(number)]  # fmt: skip
    return [*members(known), *asked]


@pytest.mark.parametrize("text", [HOMEWORK, f"{HOMEWORK} https://course.example/in"])
def test_quiet_all_day_on_prompts_that_a_course_asks(text: str) -> None:
    for kind, found in (("post", 1), ("prompt", 0)):
        asked = [
            posted(f"student{i}", i * 900.0, text, kind=kind, ip=f"198.51.100.{7 + i % 20}", domains=())
            for i in range(60)
        ]
        assert len(last_versions(alerts(asked, *DAYS))) == found


def test_quiet_on_prompts_that_go_round_and_on_a_class() -> None:
    assert alerts(prompts(90, 45), *HOURS) == []
    assert alerts(prompts(58, 0, ip="203.0.113.9"), *HOURS) == []


def test_fires_on_prompts_by_nobody_but_newcomers_at_many_addresses() -> None:
    assert alerts(prompts(40, 0), *HOURS)


def test_quiet_on_a_chain_whose_owners_answer_alike() -> None:
    answers = [posted(f"member{i}", i * 60.0, "Thank you for your review! Our menu https://chain.example/menu")
               for i in range(16)]  # fmt: skip
    assert alerts([*members(16), *answers], *HOURS, *DAYS) == []
    assert alerts(answers, *HOURS)


def files(number: int, hours: float) -> list[Event]:
    """Return uploads of one file by newcomers at home, its checksum beside its name."""
    name = "Econometrics_problem_set.pdf sha256:af01c9eb5aea3d8d0163dd2546c5f8f9c40488c75f97e94f109bf90481cd3280"
    return [posted(f"pupil{i}", i * hours * HOUR / number, name, kind="upload", ip=f"203.0.{i}.7")
            for i in range(number)]  # fmt: skip


def test_quiet_on_a_class_that_uploads_its_homework() -> None:
    assert alerts(files(24, 4), *HOURS, *DAYS) == []
    assert alerts(files(18, 0.9), *HOURS, *DAYS) == []
    assert alerts(files(40, 4), *HOURS, *DAYS)
