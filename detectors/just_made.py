"""Which keys an account has just made, and whether it uses them from where it was not a day ago.

A customer who rotates a key uses the new one where the old one was; who opens accounts to drain them, or has taken one,
uses it elsewhere. Like what an account has used (`detectors.profile`), a key is known `SETTLE_S` after it was made, so
that no order within the lateness bound decides anything.
"""

from __future__ import annotations

from zlib import crc32

from detectors.network import line_of
from detectors.profile import DAY_S, SETTLE_S, Profile, since
from schemas.event import AWAY, NEW_KEY, Event

KEPT = 8  # keys of an account, the latest: who makes more within a day is an importer, or tests


def just_made(profile: Profile, event: Event) -> int:
    """Return `NEW_KEY` for usage under a key made within a day, with `AWAY` where the account's address is as new.

    A key's making is remembered by its id, the newest last; what is too old to be asked for goes.
    """
    name, time = crc32((event.key or "").encode()), event.time
    if event.type == "account.api_key_created" and event.key:
        profile.keys = tuple(
            sorted({*[one for one in profile.keys if one[0] > time - 2 * DAY_S], (time, name)})[-KEPT:]
        )
        return 0
    if event.type != "account.usage" or not any([
        one == name and time - DAY_S < at <= time - SETTLE_S for at, one in profile.keys
    ]):  # fmt: skip
        return 0
    at_home = event.ip is None or since(profile.ips, line_of(event.ip)) <= time - DAY_S
    return NEW_KEY if at_home else NEW_KEY | AWAY
