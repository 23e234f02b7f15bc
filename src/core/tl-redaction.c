/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-redaction.h"

#include <string.h>

#include "tl-address.h"

#define ELLIPSIS "\342\200\246"
#define HOST_NAME_MARK "[hidden: host name]"
#define HARDWARE_MARK "[hidden: hardware address]"
#define NETWORK_MARK "[hidden: network name]"
#define ORGANISATION_MARK "[hidden: organisation]"

/* Shorter names are too likely to be words of a sentence. */
#define NAME_MIN 3

/* What one redaction goes by. */
typedef struct {
  TlRedact level;
  GPtrArray *users;       /* char *: bare login names and mailbox names of this person */
  GPtrArray *own_domains; /* char *: never kept as well-known */
  GPtrArray *own_hosts;   /* char *: names of this computer */
  const char *short_host; /* (nullable) the host of the test, where it has no dot to know it by */
  GHashTable *stand_ins;  /* lower-case name → stand-in */
  guint hosts, addresses, certificates;
  gboolean foreign;   /* the text at hand is a server's own words */
  gboolean published; /* it is a record that the DNS tells to everybody */
} Redaction;

/* Mailboxes that stand for an office and not for a person (RFC 2142 and custom); they are also
 * words that replies use. */
static const char *const role_names[] = {
    "abuse",     "account",     "admin",    "administrator", "anonymous",  "billing",
    "blocklist", "bounce",      "bounces",  "contact",       "daemon",     "delist",
    "delisting", "dmarc",       "dnsbl",    "do-not-reply",  "donotreply", "double-bounce",
    "email",     "fbl",         "feedback", "ftp",           "hello",      "help",
    "helpdesk",  "hostmaster",  "info",     "list",          "listserv",   "login",
    "mail",      "mailbox",     "mailer",   "mailer-daemon", "mailmaster", "mailuser",
    "majordomo", "marketing",   "news",     "newsletter",    "no-reply",   "noc",
    "noreply",   "office",      "password", "postmaster",    "rbl",        "recipient",
    "relay",     "removal",     "remove",   "root",          "sales",      "security",
    "sender",    "server",      "service",  "smtp",          "spam",       "spamtrap",
    "subscribe", "support",     "sysadmin", "system",        "team",       "test",
    "unblock",   "unsubscribe", "user",     "username",      "webmaster",  "www",
    NULL,
};

/* Services whose names replies carry and rules look for: block lists, big providers, filters. */
static const char *const public_domains[] = {
    "126.com",
    "163.com",
    "abuseat.org",
    "amazonses.com",
    "aol.com",
    "apple.com",
    "att.net",
    "backscatterer.org",
    "barracudacentral.org",
    "barracudanetworks.com",
    "bl.score.senderscore.com",
    "cisco.com",
    "cloudmark.com",
    "comcast.net",
    "cox.com",
    "cox.net",
    "dmarc.org",
    "dnswl.org",
    "fortinet.com",
    "free.fr",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "google.com",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "invaluement.com",
    "laposte.net",
    "live.com",
    "mail.ru",
    "mailgun.org",
    "mailspike.net",
    "messagelabs.com",
    "microsoft.com",
    "mimecast.com",
    "mxtoolbox.com",
    "office.com",
    "office365.com",
    "open-spf.org",
    "openspf.net",
    "openspf.org",
    "orange.fr",
    "outlook.com",
    "ovh.net",
    "pphosted.com",
    "proofpoint.com",
    "qq.com",
    "schweikert.ch",
    "senderbase.org",
    "senderscore.org",
    "sendersupport.olc.protection.outlook.com",
    "sendgrid.net",
    "sophos.com",
    "sorbs.net",
    "spamcop.net",
    "spamhaus.org",
    "spamrats.com",
    "surbl.org",
    "symantec.com",
    "t-online.de",
    "talosintelligence.com",
    "trendmicro.com",
    "uceprotect.net",
    "uribl.com",
    "web.de",
    "yahoo.com",
    "yahoodns.net",
    "yahooinc.com",
    "yandex.com",
    "yandex.ru",
    "yeah.net",
    NULL,
};

/* Endings that make a dotted word a domain name, beside those of two letters. */
static const char *const endings[] = {
    "com",     "net",      "org",       "info",        "biz",    "edu",      "gov",     "mil",
    "int",     "name",     "pro",       "io",          "dev",    "app",      "cloud",   "email",
    "mail",    "online",   "site",      "xyz",         "shop",   "club",     "tech",    "store",
    "top",     "test",     "example",   "invalid",     "local",  "lan",      "home",    "internal",
    "corp",    "arpa",     "host",      "localdomain", "intern", "intranet", "domain",  "network",
    "systems", "services", "solutions", "group",       "agency", "company",  "digital", "media",
    "world",   "live",     "space",     "website",     NULL,
};

/* ------------------------------------------------------------------ patterns */

typedef enum {
  PATTERN_MAILBOX,
  PATTERN_HARDWARE,
  PATTERN_INTERFACE,
  PATTERN_HOME,
  PATTERN_SSID,
  PATTERN_IPV4,
  PATTERN_IPV6,
  PATTERN_DOMAIN,
  PATTERN_ORGANISATION,
  N_PATTERNS
} Pattern;

/* Every repetition is bounded, so that no text makes them slow. */
static const char *const patterns[N_PATTERNS] = {
    [PATTERN_MAILBOX] = "([^\\s<>()\\[\\]\",;:@=/'`]{1,64})@(?=[^\\s<>()\",;:@'`])",
    [PATTERN_HARDWARE] =
        "(?<![0-9A-Fa-f:.-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\\1[0-9A-Fa-f]{2}){4}"
        "(?![0-9A-Fa-f]|[:-][0-9A-Fa-f])",
    /* Interfaces that are named after their hardware address: systemd.net-naming-scheme(7). */
    [PATTERN_INTERFACE] = "\\b(en|wl|ww)x[0-9a-f]{12}\\b",
    [PATTERN_HOME] = "(/home/|/Users/|[A-Za-z]:\\\\Users\\\\)[^/\\\\\\s:\"'<>]{1,64}",
    [PATTERN_SSID] = "(?i)\\b(E?SSID[:=]\\s{0,4})(\"[^\"]{1,64}\"|\\S{1,64})",
    [PATTERN_IPV4] = "(?<![0-9.])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?![0-9]|\\.[0-9])",
    [PATTERN_IPV6] = "(?<![\\p{L}\\p{N}_:.])(IPv6:)?([0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}"
                     "(?:\\.[0-9]{1,3}){0,3}(?:%[A-Za-z0-9_.-]{1,15})?)(?![\\p{L}\\p{N}_])",
    [PATTERN_DOMAIN] =
        "(?<![\\p{L}\\p{N}_-])(?<![\\p{L}\\p{N}_-]\\.)(?:[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]{0,62}\\.){1,20}"
        "([\\p{L}][\\p{L}\\p{N}-]{1,62})(?![\\p{L}\\p{N}_-])",
    [PATTERN_ORGANISATION] = "(?i)\\b(O|OU|L|ST|STREET|postalCode)=(?:[^,\\\\]|\\\\.){1,256}",
};

/* No match without one of these: most texts need not be searched, and most patterns never be compiled. */
static const char *const needed[N_PATTERNS] = {
    [PATTERN_MAILBOX] = "@", [PATTERN_HARDWARE] = ":-", [PATTERN_INTERFACE] = "x",
    [PATTERN_HOME] = "/\\",  [PATTERN_SSID] = ":=",     [PATTERN_IPV4] = ".",
    [PATTERN_IPV6] = ":",    [PATTERN_DOMAIN] = ".",    [PATTERN_ORGANISATION] = "=",
};

static GRegex *
get_pattern (Pattern which)
{
  static gsize compiled[N_PATTERNS];

  if (g_once_init_enter (&compiled[which]))
    g_once_init_leave (&compiled[which],
                       (gsize) g_regex_new (patterns[which], G_REGEX_OPTIMIZE, 0, NULL));
  return GSIZE_TO_POINTER (compiled[which]);
}

/* Takes `text`, gives the text with each match replaced by what `put` appends. */
static char *
replace (char *text, Pattern which, GRegexEvalCallback put, Redaction *redaction)
{
  g_autofree char *before = text;
  char *after;

  if (strpbrk (before, needed[which]) == NULL)
    return g_steal_pointer (&before);
  after = g_regex_replace_eval (get_pattern (which), before, -1, 0, 0, put, redaction, NULL);
  return after != NULL ? after : g_steal_pointer (&before);
}

/* ------------------------------------------------------------------ names of people */

static gboolean
is_role (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strv_contains (role_names, lower);
}

/* "a…": the first letter is enough to tell two people of one report apart. */
static char *
shorten_name (const char *name)
{
  const char *next;

  if (*name == '\0' || is_role (name))
    return g_strdup (name);
  next = g_utf8_next_char (name);
  return g_strdup_printf ("%.*s" ELLIPSIS, (int) (next - name), name);
}

/* The login names of the settings: "ann", or "ann@example.org" with the mailbox shortened. */
static char *
shorten_user (const char *user)
{
  const char *at = strrchr (user, '@');
  g_autofree char *local = at != NULL ? g_strndup (user, (gsize) (at - user)) : g_strdup (user);
  g_autofree char *brief = shorten_name (local);

  return g_strconcat (brief, at, NULL);
}

static gboolean
put_mailbox (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *local = g_match_info_fetch (match, 1);
  g_autofree char *brief = shorten_name (local);

  g_string_append (out, brief);
  g_string_append_c (out, '@');
  return FALSE;
}

static gboolean
is_word_char (const char *c)
{
  gunichar u = g_utf8_get_char (c);

  return g_unichar_isalnum (u) || u == '_' || u == '-' || u == 0x2026;
}

/* Replaces `name` where it stands as a whole word. Takes `text`. */
static char *
replace_word (char *text, const char *name, const char *by)
{
  g_autofree char *before = text;
  gsize size = strlen (name);
  const char *from = before;
  const char *hit = strstr (before, name);
  GString *out;

  if (hit == NULL)
    return g_steal_pointer (&before);
  out = g_string_new (NULL);
  for (; hit != NULL; hit = strstr (hit + size, name)) {
    if ((hit > before && is_word_char (g_utf8_prev_char (hit))) || is_word_char (hit + size))
      continue;
    g_string_append_len (out, from, hit - from);
    g_string_append (out, by);
    from = hit + size;
  }
  g_string_append (out, from);
  return g_string_free (out, FALSE);
}

static char *
hide_people (Redaction *self, char *text)
{
  if (!self->published || self->level == TL_REDACT_FULL)
    text = replace (text, PATTERN_MAILBOX, put_mailbox, self);
  for (guint i = 0; i < self->users->len; i++) {
    g_autofree char *brief = shorten_name (self->users->pdata[i]);

    text = replace_word (text, self->users->pdata[i], brief);
  }
  return text;
}

/* ------------------------------------------------------------------ names of this computer */

static gboolean
put_hardware (const GMatchInfo *match, GString *out, gpointer data)
{
  g_string_append (out, HARDWARE_MARK);
  return FALSE;
}

static gboolean
put_interface (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *kind = g_match_info_fetch (match, 1);

  g_string_append_printf (out, "%sx" HARDWARE_MARK, kind);
  return FALSE;
}

static gboolean
put_home (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *folder = g_match_info_fetch (match, 1);

  g_string_append_printf (out, "%s" ELLIPSIS, folder);
  return FALSE;
}

static gboolean
put_ssid (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *label = g_match_info_fetch (match, 1);

  g_string_append_printf (out, "%s" NETWORK_MARK, label);
  return FALSE;
}

static char *
hide_computer (Redaction *self, char *text)
{
  text = replace (text, PATTERN_HARDWARE, put_hardware, self);
  text = replace (text, PATTERN_INTERFACE, put_interface, self);
  text = replace (text, PATTERN_HOME, put_home, self);
  text = replace (text, PATTERN_SSID, put_ssid, self);
  for (guint i = 0; i < self->own_hosts->len; i++)
    text = replace_word (text, self->own_hosts->pdata[i], HOST_NAME_MARK);
  return text;
}

/* ------------------------------------------------------------------ names of the network */

/* The same name gets the same stand-in all through a report. */
static const char *
stand_in (Redaction *self, const char *name, const char *kind, guint *counter)
{
  char *key = g_utf8_strdown (name, -1);
  char *made = g_hash_table_lookup (self->stand_ins, key);

  if (made != NULL) {
    g_free (key);
    return made;
  }
  made = g_strdup_printf ("%s-%u", kind, ++*counter);
  g_hash_table_insert (self->stand_ins, key, made);
  return made;
}

static gboolean
belongs_to (const char *name, const char *domain)
{
  gsize a = strlen (name), b = strlen (domain);

  return a >= b && g_ascii_strcasecmp (name + a - b, domain) == 0 &&
         (a == b || name[a - b - 1] == '.');
}

/* Named in a server's own words, and neither this person's host nor domain. */
static gboolean
is_kept (const Redaction *self, const char *name)
{
  if (!self->foreign)
    return FALSE;
  for (guint i = 0; i < self->own_domains->len; i++)
    if (belongs_to (name, self->own_domains->pdata[i]))
      return FALSE;
  for (gsize i = 0; public_domains[i] != NULL; i++)
    if (belongs_to (name, public_domains[i]))
      return TRUE;
  return FALSE;
}

/* Keeps a sentence whose full stop lacks its blank ("denied.Please") from being taken for a name. */
static gboolean
has_domain_ending (const char *ending)
{
  g_autofree char *lower = g_utf8_strdown (ending, -1);

  if (strcmp (lower, ending) != 0 && g_ascii_isupper (ending[0]) && !g_ascii_isupper (ending[1]))
    return FALSE;
  if (g_str_has_prefix (lower, "xn--") || (guchar) lower[0] >= 0x80)
    return TRUE;
  return strlen (lower) == 2 || g_strv_contains (endings, lower);
}

static gboolean
put_domain (const GMatchInfo *match, GString *out, gpointer data)
{
  Redaction *self = data;
  g_autofree char *name = g_match_info_fetch (match, 0);
  g_autofree char *ending = g_match_info_fetch (match, 1);

  if (!has_domain_ending (ending) || is_kept (self, name))
    g_string_append (out, name);
  else
    g_string_append (out, stand_in (self, name, "host", &self->hosts));
  return FALSE;
}

/* An address tells rules nothing but its kind; the special ones are what rules ask for. */
static void
put_address (Redaction *self, GString *out, const char *text)
{
  g_autofree char *usual = NULL;
  const char *kind;
  TlAddress address;

  if (!tl_address_parse (text, 0, &address)) {
    g_string_append (out, text);
    return;
  }
  kind = tl_address_kind (&address);
  if (strcmp (kind, "loopback") == 0 || strcmp (kind, "unspecified") == 0 ||
      strcmp (kind, "broadcast") == 0) {
    g_string_append (out, text);
    return;
  }
  usual = tl_address_to_string (&address);
  g_string_append (out, stand_in (self, usual, "address", &self->addresses));
}

static gboolean
put_ipv4 (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *text = g_match_info_fetch (match, 0);

  put_address (data, out, text);
  return FALSE;
}

static gboolean
put_ipv6 (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *tag = g_match_info_fetch (match, 1);
  g_autofree char *text = g_match_info_fetch (match, 2);
  gsize size = strlen (text);
  gboolean colon = size > 2 && text[size - 1] == ':' && text[size - 2] != ':';

  /* The colon of "2001:db8::1: Connection refused" belongs to the sentence. */
  if (colon)
    text[size - 1] = '\0';
  g_string_append (out, tag);
  put_address (data, out, text);
  g_string_append (out, colon ? ":" : "");
  return FALSE;
}

static char *
hide_network (Redaction *self, char *text)
{
  if (self->short_host != NULL)
    text = replace_word (text, self->short_host,
                         stand_in (self, self->short_host, "host", &self->hosts));
  text = replace (text, PATTERN_IPV6, put_ipv6, self);
  text = replace (text, PATTERN_IPV4, put_ipv4, self);
  return replace (text, PATTERN_DOMAIN, put_domain, self);
}

/* ------------------------------------------------------------------ texts */

/* (transfer full) */
static char *
hide (Redaction *self, const char *text, gboolean foreign)
{
  char *result = g_strdup (text);

  if (*result == '\0')
    return result;
  self->foreign = foreign;
  result = hide_people (self, result);
  result = hide_computer (self, result);
  return self->level == TL_REDACT_FULL ? hide_network (self, result) : result;
}

/* "host-1": the report was redacted before, and its stand-ins stay what they are. */
static gboolean
is_stand_in (const char *text)
{
  static const char *const kinds[] = {"host-", "address-", "certificate-"};

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    gsize size = strlen (kinds[i]);

    if (strncmp (text, kinds[i], size) == 0 && text[size] != '\0' &&
        strspn (text + size, "0123456789") == strlen (text + size))
      return TRUE;
  }
  return FALSE;
}

/* A value that is a host's name and nothing else: one without a dot gives itself away by that. */
static char *
hide_host (Redaction *self, const char *text)
{
  static const char *const stays[] = {"localhost", "", NULL};

  if (self->level == TL_REDACT_FULL && strpbrk (text, ".:[] ") == NULL &&
      !g_strv_contains (stays, text) && !is_stand_in (text))
    return g_strdup (stand_in (self, text, "host", &self->hosts));
  return hide (self, text, FALSE);
}

static char *
hide_target (Redaction *self, const char *target)
{
  const char *colon = strrchr (target, ':');
  g_autofree char *host = NULL;
  g_autofree char *hidden = NULL;

  if (colon == NULL || strchr (target, ':') != colon)
    return colon == NULL ? hide_host (self, target) : hide (self, target, FALSE);
  host = g_strndup (target, (gsize) (colon - target));
  hidden = hide_host (self, host);
  return g_strconcat (hidden, colon, NULL);
}

static gboolean
put_organisation (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *key = g_match_info_fetch (match, 1);

  g_string_append_printf (out, "%s=" ORGANISATION_MARK, key);
  return FALSE;
}

/* Facts whose value as a whole is the name of a host. */
static gboolean
is_host_fact (const char *fact)
{
  static const char *const names[] = {
      "dns.name",
      "dns.near_name",
      "greeting.host",
      "tls.suggested_host",
      "text.host",
      "account.publishes_host",
      NULL,
  };

  return g_strv_contains (names, fact);
}

static char *
hide_value (Redaction *self, const TlFact *fact)
{
  const char *name = fact->fact;
  gboolean foreign = g_str_has_suffix (name, ".text") || g_str_has_suffix (name, "_text") ||
                     g_str_has_suffix (name, ".first_bytes");
  char *value;

  if (is_host_fact (name))
    return hide_host (self, fact->value);
  if (self->level == TL_REDACT_FULL && strcmp (name, "tls.chain.0.sha256") == 0 &&
      !is_stand_in (fact->value))
    return g_strdup (stand_in (self, fact->value, "certificate", &self->certificates));
  /* A record that a fix gives back mended, letter by letter: the DNS tells it to everybody. */
  self->published = strcmp (name, "domain.dmarc.record") == 0;
  value = hide (self, fact->value, foreign);
  self->published = FALSE;
  /* Issuers stay: who issued it is what tells an inspection product from a public authority. */
  if (self->level == TL_REDACT_FULL && strcmp (name, "tls.chain.0.subject") == 0)
    value = replace (value, PATTERN_ORGANISATION, put_organisation, self);
  return value;
}

/* ------------------------------------------------------------------ what is this person's own */

static void
learn_user (Redaction *self, const char *user)
{
  const char *at = strrchr (user, '@');
  g_autofree char *local = at != NULL ? g_strndup (user, (gsize) (at - user)) : g_strdup (user);

  if (strlen (local) >= NAME_MIN && !is_role (local))
    g_ptr_array_add (self->users, g_steal_pointer (&local));
  if (at != NULL && at[1] != '\0')
    g_ptr_array_add (self->own_domains, g_strdup (at + 1));
}

static void
learn_computer (Redaction *self, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", 2);

  if (strlen (name) < NAME_MIN || g_str_has_prefix (name, "localhost") || is_role (name))
    return;
  g_ptr_array_add (self->own_hosts, g_strdup (name));
  if (strlen (labels[0]) >= NAME_MIN && !is_role (labels[0]))
    g_ptr_array_add (self->own_hosts, g_strdup (labels[0]));
}

static void
redaction_init (Redaction *self, const TlSettings *settings, TlRedact level, const char *computer)
{
  g_auto (GStrv) recipients = tl_settings_dup_recipients (settings);

  *self = (Redaction){.level = level};
  self->users = g_ptr_array_new_with_free_func (g_free);
  self->own_domains = g_ptr_array_new_with_free_func (g_free);
  self->own_hosts = g_ptr_array_new_with_free_func (g_free);
  self->stand_ins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  learn_user (self, settings->user);
  learn_user (self, settings->from);
  learn_user (self, settings->address);
  for (char **one = recipients; *one != NULL; one++)
    learn_user (self, *one);
  if (*settings->host != '\0')
    g_ptr_array_add (self->own_domains, g_strdup (settings->host));
  if (strlen (settings->host) >= NAME_MIN && strpbrk (settings->host, ".:") == NULL &&
      !g_str_has_prefix (settings->host, "localhost") && !is_role (settings->host) &&
      !is_stand_in (settings->host))
    self->short_host = settings->host;
  learn_computer (self, computer);
}

static void
redaction_clear (Redaction *self)
{
  g_ptr_array_unref (self->users);
  g_ptr_array_unref (self->own_domains);
  g_ptr_array_unref (self->own_hosts);
  g_hash_table_unref (self->stand_ins);
}

/* ------------------------------------------------------------------ the evidence */

static void
hide_in (Redaction *self, char **field)
{
  char *hidden = hide (self, *field, FALSE);

  g_free (*field);
  *field = hidden;
}

static void
hide_in_list (Redaction *self, char **list)
{
  for (; list != NULL && *list != NULL; list++)
    hide_in (self, list);
}

static TlSettings *
redact_settings (Redaction *self, TlSettings *settings)
{
  TlSettings *copy = tl_settings_copy (settings);
  char *user = shorten_user (copy->user);
  char *host = hide_host (self, copy->host);

  g_free (copy->host);
  copy->host = host;
  g_free (copy->user);
  copy->user = user;
  hide_in (self, &copy->user);
  hide_in (self, &copy->address);
  hide_in (self, &copy->from);
  hide_in (self, &copy->to);
  hide_in (self, &copy->helo);
  hide_in (self, &copy->path);
  hide_in (self, &copy->url);
  hide_in (self, &copy->ca_file);
  hide_in (self, &copy->filezilla);
  hide_in (self, &copy->portal_url);
  hide_in (self, &copy->sender_ip);
  hide_in_list (self, copy->resolve);
  hide_in_list (self, copy->references);
  return copy;
}

static void
redact_rows (Redaction *self, const TlEvidence *evidence, TlEvidenceBuilder *builder)
{
  const GPtrArray *facts = tl_evidence_get_facts (evidence);
  const GPtrArray *steps = tl_evidence_get_steps (evidence);
  const GPtrArray *lines = tl_evidence_get_transcript (evidence);

  for (guint i = 0; i < facts->len; i++) {
    TlFact fact = *(const TlFact *) facts->pdata[i];
    g_autofree char *value = hide_value (self, &fact);
    g_autofree char *target = hide_target (self, fact.target);

    fact.value = value;
    fact.target = target;
    tl_evidence_builder_add_fact (builder, &fact);
  }
  for (guint i = 0; i < steps->len; i++) {
    TlStepRecord step = *(const TlStepRecord *) steps->pdata[i];
    g_autofree char *target = hide_target (self, step.target);

    step.target = target;
    tl_evidence_builder_add_step_record (builder, &step);
  }
  for (guint i = 0; i < lines->len; i++) {
    const TlTranscriptLine *line = lines->pdata[i];
    g_autofree char *text = hide (self, line->text, !line->sent);

    tl_evidence_builder_add_line (builder, line->sent, line->at_ms, text);
  }
}

static void
redact_tables (Redaction *self, const TlEvidence *evidence, TlEvidenceBuilder *builder)
{
  const GPtrArray *alternatives = tl_evidence_get_alternatives (evidence);
  const GPtrArray *channels = tl_evidence_get_data_channels (evidence);

  for (guint i = 0; i < alternatives->len; i++) {
    TlAlternative row = *(const TlAlternative *) alternatives->pdata[i];
    g_autofree char *address = hide_target (self, row.address);

    row.address = address;
    tl_evidence_builder_add_alternative (builder, &row);
  }
  for (guint i = 0; i < channels->len; i++)
    tl_evidence_builder_add_data_channel (builder, channels->pdata[i]);
}

TlEvidence *
tl_evidence_redact (const TlEvidence *evidence, TlRedact level)
{
  return tl_evidence_redact_on (evidence, level, g_get_host_name ());
}

TlEvidence *
tl_evidence_redact_on (const TlEvidence *evidence, TlRedact level, const char *computer)
{
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlSettings) settings = NULL;
  Redaction redaction;

  if (level == TL_REDACT_NONE)
    return tl_evidence_ref ((TlEvidence *) evidence);
  redaction_init (&redaction, tl_evidence_get_settings (evidence), level, computer);
  settings = redact_settings (&redaction, tl_evidence_get_settings (evidence));
  builder = tl_evidence_builder_new (settings);
  tl_evidence_builder_set_started (builder, tl_evidence_get_started (evidence));
  tl_evidence_builder_set_elapsed (builder, tl_evidence_get_elapsed_ms (evidence));
  tl_evidence_builder_set_cancelled (builder, tl_evidence_get_cancelled (evidence));
  redact_rows (&redaction, evidence, builder);
  redact_tables (&redaction, evidence, builder);
  redaction_clear (&redaction);
  return tl_evidence_builder_snapshot (builder);
}
