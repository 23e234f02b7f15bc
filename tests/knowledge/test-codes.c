/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-codes.h"

#include <string.h>

#include "tl-codes-private.h"

static TlCatalog *english;

static const TlCodeText *
find (const GPtrArray *codes, const char *protocol)
{
  for (guint i = 0; i < codes->len; i++)
    if (strcmp (((TlCodeText *) codes->pdata[i])->protocol, protocol) == 0)
      return codes->pdata[i];
  return NULL;
}

/* 250 is success and 451 is not "limit exceeded", whatever some articles say. */
static void
test_listed (void)
{
  g_autoptr (GPtrArray) success = tl_code_look_up ("250", english);
  g_autoptr (GPtrArray) local = tl_code_look_up ("451", english);
  g_autoptr (GPtrArray) busy = tl_code_look_up ("421", english);

  g_assert_nonnull (strstr (find (success, "smtp")->meaning, "success"));
  g_assert_nonnull (strstr (find (local, "smtp")->meaning, "does not mean “limit exceeded”"));
  g_assert_cmpuint (busy->len, ==, 3);
  g_assert_true (find (busy, "smtp")->listed);
  g_assert_nonnull (find (busy, "ftp"));
  g_assert_nonnull (strstr (find (busy, "http")->meaning, "no login error"));
}

static void
test_unlisted (void)
{
  g_autoptr (GPtrArray) codes = tl_code_look_up ("459", english);
  g_autoptr (GPtrArray) unknown = tl_code_look_up ("578", english);
  g_autoptr (GPtrArray) connection = tl_code_look_up ("429", english);

  g_assert_true (find (codes, "smtp")->listed);
  g_assert_false (find (unknown, "smtp")->listed);
  g_assert_cmpstr (find (unknown, "smtp")->source, ==, "");
  g_assert_nonnull (strstr (find (unknown, "smtp")->klass, "first digit 5"));
  g_assert_nonnull (find (connection, "http"));
}

/* Every code of three digits is answered, listed or not, with what its digits mean. */
static void
test_all_digits (void)
{
  for (guint n = 100; n < 700; n++) {
    g_autofree char *code = g_strdup_printf ("%u", n);
    g_autoptr (GPtrArray) codes = tl_code_look_up (code, english);

    g_assert_cmpuint (codes->len, >, 0);
    for (guint i = 0; i < codes->len; i++) {
      const TlCodeText *text = codes->pdata[i];

      g_assert_cmpstr (text->meaning, !=, "");
      g_assert_nonnull (strstr (text->klass, "first digit"));
      g_assert_true (!text->listed == (*text->source == '\0'));
    }
  }
}

static void
test_enhanced (void)
{
  g_autoptr (GPtrArray) mailbox = tl_code_look_up ("5.1.1", english);
  g_autoptr (GPtrArray) same = tl_code_look_up ("4.1.1", english);
  g_autoptr (GPtrArray) unlisted = tl_code_look_up ("4.7.650", english);
  g_autoptr (GPtrArray) routing = tl_code_look_up ("5.4.310", english);
  g_autoptr (GPtrArray) strange = tl_code_look_up ("5.9.1", english);

  g_assert_cmpuint (mailbox->len, ==, 1);
  g_assert_cmpstr (find (mailbox, "smtp")->title, ==, find (same, "smtp")->title);
  g_assert_cmpstr (find (mailbox, "smtp")->klass, !=, find (same, "smtp")->klass);
  g_assert_false (find (unlisted, "smtp")->listed);
  g_assert_nonnull (strstr (find (unlisted, "smtp")->meaning, "policy"));
  g_assert_nonnull (strstr (find (routing, "smtp")->meaning, "routing"));
  g_assert_cmpuint (strange->len, ==, 1);
}

static void
test_no_codes (void)
{
  static const char *const bad[] = {"",      "42",      "4211", "721",      "abc", "4.7",
                                    "3.1.1", "4.7.1.1", "-21",  "4.7.1234", "4x1", "5,1,1"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GPtrArray) codes = tl_code_look_up (bad[i], english);

    g_assert_cmpuint (codes->len, ==, 0);
    g_assert_null (tl_code_difference (bad[i], "421", english));
    g_assert_null (tl_code_difference ("421", bad[i], english));
  }
}

static void
test_digits (void)
{
  g_autoptr (GPtrArray) codes = tl_code_look_up (" ٤٢١ ", english);

  g_assert_cmpstr (find (codes, "smtp")->code, ==, "421");
}

static void
check_difference (const char *first, const char *second, const char *part)
{
  g_autofree char *text = tl_code_difference (first, second, english);

  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, first));
  g_assert_nonnull (strstr (text, second));
  g_assert_nonnull (strstr (text, part));
}

static void
test_difference (void)
{
  check_difference ("421", "521", "never accepts mail");
  check_difference ("521", "421", "never accepts mail");
  check_difference ("441", "541", "may clear by itself, while");
  check_difference ("541", "441", "stays until something is changed, while");
  check_difference ("220", "550", "no failure");
  check_difference ("550", "220", "is a failure");
  check_difference ("552", "555", "same class");
  check_difference ("4.2.2", "5.7.1", "Mailbox full");
  check_difference ("421", "5.7.1", "while");
}

/* Each table: codes of the right form, none twice, each with words. */
static void
test_tables (void)
{
  const TlCodeTable *tables[] = {&tl_codes_smtp, &tl_codes_enhanced, &tl_codes_ftp, &tl_codes_http};

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++) {
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

    for (gsize i = 0; i < tables[t]->n; i++) {
      const TlCodeEntry *entry = &tables[t]->entries[i];

      g_assert_true (g_hash_table_add (seen, (gpointer) entry->code));
      g_assert_true (g_regex_match_simple (t == 1 ? "^x\\.\\d\\.\\d{1,2}$" : "^[1-6]\\d\\d$",
                                           entry->code, 0, 0));
      g_assert_true (g_str_has_suffix (entry->meaning, "."));
      g_assert_false (g_str_has_suffix (entry->title, "."));
    }
  }
  for (gsize i = 0; i < tl_code_n_pairs; i++)
    check_difference (tl_code_pairs[i].first, tl_code_pairs[i].second, tl_code_pairs[i].text);
}

/* The registry of IANA: every subject and detail that it lists. */
static void
test_registry (void)
{
  static const guint details[] = {0, 10, 4, 6, 7, 6, 10, 30};

  for (guint subject = 1; subject < G_N_ELEMENTS (details); subject++)
    for (guint detail = 0; detail <= details[subject]; detail++) {
      g_autofree char *code = g_strdup_printf ("5.%u.%u", subject, detail);
      g_autoptr (GPtrArray) codes = tl_code_look_up (code, english);

      g_assert_true (find (codes, "smtp")->listed);
    }
}

static void
check_question (const char *question, const char *answer)
{
  g_auto (GStrv) codes = tl_code_parse_question (question);
  g_autofree char *joined = codes != NULL ? g_strjoinv ("+", codes) : g_strdup ("none");

  g_assert_cmpstr (joined, ==, answer);
}

static void
test_questions (void)
{
  g_autoptr (GPtrArray) any_class = tl_code_look_up ("x.7.1", english);

  check_question ("421", "421");
  check_question (" 421  521 ", "421+521");
  check_question ("421/521", "421+521");
  check_question ("421 vs 4.7.0", "421+4.7.0");
  check_question ("٤٢١", "421");
  check_question ("421 521 550", "none");
  check_question ("42", "none");
  check_question ("421 greylisting", "none");
  check_question ("", "none");
  g_assert_cmpuint (any_class->len, ==, 1);
  g_assert_nonnull (strstr (find (any_class, "smtp")->klass, "For x stands the class"));
  g_assert_null (tl_code_difference ("421", "421", english));
}

/* What the list shows can be looked up, each of it. */
static void
test_list (void)
{
  g_autoptr (GPtrArray) list = tl_code_list (english);

  g_assert_cmpuint (list->len, ==,
                    tl_codes_smtp.n + tl_codes_enhanced.n + tl_codes_ftp.n + tl_codes_http.n);
  for (guint i = 0; i < list->len; i++) {
    const TlCodeText *code = list->pdata[i];
    g_autoptr (GPtrArray) meanings = tl_code_look_up (code->code, english);

    g_assert_nonnull (find (meanings, code->protocol));
    g_assert_cmpstr (find (meanings, code->protocol)->title, ==, code->title);
  }
}

/* Every code of the standards that the pages name. */
static void
test_standards (void)
{
  static const char *const mail =
      "211 214 220 221 250 251 252 354 421 450 451 452 455 500 501 502 503 504 550 551 552 553 "
      "554 555 521 556 235 334 432 454 530 534 535 538 253 453 458 459";
  static const char *const files =
      "110 120 125 150 200 202 211 212 213 214 215 220 221 225 226 227 230 250 257 331 332 350 "
      "421 425 426 450 451 452 500 501 502 503 504 530 532 550 551 552 553 232 234 235 334 335 "
      "336 431 533 534 535 536 537 631 632 633 229 522";
  const char *const tables[][2] = {{"smtp", mail}, {"ftp", files}};

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++) {
    g_auto (GStrv) codes = g_strsplit (tables[t][1], " ", -1);

    for (guint i = 0; codes[i] != NULL; i++) {
      g_autoptr (GPtrArray) meanings = tl_code_look_up (codes[i], english);

      g_assert_nonnull (find (meanings, tables[t][0]));
      g_assert_true (find (meanings, tables[t][0])->listed);
    }
  }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  english = tl_catalog_new ("en");
  g_test_add_func ("/knowledge/codes/listed", test_listed);
  g_test_add_func ("/knowledge/codes/unlisted", test_unlisted);
  g_test_add_func ("/knowledge/codes/all-digits", test_all_digits);
  g_test_add_func ("/knowledge/codes/enhanced", test_enhanced);
  g_test_add_func ("/knowledge/codes/no-codes", test_no_codes);
  g_test_add_func ("/knowledge/codes/digits", test_digits);
  g_test_add_func ("/knowledge/codes/difference", test_difference);
  g_test_add_func ("/knowledge/codes/tables", test_tables);
  g_test_add_func ("/knowledge/codes/registry", test_registry);
  g_test_add_func ("/knowledge/codes/questions", test_questions);
  g_test_add_func ("/knowledge/codes/list", test_list);
  g_test_add_func ("/knowledge/codes/standards", test_standards);
  result = g_test_run ();
  tl_catalog_unref (english);
  return result;
}
