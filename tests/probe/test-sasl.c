/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-sasl.h"

#include <gsasl.h>
#include <string.h>

#define USER "ann"
#define PASSWORD "correct horse"

/* ---------------------------------------------------------------- choosing */

static void
test_choose (void)
{
  static const struct {
    TlAuth asked;
    const char *offered;
    gboolean verified;
    const char *chosen;
  } rows[] = {
      {TL_AUTH_AUTO, "CRAM-MD5 LOGIN PLAIN SCRAM-SHA-256", TRUE, "PLAIN"},
      {TL_AUTH_AUTO, "CRAM-MD5 LOGIN SCRAM-SHA-256", TRUE, "LOGIN"},
      {TL_AUTH_AUTO, "SCRAM-SHA-1 SCRAM-SHA-256 CRAM-MD5", TRUE, "SCRAM-SHA-256"},
      {TL_AUTH_AUTO, "SCRAM-SHA-1-PLUS", TRUE, "SCRAM-SHA-1-PLUS"},
      {TL_AUTH_AUTO, "CRAM-MD5", TRUE, NULL},
      {TL_AUTH_AUTO, "XOAUTH2 OAUTHBEARER", TRUE, NULL},
      {TL_AUTH_AUTO, "", TRUE, NULL},
      {TL_AUTH_AUTO, "PLAINTEXT", TRUE, NULL},
      {TL_AUTH_AUTO, "PLAIN LOGIN CRAM-MD5", FALSE, "CRAM-MD5"},
      {TL_AUTH_AUTO, "PLAIN SCRAM-SHA-1", FALSE, "SCRAM-SHA-1"},
      {TL_AUTH_AUTO, "LOGIN", FALSE, "LOGIN"},
      {TL_AUTH_CRAM_MD5, "PLAIN CRAM-MD5", TRUE, "CRAM-MD5"},
      {TL_AUTH_LOGIN, "PLAIN", TRUE, NULL},
      {TL_AUTH_XOAUTH2, "PLAIN XOAUTH2", TRUE, "XOAUTH2"},
      {TL_AUTH_NONE, "PLAIN", TRUE, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (tl_sasl_choose (rows[i].asked, rows[i].offered, rows[i].verified), ==,
                     rows[i].chosen);
}

/* ---------------------------------------------------------------- against a server */

typedef struct {
  const char *user, *password;
  const char *binding;
} ServerData;

static int
on_server_property (Gsasl *context, Gsasl_session *session, Gsasl_property property)
{
  const ServerData *data = gsasl_callback_hook_get (context);

  switch (property) {
    case GSASL_PASSWORD:
      gsasl_property_set (session, GSASL_PASSWORD, data->password);
      return GSASL_OK;
    case GSASL_SCRAM_ITER:
      gsasl_property_set (session, GSASL_SCRAM_ITER, "4096");
      return GSASL_OK;
    case GSASL_CB_TLS_EXPORTER:
      if (data->binding == NULL)
        return GSASL_NO_CALLBACK;
      gsasl_property_set (session, GSASL_CB_TLS_EXPORTER, data->binding);
      return GSASL_OK;
    case GSASL_VALIDATE_SIMPLE:
      return strcmp (gsasl_property_fast (session, GSASL_AUTHID), data->user) == 0 &&
                     strcmp (gsasl_property_fast (session, GSASL_PASSWORD), data->password) == 0
                 ? GSASL_OK
                 : GSASL_AUTHENTICATION_ERROR;
    default:
      return GSASL_NO_CALLBACK;
  }
}

typedef struct {
  TlSecret *secret;
  GBytes *binding;
  TlSaslInput input;
  TlSasl *sasl;
} Client;

static void
client_init (Client *client, const char *mechanism, const char *user, const char *password)
{
  client->secret = tl_secret_new (password, -1);
  client->binding = g_bytes_new_static ("binding", 7);
  client->input = (TlSaslInput){
      .mechanism = mechanism,
      .user = user,
      .secret = client->secret,
      .host = "mail.test",
      .port = 587,
      .binding = "tls-exporter",
      .binding_data = client->binding,
      .until = G_MAXINT64,
  };
  client->sasl = tl_sasl_new (&client->input);
}

static void
client_clear (Client *client)
{
  g_clear_pointer (&client->sasl, tl_sasl_free);
  tl_secret_unref (client->secret);
  g_bytes_unref (client->binding);
}

/* Plays the two against each other; the server's last word in *code. */
static TlSaslStatus
play (Client *client, Gsasl_session *server, int *code)
{
  TlSaslStatus status = TL_SASL_ANSWER;
  char *response = NULL;
  char *challenge = NULL;

  if (tl_sasl_is_client_first (client->sasl))
    status = tl_sasl_step (client->sasl, NULL, &response);
  *code = GSASL_NEEDS_MORE;
  while (status == TL_SASL_ANSWER && *code == GSASL_NEEDS_MORE) {
    gsasl_free (challenge);
    challenge = NULL;
    *code = gsasl_step64 (server, response, &challenge);
    g_clear_pointer (&response, tl_wipe_free);
    if (*code == GSASL_NEEDS_MORE ||
        (*code == GSASL_OK && challenge != NULL && challenge[0] != '\0'))
      status = tl_sasl_step (client->sasl, challenge, &response);
  }
  gsasl_free (challenge);
  g_clear_pointer (&response, tl_wipe_free);
  return status;
}

static void
assert_login (const char *mechanism, const char *user, const char *password, ServerData *data,
              int expected)
{
  Client client;
  Gsasl *context;
  Gsasl_session *server;
  int code;
  TlSaslStatus status;

  g_assert_cmpint (gsasl_init (&context), ==, GSASL_OK);
  gsasl_callback_set (context, on_server_property);
  gsasl_callback_hook_set (context, data);
  g_assert_cmpint (gsasl_server_start (context, mechanism, &server), ==, GSASL_OK);
  gsasl_property_set (server, GSASL_SERVICE, "smtp");
  gsasl_property_set (server, GSASL_HOSTNAME, "mail.test");
  client_init (&client, mechanism, user, password);
  g_assert_nonnull (client.sasl);
  status = play (&client, server, &code);
  g_assert_cmpint (code, ==, expected);
  if (expected == GSASL_OK) {
    g_assert_cmpint (status, ==, TL_SASL_ANSWER);
    g_assert_true (tl_sasl_is_complete (client.sasl));
    g_assert_true (tl_sasl_is_proven (client.sasl));
  }
  client_clear (&client);
  gsasl_finish (server);
  gsasl_done (context);
}

static const char *const mechanisms[] = {
    "PLAIN",
    "LOGIN",
    "CRAM-MD5",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-256-PLUS",
};

static void
test_login (gconstpointer name)
{
  ServerData data = {USER, PASSWORD, "YmluZGluZw=="};
  ServerData foreign = {"j\303\266rg", "p\303\244ssw\303\266rd", "YmluZGluZw=="};

  assert_login (name, USER, PASSWORD, &data, GSASL_OK);
  assert_login (name, foreign.user, foreign.password, &foreign, GSASL_OK);
  assert_login (name, USER, "wrong", &data, GSASL_AUTHENTICATION_ERROR);
}

/* Between us and the server stands somebody with a TLS session of his own. */
static void
test_other_binding (void)
{
  ServerData data = {USER, PASSWORD, "b3RoZXI="};

  assert_login ("SCRAM-SHA-256-PLUS", USER, PASSWORD, &data, GSASL_AUTHENTICATION_ERROR);
}

static void
test_no_binding (void)
{
  Client client;

  client_init (&client, "SCRAM-SHA-1-PLUS", USER, PASSWORD);
  client.input.binding = NULL;
  g_assert_null (tl_sasl_new (&client.input));
  client_clear (&client);
}

/* The server says what the client's nonce is followed by, and proves nothing: its signature is noise. */
static void
test_forged (void)
{
  Client client;
  char *response = NULL;
  g_autofree char *nonce = NULL;
  g_autofree char *first = NULL;
  g_autofree char *message = NULL;
  g_autofree char *challenge = NULL;
  gsize length;

  client_init (&client, "SCRAM-SHA-1", USER, PASSWORD);
  g_assert_cmpint (tl_sasl_step (client.sasl, NULL, &response), ==, TL_SASL_ANSWER);
  first = (char *) g_base64_decode (response, &length);
  nonce = g_strndup (first, length);
  g_assert_nonnull (strstr (nonce, "r="));
  message = g_strdup_printf ("r=%sxyz,s=QUFBQUFBQUE=,i=4096", strstr (nonce, "r=") + 2);
  challenge = g_base64_encode ((const guchar *) message, strlen (message));
  tl_wipe_free (response);
  g_assert_cmpint (tl_sasl_step (client.sasl, challenge, &response), ==, TL_SASL_ANSWER);
  tl_wipe_free (response);
  g_assert_false (tl_sasl_is_proven (client.sasl));
  g_assert_cmpint (
      tl_sasl_step (client.sasl, "dj1BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE9", &response), ==,
      TL_SASL_PROOF_WRONG);
  g_assert_null (response);
  g_assert_false (tl_sasl_is_proven (client.sasl));
  client_clear (&client);
}

/* What a server sends that makes no sense as the first challenge. */
static void
test_invalid (void)
{
  static const char *const messages[] = {"",
                                         "noise",
                                         "r=foreign,s=QUFBQQ==,i=4096",
                                         "i=1",
                                         "r=x,s=QUFBQQ==,i=600001",
                                         "r=x,s=QUFBQQ==,i=99999999999999999999999",
                                         "r=x,s=QUFBQQ==,i=-4096",
                                         "r=x,s=QUFBQQ=="};

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    g_autofree char *challenge =
        g_base64_encode ((const guchar *) messages[i], strlen (messages[i]));
    char *response = NULL;
    Client client;

    client_init (&client, "SCRAM-SHA-256", USER, PASSWORD);
    g_assert_cmpint (tl_sasl_step (client.sasl, NULL, &response), ==, TL_SASL_ANSWER);
    tl_wipe_free (response);
    g_assert_cmpint (tl_sasl_step (client.sasl, challenge, &response), ==, TL_SASL_INVALID);
    g_assert_null (response);
    client_clear (&client);
  }
}

static void
test_not_base64 (void)
{
  static const char *const challenges[] = {"!!!!", "QUJ", "QUJD\303\244", "QUFB=QUF", "AEFB"};

  for (gsize i = 0; i < G_N_ELEMENTS (challenges); i++) {
    char *response = NULL;
    Client client;

    client_init (&client, "LOGIN", USER, PASSWORD);
    g_assert_cmpint (tl_sasl_step (client.sasl, challenges[i], &response), ==, TL_SASL_INVALID);
    client_clear (&client);
  }
}

/* 600,000 rounds take a while; whoever cancels does not wait for them. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *first = NULL;
  g_autofree char *text = NULL;
  g_autofree char *message = NULL;
  g_autofree char *challenge = NULL;
  char *response = NULL;
  gsize length;
  Client client;

  client_init (&client, "SCRAM-SHA-256", USER, PASSWORD);
  tl_sasl_free (client.sasl);
  client.input.cancellable = cancellable;
  client.sasl = tl_sasl_new (&client.input);
  g_assert_cmpint (tl_sasl_step (client.sasl, NULL, &response), ==, TL_SASL_ANSWER);
  first = (char *) g_base64_decode (response, &length);
  text = g_strndup (first, length);
  tl_wipe_free (response);
  message = g_strdup_printf ("r=%sxyz,s=QUFBQUFBQUE=,i=600000", strstr (text, "r=") + 2);
  challenge = g_base64_encode ((const guchar *) message, strlen (message));
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (tl_sasl_step (client.sasl, challenge, &response), ==, TL_SASL_STOPPED);
  client_clear (&client);
}

static void
test_oauth_words (void)
{
  static const struct {
    const char *mechanism, *user, *words;
  } rows[] = {
      {"XOAUTH2", "ann@mail.test", "user=ann@mail.test\001auth=Bearer token\001\001"},
      {"OAUTHBEARER", "a=n,n",
       "n,a=a=3Dn=2Cn,\001host=mail.test\001port=587\001auth=Bearer token\001\001"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = NULL;
    char *response = NULL;
    gsize length;
    Client client;

    client_init (&client, rows[i].mechanism, rows[i].user, "token");
    g_assert_cmpint (tl_sasl_step (client.sasl, NULL, &response), ==, TL_SASL_ANSWER);
    words = (char *) g_base64_decode (response, &length);
    g_assert_cmpmem (words, length, rows[i].words, strlen (rows[i].words));
    tl_wipe_free (response);
    client_clear (&client);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/sasl/choose", test_choose);
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    g_autofree char *path = g_strconcat ("/probe/sasl/login/", mechanisms[i], NULL);

    g_test_add_data_func (path, mechanisms[i], test_login);
  }
  g_test_add_func ("/probe/sasl/binding/other", test_other_binding);
  g_test_add_func ("/probe/sasl/binding/none", test_no_binding);
  g_test_add_func ("/probe/sasl/scram/forged", test_forged);
  g_test_add_func ("/probe/sasl/scram/invalid", test_invalid);
  g_test_add_func ("/probe/sasl/scram/cancelled", test_cancelled);
  g_test_add_func ("/probe/sasl/not-base64", test_not_base64);
  g_test_add_func ("/probe/sasl/oauth", test_oauth_words);
  return g_test_run ();
}
