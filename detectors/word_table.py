"""What is known of single words, found out when a word is first met: texts are made of the same few thousand."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

TABLE, TABLE_CHARS = 1 << 15, 24  # words kept, and the longest of them: about 4 MB, with what is told of each
NUMBER_CHARS = 4
V = TypeVar("V")


class WordTable(dict[str, V]):
    """Asked by subscript; never part of an answer, so that it may be forgotten at any time.

    Long numbers and words are not kept: there is no end of them.
    """

    @abstractmethod
    def find(self, word: str) -> V:
        """Return what is to be known of a word."""

    def __missing__(self, word: str) -> V:
        found = self.find(word)
        if len(word) <= NUMBER_CHARS or (len(word) <= TABLE_CHARS and not word.isdecimal()):
            if len(self) >= TABLE:
                self.clear()
            self[word] = found
        return found
