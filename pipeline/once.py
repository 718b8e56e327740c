"""What the log says once, however often it happens: input decides how often, so it must not fill the log."""

from __future__ import annotations


class Once:
    """Remembers what has been said in this process; of anything above `limit` things nothing is said."""

    def __init__(self, limit: int = 20) -> None:
        self._said: set[tuple[str, ...]] = set()
        self._limit = limit

    def first(self, *what: str) -> bool:
        """Tell whether this is to be said now, and remember that it was.

        >>> once = Once(limit=1)
        >>> once.first("a"), once.first("a"), once.first("b")
        (True, False, False)
        """
        if what in self._said or len(self._said) >= self._limit:
            return False
        self._said.add(what)
        return True
