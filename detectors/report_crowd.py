"""What a crowd that reports one account shows of itself: how new its accounts are, how many reasons and contents.

A crowd that was sent has often been made for it: on the made-up products of which sign-ups are known, of twelve
brigades on one account nine had six or more accounts of the last week, of nine honest crowds none had one. People of
long standing who report one content once each, for several reasons, are an opinion: so were six of those nine. Who has
paid the account reported has met with it, and is no crowd that was sent, whatever it agrees on; strangers to a seller,
all within an hour, are no opinion. A brigade may agree on several reasons, too: hence it makes an alert low, and quiet
never. Who comes upon a thing by himself does so when it is new (`detectors.just_posted`): many at once at something of
an earlier day are no opinion, but may be customers who all met with the same, so that nothing says that they were sent:
then it is medium at most. Of all crowds of twenty made-up products those that were sent gave three reasons at most, and
four that gave four or five were honest: who of long standing differ as much have minds of their own, however few they
are, and whatever they report.
"""

from __future__ import annotations

from typing import NamedTuple

from detectors.surprise import binomial

YOUNG_USUAL = 0.2  # of who is active on a product that doubles within a month; an older product has far fewer
TELLING = 2.0  # one crowd in a hundred has so many by chance: before that, nothing is said of it
SETTLED_LEAST = 0.8  # of an opinion's reports are by accounts known to be older
REASON_MOST = 2 / 3  # of them give one reason
ONCE_MOST = 1.25  # reports a head
STRAY_MOST = 0.1  # of the reports are of something else: whoever is reported by many is by somebody else now and then
SCATTERED_REASONS, SCATTERED_MOST = 5, 2 / 5  # of 33 mobs none gave more than three
OWN_REASONS = 4  # 2026-11: no crowd that was sent gave as many
STRANGERS = 0.2  # of them have paid whom they report, at most: one or two may be sent to do that first
HARMED_LEAST = 8  # people: as many strangers as are told of what is old
OPINION_LEAST = 12  # people: of fewer, that they give several reasons says little


class Crowd(NamedTuple):
    """Reports, those by accounts of the last week, by older ones, those of the commonest reason; reasons, contents.

    `older`: those of something known not to be new; `stale`: those of them about what is more than a day old, or may
    be; `agreed`: the reason, where all give one, and it is one; `main`: those of the commonest content. `paid`: those
    by who had paid the account before, `payers`: those of which it was known that several others had, `written`: those
    by whom it had written to first. `what`: the content that nearly all are about.
    `seller`: those of `paid` that are of an account which signed up within four weeks. `harm`: those that say that
    somebody is harmed (`detectors.report_harms`); `commonest`: the reasons given most, and how often.
    """

    reports: int
    young: float
    settled: float
    foremost: float
    reasons: int
    contents: int
    older: float = 0.0
    agreed: str = ""
    stale: float = 0.0
    main: float = 0.0
    paid: float = 0.0
    payers: float = 0.0
    written: float = 0.0
    what: str = ""
    seller: float = 0.0
    harm: float = 0.0
    commonest: tuple[tuple[str, int], ...] = ()

    def heads_young(self, heads: float) -> int:
        """Return how many of so many people have just signed up."""
        return round(heads * self.young / self.reports) if self.reports else 0

    def surprise(self, heads: float) -> float:
        """Return the surprise of so many new accounts among so many people; 0 where it says little."""
        found = binomial(int(heads), self.heads_young(heads), YOUNG_USUAL)
        return found if found >= TELLING else 0.0

    def scattered(self, heads: float) -> bool:
        """Tell whether people give so many reasons that nobody can have said to them what is wrong; none of them young.

        >>> Crowd(14, 1.0, 12.0, 3.0, 6, 1).scattered(14), Crowd(14, 0.0, 14.0, 7.0, 6, 1).scattered(14)
        (True, False)
        """
        apart = self.foremost <= SCATTERED_MOST * self.reports and self.reports <= ONCE_MOST * heads
        return self.reasons >= SCATTERED_REASONS and apart and not self.surprise(heads)

    def opinion(self, heads: float) -> bool:
        """Tell whether it looks as if each had come to it alone."""
        return (2 * self.stale <= self.reports and self.unagreed(heads)) or self.own_minds(heads)

    def harmed(self, heads: float) -> bool:
        """Tell whether most say that somebody is harmed: no opinion, however new it is and whatever they agree on.

        >>> [Crowd(20, 0.0, 20.0, 12.0, 4, 1, harm=harm).harmed(20) for harm in (16.0, 9.0)]
        [True, False]
        """
        return heads >= HARMED_LEAST and 2 * self.harm > self.reports

    def own_minds(self, heads: float) -> bool:
        """Tell whether people of long standing give more reasons for one content than any who were sent.

        >>> Crowd(8, 0.0, 7.0, 3.0, 4, 1, stale=8.0).own_minds(8), Crowd(8, 0.0, 8.0, 3.0, 3, 1).own_minds(8)
        (True, False)
        """
        differ = self.reasons >= OWN_REASONS and self.foremost <= REASON_MOST * self.reports
        return differ and self._apart(heads)

    def unagreed(self, heads: float) -> bool:
        """Tell whether people of long standing report one content once each, and differ in what is wrong with it.

        >>> [Crowd(21, 0.0, 21.0, foremost, 3, 1, 21.0, stale=21.0).unagreed(21) for foremost in (9.0, 21.0)]
        [True, False]
        """
        return self.foremost <= REASON_MOST * self.reports and self.settled_apart(heads)

    def customers(self) -> bool:
        """Tell whether most had paid the account they report: nobody is sent to do that first, and days before.

        >>> [Crowd(20, 0.0, 20.0, 20.0, 1, 1, paid=paid).customers() for paid in (17.0, 2.0)]
        [True, False]
        """
        return 2 * self.paid > self.reports

    def cheated(self) -> bool:
        """Tell whether most had paid the account they report, which is new: who has just come to sell, and is gone.

        2026-11: on 25 made-up products five customers or more reported one account within a day twice: a false
        organizer of eight days, nine of 24 payers, and a host of long standing, 13 of 64.

        >>> [Crowd(9, 0.0, 9.0, 6.0, 2, 3, paid=9.0, payers=9.0, seller=seller).cheated() for seller in (9.0, 0.0)]
        [True, False]
        """
        return 2 * self.seller > self.reports

    def strangers(self) -> bool:
        """Tell whether hardly one of them had paid an account that others had paid.

        >>> Crowd(28, 0.0, 24.0, 17.0, 3, 1, payers=28.0).strangers(), Crowd(36, 0.0, 36.0, 21.0, 3, 1).strangers()
        (True, False)
        """
        return self.paid <= STRANGERS * self.reports and self.payers >= self.reports > 0

    def settled_apart(self, heads: float) -> bool:
        """Tell whether people of long standing report one content once each, for whatever reasons.

        >>> Crowd(21, 0.0, 21.0, 21.0, 1, 1, 21.0, "unsafe").settled_apart(21)
        True
        >>> [Crowd(21, 1.0, 20.0, 21.0, 1, 2, main=main).settled_apart(21) for main in (20.0, 18.0)]
        [True, False]
        """
        return heads >= OPINION_LEAST and self._apart(heads)

    def _apart(self, heads: float) -> bool:
        of_one = self.contents == 1 or self.reports - self.main <= STRAY_MOST * self.reports
        return of_one and self.reports <= ONCE_MOST * heads and self.settled >= SETTLED_LEAST * self.reports
