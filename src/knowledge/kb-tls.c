/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Encryption and certificates. */
#include "tl-kb.h"

/* It would begin with TLS where words come first, as this check has just seen. */
#define FILEZILLA_TOO_EARLY                                                                        \
  "local.filezilla.encryption=implicit local.filezilla.port={tcp.port} tls.mode=starttls "         \
  "tls.state=ok"

static const TlCause causes[] = {
    {
        .id = "tls-on-plain-port",
        .spoken = "T-01",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("TLS was started too early for this port"),
        .meaning = N_ ("This port begins in plain text and switches to encryption afterwards "
                       "(STARTTLS, in file programs “explicit TLS”). The program wanted encryption "
                       "from the first byte, and the two did not meet."),
        .retry = N_ ("Test again at once with the other setting."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"filezilla-explicit", TL_ACTOR_USER,
             N_ ("FileZilla is set to implicit FTP over TLS for {host}: Site Manager, General, "
                 "“Encryption”: choose “Require explicit FTP over TLS”."),
             FILEZILLA_TOO_EARLY},
            /* Translators: {port} is a port number. STARTTLS and TLS are names of settings and stay as they are. */
            {"use-starttls", TL_ACTOR_USER,
             N_ ("Keep port {port} and change the encryption in the account settings from "
                 "“SSL/TLS” to “STARTTLS” (file programs: from “implicit” to “explicit” "
                 "TLS)."),
             "job.protocol!=http"},
            {"use-465", TL_ACTOR_USER,
             N_ ("Or keep encryption from the start (“SSL/TLS”) and change the port to 465 "
                 "(mail) or 990 (file transfer), if the provider offers it."),
             "job.protocol!=http"},
            {"other-web-port", TL_ACTOR_USER,
             N_ ("Open the web address without a port, or with the port of the encrypted pages, "
                 "usually 443."),
             "job.protocol=http"}, ),
        TL_KB_RULES ({0.95, "pairing.tried=plain pairing.works=yes"}, {0.85, FILEZILLA_TOO_EARLY},
                     {0.9, "tls.mode=implicit tls.peeked=smtp|ftp job.protocol!=http"},
                     {0.9, "tls.mode=implicit tls.peeked=http job.protocol=http"},
                     {0.9, "tls.mode=implicit tls.peeked=text tls.peeked_text^=220"},
                     {0.6, "tls.mode=implicit tls.peeked=text"}, ),
        TL_KB_CONTRARY ({0.4, "tls.peeked_text^=421"}, {0.4, "tls.peeked_text^=554"},
                        /* A refusal before TLS says nothing of how the port begins else. */
                        {0.7, "tls.peeked_text ftp.reply.stage=greeting ftp.reply.code>399"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.92, .literal = "wrong version number"},
            {.confidence = 0.92, .literal = "wrong_version_number"},
            {.confidence = 0.9, .literal = "ssl_error_rx_record_too_long"},
            {.confidence = 0.9, .literal = "record layer version"},
            {.confidence = 0.9, .literal = "unexpected tls packet"},
            {.confidence = 0.88, .literal = "unrecognized ssl message, plaintext connection"},
            {.confidence = 0.88, .literal = "plaintext connection?"},
            {.confidence = 0.88, .literal = "first record does not look like a tls handshake"},
            {.confidence = 0.85, .literal = "unknown protocol", .pattern = "ssl"},
            {.confidence = 0.8, .literal = "packet length too long"},
            {.confidence = 0.85,
             .literal = "the handshake failed due to an unexpected packet format"}, ),
        TL_KB_REFERENCES ("RFC 8314 3.3", "RFC 3207 2"),
        TL_KB_EXAMPLES (
            {"error:0A00010B:SSL routines::wrong version number"},
            {"GnuTLS error -15: An unexpected TLS packet was received.", NULL, "ftp"},
            {"javax.net.ssl.SSLException: Unrecognized SSL message, plaintext connection?"}, ),
        .next_test = "other-port",
    },
    {
        .id = "plain-on-tls-port",
        .spoken = "T-02",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("This port wants TLS from the start"),
        .meaning =
            N_ ("This port expects encryption from the first byte. The program waited for a "
                "greeting in plain text, and the server waited for the program: nobody spoke."),
        .retry = N_ ("Test again at once with the other setting."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {port} is a port number. STARTTLS and TLS are names of settings and stay as they are. */
            {"use-tls", TL_ACTOR_USER,
             N_ ("Keep port {port} and change the encryption in the account settings to "
                 "“SSL/TLS” (file programs: “implicit” TLS).")},
            {"use-587", TL_ACTOR_USER,
             N_ ("Or keep the encryption that begins later (“STARTTLS”, “explicit” TLS) and "
                 "change the port to 587 (mail) or 21 (file transfer).")}, ),
        TL_KB_RULES ({0.95, "pairing.tried=tls pairing.works=yes job.security!=auto"},
                     {0.92, "greeting.protocol=tls"}, ),
        /* To us it was encrypted: these are the words of a server further behind. */
        TL_KB_CONTRARY ({0.6, "job.protocol=http tls.state=ok http.status"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "plain http request was sent to https port"},
                     {.confidence = 0.9, .literal = "speaking plain http to an ssl-enabled"},
                     {.confidence = 0.85, .literal = "tls connection expected"},
                     {.confidence = 0.85, .literal = "expected tls"}, ),
        TL_KB_REFERENCES ("RFC 8314 3.3"),
        TL_KB_EXAMPLES ({"400 The plain HTTP request was sent to HTTPS port", NULL, "http"}, ),
        .next_test = "other-port",
    },
    {
        .id = "starttls-not-offered",
        .spoken = "T-03",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server offers no encryption here"),
        .meaning = N_ ("The server did not offer to switch to encryption (STARTTLS) on this port. "
                       "Throughline stopped before the login, so that no password is sent "
                       "unencrypted."),
        .retry = N_ ("Test another port at once; on this one nothing changes by itself."),
        .never = N_ ("Do not send your password without encryption instead: anybody on the way "
                     "could read it."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-465", TL_ACTOR_USER, N_ ("Test port 465 with TLS on the same server.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network. If the server offers encryption there, a device "
                 "in your network removes the offer.")},
            {"ask-provider", TL_ACTOR_PROVIDER,
             N_ ("Ask the provider for a server and port with encryption.")},
            {"enable-starttls", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: give it a certificate and switch STARTTLS on.")}, ),
        TL_KB_RULES ({0.72, "smtp.starttls=not-offered job.security=starttls smtp.ehlo=ok "
                            "!smtp.starttls.elsewhere"},
                     {0.85, "smtp.starttls=not-offered job.security=starttls smtp.ehlo=ok "
                            "smtp.starttls.elsewhere=no smtp.starttls.implicit=no"},
                     {0.62, "smtp.starttls=not-offered job.security=starttls smtp.ehlo=ok "
                            "smtp.starttls.elsewhere=no smtp.starttls.implicit=yes"},
                     {0.45, "smtp.starttls=not-offered job.security=starttls smtp.ehlo=ok "
                            "smtp.starttls.elsewhere=other-port|other-family"},
                     {0.6, "smtp.starttls=not-offered job.security=auto"},
                     {0.5, "smtp.ehlo=helo-only smtp.starttls!=offered"},
                     /* A server of RFC 821, as far as every way to it tells. */
                     {0.74, "smtp.ehlo=helo-only smtp.starttls=not-offered job.security=starttls "
                            "smtp.starttls.elsewhere=no smtp.starttls.implicit=no"},
                     /* Another refusal of EHLO is about us, or means nothing that is known. */
                     {0.5, "smtp.ehlo=refused smtp.reply.code=500|501|502|504"}, ),
        TL_KB_CONTRARY ({0.3, "detour.answered=yes"}, {0.4, "greeting.starred=yes"},
                        {0.6, "job.security=none"}, {0.5, "smtp.starttls=garbled"},
                        /* Nobody asked for it, and what went wrong came behind it. */
                        {0.3, "smtp.starttls=not-offered job.security=auto step.failure=reply "
                              "smtp.reply.stage=mail|rcpt|data|body"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "does not support starttls"},
                     {.confidence = 0.9, .literal = "starttls not supported"},
                     {.confidence = 0.9, .literal = "starttls extension not supported"},
                     {.confidence = 0.9, .literal = "starttls is not supported"},
                     {.confidence = 0.9, .literal = "server did not offer starttls"},
                     {.confidence = 0.9, .literal = "doesn't support starttls"},
                     {.confidence = 0.88, .literal = "starttls not offered"},
                     {.confidence = 0.88, .literal = "does not advertise starttls"},
                     {.confidence = 0.9, .literal = "doesn't advertise that feature"},
                     {.confidence = 0.88, .literal = "didn't find starttls"},
                     {.confidence = 0.88, .literal = "starttls was not advertised"},
                     {.confidence = 0.88, .literal = "tls is required, but was not offered"},
                     {.confidence = 0.88, .literal = "starttls required but not advertised"},
                     {.confidence = 0.88, .literal = "tls required but not supported"},
                     {.confidence = 0.88, .literal = "server does not offer starttls"},
                     {.confidence = 0.85,
                      .literal = "starttls",
                      .pattern = "not (offered|advertised|available|supported)"},
                     {.confidence = 0.88, .literal = "host did not advertise starttls"},
                     {.confidence = 0.85, .literal = "must offer tls"},
                     {.confidence = 0.82, .literal = "requested tls level failed"},
                     {.confidence = 0.85, .literal = "no starttls"}, ),
        TL_KB_REFERENCES ("RFC 3207 4", "RFC 8314 3.1"),
        TL_KB_EXAMPLES (
            {"TLS is required, but was not offered by host mx.example.net[192.0.2.7]"},
            {"smtplib.SMTPNotSupportedError: STARTTLS extension not supported by server."},
            {"Sending of the message failed. The server mail.example.net does not support STARTTLS."}, ),
        .next_test = "other-network",
    },
    {
        .id = "starttls-stripped",
        .spoken = "T-04",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("Something on the way removes the encryption"),
        .meaning = N_ ("The server offers encryption, but a device between you and the server "
                       "takes the offer away or spoils it. It may be an inspection box in a "
                       "firewall, or an attacker. Throughline stopped before the login."),
        .retry = N_ ("Test over another network at once."),
        .never = N_ ("Do not switch the encryption off to get through: your password and mail "
                     "could then be read, and the mail changed."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-465", TL_ACTOR_USER,
             N_ ("Test port 465 with TLS: there the offer cannot be removed."),
             "job.protocol!=ftp"},
            {"use-990", TL_ACTOR_USER, N_ ("Test port 990 with TLS on the same server."),
             "job.protocol=ftp"},
            {"other-network", TL_ACTOR_USER,
             N_ ("Use another network, such as a phone’s hotspot, until this is mended.")},
            {"fix-inspection", TL_ACTOR_NETWORK,
             N_ ("Ask whoever runs the network or firewall to switch off the SMTP inspection "
                 "(“fixup”, “ESMTP inspection”) for this connection.")}, ),
        TL_KB_RULES (
            {0.92, "smtp.starttls=garbled"},
            {0.9, "smtp.starttls=not-offered smtp.starttls.elsewhere=other-family"},
            {0.85,
             "smtp.starttls=not-offered job.security.asked!=none detour.answered=yes detour.greeted=no"},
            {0.6, "smtp.starttls=not-offered job.security.asked!=none detour.answered=yes"},
            {0.75, "smtp.starttls=not-offered smtp.starttls.elsewhere=other-port"},
            {0.5,
             "smtp.starttls=not-offered smtp.starttls.elsewhere=no smtp.starttls.implicit=yes"},
            {0.88, "greeting.starred=yes smtp.starttls!=offered"},
            {0.9, "greeting.starred=yes smtp.ehlo=helo-only|refused"},
            {0.38, "smtp.ehlo=helo-only smtp.starttls!=offered"},
            /* Its own greeting speaks of what it then does not know; over another way it knows it. */
            {0.6, "smtp.ehlo=helo-only|refused smtp.reply.code=500|502 greeting.text~esmtp "
                  "smtp.starttls.elsewhere!=no"},
            {0.5, "smtp.ehlo=helo-only|refused smtp.reply.code=500|502 greeting.text~esmtp "
                  "smtp.starttls.elsewhere=no smtp.starttls.implicit=no"},
            {0.78, "smtp.ehlo=helo-only smtp.starttls=not-offered smtp.starttls.implicit=yes"},
            {0.78, "smtp.ehlo=helo-only smtp.starttls=not-offered "
                   "smtp.starttls.elsewhere=other-port|other-family"},
            /* Offered, and then not known: the other ways to the server tell by whom. */
            {0.7, "smtp.starttls=offered smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                  "!smtp.starttls.elsewhere"},
            {0.9, "smtp.starttls=offered smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                  "smtp.starttls.elsewhere=other-family"},
            {0.78, "smtp.starttls=offered smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                   "smtp.starttls.elsewhere=other-port"},
            {0.72, "smtp.starttls=offered smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                   "smtp.starttls.elsewhere=no smtp.starttls.implicit=yes"},
            {0.5, "smtp.starttls=offered smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                  "smtp.starttls.elsewhere=no smtp.starttls.implicit=no"},
            /* Pure-FTPd lists it although it is switched off. */
            {0.76,
             "ftp.auth_tls=unknown|refused ftp.auth_tls.listed=yes ftp.reply.text!~security_scheme "
             "greeting.text!~pure-ftpd"},
            {0.9, "ftp.auth_tls=unknown|refused ftp.auth_tls.elsewhere=other-family"},
            {0.6, "ftp.auth_tls=unknown|refused ftp.auth_tls.elsewhere=other-port"},
            {0.5, "ftp.auth_tls.like_unknown=no"},
            {0.72, "ftp.auth_tls.like_unknown !ftp.auth_tls.listed "
                   "greeting.text~vsftpd|proftpd|pure-ftpd|filezilla_server"},
            {0.72, "ftp.auth_tls.listed=no ftp.features~pbsz"},
            {0.45, "ftp.auth_tls.listed=no ftp.auth_tls.implicit=yes"}, ),
        TL_KB_TEXTS ({.confidence = 0.95, .literal = "xxxxxxxa", .codes = "2xx|5xx"},
                     {.confidence = 0.9,
                      .literal = "****************",
                      .unless = "warning|message",
                      .pattern = "(^|220[ -])[*]{12,}",
                      .codes = "2xx|5xx"},
                     {.confidence = 0.9, .literal = "starttls stripped"}, ),
        TL_KB_REFERENCES ("RFC 3207 6", "Cisco ASA inspect esmtp"),
        TL_KB_EXAMPLES ({"250-XXXXXXXA"},
                        {"220 ************************************************************"}, ),
        .next_test = "other-network",
        /* It may be a program of this very computer. */
        .yields_to = "local-antivirus-intercepts",
    },
    {
        .id = "starttls-unavailable",
        .spoken = "T-05",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server cannot start its encryption"),
        .meaning = N_ ("The server offers encryption, but when asked to begin it says that it "
                       "cannot. Often its certificate or key is missing or broken. Only whoever "
                       "runs the server can mend this."),
        .retry = N_ ("Try again in an hour."),
        .never = N_ ("Do not send your password without encryption instead."),
        .retry_after_s = 3600,
        TL_KB_FIXES (
            {"retry-hour", TL_ACTOR_WAIT,
             N_ ("Try again in an hour: it may be in the middle of a change of certificate.")},
            {"use-465", TL_ACTOR_USER,
             N_ ("In the meantime test port 465 (mail) or 990 (file transfer) with TLS on "
                 "the same server.")},
            {"fix-tls", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: look in its log for the certificate and key files "
                 "that it could not read.")}, ),
        TL_KB_RULES (
            {0.93, "smtp.reply.stage=starttls smtp.reply.code=454"},
            {0.85,
             "smtp.reply.stage=starttls smtp.reply.code!=220 smtp.reply.code!=421 smtp.reply.code!=500 smtp.reply.code!=501 smtp.reply.code!=502 step:smtp.starttls=failed"},
            {0.6, "smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                  "!smtp.starttls.elsewhere"},
            {0.5, "smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                  "smtp.starttls.elsewhere=other-port"},
            {0.6, "smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                  "smtp.starttls.elsewhere=no smtp.starttls.implicit=yes"},
            {0.72, "smtp.reply.stage=starttls smtp.reply.code=500|501|502 "
                   "smtp.starttls.elsewhere=no smtp.starttls.implicit=no"},
            {0.8, "tls.mode=starttls tls.peeked=smtp|ftp|text"},
            {0.62, "ftp.auth_tls=refused ftp.reply.code!=534"},
            {0.3, "ftp.auth_tls=refused ftp.reply.code=534"},
            {0.8, "ftp.reply.stage=auth-tls ftp.reply.code=431|421|454"},
            /* A server without a usable certificate fails so, too. */
            {0.5, "tls.mode=starttls tls.alert=handshake_failure|internal_error"},
            /* Whatever version and cipher there ever was is refused: there is nothing to begin with. */
            {0.74, "tls.mode=starttls tls.state=failed tls.versions=none !tls.versions.unknown "
                   "tls.alert=handshake_failure|internal_error"},
            {0.74, "tls.mode=starttls tls.state=failed tls.versions=none tls.versions.unknown=none "
                   "tls.alert=handshake_failure|internal_error"}, ),
        /* A server that is unwell as a whole answers every command so (RFC 3463 3.4). */
        TL_KB_CONTRARY ({0.34, "smtp.reply.stage=starttls smtp.reply.enhanced=4.3.0|4.3.2|4.3.5 "
                               "smtp.reply.text!~tls|ssl|encrypt|certificate|verschlüssel|шифр"},
                        {0.3,
                         "smtp.reply.stage=starttls smtp.reply.code=421|450|451 "
                         "smtp.reply.text~service_unavailable|service_currently|try_again_later "
                         "smtp.reply.text!~tls|ssl|encrypt|certificate"}, ),
        TL_KB_TEXTS ({.confidence = 0.95, .literal = "tls not available due to"},
                     {.confidence = 0.9,
                      .literal = "ssl:",
                      .pattern = "ssl: (cannot|could not|can't|unable to|failed to) "
                                 "(load|set|read|use).{0,40}(key|cert|cipher)",
                      .protocols = "ftp"},
                     {.confidence = 0.93, .literal = "tls not available"},
                     {.confidence = 0.93, .literal = "tls currently unavailable"},
                     {.confidence = 0.93, .literal = "tls currently not available"},
                     {.confidence = 0.9, .literal = "tls is temporarily unavailable"},
                     {.confidence = 0.93, .literal = "tls temporarily"},
                     {.confidence = 0.93, .literal = "tls initialization failed"},
                     {.confidence = 0.9, .literal = "tls is not available"},
                     {.confidence = 0.88, .literal = "starttls unavailable"},
                     {.confidence = 0.9, .literal = "starttls failed", .codes = "454"},
                     {.confidence = 0.88, .literal = "unable to initialize tls"},
                     {.confidence = 0.88, .literal = "local tls", .codes = "454|421"},
                     {.confidence = 0.85,
                      .literal = "unable to accept security mechanism",
                      .protocols = "ftp"},
                     {.confidence = 0.85,
                      .literal = "need some unavailable resource to process security",
                      .protocols = "ftp"},
                     {.confidence = 0.85, .literal = "454 4.3.0", .pattern = "tls"},
                     {.confidence = 0.88, .literal = "server has no certificate"}, ),
        TL_KB_REFERENCES ("RFC 3207 4", "RFC 4217 4"),
        TL_KB_EXAMPLES ({"454 4.7.0 TLS not available due to local problem", "starttls"},
                        {"454 TLS currently unavailable", "starttls"},
                        {"421 4.0.0 mx.example.net TLS initialization failed.", "starttls"},
                        {"454 4.3.3 TLS not available", "starttls"},
                        {"500 OOPS: SSL: cannot load RSA private key", "greeting", "ftp"},
                        {"431 Unable to accept security mechanism", "auth-tls", "ftp"}, ),
        .next_test = "ask-server-admin",
    },
    {
        .id = "tls-version-unsupported",
        .spoken = "T-06",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("No common version of encryption"),
        .meaning =
            N_ ("Your side and the server know no version or method of encryption in common. "
                "One of the two is too old, or set too strictly."),
        .retry = N_ ("Trying again changes nothing until one side is updated."),
        .never = N_ ("Do not allow old encryption for everything: it is no longer safe."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"update-program", TL_ACTOR_USER,
             N_ ("If your program or system is old: bring it up to date, so that it knows TLS "
                 "1.2 and 1.3."),
             "tls.old_side!=server"},
            /* Translators: {host} is the name of the server; {tls.versions} is a list such as "TLS1.0 TLS1.1". */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Tell whoever runs {host} what its port offers: {tls.versions}. Today TLS 1.2 with "
                 "sound ciphers, or TLS 1.3, is needed."),
             "tls.old_side=server"},
            /* Translators: {host} is the name of the server. */
            {"update-server", TL_ACTOR_ADMIN,
             N_ ("If the server is old: it must learn TLS 1.2 or 1.3. Tell whoever runs {host}.")},
            {"other-port", TL_ACTOR_USER,
             N_ ("Check whether another port of the same provider speaks newer encryption.")}, ),
        TL_KB_RULES ({0.93, "tls.state=failed tls.old_side=server", "server-old"},
                     {0.9, "tls.state=failed tls.old_side=client", "client-old"},
                     {0.88, "tls.alert=protocol_version"},
                     {0.85, "tls.alert=insufficient_security"},
                     {0.72, "tls.alert=handshake_failure"},
                     {0.88, "tls.error=GNUTLS_E_UNSUPPORTED_VERSION_PACKET"},
                     {0.85, "tls.error=GNUTLS_E_UNKNOWN_CIPHER_SUITE"},
                     {0.85, "tls.error=GNUTLS_E_NO_CIPHER_SUITES"},
                     {0.85, "tls.error=GNUTLS_E_DH_PRIME_UNACCEPTABLE"},
                     {0.8, "tls.error=GNUTLS_E_INSUFFICIENT_SECURITY"}, ),
        /* Asked for by itself, a sound version is there: then it is something else in the handshake. */
        TL_KB_CONTRARY (
            {0.3, "tls.old_side=not-known tls.alert!=protocol_version"},
            {0.3, "tls.versions=none tls.alert=handshake_failure"},
            /* Whichever is asked for, no answer can be read: what came was no TLS at all. */
            {0.4, "tls.versions=none tls.versions.refused=none !tls.alert"},
            /* Nothing about it is old. */
            {0.5, "tls.versions.cipher=anonymous"}, ),
        TL_KB_TEXTS ({.confidence = 0.93, .literal = "unsupported protocol"},
                     {.confidence = 0.93, .literal = "unsupported_protocol"},
                     {.confidence = 0.93, .literal = "no shared cipher"},
                     {.confidence = 0.93, .literal = "no_shared_cipher"},
                     {.confidence = 0.92, .literal = "no cipher suites"},
                     {.confidence = 0.92, .literal = "no common encryption"},
                     {.confidence = 0.92, .literal = "ssl_error_no_cypher_overlap"},
                     {.confidence = 0.92, .literal = "ssl_error_unsupported_version"},
                     {.confidence = 0.92, .literal = "ssl_error_protocol_version_alert"},
                     {.confidence = 0.92,
                      .literal = "protocol version",
                      .pattern = "tls|ssl|alert|version not supported"},
                     {.confidence = 0.92, .literal = "alert protocol version"},
                     {.confidence = 0.92, .literal = "dh key too small"},
                     {.confidence = 0.9, .literal = "dh_key_too_small"},
                     {.confidence = 0.9, .literal = "unsupported version packet"},
                     {.confidence = 0.9, .literal = "a packet with illegal or unsupported version"},
                     {.confidence = 0.85, .literal = "handshake failure", .pattern = "alert|sslv3"},
                     {.confidence = 0.9, .literal = "no protocols available"},
                     {.confidence = 0.9, .literal = "version too low"},
                     {.confidence = 0.9, .literal = "unsupported ssl"},
                     {.confidence = 0.9,
                      .literal = "tls version",
                      .pattern =
                          "(not supported|unsupported|too old|deprecated|no longer|required|m"
                          "inimum)"},
                     {.confidence = 0.9,
                      .literal = "tls 1.0",
                      .pattern = "(not supported|unsupported|no longer|disabled|deprecated)"},
                     {.confidence = 0.9, .literal = "legacy tls"},
                     {.confidence = 0.9,
                      .literal = "a fatal tls alert has been received",
                      .pattern = "version|handshake"},
                     {.confidence = 0.85,
                      .literal = "tls 1.2",
                      .pattern = "(require|minimum|or (higher|later|above|newer))"}, ),
        TL_KB_REFERENCES ("RFC 8996", "RFC 8446 6.2"),
        TL_KB_EXAMPLES (
            {"error:0A000102:SSL routines::unsupported protocol"},
            {"421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2."},
            {"GnuTLS error -8: A packet with illegal or unsupported version was received.", NULL,
             "ftp"}, ),
    },
    {
        .id = "certificate-expired",
        .spoken = "T-07",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server’s certificate has expired"),
        .meaning =
            N_ ("The server’s certificate (its proof of identity) was valid only until a day "
                "that has passed. Nobody can be sure any more that it is the right server, so "
                "the connection was stopped before the login."),
        .retry =
            N_ ("Try again when the provider has renewed the certificate, often within a day."),
        .never = N_ ("Do not accept the certificate permanently: a false server could then pass "
                     "for the right one."),
        .retry_after_s = -1,
        .prevention =
            N_ ("Let the certificate renew itself, restart the service after that, and have its "
                "last day watched: a warning two weeks before is early enough."),
        TL_KB_FIXES (
            {"check-clock", TL_ACTOR_USER,
             N_ ("Check whether date and time of this computer are right. A wrong clock "
                 "makes good certificates look expired.")},
            /* Translators: {host} is the name of the server; {tls.chain.0.not_after} is a value that was seen. */
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("Tell the provider that the certificate of {host} ended on "
                 "{tls.chain.0.not_after}."),
             "tls.fault!=1 tls.fault!=2 tls.fault!=3"},
            /* Translators: {host} is the name of the server; {tls.fault.subject} is the name in a certificate; {tls.fault.not_after} is a date. */
            {"tell-provider-chain", TL_ACTOR_PROVIDER,
             N_ ("Tell the provider that {host} sends a certificate of its issuer that ended on "
                 "{tls.fault.not_after}: {tls.fault.subject}. The server’s own is still valid."),
             "tls.fault=1|2|3"},
            {"renew", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: renew the certificate and restart the service, so "
                 "that it uses the new one.")}, ),
        TL_KB_RULES ({0.95, "tls.verify=expired"}, ),
        TL_KB_CONTRARY ({0.5, "local.clock_explains=yes local.clock_agreed=yes"},
                        {0.5, "local.clock_before_program=yes"},
                        {0.4, "local.clock_explains=yes local.clock_synchronised!=yes"},
                        {0.2, "local.clock_synchronised=no !local.clock_offset_s"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.95, .literal = "certificate has expired"},
            {.confidence = 0.95, .literal = "certificate expired"},
            {.confidence = 0.95, .literal = "certificate_expired"},
            {.confidence = 0.93, .literal = "certificate is expired"},
            {.confidence = 0.93, .literal = "expired certificate"},
            {.confidence = 0.93, .literal = "sec_error_expired_certificate"},
            {.confidence = 0.93, .literal = "cert_has_expired"},
            {.confidence = 0.93, .literal = "certificate chain uses expired"},
            {.confidence = 0.92, .literal = "certificate validity period"},
            {.confidence = 0.92,
             .literal = "certificate",
             .pattern = "(out of date|has expired|is expired|no longer valid)"},
            {.confidence = 0.9,
             .literal = "expired",
             .pattern = "(tls|ssl|server).{0,30}certificate|certificate.{0,40}expired"},
            {.confidence = 0.9, .literal = "срок действия сертификата"},
            {.confidence = 0.9, .literal = "zertifikat", .pattern = "abgelaufen"},
            {.confidence = 0.9, .literal = "certificat", .pattern = "expiré"},
            {.confidence = 0.9, .literal = "certificado", .pattern = "(expirado|caducado|vencido)"},
            {.confidence = 0.88, .literal = "証明書", .pattern = "期限"},
            {.confidence = 0.88, .literal = "证书已过期"}, ),
        TL_KB_REFERENCES ("RFC 5280 6.1.3"),
        TL_KB_EXAMPLES (
            {"certificate verify failed: certificate has expired"},
            {"Error: certificate has expired, code: CERT_HAS_EXPIRED"},
            {"The server's certificate is expired. It was valid until yesterday.", NULL, "ftp"}, ),
        .next_test = "check-clock",
    },
    {
        .id = "certificate-not-yet-valid",
        .spoken = "T-08",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server’s certificate is not valid yet"),
        .meaning =
            N_ ("The server’s certificate (its proof of identity) begins to be valid only "
                "later. Either it was made too early, or the clock of this computer is behind."),
        .retry = N_ ("Test again at once after looking at the clock."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"check-clock", TL_ACTOR_USER,
             N_ ("Compare date and time of this computer with a clock that you trust, and "
                 "correct them.")},
            /* Translators: {host} is the name of the server; {tls.chain.0.not_before} is a value that was seen. */
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("If the clock is right, tell the provider that the certificate of {host} is "
                 "valid only from {tls.chain.0.not_before}.")}, ),
        TL_KB_RULES ({0.9, "tls.verify=not-yet-valid"}, ),
        TL_KB_CONTRARY ({0.5, "local.clock_explains=yes local.clock_agreed=yes"},
                        {0.4, "local.clock_explains=yes local.clock_synchronised!=yes"},
                        {0.2, "local.clock_synchronised=no !local.clock_offset_s"}, ),
        TL_KB_TEXTS ({.confidence = 0.95, .literal = "certificate is not yet valid"},
                     {.confidence = 0.95, .literal = "certificate not yet valid"},
                     {.confidence = 0.95, .literal = "cert_not_yet_valid"},
                     {.confidence = 0.92, .literal = "not yet activated"},
                     {.confidence = 0.92, .literal = "not yet valid", .pattern = "certificat"},
                     {.confidence = 0.92, .literal = "sec_error_not_yet_valid"}, ),
        TL_KB_REFERENCES ("RFC 5280 6.1.3"),
        TL_KB_EXAMPLES ({"certificate verify failed: certificate is not yet valid"},
                        {"The certificate is not yet activated"}, ),
        .next_test = "check-clock",
    },
    {
        .id = "certificate-name-mismatch",
        .spoken = "T-09",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The certificate is for another name"),
        /* Translators: {host} is the name of the server; {tls.names} is a value that was seen. */
        .meaning =
            N_ ("The server showed a certificate (its proof of identity), but for another name "
                "than {host}. The names in it are: {tls.names}. Often the account settings "
                "hold an old or a shortened server name."),
        .retry = N_ ("Test again at once with the right name."),
        .never = N_ ("Do not accept the certificate permanently: a false server could then pass "
                     "for the right one."),
        .retry_after_s = -1,
        .prevention =
            N_ ("After each renewal, test every name and port of the server from outside, with "
                "its whole chain."),
        TL_KB_FIXES (
            /* Translators: {tls.suggested_host} is a value that was seen. */
            {"use-suggested", TL_ACTOR_USER,
             N_ ("Write {tls.suggested_host} as the server name in the account settings, if "
                 "your provider uses that name."),
             "tls.suggested_host"},
            {"use-published", TL_ACTOR_USER,
             N_ ("Write the server name exactly as your provider publishes it.")},
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("If the name is the published one, tell the provider that the certificate does "
                 "not hold it.")},
            /* Translators: {host} is the name of the server. */
            {"fix-certificate", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: add {host} to the names in the certificate.")}, ),
        TL_KB_RULES ({0.95, "tls.verify=name-mismatch"}, ),
        TL_KB_CONTRARY ({0.3, "detour.answered=yes"}, {0.4, "local.portal=yes"}, ),
        TL_KB_TEXTS ({.confidence = 0.95, .literal = "hostname mismatch"},
                     {.confidence = 0.95, .literal = "host name mismatch"},
                     {.confidence = 0.95, .literal = "certificate name mismatch"},
                     {.confidence = 0.93,
                      .literal = "name mismatch",
                      .pattern = "certificat|tls|ssl|hostname"},
                     {.confidence = 0.95, .literal = "doesn't match hostname"},
                     {.confidence = 0.95, .literal = "does not match hostname"},
                     {.confidence = 0.95, .literal = "doesn't match host name"},
                     {.confidence = 0.95, .literal = "does not match host name"},
                     {.confidence = 0.93,
                      .literal = "does not match the",
                      .pattern = "certificate.{0,80}(host|name)|(host|name).{0,80}certificate"},
                     {.confidence = 0.93, .literal = "does not match certificate's altnames"},
                     {.confidence = 0.93, .literal = "doesn't match either of"},
                     {.confidence = 0.93, .literal = "altname_invalid"},
                     {.confidence = 0.93, .literal = "certificate subject name"},
                     {.confidence = 0.93, .literal = "ssl_error_bad_cert_domain"},
                     {.confidence = 0.93, .literal = "common name invalid"},
                     {.confidence = 0.92, .literal = "name on the security certificate is invalid"},
                     {.confidence = 0.92, .literal = "target principal name is incorrect"},
                     {.confidence = 0.92, .literal = "expected hostname"},
                     {.confidence = 0.92,
                      .literal = "server certificate not verified",
                      .pattern = "name|host"},
                     {.confidence = 0.9,
                      .literal = "certificate",
                      .pattern =
                          "(belongs to|is for|issued to|only valid for|not valid for) .{0,60}"
                          "(different|another|name|host|following)"},
                     {.confidence = 0.9, .literal = "no subject alternative", .pattern = "name"},
                     {.confidence = 0.9, .literal = "hostnames do not match"},
                     {.confidence = 0.9,
                      .literal = "имя",
                      .pattern = "сертификат.{0,60}(не соответств|не совпад)"}, ),
        TL_KB_REFERENCES ("RFC 9525 6", "RFC 7817 3"),
        TL_KB_EXAMPLES (
            {"certificate verify failed: Hostname mismatch, certificate is not valid for 'mail.example.net'"},
            {"Error: Hostname/IP does not match certificate's altnames: Host: mail.example.net. is not in the cert's altnames"},
            {"SSL: no alternative certificate subject name matches target host name 'ftp.example.net'",
             NULL, "ftp"}, ),
    },
    {
        .id = "certificate-self-signed",
        .spoken = "T-10",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server signed its certificate itself"),
        .meaning = N_ ("The certificate (proof of identity) of the server was signed by nobody but "
                       "itself. On a private or internal server this can be intended. For a public "
                       "provider this is suspicious."),
        .retry = N_ ("Trying again changes nothing until the certificate is replaced or trusted on "
                     "purpose."),
        .never = N_ ("Do not accept it without comparing the fingerprint: a false server could "
                     "stand behind it."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server; {tls.chain.0.sha256} is a value that was seen. */
            {"compare-fingerprint", TL_ACTOR_USER,
             N_ ("Ask whoever runs {host} for the fingerprint of the certificate, by another "
                 "way than this connection, and compare it: {tls.chain.0.sha256}")},
            {"trust-once", TL_ACTOR_USER,
             N_ ("If it is the same, let your program trust this one certificate for this one "
                 "server.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("If it is a public provider, test over another network. If the certificate "
                 "differs there, somebody intercepts this one.")},
            {"get-certificate", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: get a certificate from a public authority; there are "
                 "free ones.")}, ),
        TL_KB_RULES ({0.93, "tls.verify=self-signed"}, ),
        TL_KB_CONTRARY ({0.3, "detour.answered=yes"}, {0.4, "local.portal=yes"}, ),
        TL_KB_TEXTS ({.confidence = 0.95,
                      .literal = "self-signed certificate",
                      .pattern = "^(?!.*in certificate chain)"},
                     {.confidence = 0.95,
                      .literal = "self signed certificate",
                      .pattern = "^(?!.*in certificate chain)"},
                     {.confidence = 0.95, .literal = "depth_zero_self_signed_cert"},
                     {.confidence = 0.93, .literal = "self_signed", .pattern = "^(?!.*in_chain)"},
                     {.confidence = 0.92, .literal = "certificate is self-signed"},
                     {.confidence = 0.92, .literal = "sec_error_ca_cert_invalid"},
                     {.confidence = 0.9, .literal = "самозаверен"},
                     {.confidence = 0.9, .literal = "самоподписан"},
                     {.confidence = 0.9, .literal = "selbstsigniert"},
                     {.confidence = 0.9, .literal = "selbst signiert"},
                     {.confidence = 0.9, .literal = "auto-signé"},
                     {.confidence = 0.9, .literal = "autosigné"},
                     {.confidence = 0.9, .literal = "autofirmado"},
                     {.confidence = 0.88, .literal = "自己署名"},
                     {.confidence = 0.88, .literal = "自签名"}, ),
        TL_KB_REFERENCES ("RFC 5280 3.2"),
        TL_KB_EXAMPLES ({"certificate verify failed: self-signed certificate"},
                        {"Error: self signed certificate, code: DEPTH_ZERO_SELF_SIGNED_CERT"},
                        {"SSL certificate problem: self signed certificate", NULL, "ftp"}, ),
    },
    {
        .id = "certificate-chain-incomplete",
        .spoken = "T-11",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server does not send its whole certificate"),
        .meaning = N_ ("Each certificate is vouched for by the next one, up to one that your "
                       "computer knows. The server seems to leave out one in between, so the chain "
                       "has a gap."),
        .retry = N_ ("Trying again changes nothing until the server sends the missing part."),
        .retry_after_s = -1,
        .prevention =
            N_ ("After each renewal, test every name and port of the server from outside, with "
                "its whole chain."),
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server; {tls.chain.0.issuer} is a value that was seen. */
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("Tell the provider that {host} does not send the intermediate certificate. "
                 "Issuer named in the server’s own certificate: {tls.chain.0.issuer}")},
            {"install-chain", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: install the “full chain” file of your certificate in "
                 "place of the single certificate.")},
            {"other-port", TL_ACTOR_USER,
             N_ ("Test the other port of the provider: it sometimes sends the whole chain.")}, ),
        /* From outside, a gap and an issuer that nobody here knows look alike. A certificate that names
         * the place of its issuer's (AIA) was made for a chain; one whose issuer has the name of a
         * trusted one, and not its key, was signed by somebody else. */
        TL_KB_RULES ({0.7, "tls.verify=chain-incomplete tls.chain.0.issuer_address"},
                     {0.66, "tls.verify=chain-incomplete !tls.chain.0.issuer_address"},
                     {0.35, "tls.verify=untrusted-issuer tls.chain.length=1"}, ),
        TL_KB_CONTRARY ({0.25, "tls.issuer_in_store=other-key"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "unable to verify the first certificate"},
                     {.confidence = 0.9, .literal = "unable_to_verify_leaf_signature"},
                     {.confidence = 0.72, .literal = "unable to get local issuer certificate"},
                     {.confidence = 0.72, .literal = "unable_to_get_issuer_cert"},
                     {.confidence = 0.7, .literal = "unable to get issuer certificate"},
                     {.confidence = 0.9, .literal = "incomplete chain"},
                     {.confidence = 0.9, .literal = "incomplete certificate chain"},
                     {.confidence = 0.9, .literal = "missing intermediate"},
                     {.confidence = 0.72, .literal = "unable to find valid certification path"},
                     {.confidence = 0.75, .literal = "pkix path building failed"}, ),
        TL_KB_REFERENCES ("RFC 8446 4.4.2"),
        TL_KB_EXAMPLES (
            {"Error: unable to verify the first certificate"},
            {"certificate verify failed: unable to get local issuer certificate"},
            {"javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target"}, ),
    },
    {
        .id = "certificate-untrusted-issuer",
        .spoken = "T-12",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("This computer does not know the certificate’s issuer"),
        /* Translators: {tls.chain.0.issuer} is a value that was seen. */
        .meaning = N_ ("The server’s certificate (its proof of identity) was issued by somebody "
                       "whom this computer does not know: {tls.chain.0.issuer}. That is usual for "
                       "companies’ own servers. It can also mean that somebody reads the "
                       "connection."),
        .retry = N_ ("Trying again changes nothing until the issuer is known here or the "
                     "certificate is replaced."),
        .never = N_ ("Do not accept it without finding out who the issuer is."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server; {tls.chain.0.issuer} is a value that was seen. */
            {"ask-issuer", TL_ACTOR_USER,
             N_ ("Ask whoever runs {host} whether “{tls.chain.0.issuer}” is their own issuer.")},
            {"install-ca", TL_ACTOR_USER,
             N_ ("If it is, install the issuer’s certificate that they give you on this "
                 "computer, as they describe.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("If it is a public provider, test over another network. If the issuer is "
                 "another one there, somebody in your network intercepts the connection.")},
            {"update-system", TL_ACTOR_USER,
             N_ ("On a very old system, update the list of known issuers (package "
                 "“ca-certificates”).")}, ),
        TL_KB_RULES ({0.82, "tls.verify=untrusted-issuer"}, {0.4, "tls.verify=chain-incomplete"},
                     {0.3, "tls.verify=untrusted-issuer|chain-incomplete tls.changed=other"},
                     {0.6, "tls.verify=chain-incomplete tls.issuer_in_store=other-key"},
                     {0.5, "tls.verify=bad-signature"}, ),
        TL_KB_CONTRARY ({0.3, "detour.answered=yes"}, {0.4, "local.portal=yes"},
                        {0.35, "tls.elsewhere=verified tls.elsewhere.same_names=yes"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88, .literal = "self signed certificate in certificate chain"},
            {.confidence = 0.88, .literal = "self-signed certificate in certificate chain"},
            {.confidence = 0.88, .literal = "self_signed_cert_in_chain"},
            {.confidence = 0.9, .literal = "unknown ca"},
            {.confidence = 0.9, .literal = "unknown_ca"},
            {.confidence = 0.9, .literal = "sec_error_unknown_issuer"},
            {.confidence = 0.9, .literal = "issuer is unknown"},
            {.confidence = 0.9, .literal = "unknown issuer"},
            {.confidence = 0.88, .literal = "untrusted certificate"},
            {.confidence = 0.9, .literal = "untrusted root"},
            {.confidence = 0.9,
             .literal = "not trusted",
             .pattern = "(certificate|issuer|chain|root|authority).{0,80}not trusted"},
            {.confidence = 0.88, .literal = "untrusted", .pattern = "certificate|issuer"},
            {.confidence = 0.88, .literal = "not issued by a trusted"},
            {.confidence = 0.85,
             .literal = "certificate chain was issued by an authority that is not trusted"},
            {.confidence = 0.85, .literal = "signed by unknown authority"},
            {.confidence = 0.9, .literal = "certificate signed by unknown authority"},
            {.confidence = 0.85,
             .literal = "server certificate not verified",
             .pattern = "^(?!.*(name|host))"},
            {.confidence = 0.8,
             .literal = "certificate verification failed",
             .pattern = "^(?!.*(expired|name|host|self|local issuer))"},
            {.confidence = 0.75,
             .literal = "certificate verify failed",
             .pattern = "^(?!.*(expired|mismatch|not yet|self|local issuer|first certificat"
                        "e|revoked|match))"}, ),
        TL_KB_REFERENCES ("RFC 5280 6"),
        TL_KB_EXAMPLES (
            {"error: certificate verify failed: self-signed certificate in certificate chain"},
            {"tls: failed to verify certificate: x509: certificate signed by unknown authority"},
            {"The certificate is NOT trusted. The certificate issuer is unknown.", NULL, "ftp"}, ),
    },
    {
        .id = "certificate-revoked",
        .spoken = "T-13",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server’s certificate was withdrawn"),
        .meaning =
            N_ ("The issuer has withdrawn this certificate (proof of identity) before its "
                "time, for example because its key was stolen. It must not be trusted any more."),
        .retry = N_ ("Try again when the server has a new certificate."),
        .never = N_ ("Do not accept a withdrawn certificate, not even once."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("Tell the provider that the certificate of {host} is revoked.")},
            {"replace", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: make a new key and get a new certificate.")},
            /* Translators: {tls.ocsp.revoked_at} is a date. */
            {"ask-why", TL_ACTOR_ADMIN,
             N_ ("Ask the issuer why it was withdrawn on {tls.ocsp.revoked_at}: a stolen key, or "
                 "only a change of hands."),
             "tls.ocsp.revoked_at"}, ),
        TL_KB_RULES ({0.2, "tls.verify=no-revocation-proof"}, {0.95, "tls.verify=revoked"},
                     {0.95, "tls.ocsp=revoked tls.verify=revoked"}, ),
        TL_KB_TEXTS ({.confidence = 0.95, .literal = "certificate revoked"},
                     {.confidence = 0.95, .literal = "certificate_revoked"},
                     {.confidence = 0.95, .literal = "certificate has been revoked"},
                     {.confidence = 0.93, .literal = "certificate was revoked"},
                     {.confidence = 0.93, .literal = "certificate is revoked"},
                     {.confidence = 0.93, .literal = "revoked certificate"},
                     {.confidence = 0.93, .literal = "sec_error_revoked_certificate"},
                     {.confidence = 0.9, .literal = "certificate chain revoked"}, ),
        TL_KB_REFERENCES ("RFC 5280 6.3", "RFC 6960 2.2"),
        TL_KB_EXAMPLES ({"certificate verify failed: certificate revoked"},
                        {"SSL_ERROR_REVOKED_CERT_ALERT certificate has been revoked"}, ),
    },
    {
        .id = "certificate-status-missing",
        .spoken = "T-24",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The server cannot show that its certificate counts"),
        .meaning = N_ (
            "An issuer can withdraw a certificate (proof of identity). This server should send "
            "a fresh proof along that its own is not withdrawn (OCSP stapling); what it sent is "
            "missing, too old or unusable. Strict programs then refuse the connection."),
        .retry = N_ ("Try again in an hour: servers fetch this proof anew from time to time."),
        .never = N_ ("Do not make your program look away from such proofs."),
        .retry_after_s = 3600,
        TL_KB_FIXES (
            {"check-clock", TL_ACTOR_USER,
             N_ ("Check whether date and time of this computer are right. A wrong clock makes a "
                 "fresh proof look old."),
             "tls.ocsp=expired"},
            /* Translators: {host} is the name of the server. OCSP stapling is a name and stays. */
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("Tell the provider that the OCSP stapling of {host} does not work.")},
            {"fix-stapling", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: see that it reaches its issuer’s OCSP server and fetches "
                 "a new answer before the old one runs out.")},
            {"plain-certificate", TL_ACTOR_ADMIN,
             N_ ("If your server program cannot do that: get a certificate without the “must "
                 "staple” mark."),
             "tls.ocsp.must_staple=yes"}, ),
        TL_KB_RULES ({0.9, "tls.verify=no-revocation-proof"},
                     {0.93, "tls.verify=no-revocation-proof tls.ocsp.must_staple=yes"},
                     {0.75, "tls.verify=ok tls.ocsp=expired"},
                     {0.6, "tls.verify=ok tls.ocsp=unknown|unsuccessful|broken"}, ),
        TL_KB_CONTRARY (
            {0.5, "tls.ocsp=expired local.clock_explains=yes"},
            {0.2, "tls.ocsp=expired local.clock_synchronised=no !local.clock_offset_s"}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "ocsp response has expired"},
                     {.confidence = 0.9, .literal = "sec_error_ocsp_old_response"},
                     {.confidence = 0.9, .literal = "must_staple", .pattern = "missing|required"},
                     {.confidence = 0.9, .literal = "required_tls_feature_missing"},
                     {.confidence = 0.9, .literal = "no ocsp response received"},
                     {.confidence = 0.9,
                      .literal = "ocsp status",
                      .pattern = "missing|required|not (sent|received)"},
                     {.confidence = 0.88,
                      .literal = "ocsp response",
                      .pattern = "expired|too old|invalid|missing|required"}, ),
        TL_KB_REFERENCES ("RFC 7633 4.3.3", "RFC 6066 8", "RFC 6960 3.2"),
        TL_KB_EXAMPLES (
            {"MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING"},
            {"curl: (91) No OCSP response received"},
            {"The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing."}, ),
        .next_test = "check-clock",
    },
    {
        .id = "tls-intercepted-by-network",
        .spoken = "T-14",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The network puts itself in between"),
        /* Translators: {host} is the name of the server. */
        .meaning =
            N_ ("The certificate (proof of identity) that came is not the server’s own: "
                "something between you and {host} shows its own in its place. It could read "
                "everything. Firewalls of companies and schools do this, and so do attackers."),
        .retry = N_ ("Test over another network at once."),
        .never = N_ ("Do not accept that certificate on a network that you do not trust."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network, such as a phone’s hotspot, and use that network "
                 "until this is cleared up.")},
            /* Translators: {host} is the name of the server. */
            {"ask-network", TL_ACTOR_NETWORK,
             N_ ("Ask whoever runs this network whether it inspects encrypted connections, and "
                 "whether {host} can be left out.")},
            {"change-password", TL_ACTOR_USER,
             N_ ("If you signed in through such a connection, change the password from another "
                 "network.")}, ),
        TL_KB_RULES (
            {0.9, "tls.interceptor.kind=inspection"},
            {0.45, "tls.anchor=added dns.address_kind=public !local.firewall.redirect"},
            {0.5, "tls.elsewhere=verified tls.verify=untrusted-issuer|self-signed|bad-signature"},
            {0.74, "tls.elsewhere=verified tls.elsewhere.same_names=yes "
                   "tls.verify=untrusted-issuer|bad-signature"},
            /* What verifies here by somebody who was added verifies beside it by somebody else. */
            {0.7, "tls.anchor=added tls.verify=ok !local.firewall.redirect tls.elsewhere=verified "
                  "tls.elsewhere.same_names=yes tls.elsewhere.issuer!={tls.chain.0.issuer}"},
            {0.45, "tls.changed=other"},
            {0.6, "tls.dane=mismatch "
                  "tls.verify=untrusted-issuer|self-signed|bad-signature|chain-incomplete"},
            {0.4, "tls.verify=bad-signature"},
            {0.25, "tls.verify=untrusted-issuer dns.address_kind=public"},
            /* Who answers for an address that nobody has also made this certificate. */
            {0.88,
             "detour.answered=yes detour.here=no detour.greeted!=yes tls.verify=untrusted-issuer|self-signed|chain-incomplete"}, ),
        TL_KB_CONTRARY ({0.4, "tls.dane=good"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85, .literal = "ssl inspection"},
            {.confidence = 0.85, .literal = "tls inspection"},
            {.confidence = 0.85, .literal = "https inspection"},
            {.confidence = 0.85, .literal = "fortigate"},
            {.confidence = 0.85, .literal = "zscaler"},
            {.confidence = 0.85, .literal = "blue coat", .pattern = "certif|proxy|tls|ssl"},
            {.confidence = 0.85, .literal = "palo alto", .pattern = "certif|decrypt"},
            {.confidence = 0.88, .literal = "man-in-the-middle"},
            {.confidence = 0.88, .literal = "man in the middle"}, ),
        TL_KB_REFERENCES ("RFC 8314 4"),
        TL_KB_EXAMPLES (
            {"Certificate issued by: Fortinet FortiGate CA; ssl inspection"},
            {"tls: possible man-in-the-middle: certificate of mail.example.net does not match its pin"}, ),
        .next_test = "other-network",
    },
    {
        .id = "dane-mismatch",
        .spoken = "T-15",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("Certificate is not the one announced in DNS"),
        .meaning =
            N_ ("The domain announces in the DNS, in a signed record (TLSA), which certificate "
                "its mail server shows. The server showed another one. Careful senders then "
                "refuse to deliver."),
        .retry = N_ ("Try again in a few hours; the entry and the certificate may be in the middle "
                     "of a change."),
        .retry_after_s = 14400,
        TL_KB_FIXES (
            /* Translators: {recipient_domain} is a domain name; {host} is the name of the server. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Tell the people who run {recipient_domain} that the TLSA record and the "
                 "certificate of their mail server do not match.")},
            {"fix-tlsa", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: publish the record for the new certificate first, "
                 "wait until the old record has run out, and only then change the certificate.")}, ),
        /* A name server in the network says unprotected that it has proven the answer: likely, not sure. */
        TL_KB_RULES ({0.9, "tls.dane=mismatch tls.dane.proven_by=local"},
                     {0.8, "tls.dane=mismatch tls.dane.proven_by!=local"},
                     {0.8, "domain.dane.match=mismatch"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.93, .literal = "tlsa"},
            {.confidence = 0.92,
             .literal = "dane",
             .pattern = "\\bdane\\b.{0,80}(fail|mismatch|verif|not match|require|invalid|valid)"},
            {.confidence = 0.93, .literal = "dane-invalid"},
            {.confidence = 0.9, .literal = "dane required"},
            {.confidence = 0.9, .literal = "dnssec-invalid", .pattern = "dane|tlsa|dnssec"}, ),
        TL_KB_REFERENCES ("RFC 7672 2.2"),
        TL_KB_EXAMPLES ({"4.7.323 tlsa-invalid: The domain failed DANE validation"},
                        {"DANE error: tlsa records did not match"}, ),
    },
    {
        .id = "mta-sts-mismatch",
        .spoken = "T-16",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        /* Translators: TLSA and DANE are names of a DNS record and a method and stay as they are. */
        .title = N_ ("The server breaks the domain’s own TLS rule"),
        .meaning = N_ ("The domain has published a rule (MTA-STS) that says which mail servers are "
                       "right and that they must show a valid certificate. The server that was "
                       "found does not follow this rule."),
        .retry = N_ ("Try again in a few hours; the rule may be in the middle of a change."),
        .retry_after_s = 14400,
        TL_KB_FIXES (
            /* Translators: {recipient_domain} is a domain name. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Tell the people who run {recipient_domain} that their MTA-STS rule and "
                 "their mail servers do not match.")},
            {"fix-policy", TL_ACTOR_ADMIN,
             N_ ("If the domain is yours: name every MX host in the rule, give each a valid "
                 "certificate, and change the id in the DNS after each change.")}, ),
        /* In testing, senders report and deliver all the same (RFC 8461 5). */
        TL_KB_RULES (
            {0.92, "domain.mta_sts.policy=mx-mismatch domain.mta_sts.mode=enforce"},
            {0.7, "domain.mta_sts.policy=mx-mismatch domain.mta_sts.mode=testing"},
            {0.88, "domain.mta_sts.policy=certificate-mismatch domain.mta_sts.mode=enforce"},
            {0.66, "domain.mta_sts.policy=certificate-mismatch domain.mta_sts.mode=testing"},
            {0.55, "domain.mta_sts.policy=ok domain.mta_sts.mode=enforce domain.mx.starttls=no"}, ),
        TL_KB_TEXTS ({.confidence = 0.93, .literal = "mta-sts"},
                     {.confidence = 0.93, .literal = "sts-policy"},
                     {.confidence = 0.93, .literal = "mta_sts"},
                     {.confidence = 0.9, .literal = "sts policy"},
                     {.confidence = 0.9, .literal = "sts-webpki-invalid"}, ),
        TL_KB_REFERENCES ("RFC 8461 4.1", "RFC 8461 5"),
        TL_KB_EXAMPLES (
            {"550 5.7.5 MTA-STS validation failed: certificate of mx.example.net does not match policy"},
            {"sts-policy-invalid: MTA-STS policy could not be applied"}, ),
    },
    {
        .id = "client-certificate-required",
        .spoken = "T-17",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_PROVIDER,
        /* Translators: MTA-STS and MX are names and stay as they are. */
        .title = N_ ("The server wants a certificate from you"),
        .meaning =
            N_ ("This server lets in only those who show a certificate of their own, in "
                "addition to or in place of a password. Your program showed none, or one that "
                "the server does not know."),
        .retry = N_ ("Trying again changes nothing without the certificate."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"ask-certificate", TL_ACTOR_PROVIDER,
             N_ ("Ask whoever runs {host} for a client certificate, or for a port that needs "
                 "none.")},
            {"install-client", TL_ACTOR_USER,
             N_ ("Choose the certificate in the settings of your program, if you have one.")},
            {"relax", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: ask for client certificates only where you need them "
                 "(Postfix: smtpd_tls_req_ccert).")}, ),
        TL_KB_RULES (
            {0.85, "tls.client_certificate_requested=yes tls.state=failed"},
            {0.85,
             "tls.client_certificate_requested=yes step.failure=closed|reset|tls !smtp.reply.code "
             "!ftp.reply.code"},
            {0.9, "tls.alert=certificate_required"},
            {0.9, "tls.client_certificate_requested=yes smtp.reply.code>399 "
                  "smtp.reply.text~certificat|zertifikat|certyfikat|сертификат|证书|証明書"},
            {0.88, "tls.error=GNUTLS_E_CERTIFICATE_REQUIRED"},
            /* Sendmail (TLS_Clt: VERIFY) means by it the certificate that it has asked for: a login, which
             * others mean, is not offered. */
            {0.86, "tls.client_certificate_requested=yes tls.state=ok !smtp.auth.offered "
                   "smtp.reply.stage=mail|rcpt smtp.reply.code=403|454|550 "
                   "smtp.reply.text~not_authenticated|authentication_required"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.93, .literal = "client certificate"},
            {.confidence = 0.92, .literal = "client-zertifikat"},
            {.confidence = 0.92, .literal = "clientzertifikat"},
            {.confidence = 0.92, .literal = "certificat client"},
            {.confidence = 0.92, .literal = "certificado de cliente"},
            {.confidence = 0.92, .literal = "certificado do cliente"},
            {.confidence = 0.92, .literal = "certificato client"},
            {.confidence = 0.92, .literal = "certyfikat klienta"},
            {.confidence = 0.92, .literal = "certyfikatu klienta"},
            {.confidence = 0.92, .literal = "сертификат клиента"},
            {.confidence = 0.92, .literal = "клиентский сертификат"},
            {.confidence = 0.92, .literal = "客户端证书"},
            {.confidence = 0.92, .literal = "クライアント証明書"},
            {.confidence = 0.92, .literal = "certificate required"},
            {.confidence = 0.92, .literal = "certificate_required"},
            {.confidence = 0.92, .literal = "peer did not return a certificate"},
            {.confidence = 0.92, .literal = "bad certificate", .pattern = "alert bad certificate"},
            {.confidence = 0.9, .literal = "no required ssl certificate was sent"}, ),
        TL_KB_REFERENCES ("RFC 8446 4.3.2", "Postfix smtpd_tls_req_ccert"),
        TL_KB_EXAMPLES ({"421 4.7.1 mx.example.net Error: Client certificate not trusted"},
                        {"tlsv13 alert certificate required"},
                        {"550 5.7.1 Client-Zertifikat erforderlich", "mail"},
                        {"554 5.7.1 No client certificate presented"}, ),
    },
    {
        .id = "certificate-wrong-purpose",
        .spoken = "T-18",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The certificate is not meant for servers"),
        .meaning =
            N_ ("The certificate (proof of identity) of the server was made for something "
                "else, or was issued by somebody who may not issue it. It proves nothing here."),
        .retry = N_ ("Trying again changes nothing until the certificate is replaced."),
        .never = N_ ("Do not accept it permanently."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("Tell the provider that the certificate of {host} is not made for servers.")},
            {"replace", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: get a certificate for servers (extended key usage "
                 "“server authentication”).")}, ),
        TL_KB_RULES ({0.93, "tls.verify=wrong-purpose"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.93, .literal = "unsupported certificate purpose"},
            {.confidence = 0.93, .literal = "unsuitable certificate purpose"},
            {.confidence = 0.92, .literal = "inappropriate certificate"},
            {.confidence = 0.93, .literal = "invalid_purpose"},
            {.confidence = 0.92, .literal = "sec_error_inadequate_cert_type"},
            {.confidence = 0.92, .literal = "sec_error_inadequate_key_usage"},
            {.confidence = 0.92, .literal = "name constraint"},
            {.confidence = 0.9, .literal = "permitted subtree violation"},
            {.confidence = 0.9, .literal = "invalid ca certificate"},
            {.confidence = 0.9, .literal = "purpose", .pattern = "certificate.{0,60}purpose"}, ),
        TL_KB_REFERENCES ("RFC 5280 4.2.1.12"),
        TL_KB_EXAMPLES ({"certificate verify failed: unsuitable certificate purpose"},
                        {"SEC_ERROR_INADEQUATE_CERT_TYPE"}, ),
    },
    {
        .id = "certificate-weak",
        .spoken = "T-19",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The certificate’s key is too weak"),
        .meaning = N_ ("The certificate (proof of identity) of the server uses a method or a key "
                       "that can be forged today. It no longer counts as proof."),
        .retry = N_ ("Trying again changes nothing until the certificate is replaced."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server; {tls.chain.0.key} is a value that was seen; {tls.chain.0.signature} is a value that was seen. */
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("Tell the provider that the certificate of {host} is too weak: "
                 "{tls.chain.0.key}, {tls.chain.0.signature}")},
            {"replace", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: get a new certificate, with RSA of 2048 bits or more, "
                 "or an elliptic curve, and SHA-256.")}, ),
        TL_KB_RULES ({0.93, "tls.verify=weak"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.93, .literal = "ee key too small"},
            {.confidence = 0.93, .literal = "ee_key_too_small"},
            {.confidence = 0.93, .literal = "ca md too weak"},
            {.confidence = 0.93, .literal = "ca_md_too_weak"},
            {.confidence = 0.93, .literal = "ca key too small"},
            {.confidence = 0.93, .literal = "insecure algorithm"},
            {.confidence = 0.92, .literal = "weak signature"},
            {.confidence = 0.92,
             .literal = "signature algorithm",
             .pattern = "(weak|disabled|insecure|unsupported|not allowed)"},
            {.confidence = 0.92, .literal = "certificate key", .pattern = "weak|too (short|small)"},
            {.confidence = 0.9, .literal = "signed with weak hash"},
            {.confidence = 0.9, .literal = "sha-1", .pattern = "certificate"}, ),
        TL_KB_REFERENCES ("RFC 8446 4.4.2.4"),
        TL_KB_EXAMPLES ({"error:0A00018F:SSL routines::ee key too small"},
                        {"certificate verify failed: CA md too weak"}, ),
    },
    {
        .id = "certificate-common-name-only",
        .spoken = "T-23",
        .severity = TL_SEVERITY_WARNING,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The certificate names the server the old way"),
        .meaning =
            N_ ("The certificate (proof of identity) of the server holds its name only as “common "
                "name”. Throughline still takes it; newer programs refuse such a certificate."),
        .retry = N_ ("Trying again changes nothing until the certificate is replaced."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"replace", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: get a new certificate that holds {host} as “subject "
                 "alternative name”.")}, ),
        TL_KB_RULES ({0.8, "tls.verify=ok tls.verify_bits~common-name-only"}, ),
        TL_KB_TEXTS ({.confidence = 0.93, .literal = "legacy common name"}, ),
        TL_KB_REFERENCES ("RFC 9525 6.3"),
        TL_KB_EXAMPLES (
            {"x509: certificate relies on legacy Common Name field, use SANs instead"}, ),
    },
    {
        .id = "reply-injected",
        .spoken = "T-20",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("Foreign text was slipped in before encryption"),
        .meaning =
            N_ ("Before the encryption began, there was already text waiting that nobody had "
                "asked for. Somebody on the way may be trying to slip commands or answers into "
                "the protected part. Throughline threw it away and stopped."),
        .retry = N_ ("Test over another network at once."),
        .never = N_ ("Do not sign in over this connection."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-465", TL_ACTOR_USER,
             N_ ("Use port 465 (mail) or 990 (file transfer) with TLS: there is no plain "
                 "part into which something could be slipped.")},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network. If it goes away there, something in this network "
                 "is not right.")},
            /* Translators: {host} is the name of the server. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Tell whoever runs {host}. If it happens on every network, the server’s "
                 "program has a known flaw and needs an update.")}, ),
        TL_KB_RULES ({0.56, "ftp.reply.stage=greeting ftp.reply.code=230 step.failure=not-allowed"},
                     {0.95, "step.failure=injected"}, ),
        TL_KB_CONTRARY ({0.45, "ftp.data.tls=plaintext"}, ),
        TL_KB_REFERENCES ("RFC 3207 4.2", "CVE-2011-0411"),
        .next_test = "other-network",
    },
    {
        .id = "server-proof-wrong",
        .spoken = "T-21",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_NETWORK,
        .title = N_ ("The server could not prove who it is"),
        .meaning =
            N_ ("With this kind of login the server must prove that it knows your password, "
                "too. It said yes, but its proof was wrong. So it is probably not your server."),
        .retry = N_ ("Do not try again on this network."),
        .never = N_ ("Do not try another kind of login with the same password here."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"other-network", TL_ACTOR_USER, N_ ("Test over another network.")},
            {"change-password", TL_ACTOR_USER,
             N_ ("If you used a simpler login over this connection before, change the password "
                 "from another network.")},
            /* Translators: {host} is the name of the server. */
            {"tell-admin", TL_ACTOR_ADMIN,
             N_ ("Tell whoever runs {host} about the wrong proof (SCRAM server signature).")}, ),
        TL_KB_RULES ({0.96, "smtp.auth.outcome=proof-wrong"}, ),
        TL_KB_TEXTS ({.confidence = 0.9,
                      .literal = "server signature",
                      .pattern = "scram|invalid|mismatch|wrong|does not match"},
                     {.confidence = 0.9, .literal = "invalid server signature"},
                     {.confidence = 0.88,
                      .literal = "server verification failed",
                      .pattern = "scram|sasl"}, ),
        TL_KB_REFERENCES ("RFC 5802 3"),
        TL_KB_EXAMPLES ({"SCRAM: invalid server signature"},
                        {"SASL(-13): authentication failure: server signature does not match"}, ),
    },
    {
        .id = "tls-failed",
        .spoken = "T-22",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The encryption could not be agreed"),
        .meaning =
            N_ ("The connection opened, and the attempt to begin encryption failed. What was "
                "seen does not say more precisely why."),
        TL_KB_MEANINGS (
            {"tls.versions.cipher=anonymous",
             N_ ("The server agrees to encryption only without a certificate. Then nobody can tell who "
                 "answers, so a program that takes care ends the connection. Nothing is too old: "
                 "mostly the server’s certificate is not set up, or it is not able to use it.")},
            {"tls.mode=implicit tls.versions=none tls.alert=handshake_failure|internal_error",
             N_ ("The server ended each attempt to begin encryption at once, with every version. So "
                 "nothing on your side is too old: mostly the server’s certificate or key is missing "
                 "or cannot be used. Only whoever runs the server can mend this.")}, ),
        .retry = N_ ("Try again in about 15 minutes."),
        .never = N_ ("Do not switch the encryption off: your password would be sent unencrypted."),
        .retry_after_s = 900,
        TL_KB_FIXES (
            /* Translators: {host} is the name of the server. */
            {"check-name", TL_ACTOR_USER,
             N_ ("The server has no encryption for the name {host}: compare it with the server name "
                 "that your provider publishes."),
             "tls.alert=unrecognized_name"},
            /* Translators: {host} is the name of the server; smtpd_tls_cert_file and aNULL are words of its
             * settings. */
            {"needs-certificate", TL_ACTOR_ADMIN,
             N_ ("Tell whoever runs {host}: its port offers encryption without a certificate alone. "
                 "Look at its certificate and key (Postfix: smtpd_tls_cert_file) and at its list of "
                 "ciphers, where aNULL stands for those without a certificate."),
             "tls.versions.cipher=anonymous"},
            {"retry-quarter", TL_ACTOR_WAIT, N_ ("Try again in 15 minutes."),
             "tls.versions.cipher!=anonymous"},
            /* Translators: {survey.recommended.port} is a port number, {recommended_security} is TLS or
             * STARTTLS. */
            {"use-what-works", TL_ACTOR_USER,
             N_ ("Set port {survey.recommended.port} with {recommended_security} in your program: this "
                 "test got through to the server that way."),
             "survey.recommended.port"},
            {"other-pairing", TL_ACTOR_USER,
             N_ ("Test the other usual pairing: for mail port 587 with STARTTLS or port 465 "
                 "with TLS, for file transfer port 21 or 990."),
             "!survey.recommended.port"},
            {"other-network", TL_ACTOR_USER,
             N_ ("Test over another network, to see whether a device in yours disturbs the "
                 "encryption.")},
            /* Translators: {host} is the name of the server. */
            {"read-log", TL_ACTOR_ADMIN,
             N_ ("Ask whoever runs {host} what its log says about the TLS handshake at this "
                 "time.")},
            {"fix-tls", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: look in its log for the certificate and key files "
                 "that it could not read."),
             "tls.mode=implicit tls.versions=none"}, ),
        TL_KB_RULES (
            /* Where encryption comes first nothing was offered before it: whatever there ever was is refused. */
            {0.67, "tls.mode=implicit tls.state=failed tls.versions=none !tls.versions.unknown "
                   "tls.alert=handshake_failure|internal_error"},
            {0.67, "tls.mode=implicit tls.state=failed tls.versions=none tls.versions.unknown=none "
                   "tls.alert=handshake_failure|internal_error"},
            {0.66, "tls.state=failed tls.old_side=not-known"}, {0.5, "tls.state=failed"},
            {0.85, "tls.state=failed tls.versions.cipher=anonymous"},
            {0.6, "tls.state=failed step.failure=tls"},
            {0.6, "step:http.request=failed step.failure=tls"},
            {0.62,
             "tls.state=failed step.failure=timeout|closed|reset tls.peeked!=smtp tls.peeked!=ftp"},
            {0.62, "tls.alert"}, {0.6, "tls.verify=no-certificate"},
            {0.5, "tls.verify=no-revocation-proof"}, {0.75, "tls.verify=not-verifiable"},
            {0.75, "tls.error=GNUTLS_E_HANDSHAKE_TOO_LARGE"},
            {0.5, "smtp.reply.enhanced=4.7.5|5.7.5|4.7.320|5.7.320|4.7.321|5.7.321"},
            {0.5, "ftp.data.tls=failed job.outcome=failed tls.peeked!=nothing"}, ),
        TL_KB_CONTRARY (
            {0.45, "tcp.stalled"}, {0.45, "path.small_packets=works|lossy !tcp.stalled"},
            {0.3, "detour.answered=yes"}, {0.3, "pairing.works=yes"},
            {0.6, "tls.state=ok http.status"}, {0.25, "tls.client_certificate_requested=yes"},
            {0.2, "tls.mode=implicit tls.peeked=closed|reset pairing.silent!=waits"},
            {0.2, "tls.mode=implicit step.failure=closed|reset !tls.peeked pairing.silent!=waits"},
            {0.6, "tls.peeked_text ftp.reply.stage=greeting ftp.reply.code>399"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85, .literal = "certificate validation fail", .codes = "4xx|5xx"},

            {.confidence = 0.45, .codes = "431", .protocols = "ftp"},
            {.confidence = 0.40, .enhanced = "x.7.6", .protocols = "smtp"},

            {.confidence = 0.88, .literal = "cannot start tls"},
            {.confidence = 0.85, .literal = "tls handshake"},
            {.confidence = 0.85, .literal = "ssl handshake failed"},
            {.confidence = 0.82, .literal = "handshake failed"},
            {.confidence = 0.82, .literal = "handshake failure", .pattern = "^(?!.*alert)"},
            {.confidence = 0.85, .literal = "tls negotiation"},
            {.confidence = 0.85, .literal = "cannot negotiate", .pattern = "tls|ssl|encrypt"},
            {.confidence = 0.82,
             .literal = "tls connection",
             .pattern = "(fail|error|could not|not properly terminated)"},
            {.confidence = 0.82, .literal = "gnutls error"},
            {.confidence = 0.8, .literal = "ssl error"},
            {.confidence = 0.8, .literal = "tls error"},
            {.confidence = 0.8, .literal = "ssl_connect error"},
            {.confidence = 0.8, .literal = "ssl connect error"},
            {.confidence = 0.82, .literal = "starttls failed"},
            {.confidence = 0.82, .literal = "failed to start tls"},
            {.confidence = 0.82, .literal = "unable to start tls"},
            {.confidence = 0.82, .literal = "stream_socket_enable_crypto"},
            {.confidence = 0.82, .literal = "cryptographic failure"},
            {.confidence = 0.8, .literal = "encryption required", .pattern = "fail"},
            {.confidence = 0.82, .literal = "sslhandshakeexception", .unless = "pkix|certif"},
            {.confidence = 0.8, .literal = "esocket", .pattern = "ssl|tls"},
            {.confidence = 0.82, .literal = "failed tls"},
            {.confidence = 0.8, .literal = "secure connection", .pattern = "fail|could not|cannot"},
            {.confidence = 0.8, .literal = "tls alert"},
            {.confidence = 0.8, .literal = "0x800ccc1a"},
            {.confidence = 0.8, .literal = "0x800ccc1b"},
            {.confidence = 0.8, .literal = "connection encryption type"}, ),
        TL_KB_REFERENCES ("RFC 8446 6", "RFC 3207 4.1", "RFC 3463 3.8"),
        TL_KB_EXAMPLES (
            {"403 4.7.0 TLS handshake failed."},
            {"454 4.7.5 Certificate validation failure, TLS negotiation failed", "ehlo"},
            {"Error: GnuTLS error -110: The TLS connection was non-properly terminated.", NULL,
             "ftp"}, ),
        .next_test = "other-port",
        .yields_to = "tls-version-unsupported client-certificate-required",
    },
};

const TlKbArea tl_kb_tls = {"tls", "smtp|ftp|http", TL_KB_LIST (causes)};
