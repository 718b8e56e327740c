"""Names on messengers and networks in a text, and sites that it hides, however their letters are parted or replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.contacts_hidden import ALIKE, mailboxes, one_word, spaced_names, unmasked

EVERYBODY = frozenset({"everyone", "everybody", "channel", "todos", "todas", "moderators", "admins"})
NAME_LEAST = 5  # characters: shorter names are words
# In pieces, too: "tele gram", "T.gram".
_IN_PIECES = r"tele[ .\-]?gram|t[.\-]gram|what'?s[ .\-]?app|insta[ .\-]?gram|snap[ .\-]?chat"
_CUES = (
    rf"{_IN_PIECES}|tele|tg|wa|insta|ig|snap|signal|kik|line|wechat|discord|viber|skype|zangi|"
    r"(?:google )?hangouts?|google chat|facebook|fb|messenger|kakao ?(?:talk)?|zalo|threema|wickr|icq|botim"
)
# Behind a name, those that are no words else: "index_2 on line 5".
_CLEAR = (
    rf"{_IN_PIECES}|tg|insta|snap|kik|wechat|discord|viber|skype|zangi|(?:google )?hangouts?|"
    r"facebook|fb|messenger|kakao ?(?:talk)?|zalo|threema|wickr|icq|botim"
)
_AT = re.compile(r"(?<![\w.@])@ ?([a-z0-9][\w.]{3,31})")
# Between a messenger's name and the name there: "whats ur snap? mine is jayden_77".
_LEADS = r"(?: (?:is|id|me|name)|[?!,;.]{1,2} ?(?:mine(?: is|'s)?|my name is|i am|i'?m|it'?s|add(?: me)?|me))"
_CUED = re.compile(rf"(?<!\w)(?:{_CUES}){_LEADS}?[ :=.\-]{{1,3}}@? ?([a-z][\w.\-]{{3,31}})")
_TAG = re.compile(r"(?<![\w.@])([a-z][\w.]{2,31})#(\d{4})(?!\w)")  # of Discord, where that is named
_BEFORE = re.compile(rf"(?<![\w@])([a-z](?=[a-z.]*[\d_])[\w.]{{3,31}}) (?:on|auf|en|em|su|op|na) (?:{_CLEAR})(?!\w)")
_LINKED = re.compile(
    r"(?<!\w)(?:t\.me|telegram\.me|instagram\.com|snapchat\.com/add|cash\.app|paypal\.me|venmo\.com/u)/[@$]?([\w.]{4,32})"
)
# Of Cash App, where that is named: elsewhere a share, or a variable.
_CASH, _CASHTAG = (
    re.compile(r"cash ?[.\-]?app|cash[ \-]?tag"),
    re.compile(r"(?<![\w$])\$ ?([a-z][\w\-]{3,19})(?![\w$])"),
)
# "name (dot) com", "name[.]com", "name ,com"; not behind "ann (at) ". Of words only a comma's own: "hello ,me too".
_DOTTED = re.compile(
    r"(?<![\w.@\-])(?<![)\]}] )([a-z0-9][\w\-]{2,40}) ?"
    r"(?:[(\[{] ?(?:d[o0]t|\.) ?[)\]}] ?([a-z]{2,10})| ,(com|net|org))(?![\w(])"
)
_SPACED = re.compile(r"(?<!\w)(?:\w(?:[ .]| \. )){5,31}\w(?!\w)")
_LEET = re.compile(r"(?<=[a-z])[01345]{1,2}(?=[a-z])")  # digits within letters that look like some: k4y, c00l
_LETTERS = str.maketrans("01345", "oieas")
_MARKED = re.compile(r"[\d_@\uff20]")
_HINTS = ("tele", "tg", "t.g", "t-g", "whats", "what'", "wa", "insta", "ig", "snap", "signal", "kik", "line", "wechat",
          "discord", "viber", "skype", "zangi", "hangout", "google chat", "facebook", "fb", "messenger", "kakao",
          "zalo", "threema", "wickr", "icq", "botim")  # fmt: skip
_PARTED = (" dot ", "at)", "at]", "@)", "@]")  # of a mail address


def names_in(plain: str) -> Iterator[str]:
    """Yield the names in a text in lower case, each behind an @, and without what only parts it."""
    for match in _AT.finditer(plain) if "@" in plain else ():
        yield from _named(match[1])
    for match in (*_LINKED.finditer(plain), *_tags(plain)) if "/" in plain or "$" in plain else ():
        yield from _named(match[1])
    for hint in _HINTS:  # a plain loop: of every text with a digit
        if hint in plain:
            yield from _messengers(plain)
            break
    if ALIKE.search(plain) is not None:
        yield from _disguised(plain)
    for name in one_word(plain) if " word" in plain else ():
        yield from _named(name)
    for sign in _PARTED:
        if sign in plain:
            for name in mailboxes(plain):
                yield from _named(name)
            break
    for match in _DOTTED.finditer(plain):
        yield from _named(match[1] + (match[2] or match[3]))
    for match in _SPACED.finditer(plain):
        if _MARKED.search(joined := match[0].replace(" ", "")) and not joined.replace(".", "").isdigit():
            yield from _named(joined)


def _tags(plain: str) -> Iterator[re.Match[str]]:
    """Yield names that money is sent to, where it is said by what."""
    if _CASH.search(plain) is not None:
        yield from _CASHTAG.finditer(plain)


def _disguised(plain: str) -> Iterator[str]:
    """Yield names beside what looks like the name of a messenger."""
    for name in spaced_names(plain):
        yield from _named(name)
    yield from _messengers(unmasked(plain))


def _messengers(plain: str) -> Iterator[str]:
    """Yield names beside the name of a messenger."""
    for match in _CUED.finditer(plain):
        if _MARKED.search(match[1]):  # a word by itself follows such a name as often as not
            yield from _named(match[1])
    for match in _BEFORE.finditer(plain):
        yield from _named(match[1])
    if "#" in plain and "discord" in plain:
        for match in _TAG.finditer(plain):
            yield from _named(match[1])


def _named(name: str) -> Iterator[str]:
    """Yield a name as it is told apart; nothing for a word, or for all who are in a room."""
    bare = _LEET.sub(lambda match: match[0].translate(_LETTERS), re.sub(r"[._\-]", "", name))
    if len(bare) >= NAME_LEAST and bare not in EVERYBODY:
        yield f"@{bare}"
