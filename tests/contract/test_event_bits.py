"""What `Event.novel` says: every sign has a bit of its own."""

from __future__ import annotations

import detectors.only as beside
import schemas.event as signs
from schemas.event import NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, UNTOLD

# A shift, two of the bits each, an HTTP status; a content's name for a bit of uses: no event can have both.
SUMS = {"UNTOLD", "NO_STRANGER", "SIGNED_UP", "YOUNG", "AS_SENT", "REFUSED_FROM", "ADDRESSED"}


def test_no_two_signs_share_a_bit() -> None:
    named = vars(beside) | vars(signs)  # what stands beside them in `detectors.only`, too
    bits = {name: bit for name, bit in named.items() if isinstance(bit, int) and name not in SUMS}
    every = [*bits.values(), *(bit << UNTOLD for bit in (NEW_IP, NEW_DEVICE, NEW_COUNTRY, NEW_ASN, NEW_AGENT))]
    assert len(bits) > 25
    assert all(bit.bit_count() == 1 for bit in every)
    assert len(set(every)) == len(every)
