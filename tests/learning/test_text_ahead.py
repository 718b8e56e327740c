"""Reading texts ahead, many at once, says of each what reading it alone says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import text_features
from detectors.plain_text import words
from detectors.text_features import KEPT, features_of, of_new_account, prepare
from pipeline.routes import Routes
from pipeline.subject_texts import Texts
from schemas.event import NAMED, NEW_ACCOUNT, Event
from tests.support.scenario import event, shipped

TEXTS = st.one_of(
    st.text(max_size=120),
    st.text(st.sampled_from("abi '-!?$%.\n\u00e9\u4e2d<>0145"), max_size=300),
    st.lists(st.sampled_from(["free", "prize", "don't", "FREE", "the", "lake", "!!", "www.a.example"])).map(" ".join),
)


def post(text: str, number: int = 0, novel: int = 0) -> Event:
    return event("content.posted", f"u{number}", 1e6 + number, text=text, kind="post", novel=novel, id=f"e{number}")


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=12))
def test_many_at_once_are_read_as_each_alone(texts: list[str]) -> None:
    events = [post(text, number) for number, text in enumerate(texts)]
    alone = []
    for one in events:
        text_features._kept.clear()
        alone.append(features_of(one))
    text_features._kept.clear()
    prepare(events)
    assert [features_of(one) for one in events] == alone


@settings(max_examples=60, deadline=None)
@given(TEXTS.filter(bool))
def test_what_a_new_account_adds_is_put_in_its_place(text: str) -> None:
    known, new = post(text), post(text, novel=NEW_ACCOUNT)
    assert of_new_account(features_of(known)) == features_of(new) == of_new_account(features_of(new))


def test_reading_ahead_leaves_what_the_text_alone_says() -> None:
    """Of what an account had before nothing is known yet; whether its text names a site is."""
    both = post("Is willow-dental.com for sale?", novel=NAMED | NEW_ACCOUNT)
    Texts(Routes([shipped("spam_text")])).prepare([both])
    assert both.novel == NAMED


def test_no_more_is_kept_than_said() -> None:
    prepare([post(f"text number {number}", number) for number in range(2 * KEPT)])
    assert len(text_features._kept) == KEPT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["sooo", "1gnore", "b-b-q", "it's", "a", "9", "99a", "fill", "!?"]), max_size=30))
def test_words_found_one_by_one_are_those_of_the_whole_text(given_words: list[str]) -> None:
    text = " and ".join(given_words)
    assert words(text) == words(f"{text} @")  # a sign for which the whole text is gone through
