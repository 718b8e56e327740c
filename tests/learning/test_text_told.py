"""What a reviewer is told of a text: words to act on, and no surer than the model can be."""

from __future__ import annotations

from detectors.prompt_signs import MIDDLING, STRONG, WEAK
from detectors.spam_text import SpamText
from detectors.tally import Tally
from detectors.text_hashes import PARTS
from detectors.text_report import TextState
from detectors.text_told import speaks


def said(
    verdicts: float, share: float, surprise: float, texts: int = 1, detail: tuple[int, ...] = ()
) -> tuple[str, str]:
    run = Tally()
    for n in range(texts):
        run.seen(float(n), f"e{n}")
    run.account("u", 0.0)
    run.crest(verdicts, share, surprise, detail)
    run.add("words", 4000.0 * texts)
    found = SpamText(0.25).explain(run, TextState(), "u")
    return found.reason, found.severity


def test_a_probability_is_given_only_where_verdicts_vouch_for_it() -> None:
    for verdicts, expected in ((60, 0.999), (30, None)):
        run = Tally()
        run.seen(0.0, "e")
        run.crest(verdicts, 0.5, 9.0)
        assert SpamText(0.25).explain(run, TextState(), "u").evidence.get("probability") == expected


def test_what_was_taught_is_told_with_a_probability_that_is_never_certain() -> None:
    reason, severity = said(60, 0.5, 8.0)
    assert reason == (
        "One text of this account reads like spam, above all by its words. Of the texts that reviewers have judged and "
        "that score like the surest of these, more than 99.9% were violations (60 verdicts, 50% of them violations; of "
        "texts that nobody picked for review it may be fewer)."
    )
    assert severity == "medium"
    assert "surest of these, 99.4% were" in said(60, 0.5, 2.2)[0]


def test_what_few_verdicts_taught_is_provisional() -> None:
    reason, severity = said(57, 0.0, 8.0)
    assert reason == (
        "One text of this account reads like spam, by its words; provisional: 57 verdicts so far (0% of them "
        "violations), too few of either kind to vouch for it."
    )
    assert severity == "low"
    assert "1 verdict so far" in said(1, 1.0, 8.0)[0]
    assert said(0, 0.0, 8.0, texts=3) == ("3 texts of this account read like spam, by its words; provisional: no "
                                          "verdicts yet.", "medium")  # fmt: skip


def test_violations_of_whatever_policy_are_told_as_such() -> None:
    assert said(60, 0.5, 2.2, detail=(20,))[0].startswith(
        "One text of this account reads like what reviewers called violations without naming a policy, spam or not, "
        "above all by its words. Of "
    )
    assert said(60, 0.5, 2.2, detail=(10,))[0].startswith("One text of this account reads like spam, above all by ")


def test_every_part_and_every_sign_has_words() -> None:
    assert all(speaks(part, []) != part for part in PARTS)
    for sign in (*STRONG, *MIDDLING, *WEAK, "quoted"):
        assert f"({sign})" not in speaks("signs", [sign])
