/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A second look at the names, where the first one failed or the host is not reached: does the name
 * server invent answers, is a name close to this one there, is it the proof (DNSSEC) that fails, do
 * the name servers agree? */
#include "tl-names.h"

#include <string.h>

#define LIMIT_MS 2500
#define NEAR_MAX 24
#define SERVERS_MAX 3
#define RANDOM_LENGTH 16

/* ------------------------------------------------------------------ names close by */

static void
add_near (GPtrArray *names, const char *host, char *name)
{
  g_autofree char *owned = name;

  if (names->len >= NEAR_MAX || strcmp (host, name) == 0)
    return;
  for (guint i = 0; i < names->len; i++)
    if (strcmp (names->pdata[i], name) == 0)
      return;
  g_ptr_array_add (names, g_steal_pointer (&owned));
}

static char *
join_with (char **labels, guint at, const char *label)
{
  char *kept = labels[at];
  char *name;

  labels[at] = (char *) label;
  name = g_strjoinv (".", labels);
  labels[at] = kept;
  return name;
}

/* Two neighbours swapped, the commonest slip of the fingers; and a letter typed twice. */
static void
add_slips (GPtrArray *names, const char *host, char **labels, guint at)
{
  g_autofree char *label = g_strdup (labels[at]);
  gsize length = strlen (label);

  for (gsize i = 0; i + 1 < length; i++) {
    char letter = label[i];

    if (letter == label[i + 1]) {
      g_autofree char *shorter = g_strdup (label);

      memmove (shorter + i, shorter + i + 1, length - i);
      add_near (names, host, join_with (labels, at, shorter));
      continue;
    }
    label[i] = label[i + 1];
    label[i + 1] = letter;
    add_near (names, host, join_with (labels, at, label));
    label[i + 1] = label[i];
    label[i] = letter;
  }
}

/* Whether two words differ by one letter that is wrong, missing or too many, or by two swapped. */
static gboolean
is_close (const char *a, const char *b)
{
  gsize na = strlen (a), nb = strlen (b), i = 0;

  while (a[i] != '\0' && a[i] == b[i])
    i++;
  if (na == nb && (strcmp (a + i, b + i) == 0 || strcmp (a + i + 1, b + i + 1) == 0))
    return TRUE;
  if (na == nb)
    return a[i] == b[i + 1] && a[i + 1] == b[i] && strcmp (a + i + 2, b + i + 2) == 0;
  if (na + 1 == nb)
    return strcmp (a + i, b + i + 1) == 0;
  return na == nb + 1 && strcmp (a + i + 1, b + i) == 0;
}

GPtrArray *
tl_names_list_near (const char *host)
{
  static const char *const usual[] = {"smtp", "mail", "ftp", "mx", "imap", "out", "relay"};
  static const char *const tops[][2] = {
      {"con", "com"}, {"cmo", "com"}, {"ocm", "com"}, {"om", "com"},  {"cm", "com"},
      {"nte", "net"}, {"ent", "net"}, {"ogr", "org"}, {"rog", "org"}, {"rg", "org"}};
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint n = g_strv_length (labels);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  if (n < 2)
    return names;
  for (gsize i = 0; n > 2 && i < G_N_ELEMENTS (usual); i++)
    if (is_close (labels[0], usual[i]))
      add_near (names, host, join_with (labels, 0, usual[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (tops); i++)
    if (strcmp (labels[n - 1], tops[i][0]) == 0)
      add_near (names, host, join_with (labels, n - 1, tops[i][1]));
  add_slips (names, host, labels, n - 2);
  if (n > 2)
    add_slips (names, host, labels, 0);
  /* The right domain, and a server's name that is not there. */
  for (gsize i = 0; n > 2 && i < 2; i++)
    add_near (names, host, join_with (labels, 0, usual[i]));
  return names;
}

/* ------------------------------------------------------------------ asking */

static char *
random_label (void)
{
  char *label = g_malloc0 (RANDOM_LENGTH + 1);

  for (guint i = 0; i < RANDOM_LENGTH; i++)
    label[i] = (char) ('a' + g_random_int_range (0, 26));
  return label;
}

static gboolean
has_records (const TlDnsAnswer *answer)
{
  return answer->outcome == TL_DNS_OK && answer->records->len > 0;
}

/* Whether one of the answers gives an address that is also one of the host's. */
static gboolean
shares_address (const TlDnsAnswer *answer, const GPtrArray *addresses)
{
  for (guint i = 0; i < answer->records->len; i++) {
    const TlDnsRecord *record = answer->records->pdata[i];
    TlAddress address;

    if (!tl_address_parse (record->name, 0, &address))
      continue;
    for (guint k = 0; addresses != NULL && k < addresses->len; k++)
      if (tl_address_equal_host (addresses->pdata[k], &address))
        return TRUE;
  }
  return FALSE;
}

/* The questions of one look, in this order; those about near names follow. */
enum {
  ASK_NOWHERE, /* a name that cannot exist */
  ASK_BESIDE,  /* one beside the host's */
  ASK_UNCHECKED,
  ASK_NEAR
};

static void
record_near (TlRun *run, const TlDnsQuestion *questions, guint n, gboolean wildcard,
             const char *parent)
{
  for (guint i = 0; i < n; i++) {
    const char *dot = strchr (questions[i].name, '.');

    /* Beside the host, a domain that answers for every name proves nothing. */
    if (!has_records (questions[i].answer) || (wildcard && g_strcmp0 (dot + 1, parent) == 0))
      continue;
    tl_run_fact (run, "dns.near_name", questions[i].name);
    return;
  }
}

static void
record_answers (TlRun *run, const TlDnsQuestion *questions, guint n, const char *parent,
                TlDnsOutcome outcome)
{
  const GPtrArray *addresses = tl_run_get_addresses (run);
  const TlDnsAnswer *nowhere = questions[ASK_NOWHERE].answer;
  gboolean invents = has_records (nowhere);
  gboolean wildcard = has_records (questions[ASK_BESIDE].answer);

  tl_run_yes_no (run, "dns.invents", invents);
  tl_run_yes_no (run, "dns.wildcard", wildcard);
  /* What the host's name gave is what every name gives. */
  if (invents && shares_address (nowhere, addresses))
    tl_run_fact (run, "dns.outcome", "rewritten");
  if (outcome == TL_DNS_SERVFAIL)
    tl_run_fact (run, "dns.dnssec", has_records (questions[ASK_UNCHECKED].answer) ? "bogus" : "ok");
  if (!invents)
    record_near (run, questions + ASK_NEAR, n - ASK_NEAR, wildcard, parent);
}

/* ------------------------------------------------------------------ one server against the other */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
sorted_addresses (const TlDnsAnswer *answer)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < answer->records->len; i++)
    g_ptr_array_add (names, ((const TlDnsRecord *) answer->records->pdata[i])->name);
  g_ptr_array_sort (names, compare_texts);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (const char *) names->pdata[i]);
  return g_string_free (text, FALSE);
}

/* Some services give each asker another address: only an answer against none, or a private address
 * against a public one, is a difference that matters. */
static char *
view_of (const TlDnsAnswer *answer)
{
  const TlDnsRecord *first = answer->records->len > 0 ? answer->records->pdata[0] : NULL;
  TlAddress address;

  if (first == NULL || !tl_address_parse (first->name, 0, &address))
    return g_strdup (tl_dns_outcome_to_string (answer->outcome));
  return g_strdup (tl_address_kind (&address));
}

static gboolean
is_view (const char *view)
{
  return strcmp (view, "silent") != 0 && strcmp (view, "refused") != 0 &&
         strcmp (view, "servfail") != 0 && strcmp (view, "other") != 0;
}

static void
compare_servers (TlRun *run, const char *host)
{
  g_auto (GStrv) servers = tl_resolver_list_servers (tl_run_get_resolver (run));
  g_autofree char *first = NULL;
  gboolean split = FALSE;
  guint n = 0;

  if (g_strv_length (servers) < 2)
    return;
  for (; servers[n] != NULL && n < SERVERS_MAX && !tl_run_is_cancelled (run); n++) {
    g_autoptr (TlResolver) resolver = tl_resolver_new (NULL, NULL);
    g_autofree char *fact = g_strdup_printf ("dns.server.%u", n);
    g_autofree char *addresses = NULL;
    g_autofree char *view = NULL;
    TlDnsQuestion question = {.name = host, .type = "A"};

    tl_resolver_set_servers (resolver, servers[n]);
    tl_resolver_ask (resolver, tl_run_get_io (run), &question, 1, LIMIT_MS / 2);
    addresses = sorted_addresses (question.answer);
    view = view_of (question.answer);
    tl_run_factf (run, fact, "%s: %s", servers[n],
                  *addresses != '\0' ? addresses
                                     : tl_dns_outcome_to_string (question.answer->outcome));
    tl_dns_answer_free (question.answer);
    if (!is_view (view))
      continue;
    split |= first != NULL && strcmp (first, view) != 0;
    if (first == NULL)
      first = g_steal_pointer (&view);
  }
  tl_run_yes_no (run, "dns.split", split);
}

/* ------------------------------------------------------------------ the step */

static void
ask_again (TlRun *run, const char *host, TlDnsOutcome outcome)
{
  const char *dot = strchr (host, '.');
  const char *parent = dot != NULL && strchr (dot + 1, '.') != NULL ? dot + 1 : host;
  g_autofree char *label = random_label ();
  g_autofree char *nowhere = g_strconcat (label, ".com", NULL);
  g_autofree char *beside = g_strconcat (label, ".", parent, NULL);
  g_autoptr (GPtrArray) near =
      outcome == TL_DNS_NO_SUCH_NAME ? tl_names_list_near (host) : g_ptr_array_new ();
  guint n = ASK_NEAR + near->len;
  g_autofree TlDnsQuestion *questions = g_new0 (TlDnsQuestion, n);

  questions[ASK_NOWHERE] = (TlDnsQuestion){.name = nowhere, .type = "A"};
  questions[ASK_BESIDE] = (TlDnsQuestion){.name = beside, .type = "A"};
  questions[ASK_UNCHECKED] = (TlDnsQuestion){.name = host, .type = "A", .unchecked = TRUE};
  for (guint i = 0; i < near->len; i++)
    questions[ASK_NEAR + i] = (TlDnsQuestion){.name = near->pdata[i], .type = "A"};
  tl_resolver_ask (tl_run_get_resolver (run), tl_run_get_io (run), questions, n, LIMIT_MS);
  if (!tl_run_is_cancelled (run))
    record_answers (run, questions, n, parent, outcome);
  for (guint i = 0; i < n; i++)
    tl_dns_answer_free (questions[i].answer);
}

void
tl_names_check (TlRun *run, TlDnsOutcome outcome)
{
  const char *host = tl_run_get_settings (run)->host;

  tl_run_begin (run, "dns.names", host);
  ask_again (run, host, outcome);
  compare_servers (run, host);
  if (tl_run_is_cancelled (run))
    tl_run_fail (run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (run, TL_OUTCOME_OK);
}
