/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-explanation-page.h"

#include "tl-explain.h"
#include "tl-list.h"
#include "tl-next-step.h"
#include "tl-pairing.h"
#include "tl-programs.h"
#include "tl-text.h"
#include "widgets/tl-cause-view.h"
#include "widgets/tl-fact-row.h"
#include "widgets/tl-fix-row.h"
#include "widgets/tl-next-row.h"
#include "widgets/tl-suggestion-row.h"

#include <glib/gi18n.h>

#define MAX_CAUSES 8 /* more would be no help; the report has them all */

struct _TlExplanationPage {
  TlPage parent_instance;

  GtkImage *icon;
  GtkLabel *summary;
  GtkLabel *not_tested;
  GtkWidget *changes_group;
  GtkListBox *changes;
  GtkWidget *suggestions_group;
  GtkListBox *suggestions;
  GtkWidget *channels_group;
  GtkWidget *certificates_group;
  AdwExpanderRow *certificates;
  GPtrArray *certificate_rows; /* GtkWidget *, those of the expander row */
  GtkListBox *channels;
  GtkWidget *program_group;
  AdwComboRow *program;
  GPtrArray *program_ids; /* char *: of the rows of the chooser, "" first */
  TlProtocol program_protocol;
  gboolean filling; /* the chooser: nothing was chosen */
  GtkBox *causes;
  GtkWidget *guide_group;
  GtkListBox *guide;
  GtkWidget *later_group;
  AdwActionRow *later;
  GtkButton *wait;
  AdwActionRow *waiting;
  GtkWidget *next_group;
  GtkListBox *next_tests;
  const TlExplanation *filled_of; /* never looked into: whose pieces are counted */
  guint filling_up;               /* (tick callback) 0 where nothing is under way */
  guint filled;         /* how many pieces of the page are those of the explanation at hand */
  gboolean stale;       /* some are not */
  TlCauseView *growing; /* (nullable) the cause that is not whole yet */
};

G_DEFINE_FINAL_TYPE (TlExplanationPage, tl_explanation_page, TL_TYPE_PAGE)

static TlWizard *
get_wizard (TlExplanationPage *self)
{
  return tl_page_get_wizard (TL_PAGE (self));
}

static void
show_verdict (TlExplanationPage *self, TlVerdict verdict)
{
  static const struct {
    const char *icon;
    const char *style;
    const char *word;
  } table[] = {
      /* Translators: the outcome of a test in one word */
      [TL_VERDICT_OK] = {"emblem-ok-symbolic", "success", NC_ ("verdict", "Works")},
      [TL_VERDICT_WARNING] = {"dialog-warning-symbolic", "warning",
                              NC_ ("verdict", "Works, with something to mend")},
      [TL_VERDICT_PROBLEM] = {"dialog-error-symbolic", "error", NC_ ("verdict", "Problem")},
      [TL_VERDICT_INCONCLUSIVE] = {"dialog-question-symbolic", "dim-label",
                                   NC_ ("verdict", "Inconclusive")},
  };
  const char *classes[] = {table[verdict].style, NULL};

  gtk_image_set_from_icon_name (self->icon, table[verdict].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_dpgettext2 (NULL, "verdict", table[verdict].word), -1);
}

static void
show_changes (TlExplanationPage *self, TlExplanation *explanation)
{
  TlCatalog *catalog = tl_wizard_get_catalog (get_wizard (self));
  guint n = 0;

  tl_list_clear (self->changes);
  for (guint i = 0; i < explanation->changes->len && n < 12; i++) {
    const TlChange *change = explanation->changes->pdata[i];
    g_autofree char *before = tl_explain_change (change->fact, change->before, catalog);
    g_autofree char *after = tl_explain_change (change->fact, change->after, catalog);
    g_autofree char *words = NULL;

    /* What has no name tells a person nothing. */
    if (before == NULL || after == NULL)
      continue;
    /* Translators: what a test saw the last time and now, a sentence each */
    words = g_strdup_printf (_ ("Before: %1$s\nNow: %2$s"), before, after);
    gtk_list_box_append (
        self->changes,
        tl_fact_row_new (tl_explain_fact_name (change->fact, catalog), words, TL_FACT_PLAIN));
    n++;
  }
  gtk_widget_set_visible (self->changes_group, n > 0);
}

static void
show_suggestions (TlExplanationPage *self, TlEvidence *evidence, TlVerdict verdict)
{
  g_autoptr (GPtrArray) list = NULL;

  tl_list_clear (self->suggestions);
  if (evidence != NULL && verdict != TL_VERDICT_OK && tl_wizard_get_tested (get_wizard (self)))
    list = tl_suggestions (evidence);
  for (guint i = 0; list != NULL && i < list->len; i++) {
    const TlSuggestion *suggestion = list->pdata[i];

    gtk_list_box_append (self->suggestions,
                         tl_suggestion_row_new (suggestion->text, suggestion->target));
  }
  gtk_widget_set_visible (self->suggestions_group, list != NULL && list->len > 0);
}

/* One row alone says no more than the steps do. */
static void
show_channels (TlExplanationPage *self, TlEvidence *evidence)
{
  TlCatalog *catalog = tl_wizard_get_catalog (get_wizard (self));
  const GPtrArray *rows = evidence != NULL ? tl_evidence_get_data_channels (evidence) : NULL;

  tl_list_clear (self->channels);
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const TlDataChannel *row = rows->pdata[i];
    g_autofree char *name = tl_explain_channel_name (row, catalog);
    g_autofree char *detail = tl_explain_channel_detail (row, catalog);

    gtk_list_box_append (self->channels,
                         tl_fact_row_new (name, detail,
                                          row->outcome == TL_OUTCOME_OK       ? TL_FACT_GOOD
                                          : row->outcome == TL_OUTCOME_FAILED ? TL_FACT_NOTE
                                                                              : TL_FACT_PLAIN));
  }
  gtk_widget_set_visible (self->channels_group, rows != NULL && rows->len > 1);
}

static char *
join_lines (const TlCertificateText *certificate)
{
  g_autoptr (GString) text = g_string_new (certificate->fault);

  for (guint i = 0; i < certificate->lines->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                            (char *) certificate->lines->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* They are measured from then on only. */
static void
on_certificates_expanded (TlExplanationPage *self)
{
  for (guint i = 0; i < self->certificate_rows->len; i++)
    gtk_widget_set_visible (self->certificate_rows->pdata[i], TRUE);
}

static void
show_certificates (TlExplanationPage *self, TlExplanation *explanation)
{
  for (guint i = 0; i < self->certificate_rows->len; i++)
    adw_expander_row_remove (self->certificates, self->certificate_rows->pdata[i]);
  g_ptr_array_set_size (self->certificate_rows, 0);
  for (guint i = 0; i < explanation->certificates->len; i++) {
    const TlCertificateText *certificate = explanation->certificates->pdata[i];
    g_autofree char *text = join_lines (certificate);
    GtkWidget *row = tl_fact_row_new (certificate->title, text,
                                      certificate->fault != NULL ? TL_FACT_NOTE : TL_FACT_PLAIN);

    gtk_widget_set_visible (row, adw_expander_row_get_expanded (self->certificates));
    adw_expander_row_add_row (self->certificates, row);
    g_ptr_array_add (self->certificate_rows, row);
  }
  gtk_widget_set_visible (self->certificates_group, explanation->certificates->len > 0);
}

/* ------------------------------------------------------------------ the person's own program */

static void
on_program_selected (TlExplanationPage *self)
{
  guint selected = adw_combo_row_get_selected (self->program);

  if (!self->filling && selected < self->program_ids->len)
    g_object_set (tl_wizard_get_settings (get_wizard (self)), "program",
                  self->program_ids->pdata[selected], NULL);
}

static void
fill_programs (TlExplanationPage *self, TlProtocol protocol)
{
  const GPtrArray *programs = tl_programs ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->program_protocol = protocol;
  g_ptr_array_set_size (self->program_ids, 0);
  g_ptr_array_add (self->program_ids, (gpointer) "");
  /* Translators: a choice in a list of mail programs */
  gtk_string_list_append (names, C_ ("program", "Another one"));
  for (guint i = 0; i < programs->len; i++) {
    const TlProgram *program = programs->pdata[i];

    if (program->protocol != protocol)
      continue;
    g_ptr_array_add (self->program_ids, program->id);
    gtk_string_list_append (names, program->name);
  }
  adw_combo_row_set_model (self->program, G_LIST_MODEL (names));
}

static void
show_program (TlExplanationPage *self, gboolean some_cause)
{
  TlSettings *settings = tl_wizard_get_settings (get_wizard (self));

  self->filling = TRUE;
  if (self->program_ids->len == 0 || self->program_protocol != settings->protocol)
    fill_programs (self, settings->protocol);
  for (guint i = 0; i < self->program_ids->len; i++)
    if (g_str_equal (self->program_ids->pdata[i], settings->program))
      adw_combo_row_set_selected (self->program, i);
  self->filling = FALSE;
  gtk_widget_set_visible (self->program_group, self->program_ids->len > 1 && some_cause);
}

/* Its ticks are kept like those of a cause, so that a test in between loses none. */
static void
show_guide (TlExplanationPage *self, TlExplanation *explanation)
{
  tl_list_clear (self->guide);
  for (guint i = 0; explanation->guide != NULL && i < explanation->guide->len; i++)
    gtk_list_box_append (self->guide,
                         tl_fix_row_new (get_wizard (self), "guide", explanation->guide->pdata[i]));
  gtk_widget_set_visible (self->guide_group, explanation->guide != NULL);
}

static void
show_next_tests (TlExplanationPage *self, TlExplanation *explanation)
{
  GtkWidget *domain;

  tl_list_clear (self->next_tests);
  for (guint i = 0; i < explanation->next_tests->len; i++) {
    const TlNextTest *test = explanation->next_tests->pdata[i];

    gtk_list_box_append (self->next_tests,
                         tl_next_row_new (test->text, tl_next_step_find (test->id)));
  }
  domain = tl_next_row_new_domain (get_wizard (self), explanation);
  if (domain != NULL)
    gtk_list_box_append (self->next_tests, domain);
  gtk_widget_set_visible (self->next_group, domain != NULL || explanation->next_tests->len > 0);
}

/* What passes by itself is worth another try; the knowledge says when. */
static guint
find_wait (TlExplanationPage *self, const TlExplanation *explanation)
{
  TlDiagnosis *diagnosis = tl_session_get_diagnosis (tl_wizard_get_session (get_wizard (self)));
  const TlCauseText *cause = explanation->causes->len > 0 ? explanation->causes->pdata[0] : NULL;

  if (cause == NULL || cause->retry_after_s <= 0 || !tl_wizard_get_tested (get_wizard (self)) ||
      tl_diagnosis_get_verdict (diagnosis) == TL_VERDICT_OK)
    return 0;
  return (guint) cause->retry_after_s;
}

static void
show_waiting (TlExplanationPage *self)
{
  TlSession *session = tl_wizard_get_session (get_wizard (self));
  TlExplanation *explanation = tl_session_get_explanation (session);
  g_autofree char *words = NULL;
  g_autofree char *target = NULL;
  guint seconds = explanation != NULL ? find_wait (self, explanation) : 0;

  g_object_get (get_wizard (self), "waiting", &words, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->waiting), words);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), *words != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->later), *words == '\0' && seconds > 0);
  gtk_widget_set_visible (self->later_group, *words != '\0' || seconds > 0);
  if (seconds == 0)
    return;
  g_free (words);
  words = g_strdup_printf (
      ngettext ("Test again in %u minute", "Test again in %u minutes", (seconds + 59) / 60),
      (seconds + 59) / 60);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->later), words);
  target = g_strdup_printf ("%u", seconds);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->wait), "s", target);
}

/* ------------------------------------------------------------------ filling the page */

static GtkWidget *
get_cause (TlExplanationPage *self, guint at)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->causes));

  for (guint i = 0; child != NULL && i < at; i++)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
drop_causes (TlExplanationPage *self, guint from)
{
  GtkWidget *child;

  while ((child = get_cause (self, from)) != NULL)
    gtk_box_remove (self->causes, child);
  if (from == 0)
    self->growing = NULL;
}

/* In the place of the one that stood there, as high as that until it is whole, so that nothing moves
 * that stays the same. */
static void
begin_cause (TlExplanationPage *self, const TlCauseText *cause, guint at)
{
  GtkWidget *before = get_cause (self, at);

  self->growing = tl_cause_view_begin (get_wizard (self), cause, at == 0);
  if (before == NULL) {
    gtk_box_append (self->causes, GTK_WIDGET (self->growing));
    return;
  }
  gtk_widget_set_size_request (GTK_WIDGET (self->growing), -1, gtk_widget_get_height (before));
  gtk_box_insert_child_after (self->causes, GTK_WIDGET (self->growing), before);
  gtk_box_remove (self->causes, before);
}

/* The first one is unfolded, and comes a piece a frame; the others, folded, come in two. FALSE where
 * it is whole. */
static gboolean
show_cause (TlExplanationPage *self, TlExplanation *explanation, guint at)
{
  const TlCauseText *cause = explanation->causes->pdata[at];
  gboolean more;

  if (self->growing == NULL) {
    begin_cause (self, cause, at);
    return TRUE;
  }
  do
    more = tl_cause_view_go_on (self->growing, cause);
  while (more && at > 0);
  if (more)
    return TRUE;
  gtk_widget_set_size_request (GTK_WIDGET (self->growing), -1, -1);
  self->growing = NULL;
  return FALSE;
}

static void
show_above (TlExplanationPage *self, TlExplanation *explanation)
{
  TlSession *session = tl_wizard_get_session (get_wizard (self));
  TlEvidence *evidence = tl_session_get_evidence (session);

  show_changes (self, explanation);
  show_suggestions (self, evidence, tl_diagnosis_get_verdict (tl_session_get_diagnosis (session)));
  show_channels (self, evidence);
}

static void
show_between (TlExplanationPage *self, TlExplanation *explanation)
{
  show_certificates (self, explanation);
  show_program (self, explanation->causes->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->causes), explanation->causes->len > 0);
}

static void
show_below (TlExplanationPage *self, TlExplanation *explanation)
{
  drop_causes (self, MIN (explanation->causes->len, MAX_CAUSES));
  show_waiting (self);
}

/* From the top of the page to its end; FALSE where that was the last piece. */
static gboolean
fill_piece (TlExplanationPage *self, TlExplanation *explanation)
{
  static void (*const above[]) (TlExplanationPage *, TlExplanation *) = {show_above, show_between};
  static void (*const below[]) (TlExplanationPage *, TlExplanation *) = {show_below, show_guide,
                                                                         show_next_tests};
  guint causes = MIN (explanation->causes->len, MAX_CAUSES);
  guint at;

  /* Another test may have ended since the last frame, with fewer causes. */
  if (explanation != self->filled_of ||
      self->filled >= G_N_ELEMENTS (above) + causes + G_N_ELEMENTS (below)) {
    self->filled_of = explanation;
    self->filled = 0;
    self->growing = NULL;
  }
  at = self->filled;
  if (at < G_N_ELEMENTS (above))
    above[at](self, explanation);
  else if (at - G_N_ELEMENTS (above) >= causes)
    below[at - G_N_ELEMENTS (above) - causes](self, explanation);
  else if (show_cause (self, explanation, at - G_N_ELEMENTS (above)))
    return TRUE;
  self->filled++;
  return self->filled < G_N_ELEMENTS (above) + causes + G_N_ELEMENTS (below);
}

/* Filled and laid out at once, the page would hold up the window: one piece a frame is drawn before the
 * next one is made. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TlExplanationPage *self = TL_EXPLANATION_PAGE (widget);
  TlExplanation *explanation =
      tl_session_get_explanation (tl_wizard_get_session (get_wizard (self)));

  if (explanation != NULL && fill_piece (self, explanation))
    return G_SOURCE_CONTINUE;
  self->stale = FALSE;
  self->filling_up = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_filling (TlExplanationPage *self)
{
  self->filled = 0;
  self->growing = NULL;
  if (self->filling_up == 0)
    self->filling_up = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

/* What was shown of another explanation must not come back for a moment. */
static void
empty (TlExplanationPage *self)
{
  GtkWidget *groups[] = {self->changes_group,      self->suggestions_group, self->channels_group,
                         self->certificates_group, self->program_group,     self->later_group,
                         self->guide_group,        self->next_group};

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    gtk_widget_set_visible (groups[i], FALSE);
  drop_causes (self, 0);
}

static void
tl_explanation_page_map (GtkWidget *widget)
{
  TlExplanationPage *self = TL_EXPLANATION_PAGE (widget);

  GTK_WIDGET_CLASS (tl_explanation_page_parent_class)->map (widget);
  if (self->stale)
    begin_filling (self);
}

static void
update (TlExplanationPage *self)
{
  TlSession *session = tl_wizard_get_session (get_wizard (self));
  TlExplanation *explanation = tl_session_get_explanation (session);

  tl_page_set_next_label (TL_PAGE (self), tl_wizard_get_tested (get_wizard (self))
                                              ? C_ ("button", "_Test again")
                                              : C_ ("button", "_Test my account"));
  if (explanation == NULL)
    return;
  show_verdict (self, tl_diagnosis_get_verdict (tl_session_get_diagnosis (session)));
  gtk_label_set_text (self->summary, explanation->summary);
  gtk_label_set_text (self->not_tested,
                      explanation->not_tested != NULL ? explanation->not_tested : "");
  gtk_widget_set_visible (GTK_WIDGET (self->not_tested),
                          explanation->not_tested != NULL && *explanation->not_tested != '\0');
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    begin_filling (self);
  else
    empty (self);
}

/* Next on the last page: the way round again. */
static gboolean
tl_explanation_page_forward (TlPage *page)
{
  if (tl_wizard_get_tested (tl_page_get_wizard (page)))
    gtk_widget_activate_action (GTK_WIDGET (page), "win.run-test", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (page), "win.go", "s", "account");
  return TRUE;
}

static void
tl_explanation_page_entered (TlPage *page)
{
  if (gtk_widget_get_root (GTK_WIDGET (page)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (TL_EXPLANATION_PAGE (page)->summary));
}

static void
watch_session (TlExplanationPage *self)
{
  g_signal_connect_object (tl_wizard_get_session (get_wizard (self)), "notify::explanation",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
tl_explanation_page_ready (TlPage *page)
{
  TlExplanationPage *self = TL_EXPLANATION_PAGE (page);

  g_signal_connect_object (get_wizard (self), "notify::tested", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_wizard (self), "notify::waiting", G_CALLBACK (show_waiting), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_wizard (self), "notify::session", G_CALLBACK (watch_session), self,
                           G_CONNECT_SWAPPED);
  watch_session (self);
}

static void
tl_explanation_page_finalize (GObject *object)
{
  g_ptr_array_unref (TL_EXPLANATION_PAGE (object)->program_ids);
  g_ptr_array_unref (TL_EXPLANATION_PAGE (object)->certificate_rows);
  G_OBJECT_CLASS (tl_explanation_page_parent_class)->finalize (object);
}

static void
tl_explanation_page_class_init (TlExplanationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tl_explanation_page_finalize;
  widget_class->map = tl_explanation_page_map;
  TL_PAGE_CLASS (klass)->ready = tl_explanation_page_ready;
  TL_PAGE_CLASS (klass)->entered = tl_explanation_page_entered;
  TL_PAGE_CLASS (klass)->forward = tl_explanation_page_forward;
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "explanation-page");
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, icon);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, summary);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, not_tested);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, changes_group);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, changes);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, suggestions_group);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, suggestions);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, channels_group);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, channels);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, certificates_group);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, certificates);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, causes);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, program_group);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, program);
  gtk_widget_class_bind_template_callback (widget_class, on_program_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_certificates_expanded);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, later_group);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, later);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, wait);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, next_group);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, guide_group);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, guide);
  gtk_widget_class_bind_template_child (widget_class, TlExplanationPage, next_tests);
}

static void
tl_explanation_page_init (TlExplanationPage *self)
{
  self->program_ids = g_ptr_array_new ();
  self->certificate_rows = g_ptr_array_new ();
}
