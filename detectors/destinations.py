"""The country that a text or call goes to, where a product's name ends with one: `invite.sms/PG`, `calls:+675`."""

from __future__ import annotations

import re

NAMES_MOST = 4096  # as `claims` remembers
_ENDS = re.compile(r"(.+)[/:.]([A-Z]{2}|\+[1-9][0-9]{0,3})")


class _Destinations(dict[str | None, tuple[str, ...]]):
    """What is known of names: looked up without a call, since each use is."""

    def __missing__(self, product: str | None) -> tuple[str, ...]:
        if len(self) >= NAMES_MOST:
            self.clear()
        ends = _ENDS.fullmatch(product or "")
        found = self[product] = (ends[1], ends[2]) if ends else ()
        return found


DESTINATIONS = _Destinations()


def destination(product: str | None) -> tuple[str, ...]:
    """Return a product without its country, and that (two capitals, or a calling code); () where it names none.

    >>> destination("invite.sms/PG"), destination("calls:+675"), destination("api/v1"), destination(None)
    (('invite.sms', 'PG'), ('calls', '+675'), (), ())
    """
    return DESTINATIONS[product]
