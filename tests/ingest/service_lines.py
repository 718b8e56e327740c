"""Lines as the services write them, with the attempt each one means: (line, subject, outcome, reason).

Written for these tests after the services' own message formats; every one is from IP at 10:00 on 3 February 2026.
"""

from __future__ import annotations

IP = "192.0.2.1"
T = "Feb  3 10:00:00 mx "
LINES: list[tuple[str, str, str, str | None]] = [
    (T + "postfix/smtpd[7]: warning: unknown[192.0.2.1]: SASL PLAIN authentication failed: authentication failure,"
     " sasl_username=amy@example.org", "amy@example.org", "failure", "bad_password"),
    (T + "postfix/smtpd[7]: warning: unknown[192.0.2.1]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
     "unknown:192.0.2.1", "failure", "bad_password"),
    (T + "postfix/smtpd[7]: 4F1: client=host.example[192.0.2.1], sasl_method=PLAIN, sasl_username=amy",
     "amy", "success", None),
    (T + "dovecot: imap-login: Disconnected (auth failed, 1 attempts in 4 secs): user=<amy>, method=PLAIN,"
     " rip=192.0.2.1, lip=198.51.100.1", "amy", "failure", "bad_password"),
    (T + "dovecot: imap-login: Login: user=<amy>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, mpid=3",
     "amy", "success", None),
    ("2026-02-03 10:00:00 dovecot_login authenticator failed for (ylmf-pc) [192.0.2.1]:51: 535 Incorrect"
     " authentication data (set_id=amy)", "amy", "failure", "bad_password"),
    (T + "imapd: LOGIN FAILED, user=amy, ip=[::ffff:192.0.2.1]", "amy", "failure", "bad_password"),
    ("[03-Feb-2026 10:00:00 +0000]: <k3x9> IMAP Error: Login failed for amy against h from 192.0.2.1. AUTH",
     "amy", "failure", "bad_password"),
    ("Tue Feb  3 10:00:00 2026 [pid 2] [ann] FAIL LOGIN: Client \"::ffff:192.0.2.1\"",
     "ann", "failure", "bad_password"),
    ("Tue Feb  3 10:00:00 2026 [pid 2] [ann] OK LOGIN: Client \"192.0.2.1\"", "ann", "success", None),
    (T + "proftpd[5]: mx (192.0.2.1[192.0.2.1]) - USER ann (Login failed): Incorrect password",
     "ann", "failure", "bad_password"),
    (T + "proftpd[5]: mx (192.0.2.1[192.0.2.1]) - USER nn: no such user found from 192.0.2.1"
     " [192.0.2.1] to 198.51.100.1",
     "nn", "failure", "unknown_user"),
    (T + "proftpd[5]: mx (192.0.2.1[192.0.2.1]) - USER ann: Login successful.", "ann", "success", None),
    (T + "pure-ftpd: (?@192.0.2.1) [WARNING] Authentication failed for user [ann]", "ann", "failure", "bad_password"),
    (T + "smbd[1]: Auth: [SMB2,(null)] user [W]\\[ann] at [x] with [NTLMv2] status [NT_STATUS_WRONG_PASSWORD]"
     " workstation [P] remote host [ipv4:192.0.2.1:62] mapped to [W]\\[ann].", "ann", "failure", "bad_password"),
    (T + "smbd[1]: Auth: [SMB2,(null)] user [W]\\[ann] at [x] with [NTLMv2] status [NT_STATUS_ACCOUNT_LOCKED_OUT]"
     " workstation [P] remote host [ipv4:192.0.2.1:62]", "ann", "failure", "locked"),
    (T + "smbd[1]: Auth: [SMB2,(null)] user [W]\\[ann] at [x] with [NTLMv2] status [NT_STATUS_OK]"
     " workstation [P] remote host [ipv4:192.0.2.1:62]", "ann", "success", None),
    (T + "dropbear[3]: Bad password attempt for 'root' from 192.0.2.1:4022", "root", "failure", "bad_password"),
    (T + "dropbear[3]: Login attempt for nonexistent user 'pi' from 192.0.2.1:4022", "pi", "failure", "unknown_user"),
    (T + "dropbear[3]: Pubkey auth succeeded for 'root' with ssh-rsa key SHA256:x from 192.0.2.1:4022",
     "root", "success", None),
    ("[Tue Feb 03 10:00:00.1 2026] [auth_basic:error] [pid 1] [client 192.0.2.1:4022] AH01617: user bob:"
     " authentication failure for \"/x\": Password Mismatch", "bob", "failure", "bad_password"),
    ("[Tue Feb 03 10:00:00.1 2026] [auth_basic:error] [pid 1] [client 192.0.2.1:4022] AH01618: user bob not found: /x",
     "bob", "failure", "unknown_user"),
    ("2026/02/03 10:00:00 [error] 9#9: *5 user \"bob\": password mismatch, client: 192.0.2.1, server: x",
     "bob", "failure", "bad_password"),
    ("2026/02/03 10:00:00 [error] 9#9: *5 user \"bob\" was not found in \"/etc/p\", client: 192.0.2.1, server: x",
     "bob", "failure", "unknown_user"),
    (T + "wordpress(example.org)[4]: Authentication attempt for unknown user bob from 192.0.2.1",
     "bob", "failure", "unknown_user"),
    (T + "wordpress(example.org)[4]: Accepted password for bob from 192.0.2.1", "bob", "success", None),
    ("2026-02-03 10:00:00,357 WARN [org.keycloak.events] type=\"LOGIN_ERROR\", realmId=\"m\", ipAddress=\"192.0.2.1\","
     " error=\"invalid_user_credentials\", username=\"bob\"", "bob", "failure", "bad_password"),
    ("2026-02-03 10:00:00,357 INFO [org.keycloak.events] type=LOGIN, realmId=m, userId=9, ipAddress=192.0.2.1,"
     " auth_method=openid-connect, username=bob", "bob", "success", None),
    ('time="2026-02-03T10:00:00Z" level=error msg="Unsuccessful 1FA authentication attempt by user \'bob\'"'
     " method=POST remote_ip=192.0.2.1", "bob", "failure", "bad_password"),
    ('time="2026-02-03T10:00:00Z" level=error msg="Unsuccessful TOTP authentication attempt by user \'bob\'"'
     " method=POST remote_ip=192.0.2.1", "bob", "failure", "mfa_failed"),
    ("[2026-02-03 10:00:00.1][vaultwarden::api][ERROR] Username or password is incorrect. Try again. IP: 192.0.2.1."
     " Username: bob@example.org.", "bob@example.org", "failure", "bad_password"),
    ('{"time":"2026-02-03T10:00:00+00:00","remoteAddr":"192.0.2.1","message":"Login failed: bob (Remote IP:'
     ' 192.0.2.1)"}', "bob", "failure", "bad_password"),
    ("2026/02/03 10:00:00 routers/web/auth.go:1:SignInPost() [I] Failed authentication attempt for bob from"
     " 192.0.2.1:4022: user does not exist", "bob", "failure", "unknown_user"),
    ("2026-02-03 10:00:00.1 UTC [9] 192.0.2.1 app@db FATAL:  password authentication failed for user \"app\"",
     "app", "failure", "bad_password"),
    ("2026-02-03T10:00:00.1Z 9 [Note] Access denied for user 'app'@'192.0.2.1' (using password: YES)",
     "app", "failure", "bad_password"),
    ("2026-02-03 10:00:00.10 Logon  Login failed for user 'sa'. Reason: Password did not match that for the login"
     " provided. [CLIENT: 192.0.2.1]", "sa", "failure", "bad_password"),
    ("[2026-02-03 10:00:00] NOTICE[9] chan_sip.c: Registration from '\"100\" <sip:100@example.org>' failed for"
     " '192.0.2.1:5060' - Wrong password", "100", "failure", "bad_password"),
    ("2026-02-03 10:00:00.1 [WARNING] sofia_reg.c:1 SIP auth failure (REGISTER) on sofia profile 'i' for"
     " [100@example.org] from ip 192.0.2.1", "100@example.org", "failure", "bad_password"),
    ("Feb  3 10:00:00 gw openvpn[1]: 192.0.2.1:1194 TLS Auth Error: Auth Username/Password"
     " verification failed for peer",
     "unknown:192.0.2.1", "failure", "bad_password"),
    ("Feb  3 10:00:00 gw system,info,account user bob logged in from 192.0.2.1 via ssh", "bob", "success", None),
    ("2026-02-03T10:00:00Z ACCEPT host=::ffff:192.0.2.1 port=39 fd=4 n=1/4096",
     "unknown:192.0.2.1", "failure", "honeypot"),
    (T + "cowrie[2]: 2026-02-03T10:00:00+0000 [cowrie.telnet.factory.HoneyPotTelnetFactory] New connection:"
     " 192.0.2.1:47 (198.51.100.1:2223) [session: a1]", "unknown:192.0.2.1", "failure", "honeypot"),
    ("Feb  3 10:00:00 gw system,error,critical login failure for user bob from 192.0.2.1 via winbox",
     "bob", "failure", "bad_password"),
    ("Feb  3 10:00:00 sw 44: %SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: bob] [Source: 192.0.2.1] [localport: 22]",
     "bob", "failure", "bad_password"),
    ("Feb  3 10:00:00 sw 44: %SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: bob] [Source: 192.0.2.1] [localport: 22]",
     "bob", "success", None),
    ("2026-02-03 10:00:00.1 [WARNING] sofia_reg.c:3 Can't find user [7@example.org] from 192.0.2.1",
     "7@example.org", "failure", "unknown_user"),
    ('[2026-02-03 10:00:00] SECURITY[1] res_security_log.c: SecurityEvent="InvalidAccountID",Severity="Error",'
     'AccountID="700",RemoteAddress="IPV4/UDP/192.0.2.1/5060"', "700", "failure", "unknown_user"),
    ('[2026-02-03 10:00:00] SECURITY[1] res_security_log.c: SecurityEvent="InvalidPassword",Severity="Error",'
     'AccountID="700",RemoteAddress="IPV4/UDP/192.0.2.1/5060"', "700", "failure", "bad_password"),
    ('[2026-02-03 10:00:00] SECURITY[1] res_security_log.c: SecurityEvent="ChallengeResponseFailed",Severity="Error",'
     'AccountID="700",RemoteAddress="IPV4/UDP/192.0.2.1/5060"', "700", "failure", "bad_password"),
    ('[2026-02-03 10:00:00] SECURITY[1] res_security_log.c: SecurityEvent="SuccessfulAuth",Severity="Info",'
     'AccountID="700",RemoteAddress="IPV4/UDP/192.0.2.1/5060"', "700", "success", None),
    ("2026-02-03 10:00:00.1 UTC [9] 192.0.2.1(5432) app@db FATAL:  role \"app\" does not exist",
     "app", "failure", "unknown_user"),
    ('{"t":{"$date":"2026-02-03T10:00:00.000+00:00"},"c":"ACCESS","msg":"Authentication'
     ' failed","attr":{"mechanism":"S",'
     '"principalName":"app","remote":"192.0.2.1:51","error":"UserNotFound: Could not find user"}}',
     "app", "failure", "unknown_user"),
    ("2026-02-03T10:00:00.530Z,0E,2,198.51.100.1:143,192.0.2.1:350,amy,168,31,31,authenticate,PLAIN,"
     "ErrMsg=AuthFailed:LogonDenied", "amy", "failure", "bad_password"),
    ("2026-02-03T10:00:00.270Z,EX\\Front,08D,9,198.51.100.1:25,192.0.2.1:537,>,535 5.7.3 Authentication unsuccessful,",
     "unknown:192.0.2.1", "failure", "bad_password"),
    ("2026-02-03 10:00:00,762 INFO  [qtp:smtp://x/] [name=amy;oip=192.0.2.1;port=5;] SoapEngine - handler exception:"
     " authentication failed for [amy], invalid password", "amy", "failure", "bad_password"),
    ("[2026-02-03 10:00:00,112] WARNING in limiter: Authentication attempt from 192.0.2.1 has been rate-limited.",
     "unknown:192.0.2.1", "failure", "rate_limited"),
    ("WARN: [Feb  3 10:00:00.643] failed to validate user credentials (invalid format) ip=192.0.2.1:28050"
     " subsystem=sftp username=admin", "admin", "failure", "unknown_user"),
    ("WARN: [Feb  3 10:00:00.643] failed to validate user credentials (invalid username or password)"
     " ip=192.0.2.1:28050 subsystem=sftp username=ann.1", "ann.1", "failure", "bad_password"),
    (T + "wordpress(example.org)[4]: Authentication failure for bob from 192.0.2.1", "bob", "failure", "bad_password"),
    ('[2026-02-03 10:00:00] events.INFO: {"type":"ADMIN_LOGIN_FAILED","ip":"198.51.100.1","x-forwarded-for-ip":'
     '"192.0.2.1, 198.51.100.2"} []', "unknown:192.0.2.1", "failure", "bad_password"),
    ("[GIN] 2026/02/03 - 10:00:00 | 401 | 5.3ms | 192.0.2.1 | POST \"/client\"",
     "unknown:192.0.2.1", "failure", "bad_password"),
    ("2026-02-03T10:00:00,820Z [x] WARN AuthenticationService - Authentication attempt from [192.0.2.1, 198.51.100.1]"
     ' for user "bob" failed.', "bob", "failure", "bad_password"),
    ('2026-02-03T10:00:00,820Z [x] INFO AuthenticationService - User "bob" successfully authenticated from 192.0.2.1.',
     "bob", "success", None),
    ("t=2026-02-03T10:00:00+0000 lvl=eror msg=\"Request Completed\" status=401 remote_addr=192.0.2.1"
     ' error="Invalid username or password"', "unknown:192.0.2.1", "failure", "bad_password"),
    ('{"type":"response","@timestamp":"2026-02-03T10:00:00Z","statusCode":401,"req":{"url":"/auth/login?x=",'
     '"remoteAddress":"192.0.2.1","userAgent":"curl"}}', "unknown:192.0.2.1", "failure", "bad_password"),
    ("2026-02-03 10:00:00.5 WARNING (MainThread) [http.ban] Login attempt or request with invalid authentication from"
     " laptop (192.0.2.1). Requested URL: '/x'.", "unknown:192.0.2.1", "failure", "bad_password"),
    ('{"timestamp":"2026-02-03 10:00:00.784","message":"[Auth] Failed login attempt for username \\"bob\\" from ip'
     ' 192.0.2.1 (User not found)"}', "bob", "failure", "unknown_user"),
    ("2026-02-03 10:00:00.092 Warn Server: AUTH-ERROR: 192.0.2.1 - Invalid username or password entered.",
     "unknown:192.0.2.1", "failure", "bad_password"),
    ('[2026-02-03 10:00:00.729 +00:00] [INF] UserManager: Authentication request for "bob" has been denied'
     ' (IP: "192.0.2.1").', "bob", "failure", "bad_password"),
    ('time="2026-02-03T10:00:00Z" level=warning msg="HTTP: POST http://x/auth/login" httpStatus=401'
     ' remoteAddr=192.0.2.1 userAgent="curl"', "unknown:192.0.2.1", "failure", "bad_password"),
    ("[2026-02-03 10:00:00,332] [INFO] [paperless.auth] Login failed for user `bob` from private IP `192.0.2.1.`",
     "bob", "failure", "bad_password"),
    ("2026-02-03 10:00:00,797::WARNING::[interface:657] Unsuccessful login attempt from 198.51.100.1"
     " (X-Forwarded-For: 192.0.2.1, 198.51.100.2) [curl]", "unknown:192.0.2.1", "failure", "bad_password"),
    (T + "mono[1]: [Warn] Auth: Auth-Failure ip 192.0.2.1 username 'bob'", "bob", "failure", "bad_password"),
    (T + "mono[1]: [Info] Auth: Auth-Success ip 192.0.2.1 username 'bob'", "bob", "success", None),
    ("(W) 2026-02-03T10:00:00 - WebAPI login failure. Reason: IP has been banned, IP: 192.0.2.1, username: bob",
     "bob", "failure", "locked"),
    ("(N) 2026-02-03T10:00:00 - WebAPI login success. IP: 192.0.2.1", "unknown:192.0.2.1", "success", None),
    ("2026-02-03T10:00:00+00:00: authentication failure; rhost=[::ffff:192.0.2.1]:474 user=root@pam msg=no such user",
     "root@pam", "failure", "unknown_user"),
    ("2026-02-03 10:00:00 bob 192.0.2.1 failed to login", "bob", "failure", "bad_password"),
    ("2026-02-03T10:00:00Z [AUTH] WARN: Incorrect username or password for user bob. IP=192.0.2.1",
     "bob", "failure", "bad_password"),
    ("[2026-02-03 10:00:00 UTC] [192.0.2.1:50051] DnsWebServiceException: Invalid username or password for user: bob",
     "bob", "failure", "bad_password"),
    (T + "phpMyAdmin[3]: user denied: bob (mysql-denied) from 192.0.2.1", "bob", "failure", "bad_password"),
]  # fmt: skip
