"""Whether a report says that somebody is harmed by what is reported, and does not merely dislike it: by its reason.

What people dislike they report together, and who is sent says that it is "spam" or "hateful". A false bank's page, a
scam, malware or the abuse of a child is no matter of opinion, however new the post and however much its readers agree.
"""

from __future__ import annotations

import re

NAMES_MOST = 4096  # reasons remembered; products have some dozen, and text of their own
_HARM = re.compile(
    r"phish|malware|ransom|virus|trojan|botnet|credential|identity.?theft|fraud|scam|swindl|fake.?(?:shop|store|bank|login)|"
    r"counterfeit|carding|stolen|csam|csem|child(?!ish)|groom|sextort|extort|blackmail|traffick|"
    r"betrug|betrüg|schadsoft|estafa|fraude|arnaque|escroquer|hameçonn|truffa|golpe|oszust|wyłudz|dolandir|"
    r"мошен|фишинг|詐欺|诈骗|詐騙|사기|احتيال|धोखा"
)


class _Harms(dict[str, bool]):
    """What is known of reasons: looked up without a search, since each report asks.

    >>> [HARMS[reason] for reason in ("Phishing", "fake_shop", "scam_or_fraud", "hate", "spam", "not interested")]
    [True, True, True, False, False, False]
    """

    def __missing__(self, reason: str) -> bool:
        if len(self) >= NAMES_MOST:
            self.clear()
        found = self[reason] = _HARM.search(reason.lower().replace("ı", "i")) is not None  # noqa: RUF001
        return found


HARMS = _Harms()
