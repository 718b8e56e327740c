"""Why an attempt failed, in the words the design knows."""

from __future__ import annotations

import re

_KNOWN = (
    ("unknown_user", re.compile(
        r"user[ _-]?not[ _-]?found|no[ _-]such[ _-]user"
        r"|(unknown|invalid|nonexistent|wrong)[ _-]?(user(?!.*(passw|cred))|account|email)"
        r"|(user|account|email)\w*[ _-](un(known|recognized)|does[ _-]not[ _-]exist|not[ _-](known|found|exist))"
        r"|can't find user", re.IGNORECASE)),
    ("locked", re.compile(r"lock(ed|out)|disabled|banned|suspended|expired", re.IGNORECASE)),
    ("mfa_failed", re.compile(r"(?<![a-z])(mfa|t?otp|2fa|second[ _-]factor)(?![a-z])", re.IGNORECASE)),
    ("insufficient_funds", re.compile(r"insufficient[ _-]?(funds|balance)", re.IGNORECASE)),
    ("bad_password", re.compile(
        r"passw|credential|authentication (failed|failure|unsuccessful)|LogonDenied|incorrect authentication|mismatch",
        re.IGNORECASE)),
)  # fmt: skip
_OTHER = re.compile(r"[^a-z0-9]+")


def reason_of(text: str) -> str:
    """Return one of the design's known reasons where the text says so, else the text as a short slug.

    >>> reason_of("error_wrong_password"), reason_of("No such user found"), reason_of("Do not honour!")
    ('bad_password', 'unknown_user', 'do_not_honour')
    """
    for reason, pattern in _KNOWN:
        if pattern.search(text):
            return reason
    return _OTHER.sub("_", text.lower()).strip("_")[:64]
