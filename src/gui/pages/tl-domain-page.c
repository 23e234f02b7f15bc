/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-domain-page.h"

#include "tl-list.h"
#include "tl-running.h"
#include "tl-text.h"
#include "widgets/tl-cause-view.h"
#include "widgets/tl-fact-row.h"
#include "widgets/tl-step-row.h"

#include <glib/gi18n.h>

#define MAX_CAUSES 8 /* as on the page of the explanation */
#define MAX_LISTS 40

struct _TlDomainPage {
  TlPage parent_instance;

  GtkProgressBar *progress;
  GtkWidget *start_button;
  GtkWidget *cancel_button;
  GtkLabel *start_label;
  GtkLabel *summary;
  GtkWidget *checks_group;
  GtkListBox *checks;
  GtkWidget *lists_group;
  GtkListBox *lists;
  GtkBox *causes;

  gboolean was_running;
};

G_DEFINE_FINAL_TYPE (TlDomainPage, tl_domain_page, TL_TYPE_PAGE)

static TlWizard *
get_wizard (TlDomainPage *self)
{
  return tl_page_get_wizard (TL_PAGE (self));
}

static TlSession *
get_session (TlDomainPage *self)
{
  return tl_wizard_get_domain (get_wizard (self));
}

/* ------------------------------------------------------------------ each list */

static const struct {
  const char *state;
  const char *words; /* N_() */
  TlFactMood mood;
} states[] = {
    /* Translators: what a blocklist answered about an address or a domain. */
    {"listed", N_ ("Listed"), TL_FACT_NOTE},
    {"clean", N_ ("Not listed"), TL_FACT_GOOD},
    {"refused", N_ ("The list does not answer the name server of this computer"), TL_FACT_UNKNOWN},
    {"rewritten", N_ ("The answers are changed on the way, so they say nothing"), TL_FACT_UNKNOWN},
    {"lists-all", N_ ("The list names every address, so it says nothing"), TL_FACT_UNKNOWN},
    {"unusable", N_ ("The list does not work: its own test entry is missing"), TL_FACT_UNKNOWN},
    {"not-asked", N_ ("Not asked, because no sending address is known"), TL_FACT_UNKNOWN},
};

/* One fact of the Nth list, made fit to be shown. (transfer full), or NULL. */
static char *
dup_fact (TlEvidence *evidence, guint n, const char *what)
{
  g_autofree char *fact = g_strdup_printf ("domain.dnsbl.%u.%s", n, what);
  const char *value = tl_evidence_get (evidence, fact);
  g_autofree char *visible = NULL;

  if (value == NULL)
    return NULL;
  visible = tl_text_make_visible (value, strlen (value), 300);
  return tl_text_isolate (visible);
}

static GtkWidget *
make_list_row (TlEvidence *evidence, guint n, const char *zone)
{
  g_autofree char *fact = g_strdup_printf ("domain.dnsbl.%u.state", n);
  const char *state = tl_evidence_get (evidence, fact);
  g_autofree char *reason = dup_fact (evidence, n, "reason");
  g_autofree char *page = dup_fact (evidence, n, "page");
  g_autoptr (GString) words = g_string_new (NULL);
  TlFactMood mood = TL_FACT_UNKNOWN;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].state, state) == 0) {
      g_string_append (words, _ (states[i].words));
      mood = states[i].mood;
    }
  if (words->len == 0)
    g_string_append (words, _ ("The list gave no answer"));
  if (reason != NULL)
    g_string_append_printf (words, "\n%s", reason);
  if (page != NULL)
    g_string_append_printf (words, "\n%s", page);
  return tl_fact_row_new (zone, words->str, mood);
}

static void
show_lists (TlDomainPage *self, TlEvidence *evidence)
{
  guint n = 0;

  tl_list_clear (self->lists);
  while (evidence != NULL && n < MAX_LISTS) {
    g_autofree char *zone = dup_fact (evidence, n, "zone");

    if (zone == NULL)
      break;
    gtk_list_box_append (self->lists, make_list_row (evidence, n, zone));
    n++;
  }
  gtk_widget_set_visible (self->lists_group, n > 0);
}

/* ------------------------------------------------------------------ the result */

static void
show_causes (TlDomainPage *self, TlExplanation *explanation)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->causes))) != NULL)
    gtk_box_remove (self->causes, child);
  for (guint i = 0; explanation != NULL && i < MIN (explanation->causes->len, MAX_CAUSES); i++)
    gtk_box_append (self->causes,
                    tl_cause_view_new (get_wizard (self), explanation->causes->pdata[i], i == 0));
}

static void
show_result (TlDomainPage *self)
{
  TlSession *session = get_session (self);
  TlExplanation *explanation =
      tl_session_get_running (session) ? NULL : tl_session_get_explanation (session);

  gtk_label_set_text (self->summary, explanation != NULL ? explanation->summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), explanation != NULL);
  gtk_label_set_text_with_mnemonic (self->start_label, explanation != NULL
                                                           ? C_ ("button", "Check _again")
                                                           : C_ ("button", "_Check the domain"));
  show_lists (self, explanation != NULL ? tl_session_get_evidence (session) : NULL);
  show_causes (self, explanation);
}

/* ------------------------------------------------------------------ running */

/* The end is told by moving the focus: GTK 4.8 cannot announce. */
static void
on_running (TlDomainPage *self)
{
  gboolean running = tl_session_get_running (get_session (self));

  tl_running_show (running, self->progress, self->start_button, self->cancel_button);
  show_result (self);
  if (self->was_running && !running && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->summary));
  self->was_running = running;
}

static void
on_steps (TlDomainPage *self)
{
  GListModel *steps = tl_session_get_steps (get_session (self));

  gtk_widget_set_visible (self->checks_group, g_list_model_get_n_items (steps) > 0);
}

static void
on_start (TlDomainPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.check-domain", NULL);
}

/* ------------------------------------------------------------------ the page */

static void
watch_session (TlDomainPage *self)
{
  TlSession *session = get_session (self);
  GListModel *steps = tl_session_get_steps (session);

  gtk_list_box_bind_model (self->checks, steps, tl_step_row_create, NULL, NULL);
  g_signal_connect_object (steps, "items-changed", G_CALLBACK (on_steps), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::running", G_CALLBACK (on_running), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::explanation", G_CALLBACK (show_result), self,
                           G_CONNECT_SWAPPED);
  on_running (self);
  on_steps (self);
}

static void
tl_domain_page_entered (TlPage *page)
{
  /* The first visit by the menu has something to start from, too. */
  if (*tl_wizard_get_domain_settings (tl_page_get_wizard (page))->host == '\0')
    tl_wizard_prepare_domain (tl_page_get_wizard (page));
}

static void
tl_domain_page_ready (TlPage *page)
{
  TlDomainPage *self = TL_DOMAIN_PAGE (page);

  g_signal_connect_object (get_wizard (self), "notify::domain", G_CALLBACK (watch_session), self,
                           G_CONNECT_SWAPPED);
  watch_session (self);
}

static void
tl_domain_page_class_init (TlDomainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TL_PAGE_CLASS (klass)->ready = tl_domain_page_ready;
  TL_PAGE_CLASS (klass)->entered = tl_domain_page_entered;
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "domain-page");
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, progress);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, start_button);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, start_label);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, summary);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, checks_group);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, checks);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, lists_group);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, lists);
  gtk_widget_class_bind_template_child (widget_class, TlDomainPage, causes);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
tl_domain_page_init (TlDomainPage *self)
{
}
