/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of a mail log a second, on one core: through the matcher of all text rules, and, as its floor,
 * through an automaton over one literal a rule, with the rule's expression (PCRE2, JIT) where its literal
 * stands, and nothing else, the lines folded before. In turns; the best turn of each counts, because
 * whatever else the computer does only adds.
 *
 * usage: bench-matching [TURNS]; prints "matcher N", "floor N" and "automaton N" (the floor without
 * expressions), lines a second */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "tl-automaton.h"
#include "tl-fold.h"
#include "tl-matcher.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINES 20000

static const char *const replies[] = {
    "550 5.1.1 <bob@example.net>: Recipient address rejected: User unknown in local table",
    "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints",
    "450 4.2.0 <bob@example.net>: Recipient address rejected: Greylisted, try again later",
    "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example.org",
    "552 5.2.2 The email account that you tried to reach is over quota",
    "451 4.3.0 Error: queue file write error",
};

/* One line in eight tells of a refusal, as on a day that somebody looks at the log for. */
static char *
log_line (guint i)
{
  if (i % 8 != 0)
    return g_strdup_printf (
        "Nov 21 10:%02u:%02u mx postfix/smtp[%u]: 4F1B2%05X: to=<user%u@example.net>, "
        "relay=mail.example.net[192.0.2.9]:25, delay=0.%02u, dsn=2.0.0, status=sent (250 2.0.0 Ok: "
        "queued as 9A%05X)",
        i / 60 % 60, i % 60, 1000 + i % 7, i, i, i % 100, i);
  return g_strdup_printf (
      "Nov 21 10:%02u:%02u mx postfix/smtp[%u]: 4F1B2%05X: to=<user%u@example.net>, "
      "relay=mail.example.net[192.0.2.9]:25, delay=1.%02u, status=deferred (host "
      "mail.example.net[192.0.2.9] said: %s (in reply to RCPT TO command))",
      i / 60 % 60, i % 60, 1000 + i % 7, i, i, i % 100, replies[i / 8 % G_N_ELEMENTS (replies)]);
}

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

typedef struct {
  TlAutomaton *automaton;
  GPtrArray *expressions; /* (nullable elements) pcre2_code, by literal */
  pcre2_match_data *data;
  const char *line; /* the one that is looked at; NULL: no expressions */
  guint64 seen[256];
  guint found;
} Floor;

static void
floor_init (Floor *self)
{
  g_autoptr (GPtrArray) literals = g_ptr_array_new ();
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  *self = (Floor){.expressions = g_ptr_array_new (), .data = pcre2_match_data_create (1, NULL)};
  for (gsize a = 0; a < n; a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++)
      for (gsize t = 0; t < areas[a]->causes[c].n_texts; t++) {
        const TlKbText *text = &areas[a]->causes[c].texts[t];
        pcre2_code *code = NULL;
        int error;
        PCRE2_SIZE offset;

        if (text->pattern != NULL) {
          code = pcre2_compile ((PCRE2_SPTR) text->pattern, PCRE2_ZERO_TERMINATED,
                                PCRE2_UTF | PCRE2_CASELESS | PCRE2_DOTALL, &error, &offset, NULL);
          pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
        }
        g_ptr_array_add (literals, (gpointer) text->literal);
        g_ptr_array_add (self->expressions, code);
      }
  g_assert (literals->len <= 64 * G_N_ELEMENTS (self->seen));
  self->automaton = tl_automaton_new ((const char *const *) literals->pdata, literals->len);
}

static void
floor_clear (Floor *self)
{
  for (guint i = 0; i < self->expressions->len; i++)
    pcre2_code_free (self->expressions->pdata[i]);
  g_ptr_array_unref (self->expressions);
  pcre2_match_data_free (self->data);
  tl_automaton_free (self->automaton);
}

static void
confirm (guint literal, gsize end, gpointer user_data)
{
  Floor *self = user_data;
  const pcre2_code *code = self->expressions->pdata[literal];
  guint64 bit = G_GUINT64_CONSTANT (1) << (literal % 64);

  if (self->line == NULL || self->seen[literal / 64] & bit)
    return;
  self->seen[literal / 64] |= bit;
  self->found += code == NULL || pcre2_match (code, (PCRE2_SPTR) self->line, strlen (self->line), 0,
                                              PCRE2_NO_UTF_CHECK, self->data, NULL) >= 0;
}

static double
run_matcher (char **lines, const gsize *lengths)
{
  const TlMatcher *matcher = tl_matcher_get_default ();
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (TlMatch));
  double begin = now ();

  for (guint i = 0; i < LINES; i++) {
    TlMatchInput input = {.text = lines[i], .length = lengths[i], .protocol = "smtp"};

    tl_matcher_run (matcher, &input, matches);
  }
  return LINES / (now () - begin);
}

static double
run_floor (Floor *self, char **folded, gboolean confirmed)
{
  double begin = now ();

  for (guint i = 0; i < LINES; i++) {
    self->line = confirmed ? folded[i] : NULL;
    if (confirmed)
      memset (self->seen, 0, (self->expressions->len + 63) / 64 * sizeof self->seen[0]);
    tl_automaton_run (self->automaton, folded[i], strlen (folded[i]), confirm, self);
  }
  return LINES / (now () - begin);
}

int
main (int argc, char **argv)
{
  g_autofree char **lines = g_new (char *, LINES);
  g_autofree char **folded = g_new (char *, LINES);
  g_autofree gsize *lengths = g_new (gsize, LINES);
  Floor floor;
  int turns = argc > 1 ? atoi (argv[1]) : 15;
  double matcher = 0;
  double confirmed = 0;
  double automaton = 0;

  floor_init (&floor);
  for (guint i = 0; i < LINES; i++) {
    lines[i] = log_line (i);
    lengths[i] = strlen (lines[i]);
    folded[i] = tl_fold_dup (lines[i]);
  }
  for (int turn = 0; turn < turns; turn++) {
    matcher = MAX (matcher, run_matcher (lines, lengths));
    confirmed = MAX (confirmed, run_floor (&floor, folded, TRUE));
    automaton = MAX (automaton, run_floor (&floor, folded, FALSE));
  }
  printf ("matcher %.0f\nfloor %.0f\nautomaton %.0f\n", matcher, confirmed, automaton);
  floor_clear (&floor);
  for (guint i = 0; i < LINES; i++) {
    g_free (lines[i]);
    g_free (folded[i]);
  }
  return 0;
}
