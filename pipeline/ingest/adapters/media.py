"""Services people run at home: media servers, downloaders, document archives."""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import IP, failed, passed

PATTERNS = (
    failed("audiobookshelf", "[Auth] Failed login attempt",
           rf'for username \\?"(?P<user>.*?)\\?" from ip {IP} \((?P<why>[^)]*)\)'),
    failed("emby", "AUTH-ERROR: ", rf"AUTH-ERROR: {IP} - (?P<why>.*)"),
    failed("jellyfin", " has been denied ",
           rf'Authentication request for "?(?P<user>.*?)"? has been denied \(IP: "?{IP}"?\)'),
    failed("navidrome", "auth/login", rf"POST \S*/auth/login\S* .*httpStatus=401 .*remoteAddr=\"?{IP}\"?"
           r'(?:.*userAgent="(?P<agent>[^"]*)")?'),
    failed("paperless", "Login failed for ",
           rf"Login failed for (?:user `(?P<user>.*)`|.*?) from (?:private )?IP `{IP}\.?`"),
    failed("sabnzbd", "::WARNING::[interface:", rf"\[interface:\d+\] (?:Unsuccessful login attempt from|\D*?) ?{IP}"
           r"(?: \(X-Forwarded-For: (?P<chain>[^)]*)\))? \[(?P<agent>[^\]]*)\]"),
    failed("arr", "Auth-Failure ip ", rf"Auth-Failure ip {IP} username '?(?P<user>[^']*)'?"),
    passed("arr", "Auth-Success ip ", rf"Auth-Success ip {IP} username '?(?P<user>[^']*)'?"),
    failed("qbittorrent", "WebAPI login failure",
           rf"WebAPI login failure\. Reason: (?P<why>[^,]*),.* IP: {IP}(?:, username: (?P<user>.*))?"),
    passed("qbittorrent", "WebAPI login success", rf"WebAPI login success\. IP: {IP}(?:, username: (?P<user>.*))?"),
)  # fmt: skip
