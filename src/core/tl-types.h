/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The small vocabulary that every layer shares: what is tested, over which protocol, how. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  TL_PROTOCOL_SMTP,
  TL_PROTOCOL_FTP,
  TL_PROTOCOL_HTTP
} TlProtocol;

/* What a job is to do; the words are those of the command line. */
typedef enum {
  TL_JOB_CHECK,
  TL_JOB_SURVEY,
  TL_JOB_DISCOVER,
  TL_JOB_DOMAIN,
  TL_JOB_ENVIRONMENT,
  TL_JOB_EXPLAIN
} TlJobKind;

typedef enum {
  TL_SECURITY_AUTO,
  TL_SECURITY_NONE,
  TL_SECURITY_STARTTLS,
  TL_SECURITY_TLS
} TlSecurity;

typedef enum {
  TL_FAMILY_ANY,
  TL_FAMILY_IPV4,
  TL_FAMILY_IPV6
} TlFamily;

typedef enum {
  TL_AUTH_AUTO,
  TL_AUTH_PLAIN,
  TL_AUTH_LOGIN,
  TL_AUTH_CRAM_MD5,
  TL_AUTH_SCRAM_SHA_1,
  TL_AUTH_SCRAM_SHA_1_PLUS,
  TL_AUTH_SCRAM_SHA_256,
  TL_AUTH_SCRAM_SHA_256_PLUS,
  TL_AUTH_XOAUTH2,
  TL_AUTH_OAUTHBEARER,
  TL_AUTH_NONE
} TlAuth;

typedef enum {
  TL_FTP_MODE_AUTO,
  TL_FTP_MODE_PASSIVE,
  TL_FTP_MODE_ACTIVE,
  TL_FTP_MODE_EPSV,
  TL_FTP_MODE_PASV,
  TL_FTP_MODE_EPRT,
  TL_FTP_MODE_PORT,
  TL_FTP_MODE_ALL /* as auto, and every other mode, too */
} TlFtpMode;

/* How much of a person's own data a report shows; secrets are never in one. */
typedef enum {
  TL_REDACT_NONE,
  TL_REDACT_STANDARD,
  TL_REDACT_FULL
} TlRedact;

/* The error domain of this program: bad input, our own failure. What a server does is never an
 * error; it is evidence. Cancelling is G_IO_ERROR_CANCELLED. */
#define TL_ERROR (tl_error_quark ())
typedef enum {
  TL_ERROR_BAD_INPUT,
  TL_ERROR_TOO_LARGE,
  TL_ERROR_UNREADABLE,
  TL_ERROR_INTERNAL
} TlError;
GQuark tl_error_quark (void);

/* The nick of `value` in the enumeration `type`, as it stands in the contract ("starttls",
 * "scram-sha-256-plus"). Static string, never NULL for a valid value. */
const char *tl_enum_to_string (GType type, int value);

/* Reads a nick back, ignoring case. FALSE, and `out` untouched, when there is none such. */
gboolean tl_enum_from_string (GType type, const char *nick, int *out);

G_END_DECLS
