/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-spf-private.h"

#include <string.h>

/* RFC 1035 3.1 */
#define NAME_MAX_LENGTH 253

static void
term_clear (TlSpfTerm *term)
{
  g_free (term->text);
  g_free (term->domain);
}

void
tl_spf_record_clear (TlSpfRecord *record)
{
  g_clear_pointer (&record->terms, g_array_unref);
  term_clear (&record->redirect);
  g_free (record->bad_term);
}

/* ------------------------------------------------------------------ reading */

/* Whether a domain of a term can be one: RFC 7208 7.1 (a dot, or a macro at its end). */
static gboolean
is_domain_spec (const char *text)
{
  const char *percent;

  if (*text == '\0' || strlen (text) > NAME_MAX_LENGTH || strpbrk (text, " /") != NULL)
    return FALSE;
  for (percent = strchr (text, '%'); percent != NULL; percent = strchr (percent + 2, '%')) {
    if (strchr ("%_-", percent[1]) != NULL && percent[1] != '\0')
      continue;
    if (percent[1] != '{' || percent[2] == '\0' ||
        strchr ("slodiphcrtvSLODIPHCRTV", percent[2]) == NULL || strchr (percent, '}') == NULL)
      return FALSE;
  }
  return strchr (text, '.') != NULL || text[strlen (text) - 1] == '}';
}

static gboolean
read_bits (const char *text, guint max, guint *bits)
{
  guint64 value;

  if (!g_ascii_isdigit (*text) || (text[0] == '0' && text[1] != '\0') ||
      !g_ascii_string_to_unsigned (text, 10, 0, max, &value, NULL))
    return FALSE;
  *bits = (guint) value;
  return TRUE;
}

/* Takes "/24", "//64" or "/24//64" off the end. */
static gboolean
take_lengths (char *text, TlSpfTerm *term)
{
  char *six = strstr (text, "//");
  char *four;

  if (six != NULL) {
    if (!read_bits (six + 2, 128, &term->bits6))
      return FALSE;
    *six = '\0';
  }
  four = strrchr (text, '/');
  if (four == NULL)
    return TRUE;
  if (!read_bits (four + 1, 32, &term->bits4))
    return FALSE;
  *four = '\0';
  return TRUE;
}

static gboolean
read_network (char *text, gboolean six, TlSpfTerm *term)
{
  char *slash = strchr (text, '/');

  if (slash != NULL) {
    if (!read_bits (slash + 1, six ? 128 : 32, six ? &term->bits6 : &term->bits4))
      return FALSE;
    *slash = '\0';
  }
  return strpbrk (text, "[]%") == NULL && tl_address_parse (text, 0, &term->network) &&
         tl_address_is_ipv6 (&term->network) == six;
}

static const struct {
  const char *name;
  TlSpfKind kind;
  gboolean needs_domain, takes_domain, takes_lengths;
} mechanisms[] = {
    {"all", TL_SPF_ALL, FALSE, FALSE, FALSE}, {"include", TL_SPF_INCLUDE, TRUE, TRUE, FALSE},
    {"a", TL_SPF_A, FALSE, TRUE, TRUE},       {"mx", TL_SPF_MX, FALSE, TRUE, TRUE},
    {"ptr", TL_SPF_PTR, FALSE, TRUE, FALSE},  {"ip4", TL_SPF_IP, TRUE, TRUE, FALSE},
    {"ip6", TL_SPF_IP, TRUE, TRUE, FALSE},    {"exists", TL_SPF_EXISTS, TRUE, TRUE, FALSE},
};

/* A mechanism without its qualifier: name, then ":" and a domain, then lengths. */
static gboolean
read_mechanism (const char *text, TlSpfTerm *term)
{
  gsize length = strcspn (text, ":/");
  g_autofree char *rest = g_strdup (text + length);
  char *domain = rest;

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    if (strlen (mechanisms[i].name) != length ||
        g_ascii_strncasecmp (mechanisms[i].name, text, length) != 0)
      continue;
    term->kind = mechanisms[i].kind;
    if (*domain == ':' && !mechanisms[i].takes_domain)
      return FALSE;
    if (term->kind == TL_SPF_IP)
      return *domain == ':' && read_network (domain + 1, mechanisms[i].name[2] == '6', term);
    if (mechanisms[i].takes_lengths && !take_lengths (domain, term))
      return FALSE;
    if (*domain == '\0')
      return !mechanisms[i].needs_domain;
    if (*domain != ':' || !is_domain_spec (domain + 1))
      return FALSE;
    term->domain = g_strdup (domain + 1);
    return TRUE;
  }
  return FALSE;
}

/* "name=value" (RFC 7208 6): FALSE where it is no modifier at all. */
static gboolean
is_modifier (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

  return length > 0 && g_ascii_isalpha (*text) && text[length] == '=';
}

static gboolean
read_modifier (const char *text, TlSpfRecord *record)
{
  if (g_ascii_strncasecmp (text, "exp=", 4) == 0)
    return is_domain_spec (text + 4);
  if (g_ascii_strncasecmp (text, "redirect=", 9) != 0)
    return TRUE; /* unknown ones are ignored */
  if (record->redirect.domain != NULL || !is_domain_spec (text + 9))
    return FALSE;
  record->redirect.text = g_strdup (text);
  record->redirect.domain = g_strdup (text + 9);
  return TRUE;
}

static gboolean
read_term (const char *text, TlSpfRecord *record)
{
  TlSpfTerm term = {.qualifier = '+', .bits4 = 32, .bits6 = 128};
  const char *name = text;

  if (is_modifier (text))
    return read_modifier (text, record);
  if (strchr ("+-~?", *text) != NULL)
    term.qualifier = *name++;
  if (!read_mechanism (name, &term)) {
    term_clear (&term);
    return FALSE;
  }
  term.text = g_strdup (text);
  record->has_all |= term.kind == TL_SPF_ALL;
  g_array_append_val (record->terms, term);
  return TRUE;
}

gboolean
tl_spf_parse (const char *text, TlSpfRecord *record)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  record->terms = g_array_new (FALSE, FALSE, sizeof (TlSpfTerm));
  g_array_set_clear_func (record->terms, (GDestroyNotify) term_clear);
  for (guint i = 1; words[0] != NULL && words[i] != NULL; i++) {
    if (*words[i] == '\0' || read_term (words[i], record))
      continue;
    record->bad_term = g_strdup (words[i]);
    return FALSE;
  }
  return TRUE;
}

/* ------------------------------------------------------------------ macros */

/* The address as the macro i: dotted, or nibbles with dots between (RFC 7208 7.3). */
static char *
dotted (const TlAddress *address)
{
  g_autofree char *reverse = NULL;
  g_auto (GStrv) parts = NULL;
  GString *text;

  if (!tl_address_is_ipv6 (address))
    return tl_address_to_string (address);
  reverse = tl_dns_reverse_name (address, "");
  parts = g_strsplit (reverse, ".", -1);
  text = g_string_new (NULL);
  for (guint i = g_strv_length (parts); i-- > 0;)
    if (*parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? "." : "", parts[i]);
  return g_string_free (text, FALSE);
}

static char *
value_of (char letter, const TlSpfNames *names, const char *domain, const TlAddress *address)
{
  const char *at = strrchr (names->sender, '@');

  switch (g_ascii_tolower (letter)) {
    /* Of a domain alone nobody knows which of its addresses sends. */
    case 's':
      return at != NULL ? g_strdup (names->sender) : NULL;
    case 'l':
      return at == NULL           ? NULL
             : at > names->sender ? g_strndup (names->sender, (gsize) (at - names->sender))
                                  : g_strdup ("postmaster");
    case 'o':
      return g_strdup (at != NULL ? at + 1 : names->sender);
    case 'd':
      return g_strdup (domain);
    case 'h':
      return g_strdup (names->helo);
    /* What it stands for depends on how far a server looks (RFC 7208 7.3). */
    case 'p':
      return NULL;
    case 'i':
    case 'c':
      return address != NULL ? dotted (address) : NULL;
    case 'v':
      return address == NULL ? NULL : g_strdup (tl_address_is_ipv6 (address) ? "ip6" : "in-addr");
    default:
      return g_strdup ("unknown");
  }
}

/* Transformers: "2r", delimiters (RFC 7208 7.1). */
static char *
transform (const char *value, const char *how, gsize length)
{
  gsize digits = 0;
  guint keep = 0;
  gboolean reverse = FALSE;
  g_autofree char *delimiters = NULL;
  g_auto (GStrv) parts = NULL;
  GString *text = g_string_new (NULL);
  guint n, first;

  while (digits < length && g_ascii_isdigit (how[digits]) && keep < 1000)
    keep = keep * 10 + (guint) (how[digits++] - '0');
  if (digits < length && g_ascii_tolower (how[digits]) == 'r') {
    reverse = TRUE;
    digits++;
  }
  delimiters = digits < length ? g_strndup (how + digits, length - digits) : g_strdup (".");
  parts = g_strsplit_set (value, delimiters, -1);
  n = g_strv_length (parts);
  for (guint i = 0; reverse && i < n / 2; i++) {
    char *part = parts[i];

    parts[i] = parts[n - 1 - i];
    parts[n - 1 - i] = part;
  }
  first = keep > 0 && keep < n ? n - keep : 0;
  for (guint i = first; i < n; i++)
    g_string_append_printf (text, "%s%s", i > first ? "." : "", parts[i]);
  return g_string_free (text, FALSE);
}

/* One macro at `text` ("%{…}"); FALSE where it has no value. */
static gboolean
expand_macro (const char *text, const char *end, const TlSpfNames *names, const char *domain,
              const TlAddress *address, GString *out)
{
  g_autofree char *value = value_of (text[2], names, domain, address);
  g_autofree char *changed = NULL;

  if (value == NULL)
    return FALSE;
  changed = transform (value, text + 3, (gsize) (end - text - 3));
  if (g_ascii_isupper (text[2]))
    g_string_append_uri_escaped (out, changed, NULL, FALSE);
  else
    g_string_append (out, changed);
  return TRUE;
}

char *
tl_spf_expand (const char *spec, const TlSpfNames *names, const char *domain,
               const TlAddress *address)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *cut;

  for (const char *at = spec; *at != '\0'; at++) {
    const char *end = *at == '%' && at[1] == '{' ? strchr (at, '}') : NULL;

    if (end != NULL) {
      if (!expand_macro (at, end, names, domain, address, out))
        return NULL;
      at = end;
    } else if (*at == '%' && at[1] != '\0') {
      at++;
      g_string_append (out, *at == '%' ? "%" : *at == '_' ? " " : "%20");
    } else {
      g_string_append_c (out, *at);
    }
  }
  /* RFC 7208 7.3: labels are taken off from the left. */
  cut = out->str;
  while (strlen (cut) > NAME_MAX_LENGTH && strchr (cut, '.') != NULL)
    cut = strchr (cut, '.') + 1;
  return g_strdup (cut);
}
