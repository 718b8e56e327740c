"""One real-looking line a service and outcome, with what it must mean."""

from __future__ import annotations

from time import thread_time

import pytest

from pipeline.ingest.adapters.formats import LONGEST_LOG_LINE
from pipeline.ingest.adapters.pattern import Pattern
from pipeline.ingest.adapters.patterns import PATTERNS
from tests.ingest.service_lines import IP, LINES, T
from tests.ingest.support import facts, read


@pytest.mark.parametrize(("line", "subject", "outcome", "reason"), LINES)
def test_a_line_means_one_attempt(line: str, subject: str, outcome: str, reason: str | None) -> None:
    drafts = read("auto", line)
    assert facts(drafts) == [(subject, outcome, reason, IP)]
    assert drafts[0].time.isoformat()[:19] == "2026-02-03T10:00:00"


def test_dovecots_count_is_that_many_attempts() -> None:
    line = T + "dovecot: pop3-login: Disconnected (auth failed, 3 attempts in 9 secs): user=<amy>, rip=192.0.2.1, l"
    assert facts(read("auth", line)) == [("amy", "failure", "bad_password", IP)] * 3


def test_a_service_and_pam_tell_an_attempt_once() -> None:
    pam = T + "auth: pam_unix(dovecot:auth): authentication failure; logname= uid=0 ruser= rhost=192.0.2.1  user=amy"
    service = T + "dovecot: imap-login: Disconnected (auth failed, 1 attempts): user=<amy>, rip=192.0.2.1, lip=x"
    assert len(read("auth", pam, service)) == 1
    assert len(read("auth", pam, service, pam, service, service)) == 3


def test_su_and_sudo_fail_without_an_address() -> None:
    line = T + "su: pam_unix(su:auth): authentication failure; logname=bob uid=1000 ruser=bob rhost=  user=root"
    assert facts(read("auth", line)) == [("root", "failure", "bad_password", None)]


def test_ikes_user_and_address_come_from_the_sessions_other_lines() -> None:
    head = "Feb  3 10:00:00 gw charon[5]: 06"
    failed = f"{head}[IKE] <con|7> EAP-MS-CHAPv2 verification failed, retry (1)"
    drafts = read(
        "auth",
        f"{head}[IKE] <con|7> EAP-MS-CHAPv2 username: 'bob'",
        failed,
        f"{head}[NET] <con|7> sending packet: from 198.51.100.1[4500] to 192.0.2.1[288] (128 bytes)",
        failed,
        f"{head}[IKE] <con|8> EAP-MS-CHAPv2 verification failed, retry (1)",
    )
    assert facts(drafts) == [
        *[("bob", "failure", "bad_password", IP)] * 2, ("-", "failure", "bad_password", None),
    ]  # fmt: skip


def test_every_pattern_has_a_line_here() -> None:
    """A pattern nobody has tried, or that an earlier one always shadows, is no pattern."""
    used = {id(pattern) for line, *_ in LINES for pattern in [_first(line)]}
    assert [f"{p.service}: {p.needle}" for p in PATTERNS if id(p) not in used] == []


def _first(line: str) -> Pattern | None:
    return next((p for p in PATTERNS if p.needle in line and p.regex.search(line)), None)


def test_no_pattern_is_slow_on_what_an_attacker_may_write() -> None:
    """Each pattern over the longest line allowed, made of its own first words: far from exponential, or cubic."""
    for pattern in PATTERNS:
        line = next(text for text, *_ in LINES if _first(text) is pattern)
        hostile = (line[: len(line) // 2] + pattern.needle) * (LONGEST_LOG_LINE // len(line)) + "\0"
        began = thread_time()  # which no other process delays
        pattern.regex.search(hostile)
        assert thread_time() - began < 1.0, pattern.needle


@pytest.mark.parametrize(("status", "path", "kind"), [
    (401, "/admin", "account.login"), (403, "/wp-login.php", "account.login"), (403, "/logo.png", "account.usage"),
    (404, "/login", "account.usage"), (200, "/welcome", "account.usage"),
])  # fmt: skip
def test_access_logs(status: int, path: str, kind: str) -> None:
    line = f'192.0.2.1 - - [03/Feb/2026:10:00:00 +0000] "POST {path} HTTP/1.1" {status} 492 "-" "curl/8"'
    [draft] = read("access", line)
    assert (draft.type, draft.data["ip"], draft.data["user_agent"]) == (kind, IP, "curl/8")
    assert path not in str(draft.data)


def test_mail_that_is_refused_is_a_post_without_its_text() -> None:
    line = '2026-02-03 10:00:00 H=h.example [192.0.2.1]:53 F=<a@example.net> rejected RCPT <b@example.org>: "spam"'
    [draft] = read("auto", line)
    assert (draft.type, draft.subject, draft.data["target"]) == ("content.posted", "a@example.net", "b@example.org")
    assert (draft.data["ip"], draft.data["kind"]) == (IP, "message")
