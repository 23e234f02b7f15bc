/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-message-result.h"

#include "tl-cause-view.h"
#include "tl-codes.h"
#include "tl-explain.h"
#include "tl-list.h"
#include "tl-next-row.h"
#include "tl-text-row.h"
#include "tl-text.h"

#include <glib/gi18n.h>

#define MAX_CAUSES 8
/* Recipients or causes of a log: more would be no help; the report has them all. */
#define MAX_CASES 50

struct _TlMessageResult {
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *summary;
  GtkLabel *no_failure;
  GtkWidget *found_group;
  GtkListBox *found;
  GtkLabel *cases_title;
  GtkBox *causes;
  GtkWidget *next_group;
  GtkListBox *next_tests;

  TlWizard *wizard;
};

G_DEFINE_FINAL_TYPE (TlMessageResult, tl_message_result, ADW_TYPE_BIN)

static TlEvidence *
get_evidence (TlMessageResult *self)
{
  return tl_session_get_evidence (tl_wizard_get_message (self->wizard));
}

static char *
make_visible (const char *value)
{
  g_autofree char *visible = tl_text_make_visible (value, strlen (value), 200);

  return tl_text_isolate (visible);
}

/* ------------------------------------------------------------------ the head */

static void
show_icon (TlMessageResult *self, TlVerdict verdict)
{
  static const struct {
    const char *icon;
    const char *style;
  } table[] = {
      [TL_VERDICT_OK] = {"emblem-ok-symbolic", "success"},
      [TL_VERDICT_WARNING] = {"dialog-warning-symbolic", "warning"},
      [TL_VERDICT_PROBLEM] = {"dialog-error-symbolic", "error"},
      [TL_VERDICT_INCONCLUSIVE] = {"dialog-question-symbolic", "dim-label"},
  };
  const char *classes[] = {table[verdict].style, NULL};

  gtk_image_set_from_icon_name (self->icon, table[verdict].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
}

static const char *
no_failure_words (TlMessageResult *self, TlVerdict verdict)
{
  if (tl_evidence_is (get_evidence (self), "text.report", "delayed"))
    return _ (
        "This is not a failure yet: the server goes on trying by itself. Do not send the message again.");
  if (verdict == TL_VERDICT_OK)
    return _ ("This is not a failure: nothing has to be mended.");
  return "";
}

static void
show_head (TlMessageResult *self, const TlExplanation *explanation)
{
  TlDiagnosis *diagnosis = tl_session_get_diagnosis (tl_wizard_get_message (self->wizard));
  TlVerdict verdict = tl_diagnosis_get_verdict (diagnosis);
  const char *words = no_failure_words (self, verdict);

  show_icon (self, verdict);
  gtk_label_set_text (self->summary, explanation->summary);
  gtk_label_set_text (self->no_failure, words);
  gtk_widget_set_visible (GTK_WIDGET (self->no_failure), *words != '\0');
}

/* ------------------------------------------------------------------ what was found */

static AdwActionRow *
add_found (TlMessageResult *self, const char *title, const char *words)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", words, "title-lines", 0, "subtitle-lines", 0, NULL);

  gtk_list_box_append (self->found, row);
  return ADW_ACTION_ROW (row);
}

static void
add_fact (TlMessageResult *self, const char *fact)
{
  const char *value = tl_evidence_get (get_evidence (self), fact);
  g_autofree char *visible = value != NULL ? make_visible (value) : NULL;

  if (visible != NULL)
    add_found (self, tl_explain_fact_name (fact, tl_wizard_get_catalog (self->wizard)), visible);
}

/* The program's id with a capital letter: it is a name. */
static void
add_program (TlMessageResult *self)
{
  const char *value = tl_evidence_get (get_evidence (self), "text.program");
  g_autofree char *name = NULL;

  if (value == NULL)
    return;
  name = make_visible (value);
  /* Behind the isolate's mark. */
  name[3] = g_ascii_toupper (name[3]);
  add_found (self, tl_explain_fact_name ("text.program", tl_wizard_get_catalog (self->wizard)),
             name);
}

/* The meaning for this protocol before that for another. */
static const TlCodeText *
choose_meaning (const GPtrArray *codes, TlProtocol protocol)
{
  static const char *const names[] = {"smtp", "ftp", "http"};

  for (guint i = 0; i < codes->len; i++)
    if (g_str_equal (((TlCodeText *) codes->pdata[i])->protocol, names[protocol]))
      return codes->pdata[i];
  return codes->len > 0 ? codes->pdata[0] : NULL;
}

static void
add_code (TlMessageResult *self, const char *fact)
{
  TlEvidence *evidence = get_evidence (self);
  const char *value = tl_evidence_get (evidence, fact);
  g_autoptr (GPtrArray) codes =
      value != NULL ? tl_code_look_up (value, tl_wizard_get_catalog (self->wizard)) : NULL;
  const TlCodeText *meaning =
      codes != NULL ? choose_meaning (codes, tl_evidence_get_settings (evidence)->protocol) : NULL;
  g_autofree char *title = NULL;
  AdwActionRow *row;

  if (meaning == NULL)
    return;
  /* Translators: %s is a reply code such as 421. */
  title = g_strdup_printf (_ ("Code %s"), meaning->code);
  row = add_found (self, title, meaning->title);
  adw_action_row_add_suffix (row, gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", meaning->code);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.codes");
}

static void
add_stage (TlMessageResult *self)
{
  static const char *const protocols[] = {"smtp", "ftp"};

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++) {
    g_autofree char *fact = g_strconcat (protocols[i], ".reply.stage", NULL);
    const char *stage = tl_evidence_get (get_evidence (self), fact);
    g_autofree char *id = stage != NULL ? g_strconcat (protocols[i], ".", stage, NULL) : NULL;
    g_autofree char *title =
        id != NULL ? tl_explain_step_title (id, tl_wizard_get_catalog (self->wizard)) : NULL;

    if (title != NULL)
      /* Translators: the point of the conversation with the server. */
      add_found (self, _ ("Where it happened"), title);
  }
}

static void
add_log_lines (TlMessageResult *self)
{
  const char *lines = tl_evidence_get (get_evidence (self), "log.lines");
  const char *reports = tl_evidence_get (get_evidence (self), "log.reports");
  g_autofree char *words = NULL;

  if (lines == NULL || reports == NULL)
    return;
  /* Translators: %1$s and %2$s are numbers of lines of a log. */
  words = g_strdup_printf (_ ("%1$s lines, of which %2$s tell of a failure whose cause is known"),
                           lines, reports);
  add_found (self, _ ("Log"), words);
}

char *
tl_message_result_dup_deciding (TlMessageResult *self)
{
  static const char *const facts[] = {"smtp.reply.code", "smtp.reply.enhanced", "ftp.reply.code",
                                      "http.status"};
  g_autoptr (GPtrArray) spans = tl_wizard_list_message_spans (self->wizard);
  GBytes *text = tl_wizard_get_message_text (self->wizard);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < spans->len; i++) {
    const TlSpan *span = spans->pdata[i];
    const char *bytes = g_bytes_get_data (text, NULL);
    g_autofree char *visible = NULL;

    if (!g_str_equal (span->fact, "text.words") || span->end > g_bytes_get_size (text))
      continue;
    visible = tl_text_make_visible (bytes + span->start, span->end - span->start, 100);
    g_string_append_printf (words, "%s“%s”", words->len > 0 ? " " : "", visible);
  }
  for (guint i = 0; words->len == 0 && i < G_N_ELEMENTS (facts); i++) {
    const char *value = text != NULL ? tl_evidence_get (get_evidence (self), facts[i]) : NULL;

    if (value != NULL)
      g_string_append (words, value);
  }
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

static void
show_found (TlMessageResult *self)
{
  g_autofree char *deciding = tl_message_result_dup_deciding (self);
  g_autofree char *isolated = deciding != NULL ? tl_text_isolate (deciding) : NULL;

  tl_list_clear (self->found);
  add_log_lines (self);
  if (isolated != NULL && deciding[0] > '9')
    add_found (self, tl_explain_fact_name ("text.words", tl_wizard_get_catalog (self->wizard)),
               isolated);
  add_code (self, "smtp.reply.code");
  add_code (self, "smtp.reply.enhanced");
  add_code (self, "ftp.reply.code");
  add_code (self, "http.status");
  add_stage (self);
  add_fact (self, "text.recipient");
  add_fact (self, "text.host");
  add_program (self);
  if (tl_evidence_is (get_evidence (self), "text.cut", "yes"))
    add_found (self, _ ("Not everything was read"),
               _ ("The text is longer or deeper than what is looked at: its beginning counts."));
  gtk_widget_set_visible (self->found_group,
                          gtk_list_box_get_row_at_index (self->found, 0) != NULL);
}

/* ------------------------------------------------------------------ causes */

static void
add_view (TlMessageResult *self, const TlCauseText *cause, const char *subtitle, gboolean open)
{
  TlCauseText shown = *cause;

  if (subtitle != NULL)
    shown.sureness = (char *) subtitle;
  gtk_box_append (self->causes, tl_cause_view_new (self->wizard, &shown, open));
}

/* Everybody of whom the same is said stands in one row. */
static char *
list_names (const GPtrArray *recipients, const TlRecipientText *first)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < recipients->len; i++) {
    const TlRecipientText *other = recipients->pdata[i];
    g_autofree char *name = NULL;

    if (g_strcmp0 (other->cause != NULL ? other->cause->id : NULL,
                   first->cause != NULL ? first->cause->id : NULL) != 0)
      continue;
    name = make_visible (*other->recipient != '\0' ? other->recipient
                                                   : _ ("A recipient who is not named"));
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    if (other->code != NULL)
      g_string_append_printf (names, " (%s%s%s)", other->code, other->enhanced != NULL ? " " : "",
                              other->enhanced != NULL ? other->enhanced : "");
  }
  return g_string_free (names, FALSE);
}

static void
show_recipients (TlMessageResult *self, const GPtrArray *recipients)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < recipients->len; i++) {
    const TlRecipientText *recipient = recipients->pdata[i];
    const char *id = recipient->cause != NULL ? recipient->cause->id : "unknown";
    g_autofree char *names = NULL;

    if (!g_hash_table_add (seen, (gpointer) id))
      continue;
    names = list_names (recipients, recipient);
    if (recipient->cause != NULL) {
      add_view (self, recipient->cause, names, FALSE);
    } else {
      /* Translators: %s are addresses. */
      g_autofree char *words = g_strdup_printf (_ ("Nothing tells what went wrong: %s"), names);
      GtkWidget *list = gtk_list_box_new ();

      gtk_widget_add_css_class (list, "boxed-list");
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                      -1);
      gtk_list_box_append (GTK_LIST_BOX (list),
                           tl_text_row_new ("dialog-question-symbolic", words));
      gtk_box_append (self->causes, list);
    }
  }
}

static void
show_counts (TlMessageResult *self, const GPtrArray *counts)
{
  for (guint i = 0; i < MIN (counts->len, MAX_CASES); i++) {
    const TlCountText *count = counts->pdata[i];
    g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, count->lines);
    /* Translators: %s is how many lines of a log. */
    g_autofree char *lines =
        g_strdup_printf (ngettext ("%s line", "%s lines", (gulong) count->lines), number);

    add_view (self, count->cause, lines, FALSE);
  }
}

static void
show_causes (TlMessageResult *self, const TlExplanation *explanation)
{
  GtkWidget *child;
  const char *title = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->causes))) != NULL)
    gtk_box_remove (self->causes, child);
  if (explanation->counts->len > 0) {
    title = _ ("Lines by cause");
    show_counts (self, explanation->counts);
  } else if (explanation->recipients->len > 1) {
    title = _ ("Recipients by cause");
    show_recipients (self, explanation->recipients);
  } else {
    for (guint i = 0; i < MIN (explanation->causes->len, MAX_CAUSES); i++)
      add_view (self, explanation->causes->pdata[i], NULL, i == 0);
  }
  gtk_label_set_text (self->cases_title, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->cases_title), title != NULL);
}

static void
show_next_tests (TlMessageResult *self, const TlExplanation *explanation)
{
  GtkWidget *domain;

  tl_list_clear (self->next_tests);
  for (guint i = 0; i < explanation->next_tests->len; i++) {
    const TlNextTest *test = explanation->next_tests->pdata[i];

    /* The others need the account. */
    gtk_list_box_append (self->next_tests,
                         g_str_equal (test->id, "check-domain")
                             ? tl_next_row_new (test->text, tl_next_step_find (test->id))
                             : tl_text_row_new ("go-next-symbolic", test->text));
  }
  domain = tl_next_row_new_domain (self->wizard, explanation);
  if (domain != NULL)
    gtk_list_box_append (self->next_tests, domain);
  gtk_widget_set_visible (self->next_group, domain != NULL || explanation->next_tests->len > 0);
}

gboolean
tl_message_result_get_empty (TlMessageResult *self)
{
  TlExplanation *explanation = tl_session_get_explanation (tl_wizard_get_message (self->wizard));

  return explanation == NULL || (explanation->causes->len == 0 && explanation->counts->len == 0 &&
                                 explanation->recipients->len == 0);
}

void
tl_message_result_update (TlMessageResult *self)
{
  TlExplanation *explanation = tl_session_get_explanation (tl_wizard_get_message (self->wizard));

  if (explanation == NULL)
    return;
  show_head (self, explanation);
  show_found (self);
  show_causes (self, explanation);
  show_next_tests (self, explanation);
}

/* ------------------------------------------------------------------ the object */

static void
tl_message_result_dispose (GObject *object)
{
  g_clear_object (&TL_MESSAGE_RESULT (object)->wizard);
  G_OBJECT_CLASS (tl_message_result_parent_class)->dispose (object);
}

static void
tl_message_result_class_init (TlMessageResultClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_message_result_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/throughline/Throughline/message-result.ui");
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, icon);
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, summary);
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, no_failure);
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, found_group);
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, found);
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, cases_title);
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, causes);
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, next_group);
  gtk_widget_class_bind_template_child (widget_class, TlMessageResult, next_tests);
}

static void
tl_message_result_init (TlMessageResult *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_message_result_new (TlWizard *wizard)
{
  TlMessageResult *self = g_object_new (TL_TYPE_MESSAGE_RESULT, NULL);

  self->wizard = g_object_ref (wizard);
  return GTK_WIDGET (self);
}
