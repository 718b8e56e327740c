"""How a program (user agent) is named to a reviewer who may block it: what many accounts came with is nobody's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from detectors.tally import Tally

NEARLY = 0.9  # of those accused; what fewer share is no reason to block it
PROGRAMS_TOLD = 3  # where several were found together
_COMMENT = re.compile(r"\([^()]*\)")  # what the user's system is, or anything: never told
_PRODUCT = re.compile(r"([A-Za-z][A-Za-z_-]{1,31})/([0-9]{1,5}(?:\.[0-9]{1,5}){0,3})")  # RFC 9110's product
_OF_ALL_BROWSERS = ("Mozilla", "AppleWebKit", "Gecko", "Version", "Mobile", "Safari")


@lru_cache(1 << 12)
def named(user_agent: str) -> str:
    """Return a program's product and version; "" where it does not name itself so. Nothing else of it is told.

    >>> named("Streetside/5.3.0 (Android 14; SM-A165F)"), named("me@example.com/1"), named("app of mine")
    ('Streetside 5.3.0', '', '')
    >>> named("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36")
    'Chrome 133.0.0.0'
    """
    words = _COMMENT.sub(" ", user_agent).split()
    told = [(found[1], found[2]) for word in words if (found := _PRODUCT.fullmatch(word))]
    own = [product for product in told if product[0] not in _OF_ALL_BROWSERS]
    if not told:
        return ""
    browser = told[0][0] == "Mozilla"
    return " ".join((own or told)[-1 if browser else 0])


def version_before(program: str) -> str:
    """Return the program, as `named` has it, of the main version before; "" where there is none.

    >>> version_before("Chrome 133.0.0.0"), version_before("App 1.4"), version_before("")
    ('Chrome 132.0.0.0', '', '')
    """
    name, _, version = program.rpartition(" ")
    main, dot, rest = version.partition(".")
    return f"{name} {int(main) - 1}{dot}{rest}" if main.isdigit() and int(main) > 1 else ""


def numbers_of(program: str) -> list[int]:
    """Return the version of a program, as `named` has it, in an order of versions; [] where there is none.

    >>> numbers_of("Chrome 99.0.0.0") < numbers_of("Chrome 133.0.0.0"), numbers_of("")
    (True, [])
    """
    return _numbers(program.rpartition(" ")[2])


def is_update(program: str, had: Iterable[str]) -> bool:
    """Tell whether a program, as `named` has it, is a newer version of one that others have, and none has a newer.

    >>> had = ["Firefox 131.0", "Firefox 130.0", "Chrome 130.0.0.0"]
    >>> is_update("Firefox 132.0", had), is_update("Firefox 97.0", had), is_update("curl 8.9", had)
    (True, False, False)
    """
    name, _, version = program.rpartition(" ")
    others = [one.rpartition(" ") for one in had]
    versions = [_numbers(other) for product, _, other in others if product == name and other != version]
    return bool(versions) and max(versions) < _numbers(version)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]


def shared(programs: Iterable[str]) -> str:
    """Return what nearly all of these are; "" for nothing.

    >>> shared(["curl 8.9"] * 9 + ["App 1"]), shared(["curl 8.9", "App 1"]), shared([])
    ('curl 8.9', '', '')
    """
    told = Counter(programs)
    name, most = told.most_common(1)[0] if told else ("", 0)
    return name if most >= NEARLY * told.total() else ""


def carried(run: Tally) -> list[str]:
    """Return the programs of a run that are told."""
    return sorted(run.carried or ())[:PROGRAMS_TOLD]


def as_evidence(names: list[str]) -> dict[str, str]:
    """Return programs as evidence; nothing for none.

    >>> as_evidence(["curl 8.9", "App 1"]), as_evidence([])
    ({'program': 'curl 8.9, App 1'}, {})
    """
    return {"program": ", ".join(names)} if names else {}


def after_colon(names: Iterable[str]) -> str:
    """Return programs as a sentence adds them; "" for none.

    >>> after_colon(["curl 8.9"]), after_colon([])
    (': curl 8.9', '')
    """
    told = ", ".join(names)
    return f": {told}" if told else ""
