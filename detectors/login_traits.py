"""What failures over the whole site share, as a reviewer reads it: programs, providers, countries."""

from __future__ import annotations

from functools import lru_cache

from detectors.login_by_kit import past_of
from detectors.login_kit import COUNTRY as COUNTRIES
from detectors.login_kit import PRODUCT, slot_of
from detectors.login_kit import PROVIDER as PROVIDERS
from detectors.network import provider_of, short
from detectors.program_named import is_update, named
from detectors.shared_traits import COUNTRY, OTHER, OTHERS_LEAST, PROGRAM, PROVIDER, Traits, others_in
from detectors.shared_traits_words import as_evidence, said, telling
from detectors.tally import Tally

Thing = tuple[str, str]
SORTS = PROGRAM, PROVIDER, COUNTRY
KINDS = {PROGRAM: PRODUCT, PROVIDER: PROVIDERS, COUNTRY: COUNTRIES}  # as `login_kit` counts what came before
WHOSE = "failures", "attempts that got in or failed at home"


@lru_cache(1 << 14)
def things(program: str | None, asn: int | None, ip: str | None, country: str | None, side: str) -> list[Thing]:
    """Return what an attempt came with, as `note` counts it; `ip`: where no provider is told. `side`: `OTHER` or ""."""
    provider = f"AS{asn}" if asn is not None else short(provider_of(ip or ""))
    told = ((PROGRAM, named(program or "")), (PROVIDER, provider), (COUNTRY, country))
    return [(side, ""), *[(f"{side}{sort}", thing) for sort, thing in told if thing]]


def in_words(run: Tally) -> str:
    """Say what they share, as a sentence goes on, and whether that tells little; "" where nothing is told of any.

    >>> told = {"program": {"App 1": 4.0}, "oprogram": {"App 1": 21.0}, "o": {"": 100.0}}
    >>> in_words(Tally(n=9, traits=told)).partition(" (")[2]
    'as did 21 % of the 100 attempts that got in or failed at home), a weak sign by itself'
    """
    traits = _beside_others(run)
    others = others_in(traits)
    words = said(traits, SORTS, run.n, others, WHOSE)
    common = words and as_evidence(traits, SORTS, run.n, others) and others >= OTHERS_LEAST
    weak = ", a weak sign by itself" if common and not challenged(run) else ""
    return f"; {words}{weak}" if words else ""


def challenged(run: Tally) -> str:
    """Return whom to challenge for what most of the failures came with, for an action; "" for nobody.

    Not by the newest version of a program that others have in an older one: they will have it tomorrow.

    >>> run = Tally(n=60, traits={"program": {"Firefox 132.0": 60.0}, "oprogram": {"Firefox 131.0": 9.0},
    ...                           "o": {"": 100.0}})
    >>> challenged(run), challenged(Tally(n=60, traits={**run.traits, "program": {"Firefox 97.0": 60.0}}))
    ('', 'challenge who comes with the program Firefox 97.0, and ')
    """
    traits, had = _beside_others(run), (run.traits or {}).get(f"{OTHER}{PROGRAM}", {})
    programs = {name: times for name, times in traits.get(PROGRAM, {}).items() if not is_update(name, had)}
    found = telling({**traits, PROGRAM: programs}, SORTS, run.n, others_in(traits))
    return f"challenge who comes {found}, and " if found else ""


def numbers(run: Tally) -> dict[str, str]:
    """Return the same as evidence."""
    traits = _beside_others(run)
    return as_evidence(traits, SORTS, run.n, others_in(traits))


def _beside_others(run: Tally) -> Traits:
    """Return what they came with, and what others did, then and in the days before, as far as these are known.

    Else the app that most of a site's people have would be told of a dozen failures at night, when few others come.
    """
    traits, usual = run.traits or {}, past_of(run, PRODUCT)
    many = sum(usual.values())
    if many < OTHERS_LEAST:
        return traits
    found = {sort: things for sort, things in traits.items() if not sort.startswith(OTHER)}
    found[OTHER] = {"": many + others_in(traits)}
    for sort, kind in KINDS.items():
        told, now = past_of(run, kind), traits.get(f"{OTHER}{sort}", {})
        found[f"{OTHER}{sort}"] = {
            thing: told.get(_slot(sort, thing), 0.0) + now.get(thing, 0.0) for thing in traits.get(sort, ())
        }
    return found


def _slot(sort: str, thing: str) -> str:
    return slot_of(KINDS[sort], thing.removeprefix("AS") if sort == PROVIDER else thing)
