/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A second look at the names, where the first one failed or the host is not reached: does the name
 * server invent answers, is a name close to this one there, is it the proof (DNSSEC) that fails, do
 * the name servers agree? */
#include "tl-names.h"

#include "tl-hosts.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LIMIT_MS TL_NAMES_LIMIT_MS
#define RANDOM_LENGTH 16
/* A mere look has no time for what does not answer. */
#define LOOK_MS 2000

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
  ASK_ABOVE /* the names above the host's, from the nearest on */
};
#define ABOVE_MAX 6

/* The first of the names close to the host's that has an address. missing: number of the label, from the
 * left, that is not there while the names above it are. */
static void
ask_near (TlRun *run, const char *host, guint missing)
{
  g_autoptr (GPtrArray) near = tl_names_list_near (host, missing);
  g_autofree TlDnsQuestion *questions = g_new0 (TlDnsQuestion, MAX (near->len, 1));
  const char *found = NULL;

  for (guint i = 0; i < near->len; i++)
    questions[i] = (TlDnsQuestion){.name = near->pdata[i], .type = "A"};
  tl_resolver_ask (tl_run_get_resolver (run), tl_run_get_io (run), questions, near->len, LIMIT_MS);
  for (guint i = 0; i < near->len; i++) {
    if (found == NULL && has_records (questions[i].answer))
      found = near->pdata[i];
    tl_dns_answer_free (questions[i].answer);
  }
  tl_run_fact (run, "dns.near_name", found);
}

/* Which label of a name that does not exist is the first one missing: below a name that is not there,
 * nothing is (RFC 8020 2). */
static guint
find_missing (const TlDnsQuestion *above, guint n)
{
  for (guint i = n; i > 0; i--)
    if (above[i - 1].answer->outcome == TL_DNS_NO_SUCH_NAME)
      return i;
  return 0;
}

static void
record_answers (TlRun *run, const TlDnsQuestion *questions, TlDnsOutcome outcome)
{
  const GPtrArray *addresses = tl_run_get_addresses (run);
  const TlDnsAnswer *nowhere = questions[ASK_NOWHERE].answer;
  gboolean invents = has_records (nowhere);
  gboolean wildcard = has_records (questions[ASK_BESIDE].answer);

  tl_run_yes_no (run, "dns.invents", invents);
  if (invents)
    tl_run_fact (run, "dns.invented", ((const TlDnsRecord *) nowhere->records->pdata[0])->name);
  tl_run_yes_no (run, "dns.wildcard", wildcard);
  /* What the host's name gave is what every name gives. */
  if (invents && shares_address (nowhere, addresses))
    tl_run_fact (run, "dns.outcome", "rewritten");
  if (outcome == TL_DNS_SERVFAIL)
    tl_run_fact (run, "dns.dnssec", has_records (questions[ASK_UNCHECKED].answer) ? "bogus" : "ok");
}

/* ------------------------------------------------------------------ this computer's own list */

/* Programs take what stands in /etc/hosts, whatever the name servers say. */
static void
record_own_list (TlRun *run, const char *host)
{
  g_autofree char *address = tl_hosts_find (host);

  if (address != NULL)
    tl_run_fact (run, "dns.own_list", address);
}

/* ------------------------------------------------------------------ the step */

/* The names above `host`, nearest first, as questions; those of addresses, so that a wildcard shows. */
static guint
add_above (TlDnsQuestion *questions, const char *host)
{
  guint n = 0;

  for (const char *dot = strchr (host, '.'); dot != NULL && dot[1] != '\0' && n < ABOVE_MAX;
       dot = strchr (dot + 1, '.'))
    questions[n++] = (TlDnsQuestion){.name = dot + 1, .type = "A"};
  return n;
}

static void
ask_again (TlRun *run, const char *host, TlDnsOutcome outcome)
{
  const char *dot = strchr (host, '.');
  const char *parent = dot != NULL && strchr (dot + 1, '.') != NULL ? dot + 1 : host;
  g_autofree char *label = random_label ();
  g_autofree char *nowhere = g_strconcat (label, ".com", NULL);
  g_autofree char *beside = g_strconcat (label, ".", parent, NULL);
  TlDnsQuestion questions[ASK_ABOVE + ABOVE_MAX] = {
      [ASK_NOWHERE] = {.name = nowhere, .type = "A"},
      [ASK_BESIDE] = {.name = beside, .type = "A"},
      [ASK_UNCHECKED] = {.name = host, .type = "A", .unchecked = TRUE},
  };
  guint n = ASK_ABOVE;
  gboolean sought;

  if (outcome == TL_DNS_NO_SUCH_NAME)
    n += add_above (questions + ASK_ABOVE, host);
  tl_resolver_ask (tl_run_get_resolver (run), tl_run_get_io (run), questions, n, LIMIT_MS);
  sought = outcome == TL_DNS_NO_SUCH_NAME && !has_records (questions[ASK_NOWHERE].answer);
  if (!tl_run_is_cancelled (run))
    record_answers (run, questions, outcome);
  if (sought && !tl_run_is_cancelled (run))
    ask_near (run, host, find_missing (questions + ASK_ABOVE, n - ASK_ABOVE));
  for (guint i = 0; i < n; i++)
    tl_dns_answer_free (questions[i].answer);
}

/* Silence about one name: whether it is the name server that is silent, or those of the name's domain,
 * for which it waits in vain. */
static gboolean
ask_something_else (TlRun *run)
{
  g_autofree char *label = random_label ();
  g_autofree char *nowhere = g_strconcat (label, ".com", NULL);
  TlDnsQuestion question = {.name = nowhere, .type = "A"};
  gboolean answered;

  tl_resolver_ask (tl_run_get_resolver (run), tl_run_get_io (run), &question, 1, LIMIT_MS);
  answered = question.answer->outcome != TL_DNS_SILENT;
  tl_dns_answer_free (question.answer);
  if (!tl_run_is_cancelled (run))
    tl_run_yes_no (run, "dns.answers_others", answered);
  return answered;
}

/* A question for the name of nobody (".", NS, RFC 1035 4.1). */
static const guint8 root_question[] = {0x54, 0x4c, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};

/* What the kernel says to a question that leaves for a name server: a packet filter of this computer does
 * not let a datagram vanish, as it does with a request to connect, but refuses it (EPERM), and so does a
 * route that is barred. "none": it left. */
static const char *
send_question (const TlAddress *server)
{
  int fd = socket (server->storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const char *said = "none";

  if (fd < 0)
    return said;
  if (connect (fd, (const struct sockaddr *) &server->storage, server->length) != 0 ||
      send (fd, root_question, sizeof root_question, MSG_NOSIGNAL) < 0)
    said = errno == EAGAIN ? "none" : strerrorname_np (errno);
  close (fd);
  return said;
}

/* Where one of them can be sent a question, the silence is not this computer's. */
static void
record_sending (TlRun *run)
{
  g_autoptr (GPtrArray) servers = tl_names_list_servers (run, NULL);
  const char *said = NULL;

  for (guint i = 0; i < servers->len && g_strcmp0 (said, "none") != 0; i++) {
    TlAddress address;
    const char *one;

    if (!tl_names_parse_server (servers->pdata[i], &address) ||
        strcmp (tl_address_kind (&address), "loopback") == 0)
      continue;
    one = send_question (&address);
    if (said == NULL || strcmp (one, "none") == 0)
      said = one;
  }
  if (said != NULL)
    tl_run_fact (run, "dns.errno", said);
}

void
tl_names_look (TlRun *run)
{
  g_autofree char *label = random_label ();
  g_autofree char *nowhere = g_strconcat (label, ".com", NULL);
  TlDnsQuestion question = {.name = nowhere, .type = "A"};

  tl_run_begin (run, "dns.names", "");
  tl_resolver_ask (tl_run_get_resolver (run), tl_run_get_io (run), &question, 1, LOOK_MS);
  if (!tl_run_is_cancelled (run)) {
    tl_run_fact (run, "dns.nowhere", tl_dns_outcome_to_string (question.answer->outcome));
    if (has_records (question.answer))
      tl_run_fact (run, "dns.invented",
                   ((const TlDnsRecord *) question.answer->records->pdata[0])->name);
  }
  tl_dns_answer_free (question.answer);
  if (tl_run_is_cancelled (run))
    tl_run_fail (run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (run, TL_OUTCOME_OK);
}

void
tl_names_check (TlRun *run, TlDnsOutcome outcome)
{
  const char *host = tl_run_get_settings (run)->host;

  tl_run_begin (run, "dns.names", host);
  record_own_list (run, host);
  if (outcome == TL_DNS_SILENT) {
    record_sending (run);
    if (ask_something_else (run))
      tl_names_compare_servers (run, host);
  } else {
    ask_again (run, host, outcome);
    tl_names_compare_servers (run, host);
  }
  if (tl_run_is_cancelled (run))
    tl_run_fail (run, TL_FAILURE_CANCELLED);
  else
    tl_run_end (run, TL_OUTCOME_OK);
}
