/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "options.h"

#define MEMBER(name) G_STRUCT_OFFSET (TlCli, name)

const TlOption tl_cli_options[] = {
    {"format", "text|json|html", TL_OPTIONS_GLOBAL, NULL, MEMBER (format),
     N_ ("How to write the result")},
    {"lang", "LL", TL_OPTIONS_GLOBAL, NULL, MEMBER (lang),
     N_ ("Language of the result: en, ru, ar")},
    {"contact-lang", "LL", TL_OPTIONS_PROGRAM, NULL, MEMBER (contact_lang),
     N_ ("Language of the message to a help desk: en, ru, ar")},
    {"timeout", "SECONDS", TL_OPTIONS_GLOBAL, "timeout-s", 0,
     N_ ("Time limit of the whole job in seconds (30)")},
    {"output", "FILE", TL_OPTIONS_GLOBAL, NULL, MEMBER (output), N_ ("Write the result to a file")},
    {"redact", "none|standard|full", TL_OPTIONS_GLOBAL, NULL, MEMBER (redact),
     N_ ("How much of your own data to hide (standard)")},
    {"no-environment", NULL, TL_OPTIONS_GLOBAL, "no-environment", 0,
     N_ ("Look at nothing but the named server")},
    {"reference", "HOST", TL_OPTIONS_GLOBAL, "references", 0,
     N_ ("Compare with this host (may be repeated)")},
    {"portal-url", "URL", TL_OPTIONS_GLOBAL, "portal-url", 0,
     N_ ("Address that shows whether a sign-in page stands in the way")},
    {"dnsbl", "ZONE", TL_OPTIONS_GLOBAL, "dnsbl", 0, N_ ("Blocklist to ask (may be repeated)")},
    {"verbose", NULL, TL_OPTIONS_GLOBAL, NULL, MEMBER (verbose),
     N_ ("Show all facts and the conversation")},
    {"no-color", NULL, TL_OPTIONS_GLOBAL, NULL, MEMBER (no_color), N_ ("No colours")},
    {"version", NULL, TL_OPTIONS_GLOBAL, NULL, MEMBER (version), N_ ("Show the version")},
    {"help", NULL, TL_OPTIONS_GLOBAL, NULL, MEMBER (help), N_ ("Show this help")},

    {"program", "ID", TL_OPTIONS_PROGRAM, "program", 0,
     N_ ("Say where in this mail or file program; the command programs lists them")},

    {"port", "N", TL_OPTIONS_SERVER | TL_OPTIONS_PORT, "port", 0, N_ ("Port of the server")},
    {"before", "FILE", TL_OPTIONS_TLS, NULL, MEMBER (before),
     N_ ("Compare with this report of the same test, saved before something was changed")},
    {"security", "auto|none|starttls|tls", TL_OPTIONS_SERVER, "security", 0,
     N_ ("Kind of encryption (auto)")},
    {"tls-versions", NULL, TL_OPTIONS_TLS, "tls-versions", 0,
     N_ ("List which versions of TLS the port offers, too (four connections more)")},

    {"user", "NAME", TL_OPTIONS_ACCOUNT, "user", 0, N_ ("Log in as this user")},
    {"password-file", "FILE", TL_OPTIONS_ACCOUNT, NULL, MEMBER (password_file),
     N_ ("Read the password from a file, or from standard input with -")},
    {"ask-password", NULL, TL_OPTIONS_ACCOUNT, NULL, MEMBER (ask_password),
     N_ ("Ask for the password")},
    {"auth", "METHOD", TL_OPTIONS_ACCOUNT, "auth", 0,
     N_ ("Login method: auto, plain, login, cram-md5, scram-sha-1, scram-sha-1-plus, scram-sha-256, scram-sha-256-plus, xoauth2, oauthbearer, none")},
    {"try-user-forms", NULL, TL_OPTIONS_ACCOUNT, "try-user-forms", 0,
     N_ ("Try the other form of the user name once as well")},
    {"allow-plaintext", NULL, TL_OPTIONS_ACCOUNT, "allow-plaintext", 0,
     N_ ("Send the password even without verified encryption")},
    {"ca-file", "FILE", TL_OPTIONS_ACCOUNT, "ca-file", 0,
     N_ ("Trust the certificates in this file, too")},
    {"public-database", NULL, TL_OPTIONS_ACCOUNT, "public-database", 0,
     N_ ("For discover and check account: ask the public database of mail settings, too")},
    {"resolve", "HOST:ADDR", TL_OPTIONS_ACCOUNT, "resolve", 0,
     N_ ("Use this address for this host (may be repeated)")},
    {"ipv4", NULL, TL_OPTIONS_ACCOUNT, "family", TL_FAMILY_IPV4, N_ ("Use IPv4 only")},
    {"ipv6", NULL, TL_OPTIONS_ACCOUNT, "family", TL_FAMILY_IPV6, N_ ("Use IPv6 only")},

    {"from", "ADDR", TL_OPTIONS_SMTP, "from", 0, N_ ("Sender address")},
    {"to", "ADDR", TL_OPTIONS_SMTP, "to", 0, N_ ("Recipient address (may be repeated)")},
    {"send", NULL, TL_OPTIONS_SMTP, "send", 0, N_ ("Really send a small test message")},
    {"helo", "NAME", TL_OPTIONS_SMTP, "helo", 0, N_ ("Name to greet the server with")},
    {"retry-greylist", "SECONDS", TL_OPTIONS_SMTP, "retry-greylist-s", 0,
     N_ ("When put off by greylisting, wait this long and try again")},
    {"sessions", "N", TL_OPTIONS_SMTP | TL_OPTIONS_FTP, "sessions", 0,
     N_ ("Open this many connections at once (1 to 5)")},

    {"mode", "MODE", TL_OPTIONS_FTP, "ftp-mode", 0,
     N_ ("Data connection: auto, passive, active, epsv, pasv, eprt, port, all (a table)")},
    {"pasv-address", "peer|announced", TL_OPTIONS_FTP, "pasv-announced", 0,
     N_ ("Address for passive connections (peer)")},
    {"path", "DIR", TL_OPTIONS_FTP, "path", 0, N_ ("Folder to list")},
    {"upload", NULL, TL_OPTIONS_FTP, "upload", 0, N_ ("Store, compare and delete a small file")},
    {"filezilla", "FILE", TL_OPTIONS_FTP, "filezilla", 0,
     N_ ("Compare with the settings in this file of FileZilla (sitemanager.xml)")},
    {"protect", "clear|private", TL_OPTIONS_FTP, "protect-clear", 0,
     N_ ("Encryption of the data connection (private)")},

    {"protocol", "smtp|ftp|http", TL_OPTIONS_EXPLAIN, NULL, MEMBER (protocol),
     N_ ("Protocol that the text is about")},
    {"stage", "STAGE", TL_OPTIONS_EXPLAIN, NULL, MEMBER (stage),
     N_ ("Where it happened: greeting, ehlo, auth, mail, rcpt, data, …")},
    {"kind", "auto|reply|bounce|log", TL_OPTIONS_EXPLAIN, NULL, MEMBER (kind),
     N_ ("What the text is (auto)")},
    {"jsonl", NULL, TL_OPTIONS_EXPLAIN, NULL, MEMBER (jsonl),
     N_ ("Read and write one JSON object a line")},

    {"sender-ip", "IP", TL_OPTIONS_DOMAIN, "sender-ip", 0,
     N_ ("Address of the server that sends the mail of the domain")},
    {"selector", "S", TL_OPTIONS_DOMAIN, "selector", 0, N_ ("Name of a DKIM key to look at")},
    {"bounce", "FILE", TL_OPTIONS_DOMAIN, NULL, MEMBER (bounce),
     N_ ("Take domain, DKIM key and sending address from a message that came back (- is standard input)")},

    {"serve", NULL, TL_OPTIONS_PRACTICE, NULL, MEMBER (serve),
     N_ ("Keep serving until the input closes")},
};

const gsize tl_cli_n_options = G_N_ELEMENTS (tl_cli_options);

G_STATIC_ASSERT (G_N_ELEMENTS (tl_cli_options) <= TL_OPTIONS_MAX);
