/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What both practice servers do on one connection: lines, encryption, silence. */
#include "tl-practice-private.h"

#include <string.h>

gboolean
tl_talk_say (TlTalk *talk, const char *line)
{
  return tl_channel_send_line (talk->channel, line) == TL_FAILURE_NONE;
}

gboolean
tl_talk_sayf (TlTalk *talk, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  return tl_talk_say (talk, line);
}

const char *
tl_talk_hear (TlTalk *talk)
{
  gint64 until = tl_io_limit (tl_channel_get_io (talk->channel), TL_PRACTICE_IDLE_MS);
  const char *line;
  gsize length;

  if (tl_channel_read_line (talk->channel, until, &line, &length, NULL) != TL_FAILURE_NONE)
    return NULL;
  /* A line always lacks its end by now, so there is room for the NUL. */
  memcpy (talk->line, line, length);
  talk->line[length] = '\0';
  return talk->line;
}

gboolean
tl_talk_encrypt (TlTalk *talk)
{
  return tl_channel_accept_tls (talk->channel, tl_practice_get_identity (talk->practice), NULL,
                                TL_PRACTICE_TLS_MS) == TL_FAILURE_NONE;
}

void
tl_talk_hold (TlTalk *talk)
{
  char buffer[512];
  TlFailure failure;
  gboolean truncated;

  while (tl_channel_read_bytes (talk->channel, buffer, sizeof buffer, TL_PRACTICE_IDLE_MS, &failure,
                                &truncated) > 0)
    ;
}

char *
tl_talk_split (const char *line, const char **rest)
{
  gsize length = strcspn (line, " ");

  if (rest != NULL)
    *rest = line[length] == ' ' ? line + length + 1 : line + length;
  return g_ascii_strup (line, (gssize) length);
}
