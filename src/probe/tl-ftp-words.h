/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what FTP replies say: pure functions over a server's words. */
#pragma once

#include "tl-address.h"

G_BEGIN_DECLS

/* What an answer to PASV or EPSV names. */
typedef struct {
  gboolean has_address; /* EPSV names none */
  TlAddress address;    /* with the port; IPv4 for PASV */
  guint port;           /* 1 to 65535 */
} TlFtpPassive;

/* The words of a 227 reply: six numbers anywhere in them (RFC 1123 4.1.2.6). FALSE unless each is
 * at most 255 and the port is not 0. */
gboolean tl_ftp_parse_pasv (const char *text, TlFtpPassive *out);
/* The words of a 229 reply: "(|||6446|)" with any delimiter (RFC 2428 3). */
gboolean tl_ftp_parse_epsv (const char *text, TlFtpPassive *out);
/* The folder that a 257 reply quotes, doubled quotes undone (RFC 959, appendix II). NULL where no
 * quoted name stands. (transfer full) */
char *tl_ftp_parse_directory (const char *text);
/* The names of a FEAT reply (RFC 2389 3.2), blank-separated, those of AUTH with what they offer
 * ("AUTH=TLS"); at most 100. (transfer full) */
char *tl_ftp_parse_features (const char *text);
/* After how many seconds of silence a server hangs up, where one line of its words tells: "You will be
 * disconnected after 15 minutes of inactivity", "Current IDLE time limit is 900 seconds; max 7200",
 * "Timeout (300 seconds): closing control connection". 0 where none does. */
guint tl_ftp_parse_idle_limit (const char *text);
/* Whether two refusals of two commands are worded alike, apart from the commands themselves, which many
 * servers repeat, whole or their first word alone. */
gboolean tl_ftp_same_words (const char *a, const char *command_a, const char *b,
                            const char *command_b);
/* The arguments of EPRT and PORT for our own end. PORT is NULL for an IPv6 address. (transfer full) */
char *tl_ftp_format_eprt (const TlAddress *own);
char *tl_ftp_format_port (const TlAddress *own);

G_END_DECLS
