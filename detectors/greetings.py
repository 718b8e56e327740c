"""Texts too short to ask for anything: thanks and greetings, which are for many at once."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.event import Event

GREETING_WORDS = 10  # "thank you all so much for the lovely birthday wishes"; who asks for something needs more
# A number, a name, or the order to look at the writer's own page, which says where to turn to in its stead.
_SEE = r"(?:see|check(?: out)?|visit|view|link in|schau (?:auf|in)|regarde|visite|mira|visita|veja|olha|zobacz|sprawdź)"
_MINE = r"(?:my|meine?m?|mon|ma|mi|meu|minha|mój) (?:page|profile?|bio|channel|profil|perfil|página|kanal|seite)"
_TURN_TO = re.compile(rf"(?:\d[ ()./-]{{0,2}}){{7}}|@\w|\b{_SEE} {_MINE}\b|\blink in bio\b", re.IGNORECASE)


def short(event: Event) -> bool:
    """Tell whether a text is too short to ask for anything; one that is not shown is taken for long."""
    return event.text is not None and not event.fingerprints and not event.domains and _greets(event.text)


@lru_cache(16)
def _greets(text: str) -> bool:  # asked again when the post is learned
    """Tell whether a text is of a few words, however long each, and names no number to call and no name to look for."""
    return len(text.split(None, GREETING_WORDS)) <= GREETING_WORDS and not _TURN_TO.search(text)
