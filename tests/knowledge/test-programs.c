/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* data/mail-clients.ini, every group of it, and what the advice takes from it. */
#include "tl-programs.h"

#include <string.h>

#include "knowledge-fixture.h"
#include "tl-enum-types.h"
#include "tl-explain.h"
#include "tl-guide.h"
#include "tl-report.h"

/* ------------------------------------------------------------------ the table */

static void
need_path (const TlProgram *program, TlTask task)
{
  g_autoptr (TlCatalog) catalog = tl_catalog_new ("en");
  g_autoptr (TlProgramPath) path = tl_explain_path (program, task, catalog);

  if (path == NULL) {
    g_test_message ("%s: no path: %s", program->id, tl_enum_to_string (TL_TYPE_TASK, (int) task));
    g_test_fail ();
  }
}

/* What the advice sends people to must be somewhere in every program of the protocol. */
static void
test_whole (void)
{
  static const TlTask both[] = {TL_TASK_OUTGOING_SERVER, TL_TASK_PORT,     TL_TASK_ENCRYPTION,
                                TL_TASK_USER_NAME,       TL_TASK_PASSWORD, TL_TASK_REMOVE_ACCOUNT,
                                TL_TASK_ADD_ACCOUNT};
  static const TlTask ftp[] = {TL_TASK_CONNECTIONS, TL_TASK_TRANSFER_MODE, TL_TASK_TIMEOUT};
  const GPtrArray *table = tl_programs ();
  guint n_ftp = 0;

  for (guint i = 0; i < table->len; i++) {
    const TlProgram *program = table->pdata[i];

    g_assert_true (tl_program_find (table, program->id) == program);
    g_assert_true (program->protocol == TL_PROTOCOL_SMTP || program->protocol == TL_PROTOCOL_FTP);
    g_assert_true ((program->protocol == TL_PROTOCOL_FTP) == (program->removal == TL_REMOVAL_NONE));
    for (gsize t = 0; t < G_N_ELEMENTS (both); t++)
      need_path (program, both[t]);
    if (program->protocol != TL_PROTOCOL_FTP)
      continue;
    n_ftp++;
    for (gsize t = 0; t < G_N_ELEMENTS (ftp); t++)
      need_path (program, ftp[t]);
  }
  g_assert_cmpuint (n_ftp, ==, 3);
  g_assert_cmpuint (table->len, ==, 14);
}

/* No path holds a placeholder but the two that are known, in any language. */
static void
test_elements (void)
{
  const GPtrArray *table = tl_programs ();

  for (guint i = 0; i < table->len; i++) {
    const TlProgram *program = table->pdata[i];
    const char *entry = program->protocol == TL_PROTOCOL_FTP ? "{site}" : "{account}";
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init (&iter, program->paths);
    while (g_hash_table_iter_next (&iter, &key, &value))
      for (char **element = value; *element != NULL; element++)
        if (strpbrk (*element, "{}<>") != NULL && strcmp (*element, entry) != 0) {
          g_test_message ("%s: %s: %s", program->id, (char *) key, *element);
          g_test_fail ();
        }
  }
}

static gboolean
is_fix_of_user (const char *id)
{
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  for (gsize a = 0; a < n; a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++)
      for (gsize f = 0; f < areas[a]->causes[c].n_fixes; f++) {
        const TlKbFix *fix = &areas[a]->causes[c].fixes[f];

        if (strcmp (fix->id, id) == 0 && fix->actor == TL_ACTOR_USER)
          return TRUE;
      }
  return FALSE;
}

static void
test_fixes (void)
{
  const char *id, *before = "";
  TlTask task;

  for (gsize i = 0; (id = tl_fix_task_nth (i)) != NULL; i++) {
    g_assert_true (tl_fix_get_task (id, &task));
    g_assert_cmpstr (before, <, id);
    before = id;
    if (!is_fix_of_user (id)) {
      g_test_message ("no cause has the fix step %s", id);
      g_test_fail ();
    }
  }
  g_assert_false (tl_fix_get_task ("other-network", &task));
}

/* ------------------------------------------------------------------ in an explanation */

static TlExplanation *
explain (const char *text, TlProtocol protocol, const char *program, const char *language)
{
  g_autoptr (TlEvidence) plain = digest (text, protocol, NULL);
  g_autoptr (TlEvidence) evidence = tl_evidence_with_program (plain, program);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlCatalog) catalog = tl_catalog_new (language);

  g_assert_cmpstr (tl_evidence_get_settings (plain)->program, ==, "");
  return tl_explain (evidence, diagnosis, catalog);
}

static const TlFixText *
find_fix (const TlExplanation *explanation, const char *id)
{
  const TlCauseText *cause = explanation->causes->pdata[0];

  for (guint i = 0; i < cause->fixes->len; i++) {
    const TlFixText *fix = cause->fixes->pdata[i];

    if (strcmp (fix->id, id) == 0)
      return fix;
  }
  g_assert_not_reached ();
}

#define FTP_LIMIT "421 Too many connections (8) from this IP"

static void
test_shown (void)
{
  g_autoptr (TlExplanation) english = explain (FTP_LIMIT, TL_PROTOCOL_FTP, "filezilla", "en");
  g_autoptr (TlExplanation) russian = explain (FTP_LIMIT, TL_PROTOCOL_FTP, "filezilla", "ru");
  g_autoptr (TlExplanation) foreign = explain (FTP_LIMIT, TL_PROTOCOL_FTP, "winscp", "ru");
  const TlFixText *fix = find_fix (english, "limit-program");

  g_assert_cmpuint (fix->path->len, ==, 5);
  g_assert_cmpstr (fix->path->pdata[1], ==, "Site Manager…");
  g_assert_cmpstr (fix->path->pdata[2], ==, "your server");
  g_assert_cmpstr (fix->path_language, ==, "en");
  g_assert_nonnull (strstr (fix->path_text, "Site Manager"));
  g_assert_null (strstr (fix->path_text, "<2068>"));
  g_assert_null (find_fix (english, "close-sessions")->path);

  fix = find_fix (russian, "limit-program");
  g_assert_cmpstr (fix->path->pdata[1], ==, "Менеджер Сайтов…");
  g_assert_cmpstr (fix->path_language, ==, "ru");

  /* A program whose translation is not known: English menus, and it is said. */
  fix = find_fix (foreign, "limit-program");
  g_assert_cmpstr (fix->path->pdata[0], ==, "Options");
  g_assert_cmpstr (fix->path_language, ==, "en");
  g_assert_nonnull (strstr (fix->path_text, "английские"));
}

static void
test_not_shown (void)
{
  static const char *const programs[] = {"", "thunderbird", "no-such-program"};

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++) {
    g_autoptr (TlExplanation) explanation = explain (FTP_LIMIT, TL_PROTOCOL_FTP, programs[i], "en");
    const TlCauseText *cause = explanation->causes->pdata[0];

    for (guint f = 0; f < cause->fixes->len; f++) {
      g_assert_null (((TlFixText *) cause->fixes->pdata[f])->path);
      g_assert_null (((TlFixText *) cause->fixes->pdata[f])->path_text);
    }
  }
}

/* Where server and port can only be set by adding the account anew, that is where it leads. */
static void
test_anew (void)
{
  g_autoptr (TlExplanation) explanation =
      explain ("535 5.7.8 Authentication failed", TL_PROTOCOL_SMTP, "outlook-new", "en");
  const TlFixText *fix = find_fix (explanation, "type-again");

  g_assert_cmpstr (fix->path->pdata[fix->path->len - 1], ==, "Add account");
  g_assert_nonnull (strstr (fix->path_text, "only be set"));
}

static void
test_reports (void)
{
  static const TlFormat formats[] = {TL_FORMAT_TEXT, TL_FORMAT_HTML, TL_FORMAT_JSON};
  g_autoptr (TlEvidence) plain = digest (FTP_LIMIT, TL_PROTOCOL_FTP, NULL);
  g_autoptr (TlEvidence) evidence = tl_evidence_with_program (plain, "filezilla");
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlCatalog) catalog = tl_catalog_new ("ar");
  g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, catalog);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    const TlReportStyle style = {formats[i], FALSE, FALSE};
    g_autofree char *text = tl_report_write (evidence, diagnosis, explanation, catalog, &style);

    g_assert_nonnull (strstr (text, "مدير المواقع…"));
    if (formats[i] == TL_FORMAT_JSON)
      g_assert_nonnull (strstr (text, "\"program\" : \"filezilla\""));
  }
}

/* ------------------------------------------------------------------ remove and add again */

static guint
count_steps (const char *text, const char *program, gboolean *with_path)
{
  g_autoptr (TlExplanation) explanation = explain (text, TL_PROTOCOL_SMTP, program, "en");

  *with_path = FALSE;
  for (guint i = 0; explanation->guide != NULL && i < explanation->guide->len; i++)
    *with_path = *with_path || ((TlFixText *) explanation->guide->pdata[i])->path != NULL;
  return explanation->guide != NULL ? explanation->guide->len : 0;
}

/* Offered where the program's own settings can be at fault, and only for a program that is known. */
static void
test_guide (void)
{
  gboolean with_path;

  g_assert_cmpuint (count_steps ("535 5.7.8 Authentication failed", "thunderbird", &with_path), ==,
                    7);
  g_assert_true (with_path);
  g_assert_cmpuint (count_steps ("535 5.7.8 Authentication failed", "", &with_path), ==, 0);
  g_assert_cmpuint (count_steps ("550 5.1.1 User unknown", "thunderbird", &with_path), ==, 0);
  g_assert_cmpuint (count_steps ("421 4.7.0 Too many connections", "thunderbird", &with_path), ==,
                    0);
}

/* What we found working is named; what removing does is told for each program. */
static void
test_guide_settings (void)
{
  static const char *const lines[] = {"tcp.connect ok", "smtp.auth failed", NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);
  g_autoptr (TlCatalog) catalog = tl_catalog_new ("en");
  const GPtrArray *table = tl_programs ();
  g_autoptr (GPtrArray) known =
      tl_guide_steps (tl_program_find (table, "kmail"), evidence, catalog);
  const TlFixText *entered = known->pdata[5];

  g_assert_nonnull (strstr (entered->text, "mail.example.org, port 587, encryption STARTTLS"));
  for (guint i = 0; i < table->len; i++) {
    g_autoptr (GPtrArray) steps = tl_guide_steps (table->pdata[i], NULL, catalog);

    for (guint k = 0; k < steps->len; k++)
      g_assert_null (strchr (((TlFixText *) steps->pdata[k])->text, '{'));
    g_assert_nonnull (((TlFixText *) steps->pdata[3])->path);
    g_assert_nonnull (((TlFixText *) steps->pdata[4])->path);
  }
}

/* Every cause that the guide is offered for exists, and is the person's own to mend. */
static void
test_guide_causes (void)
{
  gsize n;
  guint offered = 0;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  for (gsize a = 0; a < n; a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++)
      if (tl_guide_may_help (areas[a]->causes[c].id)) {
        g_assert_cmpint (areas[a]->causes[c].actor, ==, TL_ACTOR_USER);
        offered++;
      }
  g_assert_cmpuint (offered, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/programs/whole", test_whole);
  g_test_add_func ("/programs/elements", test_elements);
  g_test_add_func ("/programs/fixes", test_fixes);
  g_test_add_func ("/programs/shown", test_shown);
  g_test_add_func ("/programs/not-shown", test_not_shown);
  g_test_add_func ("/programs/anew", test_anew);
  g_test_add_func ("/programs/reports", test_reports);
  g_test_add_func ("/programs/guide", test_guide);
  g_test_add_func ("/programs/guide-settings", test_guide_settings);
  g_test_add_func ("/programs/guide-causes", test_guide_causes);
  return g_test_run ();
}
