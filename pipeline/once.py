"""What the log says once, however often it happens: input decides how often, so it must not fill the log."""

from __future__ import annotations


class Once:
    """Remembers what has been said in this process; of one matter, of anything above `limit` nothing is said."""

    def __init__(self, limit: int = 20) -> None:
        self._said: dict[str, set[str]] = {}
        self._limit = limit

    def first(self, matter: str, what: str) -> bool:
        """Tell whether this is to be said now, and remember that it was.

        >>> once = Once(limit=1)
        >>> once.first("a", "b"), once.first("a", "b"), once.first("a", "c"), once.first("b", "b")
        (True, False, False, True)
        """
        said = self._said.setdefault(matter, set())
        if what in said or len(said) >= self._limit:
            return False
        said.add(what)
        return True
