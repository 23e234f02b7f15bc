/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Versions asked for one by one, of a real TLS stack, and answers of a hostile one. */
#include "net-test.h"

#include <string.h>

#include "tl-tls-hello.h"

static const LineAction tls_script[] = {START_TLS, HOLD, THE_END};

static TlTlsHelloAnswer
ask_padded (const char *priority, TlTlsVersion version, guint padding)
{
  Authority authority;
  LineServer *server = line_server_new (AF_INET);
  TlTlsHelloAnswer answer;
  Job job;
  int fd;

  job_init (&job);
  authority_init (&authority, "mail.example.org");
  line_server_add_script (server, tls_script);
  line_server_set_identity (server, authority.identity, priority);
  line_server_start (server);
  fd = connect_to (&job, server);
  answer = tl_tls_hello_ask (job.io, fd, version, "mail.example.org.", padding, GUARD_MS);
  close (fd);
  line_server_free (server);
  authority_clear (&authority);
  job_clear (&job);
  return answer;
}

static TlTlsHelloAnswer
ask (const char *priority, TlTlsVersion version)
{
  return ask_padded (priority, version, 0);
}

/* Whatever one version is switched on: it alone is agreed to. */
static void
test_each (gconstpointer data)
{
  TlTlsVersion only = GPOINTER_TO_UINT (data);
  g_autofree char *priority =
      g_strdup_printf ("NORMAL:-VERS-ALL:+VERS-%s", tl_tls_version_to_string (only));

  for (TlTlsVersion version = 0; version < TL_TLS_VERSIONS; version++) {
    TlTlsHelloAnswer answer = ask (priority, version);

    g_test_message ("only %s, asked for %s: %d", tl_tls_version_to_string (only),
                    tl_tls_version_to_string (version), answer.offer);
    g_assert_cmpint (answer.offer, ==, version == only ? TL_TLS_OFFER_YES : TL_TLS_OFFER_NO);
    if (version == only)
      g_assert_cmpstr (tl_tls_cipher_kind (answer.cipher), ==, "sound");
  }
}

/* Of a server that knows nothing better, what it has is told. */
static void
test_weak (void)
{
  TlTlsHelloAnswer rc4 = ask ("NONE:+VERS-TLS1.2:+ARCFOUR-128:+SHA1:+RSA:+ECDHE-ECDSA:+COMP-NULL:"
                              "+SIGN-ALL:+GROUP-ALL:+CTYPE-ALL",
                              TL_TLS_VERSION_1_2);
  TlTlsHelloAnswer des = ask ("NONE:+VERS-TLS1.2:+3DES-CBC:+SHA1:+RSA:+ECDHE-ECDSA:+COMP-NULL:"
                              "+SIGN-ALL:+GROUP-ALL:+CTYPE-ALL",
                              TL_TLS_VERSION_1_2);
  TlTlsHelloAnswer rare = ask ("NONE:+VERS-TLS1.2:+CAMELLIA-256-GCM:+AEAD:+RSA:+ECDHE-ECDSA:"
                               "+COMP-NULL:+SIGN-ALL:+GROUP-ALL:+CTYPE-ALL",
                               TL_TLS_VERSION_1_2);

  g_assert_cmpint (rare.offer, ==, TL_TLS_OFFER_YES);
  g_assert_cmpstr (tl_tls_cipher_kind (rare.cipher), ==, "other");
  g_assert_cmpint (rc4.offer, ==, TL_TLS_OFFER_YES);
  g_assert_cmpstr (tl_tls_cipher_kind (rc4.cipher), ==, "rc4");
  g_assert_cmpint (des.offer, ==, TL_TLS_OFFER_YES);
  g_assert_cmpstr (tl_tls_cipher_kind (des.cipher), ==, "3des");
}

/* What our own handshakes ask for, and what only a question does. */
static void
test_ours (void)
{
  g_assert_true (tl_tls_cipher_is_ours (0xc02f));
  g_assert_true (tl_tls_cipher_is_ours (0x1301));
  g_assert_false (tl_tls_cipher_is_ours (0x0005));
  g_assert_false (tl_tls_cipher_is_ours (0x0084));
  g_assert_true (tl_tls_group_is_usual (0x001d));
  g_assert_false (tl_tls_group_is_usual (0x001a));
}

/* A first word of more than one packet is one that any server understands. */
static void
test_padded (void)
{
  g_autoptr (GBytes) usual = tl_tls_hello_new (TL_TLS_VERSION_1_2, "mail.example.org", 0);
  g_autoptr (GBytes) large = tl_tls_hello_new (TL_TLS_VERSION_1_2, "mail.example.org", 1800);
  const guchar *bytes = g_bytes_get_data (large, NULL);
  TlTlsHelloAnswer answer = ask_padded ("NORMAL", TL_TLS_VERSION_1_2, 1800);

  /* RFC 7685: its type, its length, zeroes. */
  g_assert_cmpuint (g_bytes_get_size (large), ==, g_bytes_get_size (usual) + 4 + 1800);
  g_assert_cmpuint (bytes[3] * 256u + bytes[4], ==, g_bytes_get_size (large) - 5);
  g_assert_true (answer.spoke);
  g_assert_cmpint (answer.offer, ==, TL_TLS_OFFER_YES);
}

/* ------------------------------------------------------------------ answers in bytes */

#define RANDOM16 "0123456789abcdef"
#define HELLO_12 "\x16\x03\x03\0\x2a\2\0\0\x26\3\3" RANDOM16 RANDOM16 "\0"

static const struct {
  const char *path, *bytes;
  gsize length;
  gboolean done;
  TlTlsOffer offer;
  guint alert, dh_bits, group;
} answers[] = {
    {"nothing", "", 0, FALSE, TL_TLS_OFFER_UNKNOWN, 0, 0},
    {"alert-70", "\x15\3\1\0\2\2\x46", 7, TRUE, TL_TLS_OFFER_NO, 70, 0},
    {"alert-40", "\x15\3\3\0\2\2\x28", 7, TRUE, TL_TLS_OFFER_NO, 40, 0},
    {"alert-half", "\x15\3\3\0\2\2", 6, FALSE, TL_TLS_OFFER_UNKNOWN, 0, 0},
    /* A warning ends nothing. */
    {"warning", "\x15\3\3\0\2\1\x70", 7, FALSE, TL_TLS_OFFER_UNKNOWN, 0, 0},
    {"words", "220 mx.example.org ESMTP\r\n", 26, TRUE, TL_TLS_OFFER_UNKNOWN, 0, 0},
    {"hello-waits", HELLO_12 "\xc0\x2f\0", 47, FALSE, TL_TLS_OFFER_YES, 0, 0},
    /* The end of what the server says, or the curve that it takes. */
    {"hello", HELLO_12 "\0\x9c\0\x16\3\3\0\4\x0e\0\0\0", 56, TRUE, TL_TLS_OFFER_YES, 0, 0},
    {"hello-curve", HELLO_12 "\xc0\x2f\0\x16\3\3\0\x07\x0c\0\0\3\3\0\x1b", 59, TRUE,
     TL_TLS_OFFER_YES, 0, 0, 0x1b},
    /* The prime of a DHE suite comes later: 9 bits of it here. */
    {"dhe-waits", HELLO_12 "\0\x9e\0", 47, FALSE, TL_TLS_OFFER_YES, 0, 0},
    {"dhe", HELLO_12 "\0\x9e\0\x16\3\3\0\x0a\x0c\0\0\6\0\3\0\1\x80\0", 62, TRUE, TL_TLS_OFFER_YES,
     0, 9},
    {"dhe-lies", HELLO_12 "\0\x9e\0\x16\3\3\0\x0a\x0c\0\0\6\xff\xff\0\1\x80\0", 62, TRUE,
     TL_TLS_OFFER_YES, 0, 0},
    /* Lengths that lead out of what is there. */
    {"short-hello", "\x16\3\3\0\7\2\0\0\3\3\3\x20", 12, TRUE, TL_TLS_OFFER_UNKNOWN, 0, 0},
    {"long-message", "\x16\3\3\0\4\2\xff\xff\xff", 9, FALSE, TL_TLS_OFFER_UNKNOWN, 0, 0},
};

static void
test_answer (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  /* On the heap, so that a byte too far is seen. */
  g_autofree guchar *bytes = g_memdup2 (answers[index].bytes, MAX (answers[index].length, 1));
  TlTlsHelloAnswer answer;
  gboolean done = tl_tls_hello_read (TL_TLS_VERSION_1_2, bytes, answers[index].length, &answer);

  g_assert_cmpint (done, ==, answers[index].done);
  g_assert_cmpint (answer.offer, ==, answers[index].offer);
  g_assert_cmpuint (answer.alert, ==, answers[index].alert);
  g_assert_cmpuint (answer.dh_bits, ==, answers[index].dh_bits);
  g_assert_cmpuint (answer.group, ==, answers[index].group);
  /* However little of it is there. */
  for (gsize length = 0; length < answers[index].length; length++) {
    g_autofree guchar *part = g_memdup2 (bytes, MAX (length, 1));

    tl_tls_hello_read (TL_TLS_VERSION_1_3, part, length, &answer);
    tl_tls_hello_read (TL_TLS_VERSION_1_0, part, length, &answer);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < TL_TLS_VERSIONS; i++) {
    g_autofree char *path =
        g_strdup_printf ("/net/tls-hello/only/%s", tl_tls_version_to_string (i));

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_each);
  }
  g_test_add_func ("/net/tls-hello/weak", test_weak);
  g_test_add_func ("/net/tls-hello/ours", test_ours);
  g_test_add_func ("/net/tls-hello/padded", test_padded);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *path = g_strdup_printf ("/net/tls-hello/answer/%s", answers[i].path);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_answer);
  }
  return g_test_run ();
}
