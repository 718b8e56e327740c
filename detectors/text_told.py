"""What the text detectors tell a reviewer: how sure they are and by what, in words that can be acted on."""

from __future__ import annotations

from collections.abc import Iterable

from detectors.prompt_posted import POSTED
from detectors.prompt_preying import PREY
from detectors.tally import Tally

CLUE = "sign:"  # before the name of a sign of attack, among a tally's sums
SURE_MOST = 0.999  # above it a model of counts cannot tell how sure it is
_SPEAKS = {
    "author": "how earlier texts of the account were judged",
    "origin": "where it comes from (kind, language, network, device)",
    "links": "the sites it links to",
    "shape": "how it is written (capitals, signs, amounts, length)",
    "words": "its words",
    "copies": "its likeness to texts that were judged",
    "signs": "wordings that attacks use",
}
_SIGNS = {
    "override": "rules to be ignored", "told": "what was said before to be forgotten",
    "reveal": "instructions or secrets to be shown", "persona": "a role or mode without limits to be taken",
    "named": "a mode or jailbreak that lifts rules, by name",
    "free": "no limits", "obey": "no refusal allowed", "markup": "text marked as the system's own",
    "authority": "a claim of authority", "carry": "data to be sent elsewhere", "harm": "help with harm",
    "unbound": "an AI without rules or morals", "disowned": "its maker's rules denied",
    "servile": "whatever is asked to be answered", "regardless": "answers whatever law or morals say",
    "vices": "what is forbidden to be given", "lawless": "a world without laws",
    "renounced": "a model told not to be one",
    "twofold": "two answers, as itself and otherwise", "suppressed": "words of refusal forbidden",
    "punished": "refusals punished", "assent": "a consent to begin with", "encoded": "answers to be disguised",
    "switched": "safety switched off by decree", "divided": "a divider after which it answers as a rebel",
    "fiction": "a story as cover", "decode": "a coded text to be followed",
    "hidden": "such wordings coded, backwards or in look-alike letters",
    "invisible": "invisible characters", "quoted": "a quotation",
    "concealed": "orders where the markup hides them from readers",
    "directed": "orders to the model that reads it",
    "posted": "a verdict ordered from models that read the post",
    "favour": "a verdict in the author's favour, or silence, ordered",
    "prey": "others' data, logins or payments to be got",
}  # fmt: skip


def sure(surprise: float) -> float:
    """Return a probability from its complement's -log10, and no surer than a model of counts can be."""
    wrong: float = 10.0 ** -max(surprise, 0.0)
    return min(SURE_MOST, 1 - wrong)


def upheld(surprise: float) -> str:
    """Say that probability as a share: what it means is how texts that scored alike were judged.

    >>> upheld(2.0), upheld(9.0)
    ('99.0%', 'more than 99.9%')
    """
    found = sure(surprise)
    return f"more than {SURE_MOST:.1%}" if found == SURE_MOST else f"{found:.1%}"


def signs_named(signs: Iterable[str]) -> str:
    """Name signs of attack, in words.

    >>> signs_named(["override", "free"])
    'no limits; rules to be ignored'
    >>> signs_named(["posted", "prey"])
    "others' data, logins or payments to be got"
    """
    signs = {*signs}
    if PREY in signs:
        signs.discard(POSTED)  # no verdict: it is after people
    return "; ".join(sorted(_SIGNS.get(sign, sign) for sign in signs))


def speaks(part: str, signs: Iterable[str]) -> str:
    """Say what a part of a text's features is, the signs of attack by name.

    >>> speaks("words", ["free"]), speaks("signs", ["override", "reveal"])
    ('its words', 'wordings that attacks use (instructions or secrets to be shown; rules to be ignored)')
    """
    named = signs_named(signs)
    return f"{_SPEAKS[part]} ({named})" if part == "signs" and named else _SPEAKS[part]


def verdicts(number: float) -> str:
    """Say how many verdicts.

    >>> verdicts(1.0), verdicts(57.0)
    ('1 verdict', '57 verdicts')
    """
    return f"{number:,.0f} verdict{'' if round(number) == 1 else 's'}"


def few(number: float, share: float) -> str:
    """Say that what verdicts there are, of which a `share` are violations, cannot vouch for an accusation."""
    if not number:
        return "no verdicts yet"
    return f"{verdicts(number)} so far ({share:.0%} of them violations), too few of either kind to vouch for it"


def reason(run: Tally, what: str, most: str, *, taught: bool) -> str:
    """Say what the texts are like (`what`) and what part of their features speaks for it `most`.

    Before enough verdicts of both kinds have `taught` the model it is provisional, and no share is given. The share is
    of texts that were judged: where reviewers look at what was picked for them, fewer are violations of all there are.
    """
    signs = [name.removeprefix(CLUE) for name in run.extra or {} if name.startswith(CLUE)]
    why, also = speaks(most, signs), ""
    if most != "signs":
        also = f" Wordings of attacks there: {signs_named(signs)}." if signs else ""
    texts, read = ("One text", "reads") if run.n == 1 else (f"{run.n:,} texts", "read")
    unnamed = run.detail[0] if run.detail else 0
    if (run.extra or {}).get("plain", 0.0) == run.n and run.peak:
        return (
            f"{texts} of this account {read} like {what}, by {why}. That is provisional: it rests on these wordings "
            f"alone, and of {verdicts(run.peak)} so far hardly any says that a text with them is benign."
        )
    if not taught:
        found = f"{texts} of this account {read} like {what}, by {why}; provisional: {few(run.peak, run.usual)}."
        return found + also
    if 2 * unnamed > run.peak * run.usual:  # most of the violations
        what = f"what reviewers called violations without naming a policy, {what} or not"
    return (
        f"{texts} of this account {read} like {what}, above all by {why}. Of the texts that reviewers have judged and "
        f"that score like the surest of these, {upheld(run.surprise)} were violations ({verdicts(run.peak)}, "
        f"{run.usual:.0%} of them violations; of texts that nobody picked for review it may be fewer).{also}"
    )


def together(run: Tally) -> str:
    """Say what the prompts of an account have in common, none of which is enough to accuse it."""
    signs = [name.removeprefix(CLUE) for name in run.extra or {} if name.startswith(CLUE)]
    return (
        f"{run.n:,} prompts of this account show {speaks('signs', signs)}, so many different ones within an hour that "
        "they are tries; none of them would be enough by itself."
    )
