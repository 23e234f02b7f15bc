/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-computer-page.h"

#include "tl-kb.h"
#include "tl-list.h"
#include "tl-next-step.h"
#include "tl-text.h"
#include "widgets/tl-command-row.h"
#include "widgets/tl-fact-row.h"
#include "widgets/tl-next-row.h"
#include "widgets/tl-sight-row.h"
#include "widgets/tl-text-row.h"

#include <glib/gi18n.h>

#define FIREWALL_COMMAND "local.firewall.command"

struct _TlComputerPage {
  TlPage parent_instance;

  GtkListBox *sights;
  GtkListBox *facts;
  GtkListBox *causes;
  GtkWidget *causes_group;
  GtkListBox *tries;
  GtkWidget *tries_group;
  gboolean looked;
};

G_DEFINE_FINAL_TYPE (TlComputerPage, tl_computer_page, TL_TYPE_PAGE)

/* ------------------------------------------------------------------ words for what was seen */

typedef struct {
  const char *value; /* NULL: any other */
  const char *words; /* N_(); NULL: the value itself */
  TlFactMood mood;
} ValueWords;

#define NOT_KNOWN                                                                                  \
  {                                                                                                \
    "not-known", N_ ("Not known: it cannot be seen from here without more rights"),                \
        TL_FACT_UNKNOWN                                                                            \
  }

static const ValueWords route_words[] = {
    {"yes", N_ ("Found"), TL_FACT_GOOD},
    {"no", N_ ("No way was found"), TL_FACT_NOTE},
    NOT_KNOWN,
};
static const ValueWords host_route_words[] = {
    {"ok", N_ ("Found"), TL_FACT_GOOD},
    {"none", N_ ("No way was found: this computer does not know how to get there"), TL_FACT_NOTE},
    {"prohibited", N_ ("Closed on purpose on this computer"), TL_FACT_NOTE},
    {"blackhole", N_ ("Leads nowhere, on purpose, on this computer"), TL_FACT_NOTE},
    {"unreachable", N_ ("Marked as unreachable on this computer"), TL_FACT_NOTE},
    NOT_KNOWN,
};
static const ValueWords yes_no_words[] = {
    {"yes", N_ ("Yes"), TL_FACT_PLAIN},
    {"no", N_ ("No"), TL_FACT_GOOD},
    NOT_KNOWN,
};
static const ValueWords sandbox_words[] = {
    {"none", N_ ("No sandbox"), TL_FACT_GOOD},
    {NULL, NULL, TL_FACT_PLAIN},
};
static const ValueWords clock_service_words[] = {
    {"none-seen", N_ ("No service is seen"), TL_FACT_NOTE},
    NOT_KNOWN,
    {NULL, NULL, TL_FACT_PLAIN},
};
static const ValueWords stops_words[] = {{NULL, NULL, TL_FACT_NOTE}};
static const ValueWords plain_words[] = {{NULL, NULL, TL_FACT_PLAIN}};

/* What is shown, in this order. A fact that was not looked at at all says so where `always` is set. */
static const struct {
  const char *fact;
  const char *title; /* N_() */
  const ValueWords *words;
  gsize n_words;
  gboolean always;
} shown[] = {
    {"local.route.ipv4", N_ ("Way to the internet (IPv4)"), route_words, G_N_ELEMENTS (route_words),
     TRUE},
    {"local.route.ipv6", N_ ("Way to the internet (IPv6)"), route_words, G_N_ELEMENTS (route_words),
     TRUE},
    {"local.route.host", N_ ("Way to the server"), host_route_words,
     G_N_ELEMENTS (host_route_words), FALSE},
    {"local.route.interface", N_ ("Goes out through"), plain_words, G_N_ELEMENTS (plain_words),
     FALSE},
    {"local.vpn.default_route", N_ ("The way to the server leads through the VPN"), yes_no_words,
     G_N_ELEMENTS (yes_no_words), FALSE},
    {"local.vpn.connection", N_ ("Connected VPN"), plain_words, G_N_ELEMENTS (plain_words), FALSE},
    {"local.vpn.programs", N_ ("VPN programs that run"), plain_words, G_N_ELEMENTS (plain_words),
     FALSE},
    {"local.firewall.rule", N_ ("Rule that stops this connection"), stops_words,
     G_N_ELEMENTS (stops_words), FALSE},
    /* Translators: before the name of the program that made the rule of the firewall. */
    {"local.firewall.owner", N_ ("Rule made by"), plain_words, G_N_ELEMENTS (plain_words), FALSE},
    {FIREWALL_COMMAND,
     N_ ("Whoever has administrator rights can list the rules with this command. It changes nothing."),
     plain_words, G_N_ELEMENTS (plain_words), FALSE},
    {"local.resolvers", N_ ("Name servers"), plain_words, G_N_ELEMENTS (plain_words), FALSE},
    /* Translators: before the name of the service of the computer that keeps the clock right. */
    {"local.clock_service", N_ ("Clock set by"), clock_service_words,
     G_N_ELEMENTS (clock_service_words), FALSE},
    {"local.services.silent", N_ ("Services that could not be asked"), plain_words,
     G_N_ELEMENTS (plain_words), FALSE},
    {"local.sandbox", N_ ("Sandbox around this program"), sandbox_words,
     G_N_ELEMENTS (sandbox_words), FALSE},
};

static GtkWidget *
make_command_row (const char *title, const char *value)
{
  g_autofree char *command = g_strconcat ("sudo ", value, NULL);

  return tl_command_row_new (title, command);
}

static GtkWidget *
make_row (gsize at, const char *value)
{
  g_autofree char *visible = NULL;
  g_autofree char *isolated = NULL;

  if (g_str_equal (shown[at].fact, FIREWALL_COMMAND))
    return make_command_row (_ (shown[at].title), value);
  if (value == NULL)
    return tl_fact_row_new (_ (shown[at].title), _ ("Not looked at"), TL_FACT_UNKNOWN);
  for (gsize i = 0; i < shown[at].n_words; i++) {
    const ValueWords *words = &shown[at].words[i];

    if (words->value != NULL && g_str_equal (words->value, value))
      return tl_fact_row_new (_ (shown[at].title), _ (words->words), words->mood);
  }
  visible = tl_text_make_visible (value, strlen (value), 300);
  isolated = tl_text_isolate (visible);
  return tl_fact_row_new (_ (shown[at].title), isolated,
                          shown[at].words[shown[at].n_words - 1].mood);
}

/* ------------------------------------------------------------------ the page */

static TlWizard *
get_wizard (TlComputerPage *self)
{
  return tl_page_get_wizard (TL_PAGE (self));
}

static void
show_causes (TlComputerPage *self, TlExplanation *explanation)
{
  guint n = 0;

  tl_list_clear (self->causes);
  for (guint i = 0; explanation != NULL && i < explanation->causes->len; i++) {
    const TlCauseText *cause = explanation->causes->pdata[i];

    if (cause->confidence < 0.5)
      continue;
    gtk_list_box_append (self->causes, tl_text_row_new ("dialog-warning-symbolic", cause->title));
    n++;
  }
  gtk_widget_set_visible (self->causes_group, n > 0);
}

/* One thing at a time, with the same test before and after and the way back in the same step: only for
 * what was seen here. */
static const struct {
  const char *fact;
  const char *step;
} tries[] = {
    {"local.firewall", "without-firewall-rule"},
    {"local.vpn", "without-vpn"},
    {"local.vpn.connection", "without-vpn"},
    {"local.antivirus", "without-antivirus"},
};

static gboolean
is_seen (TlEvidence *evidence, const char *fact)
{
  static const char *const nothing[] = {"no", "none-seen", "not-known", NULL};
  const char *value = evidence != NULL ? tl_evidence_get (evidence, fact) : NULL;

  return value != NULL && !g_strv_contains (nothing, value);
}

/* A test tells more than a look alone: it knows what failed. */
static const GPtrArray *
list_sights (TlComputerPage *self)
{
  TlWizard *wizard = get_wizard (self);
  TlExplanation *tested = tl_wizard_get_tested (wizard)
                              ? tl_session_get_explanation (tl_wizard_get_session (wizard))
                              : NULL;
  TlExplanation *looked = tl_session_get_explanation (tl_wizard_get_environment (wizard));

  if (tested != NULL && tested->computer->len > 0)
    return tested->computer;
  return looked != NULL ? looked->computer : NULL;
}

static void
show_sights (TlComputerPage *self)
{
  const GPtrArray *sights = list_sights (self);

  tl_list_clear (self->sights);
  for (guint i = 0; sights != NULL && i < sights->len; i++)
    gtk_list_box_append (self->sights, tl_sight_row_new (sights->pdata[i]));
}

static gboolean
is_offered (TlComputerPage *self, const char *step)
{
  const GPtrArray *sights = list_sights (self);

  for (guint i = 0; sights != NULL && i < sights->len; i++)
    if (g_strcmp0 (((TlSightText *) sights->pdata[i])->next_id, step) == 0)
      return TRUE;
  return FALSE;
}

static void
show_tries (TlComputerPage *self, TlEvidence *evidence)
{
  TlCatalog *catalog = tl_wizard_get_catalog (get_wizard (self));
  const char *last = NULL;

  tl_list_clear (self->tries);
  for (gsize i = 0; i < G_N_ELEMENTS (tries); i++) {
    const char *text;

    if (!is_seen (evidence, tries[i].fact) || g_strcmp0 (tries[i].step, last) == 0 ||
        is_offered (self, tries[i].step))
      continue;
    last = tries[i].step;
    text = tl_catalog_get (catalog, tl_kb_find_next_test (last));
    gtk_list_box_append (self->tries, tl_next_row_new (text, tl_next_step_find (last)));
  }
  gtk_widget_set_visible (self->tries_group, last != NULL);
}

static void
update (TlComputerPage *self)
{
  TlSession *environment = tl_wizard_get_environment (get_wizard (self));
  TlEvidence *evidence = tl_session_get_evidence (environment);

  tl_list_clear (self->facts);
  for (gsize i = 0; evidence != NULL && i < G_N_ELEMENTS (shown); i++) {
    const char *value = tl_evidence_get (evidence, shown[i].fact);

    if (value != NULL || shown[i].always)
      gtk_list_box_append (self->facts, make_row (i, value));
  }
  show_sights (self);
  show_tries (self, evidence);
  show_causes (self, tl_session_get_explanation (environment));
}

static void
watch_session (TlComputerPage *self)
{
  g_signal_connect_object (tl_wizard_get_session (get_wizard (self)), "notify::explanation",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
tl_computer_page_entered (TlPage *page)
{
  TlComputerPage *self = TL_COMPUTER_PAGE (page);

  if (self->looked)
    return;
  self->looked = TRUE;
  tl_wizard_look_around (get_wizard (self));
}

static void
tl_computer_page_ready (TlPage *page)
{
  TlComputerPage *self = TL_COMPUTER_PAGE (page);
  TlSession *environment = tl_wizard_get_environment (get_wizard (self));

  self->looked = tl_session_get_evidence (environment) != NULL;
  g_signal_connect_object (environment, "notify::explanation", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_wizard (self), "notify::tested", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_wizard (self), "notify::session", G_CALLBACK (watch_session), self,
                           G_CONNECT_SWAPPED);
  watch_session (self);
}

static void
tl_computer_page_class_init (TlComputerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TL_PAGE_CLASS (klass)->ready = tl_computer_page_ready;
  TL_PAGE_CLASS (klass)->entered = tl_computer_page_entered;
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "computer-page");
  gtk_widget_class_bind_template_child (widget_class, TlComputerPage, sights);
  gtk_widget_class_bind_template_child (widget_class, TlComputerPage, facts);
  gtk_widget_class_bind_template_child (widget_class, TlComputerPage, causes);
  gtk_widget_class_bind_template_child (widget_class, TlComputerPage, causes_group);
  gtk_widget_class_bind_template_child (widget_class, TlComputerPage, tries);
  gtk_widget_class_bind_template_child (widget_class, TlComputerPage, tries_group);
}

static void
tl_computer_page_init (TlComputerPage *self)
{
}
