/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person says of the account and of the test: the input of every job.
 *
 * A GObject so that the wizard's pages bind to its properties; a job works on a copy of its own
 * (tl_settings_copy), which nobody changes any more. */
#pragma once

#include "tl-secret.h"
#include "tl-types.h"

G_BEGIN_DECLS

#define TL_TYPE_SETTINGS (tl_settings_get_type ())
G_DECLARE_FINAL_TYPE (TlSettings, tl_settings, TL, SETTINGS, GObject)

/* Every field is public to the layers below the front ends, which read a copy that is their own.
 * Strings are owned by the settings and never NULL ("" stands for "not given"). Front ends go
 * through the properties of the same names. */
struct _TlSettings {
  GObject parent_instance;

  TlJobKind kind;
  TlProtocol protocol;
  char *host;
  guint port; /* 0: the usual one of protocol and security */
  TlSecurity security;
  TlFamily family;

  char *address;      /* the mail address whose settings are looked for (discover, check account) */
  char *user;         /* "": nothing is logged in */
  TlSecret *password; /* (nullable) or OAuth token */
  TlAuth auth;
  gboolean try_user_forms;
  gboolean allow_plaintext;

  char *from; /* "": the user name if it is an address, else <> */
  char *to;   /* addresses separated by commas */
  char *helo; /* "": an address literal */
  gboolean send;
  guint retry_greylist_s;
  guint sessions;

  TlFtpMode ftp_mode;
  gboolean pasv_announced; /* use the address that PASV announces, not the peer's */
  gboolean protect_clear;
  gboolean tls_versions; /* list what versions of TLS the port offers */
  char *path;
  gboolean upload;
  char *filezilla; /* its file of sites, in place of the usual one */

  char *program; /* id of data/mail-clients.ini: whose menus the advice names */
  char *url;
  char *ca_file;
  char **resolve;    /* (nullable) HOST:ADDR */
  char **references; /* (nullable) hosts to compare with in place of the built-in ones */
  char **dnsbl;      /* (nullable) zones */
  char *portal_url;
  char *sender_ip; /* of a domain: the address that sends its mail; "": not known */
  char *selector;  /* of a domain: the name of a DKIM key; "": none given */
  gboolean no_environment;
  gboolean public_database; /* ask the public database of mail settings, too */
  guint timeout_s;          /* the whole job */
};

TlSettings *tl_settings_new (void);
TlSettings *tl_settings_copy (TlSettings *settings);

/* Checks what was typed and mends what can be mended without guessing: blanks around a host, a
 * trailing dot, a URL or an address in the place of a host, an internationalised name (to its
 * A-label form). `note` (optional, transfer full) then holds the stable name of the mend
 * ("host-from-url", "host-from-address", "host-trimmed", "port-from-host") or, where nothing was
 * mended, of a warning ("user-has-blanks", "password-has-blanks": they are kept), else NULL.
 * FALSE with TL_ERROR_BAD_INPUT when a field cannot be used: its message is one of
 * tl_settings_problem_texts, so that it can be translated. */
gboolean tl_settings_normalise (TlSettings *settings, char **note, GError **error);

/* Every message of tl_settings_normalise: whole English sentences without inserted values, marked
 * for translation in tl-settings-check.c. NULL-terminated, static. */
const char *const *tl_settings_problem_texts (void);
/* The property that such an error speaks of ("host", "port", …), NULL for another error. */
const char *tl_settings_problem_field (const GError *error);

/* The port that will be tried first (the given one, or the usual one). */
guint tl_settings_effective_port (const TlSettings *settings);

/* The security that goes with the effective port: never AUTO for a port whose pairing is known. */
TlSecurity tl_settings_effective_security (const TlSettings *settings);

/* The usual security of a port: 465 and 990 TLS, 21, 587 and 2525 STARTTLS, 25 and others AUTO. */
TlSecurity tl_security_for_port (TlProtocol protocol, guint port);

/* The recipients, blanks trimmed. (transfer full), NULL-terminated, perhaps empty. */
char **tl_settings_dup_recipients (const TlSettings *settings);

/* The envelope sender: `from`, or the user name if it is an address, or "". (transfer full) */
char *tl_settings_dup_sender (const TlSettings *settings);

/* Reads a port in any decimal digits of Unicode. FALSE unless it is 1 to 65535. */
gboolean tl_port_parse (const char *text, guint *port);

/* Whether it has the form of a mail address that can be put on the wire: one @, something on both
 * sides, no blank, control character or angle bracket, at most 320 bytes (RFC 5321 4.5.3.1). */
gboolean tl_mail_address_is_valid (const char *address);

G_END_DECLS
