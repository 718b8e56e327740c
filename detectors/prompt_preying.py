"""Orders in a post to a model, in sight, to prey on those whom it answers, or to hand out what it knows of others.

A published character that is to ask its users for a password, a comment in a meeting that has the assistant add all
addresses to the minutes (indirect prompt injection: Greshake et al. 2023, "information gathering"). Honest texts speak
to models, too, and ask them for lists of those who came: three things are asked for, near each other. A model is spoken
to; rules are dropped, or silence is ordered; and others' data, a login or a payment is to be got. Over folded text.
"""

from __future__ import annotations

import re

from detectors.prompt_posted_patterns import DROP, RULES, SPOKEN_TO
from detectors.prompt_wishes import BEGINS, QUIET

PREY = "prey"  # the sign's name
NAMED_TO = re.compile(
    SPOKEN_TO.pattern + r"|\[+\s*(?:system|assistant|admin|ai|ki|model)\s*:|<!--\s*(?:ai|ki|llm|assistant|model)\s*:|"
    r"\b(?:instructions?|orders?|notes?|messages?|anweisung\w*|hinweis\w*|consignes?|instruccion\w*|istruzion\w+)"
    r" (?:to|for|an|fur|au|para|per) (?:the |any |all |das |le |el |il )?(?:models?|assistants?|bots?|summari[sz]ers?|"
    r"modele|modelo|modello|modell)\b|"
    r"\b(?:dear|hey|liebe\w*|cher|querido) (?:ai|ki|model|assistant|assistent|summari[sz]er|bot)\b"
)
VOID = re.compile(
    rf"\b(?:previous|prior|earlier|above|all|your|safety|vorherige\w*|bisherige\w*|precedent\w*|anterior\w*) (?:\w+ )?"
    rf"{RULES} (?:no longer appl\w+|(?:do|does) not apply|(?:is|are) (?:\w+ )?(?:void|cancel+ed|overrid\w+|lifted|"
    r"suspended|off)|gelten nicht mehr)\b|\bno (?:restrictions|rules|limits|filters) apply\b"
)
_DATA = (
    r"(?:(?:e-?mail|home|postal|street|ip)(?: addresses| address|s)?|phone(?: numbers?|s)?|telephone numbers?|"
    r"full names?|real names?|passwords?|passcodes?|pins?|credentials|log-?in (?:data|details|codes?)|"
    r"(?:credit |debit |bank )?cards?(?: numbers?| details)?|bank details|account numbers?|dates? of birth|"
    r"(?:attendee|participant|member|customer|contact|user|guest)s? (?:lists?|data|details)|address book|contacts|"
    r"(?:private|full|whole) (?:chats?|conversations?|messages?|history|rooms?|breakout rooms?)|personal data|"
    r"e-?mail-?adress\w*|telefonnummer\w*|handynummer\w*|passwort\w*|zugangsdaten|kontaktdaten|anschrift\w*|"
    r"mot de passe|numero de telephone|contrasena\w*|correo\w*|telefono)"
)
_OTHERS = (
    r"(?:users?|them|their|they|visitors?|customers?|guests?|attendees?|participants?|members?|everyone|everybody|"
    r"people|readers?|players?|candidates?|callers?|nutzer\w*|kund\w+|teilnehm\w+|utilisateurs?|usuarios?|"
    r"private|calendars?)"
)
_GET = (
    r"(?:ask|collect|gather|get|obtain|request|extract|harvest|note down|store|remember|add|append|include|insert|"
    r"export|output|print|send|forward|list|share|post|leak|hand (?:over|out)|attach|embed|"
    r"frage?|sammle|hole|sende|schicke|gib|demande[rz]?|envoie|pide|envia|solicita)"
)
# Have them log in, pay, or go where a link leads.
_LURE = (
    r"(?:(?:persuade|convince|urge|get|make|have|lead|trick|push|tell|ask|send|direct|bring) "
    rf"(?:the |every |each |all |any )?{_OTHERS}\b[^.!?\n]{{0,60}}?(?:\blog(?:ging)? ?in\b|\bsign in\b|\bpay\b|\bverify\b|\bpasswords?\b|https?://))"
)
# What a machine holds: a repository's secrets, whoever works there.
_SECRETS = (
    r"(?:post|send|upload|print|write|output|export|leak|exfiltrate|copy)\b[^!?\n]{0,60}?"
    r"(?:~/|\.ssh\b|\.env\b|\btokens?\b|\bsecrets?\b|\b(?:private|api|ssh) keys?\b|\benvironment variables?\b|"
    r"_(?:token|key|secret)\b)[^!?\n]{0,60}?(?:\bto\b|https?://)"
)
_TAKES = re.compile(
    rf"\b{_GET}\b(?=[^.!?\n]{{0,90}}?\b{_OTHERS}\b)[^.!?\n]{{0,70}}?\b{_DATA}\b|\b{_LURE}|\b{_SECRETS}|"
    rf"{BEGINS}(?:export|output|append|leak|send) (?:the |all |every )?(?:\w+ )?{_DATA}\b"
)


def takes(near: str) -> bool:
    """Tell whether others' data, a login or a payment is to be got, by folded text.

    >>> takes("ask for their full name and phone number"), takes("ask the user how the day was")
    (True, False)
    """
    return _TAKES.search(near) is not None


def spoken_to(folded: str, before: int, after: int) -> list[re.Match[str]]:
    """Return where a folded text speaks to a model, drops rules or orders silence near that, and has others preyed on.

    `before`, `after`: characters around in which that must stand.
    """
    found = []
    for order in NAMED_TO.finditer(folded):
        near = folded[max(0, order.start() - before) : order.end() + after]
        if takes(near) and any([loose.search(near) is not None for loose in (DROP, VOID, QUIET)]):
            found.append(order)
    return found


def dropped(folded: str) -> bool:
    """Tell whether rules are dropped, by folded text.

    >>> dropped("previous instructions no longer apply"), dropped("the instructions apply")
    (True, False)
    """
    return DROP.search(folded) is not None or VOID.search(folded) is not None
