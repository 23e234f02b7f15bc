/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A server that plays a script, for what no real server sends.
 *
 *   static const LineAction script[] = {
 *     SAY ("220 mx.example.org ESMTP\r\n"), EXPECT ("EHLO *"), SAY ("250 STARTTLS\r\n"),
 *     EXPECT ("STARTTLS"), SAY ("220 go\r\n"), START_TLS, EXPECT ("EHLO *"), ... THE_END };
 *   g_autoptr (LineServer) server = line_server_new (AF_INET);
 *   line_server_add_script (server, script);
 *   line_server_start (server);
 *
 * Every connection is played in a thread of its own. The first connection gets the first script, the
 * second the second, and so on; the last script serves all further ones. When a script ends, the
 * connection is closed politely (close_notify under TLS, then FIN). Freeing the server breaks off
 * whatever still runs. Actions and their texts must live as long as the server. */
#pragma once

#include "tl-tls.h"

G_BEGIN_DECLS

typedef enum {
  LINE_END,
  LINE_SAY,
  LINE_EXPECT,
  LINE_ECHO,
  LINE_WAIT,
  LINE_CLOSE,
  LINE_RESET,
  LINE_FLOOD,
  LINE_DRIP,
  LINE_TLS,
  LINE_CLEAR,
  LINE_SWALLOW,
  LINE_HOLD,
  LINE_LOOP
} LineActionKind;

typedef struct {
  LineActionKind kind;
  const char *text;
  gssize n;
} LineAction;

/* Sends the text as it is: line ends are yours. */
#define SAY(text_)                                                                                 \
  {                                                                                                \
    LINE_SAY, (text_), -1                                                                          \
  }
/* The same for bytes that may hold NUL: a string literal. */
#define SAY_BYTES(literal_)                                                                        \
  {                                                                                                \
    LINE_SAY, (literal_), sizeof (literal_) - 1                                                    \
  }
/* Reads one line; its words, without the line end, must match the glob (* and ?). If they do not,
 * line_server_dup_mismatch says so and the connection is closed. */
#define EXPECT(glob_)                                                                              \
  {                                                                                                \
    LINE_EXPECT, (glob_), -1                                                                       \
  }
/* Reads one line, whatever it is, and sends the text in which %s stands for that line. */
#define ECHO_LINE(format_)                                                                         \
  {                                                                                                \
    LINE_ECHO, (format_), -1                                                                       \
  }
#define WAIT_MS(ms_)                                                                               \
  {                                                                                                \
    LINE_WAIT, NULL, (ms_)                                                                         \
  }
/* Closes without close_notify under TLS (a truncated stream): FIN. */
#define CLOSE                                                                                      \
  {                                                                                                \
    LINE_CLOSE, NULL, 0                                                                            \
  }
/* Closes with RST (SO_LINGER 0). */
#define RESET                                                                                      \
  {                                                                                                \
    LINE_RESET, NULL, 0                                                                            \
  }
/* Sends the text again and again until that many bytes are sent; a count of -1 never ends. */
#define FLOOD(text_, bytes_)                                                                       \
  {                                                                                                \
    LINE_FLOOD, (text_), (bytes_)                                                                  \
  }
/* Sends the text byte by byte, each in its own segment, that many ms apart. */
#define DRIP(text_, ms_)                                                                           \
  {                                                                                                \
    LINE_DRIP, (text_), (ms_)                                                                      \
  }
/* Server side of a TLS handshake with the server's identity and priority. If it fails, the script
 * ends; see line_server_get_handshakes. */
#define START_TLS                                                                                  \
  {                                                                                                \
    LINE_TLS, NULL, 0                                                                              \
  }
/* Ends TLS with close_notify and goes on in plain text. */
#define END_TLS                                                                                    \
  {                                                                                                \
    LINE_CLEAR, NULL, 0                                                                            \
  }
/* Reads and forgets until that many bytes came or the client closed (-1: until it closes). */
#define SWALLOW(bytes_)                                                                            \
  {                                                                                                \
    LINE_SWALLOW, NULL, (bytes_)                                                                   \
  }
/* Keeps the connection open and silent until the client closes or the server is freed. */
#define HOLD                                                                                       \
  {                                                                                                \
    LINE_HOLD, NULL, 0                                                                             \
  }
/* Goes back to action number `index_` (from 0), for ever: what stands between is repeated until the
 * client closes. */
#define LOOP(index_)                                                                               \
  {                                                                                                \
    LINE_LOOP, NULL, (index_)                                                                      \
  }
#define THE_END                                                                                    \
  {                                                                                                \
    LINE_END, NULL, 0                                                                              \
  }

typedef struct _LineServer LineServer;

/* Binds 127.0.0.1 (AF_INET) or ::1 (AF_INET6), a free port, and listens. NULL where this computer
 * has no such family. */
LineServer *line_server_new (int family);
/* The same at a given port (0: a free one); NULL when it is taken. */
LineServer *line_server_new_at (int family, guint port);
void line_server_free (LineServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LineServer, line_server_free)

/* Before line_server_start. */
void line_server_add_script (LineServer *server, const LineAction *actions);
/* Needed for START_TLS; referenced. `priority` (nullable): GnuTLS priority string. */
void line_server_set_identity (LineServer *server, TlTlsIdentity *identity, const char *priority);
/* Asks for a client certificate, which is refused when none comes. */
void line_server_set_wants_certificate (LineServer *server);
void line_server_start (LineServer *server);

const char *line_server_get_host (LineServer *server); /* "127.0.0.1" or "::1" */
guint line_server_get_port (LineServer *server);
/* The address and port, as the connector wants it. (transfer full, a GPtrArray of one TlAddress) */
GPtrArray *line_server_dup_addresses (LineServer *server);

/* How many connections were accepted, how many TLS handshakes ended well, and how many of these
 * resumed an earlier session. */
guint line_server_get_connections (LineServer *server);
guint line_server_get_handshakes (LineServer *server);
guint line_server_get_resumed (LineServer *server);
/* Every line that clients sent to EXPECT and ECHO, in the order of arrival, joined by '\n'. */
char *line_server_dup_received (LineServer *server);
/* What did not match, "expected … got …", or NULL when all went as scripted. */
char *line_server_dup_mismatch (LineServer *server);
/* Waits until no connection is being played any more, at most that long. FALSE: still some. */
gboolean line_server_wait_idle (LineServer *server, guint limit_ms);

/* A loopback port on which nobody listens. */
guint line_server_find_closed_port (int family);

G_END_DECLS
