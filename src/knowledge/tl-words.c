/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-words.h"

#include <string.h>

#include "tl-enum-types.h"
#include "tl-explain.h"
#include "tl-text.h"

/* What stands for a placeholder that has no value. */
static const struct {
  const char *name;
  const char *general;
} general_words[] = {
    /* Translators: these words fill a gap in a sentence where the name itself is not known, as in
     * "Ask the people who run {host}". */
    {"host", NC_ ("placeholder", "the server")},
    /* Translators: it follows the word "port". */
    {"port", NC_ ("placeholder", "…")},
    {"user", NC_ ("placeholder", "your user name")},
    {"address", NC_ ("placeholder", "your address")},
    {"domain", NC_ ("placeholder", "your domain")},
    {"recipient", NC_ ("placeholder", "the recipient")},
    {"recipient_domain", NC_ ("placeholder", "the recipient’s domain")},
    {"sender", NC_ ("placeholder", "your address")},
    {"sender_domain", NC_ ("placeholder", "your domain")},
    {"code", NC_ ("placeholder", "this code")},
    {"enhanced", NC_ ("placeholder", "this status code")},
    {"security", NC_ ("placeholder", "the encryption you chose")},
    {"recommended_security", NC_ ("placeholder", "its usual encryption")},
    {"program", NC_ ("placeholder", "your program")},
    {"dns.name", NC_ ("placeholder", "the name")},
    {"tls.suggested_host", NC_ ("placeholder", "the name in the certificate")},
    {"account.publishes_host", NC_ ("placeholder", "the server that your provider names")},
    {"account.publishes_port", NC_ ("placeholder", "not known")},
    {"local.vpn", NC_ ("placeholder", "name not known")},
    {"local.antivirus", NC_ ("placeholder", "name not known")},
    {"local.firewall.command", NC_ ("placeholder", "not known")},
    {"local.firewall", NC_ ("placeholder", "name not known")},
};

void
tl_words_init (TlWords *self, const TlView *view, const TlCatalog *catalog)
{
  memset (self, 0, sizeof *self);
  self->view = view;
  self->catalog = catalog;
  self->pool = g_string_chunk_new (512);
}

void
tl_words_clear (TlWords *self)
{
  g_string_chunk_free (self->pool);
}

/* ------------------------------------------------------------------ values */

static const char *
or_null (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static const char *
get (TlWords *self, const char *fact)
{
  return self->view != NULL ? or_null (tl_view_get (self->view, fact)) : NULL;
}

static TlSettings *
settings_of (TlWords *self)
{
  return self->view != NULL ? tl_evidence_get_settings (tl_view_get_evidence (self->view)) : NULL;
}

static const char *
domain_of (TlWords *self, const char *address)
{
  const char *mark = address != NULL ? strrchr (address, '@') : NULL;

  return mark != NULL && mark[1] != '\0' ? mark + 1 : NULL;
}

static const char *
get_host (TlWords *self)
{
  TlSettings *s = settings_of (self);
  const char *host = s != NULL ? or_null (s->host) : NULL;

  if (host == NULL)
    host = get (self, "text.host");
  return host != NULL ? host : get (self, "dns.name");
}

static const char *
get_port (TlWords *self)
{
  TlSettings *s = settings_of (self);
  char port[16];

  if (s == NULL || s->kind == TL_JOB_EXPLAIN)
    return NULL;
  g_snprintf (port, sizeof port, "%u", tl_settings_effective_port (s));
  return g_string_chunk_insert (self->pool, port);
}

static const char *
get_sender (TlWords *self)
{
  TlSettings *s = settings_of (self);
  g_autofree char *sender = s != NULL ? tl_settings_dup_sender (s) : NULL;

  return sender != NULL && *sender != '\0' ? g_string_chunk_insert (self->pool, sender) : NULL;
}

static const char *
get_address (TlWords *self)
{
  TlSettings *s = settings_of (self);

  return s != NULL && or_null (s->address) != NULL ? s->address : get_sender (self);
}

static const char *
get_recipient (TlWords *self)
{
  TlSettings *s = settings_of (self);
  const char *recipient = get (self, "smtp.reply.recipient");
  g_auto (GStrv) to = NULL;

  if (recipient == NULL)
    recipient = get (self, "text.recipient");
  if (recipient != NULL || s == NULL)
    return recipient;
  to = tl_settings_dup_recipients (s);
  return to[0] != NULL ? g_string_chunk_insert (self->pool, to[0]) : NULL;
}

static const char *
get_code (TlWords *self)
{
  const char *code = get (self, "smtp.reply.code");

  if (code == NULL)
    code = get (self, "ftp.reply.code");
  return code != NULL ? code : get (self, "http.status");
}

static const char *
get_security (TlWords *self)
{
  TlSettings *s = settings_of (self);

  if (s == NULL || s->kind == TL_JOB_EXPLAIN)
    return NULL;
  switch (tl_settings_effective_security (s)) {
    case TL_SECURITY_TLS:
      return "TLS";
    case TL_SECURITY_STARTTLS:
      return s->protocol == TL_PROTOCOL_FTP ? "AUTH TLS" : "STARTTLS";
    case TL_SECURITY_NONE:
      return tl_catalog_get_context (self->catalog, "placeholder",
                                     NC_ ("placeholder", "no encryption"));
    case TL_SECURITY_AUTO:
    default:
      return NULL;
  }
}

/* Of what the survey recommends. */
static const char *
get_recommended_security (TlWords *self)
{
  const char *word = get (self, "survey.recommended.security");
  TlSettings *s = settings_of (self);

  if (word == NULL)
    return NULL;
  if (strcmp (word, "tls") == 0)
    return "TLS";
  return s != NULL && s->protocol == TL_PROTOCOL_FTP ? "AUTH TLS" : "STARTTLS";
}

static const char *
get_ms (TlWords *self, double ms)
{
  g_autofree char *text = tl_explain_decimal (ms, ms < 10 ? 1 : 0, self->catalog);

  return g_string_chunk_insert (self->pool, text);
}

static const struct {
  const char *name;
  const char *(*get) (TlWords *self);
} getters[] = {
    {"host", get_host},           {"port", get_port},
    {"sender", get_sender},       {"address", get_address},
    {"recipient", get_recipient}, {"code", get_code},
    {"security", get_security},   {"recommended_security", get_recommended_security},
};

static const char *
get_named (TlWords *self, const char *name)
{
  TlSettings *s = settings_of (self);

  for (guint i = 0; i < G_N_ELEMENTS (getters); i++)
    if (strcmp (getters[i].name, name) == 0)
      return getters[i].get (self);
  if (strcmp (name, "value") == 0)
    return self->value;
  if (strcmp (name, "user") == 0)
    return s != NULL ? or_null (s->user) : NULL;
  if (s != NULL && s->kind == TL_JOB_DOMAIN && g_str_has_suffix (name, "domain"))
    return s->host;
  if (strcmp (name, "domain") == 0)
    return domain_of (self, get_address (self));
  if (strcmp (name, "recipient_domain") == 0)
    return domain_of (self, get_recipient (self));
  if (strcmp (name, "sender_domain") == 0)
    return domain_of (self, get_sender (self));
  if (strcmp (name, "enhanced") == 0)
    return get (self, "smtp.reply.enhanced");
  if (strcmp (name, "program") == 0)
    return get (self, "text.program");
  return NULL;
}

/* Moments become dates: nobody reads RFC 3339. */
static const char *
get_date (TlWords *self, const char *name, const char *value)
{
  static const char *const moments[] = {".not_before", ".not_after", ".since", ".until", "_at"};

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++) {
    g_autofree char *date = NULL;

    if (!g_str_has_suffix (name, moments[i]))
      continue;
    date = tl_explain_date (value, self->catalog);
    return date != NULL ? g_string_chunk_insert (self->pool, date) : value;
  }
  return value;
}

/* A fact of the step itself, else the one that decides. Times are rounded: nobody reads more. */
static const char *
get_fact (TlWords *self, const char *name)
{
  const char *value = NULL;

  if (self->view == NULL)
    return NULL;
  if (self->step != NULL)
    value = tl_evidence_get_from (tl_view_get_evidence (self->view), name, self->step->id,
                                  *self->step->target != '\0' ? self->step->target : NULL);
  if (value == NULL)
    value = get (self, name);
  if (value != NULL && (g_str_has_suffix (name, "_ms") || g_str_has_suffix (name, ".ms")))
    return get_ms (self, g_ascii_strtod (value, NULL));
  return value != NULL ? get_date (self, name, value) : NULL;
}

static const char *
general_word (TlWords *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (general_words); i++)
    if (strcmp (general_words[i].name, name) == 0)
      return tl_catalog_get_context (self->catalog, "placeholder", general_words[i].general);
  /* Translators: fills a gap in a sentence where nothing was seen. */
  return tl_catalog_get_context (self->catalog, "placeholder", NC_ ("placeholder", "not known"));
}

static const char *
look_up (const char *name, gpointer user_data)
{
  TlWords *self = user_data;
  const char *value;

  if (self->step != NULL && strcmp (name, "target") == 0)
    value = or_null (self->step->target);
  else if (self->step != NULL && strcmp (name, "ms") == 0)
    value = get_ms (self, self->step->elapsed_ms);
  else
    value = strchr (name, '.') != NULL ? get_fact (self, name) : get_named (self, name);
  if (value != NULL && strcmp (value, "not-known") != 0)
    return value;
  self->missing = TRUE;
  return general_word (self, name);
}

/* ------------------------------------------------------------------ sentences */

char *
tl_words_fill_translated (TlWords *self, const char *translated, const char *inner)
{
  g_autoptr (GString) whole = g_string_new (translated);

  if (inner != NULL) {
    g_string_replace (whole, "{title}", inner, 1);
    g_string_replace (whole, "{step}", inner, 1);
  }
  self->missing = FALSE;
  return tl_catalog_expand (whole->str, look_up, self);
}

char *
tl_words_fill (TlWords *self, const char *msgid, const char *inner)
{
  return tl_words_fill_translated (self, tl_catalog_get (self->catalog, msgid), inner);
}

/* Of more lines than are read, the first and the last: at the end stands what counts. */
#define FIRST_LINES 7
#define LAST_LINES 3

static char *
shorten_quote (const char *text, const TlCatalog *catalog)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);
  guint left_out = n > FIRST_LINES + LAST_LINES + 1 ? n - FIRST_LINES - LAST_LINES : 0;
  g_autofree char *count = g_strdup_printf ("%u", left_out);
  g_autofree char *mark = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (left_out == 0)
    return g_strdup (text);
  mark = tl_catalog_format (
      catalog,
      /* Translators: in the place of what was left out of a long quotation. */
      tl_catalog_get_plural (catalog, "… {count} more line …", "… {count} more lines …", left_out),
      "count", count, NULL);
  for (guint i = 0; i < n; i++)
    if (i < FIRST_LINES || i >= n - LAST_LINES)
      g_string_append_printf (out, "%s%s", i > 0 ? "\n" : "", lines[i]);
    else if (i == FIRST_LINES)
      g_string_append_printf (out, "\n%s", mark);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
tl_words_dup_quote (const TlView *view, const TlCatalog *catalog)
{
  static const char *const facts[][3] = {
      {"smtp.reply.code", "smtp.reply.enhanced", "smtp.reply.text"},
      {"ftp.reply.code", NULL, "ftp.reply.text"},
      {"http.status", NULL, "http.reply.text"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++) {
    g_autoptr (GString) quote = g_string_new (NULL);

    for (guint k = 0; k < 3; k++) {
      const char *part = facts[i][k] != NULL ? tl_view_get (view, facts[i][k]) : NULL;

      if (part != NULL && *part != '\0')
        g_string_append_printf (quote, "%s%s", quote->len > 0 ? " " : "", part);
    }
    /* Evidence may come from a file that anybody wrote. */
    if (quote->len > 0) {
      g_autofree char *visible =
          tl_text_make_visible_lines (quote->str, quote->len, TL_TEXT_LINE_MAX);

      return shorten_quote (visible, catalog);
    }
  }
  return NULL;
}
