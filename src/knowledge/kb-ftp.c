/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* File transfer. */
#include "tl-kb.h"

static const TlCause causes[] = {
    {
        .id = "ftp-too-many-connections",
        .spoken = "F-01",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("Too many connections to the file server"),
        .meaning =
            N_ ("The server limits how many connections may be open at once: for everybody, "
                "for one user or for one address. The limit is reached, often by sessions of "
                "your own program that were never closed."),
        .retry = N_ ("Try again in about 5 minutes, with one connection only."),
        .never = N_ ("More connections at the same time make it worse."),
        .retry_after_s = 300,
        .prevention =
            N_ ("Set the program to one or two connections for good, and close it properly, so "
                "that no sessions stay behind."),
        TL_KB_FIXES (
            {"close-sessions", TL_ACTOR_USER,
             N_ ("Close all windows and programs that use this server, and wait until the "
                 "server forgets old sessions (about 5 minutes).")},
            {"limit-program", TL_ACTOR_USER,
             N_ ("In your file program, set the largest number of connections to 1 or 2. In "
                 "FileZilla: Site Manager, Transfer Settings, “Limit number of simultaneous "
                 "connections”."),
             "!local.filezilla.connections"},
            /* Translators: {host} is the name of the server. */
            {"filezilla-set-limit", TL_ACTOR_USER,
             N_ ("FileZilla may open as many connections to {host} as it likes. Give it a limit of "
                 "1: Site Manager, Transfer Settings, “Limit number of simultaneous "
                 "connections”."),
             "local.filezilla.connections=0 !ftp.sessions.accepted"},
            /* Translators: {host} is the name of the server, {ftp.sessions.accepted} a number. */
            {"filezilla-limit", TL_ACTOR_USER,
             N_ ("The server accepted {ftp.sessions.accepted} connections at once. Give FileZilla "
                 "this number as its limit for {host}, and no more: Site Manager, Transfer Settings, "
                 "“Limit number of simultaneous connections”."),
             "local.filezilla.connections ftp.sessions.accepted"},
            /* Translators: {host} is the name of the server, {local.filezilla.connections} a number. */
            {"filezilla-lower", TL_ACTOR_USER,
             N_ ("FileZilla’s limit for {host} is {local.filezilla.connections}. Lower it: Site "
                 "Manager, Transfer Settings, “Limit number of simultaneous connections”."),
             "local.filezilla.connections>1 !ftp.sessions.accepted"},
            /* Translators: {local.connections} is a number. */
            {"own-connections", TL_ACTOR_USER,
             N_ ("Programs on this computer have {local.connections} connections to the server open "
                 "right now: close them first."),
             "local.connections>0"},
            {"end-in-panel", TL_ACTOR_USER,
             N_ ("If you can use the hosting panel: end the open FTP sessions there. Without it, "
                 "wait: servers end silent sessions by themselves, mostly after 5 to 15 minutes."),
             "!ftp.idle_limit_min"},
            /* Translators: {ftp.idle_limit_min} is a number of minutes. */
            {"end-by-themselves", TL_ACTOR_WAIT,
             N_ ("Sessions that stayed behind end by themselves: by its own words, this server closes "
                 "them after {ftp.idle_limit_min} min of silence. With the hosting panel you can end "
                 "them at once."),
             "ftp.idle_limit_min"},
            {"wait-free", TL_ACTOR_WAIT, N_ ("If the server itself is full, try again later.")},
            {"change-password", TL_ACTOR_USER,
             N_ ("If you have no other session open, somebody else may use your account: change "
                 "the password.")},
            {"raise-limit", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: max_clients and max_per_ip (vsftpd), MaxClients "
                 "(ProFTPD), -c, -C and -y (Pure-FTPd), “connection limits” (FileZilla Server, "
                 "IIS).")}, ),
        TL_KB_RULES (
            {0.42, "ftp.reply.code=421 ftp.reply.stage=greeting"},
            /* Two transfers and the window’s own connection: more than the server bears. */
            {0.6, "local.filezilla.connections=0 ftp.sessions.asked>2 ftp.sessions.accepted=1|2"},
            {0.35, "job.protocol=ftp greeting.protocol=nothing step.failure=closed|reset"},
            {0.8, "job.protocol=ftp tls.peeked_text^=421 tls.peeked_text~connections"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.9, .literal = "sessions per user"},
            {.confidence = 0.9, .literal = "sessions per", .pattern = "(ip|user|host|address)"},
            {.confidence = 0.9,
             .literal = "connections per",
             .pattern = "(ip|user|host|address|client)"},
            {.confidence = 0.88, .literal = "sessions allowed"},
            {.confidence = 0.88,
             .literal = "session",
             .pattern = "(another|other|one|only( \\S+)?|more than( \\S+)?|simultaneous|concurrent"
                        "|parallel) sessions?\\b.{0,40}(active|open|per|from|allowed|permitted"
                        "|at (once|a time)|running|in use|exists?)",
             .codes = "421|530|550"},
            {.confidence = 0.88,
             .literal = "connect",
             .pattern = "(another|other|one|only( \\S+)?|more than( \\S+)?|simultaneous|concurrent"
                        "|parallel) (connections?|logins?)\\b.{0,40}(active|open|per|from|allowed"
                        "|permitted|at (once|a time)|running|in use|exists?)",
             .codes = "421|530|550"},
            {.confidence = 0.85,
             .literal = "already",
             .pattern = "already (connected|in use|has? (a|an|\\d+|too many|other)? ?.{0,12}"
                        "(sessions?|connections?)|signed in|logged (in|on))",
             .codes = "421|530"},
            {.confidence = 0.88, .literal = "sessions are allowed"},
            {.confidence = 0.85,
             .literal = "at a time",
             .pattern =
                 "(only|at most|no more than|limit(ed)? (of|to)|maximum( of)?) .{0,30}\\bat a time",
             .codes = "421|530"},
            {.confidence = 0.85,
             .literal = "places",
             .pattern = "\\b(all|no|every)\\b.{0,20}\\bplaces\\b.{0,30}"
                        "(taken|occupied|full|used|in use|busy|left|free|available)",
             .codes = "421|530"},
            {.confidence = 0.85,
             .literal = "slots",
             .pattern = "\\b(all|no|every)\\b.{0,20}\\bslots\\b.{0,30}"
                        "(taken|occupied|full|used|in use|busy|left|free|available)",
             .codes = "421|530"},

            {.confidence = 0.93, .literal = "too many connections"},
            {.confidence = 0.93, .literal = "too many connected users", .variant = "server"},
            {.confidence = 0.94,
             .literal = "maximum number of",
             .pattern = "from (your|this) host|from this (ip|address)",
             .variant = "address"},
            {.confidence = 0.94,
             .literal = "maximum number of",
             .pattern = "for (your|this) user",
             .variant = "user"},
            {.confidence = 0.94, .literal = "as the same user", .variant = "user"},
            {.confidence = 0.93, .literal = "too many users"},
            {.confidence = 0.9,
             .literal = "there are too many",
             .pattern = "connection|user|client"},
            {.confidence = 0.93,
             .literal = "maximum number of",
             .pattern = "(clients|connections|users|sessions|logins|hosts) ?.{0,40}(allowed"
                        "|exceeded|reached|connected|already|are|\\(|for)?"},
            {.confidence = 0.93, .literal = "maximum login limit"},
            {.confidence = 0.92, .literal = "maximum connections"},
            {.confidence = 0.94, .literal = "from your internet address", .variant = "address"},
            {.confidence = 0.94,
             .literal = "too many connections",
             .pattern = "from this ip",
             .variant = "address"},
            {.confidence = 0.92, .literal = "connections from this ip", .variant = "address"},
            {.confidence = 0.92, .literal = "connections from your", .variant = "address"},
            {.confidence = 0.92, .literal = "connections from the same ip", .variant = "address"},
            {.confidence = 0.92, .literal = "connection limit"},
            {.confidence = 0.92, .literal = "user limit", .pattern = "reached|exceed"},
            {.confidence = 0.92, .literal = "too many clients"},
            {.confidence = 0.92, .literal = "too many sessions"},
            {.confidence = 0.92, .literal = "too many simultaneous"},
            {.confidence = 0.92, .literal = "too many concurrent"},
            {.confidence = 0.92, .literal = "too many logins"},
            {.confidence = 0.92, .literal = "too many anonymous users"},
            {.confidence = 0.92, .literal = "can't accept more than"},
            {.confidence = 0.92, .literal = "the maximum) are already", .variant = "server"},
            {.confidence = 0.9, .literal = "maximum user", .pattern = "limit|reached"},
            {.confidence = 0.9,
             .literal = "max.",
             .pattern = "clients|connections|users",
             .codes = "421|530"},
            {.confidence = 0.9,
             .literal = "already logged in",
             .pattern = "maximum|too many|limit|times",
             .codes = "421|530"},
            {.confidence = 0.9, .literal = "server is full"},
            {.confidence = 0.9, .literal = "session limit"},
            {.confidence = 0.9, .literal = "access denied:", .pattern = "too many|limit"},
            {.confidence = 0.85,
             .literal = "try again later",
             .pattern = "user|connections|clients",
             .codes = "421|530"},
            {.confidence = 0.88, .literal = "слишком много соединений"},
            {.confidence = 0.88, .literal = "слишком много подключений"},
            {.confidence = 0.88, .literal = "слишком много пользователей"},
            {.confidence = 0.88, .literal = "zu viele verbindungen"},
            {.confidence = 0.88, .literal = "zu viele benutzer"},
            {.confidence = 0.88, .literal = "trop de connexions"},
            {.confidence = 0.88, .literal = "demasiadas conexiones"},
            {.confidence = 0.88, .literal = "demasiados usuarios"},
            {.confidence = 0.88, .literal = "连接数"}, {.confidence = 0.85, .literal = "接続数"}, ),
        TL_KB_REFERENCES ("RFC 959 4.2", "vsftpd max_clients, max_per_ip",
                          "ProFTPD MaxClientsPerHost, MaxClientsPerUser", "Pure-FTPd -c, -C, -y"),
        TL_KB_EXAMPLES (
            {"421 There are too many connections from your internet address.", "greeting"},
            {"421 There are too many connected users, please try later.", "greeting"},
            {"530 Sorry, the maximum number of clients (1) from your host are already connected.",
             "user"},
            {"530 Sorry, the maximum number of connections (2) for your user are already connected.",
             "pass"},
            {"421 Too many connections (5) from this IP", "greeting"},
            {"530 Another session of this account is active (1)", "pass"},
            {"530 Sorry, only 1 session from one machine", "pass"},
            {"421 50 users (the maximum) are already logged in, sorry", "greeting"},
            {"530 Only 3 at a time, please", "pass"}, {"530 All 20 places are taken", "pass"},
            {"421 Sorry, no slots left for guests", "greeting"}, ),
        .next_test = "retry-later",
    },
    {
        .id = "ftp-data-channel-blocked",
        .spoken = "F-02",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("Login works, lists and transfers do not"),
        .meaning = N_ ("File transfer uses a second connection for lists and files. The first one "
                       "works; the second one cannot be opened. A firewall, a router or the wrong "
                       "mode (passive or active) is the usual reason."),
        .retry = N_ ("Test the other mode at once."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-passive", TL_ACTOR_USER,
             N_ ("In the file program, choose passive mode (with EPSV). It works from behind "
                 "nearly every router.")},
            {"use-tls-modern", TL_ACTOR_USER,
             N_ ("If encryption is on and it still fails, test over another network: some "
                 "routers understand FTP only without encryption.")},
            {"open-ports", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: open its range of passive ports in the firewall, and "
                 "set its public address.")}, ),
        TL_KB_RULES ({0.58, "ftp.data.outcome=failed"}, {0.62, "ftp.reply.code=425"},
                     /* The mode itself is refused, whatever the words: it is switched off there. */
                     {0.88, "ftp.reply.stage=passive|active ftp.reply.code=550|502|553"},
                     /* The server took the connection and hung up on it without a word. */
                     {0.7, "ftp.data.state=open ftp.data.tls=failed tls.peeked=closed|reset "
                           "ftp.reply.stage!=list ftp.data.outcome=failed"},
                     {0.5, "ftp.data.state=filtered|refused|unreachable|unknown"},
                     /* All went well up to the question for a port, which somebody swallowed. */
                     {0.72,
                      "step:ftp.data.passive=failed step.failure=timeout ftp.login.outcome=ok "
                      "!ftp.passive.port"}, ),
        TL_KB_CONTRARY ({0.3, "ftp.data.tls=plaintext"},
                        {0.3, "ftp.data.tls=failed tls.peeked!=nothing tls.peeked!=closed "
                              "tls.peeked!=reset"},
                        {0.3, "ftp.reply.code=521"}, {0.2, "ftp.reply.code=522"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.93,
             .literal = "failed to retrieve directory listing",
             .pattern = "timed out|timeout|econn|refused",
             .protocols = "ftp"},

            {.confidence = 0.8, .literal = "unable to retrieve directory listing"},
            {.confidence = 0.8, .literal = "could not retrieve directory listing"},

            {.confidence = 0.8, .literal = "can't build data connection"},
            {.confidence = 0.8, .literal = "can't open data connection"},
            {.confidence = 0.8, .literal = "cannot open data connection"},
            {.confidence = 0.8,
             .literal = "unable to build data connection",
             .pattern = "^(?!.*(operation not permitted|tls|ssl|session))"},
            {.confidence = 0.8, .literal = "failed to establish connection", .codes = "425"},
            {.confidence = 0.8, .literal = "could not open data connection"},
            {.confidence = 0.8, .literal = "no data connection"},
            {.confidence = 0.82, .literal = "bad ip connecting", .variant = "other-address"},
            {.confidence = 0.82,
             .literal = "rejected data connection",
             .pattern = "foreign|address|ip",
             .variant = "other-address"},
            {.confidence = 0.8,
             .literal = "data connection",
             .pattern = "(refused|timed out|timeout|not established|could not|failed|unable)",
             .codes = "425|426"},
            {.confidence = 0.8, .literal = "failed to retrieve directory listing"},
            {.confidence = 0.8, .literal = "the data connection could not be established"},
            {.confidence = 0.78, .literal = "use port or pasv first"},
            {.confidence = 0.8, .literal = "could not connect to", .pattern = "data"},
            {.confidence = 0.8, .literal = "datenverbindung"},
            {.confidence = 0.8, .literal = "verzeichnisinhalt konnte nicht"},
            {.confidence = 0.8,
             .literal = "не удалось",
             .pattern = "соединени.{0,20}данн|список каталог"},
            {.confidence = 0.8, .literal = "соединение данных"},
            {.confidence = 0.8, .literal = "connexion de données"},
            {.confidence = 0.8, .literal = "conexión de datos"}, ),
        TL_KB_REFERENCES ("RFC 959 3.2", "RFC 2428 3"),
        TL_KB_EXAMPLES (
            {"425 Can't open data connection.", "list"},
            {"425 Unable to build data connection: Connection timed out", "list"},
            {"425 Security: Bad IP connecting.", "list"},
            {"425 Rejected data connection from foreign address 192.0.2.7:4711.", "list"},
            {"Error: Failed to retrieve directory listing"}, ),
        .next_test = "other-data-mode",
        .yields_to =
            "ftp-active-blocked ftp-session-reuse-required ftp-protection-required ftp-passive-ports-blocked ftp-address-rewritten local-firewall-blocks",
    },
    {
        .id = "ftp-tls-required",
        .spoken = "F-03",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The file server insists on encryption"),
        .meaning =
            N_ ("The server takes no login, or no transfer, without encryption. Your program "
                "spoke in plain text."),
        .retry = N_ ("Test again at once with encryption."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-explicit", TL_ACTOR_USER,
             N_ ("In the file program, choose “Require explicit FTP over TLS” for this server, "
                 "on port 21.")},
            /* Translators: {host} is the name of the server. */
            {"filezilla-encrypt", TL_ACTOR_USER,
             N_ ("FileZilla is set to plain FTP for {host}: Site Manager, General, “Encryption”: "
                 "choose “Require explicit FTP over TLS”."),
             "local.filezilla.encryption=none"},
            {"use-implicit", TL_ACTOR_USER,
             N_ ("If the provider names port 990, choose “implicit FTP over TLS” there.")},
            {"update-program", TL_ACTOR_USER,
             N_ ("If your program has no such setting, use a newer program.")}, ),
        TL_KB_RULES (
            {0.85, "ftp.reply.code=530|550|421|521|533|534 ftp.reply.text~tls tls.mode=none"},
            {0.5, "ftp.reply.code=521|533"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.92, .literal = "use tls"}, {.confidence = 0.92, .literal = "use ssl"},
            {.confidence = 0.92, .literal = "tls before"},
            {.confidence = 0.92, .literal = "tls first"},
            {.confidence = 0.92,
             .literal = "encrypt",
             .pattern = "(must|need|require|only|please).{0,40}encrypt|encrypt\\w*.{0,30}(r"
                        "equired|mandatory)",
             .unless = "data (channel|connection)"},

            {.confidence = 0.45, .codes = "534"},

            {.confidence = 0.93, .literal = "must use encryption"},
            {.confidence = 0.93, .literal = "cleartext sessions"},
            {.confidence = 0.93, .literal = "clear text sessions"},
            {.confidence = 0.92, .literal = "tls is required"},
            {.confidence = 0.92, .literal = "tls required"},
            {.confidence = 0.92, .literal = "ssl required"},
            {.confidence = 0.92, .literal = "ssl is required"},
            {.confidence = 0.92, .literal = "requires ssl"},
            {.confidence = 0.92, .literal = "requires tls"},
            {.confidence = 0.92, .literal = "ssl is mandatory"},
            {.confidence = 0.92, .literal = "tls is mandatory"},
            {.confidence = 0.9,
             .literal = "mandatory",
             .pattern = "\\b(ssl|tls|ftps|encryption)\\b"},
            {.confidence = 0.92, .literal = "use explicit ftp over tls"},
            {.confidence = 0.92, .literal = "use auth first"},
            {.confidence = 0.92, .literal = "use auth tls"},
            {.confidence = 0.92, .literal = "have to use explicit"},
            {.confidence = 0.92, .literal = "please use ftps"},
            {.confidence = 0.92, .literal = "plain login not allowed"},
            {.confidence = 0.9, .literal = "secure connection required"},
            {.confidence = 0.9, .literal = "secure connections", .pattern = "only|require"},
            {.confidence = 0.9, .literal = "login without tls"},
            {.confidence = 0.9,
             .literal = "plain ftp",
             .pattern = "not (allowed|permitted|supported)"},
            {.confidence = 0.9,
             .literal = "insecure",
             .pattern = "not (allowed|permitted)|disabled",
             .codes = "530|550|421|534"},
            {.confidence = 0.9, .literal = "only accept", .pattern = "tls|ssl|encrypt"},
            {.confidence = 0.88, .literal = "verschlüsselung", .pattern = "erforderlich"},
            {.confidence = 0.88, .literal = "требуется шифрование"}, ),
        TL_KB_REFERENCES ("RFC 4217 4", "vsftpd force_local_logins_ssl", "ProFTPD TLSRequired",
                          "Pure-FTPd --tls=2"),
        TL_KB_EXAMPLES ({"530 Non-anonymous sessions must use encryption.", "user"},
                        {"421 Sorry, cleartext sessions are not accepted on this server.", "user"},
                        {"550 SSL/TLS required on the control channel", "user"},
                        {"534 Policy requires SSL.", "user"}, {"504 SSL is mandatory.", "user"},
                        {"503 Use AUTH first.", "user"}, ),
    },
    {
        .id = "ftp-session-reuse-required",
        .spoken = "F-04",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("Second connection must reuse the first’s encryption"),
        .meaning =
            N_ ("The server wants the connection for lists and files to go on from the "
                "encryption of the first connection. This proves that both come from the same "
                "program. Your program did not do that."),
        .retry = N_ ("Test again at once after updating the program."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"update-program", TL_ACTOR_USER,
             N_ ("Bring the file program up to date: newer versions of FileZilla, curl and "
                 "others can do it.")},
            {"other-program", TL_ACTOR_USER, N_ ("Test with another program.")},
            {"relax-reuse", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: require_ssl_reuse=NO (vsftpd) or TLSOptions "
                 "NoSessionReuseRequired (ProFTPD) lets older programs in. It is less safe.")}, ),
        TL_KB_RULES ({0.85, "ftp.data.resumed=no ftp.reply.code=522"},
                     {0.7, "ftp.data.resumed=no ftp.reply.code=425|450 ftp.data.outcome=failed"},
                     {0.35, "ftp.data.tls=failed ftp.data.outcome=failed"},
                     {0.6, "ftp.reply.code=522"}, ),
        TL_KB_TEXTS ({.confidence = 0.95, .literal = "session reuse"},
                     {.confidence = 0.93, .literal = "ssl session not reused"},
                     {.confidence = 0.93, .literal = "session resumption"},
                     {.confidence = 0.93, .literal = "client did not reuse"},
                     {.confidence = 0.93, .literal = "tls session of data connection"},
                     {.confidence = 0.93, .literal = "has not resumed"},
                     {.confidence = 0.92, .literal = "not resumed"},
                     {.confidence = 0.8,
                      .literal = "unable to build data connection: operation not permitted"}, ),
        TL_KB_REFERENCES ("vsftpd require_ssl_reuse", "ProFTPD TLSOptions NoSessionReuseRequired",
                          "FileZilla Server documentation"),
        TL_KB_EXAMPLES (
            {"522 SSL connection failed; session reuse required: see require_ssl_reuse option in vsftpd.conf man page",
             "list"},
            {"425 Unable to build data connection: TLS session of data connection not resumed.",
             "list"},
            {"450 TLS session of data connection has not resumed or the session does not match the control connection",
             "list"}, ),
    },
    {
        .id = "ftp-file-unavailable",
        .spoken = "F-05",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The file or folder is not there"),
        .meaning = N_ ("The server found no file or folder of that name, or somebody is using it "
                       "right now. The connection and the login work."),
        .retry =
            N_ ("Try again at once with the right name; if the file is busy, in a few minutes."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"check-name", TL_ACTOR_USER,
             N_ ("Compare the name with the list of the folder. Capital and small letters count "
                 "on many servers.")},
            {"check-path", TL_ACTOR_USER,
             N_ ("Check whether the path begins in the right folder: many servers show only "
                 "your own home folder.")},
            {"wait-busy", TL_ACTOR_WAIT,
             N_ ("If the server says that the file is busy, wait until the other transfer ends.")}, ),
        TL_KB_RULES ({0.5, "ftp.reply.code=550 ftp.reply.stage!=passive ftp.reply.stage!=active "
                           "ftp.reply.stage!=user ftp.reply.stage!=pass"},
                     {0.6, "ftp.reply.code=450"}, {0.4, "ftp.reply.code=553"}, ),
        TL_KB_TEXTS ({.confidence = 0.93, .literal = "no such file"},
                     {.confidence = 0.93, .literal = "no such directory"},
                     {.confidence = 0.93, .literal = "no such folder"},
                     {.confidence = 0.92, .literal = "file not found"},
                     {.confidence = 0.92, .literal = "directory not found"},
                     {.confidence = 0.92, .literal = "folder not found"},
                     {.confidence = 0.92, .literal = "cannot find the file"},
                     {.confidence = 0.92, .literal = "cannot find the path"},
                     {.confidence = 0.9, .literal = "system cannot find"},
                     {.confidence = 0.88, .literal = "failed to change directory"},
                     {.confidence = 0.9,
                      .literal = "not found",
                      .pattern = "file|director|path|folder",
                      .codes = "550|450"},
                     {.confidence = 0.9, .literal = "does not exist", .codes = "550|450|553"},
                     {.confidence = 0.9, .literal = "doesn't exist", .codes = "550|450|553"},
                     {.confidence = 0.9,
                      .literal = "file unavailable",
                      .pattern = "^(?!.*(permission|denied|access))"},
                     {.confidence = 0.9, .literal = "file busy"},
                     {.confidence = 0.9, .literal = "being used by another"},
                     {.confidence = 0.9, .literal = "file is locked"},
                     {.confidence = 0.9, .literal = "is a directory"},
                     {.confidence = 0.9, .literal = "not a directory"},
                     {.confidence = 0.9, .literal = "not a plain file"},
                     {.confidence = 0.9, .literal = "not a regular file"},
                     {.confidence = 0.9, .literal = "file already exists"},
                     {.confidence = 0.9, .literal = "file exists"},
                     {.confidence = 0.9, .literal = "directory already exists"},
                     {.confidence = 0.9, .literal = "file name not allowed"},
                     {.confidence = 0.95, .literal = "prohibited file name"},
                     {.confidence = 0.9, .literal = "invalid file name"},
                     {.confidence = 0.9, .literal = "illegal filename"},
                     {.confidence = 0.93, .literal = "forbidden filename"},
                     {.confidence = 0.9,
                      .literal = "filename",
                      .pattern = "(forbidden|not allowed|invalid|illegal|prohibited)",
                      .codes = "550|553"},
                     {.confidence = 0.9, .literal = "file name too long"},
                     {.confidence = 0.9, .literal = "directory not empty"},
                     {.confidence = 0.85, .literal = "could not get file size"},
                     {.confidence = 0.88,
                      .literal = "failed to open file",
                      .pattern = "^(?!.*(permission|denied))"},
                     {.confidence = 0.85, .literal = "нет такого файла"},
                     {.confidence = 0.85, .literal = "файл не найден"},
                     {.confidence = 0.85, .literal = "datei oder verzeichnis nicht gefunden"},
                     {.confidence = 0.85, .literal = "datei nicht gefunden"},
                     {.confidence = 0.85, .literal = "fichier ou dossier inexistant"},
                     {.confidence = 0.85,
                      .literal = "no existe el",
                      .pattern = "archivo|fichero|directorio"}, ),
        TL_KB_REFERENCES ("RFC 959 4.2"),
        TL_KB_EXAMPLES ({"550 /pub/missing.txt: No such file or directory", "retrieve"},
                        {"550 Failed to change directory.", "cwd"},
                        {"450 Requested file action not taken. File unavailable (e.g., file busy).",
                         "retrieve"},
                        {"550 The system cannot find the file specified.", "retrieve"},
                        {"550 upload.tmp: Forbidden filename", "store"}, ),
    },
    {
        .id = "ftp-permission-denied",
        .spoken = "F-06",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("You may not do that in this folder"),
        .meaning =
            N_ ("The file or folder is there, but your account has no right to read it, write "
                "it or delete it."),
        .retry = N_ ("Trying again changes nothing until the rights are changed."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"check-folder", TL_ACTOR_USER,
             N_ ("Check whether you are in the folder that is meant for your files; many "
                 "accounts may write in one folder only.")},
            {"right-account", TL_ACTOR_USER,
             N_ ("Check whether you signed in with the right account, not as guest "
                 "(“anonymous”).")},
            /* Translators: {host} is the name of the server. */
            {"ask-rights", TL_ACTOR_ADMIN,
             N_ ("Ask whoever runs {host} to give your account the right to that folder.")},
            {"fix-writable-root", TL_ACTOR_ADMIN,
             N_ ("If the server is yours and vsftpd complains of a “writable root”: make the "
                 "home folder itself not writable and put a writable folder into it.")}, ),
        TL_KB_RULES ({0.4, "ftp.plain_words~writable_root"},
                     {0.4, "ftp.reply.code=550 ftp.reply.stage=store|delete"},
                     {0.5, "ftp.reply.code=553"}, {0.6, "ftp.reply.code=532"}, ),
        /* Not a file is denied there, but the way to move it. */
        TL_KB_CONTRARY ({0.45, "ftp.reply.stage=passive|active"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88, .literal = "not allowed to write"},
            {.confidence = 0.88,
             .literal = "not allowed to",
             .pattern = "not allowed to (write|read|delete|upload|download|store|create|ren"
                        "ame|overwrite|change)"},
            {.confidence = 0.88, .literal = "no write access"},
            {.confidence = 0.88,
             .literal = "read only",
             .pattern = "file|folder|director|server|system"},

            {.confidence = 0.93,
             .literal = "permission denied",
             .codes = "!530",
             .unless = "data connection"},
            {.confidence = 0.92, .literal = "access is denied"},
            {.confidence = 0.9, .literal = "access denied", .codes = "550|553|450|451"},
            {.confidence = 0.92,
             .literal = "operation not permitted",
             .pattern = "^(?!.*data connection)",
             .codes = "550|553|451"},
            {.confidence = 0.92, .literal = "not permitted", .codes = "550|553"},
            {.confidence = 0.9, .literal = "insufficient permission"},
            {.confidence = 0.92, .literal = "insufficient privilege"},
            {.confidence = 0.92, .literal = "not enough privileges"},
            {.confidence = 0.92, .literal = "not authorized", .codes = "550|553"},
            {.confidence = 0.92, .literal = "no permission"},
            {.confidence = 0.92,
             .literal = "prohibited",
             .codes = "550|553",
             .unless = "file ?name"},
            {.confidence = 0.92,
             .literal = "anonymous",
             .pattern = "(upload|overwrite|may not|not allowed|prohibit|cannot|can't)",
             .codes = "55x"},
            {.confidence = 0.92, .literal = "read-only"},
            {.confidence = 0.92, .literal = "read only", .codes = "55x"},
            {.confidence = 0.92, .literal = "could not create file"},
            {.confidence = 0.9, .literal = "could not create"},
            {.confidence = 0.9, .literal = "create directory operation failed"},
            {.confidence = 0.9, .literal = "remove directory operation failed"},
            {.confidence = 0.9, .literal = "delete operation failed"},
            {.confidence = 0.9, .literal = "rename failed"},
            {.confidence = 0.9, .literal = "overwrite", .pattern = "(not|denied)", .codes = "55x"},
            {.confidence = 0.45, .literal = "writable root"},
            {.confidence = 0.92, .literal = "need account for storing files"},
            {.confidence = 0.9,
             .literal = "you do not have",
             .pattern = "permission|right|privilege"},
            {.confidence = 0.9, .literal = "write access denied"},
            {.confidence = 0.85, .literal = "отказано в доступе"},
            {.confidence = 0.85, .literal = "доступ запрещен"},
            {.confidence = 0.85, .literal = "zugriff verweigert"},
            {.confidence = 0.85, .literal = "keine berechtigung"},
            {.confidence = 0.85, .literal = "permission non accordée"},
            {.confidence = 0.85, .literal = "permiso denegado"},
            {.confidence = 0.85, .literal = "accès refusé"}, ),
        TL_KB_REFERENCES ("RFC 959 4.2", "vsftpd allow_writeable_chroot"),
        TL_KB_EXAMPLES ({"550 Permission denied.", "store"},
                        {"553 Could not create file.", "store"}, {"550 Access is denied.", "store"},
                        {"550 Not enough privileges.", "store"}, ),
        .yields_to = "ftp-home-missing",
    },
    {
        .id = "ftp-passive-address-unreachable",
        .spoken = "F-07",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server names a wrong address for files"),
        /* Translators: {ftp.passive.address} is a value that was seen. */
        .meaning = N_ ("For lists and files, the server told your program to connect to "
                       "{ftp.passive.address}. That is not the address at which the server was "
                       "reached, so most programs cannot get there. Usually the server stands "
                       "behind a router and does not know its own public address."),
        .retry = N_ ("Trying again changes nothing until the server is mended. Programs that use "
                     "the known address instead go on working."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-epsv", TL_ACTOR_USER,
             N_ ("Choose EPSV or “use the server’s external address instead” in the file "
                 "program. In FileZilla: Settings, Passive mode.")},
            {"set-address", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: set its public address: pasv_address (vsftpd), "
                 "MasqueradeAddress (ProFTPD), -P (Pure-FTPd), “external IP” (FileZilla Server, "
                 "IIS).")}, ),
        TL_KB_RULES (
            {0.88,
             "ftp.passive.mode=pasv ftp.passive.address_kind=private|loopback|link-local|unspecified|multicast|broadcast|documentation|public"},
            {0.8,
             "ftp.passive.address_kind=private|loopback|link-local|unspecified|broadcast|documentation"}, ),
        TL_KB_CONTRARY ({0.8, "ftp.passive.address_kind=same"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.93, .literal = "unroutable address"},
            {.confidence = 0.92, .literal = "unroutable", .pattern = "passive|pasv|address"},
            {.confidence = 0.7,
             .literal = "entering passive mode",
             .pattern = "\\((10,|192,168,|172,(1[6-9]|2\\d|3[01]),|127,|0,0,0,0)",
             .codes = "227"}, ),
        TL_KB_REFERENCES ("RFC 959 4.1.2", "RFC 1918 3", "RFC 2428 3"),
        TL_KB_EXAMPLES (
            {"Server sent passive reply with unroutable address. Using server address instead.",
             "passive"},
            {"227 Entering Passive Mode (192,168,1,5,195,80).", "passive"}, ),
        .next_test = "other-data-mode",
    },
    {
        .id = "ftp-passive-ports-blocked",
        .spoken = "F-08",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The port for lists and files is blocked"),
        /* Translators: {ftp.passive.port} is a value that was seen. */
        .meaning = N_ ("The server opened a port for lists and files ({ftp.passive.port}), but "
                       "this computer cannot reach it. A firewall at the server, on the way or on "
                       "this side lets only the first connection pass."),
        .retry = N_ ("Trying again changes nothing until the ports are opened."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"try-active", TL_ACTOR_USER,
             N_ ("Test active mode; it works only without a router in between.")},
            /* Translators: {host} is the name of the server. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Tell whoever runs {host} that its passive ports cannot be reached.")},
            {"open-range", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: set a fixed range (pasv_min_port and pasv_max_port, "
                 "PassivePorts) and open exactly this range in the firewall and router.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network, to see whether your own network blocks this port.")}, ),
        TL_KB_RULES (
            {0.82, "ftp.data.state=filtered|unreachable|unknown ftp.passive.port !ftp.active.mode"},
            {0.78, "ftp.data.state=refused ftp.passive.port !ftp.active.mode"}, ),
        TL_KB_CONTRARY (
            {0.2, "ftp.passive.address_kind=private|loopback|link-local|unspecified|documentation"},
            {0.4, "ftp.data.rule_here"},
            /* The first connection is lost as well: then so is the server, or the line. */
            {0.35, "step.failure=closed|reset|tls|closed-partway"}, ),
        TL_KB_TEXTS ({.confidence = 0.6,
                      .literal = "connection timed out",
                      .pattern = "(pasv|passive|epsv)"},
                     {.confidence = 0.65,
                      .literal = "the data connection could not be established: etimedout"},
                     {.confidence = 0.65,
                      .literal = "the data connection could not be established: econnrefused"}, ),
        TL_KB_REFERENCES ("RFC 959 3.3", "vsftpd pasv_min_port"),
        .next_test = "other-data-mode",
    },
    {
        .id = "ftp-active-blocked",
        .spoken = "F-09",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The server cannot connect back to you"),
        .meaning =
            N_ ("In active mode the server opens the second connection towards your computer. "
                "Your firewall or router does not let it in."),
        .retry = N_ ("Test passive mode at once."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-passive", TL_ACTOR_USER, N_ ("Choose passive mode in the file program.")},
            /* Translators: {host} is the name of the server. */
            {"filezilla-passive", TL_ACTOR_USER,
             N_ ("FileZilla is set to active mode for {host}: Site Manager, Transfer Settings, "
                 "“Transfer mode”: choose “Passive”."),
             "local.filezilla.mode=active"},
            {"open-active", TL_ACTOR_USER,
             N_ ("If active mode is really needed: allow a small range of ports for the file "
                 "program in your firewall, and forward it in the router.")}, ),
        TL_KB_RULES (
            {0.75, "ftp.active.mode ftp.data.outcome=failed ftp.data.state!=open "
                   "ftp.reply.text!~understood|recognized|recognised|unknown_command|implemented"},
            {0.8, "ftp.reply.stage=active ftp.reply.code=500|501|425 "
                  "ftp.reply.text!~understood|recognized|recognised|unknown_command|implemented"},
            /* The server sees another address than ours, and nobody rewrites what we say. */
            {0.93, "ftp.helper=none-seen ftp.reply.stage=active ftp.reply.code=500|501"},
            {0.9, "ftp.active.dropped_here>1 ftp.data.outcome=failed ftp.data.state=unknown",
             "own-firewall"}, ),
        TL_KB_CONTRARY ({0.5, "ftp.helper=spoils"},
                        /* With a helper that sees nothing under TLS it looks the same. */
                        {0.06, "ftp.reply.stage=active ftp.reply.code=500|501 tls.state=ok "
                               "ftp.active.address_kind=private"},
                        {0.12, "ftp.reply.stage=list ftp.reply.code=425 tls.state=ok "
                               "ftp.active.address_kind=private !ftp.active.dropped_here"},
                        /* Switched off: nobody tried. */
                        {0.3, "ftp.reply.stage=active ftp.reply.code=550|502|553"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88,
             .literal = "can't build data connection",
             .pattern = "connection refused|no route"},
            {.confidence = 0.45,
             .literal = "unable to build data connection: connection timed out"},
            {.confidence = 0.88, .literal = "unable to build data connection: connection refused"},
            {.confidence = 0.88, .literal = "unable to build data connection: no route"},
            {.confidence = 0.75, .literal = "could not connect back"},
            {.confidence = 0.75, .literal = "unable to connect back"},
            {.confidence = 0.72, .literal = "cannot open active"}, ),
        TL_KB_REFERENCES ("RFC 959 3.3"),
        TL_KB_EXAMPLES ({"425 Can't build data connection: Connection refused.", "active"},
                        {"425 Unable to build data connection: Connection refused", "active"}, ),
        .next_test = "other-data-mode",
    },
    {
        .id = "ftp-address-rewritten",
        .spoken = "F-10",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("A router changes the addresses in FTP"),
        .meaning = N_ ("A helper for FTP in a router changes the addresses that program and server "
                       "tell each other, and does it wrongly. When the connection is encrypted, "
                       "the helper sees nothing and cannot help at all."),
        .retry = N_ ("Test again after changing the mode or the router."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-passive-tls", TL_ACTOR_USER,
             N_ ("Choose passive mode (EPSV) with encryption: then the router has nothing to "
                 "change.")},
            {"switch-helper", TL_ACTOR_NETWORK,
             N_ ("Ask whoever runs the router to switch off the “FTP ALG” or “FTP helper”. Note "
                 "the old setting, so that you can go back.")}, ),
        TL_KB_RULES ({0.93, "ftp.helper=spoils ftp.data.outcome=failed"},
                     /* A router that helps without encryption, and is blind under it? */
                     {0.75,
                      "ftp.reply.stage=active ftp.reply.code=500|501 tls.state=ok "
                      "ftp.active.address_kind=private",
                      "blind"}, ),
        /* Under TLS nothing on the way can rewrite: then the address is simply not ours outside. */
        TL_KB_CONTRARY ({0.6, "ftp.helper=none-seen"},
                        {0.3, "ftp.reply.stage=active tls.state=ok"}, ),
        TL_KB_TEXTS ({.confidence = 0.88, .literal = "illegal port command"},
                     {.confidence = 0.85, .literal = "illegal port"},
                     {.confidence = 0.85, .literal = "illegal eprt"},
                     {.confidence = 0.85, .literal = "invalid port command"},
                     {.confidence = 0.85, .literal = "won't open a connection to"},
                     {.confidence = 0.85, .literal = "possible port theft"},
                     {.confidence = 0.45, .literal = "bad ip connecting"},
                     {.confidence = 0.45,
                      .literal = "rejected data connection",
                      .pattern = "foreign|address|ip"},
                     {.confidence = 0.82,
                      .literal = "port command",
                      .pattern = "(only|disabled|not allowed|address|rejected|failed)"}, ),
        TL_KB_REFERENCES ("RFC 2577 3", "Netfilter nf_conntrack_ftp"),
        TL_KB_EXAMPLES (
            {"500 Illegal PORT command.", "active"},
            {"501 I won't open a connection to 192.168.1.5 (only to 192.0.2.7)", "active"}, ),
        .next_test = "other-network",
    },
    {
        .id = "ftp-tls-unsupported",
        .spoken = "F-11",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The file server knows no encryption"),
        .meaning = N_ ("The server does not know the command that starts encryption (AUTH TLS). "
                       "Throughline stopped before the login, so that no password is sent "
                       "unencrypted."),
        .retry = N_ ("Trying again changes nothing until encryption is switched on at the server."),
        .never = N_ ("Do not send a valuable password without encryption."),
        .retry_after_s = -1,
        TL_KB_FIXES ({"use-990", TL_ACTOR_USER, N_ ("Test port 990 with TLS on the same server.")},
                     {"ask-sftp", TL_ACTOR_PROVIDER,
                      N_ ("Ask the provider for encrypted access: FTP over TLS, or SFTP (another "
                          "protocol, on port 22).")},
                     {"enable-tls", TL_ACTOR_ADMIN,
                      N_ ("If the server is yours: give it a certificate and switch TLS on "
                          "(ssl_enable=YES in vsftpd, TLSEngine on in ProFTPD).")}, ),
        TL_KB_RULES ({0.45, "ftp.reply.stage=greeting ftp.reply.code=230 step.failure=not-allowed"},
                     {0.92, "ftp.auth_tls=unknown"}, {0.5, "ftp.auth_tls=refused"},
                     {0.8, "ftp.reply.stage=auth-tls ftp.reply.code=500|501|502|503|504"},
                     /* 534: it knows the mechanism and does not want it, 431: it could not just now
                      * (RFC 2228 3). */
                     {0.8, "ftp.reply.stage=auth-tls ftp.reply.code=534"}, ),
        TL_KB_CONTRARY ({0.35, "ftp.auth_tls.listed=yes ftp.reply.text!~security_scheme "
                               "greeting.text!~pure-ftpd"},
                        {0.6, "ftp.auth_tls=unknown|refused ftp.auth_tls.elsewhere=other-family"},
                        {0.3, "ftp.auth_tls=unknown|refused ftp.auth_tls.elsewhere=other-port"},
                        /* Somebody refuses the list of features, too, with words of his own: */
                        {0.25, "ftp.auth_tls.like_unknown=no"},
                        /* these all know it. */
                        {0.2, "ftp.auth_tls.like_unknown "
                              "greeting.text~vsftpd|proftpd|pure-ftpd|filezilla_server"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.92, .literal = "auth not understood"},
            {.confidence = 0.92, .literal = "auth: command not implemented"},
            {.confidence = 0.92,
             .literal = "please login with user and pass",
             .stages = "auth-tls"},
            {.confidence = 0.9,
             .literal = "auth tls",
             .pattern = "not (supported|implemented|understood|recognized|allowed|enabled)"},
            {.confidence = 0.9,
             .literal = "auth ssl",
             .pattern = "not (supported|implemented|understood|recognized)"},
            {.confidence = 0.92, .literal = "server does not support ftp over tls"},
            {.confidence = 0.92, .literal = "does not support secure ftp"},
            {.confidence = 0.92, .literal = "does not support tls"},
            {.confidence = 0.92, .literal = "explicit tls authentication not allowed"},
            {.confidence = 0.88, .literal = "does not allow tls"},
            {.confidence = 0.92, .literal = "security scheme"},
            {.confidence = 0.9, .literal = "'auth': command not"},
            {.confidence = 0.9, .literal = "'auth tls': command not"},
            {.confidence = 0.9, .literal = "tls is not supported"},
            {.confidence = 0.9, .literal = "tls not supported"},
            {.confidence = 0.9, .literal = "ssl support is not enabled"}, ),
        TL_KB_REFERENCES ("RFC 4217 4", "RFC 2228 3"),
        TL_KB_EXAMPLES ({"500 AUTH not understood", "auth-tls"},
                        {"530 Please login with USER and PASS.", "auth-tls"},
                        {"500 This security scheme is not implemented", "auth-tls"}, ),
        .next_test = "other-port",
    },
    {
        .id = "ftp-data-unprotected",
        .spoken = "F-12",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server sent files without encryption"),
        .meaning =
            N_ ("Your program asked for encrypted lists and files, the server agreed, and then "
                "sent them in plain text. Throughline stopped and used nothing of it."),
        .retry = N_ ("Trying again changes nothing until the server is mended."),
        .retry_after_s = -1,
        TL_KB_FIXES ({"other-network", TL_ACTOR_USER,
                      N_ ("Test over another network: a device on the way may be doing this.")},
                     /* Translators: {host} is the name of the server. */
                     {"tell-admin", TL_ACTOR_ADMIN,
                      N_ ("Tell whoever runs {host} that the server ignores PROT P.")}, ),
        TL_KB_RULES ({0.95, "ftp.data.tls=plaintext"}, ),
        TL_KB_TEXTS ({.confidence = 0.8,
                      .literal = "data connection",
                      .pattern = "(not encrypted|unencrypted|plain ?text)"}, ),
        TL_KB_REFERENCES ("RFC 4217 9", "RFC 2228 3"),
        TL_KB_EXAMPLES ({"The data connection is not encrypted although PROT P was accepted"}, ),
    },
    {
        .id = "ftp-protection-required",
        .spoken = "F-13",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("Protection of the files was not agreed"),
        .meaning =
            N_ ("Before the transfer, both sides must agree whether lists and files are "
                "encrypted. They did not: one side asks for protection and the other refuses "
                "it."),
        .retry = N_ ("Test again at once after changing the setting."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"protect-private", TL_ACTOR_USER,
             N_ ("In the file program, choose encryption for the data connection, too (PROT P).")},
            /* Translators: {host} is the name of the server. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("If the server refuses protected data, tell whoever runs {host}. "
                 "Throughline does not send files unencrypted after an encrypted login.")},
            {"relax", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: allow PROT P; ProFTPD’s TLSRequired and vsftpd’s "
                 "force_local_data_ssl set what is demanded.")}, ),
        TL_KB_RULES (
            {0.88, "ftp.protection=refused"}, {0.7, "ftp.reply.stage=prot ftp.reply.code^=5"},
            {0.7, "ftp.reply.stage=pbsz ftp.reply.code^=5"}, {0.5, "ftp.reply.code=536"},
            {0.85,
             "ftp.protection=clear ftp.login.outcome=ok tls.state=ok ftp.reply.code=521|522|533 "
             "ftp.reply.stage=list|store|retrieve|passive|active"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.45, .codes = "537"},

            {.confidence = 0.93, .literal = "prot p required"},
            {.confidence = 0.92, .literal = "with this prot setting"},
            {.confidence = 0.93, .literal = "prot:", .pattern = "required|not|unsupported"},
            {.confidence = 0.92, .literal = "data connection must be encrypted"},
            {.confidence = 0.94, .literal = "data connections must be"},
            {.confidence = 0.9,
             .literal = "must be used for data",
             .pattern = "ssl|tls|encrypt|protect"},
            {.confidence = 0.95, .literal = "required on the data channel"},
            {.confidence = 0.92, .literal = "prot p", .pattern = "required|first|need|must|use"},
            {.confidence = 0.92, .literal = "prot command", .pattern = "required|first|need|must"},
            {.confidence = 0.9, .literal = "pbsz", .pattern = "first|required|need|must"},
            {.confidence = 0.9,
             .literal = "protection level",
             .pattern = "(not|denied|reject|insufficient|required|unsupported)"},
            {.confidence = 0.9, .literal = "data protection level"},
            {.confidence = 0.9, .literal = "prot c", .pattern = "not|denied|refused"},
            {.confidence = 0.9, .literal = "unprotected data connection"},
            {.confidence = 0.9, .literal = "requested prot level not supported"}, ),
        TL_KB_REFERENCES ("RFC 4217 9", "RFC 2228 3"),
        TL_KB_EXAMPLES ({"522 Data connections must be encrypted.", "list"},
                        {"522 SSL connection must be used for data", "list"},
                        {"522 SSL/TLS required on the data channel", "list"},
                        {"425 PROT P required", "list"},
                        {"521 Data connection cannot be opened with this PROT setting.", "list"},
                        {"536 Requested PROT level not supported by mechanism.", "prot"}, ),
    },
    {
        .id = "ftp-login-timeout",
        .spoken = "F-14",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The login took too long"),
        .meaning = N_ ("The server gives a certain time for signing in, and it ran out before the "
                       "password came."),
        .retry = N_ ("Connect again at once."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"reconnect", TL_ACTOR_USER,
             N_ ("Connect again, and let the program send the password by itself.")},
            {"check-slow", TL_ACTOR_NETWORK,
             N_ ("If it happens every time, the line or the name look-up of the server is very "
                 "slow. Test over another network.")},
            {"longer-login", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: TimeoutLogin (ProFTPD) or accept_timeout (vsftpd) "
                 "sets the time.")}, ),
        TL_KB_TEXTS ({.confidence = 0.94, .literal = "login timeout"},
                     {.confidence = 0.92, .literal = "login time exceeded"},
                     {.confidence = 0.92, .literal = "timeout waiting for login"},
                     {.confidence = 0.92, .literal = "time limit for login"},
                     {.confidence = 0.9, .literal = "login timed out"},
                     {.confidence = 0.9, .literal = "did not log in"},
                     {.confidence = 0.9, .literal = "failed to log in within"}, ),
        TL_KB_REFERENCES ("ProFTPD TimeoutLogin", "RFC 959 4.2"),
        TL_KB_EXAMPLES ({"421 Login timeout (300 seconds): closing control connection", "user"},
                        {"421 Login time exceeded. Closing control connection.", "user"}, ),
    },
    {
        .id = "ftp-address-denied",
        .spoken = "F-15",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("Your address is not allowed there"),
        .meaning =
            N_ ("The server has a list of addresses that may connect, and yours is not on it, "
                "or it is on the list of those that may not."),
        .retry = N_ ("Trying again from the same address changes nothing."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network, or over the VPN of the company that owns the "
                 "server.")},
            /* Translators: {host} is the name of the server. */
            {"ask-allow", TL_ACTOR_ADMIN,
             N_ ("Ask whoever runs {host} to allow your address; tell them which one it is.")},
            {"check-lists", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: look at hosts.allow and hosts.deny, at the allowed "
                 "addresses of the server program and at the ban list.")}, ),
        TL_KB_RULES (
            {0.3, "ftp.reply.code=421 ftp.reply.stage=greeting"},
            /* Many turn an address away without a word. */
            {0.4, "job.protocol=ftp greeting.protocol=nothing step.failure=closed|reset"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88,
             .literal = "service not available",
             .pattern = "^service not available\\.?$",
             .codes = "421"},
            {.confidence = 0.92, .literal = "your ip address is not allowed"},
            {.confidence = 0.92,
             .literal = "ip address",
             .pattern = "(not (allowed|permitted|authorized)|denied|blocked|rejected)"},
            {.confidence = 0.92, .literal = "not allowed to connect"},
            {.confidence = 0.92, .literal = "not allowed from"},
            {.confidence = 0.9,
             .literal = "access denied",
             .pattern = "address|host|ip\\b",
             .codes = "421|530|500"},
            {.confidence = 0.9, .literal = "connection refused from"},
            {.confidence = 0.92,
             .literal = "connections from your",
             .pattern = "(not|refused|denied)"},
            /* Of the user it would say so. */
            {.confidence = 0.76,
             .literal = "access denied",
             .pattern = "^access denied\\W*$",
             .codes = "421|530"},
            {.confidence = 0.85,
             .literal = "network",
             .pattern = "networks? only\\b|only (for|from|to|within) .{0,40}\\bnetwork"
                        "|(not|outside).{0,30} (our|the|this|your|allowed) network",
             .codes = "421|530|550"},
            {.confidence = 0.92, .literal = "host access denied"},
            {.confidence = 0.92, .literal = "host denied"},
            {.confidence = 0.9, .literal = "address rejected"},
            {.confidence = 0.9, .literal = "not welcome"},
            {.confidence = 0.9, .literal = "access denied by", .pattern = "filter|rule|acl"}, ),
        TL_KB_REFERENCES ("vsftpd tcp_wrappers", "ProFTPD Limit LOGIN"),
        TL_KB_EXAMPLES (
            {"421 Service not available.", "greeting"},
            {"530 Access denied: your IP address is not allowed to connect", "greeting"},
            {"421 Your IP address is not allowed on this server", "greeting"}, ),
        .next_test = "other-network",
    },
    {
        .id = "ftp-home-missing",
        .spoken = "F-16",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("Login right, but the home folder is missing"),
        .meaning =
            N_ ("User name and password are right. But the folder in which your account begins "
                "does not exist on the server, or may not be entered."),
        .retry = N_ ("Trying again changes nothing until the folder is there."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server; {user} is the user name. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Tell whoever runs {host} that the home folder of your account ({user}) is "
                 "missing or cannot be entered.")},
            {"fix-home", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: create the folder, give it to the user, and look at "
                 "SELinux or AppArmor messages.")}, ),
        TL_KB_RULES (
            {0.93, "ftp.plain_words~cannot_change_directory"},
            {0.88, "ftp.plain_words~writable_root", "writable-root"},
            /* Its words for a home that cannot be entered are those for a wrong password. */
            {0.35, "ftp.reply.stage=pass ftp.reply.code=530 greeting.text~proftpd "
                   "ftp.reply.text~login_incorrect"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.94, .literal = "cannot change directory", .pattern = "home|/"},
            {.confidence = 0.93, .literal = "cannot change directory:"},
            {.confidence = 0.92,
             .literal = "home directory",
             .pattern = "(not|missing|does not exist|inaccessible|can't|cannot|unable|unava"
                        "ilable|no)"},
            {.confidence = 0.92, .literal = "can't change directory to"},
            {.confidence = 0.93, .literal = "home directory not available"},
            {.confidence = 0.93, .literal = "user cannot log in, home directory inaccessible"},
            {.confidence = 0.92, .literal = "home directory inaccessible"},
            {.confidence = 0.92, .literal = "unable to set up secure anonymous"},
            {.confidence = 0.92, .literal = "500 oops: cannot change directory"},
            {.confidence = 0.9, .literal = "chdir: permission denied"},
            {.confidence = 0.9, .literal = "writable root", .variant = "writable-root"},
            {.confidence = 0.9, .literal = "chroot", .pattern = "(fail|error|can't|cannot|unable)"},
            {.confidence = 0.9,
             .literal = "root directory",
             .pattern = "(not|missing|does not exist|inaccessible)"}, ),
        TL_KB_REFERENCES ("vsftpd local_root", "IIS user isolation"),
        TL_KB_EXAMPLES (
            {"500 OOPS: cannot change directory:/home/user", "pass"},
            {"530 User cannot log in, home directory inaccessible.", "pass"},
            {"421 Home directory not available - aborting", "pass"},
            {"500 OOPS: vsftpd: refusing to run with writable root inside chroot()", "pass"}, ),
    },
    {
        .id = "ftp-transfer-aborted",
        .spoken = "F-17",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The transfer began and was cut off"),
        .meaning = N_ ("The transfer of the list or file had begun and ended before everything was "
                       "there. The line broke, the server stopped it, or a firewall closed the "
                       "connection."),
        .retry = N_ ("Try again in a few minutes; resume the file where it stopped."),
        .retry_after_s = 300,
        TL_KB_FIXES (
            {"resume", TL_ACTOR_WAIT,
             N_ ("Start the transfer again; most programs can go on where it stopped.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network. If the connection holds there, look at your own "
                 "router and Wi-Fi.")},
            {"keep-alive", TL_ACTOR_NETWORK,
             N_ ("Long transfers: a router may close the silent first connection. A "
                 "“keep-alive” setting in the file program helps.")},
            {"check-server", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: look at its log, its disk space and its time limits.")}, ),
        TL_KB_RULES ({0.72, "ftp.data.outcome=cut"}, {0.75, "ftp.reply.code=426"},
                     {0.6, "ftp.reply.code=451 ftp.reply.stage=list|retrieve|store"}, ),
        TL_KB_CONTRARY ({0.25, "ftp.reply.text~no_space|disk_full|quota"}, ),
        TL_KB_TEXTS ({.confidence = 0.9,
                      .literal = "transfer aborted",
                      .unless = "no space|disk full|quota|writ(e|ing) to (the )?(local )?file"},
                     {.confidence = 0.9, .literal = "data connection closed"},
                     {.confidence = 0.88, .literal = "failure writing network stream"},
                     {.confidence = 0.88, .literal = "failure reading network stream"},
                     {.confidence = 0.45, .literal = "failure writing to local file"},
                     {.confidence = 0.88, .literal = "failure reading from local file"},
                     {.confidence = 0.9, .literal = "aborted", .codes = "426"},
                     {.confidence = 0.88, .literal = "data connection lost"},
                     {.confidence = 0.85,
                      .literal = "transfer",
                      .pattern = "(incomplete|interrupted|cut|cancel)",
                      .codes = "4xx"},
                     {.confidence = 0.85, .literal = "connection reset", .codes = "426"},
                     {.confidence = 0.85, .literal = "file transfer failed"},
                     {.confidence = 0.85, .literal = "broken pipe", .codes = "426"},
                     {.confidence = 0.85, .literal = "подключение закрыто; передача прервана"}, ),
        TL_KB_REFERENCES ("RFC 959 4.2"),
        TL_KB_EXAMPLES ({"426 Connection closed; transfer aborted.", "retrieve"},
                        {"426 Failure writing network stream.", "retrieve"},
                        {"451 Requested action aborted. Data connection lost", "list"}, ),
    },
};

const TlKbArea tl_kb_ftp = {"ftp", "ftp", TL_KB_LIST (causes)};
