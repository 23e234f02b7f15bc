/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-tls-private.h"

#include <string.h>

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)

static const LineAction tls_script[] = {START_TLS, HOLD, THE_END};

/* What the server is made of, what is asked for, what must come out. */
typedef struct {
  const char *path;
  const char *names[3];
  gint64 not_before_s, not_after_s;
  TlTlsIdentityFlags flags;
  gboolean trusted; /* its CA is in our --ca-file */
  const char *host;
  const char *verify;
  const char *bit; /* that must be among the bits, or NULL */
  const char *suggested;
  gint expired_days;
} Case;

static const Case cases[] = {
    {"good",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "mail.example.org",
     "ok",
     NULL,
     NULL,
     0},
    {"good-upper-case",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "MAIL.Example.ORG",
     "ok",
     NULL,
     NULL,
     0},
    {"good-trailing-dot",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "mail.example.org.",
     "ok",
     NULL,
     NULL,
     0},
    {"good-wildcard",
     {"*.example.org"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "mail.example.org",
     "ok",
     NULL,
     NULL,
     0},
    {"good-ipv4", {"127.0.0.1"}, -HOUR_S, HOUR_S, 0, TRUE, "127.0.0.1", "ok", NULL, NULL, 0},
    {"good-ipv6", {"::1"}, -HOUR_S, HOUR_S, 0, TRUE, "[::1]", "ok", NULL, NULL, 0},
    {"good-with-ca-sent",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     TL_TLS_IDENTITY_SEND_CA,
     TRUE,
     "mail.example.org",
     "ok",
     NULL,
     NULL,
     0},
    {"self-signed-but-trusted",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     TL_TLS_IDENTITY_SELF_SIGNED,
     TRUE,
     "mail.example.org",
     "ok",
     "self-signed",
     NULL,
     0},
    {"expired",
     {"mail.example.org"},
     -9 * DAY_S,
     -3 * DAY_S - HOUR_S,
     0,
     TRUE,
     "mail.example.org",
     "expired",
     "expired",
     NULL,
     3},
    {"not-yet-valid",
     {"mail.example.org"},
     2 * DAY_S + HOUR_S,
     9 * DAY_S,
     0,
     TRUE,
     "mail.example.org",
     "not-yet-valid",
     "not-activated",
     NULL,
     -2},
    {"other-name",
     {"imap.example.org"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "mail.example.org",
     "name-mismatch",
     "unexpected-owner",
     "imap.example.org",
     0},
    {"other-domain",
     {"mail.example.net"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "smtp.other.org",
     "name-mismatch",
     "unexpected-owner",
     NULL,
     0},
    {"bare-wildcard",
     {"*"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "mail",
     "name-mismatch",
     "unexpected-owner",
     NULL,
     0},
    {"wildcard-too-deep",
     {"*.example.org"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "a.b.example.org",
     "name-mismatch",
     NULL,
     NULL,
     0},
    {"other-address",
     {"127.0.0.2"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "127.0.0.1",
     "name-mismatch",
     NULL,
     NULL,
     0},
    {"name-is-no-address",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     0,
     TRUE,
     "127.0.0.1",
     "name-mismatch",
     NULL,
     NULL,
     0},
    {"self-signed",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     TL_TLS_IDENTITY_SELF_SIGNED,
     FALSE,
     "mail.example.org",
     "self-signed",
     "signer-not-found",
     NULL,
     0},
    {"self-signed-other-name",
     {"localhost"},
     -HOUR_S,
     HOUR_S,
     TL_TLS_IDENTITY_SELF_SIGNED,
     FALSE,
     "mail.example.org",
     "self-signed",
     "unexpected-owner",
     NULL,
     0},
    {"unknown-ca",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     TL_TLS_IDENTITY_SEND_CA,
     FALSE,
     "mail.example.org",
     "untrusted-issuer",
     "signer-not-found",
     NULL,
     0},
    {"issuer-not-sent",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     0,
     FALSE,
     "mail.example.org",
     "chain-incomplete",
     "signer-not-found",
     NULL,
     0},
    {"expired-and-unknown-ca",
     {"mail.example.org"},
     -9 * DAY_S,
     -DAY_S - HOUR_S,
     TL_TLS_IDENTITY_SEND_CA,
     FALSE,
     "mail.example.org",
     "expired",
     "signer-not-found",
     NULL,
     1},
    {"made-for-clients",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     TL_TLS_IDENTITY_CLIENT_PURPOSE,
     TRUE,
     "mail.example.org",
     "wrong-purpose",
     "purpose-mismatch",
     NULL,
     0},
    {"common-name-only",
     {"mail.example.org"},
     -HOUR_S,
     HOUR_S,
     TL_TLS_IDENTITY_CN_ONLY,
     TRUE,
     "mail.example.org",
     "ok",
     "common-name-only",
     NULL,
     0},
};

static gboolean
has_word (const char *list, const char *word)
{
  g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", " ", -1);

  return g_strv_contains ((const char *const *) words, word);
}

static void
run_case (const Case *expected, const char *const *names)
{
  const TlTlsIdentityOptions options = {.names = names,
                                        .not_before_s = expected->not_before_s,
                                        .not_after_s = expected->not_after_s,
                                        .flags = expected->flags};
  g_auto (Job) job;
  g_auto (Authority) authority;
  g_auto (Authority) stranger;
  g_autoptr (LineServer) server = line_server_new (AF_INET);
  g_autoptr (TlChannel) channel = NULL;
  const TlTlsInfo *info;

  job_init (&job);
  authority_init_full (&authority, &options);
  authority_init (&stranger, "x.example.net");
  line_server_add_script (server, tls_script);
  line_server_set_identity (server, authority.identity, NULL);
  line_server_start (server);
  channel = open_channel (&job, server);
  g_assert_cmpint (tl_channel_start_tls (channel,
                                         expected->trusted ? authority.trust : stranger.trust,
                                         expected->host, NULL, NULL, GUARD_MS),
                   ==, TL_FAILURE_NONE);
  info = tl_tls_get_info (tl_channel_get_tls (channel));
  g_test_message ("bits: %s", info->verify_bits);
  g_assert_true (info->complete);
  g_assert_cmpstr (info->verify, ==, expected->verify);
  if (expected->bit != NULL)
    g_assert_true (has_word (info->verify_bits, expected->bit));
  g_assert_cmpstr (info->suggested_host, ==, expected->suggested);
  g_assert_cmpint (info->expired_days, ==, expected->expired_days);
  if (strcmp (expected->verify, "not-verifiable") != 0)
    g_assert_cmpuint (info->chain->len, ==,
                      (expected->flags & TL_TLS_IDENTITY_SEND_CA) != 0 ? 2 : 1);
}

static void
test_verify (gconstpointer data)
{
  const Case *expected = data;

  run_case (expected, expected->names);
}

/* A list of names as long as thousands is not looked through, though the right one is among them. */
static void
test_many_names (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Case row = {.not_before_s = -HOUR_S,
              .not_after_s = HOUR_S,
              .trusted = TRUE,
              .host = "mail.example.org",
              .verify = "not-verifiable",
              .bit = "too-large"};

  g_ptr_array_add (names, g_strdup ("mail.example.org"));
  for (guint i = 0; i < 250; i++)
    g_ptr_array_add (names, g_strdup_printf ("%060u.%060u.%060u.example.org", i, i, i));
  g_ptr_array_add (names, NULL);
  run_case (&row, (const char *const *) names->pdata);
}

/* ------------------------------------------------------------------ importance */

static void
test_importance (void)
{
  const unsigned all = GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED | GNUTLS_CERT_SIGNATURE_FAILURE |
                       GNUTLS_CERT_EXPIRED | GNUTLS_CERT_SIGNER_NOT_FOUND |
                       GNUTLS_CERT_UNEXPECTED_OWNER | GNUTLS_CERT_INSECURE_ALGORITHM;
  static const struct {
    unsigned status;
    const char *word;
  } single[] = {
      {0, "ok"},
      {GNUTLS_CERT_INVALID, "not-verifiable"}, /* never "ok" without a reason */
      {GNUTLS_CERT_REVOKED, "revoked"},
      {GNUTLS_CERT_SIGNATURE_FAILURE, "bad-signature"},
      {GNUTLS_CERT_EXPIRED, "expired"},
      {GNUTLS_CERT_NOT_ACTIVATED, "not-yet-valid"},
      {GNUTLS_CERT_UNEXPECTED_OWNER, "name-mismatch"},
      {GNUTLS_CERT_SIGNER_NOT_CA, "wrong-purpose"},
      {GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, "wrong-purpose"},
      {GNUTLS_CERT_PURPOSE_MISMATCH, "wrong-purpose"},
      {GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, "wrong-purpose"},
      {GNUTLS_CERT_INSECURE_ALGORITHM, "weak"},
      {GNUTLS_CERT_MISSING_OCSP_STATUS, "no-revocation-proof"},
      {GNUTLS_CERT_INVALID_OCSP_STATUS, "no-revocation-proof"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (single); i++)
    g_assert_cmpstr (tl_tls_first_defect (single[i].status, FALSE, TRUE), ==, single[i].word);
  g_assert_cmpstr (tl_tls_first_defect (all, TRUE, FALSE), ==, "revoked");
  g_assert_cmpstr (tl_tls_first_defect (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_UNEXPECTED_OWNER,
                                        TRUE, FALSE),
                   ==, "self-signed");
  g_assert_cmpstr (tl_tls_first_defect (GNUTLS_CERT_SIGNER_NOT_FOUND, FALSE, FALSE), ==,
                   "chain-incomplete");
  g_assert_cmpstr (tl_tls_first_defect (GNUTLS_CERT_SIGNER_NOT_FOUND, FALSE, TRUE), ==,
                   "untrusted-issuer");
}

static void
test_suggest_host (void)
{
  static const struct {
    const char *names, *host, *suggestion;
  } table[] = {
      {"mail.example.org smtp.example.org", "smpt.example.org", "smtp.example.org"},
      {"*.example.org example.org", "mail.other.org", NULL},
      {"smtp.gmail.com", "smtp.gmial.com", "smtp.gmail.com"},
      {"www.example.org example.org", "mail.example.org", "example.org"},
      {"127.0.0.2", "127.0.0.1", NULL},
      {"portal.hotel.example", "smtp.gmail.com", NULL},
      {"localhost", "localhosts", NULL},
      {"a<0000>.example.org", "a.example.org", NULL},
      {"ftp.example.org mail.example.org", "mail", "mail.example.org"},
      {"ftp.example.org mail.example.org", "smtp", NULL},
      {"", "mail.example.org", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *suggestion = tl_tls_suggest_host (table[i].names, table[i].host);

    g_assert_cmpstr (suggestion, ==, table[i].suggestion);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/net/tls-verify/verify/%s", cases[i].path);

    g_test_add_data_func (path, &cases[i], test_verify);
  }
  g_test_add_func ("/net/tls-verify/many-names", test_many_names);
  g_test_add_func ("/net/tls-verify/importance", test_importance);
  g_test_add_func ("/net/tls-verify/suggest-host", test_suggest_host);
  return g_test_run ();
}
