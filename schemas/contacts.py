"""Where a text asks people to go on: telephone numbers, names on messengers and networks, hidden sites, as hashes.

Also as people write them who do not want to be found: otherwise parted, spaced out, with invisible characters within,
with digits for letters. Of sites only those so written: who hides none gives a link.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice

from schemas.contacts_hidden import ALIKE, BESIDE, spaced_names, spelled, unmasked

TEXT_MOST, CONTACTS_KEPT = 4096, 8  # characters of a text that are looked at; each contact is sent the event
DIGITS_LEAST, DIGITS_MOST, DIGITS_KEPT = 9, 15, 9  # of a number (E.164); the last nine, since countries are left out
NAME_LEAST = 5  # characters: shorter names are words
_CUES = (
    r"telegram|tele|tg|whats ?app|wa|insta|instagram|ig|snap|snapchat|signal|kik|line|wechat|discord|viber|skype|zangi|"
    r"(?:google )?hangouts?|google chat|facebook|fb|messenger|kakao ?(?:talk)?|zalo|threema|wickr|icq|botim"
)
# Behind a name, those that are no words else: "index_2 on line 5".
_CLEAR = (
    r"telegram|tg|whats ?app|insta(?:gram)?|snap(?:chat)?|kik|wechat|discord|viber|skype|zangi|(?:google )?hangouts?|"
    r"facebook|fb|messenger|kakao ?(?:talk)?|zalo|threema|wickr|icq|botim"
)
_NUMBER = re.compile(r"(?<!\d)\d(?:[ .\-/()]{0,2}\d){8,16}(?!\d)")
# A first nought in letters (German, Dutch, French, English, Spanish) is no messenger's name: "WhatsApp null155 667788".
_NOUGHT = re.compile(r"(?<![\w.@])(?:null|nul|zéro|zero|cero) ?(?=(?:\d[ .\-/()]{0,2}){8})")
# A day, the year first or last, which a time of day may follow: "20.10.2026 06:15", on receipts and in logs.
_DAY = r"(?:0?[1-9]|[12]\d|3[01])[-./]"
_DATE = re.compile(rf"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./]|{_DAY}{_DAY}(?:19|20)\d\d(?!\d)")
_AT = re.compile(r"(?<![\w.@])@ ?([a-z0-9][\w.]{3,31})")
# Between a messenger's name and the name there: "whats ur snap? mine is jayden_77".
_LEADS = r"(?: (?:is|id|me|name)|[?!,;.]{1,2} ?(?:mine(?: is|'s)?|my name is|i am|i'?m|it'?s|add(?: me)?|me))"
_CUED = re.compile(rf"(?<!\w)(?:{_CUES}){_LEADS}?[ :=.\-]{{1,3}}@? ?([a-z][\w.\-]{{3,31}})")
_TAG = re.compile(r"(?<![\w.@])([a-z][\w.]{2,31})#(\d{4})(?!\w)")  # of Discord, where that is named
_BEFORE = re.compile(rf"(?<![\w@])([a-z](?=[a-z.]*[\d_])[\w.]{{3,31}}) (?:on|auf|en|em|su|op|na) (?:{_CLEAR})(?!\w)")
_LINKED = re.compile(r"(?<!\w)(?:t\.me|telegram\.me|instagram\.com|snapchat\.com/add)/@?([\w.]{4,32})")
# "name (dot) com", "name[.]com", "name ,com"; not behind "ann (at) ". Of words only a comma's own: "hello ,me too".
_DOTTED = re.compile(
    r"(?<![\w.@\-])(?<![)\]}] )([a-z0-9][\w\-]{2,40}) ?"
    r"(?:[(\[{] ?(?:d[o0]t|\.) ?[)\]}] ?([a-z]{2,10})| ,(com|net|org))(?![\w(])"
)
_SPACED = re.compile(r"(?<!\w)(?:\w(?:[ .]| \. )){5,31}\w(?!\w)")
_LEET = re.compile(r"(?<=[a-z])[01345]{1,2}(?=[a-z])")  # digits within letters that look like some: k4y, c00l
_LETTERS = str.maketrans("01345", "oieas")
_MARKED = re.compile(r"[\d_@\uff20]")
_WORTH = re.compile(r"[\d_@\uff20]|[(\[{] ?(?:[dD][oO]|\.)| ,[cCnNoO]")  # that, or what parts a site's name
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HINTS = ("tele", "tg", "whats", "wa", "insta", "ig", "snap", "signal", "kik", "line", "wechat", "discord", "viber",
          "skype", "zangi", "hangout", "google chat", "facebook", "fb", "messenger", "kakao", "zalo", "threema",
          "wickr", "icq", "botim")  # fmt: skip


def contacts_of(text: str | None) -> tuple[str, ...]:
    """Return a hash of each contact that stands in a text, in order. Cost: a microsecond without a digit, ten with.

    >>> one = contacts_of("Write me: Telegram anna_k77")
    >>> one == contacts_of("sube al @ anna.k77") == contacts_of("a n n a _ k 7 7 !") == contacts_of("t.me/Anna_K77")
    True
    >>> contacts_of("write to me on hangouts captain.ben24") == contacts_of("Google Hangouts: captain.ben24")
    True
    >>> contacts_of("nurse.h3lp77 on whatsapp") == contacts_of("@nurse_help77")
    True
    >>> contacts_of("WhatsApp +44 7700 900812") == contacts_of("0044-7700-900812")
    True
    >>> contacts_of("on bigf0ll (dot) com") == contacts_of("b i g f 0 l l . c o m") == contacts_of("bigf0ll ,com")
    True
    >>> contacts_of("On 2026-03-12 10:30 the line was busy, write to ann@mail.com")
    ()
    >>> contacts_of("Total 12.40 on 20.10.2026 06:15, till 3"), contacts_of("10/20/2026 11")
    ((), ())
    """
    if not text:
        return ()
    told = text[:TEXT_MOST]
    if _WORTH.search(told) is None:
        return ()
    return tuple(islice(dict.fromkeys(map(_hashed, _found(_plain(told)))), CONTACTS_KEPT))


def sort_of(contact: str) -> str:
    """Return what a contact is, in words, by its hash.

    >>> [sort_of(one) for one in contacts_of("Telegram anna_k77 or +44 7700 900812")]
    ['telephone number', 'name on a messenger or network']
    """
    return "telephone number" if is_number(contact) else "name on a messenger or network"


def is_number(contact: str) -> bool:
    """Tell whether a contact is a telephone number, by its hash."""
    return contact.startswith("contact-number-")


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).lower()


def _found(plain: str) -> Iterator[str]:
    """Yield numbers by their last digits, and names without what only parts them."""
    plain = _NOUGHT.sub("0", plain)
    for match in _NUMBER.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        if DIGITS_LEAST <= len(digits.lstrip("0")) <= DIGITS_MOST and _DATE.match(match[0]) is None:
            yield digits[-DIGITS_KEPT:]
    for digits in spelled(plain) if BESIDE.search(plain) is not None else ():
        yield digits[-DIGITS_KEPT:]
    for match in _AT.finditer(plain) if "@" in plain else ():
        yield from _named(match[1])
    for match in _LINKED.finditer(plain) if "/" in plain else ():
        yield from _named(match[1])
    for hint in _HINTS:  # a plain loop: of every text with a digit
        if hint in plain:
            yield from _messengers(plain)
            break
    if ALIKE.search(plain) is not None:
        yield from _disguised(plain)
    for match in _DOTTED.finditer(plain):
        yield from _named(match[1] + (match[2] or match[3]))
    for match in _SPACED.finditer(plain):
        if _MARKED.search(joined := match[0].replace(" ", "")) and not joined.replace(".", "").isdigit():
            yield from _named(joined)


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
    bare = _LEET.sub(lambda match: match[0].translate(_LETTERS), re.sub(r"[._\-]", "", name))
    if len(bare) >= NAME_LEAST:
        yield f"@{bare}"


def _hashed(contact: str) -> str:
    """Return what stands for a contact in alerts: a number or a name is personal data, and which of them it is not."""
    sort = "name" if contact[0] == "@" else "number"
    return f"contact-{sort}-{blake2b(contact.encode(), digest_size=8).hexdigest()}"
