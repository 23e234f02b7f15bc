/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What several causes say of FileZilla’s settings for a server. */
#pragma once

/* It would speak in clear where TLS has just been agreed. */
#define FILEZILLA_PLAIN                                                                            \
  "local.filezilla.encryption=none local.filezilla.port={tcp.port} tls.mode=starttls "             \
  "tls.state=ok job.outcome=through"

/* Translators: {host} is the name of the server. */
#define FILEZILLA_ENCRYPT(when)                                                                    \
  {                                                                                                \
    "filezilla-encrypt", TL_ACTOR_USER,                                                            \
        N_ ("FileZilla is set to plain FTP for {host}: Site Manager, General, “Encryption”: "  \
            "choose “Require explicit FTP over TLS”."),                                            \
        when                                                                                       \
  }
