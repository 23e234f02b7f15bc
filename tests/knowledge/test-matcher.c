/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-matcher.h"

#include <string.h>

#include "tl-rule-filter.h"

static const TlCause causes[] = {
    {.id = "busy",
     .spoken = "S-01",
     TL_KB_TEXTS ({.confidence = 0.9, .literal = "too busy"},
                  {.confidence = 0.3, .codes = "421"}, )},
    {.id = "user",
     .spoken = "S-02",
     TL_KB_TEXTS ({.confidence = 0.9, .literal = "user unknown", .unless = "relay"},
                  {.confidence = 0.8, .literal = "no such", .pattern = "no such (user|mailbox)"},
                  {.confidence = 0.4, .codes = "550", .stages = "rcpt"},
                  {.confidence = 0.6, .enhanced = "x.1.1"}, )},
    {.id = "greeting",
     .spoken = "S-03",
     TL_KB_TEXTS ({.confidence = 0.9, .literal = "xxxxxxxa", .codes = "250"},
                  {.confidence = 0.5, .literal = "later", .codes = "4xx|!452", .stages = "!auth"},
                  {.confidence = 0.9, .literal = "denied", .enhanced = "5.7.x"}, )},
    {.id = "files",
     .spoken = "F-01",
     TL_KB_TEXTS ({.confidence = 0.9, .literal = "busy file", .protocols = "ftp"}, )},
    {.id = "trap",
     .spoken = "S-04",
     TL_KB_TEXTS ({.confidence = 0.9, .literal = "aaa", .pattern = "^(a+)+$"}, )},
};
static const TlKbArea area = {"test", "smtp|ftp", TL_KB_LIST (causes)};
static const TlKbArea *const areas[] = {&area};

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The ids of what matches, with their confidences, in no certain order: sorted. */
static void
check (const TlMatchInput *input, const char *expected)
{
  g_autoptr (TlMatcher) matcher = tl_matcher_new (areas, 1);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (TlMatch));
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *seen = NULL;
  TlMatchInput complete = *input;

  complete.length = strlen (input->text);
  tl_matcher_run (matcher, &complete, matches);
  for (guint i = 0; i < matches->len; i++) {
    TlMatch *match = &g_array_index (matches, TlMatch, i);

    g_ptr_array_add (words,
                     g_strdup_printf ("%s:%.0f", match->cause->id, match->rule->confidence * 10));
  }
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  seen = g_strjoinv (" ", (char **) words->pdata);
  g_assert_cmpstr (seen, ==, expected);
}

static void
test_words (void)
{
  check (&(TlMatchInput){.text = "Sorry, we are  TOO\nBUSY."}, "busy:9");
  check (&(TlMatchInput){.text = "nothing of it"}, "");
  check (&(TlMatchInput){.text = ""}, "");
  check (&(TlMatchInput){.text = "User unknown"}, "user:9");
  check (&(TlMatchInput){.text = "User unknown in relay table"}, "");
  check (&(TlMatchInput){.text = "no such USER here"}, "user:8");
  check (&(TlMatchInput){.text = "no such command"}, "");
}

static void
test_codes (void)
{
  check (&(TlMatchInput){.text = "", .code = 421}, "busy:3");
  check (&(TlMatchInput){.text = "too busy", .code = 421}, "busy:3 busy:9");
  check (&(TlMatchInput){.text = "", .code = 550}, "");
  check (&(TlMatchInput){.text = "", .code = 550, .stage = "rcpt"}, "user:4");
  check (&(TlMatchInput){.text = "", .code = 550, .stage = "mail"}, "");
  check (&(TlMatchInput){.text = "", .code = 550, .enhanced = "5.1.1"}, "user:6");
  check (&(TlMatchInput){.text = "later", .code = 451}, "greeting:5");
  check (&(TlMatchInput){.text = "later", .code = 452}, "");
  check (&(TlMatchInput){.text = "later", .code = 551}, "");
  check (&(TlMatchInput){.text = "later", .code = 451, .stage = "auth"}, "");
  check (&(TlMatchInput){.text = "denied", .code = 550, .enhanced = "5.7.1"}, "greeting:9");
  check (&(TlMatchInput){.text = "denied", .code = 550, .enhanced = "5.1.8"}, "");
  /* What is not known does not speak against the words. */
  check (&(TlMatchInput){.text = "denied later"}, "greeting:5 greeting:9");
}

/* 250 is success, whatever its words. */
static void
test_success (void)
{
  check (&(TlMatchInput){.text = "2.1.5 User unknown, but Ok", .code = 250}, "");
  check (&(TlMatchInput){.text = "XXXXXXXA", .code = 250}, "greeting:9");
  check (&(TlMatchInput){.text = "", .code = 250, .enhanced = "2.1.1"}, "");
}

static void
test_protocols (void)
{
  check (&(TlMatchInput){.text = "busy file", .protocol = "ftp"}, "files:9");
  check (&(TlMatchInput){.text = "busy file", .protocol = "smtp"}, "");
  check (&(TlMatchInput){.text = "busy file"}, "files:9");
  check (&(TlMatchInput){.text = "too busy", .protocol = "http"}, "");
}

/* An expression that would run for ages ends at its limit and counts as no match. */
static void
test_limit (void)
{
  g_autofree char *text = g_strnfill (40000, 'a');

  text[39999] = 'b';
  check (&(TlMatchInput){.text = text}, "");
}

static void
test_places (void)
{
  static const char text[] = "Ü – we are TOO  BUSY now";
  g_autoptr (TlMatcher) matcher = tl_matcher_new (areas, 1);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (TlMatch));
  TlMatchInput input = {.text = text, .length = sizeof text - 1};
  TlMatch *match;

  tl_matcher_run (matcher, &input, matches);
  g_assert_cmpuint (matches->len, ==, 1);
  match = &g_array_index (matches, TlMatch, 0);
  g_assert_true (strncmp (text + match->start, "TOO  BUSY", match->end - match->start) == 0);
  g_assert_cmpuint (match->end - match->start, ==, strlen ("TOO  BUSY"));
}

static const TlCause bad_causes[][1] = {
    {{.id = "a", TL_KB_TEXTS ({.confidence = 0.9, .literal = "ab"}, )}},
    {{.id = "a", TL_KB_TEXTS ({.confidence = 0.9, .literal = "Upper"}, )}},
    {{.id = "a", TL_KB_TEXTS ({.confidence = 0.9, .literal = "abc", .pattern = "("}, )}},
    {{.id = "a", TL_KB_TEXTS ({.confidence = 0.9, .literal = "abc", .codes = "99"}, )}},
    {{.id = "a", TL_KB_TEXTS ({.confidence = 0.9, .literal = "abc", .enhanced = "5.7"}, )}},
    {{.id = "a", TL_KB_TEXTS ({.confidence = 0.9, .literal = "abc", .protocols = "imap"}, )}},
    {{.id = "a", TL_KB_TEXTS ({.confidence = 0.9, .stages = "rcpt"}, )}},
};

static void
test_validate (void)
{
  g_test_expect_message ("throughline-knowledge", G_LOG_LEVEL_WARNING, "*expression*");
  for (guint i = 0; i < G_N_ELEMENTS (bad_causes); i++) {
    const TlKbArea bad = {"bad", "smtp", bad_causes[i], 1};
    const TlKbArea *const list[] = {&bad};
    g_autoptr (TlMatcher) matcher = tl_matcher_new (list, 1);
    g_autofree char *mistake = tl_matcher_validate (matcher);

    g_assert_nonnull (mistake);
  }
  g_test_assert_expected_messages ();
}

static void
test_enhanced_form (void)
{
  static const char *const bad[] = {"", "4", "4.7", "4.7.", "4.7.1.2", "4.7.1234", "a.b.c", "4..1"};
  TlEnhanced parsed;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tl_enhanced_parse (bad[i], FALSE, &parsed));
  g_assert_false (tl_enhanced_parse ("x.7.1", FALSE, &parsed));
  g_assert_true (tl_enhanced_parse ("x.7.1", TRUE, &parsed));
  g_assert_cmpint (parsed.part[0], ==, -1);
  g_assert_cmpint (parsed.part[2], ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/matcher/words", test_words);
  g_test_add_func ("/knowledge/matcher/codes", test_codes);
  g_test_add_func ("/knowledge/matcher/success", test_success);
  g_test_add_func ("/knowledge/matcher/protocols", test_protocols);
  g_test_add_func ("/knowledge/matcher/limit", test_limit);
  g_test_add_func ("/knowledge/matcher/places", test_places);
  g_test_add_func ("/knowledge/matcher/validate", test_validate);
  g_test_add_func ("/knowledge/rule-filter/enhanced", test_enhanced_form);
  return g_test_run ();
}
