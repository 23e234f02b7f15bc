/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The stapled answer of the issuer about the server's own certificate (RFC 6066 8, RFC 6960). Nobody
 * but the named server is asked: where nothing was stapled, nothing is known. */
#include "tl-tls-private.h"

#include <gnutls/ocsp.h>

/* "status_request" among the TLS features (RFC 7633 4.2.3; the number is RFC 6066's). */
#define FEATURE_STATUS_REQUEST 5

static gboolean
must_staple (gnutls_x509_crt_t certificate)
{
  gnutls_x509_tlsfeatures_t features;
  unsigned feature = 0;
  gboolean must = FALSE;

  if (gnutls_x509_tlsfeatures_init (&features) != GNUTLS_E_SUCCESS)
    return FALSE;
  if (gnutls_x509_crt_get_tlsfeatures (certificate, features, 0, NULL) == GNUTLS_E_SUCCESS) {
    for (unsigned i = 0; !must && gnutls_x509_tlsfeatures_get (features, i, &feature) >= 0; i++)
      must = feature == FEATURE_STATUS_REQUEST;
  }
  gnutls_x509_tlsfeatures_deinit (features);
  return must;
}

/* What the answer says of the certificate; times are filled where it has them. */
static const char *
read_answer (gnutls_ocsp_resp_t answer, gnutls_x509_crt_t certificate, TlOcspInfo *info)
{
  unsigned word = 0;
  time_t since = (time_t) -1, until = (time_t) -1, revoked = (time_t) -1, now = time (NULL);

  if (gnutls_ocsp_resp_get_status (answer) != GNUTLS_OCSP_RESP_SUCCESSFUL)
    return "unsuccessful";
  if (gnutls_ocsp_resp_check_crt (answer, 0, certificate) != GNUTLS_E_SUCCESS ||
      gnutls_ocsp_resp_get_single (answer, 0, NULL, NULL, NULL, NULL, &word, &since, &until,
                                   &revoked, NULL) != GNUTLS_E_SUCCESS)
    return "broken";
  info->since = tl_certificate_format_time (since);
  info->until = until != (time_t) -1 ? tl_certificate_format_time (until) : NULL;
  if (word == GNUTLS_OCSP_CERT_REVOKED) {
    info->revoked_at = revoked != (time_t) -1 ? tl_certificate_format_time (revoked) : NULL;
    return "revoked";
  }
  if (until != (time_t) -1 && until < now)
    return "expired";
  return word == GNUTLS_OCSP_CERT_GOOD ? "good" : "unknown";
}

static const char *
judge_answer (gnutls_session_t session, gnutls_x509_crt_t certificate, unsigned status,
              TlOcspInfo *info)
{
  gnutls_datum_t bytes = {NULL, 0};
  gnutls_ocsp_resp_t answer;
  const char *outcome = "broken";

  if (gnutls_ocsp_status_request_get2 (session, 0, &bytes) != GNUTLS_E_SUCCESS || bytes.size == 0)
    return "none";
  if (gnutls_ocsp_resp_init (&answer) != GNUTLS_E_SUCCESS)
    return outcome;
  if (gnutls_ocsp_resp_import (answer, &bytes) == GNUTLS_E_SUCCESS)
    outcome = read_answer (answer, certificate, info);
  gnutls_ocsp_resp_deinit (answer);
  /* GnuTLS looked at who signed it, too. */
  if ((status & GNUTLS_CERT_INVALID_OCSP_STATUS) != 0 && !g_str_equal (outcome, "unsuccessful"))
    return "broken";
  return outcome;
}

void
tl_tls_read_staple (TlTls *tls, gnutls_x509_crt_t certificate, unsigned status)
{
  TlOcspInfo *info = &tls->info->ocsp;

  /* A session that is taken up again shows no certificate anew. */
  if (tls->info->resumed)
    return;
  info->must_staple = must_staple (certificate);
  info->outcome = judge_answer (tls->session, certificate, status, info);
}

void
tl_ocsp_info_clear (TlOcspInfo *info)
{
  g_free (info->since);
  g_free (info->until);
  g_free (info->revoked_at);
}
