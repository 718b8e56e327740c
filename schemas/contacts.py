"""Where a text asks people to go on: telephone numbers, names on messengers and networks, hidden sites, as hashes.

Also as people write them who do not want to be found: otherwise parted, spaced out, with invisible characters within,
with digits for letters, a messenger's name in pieces. Of sites and mail addresses only those that are hidden: who hides
none gives a link, or signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice

from schemas.contacts_hidden import BESIDE, spelled
from schemas.contacts_names import names_in

TEXT_MOST, CONTACTS_KEPT = 4096, 8  # characters of a text that are looked at; each contact is sent the event
DIGITS_LEAST, DIGITS_MOST, DIGITS_KEPT = 9, 15, 9  # of a number (E.164); the last nine, since countries are left out
_NUMBER = re.compile(r"(?<!\d)\d(?:(?:[ .\-/()]{0,2}| [-\u2013] )\d){8,16}(?!\d)")
# A first nought in letters (German, Dutch, French, English, Spanish) is no messenger's name: "WhatsApp null155 667788".
_NOUGHT = re.compile(r"(?<![\w.@])(?:null|nul|zéro|zero|cero) ?(?=(?:\d[ .\-/()]{0,2}){8})")
# A day, the year first or last, which a time of day may follow: "20.10.2026 06:15", on receipts and in logs.
_DAY = r"(?:0?[1-9]|[12]\d|3[01])[-./]"
_DATE = re.compile(rf"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./]|{_DAY}{_DAY}(?:19|20)\d\d(?!\d)")
_WORTH = re.compile(r"[\d_@$\uff20]|[(\[{<] ?(?:[dD][oO]|[aA][tT]|\.)| ,[cCnNoO]")  # or what parts a site's name
_OPENING = re.compile(r"(?:\s*@[\w.@\-]+[,:]?)+")  # "@ann @bob@server.example, ...": who is spoken to
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


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
    >>> contacts_of("0 7 7 0 0 - 9 0 0 8 - 1 2") == contacts_of("call 07700 - 9008 - 12")
    True
    >>> contacts_of("on bigf0ll (dot) com") == contacts_of("b i g f 0 l l . c o m") == contacts_of("bigf0ll ,com")
    True
    >>> broker = contacts_of("text me on tele gram: villa_broker_7")
    >>> broker == contacts_of("T.gram villa broker 7 (one word)") == contacts_of("villa-broker-7 (at) proton dot me")
    True
    >>> contacts_of("CashApp me: $lilyblue") == contacts_of("https://cash.app/$LilyBlue"), contacts_of("buy $gamestock")
    (True, ())
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
    plain = _NOUGHT.sub("0", _plain(told))
    found = [*_numbers_in(plain), *names_in(plain)]
    return tuple(islice(dict.fromkeys(map(_hashed, found)), CONTACTS_KEPT)) if found else ()


def addressed(text: str) -> bool:
    """Tell whether a text with contacts opens with a name and has no other: mostly of whom it answers.

    >>> addressed("@ann_k77 what a day"), addressed("@ann_k77 ask @coach_mia"), addressed("Thanks to @coach_mia")
    (True, False, False)
    """
    opening = _OPENING.match(text)
    return opening is not None and not contacts_of(text[opening.end() :])


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


def _numbers_in(plain: str) -> Iterator[str]:
    """Yield telephone numbers by their last digits."""
    for match in _NUMBER.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        if DIGITS_LEAST <= len(digits.lstrip("0")) <= DIGITS_MOST and _DATE.match(match[0]) is None:
            yield digits[-DIGITS_KEPT:]
    for digits in spelled(plain) if BESIDE.search(plain) is not None else ():
        yield digits[-DIGITS_KEPT:]


def _hashed(contact: str) -> str:
    """Return what stands for a contact in alerts: a number or a name is personal data, and which of them it is not."""
    sort = "name" if contact[0] == "@" else "number"
    return f"contact-{sort}-{blake2b(contact.encode(), digest_size=8).hexdigest()}"
