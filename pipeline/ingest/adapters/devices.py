"""Network devices, VPN gateways that tell all in one line, and decoys.

Nobody has business with a decoy: each connection to a tarpit (endlessh) or to Cowrie is an attempt with
the reason `honeypot`. The passwords that decoys write down are never read.
"""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import IP, failed, passed

PATTERNS = (
    failed("mikrotik", "login failure for user ", rf"login failure for user (?P<user>.*) from {IP} via \w"),
    passed("mikrotik", " logged in from ", rf"user (?P<user>.*) logged in from {IP} via \w"),
    failed("openvpn", "TLS Auth Error", rf"{IP}:\d+ TLS Auth Error: Auth Username/Password verification failed"
           r"(?:.*username '(?P<user>[^']*)')?"),
    failed("cisco", "%SEC_LOGIN-4-LOGIN_FAILED",
           rf"LOGIN_FAILED: .*\[user: (?P<user>[^\]]*)\] \[Source: {IP}\]"),
    passed("cisco", "%SEC_LOGIN-5-LOGIN_SUCCESS",
           rf"LOGIN_SUCCESS: .*\[user: (?P<user>[^\]]*)\] \[Source: {IP}\]"),
    failed("endlessh", "ACCEPT host=", rf"ACCEPT host={IP} port=\d+", "honeypot"),
    failed("cowrie", "New connection: ", rf"\[cowrie\.\S+\] New connection: {IP}:\d+ ", "honeypot"),
)  # fmt: skip
