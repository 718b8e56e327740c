"""Web servers' own authentication and sites behind them: Apache and nginx basic auth, WordPress, Magento, GIN."""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import IP, IP_PORT, failed, passed

_CLIENT = rf"\[client {IP_PORT}\]"
_NGINX = rf", client: {IP},"
PATTERNS = (
    failed("apache", "authentication failure for",
           rf"{_CLIENT} (?:AH\d+: )?user (?P<user>.*?): authentication failure for .*: (?P<why>[^,]*)"),
    failed("apache", " not found: ", rf"{_CLIENT} (?:AH\d+: )?user (?P<user>.*?) not found: ", "unknown_user"),
    failed("nginx", ": password mismatch", rf'user "(?P<user>.*)": password mismatch{_NGINX}'),
    failed("nginx", " was not found in ", rf'user "(?P<user>.*)" was not found in ".*"{_NGINX}', "unknown_user"),
    failed("wordpress", "uthentication attempt for unknown user",
           rf"Authentication attempt for unknown user (?P<user>.*) from {IP}", "unknown_user"),
    failed("wordpress", "wordpress(", rf"Authentication failure for (?P<user>.*) from {IP}"),
    passed("wordpress", "wordpress(", rf"Accepted password for (?P<user>.*) from {IP}"),
    failed("magento", "ADMIN_LOGIN_FAILED",
           rf'"type":"ADMIN_LOGIN_FAILED","ip":"{IP}"(?:,"x-forwarded-for-ip":"(?P<chain>[^"]*)")?'),
    failed("gin", "| 401 |", rf"\[GIN\] .*\| 401 \|[^|]*\| +{IP} \|"),
)  # fmt: skip
