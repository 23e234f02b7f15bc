/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* libsoup, opened with the first request. */
#include "config.h"

#include "tl-late.h"

#include <libsoup/soup.h>

#define FUNCTIONS(X)                                                                               \
  X (GType, soup_auth_manager_get_type, (void), ())                                                \
  X (GType, soup_content_decoder_get_type, (void), ())                                             \
  X (GType, soup_session_get_type, (void), ())                                                     \
  X (GQuark, soup_session_error_quark, (void), ())                                                 \
  X (SoupMessage *, soup_message_new, (const char *method, const char *url), (method, url))        \
  X (void, soup_message_add_flags, (SoupMessage * message, SoupMessageFlags flags),                \
     (message, flags))                                                                             \
  X (SoupHTTPVersion, soup_message_get_http_version, (SoupMessage * message), (message))           \
  X (SoupMessageMetrics *, soup_message_get_metrics, (SoupMessage * message), (message))           \
  X (const char *, soup_message_get_reason_phrase, (SoupMessage * message), (message))             \
  X (GSocketAddress *, soup_message_get_remote_address, (SoupMessage * message), (message))        \
  X (SoupMessageHeaders *, soup_message_get_request_headers, (SoupMessage * message), (message))   \
  X (SoupMessageHeaders *, soup_message_get_response_headers, (SoupMessage * message), (message))  \
  X (SoupStatus, soup_message_get_status, (SoupMessage * message), (message))                      \
  X (void, soup_message_set_tls_client_certificate,                                                \
     (SoupMessage * message, GTlsCertificate * certificate), (message, certificate))               \
  X (void, soup_message_headers_foreach,                                                           \
     (SoupMessageHeaders * headers, SoupMessageHeadersForeachFunc func, gpointer user_data),       \
     (headers, func, user_data))                                                                   \
  X (goffset, soup_message_headers_get_content_length, (SoupMessageHeaders * headers), (headers))  \
  X (SoupEncoding, soup_message_headers_get_encoding, (SoupMessageHeaders * headers), (headers))   \
  X (void, soup_message_headers_replace,                                                           \
     (SoupMessageHeaders * headers, const char *name, const char *value), (headers, name, value))  \
  X (guint64, soup_message_metrics_get_response_header_bytes_received,                             \
     (SoupMessageMetrics * metrics), (metrics))                                                    \
  X (void, soup_session_abort, (SoupSession * session), (session))                                 \
  X (void, soup_session_remove_feature_by_type, (SoupSession * session, GType type),               \
     (session, type))                                                                              \
  X (void, soup_session_send_async,                                                                \
     (SoupSession * session, SoupMessage * message, int priority, GCancellable *cancellable,       \
      GAsyncReadyCallback callback, gpointer user_data),                                           \
     (session, message, priority, cancellable, callback, user_data))                               \
  X (GInputStream *, soup_session_send_finish,                                                     \
     (SoupSession * session, GAsyncResult * result, GError * *error), (session, result, error))

TL_LATE_LIBRARY (TL_SONAME_SOUP, FUNCTIONS)
