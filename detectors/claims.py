"""Whether a use of a product takes something (a refund, a voucher, a trial), by the product's name.

Such an act is one whether the product tells an HTTP status with it or not; most of what is answered with one is a look
at something, of which there are far too many to be remembered.
"""

from __future__ import annotations

import re

# Words of a product's name, in lower case; of "returns/not-received" one is enough.
TAKES = frozenset((
    "refund", "refunds", "return", "returns", "claim", "claims", "chargeback", "chargebacks", "dispute", "disputes",
    "compensation", "redeem", "redemption", "redemptions", "voucher", "vouchers", "coupon", "coupons", "giftcard",
    "giftcards", "promo", "bonus", "bonuses", "reward", "rewards", "referral", "referrals", "cashback", "withdraw",
    "withdrawal", "withdrawals", "payout", "payouts", "trial", "trials", "credits", "giveaway",
))  # fmt: skip
# Of these the words by which money is asked back that was paid; but who claims a bonus is given something.
BACK = frozenset((
    "refund", "refunds", "return", "returns", "claim", "claims", "chargeback", "chargebacks", "dispute", "disputes",
    "compensation",
))  # fmt: skip
CLAIM = frozenset(("claim", "claims"))
GIVEN = TAKES - BACK
NAMES_MOST = 4096  # names remembered; products have some dozen, or one for each of their things
_WORD = re.compile(r"[a-z]+")


class _Claims(dict[str | None, bool]):
    """What is known of names: looked up without a call, since each use is."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words

    def __missing__(self, product: str | None) -> bool:
        if len(self) >= NAMES_MOST:
            self.clear()
        found = self[product] = product is not None and self._says(frozenset(_WORD.findall(product.lower())))
        return found

    def _says(self, words: frozenset[str]) -> bool:
        return not self._words.isdisjoint(words)


class _AskedBack(_Claims):
    """Of a claim alone, where nothing is named that one is given.

    >>> [ASKED_BACK[name] for name in ("cashier/claim-not-received", "bonus/claim-welcome", "refund/voucher", None)]
    [True, False, True, False]
    """

    def _says(self, words: frozenset[str]) -> bool:
        return super()._says(words if GIVEN.isdisjoint(words) else words - CLAIM)


CLAIMS, ASKED_BACK, GIVES = _Claims(TAKES), _AskedBack(BACK), _Claims(GIVEN)


def claims(product: str | None) -> bool:
    """Tell whether a use of a product takes something.

    >>> claims("returns/not-received"), claims("giftCard.redeem"), claims("orders"), claims(None)
    (True, True, False, False)
    """
    return CLAIMS[product]
