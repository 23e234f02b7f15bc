/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls-private.h"

#include "tl-address.h"
#include "tl-net-private.h"

#include <gnutls/abstract.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

/* A server that sends text in pieces gets this long to finish its first line. */
#define FIRST_WORDS_MS 1000
/* Application protocols that are offered at once. */
#define ALPN_MAX 4
/* What one call of GnuTLS may take in before the deadline is looked at again. */
#define BUDGET_BYTES (256 * 1024)

void
tl_tls_info_free (TlTlsInfo *info)
{
  g_free (info->version);
  g_free (info->cipher);
  g_free (info->verify);
  g_free (info->verify_bits);
  g_ptr_array_unref (info->chain);
  g_ptr_array_unref (info->raw);
  g_free (info->alert);
  g_free (info->error);
  g_free (info->peeked);
  g_free (info->peeked_text);
  g_free (info->suggested_host);
  g_free (info->alpn);
  tl_ocsp_info_clear (&info->ocsp);
  g_clear_pointer (&info->anchor, g_bytes_unref);
  g_free (info);
}

void
tl_certificate_info_free (TlCertificateInfo *info)
{
  g_free (info->subject);
  g_free (info->issuer);
  g_free (info->names);
  g_free (info->not_before);
  g_free (info->not_after);
  g_free (info->sha256);
  g_free (info->key);
  g_free (info->signature);
  g_free (info->issuer_address);
  g_free (info->ocsp_address);
  g_free (info);
}

static TlTlsInfo *
info_new (void)
{
  TlTlsInfo *info = g_new0 (TlTlsInfo, 1);

  info->verify = g_strdup ("not-tested");
  info->fault = -1;
  info->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_certificate_info_free);
  info->raw = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return info;
}

/* ------------------------------------------------------------------ transport */

static gboolean
may_pull (TlTls *tls)
{
  return tls->budget > 0 && tl_clock_us () < tls->until && !tl_io_is_cancelled (tls->io);
}

static ssize_t
pull (gnutls_transport_ptr_t data, void *buffer, size_t size)
{
  TlTls *tls = data;
  TlFailure failure;
  gssize n;

  /* GnuTLS asks again and again inside one call while records come that it drops; this is where a
   * flood of them meets the deadline. */
  if (!may_pull (tls)) {
    gnutls_transport_set_errno (tls->session, EAGAIN);
    return -1;
  }
  n = tl_socket_read (tls->fd, buffer, MIN (size, tls->budget), &failure);
  if (n < 0) {
    tls->error = errno;
    gnutls_transport_set_errno (tls->session, errno);
    return -1;
  }
  tls->eof = tls->eof || (n == 0 && size > 0);
  tls->n_last = MIN ((gsize) n, sizeof tls->last);
  memcpy (tls->last, buffer, tls->n_last);
  tls->received += (gsize) n;
  tls->budget -= (gsize) n;
  return n;
}

/* The pieces of a flight in one segment. */
static ssize_t
push (gnutls_transport_ptr_t data, const giovec_t *vector, int count)
{
  TlTls *tls = data;
  struct msghdr message = {.msg_iov = (struct iovec *) (gpointer) vector,
                           .msg_iovlen = (size_t) count};
  ssize_t n = sendmsg (tls->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);

  if (n < 0) {
    tls->error = errno;
    gnutls_transport_set_errno (tls->session, errno);
  }
  return n;
}

static int
pull_timeout (gnutls_transport_ptr_t data, unsigned ms)
{
  TlTls *tls = data;
  struct pollfd fd = {.fd = tls->fd, .events = POLLIN};
  gint64 until = ms == GNUTLS_INDEFINITE_TIMEOUT ? tls->until : tl_io_limit (tls->io, ms);
  TlFailure failure = tl_io_poll (tls->io, &fd, 1, MIN (until, tls->until));

  return failure == TL_FAILURE_NONE ? 1 : 0;
}

/* Overrides GnuTLS's own, which writes the keys to the file that SSLKEYLOGFILE names. */
static int
no_key_log (gnutls_session_t session, const char *label, const gnutls_datum_t *secret)
{
  return 0;
}

TlTls *
tl_tls_new (TlIo *io, int fd, unsigned flags)
{
  TlTls *tls = g_new0 (TlTls, 1);

  /* GNUTLS_DEBUG_LEVEL is read when the library is loaded, and high levels write down the keys. */
  gnutls_global_set_log_level (0);
  tls->io = tl_io_ref (io);
  tls->fd = fd;
  tls->info = info_new ();
  tls->until = G_MAXINT64;
  gnutls_init (&tls->session, flags | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_session_set_ptr (tls->session, tls);
  gnutls_transport_set_ptr (tls->session, tls);
  gnutls_transport_set_pull_function (tls->session, pull);
  gnutls_transport_set_vec_push_function (tls->session, push);
  gnutls_transport_set_pull_timeout_function (tls->session, pull_timeout);
  gnutls_session_set_keylog_function (tls->session, no_key_log);
  /* The deadline is ours (tl_tls_run_handshake). */
  gnutls_handshake_set_timeout (tls->session, 0);
  /* Half of GnuTLS's own limit: reading a certificate of thousands of names takes quadratic time. */
  gnutls_handshake_set_max_packet_length (tls->session, 64 * 1024);
  return tls;
}

void
tl_tls_free (TlTls *tls)
{
  gnutls_deinit (tls->session);
  tl_tls_info_free (tls->info);
  g_clear_pointer (&tls->credentials, gnutls_certificate_free_credentials);
  g_clear_pointer (&tls->trust, tl_tls_trust_unref);
  g_clear_pointer (&tls->identity, tl_tls_identity_unref);
  g_free (tls->host);
  g_free (tls->plain_words);
  tl_io_unref (tls->io);
  g_free (tls);
}

const TlTlsInfo *
tl_tls_get_info (TlTls *tls)
{
  return tls->info;
}

const char *
tl_tls_get_plain_words (TlTls *tls)
{
  return tls->plain_words;
}

/* ------------------------------------------------------------------ errors */

/* "GNUTLS_A_PROTOCOL_VERSION" is "protocol_version" to the standards (RFC 8446 6). */
static char *
alert_name (gnutls_alert_description_t alert)
{
  const char *name = gnutls_alert_get_strname (alert);

  if (name == NULL || !g_str_has_prefix (name, "GNUTLS_A_"))
    return g_strdup_printf ("alert_%u", (guint) alert);
  return g_ascii_strdown (name + strlen ("GNUTLS_A_"), -1);
}

/* Keeps what GnuTLS says of a fatal error and turns it into a failure. */
/* GnuTLS has read the five bytes of a record's header; they are the beginning of a reply in plain text
 * where three digits and a blank or hyphen stand there. */
static void
keep_plain_words (TlTls *tls)
{
  char bytes[512];
  gsize length = tls->n_last;
  gint64 until = tl_io_limit (tls->io, FIRST_WORDS_MS);
  struct pollfd fd = {.fd = tls->fd, .events = POLLIN};

  if (!tls->info->complete || tls->plain_words != NULL || tls->n_last < 5 ||
      !g_ascii_isdigit (tls->last[0]) || !g_ascii_isdigit (tls->last[1]) ||
      !g_ascii_isdigit (tls->last[2]) || strchr (" -", tls->last[3]) == NULL)
    return;
  memcpy (bytes, tls->last, length);
  /* It may come in pieces. */
  while (length < sizeof bytes && memchr (bytes, '\n', length) == NULL &&
         tl_io_poll (tls->io, &fd, 1, until) == TL_FAILURE_NONE) {
    gssize n = recv (tls->fd, bytes + length, sizeof bytes - length, MSG_DONTWAIT);

    if (n <= 0)
      break;
    length += (gsize) n;
  }
  tl_io_record (tls->io, FALSE, bytes, length);
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\r' || bytes[i] == '\n')
      length = i;
  tls->plain_words = tl_io_show_bytes (tls->io, bytes, length);
}

static TlFailure
judge_error (TlTls *tls, int code)
{
  TlTlsInfo *info = tls->info;
  const char *name = gnutls_strerror_name (code);

  g_free (info->error);
  info->error = g_strdup (name != NULL ? name : "GNUTLS_E_UNKNOWN");
  keep_plain_words (tls);
  if (code == GNUTLS_E_FATAL_ALERT_RECEIVED) {
    gnutls_alert_description_t alert = gnutls_alert_get (tls->session);

    g_free (info->alert);
    info->alert = alert_name (alert);
    info->alert_number = (guint) alert;
    return TL_FAILURE_TLS;
  }
  if (code == GNUTLS_E_PULL_ERROR || code == GNUTLS_E_PUSH_ERROR) {
    TlFailure failure = tl_socket_failure (tls->error);

    return failure != TL_FAILURE_NONE ? failure : TL_FAILURE_NETWORK;
  }
  if (code == GNUTLS_E_SESSION_EOF) { /* close_notify where none is due */
    g_free (info->alert);
    info->alert = alert_name (GNUTLS_A_CLOSE_NOTIFY);
    return TL_FAILURE_CLOSED;
  }
  return tls->eof ? TL_FAILURE_CLOSED : TL_FAILURE_TLS;
}

/* Non-fatal errors are counted, not only passed over: nobody may keep us busy with them. */
static TlFailure
judge_nuisance (TlTls *tls, int code)
{
  if (++tls->nuisances <= TL_TLS_NUISANCES_MAX)
    return TL_FAILURE_NONE;
  return judge_error (tls, code);
}

/* ------------------------------------------------------------------ handshake */

/* A server may choose a version that we do not speak, instead of refusing ours with an alert: its
 * ServerHello names it (RFC 5246 7.4.1.3: handshake type 2 behind the record's header, then four bytes
 * on the version). NULL for one of ours. */
static const char *
old_version_chosen (const guchar *bytes, gsize length)
{
  static const char *const names[] = {"SSL3.0", "TLS1.0", "TLS1.1"};

  if (length < 11 || bytes[0] != 0x16 || bytes[5] != 2 || bytes[9] != 3 ||
      bytes[10] >= G_N_ELEMENTS (names))
    return NULL;
  return names[bytes[10]];
}

/* What answers a ClientHello is looked at before GnuTLS reads it, which gives one and the same error
 * for a greeting, a clear-text 421 and a page of HTML. */
static TlFailure
look_at_answer (TlTls *tls)
{
  TlTlsInfo *info = tls->info;
  char bytes[512];
  gsize length = 0;
  TlFailure failure =
      tl_socket_peek (tls->io, tls->fd, tls->until, FIRST_WORDS_MS, bytes, sizeof bytes, &length);
  const char *service;

  if (length == 0) {
    const char *word = failure == TL_FAILURE_CLOSED  ? "closed"
                       : failure == TL_FAILURE_RESET ? "reset"
                                                     : "nothing";
    info->peeked = g_strdup (word);
    return failure;
  }
  service = tl_service_of_bytes (bytes, length);
  if (g_str_equal (service, "tls")) {
    info->peeked = g_strdup (bytes[0] == 0x15 ? "alert" : "tls");
    info->version = g_strdup (old_version_chosen ((const guchar *) bytes, length));
    return TL_FAILURE_NONE;
  }
  info->peeked = g_strdup (service);
  info->peeked_text = tl_io_show_bytes (tls->io, bytes, length);
  tl_io_record (tls->io, FALSE, bytes, length);
  return TL_FAILURE_TLS;
}

static TlFailure
wait_for_peer (TlTls *tls)
{
  gboolean writing = gnutls_record_get_direction (tls->session) == 1;
  struct pollfd fd = {.fd = tls->fd, .events = writing ? POLLOUT : POLLIN};
  TlFailure failure = tl_io_poll (tls->io, &fd, 1, tls->until);

  return failure == TL_FAILURE_TIMEOUT && tls->received > 0 ? TL_FAILURE_TOO_SLOW : failure;
}

static TlFailure
shake_hands (TlTls *tls)
{
  for (;;) {
    TlFailure failure = TL_FAILURE_NONE;
    int code;

    /* Nothing is read before it was looked at, however early it came. */
    tls->budget = tls->to_look ? 0 : BUDGET_BYTES;
    code = gnutls_handshake (tls->session);
    if (code == GNUTLS_E_SUCCESS)
      return TL_FAILURE_NONE;
    if (code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED) {
      if (tls->to_look && gnutls_record_get_direction (tls->session) == 0) {
        tls->to_look = FALSE;
        failure = look_at_answer (tls);
      } else {
        failure = wait_for_peer (tls);
      }
    } else if (gnutls_error_is_fatal (code)) {
      gnutls_alert_send_appropriate (tls->session, code);
      return judge_error (tls, code);
    } else {
      failure = judge_nuisance (tls, code);
    }
    if (failure != TL_FAILURE_NONE)
      return failure;
  }
}

static void
note_session (TlTls *tls)
{
  TlTlsInfo *info = tls->info;
  gnutls_datum_t alpn = {NULL, 0};

  info->complete = TRUE;
  g_free (info->version);
  info->version = g_strdup (gnutls_protocol_get_name (gnutls_protocol_get_version (tls->session)));
  info->cipher = g_strdup (gnutls_ciphersuite_get (tls->session));
  info->resumed = gnutls_session_is_resumed (tls->session) != 0;
  if (gnutls_alpn_get_selected_protocol (tls->session, &alpn) == GNUTLS_E_SUCCESS)
    info->alpn = g_strndup ((const char *) alpn.data, alpn.size);
}

TlFailure
tl_tls_run_handshake (TlTls *tls, guint limit_ms, gboolean look_first)
{
  TlFailure failure;

  if (tl_io_is_cancelled (tls->io))
    return TL_FAILURE_CANCELLED;
  tls->until = tl_io_limit (tls->io, limit_ms);
  /* Until then nothing is read: an answer may be there before GnuTLS is done with sending. */
  tls->to_look = look_first;
  failure = shake_hands (tls);
  tls->until = G_MAXINT64;
  if (failure == TL_FAILURE_NONE)
    note_session (tls);
  return failure;
}

/* Offers the parameters of an earlier session. Tickets of TLS 1.3 come after the handshake (RFC 8446
 * 4.6.1), so they are taken as late as possible; GnuTLS would wait for one that never came. */
static void
offer_resumption (TlTls *tls, TlTls *earlier)
{
  gnutls_datum_t data = {NULL, 0};
  gboolean tls13;

  if (!earlier->info->complete)
    return;
  tls13 = gnutls_protocol_get_version (earlier->session) == GNUTLS_TLS1_3;
  if (tls13 && (gnutls_session_get_flags (earlier->session) & GNUTLS_SFLAGS_SESSION_TICKET) == 0)
    return;
  if (gnutls_session_get_data2 (earlier->session, &data) != GNUTLS_E_SUCCESS)
    return;
  gnutls_session_set_data (tls->session, data.data, data.size);
  gnutls_memset (data.data, 0, data.size);
  gnutls_free (data.data);
}

static void
offer_protocols (TlTls *tls, const char *alpn)
{
  g_auto (GStrv) names = g_strsplit (alpn, " ", ALPN_MAX);
  gnutls_datum_t protocols[ALPN_MAX];
  guint n = 0;

  for (; n < ALPN_MAX && names[n] != NULL; n++) {
    protocols[n].data = (unsigned char *) names[n];
    protocols[n].size = (unsigned) strlen (names[n]);
  }
  gnutls_alpn_set_protocols (tls->session, protocols, n, 0);
}

/* A server asked for a certificate of ours. We have none; that it asked is worth knowing. */
static int
note_certificate_request (gnutls_session_t session, const gnutls_datum_t *authorities, int count,
                          const gnutls_pk_algorithm_t *algorithms, int algorithms_count,
                          gnutls_pcert_st **certificates, unsigned *certificates_count,
                          gnutls_privkey_t *key)
{
  TlTls *tls = gnutls_session_get_ptr (session);

  tls->info->client_certificate_requested = TRUE;
  *certificates = NULL;
  *certificates_count = 0;
  *key = NULL;
  return 0;
}

static void
prepare_client (TlTls *tls, const char *host, const char *alpn)
{
  TlAddress literal;
  gsize length = strlen (host);

  tls->host = g_strndup (host, length - (length > 1 && host[length - 1] == '.' ? 1 : 0));
  gnutls_priority_set_direct (tls->session, TL_TLS_PRIORITY, NULL);
  /* RFC 6066 3: no address literals in the server name. */
  if (!tl_address_parse (tls->host, 0, &literal))
    gnutls_server_name_set (tls->session, GNUTLS_NAME_DNS, tls->host, strlen (tls->host));
  if (alpn != NULL)
    offer_protocols (tls, alpn);
}

TlTls *
tl_tls_begin (TlIo *io, int fd, TlTlsTrust *trust, const char *host, const char *alpn,
              TlTls *resume)
{
  TlTls *tls = tl_tls_new (io, fd, GNUTLS_CLIENT);

  tls->trust = tl_tls_trust_ref (trust);
  gnutls_certificate_allocate_credentials (&tls->credentials);
  gnutls_certificate_set_retrieve_function2 (tls->credentials, note_certificate_request);
  gnutls_credentials_set (tls->session, GNUTLS_CRD_CERTIFICATE, tls->credentials);
  prepare_client (tls, host, alpn);
  if (resume != NULL)
    offer_resumption (tls, resume);
  /* With nothing to read (the budget is 0 yet), this sends the ClientHello and comes back. What goes
   * wrong here goes wrong again in tl_tls_go_on, which tells it. */
  gnutls_handshake (tls->session);
  return tls;
}

TlFailure
tl_tls_go_on (TlTls *tls, guint limit_ms)
{
  TlFailure failure = tl_tls_run_handshake (tls, limit_ms, TRUE);

  /* Also of a handshake that broke off: a certificate may have come before. */
  tl_tls_judge_certificates (tls);
  return failure;
}

TlTls *
tl_tls_handshake (TlIo *io, int fd, TlTlsTrust *trust, const char *host, const char *alpn,
                  TlTls *resume, guint limit_ms, TlFailure *failure)
{
  TlTls *tls = tl_tls_begin (io, fd, trust, host, alpn, resume);

  *failure = tl_tls_go_on (tls, limit_ms);
  return tls;
}

/* ------------------------------------------------------------------ records */

/* Wishes for another handshake or other keys in the place of an answer, more than anybody needs: what
 * GnuTLS passes over to us is counted here, KeyUpdates it counts itself. */
static gboolean
is_flood (int code)
{
  return !gnutls_error_is_fatal (code) || code == GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS;
}

gssize
tl_tls_read (TlTls *tls, char *buffer, gsize size, TlFailure *failure, gboolean *truncated)
{
  *failure = TL_FAILURE_NONE;
  tls->budget = BUDGET_BYTES;
  for (;;) {
    gssize n = gnutls_record_recv (tls->session, buffer, size);

    if (n >= 0)
      return n;
    if (n == GNUTLS_E_AGAIN)
      return -1;
    if (n == GNUTLS_E_INTERRUPTED)
      continue;
    if (!gnutls_error_is_fatal ((int) n) && judge_nuisance (tls, (int) n) == TL_FAILURE_NONE)
      continue;
    *failure = is_flood ((int) n) ? TL_FAILURE_INVALID : judge_error (tls, (int) n);
    if (*failure == TL_FAILURE_CLOSED && truncated != NULL)
      *truncated = TRUE;
    return -1;
  }
}

gssize
tl_tls_write (TlTls *tls, const char *bytes, gsize length, TlFailure *failure)
{
  gssize n;

  *failure = TL_FAILURE_NONE;
  tls->budget = BUDGET_BYTES;
  do
    n = gnutls_record_send (tls->session, bytes, length);
  while (n == GNUTLS_E_INTERRUPTED);
  if (n >= 0)
    return n;
  if (n != GNUTLS_E_AGAIN)
    *failure = judge_error (tls, (int) n);
  return -1;
}

gsize
tl_tls_pending (TlTls *tls)
{
  return gnutls_record_check_pending (tls->session);
}

void
tl_tls_bye (TlTls *tls)
{
  if (tls->info->complete)
    gnutls_bye (tls->session, GNUTLS_SHUT_WR);
}

gboolean
tl_tls_channel_binding (TlTls *tls, const char **type, GBytes **data)
{
  gboolean tls13 = gnutls_protocol_get_version (tls->session) == GNUTLS_TLS1_3;
  gnutls_datum_t binding = {NULL, 0};

  *type = NULL;
  *data = NULL;
  if (!tls->info->complete)
    return FALSE;
  /* Without the extended master secret tls-unique can be forged (RFC 7627 1). */
  if (!tls13 && (gnutls_session_get_flags (tls->session) & GNUTLS_SFLAGS_EXT_MASTER_SECRET) == 0)
    return FALSE;
  if (gnutls_session_channel_binding (tls->session,
                                      tls13 ? GNUTLS_CB_TLS_EXPORTER : GNUTLS_CB_TLS_UNIQUE,
                                      &binding) != GNUTLS_E_SUCCESS)
    return FALSE;
  *type = tls13 ? "tls-exporter" : "tls-unique";
  *data = g_bytes_new (binding.data, binding.size);
  gnutls_free (binding.data);
  return TRUE;
}
