/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-sasl.h"

#include "tl-pbkdf2.h"

#include <gsasl.h>
#include <string.h>

typedef enum {
  KIND_PLAIN,
  KIND_LOGIN,
  KIND_CRAM,
  KIND_SCRAM,
  KIND_XOAUTH2,
  KIND_OAUTHBEARER
} Kind;

struct _TlSasl {
  TlSaslInput input;
  Kind kind;
  guint steps;   /* done */
  gboolean done; /* all of it is said */
  gboolean stopped;
  char *error_text; /* (owned, nullable) */
  Gsasl *context;   /* (nullable) for those that compute something */
  Gsasl_session *session;
};

/* ---------------------------------------------------------------- choosing */

static const struct {
  TlAuth auth;
  const char *name;
  Kind kind;
} mechanisms[] = {
    {TL_AUTH_PLAIN, "PLAIN", KIND_PLAIN},
    {TL_AUTH_LOGIN, "LOGIN", KIND_LOGIN},
    {TL_AUTH_CRAM_MD5, "CRAM-MD5", KIND_CRAM},
    {TL_AUTH_SCRAM_SHA_1, "SCRAM-SHA-1", KIND_SCRAM},
    {TL_AUTH_SCRAM_SHA_1_PLUS, "SCRAM-SHA-1-PLUS", KIND_SCRAM},
    {TL_AUTH_SCRAM_SHA_256, "SCRAM-SHA-256", KIND_SCRAM},
    {TL_AUTH_SCRAM_SHA_256_PLUS, "SCRAM-SHA-256-PLUS", KIND_SCRAM},
    {TL_AUTH_XOAUTH2, "XOAUTH2", KIND_XOAUTH2},
    {TL_AUTH_OAUTHBEARER, "OAUTHBEARER", KIND_OAUTHBEARER},
};

static const char *
find_name (TlAuth auth)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (mechanisms[i].auth == auth)
      return mechanisms[i].name;
  return NULL;
}

const char *
tl_sasl_choose (TlAuth asked, const char *offered, gboolean verified)
{
  static const TlAuth under_tls[] = {TL_AUTH_PLAIN,
                                     TL_AUTH_LOGIN,
                                     TL_AUTH_SCRAM_SHA_256,
                                     TL_AUTH_SCRAM_SHA_1,
                                     TL_AUTH_SCRAM_SHA_256_PLUS,
                                     TL_AUTH_SCRAM_SHA_1_PLUS};
  static const TlAuth in_plain[] = {TL_AUTH_SCRAM_SHA_256, TL_AUTH_SCRAM_SHA_1, TL_AUTH_CRAM_MD5,
                                    TL_AUTH_PLAIN, TL_AUTH_LOGIN};
  g_auto (GStrv) words = g_strsplit (offered, " ", -1);
  const TlAuth *order = verified ? under_tls : in_plain;
  gsize n = verified ? G_N_ELEMENTS (under_tls) : G_N_ELEMENTS (in_plain);

  if (asked != TL_AUTH_AUTO) {
    order = &asked;
    n = 1;
  }
  for (gsize i = 0; i < n; i++) {
    const char *name = find_name (order[i]);

    if (name != NULL && g_strv_contains ((const char *const *) words, name))
      return name;
  }
  return NULL;
}

/* ---------------------------------------------------------------- SCRAM: the salted password */

/* The number of rounds in "r=…,s=…,i=4096" (RFC 5802 5.1), looked at before the library computes
 * them. 0: none there. */
static guint64
find_rounds (const char *message, gsize length)
{
  g_autofree char *text = g_strndup (message, length);
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], "i=") && g_ascii_isdigit (parts[i][2]))
      return g_ascii_strtoull (parts[i] + 2, NULL, 10);
  return 0;
}

static GChecksumType
scram_checksum (const TlSasl *sasl)
{
  return strstr (sasl->input.mechanism, "SHA-256") != NULL ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA1;
}

static void
set_salted (Gsasl_session *session, const guint8 *key, gsize length)
{
  char hex[2 * 32 + 1];

  for (gsize i = 0; i < length; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", key[i]);
  gsasl_property_set (session, GSASL_SCRAM_SALTED_PASSWORD, hex);
  tl_wipe (hex, sizeof hex);
}

/* gsasl would compute this in one go, for as long as the server likes; ours can be stopped. */
static int
salt_password (TlSasl *sasl, Gsasl_session *session)
{
  const char *salt64 = gsasl_property_fast (session, GSASL_SCRAM_SALT);
  const char *rounds = gsasl_property_fast (session, GSASL_SCRAM_ITER);
  GChecksumType type = scram_checksum (sasl);
  g_autoptr (GBytes) salt = NULL;
  char *prepared = NULL;
  guint8 key[32];
  gsize length;
  guchar *bytes;

  if (salt64 == NULL || rounds == NULL)
    return GSASL_NO_CALLBACK;
  bytes = g_base64_decode (salt64, &length);
  salt = g_bytes_new_take (bytes, length);
  if (gsasl_saslprep (tl_secret_peek (sasl->input.secret, NULL), 0, &prepared, NULL) != GSASL_OK)
    return GSASL_SASLPREP_ERROR;
  sasl->stopped = !tl_pbkdf2 (type, prepared, salt, (guint) g_ascii_strtoull (rounds, NULL, 10),
                              key, sasl->input.cancellable, sasl->input.until);
  tl_wipe (prepared, strlen (prepared));
  gsasl_free (prepared);
  if (sasl->stopped)
    return GSASL_AUTHENTICATION_ERROR;
  set_salted (session, key, (gsize) g_checksum_type_get_length (type));
  tl_wipe (key, sizeof key);
  return GSASL_OK;
}

static int
on_property (Gsasl *context, Gsasl_session *session, Gsasl_property property)
{
  TlSasl *sasl = gsasl_callback_hook_get (context);

  if (property == GSASL_SCRAM_SALTED_PASSWORD)
    return salt_password (sasl, session);
  return GSASL_NO_CALLBACK;
}

/* ---------------------------------------------------------------- gsasl */

static gboolean
set_binding (TlSasl *sasl)
{
  const TlSaslInput *input = &sasl->input;
  g_autofree char *data = NULL;

  if (!g_str_has_suffix (input->mechanism, "-PLUS"))
    return TRUE;
  if (input->binding == NULL)
    return FALSE;
  data = g_base64_encode (g_bytes_get_data (input->binding_data, NULL),
                          g_bytes_get_size (input->binding_data));
  gsasl_property_set (sasl->session,
                      strcmp (input->binding, "tls-exporter") == 0 ? GSASL_CB_TLS_EXPORTER
                                                                   : GSASL_CB_TLS_UNIQUE,
                      data);
  return TRUE;
}

static gboolean
start_library (TlSasl *sasl)
{
  const TlSaslInput *input = &sasl->input;

  if (gsasl_init (&sasl->context) != GSASL_OK)
    return FALSE;
  gsasl_callback_hook_set (sasl->context, sasl);
  gsasl_callback_set (sasl->context, on_property);
  if (gsasl_client_start (sasl->context, input->mechanism, &sasl->session) != GSASL_OK)
    return FALSE;
  gsasl_property_set (sasl->session, GSASL_AUTHID, input->user);
  gsasl_property_set (sasl->session, GSASL_SERVICE, "smtp");
  gsasl_property_set (sasl->session, GSASL_HOSTNAME, input->host);
  if (sasl->kind == KIND_CRAM)
    gsasl_property_set (sasl->session, GSASL_PASSWORD, tl_secret_peek (input->secret, NULL));
  return set_binding (sasl);
}

/* gsasl frees its copies as they are. */
static void
wipe_property (Gsasl_session *session, Gsasl_property property)
{
  char *copy = (char *) gsasl_property_fast (session, property);

  if (copy != NULL)
    tl_wipe (copy, strlen (copy));
}

static TlSaslStatus
judge_library (TlSasl *sasl, const char *challenge, gsize length)
{
  if (sasl->stopped)
    return TL_SASL_STOPPED;
  /* The third message of SCRAM is the server's proof; "e=" there is its refusal instead, which the
   * reply will repeat (RFC 5802 7). */
  if (sasl->kind != KIND_SCRAM || sasl->steps < 2)
    return TL_SASL_INVALID;
  if (length >= 2 && strncmp (challenge, "e=", 2) == 0)
    return TL_SASL_ANSWER;
  return TL_SASL_PROOF_WRONG;
}

static TlSaslStatus
step_library (TlSasl *sasl, const char *challenge, gsize length, char **response)
{
  char *output = NULL;
  size_t output_length = 0;
  TlSaslStatus status = TL_SASL_ANSWER;
  int code;

  if (sasl->kind == KIND_SCRAM && sasl->steps == 1) {
    guint64 rounds = find_rounds (challenge, length);

    if (rounds < TL_SCRAM_MIN_ROUNDS || rounds > TL_SCRAM_MAX_ROUNDS)
      return TL_SASL_INVALID;
  }
  /* CRAM-MD5 that has said all has nothing to answer. */
  if (sasl->done)
    return TL_SASL_INVALID;
  code = gsasl_step (sasl->session, challenge, length, &output, &output_length);
  sasl->done = code == GSASL_OK;
  if (code != GSASL_OK && code != GSASL_NEEDS_MORE)
    status = judge_library (sasl, challenge, length);
  *response = g_base64_encode ((const guchar *) (output != NULL ? output : ""), output_length);
  if (output != NULL) {
    tl_wipe (output, output_length);
    gsasl_free (output);
  }
  return status;
}

/* ---------------------------------------------------------------- the password itself */

/* RFC 4616: nobody else is acted for, the name, the password. */
static char *
plain_message (const TlSaslInput *input)
{
  gsize name = strlen (input->user), length;
  const char *password = tl_secret_peek (input->secret, &length);
  gsize size = 1 + name + 1 + length;
  char *message = g_malloc0 (size);
  char *encoded;

  memcpy (message + 1, input->user, name);
  memcpy (message + 1 + name + 1, password, length);
  encoded = g_base64_encode ((const guchar *) message, size);
  tl_wipe (message, size);
  g_free (message);
  return encoded;
}

/* LOGIN asks for the name, then for the password, in words that differ: their order counts. */
static TlSaslStatus
step_password (TlSasl *sasl, char **response)
{
  const TlSaslInput *input = &sasl->input;
  gsize length;
  const char *password = tl_secret_peek (input->secret, &length);

  if (sasl->done)
    return TL_SASL_INVALID;
  if (sasl->kind == KIND_PLAIN)
    *response = plain_message (input);
  else if (sasl->steps == 0)
    *response = g_base64_encode ((const guchar *) input->user, strlen (input->user));
  else
    *response = g_base64_encode ((const guchar *) password, length);
  sasl->done = sasl->kind == KIND_PLAIN || sasl->steps == 1;
  return TL_SASL_ANSWER;
}

/* ---------------------------------------------------------------- the OAuth two */

/* "=" and "," are written otherwise in the name of a GS2 header (RFC 5801 4). */
static void
append_saslname (GString *text, const char *name)
{
  for (const char *c = name; *c != '\0'; c++) {
    if (*c == '=')
      g_string_append (text, "=3D");
    else if (*c == ',')
      g_string_append (text, "=2C");
    else
      g_string_append_c (text, *c);
  }
}

static char *
bearer_first (TlSasl *sasl)
{
  const TlSaslInput *input = &sasl->input;
  gsize length;
  const char *token = tl_secret_peek (input->secret, &length);
  /* As long as it can get, so that no copy is left behind by growing. */
  GString *text =
      g_string_sized_new (length + 3 * strlen (input->user) + strlen (input->host) + 64);
  char *encoded;

  if (sasl->kind == KIND_XOAUTH2) {
    g_string_append_printf (text, "user=%s\001auth=Bearer ", input->user);
  } else { /* RFC 7628 3.1 */
    g_string_append (text, "n,a=");
    append_saslname (text, input->user);
    g_string_append_printf (text, ",\001host=%s\001port=%u\001auth=Bearer ", input->host,
                            input->port);
  }
  g_string_append_len (text, token, (gssize) length);
  g_string_append (text, "\001\001");
  encoded = g_base64_encode ((const guchar *) text->str, text->len);
  tl_wipe (text->str, text->len);
  g_string_free (text, TRUE);
  return encoded;
}

/* The first challenge may be empty (the client is asked for its first words); the next one holds the
 * server's error, which has to be acknowledged before the refusal comes. */
static TlSaslStatus
step_bearer (TlSasl *sasl, const char *challenge, gsize length, char **response)
{
  if (sasl->steps == 0) {
    *response = bearer_first (sasl);
    sasl->done = TRUE;
    return TL_SASL_ANSWER;
  }
  if (sasl->steps > 1)
    return TL_SASL_INVALID;
  sasl->error_text = g_strndup (challenge, length);
  *response = g_strdup (sasl->kind == KIND_OAUTHBEARER ? "AQ==" : "");
  return TL_SASL_ANSWER;
}

/* ---------------------------------------------------------------- public */

TlSasl *
tl_sasl_new (const TlSaslInput *input)
{
  g_autoptr (TlSasl) sasl = g_new0 (TlSasl, 1);
  gsize length, i = 0;
  const char *secret = tl_secret_peek (input->secret, &length);

  while (i < G_N_ELEMENTS (mechanisms) && strcmp (mechanisms[i].name, input->mechanism) != 0)
    i++;
  if (i == G_N_ELEMENTS (mechanisms))
    return NULL;
  sasl->input = *input;
  sasl->kind = mechanisms[i].kind;
  if (memchr (secret, '\0', length) != NULL)
    return NULL;
  if (sasl->kind != KIND_CRAM && sasl->kind != KIND_SCRAM)
    return g_steal_pointer (&sasl);
  return start_library (sasl) ? g_steal_pointer (&sasl) : NULL;
}

void
tl_sasl_free (TlSasl *sasl)
{
  if (sasl->session != NULL) {
    wipe_property (sasl->session, GSASL_PASSWORD);
    wipe_property (sasl->session, GSASL_SCRAM_SALTED_PASSWORD);
    gsasl_finish (sasl->session);
  }
  if (sasl->context != NULL)
    gsasl_done (sasl->context);
  g_free (sasl->error_text);
  g_free (sasl);
}

gboolean
tl_sasl_is_client_first (const TlSasl *sasl)
{
  return strcmp (sasl->input.mechanism, "LOGIN") != 0 &&
         strcmp (sasl->input.mechanism, "CRAM-MD5") != 0;
}

/* Strict: g_base64_decode skips whatever it does not know. */
static guchar *
decode (const char *text, gsize *length)
{
  gsize n = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  if (text[n + strspn (text + n, "=")] != '\0' || strlen (text) % 4 != 0)
    return NULL;
  return g_base64_decode (text, length);
}

TlSaslStatus
tl_sasl_step (TlSasl *sasl, const char *challenge, char **response)
{
  g_autofree guchar *bytes = NULL;
  gsize length = 0;
  TlSaslStatus status;

  *response = NULL;
  if (challenge != NULL) {
    bytes = decode (challenge, &length);
    if (bytes == NULL || memchr (bytes, '\0', length) != NULL)
      return TL_SASL_INVALID;
  }
  if (sasl->kind == KIND_XOAUTH2 || sasl->kind == KIND_OAUTHBEARER)
    status = step_bearer (sasl, (const char *) bytes, length, response);
  else if (sasl->context == NULL)
    status = step_password (sasl, response);
  else
    status = step_library (sasl, (const char *) bytes, length, response);
  if (status != TL_SASL_ANSWER) {
    g_clear_pointer (response, tl_wipe_free);
    return status;
  }
  sasl->steps++;
  return TL_SASL_ANSWER;
}

gboolean
tl_sasl_is_complete (const TlSasl *sasl)
{
  return sasl->done;
}

gboolean
tl_sasl_is_proven (const TlSasl *sasl)
{
  return sasl->kind != KIND_SCRAM || sasl->done;
}

const char *
tl_sasl_get_error_text (const TlSasl *sasl)
{
  return sasl->error_text;
}
