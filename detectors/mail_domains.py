"""Mail domains that an organisation holds: neither a public mail service's nor a throw-away."""

from __future__ import annotations

from functools import lru_cache

from detectors.disposable import disposable

# Public services by the name before the country's, since they have one of each (yahoo.fr, hotmail.co.uk): the largest
# of each region. One that is missing is taken for a firm's, so that this may lower an alert, and never silence one.
SERVICES = frozenset(
    "126 163 aim alice aol arcor bellsouth bigpond bluewin bol btinternet btopenworld charter comcast cox daum duck "
    "earthlink fastmail free freemail freenet gmail gmx googlemail hanmail hey hotmail hushmail icloud inbox interia "
    "laposte libero list live mac mail me msn naver ntlworld o2 onet op orange outlook pm posteo proton protonmail qq "
    "rambler rediffmail rocketmail sapo sbcglobal seznam sfr shaw sina sky skynet sohu t-online talktalk telenet terra "
    "tiscali tuta tutanota ukr uol verizon virgilio virginmedia wanadoo web wp xs4all xtra ya yahoo yandex yeah ymail "
    "ziggo zoho".split()
)
SECOND = frozenset({"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"})  # as in hotmail.co.uk


@lru_cache(maxsize=1 << 12)
def of_an_organisation(domain: str) -> bool:
    """Tell whether a mail domain is no known public service's, and no throw-away.

    >>> of_an_organisation("brightlane.com"), of_an_organisation("Hotmail.co.uk"), of_an_organisation("mailinator.com")
    (True, False, False)
    """
    return bool(named := _named(domain)) and named not in SERVICES and not disposable(domain)


def of_a_service(domain: str) -> bool:
    """Tell whether a mail domain is a known public service's, where anybody may have mail.

    >>> of_a_service("gmail.com"), of_a_service("Hotmail.co.uk"), of_a_service("brightlane.com"), of_a_service("")
    (True, True, False, False)
    """
    return _named(domain) in SERVICES


def _named(domain: str) -> str:
    """Return the name before the country's, or what stands in its place; "" where there is none."""
    labels = domain.casefold().rstrip(".").split(".")
    return (labels[-3:-2] if len(labels) > 2 and labels[-2] in SECOND else labels[-2:-1] or [""])[0]
