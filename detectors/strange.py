"""What makes a login attempt strange to its account, judged by what the account has used with success before."""

from __future__ import annotations

from schemas.event import (
    JUST_JOINED,
    NEAR,
    NEW_ACCOUNT,
    NEW_AGENT,
    NEW_ASN,
    NEW_COUNTRY,
    NEW_DEVICE,
    NEW_IP,
    UNTOLD,
    Event,
)


def strange(event: Event) -> bool:
    """Tell whether the attempt comes from somewhere the account has never been.

    A device the account has used speaks for its owner on any address: a phone on a carrier network has a new address
    every hour, and a client with an old password goes on failing from where its owner lives. Who comes minutes after
    signing up is the owner, whether he gets in or mistypes what he has just chosen: no list holds it yet. Where the
    event names neither address nor device nothing speaks for the owner, and it counts as strange.
    """
    if event.novel & JUST_JOINED:
        return False
    if event.device is not None and not event.novel & NEW_DEVICE:
        return False
    return event.ip is None or bool(event.novel & NEW_IP)


def news(event: Event) -> int:
    """Return the `NEW_...` bits of what is new to the account, and not merely told for the first time.

    Where no device (address, country ...) of the account was ever known, none is new: it may be its owner's of old.
    """
    return event.novel & ~(event.novel >> UNTOLD)


def untold(event: Event) -> bool:
    """Tell whether the event names neither address nor device: it counts as strange, but comes from no place told."""
    return event.ip is None and event.device is None


def foreign(event: Event) -> bool:
    """Tell whether a strange attempt also comes from a provider new to the account, as far as the event says.

    For questions about one account, where an owner's phone with an old password looks much like a guesser. Where no
    provider is told, a known address with the same beginning stands for it (`provider_of`): a neighbour on the same
    carrier passes for the owner, as one with the same provider does.
    """
    elsewhere = bool(event.novel & NEW_ASN) if event.asn is not None else not event.novel & NEAR
    return elsewhere and strange(event)


def familiar(event: Event) -> bool:
    """Tell whether the program is one the account has got in with, where no device is told: a weak sign of its owner.

    Anybody may send the name of a common browser, so it only speaks where nothing better is told.
    """
    told = event.device is None and event.user_agent is not None
    return told and not event.novel & (NEW_AGENT | NEW_ACCOUNT)


def all_new(event: Event) -> bool:
    """Tell whether a strange attempt has both a client and a country or provider told, and all of it is new.

    A new telephone at home and a familiar one on a journey each have a part that is known: an attacker has none, unless
    he is in the owner's country.
    """
    novel = event.novel
    if novel & NEW_ACCOUNT or not (novel & NEW_DEVICE if event.device is not None else novel & NEW_AGENT):
        return False
    if (event.country is not None and not novel & NEW_COUNTRY) or (event.asn is not None and not novel & NEW_ASN):
        return False
    return bool(novel & (NEW_COUNTRY | NEW_ASN))
