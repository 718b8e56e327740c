"""The empty map that is shared by all states that have nothing in one: most of their maps are never filled."""

from __future__ import annotations

from typing import Any, NoReturn


class Nothing(dict[Any, Any]):
    """A map that stays empty. Whoever has something to put there puts a map of its own in its place."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        message = "this map is shared by all that have nothing there; put one of your own in its place"
        raise TypeError(message)

    __setitem__ = setdefault = update = __ior__ = _refuse


NOTHING = Nothing()
