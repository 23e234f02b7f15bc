/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-http-head.h"

#include <string.h>

static void
add_length (const char *name, const char *value, gpointer user_data)
{
  guint64 *length = user_data;

  *length += strlen (name) + strlen (": ") + strlen (value) + strlen ("\r\n");
}

gboolean
tl_http_head_is_whole (SoupMessage *message)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);
  const char *reason = soup_message_get_reason_phrase (message);
  guint64 length = strlen ("HTTP/1.1 200 \r\n\r\n") + (reason != NULL ? strlen (reason) : 0);

  if (soup_message_get_http_version (message) > SOUP_HTTP_1_1 || metrics == NULL)
    return TRUE;
  soup_message_headers_foreach (soup_message_get_response_headers (message), add_length, &length);
  return soup_message_metrics_get_response_header_bytes_received (metrics) == length;
}
