"""What all detectors of copied texts have in common: whose text it is, and fewer accounts where it is disguised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

from detectors import disguise, shared_words
from detectors.base import by_event
from detectors.fingerprint import marked
from detectors.tally import Tally, sums_of
from detectors.window import WindowDetector, WindowState
from schemas.event import Event

DESK, NEARLY_ALL, ONE_EACH = "to_desk", 0.9, 0.9  # in a tally: copies to the product's own desk; shares of copies
ASKING = ("message", "prompt")  # what is read by whom it goes to alone
UPLOADS = "uploads"  # in a tally: copies that are files, whose names and checksums go round with them
AT, TO = "at:", "to:"  # before the number of an address, or of a target, among a tally's sums
PLACES, PLACES_FEW = 16, 8  # addresses told apart by hash, so that memory is bounded; eighteen or more leave five free

ASKED = (
    " All are messages to one account, without links or contacts: many who ask one thing of it, as a shop's customers "
    "do, or who are set on it."
)
FORM_LETTER = (
    " Nearly all are messages to the product's own desk, one by each account: a letter that somebody else wrote for "
    "customers (a consumers' advice centre), or people set on the staff. Ask the desk; remove nothing that is a claim."
)
GIVEN = " All are files from one address or to one target: what a class, or who takes part in a contest, is given?"


def written(tallies: Iterable[Tally]) -> bool:
    """Tell whether copies of a long text are mostly no files: those nobody writes anew by chance."""
    window = list(tallies)
    return sum([(tally.extra or {}).get(UPLOADS, 0.0) for tally in window]) <= sum([tally.n for tally in window]) / 2


def note_place(event: Event, tally: Tally) -> None:
    """Count a copy by where it was posted from."""
    if event.ip:
        tally.add(f"{AT}{crc32(event.ip.encode()) % PLACES}")


def from_everywhere(tallies: Iterable[Tally]) -> bool:
    """Tell whether copies come from many addresses: a class, or one who runs many programs, has few."""
    return len(sums_of(tallies, AT)) > PLACES_FEW


def from_own_places(tallies: Sequence[Tally]) -> bool:
    """Tell whether copies come from about as many addresses as there are: half as many, since some share a hash."""
    return len(sums_of(tallies, AT)) > min(PLACES_FEW, sum([tally.n for tally in tallies]) / 2)


def from_one_place(tallies: Sequence[Tally]) -> bool:
    """Tell whether all copies come from one address, as far as is told: one who has it posts them all."""
    places = sums_of(tallies, AT)
    return len(places) == 1 and sum(places.values()) == sum([tally.n for tally in tallies])


def handed_out(run: Tally) -> bool:
    """Tell whether copies are mostly files, all from one address (a class's exercise) or to one target (a contest)."""
    return not written([run]) and (from_one_place([run]) or to_one_target(run))


def note_file(event: Event, tally: Tally) -> None:
    """Count a copy that is a file, by where it goes."""
    tally.add(UPLOADS)
    if event.target is not None:
        tally.add(f"{TO}{crc32(event.target.encode()) % PLACES}")


def to_one_target(run: Tally) -> bool:
    """Tell whether all files among copies go to one target, as far as is told."""
    told = sums_of([run], TO)
    return len(told) == 1 and sum(told.values()) == (run.extra or {}).get(UPLOADS)


def form_letter(run: Tally) -> bool:
    """Tell whether nearly all copies go to the desk, one by each account: who phishes staff writes on and on."""
    return (run.extra or {}).get(DESK, 0.0) >= NEARLY_ALL * run.n and run.distinct() >= ONE_EACH * run.n > 0


def note_private(event: Event, tally: Tally) -> None:
    """Count a newcomer's message that leads nowhere, by whom it goes to: nobody else reads it."""
    if event.kind == "message" and event.target is not None and not event.contacts:
        tally.add(f"{TO}{crc32(event.target.encode()) % PLACES}")


def asked_alike(run: Tally, newcomers: float) -> bool:
    """Tell whether the copies of all `newcomers` are messages to one account, none of which leads anywhere."""
    told = sums_of([run], TO)
    return written([run]) and len(told) == 1 and sum(told.values()) >= newcomers


@by_event
def linked(_detector: object, event: Event) -> Sequence[str]:
    """Return the fingerprint of a text with a link; () for others, and where it is too short to have one."""
    return marked(event.fingerprints, "l")


@by_event
def plain(_detector: object, event: Event) -> Sequence[str]:
    """Return the fingerprint of a text without a link, likewise."""
    return marked(event.fingerprints, "p")


@by_event
def linked_to_read(_detector: object, event: Event) -> Sequence[str]:
    """As `linked`, but for prompts, which nobody reads but the model: many ask one thing, and none is to be removed."""
    return () if event.kind == "prompt" else marked(event.fingerprints, "l")


@by_event
def plain_to_read(_detector: object, event: Event) -> Sequence[str]:
    """As `plain`, likewise."""
    return () if event.kind == "prompt" else marked(event.fingerprints, "p")


class Copies(WindowDetector):
    """Accounts that post one text, in whichever window."""

    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("domain",)
    keys_of = linked

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """Let fewer be enough where they are disguised."""
        if count < self.least and (count < disguise.LEAST or disguise.ways(self._window(state, end)) < disguise.LEAST):
            return False
        return super()._enough(state, end, max(count, self.least))

    def note(self, event: Event, tally: Tally) -> None:
        """Keep some of the texts, and note how they are disguised."""
        super().note(event, tally)
        shared_words.note(event, tally)
        if event.fingerprints[2:]:
            disguise.note(event, tally)

    def _shown(self, window: list[Tally], everybody: int, surprise: float) -> float:
        """Return what a window shows, whose count has `surprise`: nothing where the texts differ but for a few words.

        That each disguises the text in another way is as much by itself.
        """
        if surprise >= self.hot_from and shared_words.shared(window).clause:
            surprise = 0.0
        return max(surprise, disguise.surprise(window, everybody))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        found = shared_words.shared([run])
        shown = {name: value for name, value in super().evidence(run).items() if not name.startswith((AT, TO))}
        same = {"same_longer_words": found.words, "of_longer_words": found.of}
        return {**disguise.evident(shown), **same}
