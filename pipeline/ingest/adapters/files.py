"""File services: vsftpd, ProFTPD, Pure-FTPd, Samba, Dropbear's shell, and SFTP of game panels."""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import IP, IP_PORT, failed, passed

_PROFTPD = rf"\([^()\[\]]*\[{IP}\]\)(?::| -) USER (?P<user>.*?)"
PATTERNS = (
    failed("vsftpd", "FAIL LOGIN", rf"\[(?P<user>[^\]]*)\] FAIL LOGIN: Client \"{IP}\""),
    passed("vsftpd", "OK LOGIN", rf"\[(?P<user>[^\]]*)\] OK LOGIN: Client \"{IP}\""),
    failed("proftpd", "no such user", rf"{_PROFTPD}: no such user", "unknown_user"),
    failed("proftpd", "(Login failed)", rf"{_PROFTPD} \(Login failed\): (?P<why>[^.]*)"),
    passed("proftpd", "Login successful", rf"{_PROFTPD}: Login successful"),
    failed("pure-ftpd", "Authentication failed for user",
           rf"\([^@)]*@{IP}\) \[WARNING\] Authentication failed for user \[(?P<user>[^\]]*)\]"),
    passed("smb", "status [NT_STATUS_OK]", r"user \[[^\]]*\]\\\[(?P<user>[^\]]*)\].*status \[NT_STATUS_OK\].*"
           r"remote host \[ipv[46]:(?P<ip>[^\]]+)\]"),
    failed("smb", "status [NT_STATUS_", r"Auth: .*user \[[^\]]*\]\\\[(?P<user>[^\]]*)\].*"
           r"status \[NT_STATUS_(?P<why>\w+)\].*remote host \[ipv[46]:(?P<ip>[^\]]+)\]"),
    failed("dropbear", "Bad ", rf"Bad (?:PAM )?password attempt for '(?P<user>.*)' from {IP}"),
    failed("dropbear", "Login attempt for nonexistent user",
           rf"Login attempt for nonexistent user (?:'(?P<user>.*)' )?from {IP}", "unknown_user"),
    passed("dropbear", " auth succeeded for ",
           rf"(?:Password|Pubkey|PAM password) auth succeeded for '(?P<user>.*)' (?:with .* )?from {IP}"),
    failed("wings", "failed to validate user credentials (invalid format)",
           rf"\(invalid format\).* ip={IP_PORT}.* username=(?P<user>\S+)", "unknown_user"),
    failed("wings", "failed to validate user credentials",
           rf"credentials \((?P<why>[^)]*)\).* ip={IP_PORT}.* username=(?P<user>\S+)"),
)  # fmt: skip
