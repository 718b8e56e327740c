"""OpenSSH: one event an attempt, whatever lines the log has for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingest.support import facts, read, rejection

HEAD = "Feb  3 10:00:00 web sshd[100]: "
RFC5424 = "<38>1 2026-02-03T10:00:00.25+01:00 web sshd 100 - - "
ROOT = ("root", "failure", "bad_password", "192.0.2.1")


@pytest.mark.parametrize(("message", "expected"), [
    ("Failed password for root from 192.0.2.1 port 4022 ssh2", ROOT),
    ("Failed password for invalid user oracle from 192.0.2.1 port 4022 ssh2",
     ("oracle", "failure", "unknown_user", "192.0.2.1")),
    ("Invalid user admin from 192.0.2.1 port 4022", ("admin", "failure", "unknown_user", "192.0.2.1")),
    ("Invalid user admin from 192.0.2.1", ("admin", "failure", "unknown_user", "192.0.2.1")),
    ("Invalid user  from 192.0.2.1 port 4022", ("unknown:192.0.2.1", "failure", "unknown_user", "192.0.2.1")),
    ("Accepted password for bob from 192.0.2.1 port 4022 ssh2", ("bob", "success", None, "192.0.2.1")),
    ("Accepted publickey for bob from 2001:db8::1 port 4022 ssh2: ED25519 SHA256:abc",
     ("bob", "success", None, "2001:db8::1")),
    ("Accepted keyboard-interactive/pam for bob from ::ffff:192.0.2.1 port 4022 ssh2",
     ("bob", "success", None, "192.0.2.1")),
    ("Failed publickey for bob from 192.0.2.1 port 4022 ssh2: RSA SHA256:abc",
     ("bob", "failure", "bad_key", "192.0.2.1")),
    ("error: maximum authentication attempts exceeded for root from 192.0.2.1 port 4022 ssh2 [preauth]",
     ("root", "failure", "too_many_attempts", "192.0.2.1")),
    ("error: maximum authentication attempts exceeded for invalid user x y from 2001:DB8::1 port 4022 ssh2 [preauth]",
     ("x y", "failure", "unknown_user", "2001:db8::1")),
    ("Connection closed by authenticating user root 192.0.2.1 port 4022 [preauth]",
     ("root", "failure", "aborted", "192.0.2.1")),
    ("Disconnecting authenticating user root 192.0.2.1 port 4022: Too many authentication failures [preauth]",
     ("root", "failure", "aborted", "192.0.2.1")),
    ("Connection reset by invalid user test 192.0.2.1 port 4022 [preauth]",
     ("test", "failure", "unknown_user", "192.0.2.1")),
    ("User git from 192.0.2.1 not allowed because not listed in AllowUsers",
     ("git", "failure", "not_allowed", "192.0.2.1")),
    ("pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root",
     ROOT),
    ("error: PAM: Authentication failure for root from 192.0.2.1", ROOT),
])  # fmt: skip
def test_each_line_alone_makes_one_event(message: str, expected: tuple[str, str, str | None, str]) -> None:
    assert facts(read("sshd", HEAD + message)) == [expected]
    assert facts(read("sshd", RFC5424 + message)) == [expected]
    assert facts(read("auto", HEAD + message)) == [expected]


@pytest.mark.parametrize("message", [
    "Connection closed by 192.0.2.1 port 4022 [preauth]",
    "Received disconnect from 192.0.2.1 port 4022:11: Bye Bye [preauth]",
    "pam_unix(sshd:session): session opened for user bob(uid=1000) by (uid=0)",
    "Server listening on 0.0.0.0 port 22.",
    "Postponed publickey for bob from 192.0.2.1 port 4022 ssh2 [preauth]",
    "Disconnected from user bob 192.0.2.1 port 4022",
])  # fmt: skip
def test_lines_that_are_no_attempt_are_skipped(message: str) -> None:
    assert read("sshd", HEAD + message) == []


def test_an_unknown_user_told_by_five_lines_is_one_attempt() -> None:
    drafts = read(
        "sshd",
        HEAD + "Invalid user admin from 192.0.2.1 port 4022",
        HEAD + "pam_unix(sshd:auth): check pass; user unknown",
        HEAD + "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1",
        HEAD + "Failed password for invalid user admin from 192.0.2.1 port 4022 ssh2",
        HEAD + "Connection closed by invalid user admin 192.0.2.1 port 4022 [preauth]",
    )
    assert facts(drafts) == [("admin", "failure", "unknown_user", "192.0.2.1")]


def test_pam_and_sshd_count_three_attempts_of_one_connection_as_three() -> None:
    pam = "logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root"
    drafts = read(
        "sshd",
        HEAD + f"pam_unix(sshd:auth): authentication failure; {pam}",
        HEAD + f"pam_sss(sshd:auth): authentication failure; {pam}",
        HEAD + "Failed password for root from 192.0.2.1 port 4022 ssh2",
        HEAD + "message repeated 2 times: [ Failed password for root from 192.0.2.1 port 4022 ssh2]",
        HEAD + "error: maximum authentication attempts exceeded for root from 192.0.2.1 port 4022 ssh2 [preauth]",
        HEAD + f"PAM 2 more authentication failures; {pam}",
    )
    assert facts(drafts) == [ROOT] * 3


def test_where_sshd_is_silent_pam_counts() -> None:
    pam = "logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root"
    first = HEAD + f"pam_unix(sshd:auth): authentication failure; {pam}"
    assert facts(read("sshd", first, HEAD + f"PAM 4 more authentication failures; {pam}")) == [ROOT] * 5


def test_other_connections_are_other_attempts() -> None:
    failed = "Failed password for root from 192.0.2.1 port 4022 ssh2"
    invalid = "Invalid user a from 192.0.2.1 port 4022"
    assert len(read("sshd", HEAD + failed, HEAD.replace("100", "101") + invalid)) == 2  # another process
    assert len(read("sshd", HEAD + invalid, HEAD + invalid.replace("4022", "4023"))) == 2  # another port
    assert len(read("sshd", HEAD + invalid, HEAD + invalid.replace("user a", "user b"))) == 2  # another user
    assert len(read("sshd", HEAD + invalid, HEAD.replace("10:00", "10:11") + failed.replace("root", "a"))) == 2  # later


def test_after_success_a_process_starts_anew() -> None:
    drafts = read(
        "sshd",
        HEAD + "Failed password for bob from 192.0.2.1 port 4022 ssh2",
        HEAD + "Accepted password for bob from 192.0.2.1 port 4022 ssh2",
        HEAD + "Failed password for bob from 192.0.2.1 port 4022 ssh2",
    )
    assert [draft.data["outcome"] for draft in drafts] == ["failure", "success", "failure"]


def test_an_address_inside_a_user_name_is_not_believed() -> None:
    line = HEAD + "Failed password for invalid user x from 198.51.100.9 port 22 ssh2: y from 192.0.2.1 port 4022 ssh2"
    assert facts(read("sshd", line)) == [
        ("x from 198.51.100.9 port 22 ssh2: y", "failure", "unknown_user", "192.0.2.1")
    ]


@given(st.integers(1, 300))
def test_a_line_repeated_n_times_is_n_events(times: int) -> None:
    inner = "Failed password for root from 192.0.2.1 port 4022 ssh2"
    assert facts(read("sshd", HEAD + f"message repeated {times} times: [ {inner}]")) == [ROOT] * times
    last = "Feb  3 10:00:09 web last message repeated 1 time"
    assert len(read("sshd", HEAD + inner, last.replace("1 time", f"{times} times"))) == times + 1


def test_last_message_repeated_is_not_taken_from_another_program() -> None:
    failed = HEAD + "Failed password for root from 192.0.2.1 port 4022 ssh2"
    other = "Feb  3 10:00:05 web kernel: link up"
    assert len(read("sshd", failed, other, "Feb  3 10:00:09 web last message repeated 3 times")) == 1


def test_a_count_no_log_holds_is_rejected() -> None:
    line = HEAD + "message repeated 99999999 times: [ Failed password for root from 192.0.2.1 port 1 ssh2]"
    assert rejection("sshd", line) == "too_many"
    assert rejection("auto", HEAD + "PAM 99999999 more authentication failures; rhost=192.0.2.1") == "too_many"


def test_a_line_without_its_time_is_rejected() -> None:
    assert rejection("sshd", "sshd[100]: Invalid user admin from 192.0.2.1 port 4022") == "no_time"
    assert rejection("sshd", "Feb 30 10:00:00 web sshd[1]: Invalid user admin from 192.0.2.1 port 4022") == "bad_time"
