"""Databases: PostgreSQL (with %h in its line prefix), MySQL and MariaDB, MongoDB, SQL Server."""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import IP, IP_PORT, failed

_V6 = r"(?=[0-9A-Fa-f:]*::|(?:[0-9A-Fa-f]{1,4}:){3})[0-9A-Fa-f:]{3,39}"  # a time of day has colons too, but two
_HOST = rf"(?:.*?(?<![\w.:])(?P<ip>(?:\d{{1,3}}\.){{3}}\d{{1,3}}|{_V6})(?![\w.:]).*?)?"
PATTERNS = (
    failed("postgres", "authentication failed for user",
           rf"^{_HOST}FATAL: +(?:\d+: +)?\w+ authentication failed for user \"(?P<user>.*)\""),
    failed("postgres", '" does not exist',
           rf"^{_HOST}FATAL: +(?:\d+: +)?role \"(?P<user>.*)\" does not exist", "unknown_user"),
    failed("mysql", "Access denied for user ", rf"Access denied for user '(?P<user>.*)'@'{IP}'"),
    failed("mongodb", "Authentication failed",
           rf'"principalName":"(?P<user>[^"]*)".*"(?:client|remote)":"{IP_PORT}"(?:.*"error":"(?P<why>[^"]*)")?'),
    failed("mssql", "Login failed for user ", rf"Login failed for user '(?P<user>.*)'\.(?P<why>.*)\[CLIENT: {IP}\]"),
)  # fmt: skip
