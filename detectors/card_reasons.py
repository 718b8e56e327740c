"""Why a payment was refused: for the card's sake, the purse's or the goods', or as nobody on the way did answer."""

from __future__ import annotations

import re

from schemas.event import EARLY, NEW_ACCOUNT, SIGNED_UP, Event

# What a wave of declined renewals, and an evening of large gifts, consists of: the purse is empty, the card is over, or
# the sum is more than it may pay (ISO 8583 51, 54, 61, and as Stripe, Adyen and Braintree spell them). Testers pay
# little.
ORDINARY_REFUSALS = frozenset((
    "insufficient_funds", "insufficient_balance", "not_sufficient_funds", "not_enough_balance", "no_funds",
    "expired_card", "card_expired", "limit_exceeded", "over_limit", "exceeds_limit", "credit_limit_exceeded",
    "card_limit_exceeded", "amount_limit_exceeded", "exceeds_amount_limit", "withdrawal_limit_exceeded",
    "exceeds_withdrawal_limit", "withdrawal_amount_exceeded", "exceeds_withdrawal_amount_limit",
    "transaction_limit_exceeded", "spending_limit_exceeded",
))  # fmt: skip
# What processors and acquirers call their own faults (ISO 8583 19, 68, 91, 92, 96, and as Stripe and Adyen spell them).
PROCESSORS_OWN = frozenset((
    "processor_error", "processing_error", "processor_failure", "processor_down", "gateway_error", "gateway_down",
    "gateway_failure", "bad_gateway", "psp_error", "psp_down", "acquirer_error", "acquirer_down", "network_error",
    "connection_error", "connection_failed", "api_error", "api_connection_error", "server_error", "internal_error",
    "internal_server_error", "system_error", "system_malfunction", "technical_error", "service_error", "no_response",
    "no_answer", "issuer_inoperative", "issuer_not_available", "issuer_unreachable", "try_again", "try_again_later",
    "please_try_again", "please_try_again_later", "reenter_transaction", "re_enter_transaction", "rate_limit",
    "rate_limited", "rate_limit_error", "too_many_requests",
))  # fmt: skip
# A card number that is nobody's, or a processor's sandbox: a product's own testers (Stripe's words, and their like).
TESTS = frozenset((
    "testmode_decline", "testmode_declined", "test_mode", "test_decline", "test_declined", "test_card",
    "test_card_declined", "live_mode_test_card", "test_mode_live_card", "sandbox", "sandbox_decline",
    "sandbox_declined",
))  # fmt: skip
# What stands between a shop and the card's account, and what befalls such things: both in one reason, as `issuer_down`.
ON_THE_WAY = frozenset((
    "issuer", "acquirer", "processor", "psp", "gateway", "bank", "network", "scheme", "switch", "host", "server",
    "system", "service", "backend", "upstream", "api", "connection", "provider",
))  # fmt: skip
BROKEN = frozenset(("down", "fault", "inoperative", "malfunction", "unreachable"))  # not "failed": so do verifications
OUT_OF_REACH = frozenset(("timeout", "timedout", "outage", "offline", "unavailable"))  # in whatever words around them
# A number that no card has (ISO 8583 14, and as Stripe, Adyen and Braintree spell it): what a slip of the finger makes.
NO_NUMBER = frozenset((
    "invalid_card", "invalid_card_number", "card_number_invalid", "invalid_number", "incorrect_number",
    "incorrect_card_number", "wrong_card_number", "invalid_pan", "unknown_card", "no_such_card", "card_not_found",
    "luhn_error", "luhn_failed", "luhn_check_failed",
))  # fmt: skip
# The goods are gone before the card is asked: a release that sells out in minutes.
GOODS_GONE = frozenset((
    "out_of_stock", "not_in_stock", "no_stock", "no_stock_left", "insufficient_stock", "stock_exhausted", "sold_out",
    "item_sold", "already_sold", "item_sold_out", "product_sold_out", "item_out_of_stock", "product_out_of_stock",
    "tickets_sold_out", "inventory_exhausted", "insufficient_inventory", "no_inventory", "backordered",
))  # fmt: skip
PURSE, FAULT, TEST, NUMBER, GOODS = "purse", "fault", "test", "number", "goods"  # what a reason speaks of
REASONS_MOST = 4096  # remembered: processors have some dozens
_SEPARATORS = re.compile(r"[^a-z0-9]+")


class _Kinds(dict[str | None, frozenset[str]]):
    """What reasons speak of: looked up without a call, since many ask about each refusal."""

    def __missing__(self, reason: str | None) -> frozenset[str]:
        if len(self) >= REASONS_MOST:
            self.clear()
        found = self[reason] = _kinds(reason) if reason is not None else frozenset()
        return found


_KINDS = _Kinds()


def _kinds(reason: str) -> frozenset[str]:
    words = _words(reason)
    plain = "_".join(words)
    on_the_way = plain in PROCESSORS_OWN or "timed_out" in plain or not OUT_OF_REACH.isdisjoint(words)
    on_the_way = on_the_way or not (ON_THE_WAY.isdisjoint(words) or BROKEN.isdisjoint(words))
    told = {
        PURSE: plain in ORDINARY_REFUSALS, FAULT: on_the_way, TEST: plain in TESTS, NUMBER: plain in NO_NUMBER,
        GOODS: plain in GOODS_GONE,
    }  # fmt: skip
    return frozenset([kind for kind, is_so in told.items() if is_so])


def processors_own(reason: str | None) -> bool:
    """Tell whether a payment's reason names a fault on the way to the issuer; any other, or none, is False.

    >>> processors_own("Processor error"), processors_own("do_not_try_again"), processors_own(None)
    (True, False, False)
    >>> processors_own("issuer_down"), processors_own("issuer_declined"), processors_own("3ds_failed")
    (True, False, False)
    """
    return FAULT in _KINDS[reason]


def only_a_test(reason: str | None) -> bool:
    """Tell whether a payment's reason says that the card was a test card, or the processor a sandbox.

    >>> only_a_test("Test decline"), only_a_test("suspected_card_test"), only_a_test(None)
    (True, False, False)
    """
    return TEST in _KINDS[reason]


def no_number(reason: str | None) -> bool:
    """Tell whether a payment's reason says that there is no card of that number.

    >>> no_number("Incorrect number"), no_number("invalid_cvc"), no_number(None)
    (True, False, False)
    """
    return NUMBER in _KINDS[reason]


def suspicious(event: Event) -> bool:
    """Tell whether a payment was refused for what may be the card's sake, not the purse's, processor's or goods'.

    A reason nobody knows counts: testers are told many. One that names a test card does not: there is nothing to steal.

    >>> [suspicious(Event("account.payment", "1", "ann", 0.0, outcome=False, reason=why)) for why in ("05", "Sold out")]
    [True, False]
    """
    return event.outcome is False and not _KINDS[event.reason] - {NUMBER}


def ordinary(reason: str | None) -> bool:
    """Tell whether a payment's reason speaks of its payer's purse, of the sum, or of a card that is over.

    >>> ordinary("Insufficient funds"), ordinary("limit-exceeded"), ordinary("velocity_limit_exceeded"), ordinary(None)
    (True, True, False, False)
    """
    return PURSE in _KINDS[reason]


def of_the_product(event: Event) -> bool:
    """Tell whether a payment was most likely made by the product itself, as a renewal is: nobody was there.

    It tells no address, device or program, and the account is one that has been known for longer than a week; on the
    whole input's first day, of which nothing is known, nor a sign-up: so are all that renew in the first night.
    """
    novel = event.novel
    known = not novel & SIGNED_UP and not (novel & NEW_ACCOUNT and not novel & EARLY)
    return known and event.ip is None and nobody_there(event)  # no call for what tells an address, as most do


def nobody_there(event: Event) -> bool:
    """Tell whether a payment tells no address, device or program."""
    return event.ip is None and event.device is None and event.user_agent is None


def _words(reason: str) -> list[str]:
    return [word for word in _SEPARATORS.split(reason.lower()) if word]
