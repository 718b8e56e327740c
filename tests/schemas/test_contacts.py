"""Contacts that texts tell, as people write them who do not want to be found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.contacts import CONTACTS_KEPT, contacts_of

NUMBER = contacts_of("WhatsApp +44 7700 900812")
NAME = contacts_of("telegram: lisa_vip88")


@pytest.mark.parametrize("text", [
    "0044-7700-900812", "call me on 07700 900812 !", "wa.me/447700900812", "o7700 9008 12", "(07700) 900.812",
    "whatsapp null7700 900812", "WA zero 7700-900812", "viber cero7700900812",
    "07700\u200b900\u200b812", "\uff10\uff17\uff17\uff10\uff10\uff19\uff10\uff10\uff18\uff11\uff12",
])  # fmt: skip
def test_a_number_is_one_however_it_is_parted(text: str) -> None:
    assert contacts_of(text) == NUMBER != ()


@pytest.mark.parametrize("text", [
    "write me @lisa.vip88", "@ lisa_vip88 is me", "tele: lisa_vip88", "my insta is Lisa_VIP88", "l i s a _ v i p 8 8",
    "https://t.me/lisa_vip88", "WhatsApp = @lisa_vip88", "tele: li\u200bsa_vip88",
])  # fmt: skip
def test_a_name_is_one_however_it_is_written(text: str) -> None:
    assert contacts_of(text) == NAME != ()


@pytest.mark.parametrize("text", [
    "ask @w3alth_coach_mia", "message wealth_c0ach_mia on tg", "@ we4lth.coach.mia",
    "insta: wealth.coach.m1a", "@wealthc0achm1a", "we4lth_coach_mia en whatsapp",
    "Wealth_coach_mia auf Telegram", "t.me/WEALTH_C04CH_MIA",
])  # fmt: skip
def test_a_name_is_one_with_digits_for_letters_or_before_its_messenger(text: str) -> None:
    assert contacts_of(text) == contacts_of("@wealth_coach_mia") != ()


@pytest.mark.parametrize("text", [
    "buy on bigf0llows (dot) com now", "BigFollows[.]com", "bigfollows {d0t} com!",
    "b i g f 0 l l o w s . c o m (cheap)",
    "bigf\u200bollows ,com ( 30 % )", "on bigfollows ( . ) com",
])  # fmt: skip
def test_a_site_is_one_however_its_dot_is_hidden(text: str) -> None:
    assert contacts_of(text) == contacts_of("bigfollows (dot) com") != ()


@pytest.mark.parametrize("text", [
    "u got discord? add lisa.vip88#2231", "whats ur snap? mine is lisa_vip88", "d1sc0rd is lisa_vip88",
    "sn@p: lisa vip 88",
    "on te1egram: lisa_vip88", "wh@tsapp - lisavip88", "insta? it's lisa.vip88",
])  # fmt: skip
def test_a_name_is_one_beside_a_messengers_look_alike_or_a_few_words(text: str) -> None:
    assert contacts_of(text) == NAME


@pytest.mark.parametrize("text", [
    "cashapp: $lisavip88", "send it on Cash App to $ LisaVip88!", "my cash-tag is $lisavip88", "cash.app/$lisavip88",
    "paypal.me/LisaVip88", "https://venmo.com/u/lisavip88",
])  # fmt: skip
def test_a_name_that_gets_money_is_one_however_it_is_written(text: str) -> None:
    assert contacts_of(text) == NAME


@pytest.mark.parametrize("text", ["$lisavip88", "echo $HOME_PATH", "cash app takes $5.00 of it", "pay US$money by app"])
def test_a_dollar_alone_leads_nowhere(text: str) -> None:
    assert contacts_of(text) == ()


@pytest.mark.parametrize("text", [
    "text me on tele gram: lisa_vip88", "T.gram lisa vip 88 (one word)", "lisa-vip88 (at) proton dot me",
    "insta-gram lisa.vip88", "lisa_vip88 on whats-app", "Telegram Lisa Vip 88, all one word", "lisa.vip88 [@] mail.me",
    "lisa_vip88 at proton dot me", "sn@pchat lisa vip 88",
])  # fmt: skip
def test_a_name_is_one_where_a_messengers_name_or_an_address_is_in_pieces(text: str) -> None:
    assert contacts_of(text) == NAME


@pytest.mark.parametrize("text", [
    "WhatsApp 715-two-two-08", "seven one five 22 08", "sevenone5 2208", "7 1 5 two two 0 eight",
    "sieben1 fünf zwei208",
])  # fmt: skip
def test_a_number_is_one_with_digits_in_words(text: str) -> None:
    assert contacts_of(text) == contacts_of("7-one-five-2208") != ()


def test_digits_that_stand_for_no_letter_part_names() -> None:
    assert len({contacts_of(f"@lisa{digits}") for digits in ("10", "1o", "77", "0", "3", "")}) == 6
    assert contacts_of("see index_2 on line 5, page_3 on signal loss, and anna on facebook") == ()


def test_a_name_that_begins_with_a_nought_is_one() -> None:
    assert contacts_of("telegram zero77") == contacts_of("my telegram: zero_77") != ()


@pytest.mark.parametrize("text", [
    None, "", "On 2026-03-12 10:30 it cost 1,299.00", "write to ann@mail.com", "the line is busy until 12",
    "a b c d e f g", "call me on telegram please", "1 2 3 4 5 6 7", "room 12 34, floor 5", "v. 1.2.3.4.5", "@bob",
    "ann (at) mail (dot) com", "hello ,me too", "great ,come in", "the dot com years", "so (.) com", "is it (do) com",
    "one 2000000", "phase two 10 000 000", "one or two 12345678", "snap: two words 9", "issue#1234", "fix bug.one#1234",
    "5nap out of it", "one two three four", "lisa_88 at mail.com", "look at google dot com", "in one word: 7 rooms",
    "@everyone claim 1 pass before midnight", "@here 2 places left", "the weight.gram is 12", "we talk at t.grammar 7",
])  # fmt: skip
def test_what_is_no_contact(text: str | None) -> None:
    assert contacts_of(text) == ()


def test_nothing_of_a_contact_can_be_read_and_there_are_few() -> None:
    assert all("900812" not in one and one.startswith("contact-") for one in NUMBER)
    assert len(contacts_of(" ".join(f"@name{n}" for n in range(100)))) == CONTACTS_KEPT


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = contacts_of(text)
    assert len(found) == len(set(found)) <= CONTACTS_KEPT
