"""What is left out to save time changes nothing: gates of signs, the fold by table."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import folding
from detectors.folding import fold
from detectors.prompt_patterns import SIGNS
from detectors.prompt_words import NEEDED, PIECES, SIGNS_MANY, backwards, held, turned
from detectors.text_reading import cut


@pytest.mark.parametrize("sign", sorted(SIGNS))
@pytest.mark.parametrize("examples", [10, pytest.param(40, marks=pytest.mark.slow)])
def test_whatever_shows_a_sign_holds_one_of_its_pieces(sign: str, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(st.from_regex(SIGNS[sign]))
    def holds(shown: str) -> None:
        assert held(shown, cut(shown)) & 1 << list(NEEDED).index(sign)

    holds()


def test_limits_that_are_barriers_are_held_in_german_too() -> None:
    shown = "ohne ethische schranken"
    assert held(shown, cut(shown)) & 1 << list(NEEDED).index("free")


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_the_pieces_of_a_sign_are_seldom_in_ordinary_work(sign: str) -> None:
    ordinary = "translate this letter into french, please, and make it sound friendly"
    assert not held(ordinary, cut(ordinary)) & 1 << list(NEEDED).index(sign)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("aeilmnrsu ._-'!<#0\u00e9"), max_size=200), st.sampled_from(sorted(PIECES)))
def test_what_words_hold_is_what_the_text_holds(text: str, sign: str) -> None:
    bit = 1 << list(NEEDED).index(sign)
    for shift, pieces in enumerate((NEEDED[sign], turned(NEEDED[sign]), backwards(NEEDED[sign]))):
        for full in (text, f"{text[:9]}{pieces[len(text) % len(pieces)]}{text[9:]}"):
            there = held(full, cut(full)) & bit << shift * SIGNS_MANY
            assert bool(there) == any(piece in full for piece in pieces)


def decomposed(text: str) -> Iterator[str]:
    """Yield what is left of the whole text at once: slow, and what the table must come to."""
    for c in unicodedata.normalize("NFKD", text).casefold():
        sign = " VOWEL SIGN " in (name := unicodedata.name(c, ""))
        try:
            vowel = unicodedata.lookup(name.replace(" VOWEL SIGN ", " LETTER ")) if sign else ""
        except KeyError:
            vowel = ""
        marks = unicodedata.category(c) in ("Mn", "Mc", "Cf")
        yield (vowel if marks else c).translate(folding._LOOKALIKE)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_folding_by_table_is_folding(text: str) -> None:
    assert fold(text) == "".join(decomposed(text))


def test_the_table_of_folds_is_bounded() -> None:
    for start in range(0, 0x110000, 4096):
        fold("".join(map(chr, range(start, start + 4096))))
    assert len(folding._FOLDED) <= folding._FOLDS_KEPT
    assert fold("Fr\u0435\u0435 M\u200bON\u00c9Y") == "free money"
