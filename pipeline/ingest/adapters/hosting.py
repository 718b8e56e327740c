"""Panels of those who run machines: Proxmox, HestiaCP, Dockge, Technitium."""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import IP, IP_PORT, failed

PATTERNS = (
    failed("proxmox", "authentication failure; rhost=",
           rf": authentication failure; rhost={IP_PORT} user=(?P<user>\S+) msg=(?P<why>.*)"),
    failed("hestiacp", " failed to login", rf"\d (?P<user>\S+) {IP} failed to login"),
    failed("dockge", "Incorrect username or password for user ",
           rf"Incorrect username or password for user (?P<user>.*)\. IP={IP}"),
    failed("technitium", "Invalid username or password for user: ",
           rf"\[{IP_PORT}\] .*Invalid username or password for user: (?P<user>\S+)"),
    failed("phpmyadmin", "user denied: ", rf"user denied: (?P<user>\S+) \((?P<why>[^)]*)\) from {IP}"),
)  # fmt: skip
