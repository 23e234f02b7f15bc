/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-pairing.h"

#include "tl-enum-types.h"
#include "tl-text.h"

#include <glib/gi18n.h>

static const TlPairing mail[] = {
    {587, TL_SECURITY_STARTTLS, N_ ("The usual way for mail programs")},
    {465, TL_SECURITY_TLS, N_ ("Encrypted from the first byte on; just as good")},
    {2525, TL_SECURITY_STARTTLS, N_ ("Some providers offer it where 587 is blocked")},
    {25, TL_SECURITY_STARTTLS,
     N_ ("Meant for mail servers among themselves; often blocked at home")},
};

static const TlPairing ftp[] = {
    {21, TL_SECURITY_STARTTLS, N_ ("The usual way; encrypted before the login")},
    {990, TL_SECURITY_TLS, N_ ("Encrypted from the first byte on; an older way")},
    {21, TL_SECURITY_NONE, N_ ("Anybody on the way can read the password and the files")},
};

const TlPairing *
tl_pairings (TlProtocol protocol, guint *n)
{
  *n = protocol == TL_PROTOCOL_FTP ? G_N_ELEMENTS (ftp) : G_N_ELEMENTS (mail);
  return protocol == TL_PROTOCOL_FTP ? ftp : mail;
}

char *
tl_pairing_dup_title (guint port, TlSecurity security)
{
  switch (security) {
    case TL_SECURITY_TLS:
      /* Translators: a port and the encryption that goes with it; TLS and STARTTLS stay as they are */
      return g_strdup_printf (_ ("Port %u with TLS"), port);
    case TL_SECURITY_STARTTLS:
      return g_strdup_printf (_ ("Port %u with STARTTLS"), port);
    case TL_SECURITY_NONE:
      return g_strdup_printf (_ ("Port %u without encryption"), port);
    case TL_SECURITY_AUTO:
    default:
      return g_strdup_printf (_ ("Port %u, encryption found by testing"), port);
  }
}

const char *
tl_pairing_state (const TlEvidence *evidence, guint port)
{
  g_autofree char *fact = g_strdup_printf ("port.%u.state", port);
  g_autofree char *number = g_strdup_printf ("%u", port);

  if (evidence == NULL)
    return NULL;
  if (tl_evidence_is (evidence, "tcp.port", number))
    return tl_evidence_get (evidence, "tcp.state");
  return tl_evidence_get (evidence, fact);
}

/* The best of several addresses. */
static const char *
better (const char *one, const char *other)
{
  static const char *const order[] = {"works", "fails", "refused", "filtered", "unreachable"};

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++) {
    if (g_strcmp0 (one, order[i]) == 0 || g_strcmp0 (other, order[i]) == 0)
      return order[i];
  }
  return other != NULL ? other : one;
}

static gboolean
has_word (const char *list, const char *word)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  return g_strv_contains ((const char *const *) words, word);
}

const char *
tl_pairing_surveyed (const TlEvidence *evidence, guint port, TlSecurity security)
{
  const GPtrArray *facts = tl_evidence_get_facts (evidence);
  g_autofree char *end = g_strdup_printf (":%u", port);
  const char *word = tl_enum_to_string (tl_security_get_type (), (int) security);
  const char *best = NULL;

  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];
    const char *state;

    if (!g_str_equal (fact->fact, "survey.ways") || !g_str_has_suffix (fact->target, end) ||
        fact->attempt != tl_evidence_get_attempts (evidence))
      continue;
    state = tl_evidence_get_from (evidence, "survey.state", "survey.port", fact->target);
    if (g_strcmp0 (state, "open") == 0)
      state = has_word (fact->value, word) ? "works" : "fails";
    best = better (best, state);
  }
  return best;
}

char *
tl_pairing_dup_recommended (const TlEvidence *evidence, guint *port, TlSecurity *security)
{
  const char *number = tl_evidence_get (evidence, "survey.recommended.port");
  const char *word = tl_evidence_get (evidence, "survey.recommended.security");
  int value;

  if (number == NULL || word == NULL || !tl_port_parse (number, port) ||
      !tl_enum_from_string (tl_security_get_type (), word, &value))
    return NULL;
  *security = (TlSecurity) value;
  return g_strdup_printf ("%u/%s", *port, word);
}

const char *
tl_pairing_state_word (const char *state)
{
  static const struct {
    const char *state;
    const char *word;
  } words[] = {
      /* Translators: what a port did when the test knocked at it */
      {"works", NC_ ("port", "Works")},
      {"fails", NC_ ("port", "Does not work")},
      {"testing", NC_ ("port", "Testing…")},
      {"open", NC_ ("port", "Answers")},
      {"refused", NC_ ("port", "Refuses")},
      {"filtered", NC_ ("port", "Silent")},
      {"unreachable", NC_ ("port", "Unreachable")},
  };

  for (gsize i = 0; state != NULL && i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (words[i].state, state))
      return g_dpgettext2 (NULL, "port", words[i].word);
  }
  return "";
}

/* ------------------------------------------------------------------ suggestions */

void
tl_suggestion_free (TlSuggestion *suggestion)
{
  g_free (suggestion->target);
  g_free (suggestion->text);
  g_free (suggestion);
}

static void
add_port (GPtrArray *list, guint port, TlSecurity security)
{
  TlSuggestion *suggestion = g_new0 (TlSuggestion, 1);

  suggestion->target =
      g_strdup_printf ("%u/%s", port, tl_enum_to_string (tl_security_get_type (), (int) security));
  suggestion->text = tl_pairing_dup_title (port, security);
  g_ptr_array_add (list, suggestion);
}

static void
add_host (GPtrArray *list, const char *host)
{
  TlSuggestion *suggestion = g_new0 (TlSuggestion, 1);
  g_autofree char *visible = tl_text_make_visible (host, strlen (host), 255);
  g_autofree char *isolated = tl_text_isolate (visible);

  suggestion->target = g_strconcat ("host=", host, NULL);
  /* Translators: %s is the name of a server */
  suggestion->text = g_strdup_printf (_ ("Server name %s"), isolated);
  g_ptr_array_add (list, suggestion);
}

/* A name out of a certificate is worth trying only where the name is all that is wrong with it. */
static void
add_other_host (GPtrArray *list, const TlEvidence *evidence)
{
  const char *host = tl_evidence_get (evidence, "tls.suggested_host");

  if (host != NULL && *host != '\0' && tl_evidence_is (evidence, "tls.verify", "name-mismatch"))
    add_host (list, host);
}

/* What the provider publishes, where the settings differ from it. */
static void
add_published (GPtrArray *list, const TlEvidence *evidence, guint tested)
{
  const char *differs = tl_evidence_get (evidence, "account.differs");
  const char *host = tl_evidence_get (evidence, "account.publishes_host");
  const char *port = tl_evidence_get (evidence, "account.publishes_port");
  const char *security = tl_evidence_get (evidence, "account.publishes_security");
  guint number;
  int pairing;

  if (differs == NULL)
    return;
  if (list->len == 0 && host != NULL && strstr (differs, "host") != NULL)
    add_host (list, host);
  if ((strstr (differs, "port") != NULL || strstr (differs, "security") != NULL) && port != NULL &&
      security != NULL && tl_port_parse (port, &number) && number != tested &&
      tl_enum_from_string (tl_security_get_type (), security, &pairing))
    add_port (list, number, (TlSecurity) pairing);
}

/* The same port with the other way to begin, where a second connection has shown that it works. */
static void
add_other_way (GPtrArray *list, const TlEvidence *evidence, guint port)
{
  const char *peeked = tl_evidence_get (evidence, "tls.peeked");

  if (tl_evidence_is (evidence, "pairing.works", "yes")) {
    if (tl_evidence_is (evidence, "pairing.tried", "tls"))
      add_port (list, port, TL_SECURITY_TLS);
    else
      add_port (list, port, TL_SECURITY_STARTTLS);
  } else if (tl_evidence_is (evidence, "tls.mode", "implicit") && peeked != NULL &&
             (g_str_equal (peeked, "smtp") || g_str_equal (peeked, "ftp"))) {
    add_port (list, port, TL_SECURITY_STARTTLS);
  }
}

static gboolean
is_listed (GPtrArray *list, guint port)
{
  g_autofree char *prefix = g_strdup_printf ("%u/", port);

  for (guint i = 0; i < list->len; i++) {
    const TlSuggestion *suggestion = list->pdata[i];

    if (g_str_has_prefix (suggestion->target, prefix))
      return TRUE;
  }
  return FALSE;
}

/* What the survey got through to, before what only opened. */
static void
add_recommended (GPtrArray *list, const TlEvidence *evidence, guint tested)
{
  TlSecurity security;
  guint port;
  g_autofree char *target = tl_pairing_dup_recommended (evidence, &port, &security);

  if (target != NULL && port != tested && !is_listed (list, port))
    add_port (list, port, security);
}

/* A port that opened and over which a survey found no way is none to take. */
static gboolean
is_worth_trying (const TlEvidence *evidence, const TlPairing *pairing)
{
  const char *surveyed = tl_pairing_surveyed (evidence, pairing->port, pairing->security);

  if (surveyed != NULL)
    return g_str_equal (surveyed, "works");
  return g_strcmp0 (tl_pairing_state (evidence, pairing->port), "open") == 0;
}

static void
add_open_ports (GPtrArray *list, const TlEvidence *evidence, guint tested)
{
  guint n;
  const TlPairing *pairings = tl_pairings (tl_evidence_get_settings (evidence)->protocol, &n);

  for (guint i = 0; i < n && list->len < 4; i++) {
    if (pairings[i].port != tested && !is_listed (list, pairings[i].port) &&
        pairings[i].security != TL_SECURITY_NONE && is_worth_trying (evidence, &pairings[i]))
      add_port (list, pairings[i].port, pairings[i].security);
  }
}

/* Another kind of data connection, where the one asked for failed and another was seen to work. */
static void
add_data_mode (GPtrArray *list, const TlEvidence *evidence)
{
  const GPtrArray *rows = tl_evidence_get_data_channels (evidence);

  if (!tl_evidence_is (evidence, "ftp.data.outcome", "failed"))
    return;
  for (guint i = 0; i < rows->len; i++) {
    const TlDataChannel *row = rows->pdata[i];
    TlSuggestion *suggestion;
    g_autofree char *mode = NULL;

    if (!row->recommended)
      continue;
    suggestion = g_new0 (TlSuggestion, 1);
    mode = g_ascii_strup (row->mode, -1);
    suggestion->target = g_strconcat ("mode=", row->mode, NULL);
    /* Translators: %s is a way to open the connection for lists and files: EPSV, PASV, EPRT or PORT */
    suggestion->text = g_strdup_printf (_ ("Data connection by %s"), mode);
    g_ptr_array_add (list, suggestion);
  }
}

GPtrArray *
tl_suggestions (const TlEvidence *evidence)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_suggestion_free);
  const char *tested = tl_evidence_get (evidence, "tcp.port");
  guint port = 0;

  if (tested == NULL || !tl_port_parse (tested, &port))
    port = tl_settings_effective_port (tl_evidence_get_settings (evidence));
  add_other_host (list, evidence);
  add_published (list, evidence, port);
  add_other_way (list, evidence, port);
  add_data_mode (list, evidence);
  /* Another port helps when this one was not reached, not when the server answered on it. */
  if (!tl_evidence_is (evidence, "tcp.state", "open") ||
      tl_evidence_is (evidence, "step.failure", "tls")) {
    add_recommended (list, evidence, port);
    add_open_ports (list, evidence, port);
  }
  return list;
}
