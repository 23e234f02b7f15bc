/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-next-row.h"

#include "tl-closures.h"
#include "tl-domain-question.h"
#include "tl-kb.h"

#include <glib/gi18n.h>

struct _TlNextRow {
  AdwActionRow parent_instance;

  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (TlNextRow, tl_next_row, ADW_TYPE_ACTION_ROW)

static void
tl_next_row_class_init (TlNextRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/next-row.ui");
  tl_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TlNextRow, button);
}

static void
tl_next_row_init (TlNextRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tl_next_row_offer (GtkButton *button, const TlNextStep *step, const char *text)
{
  const char *label = g_dpgettext2 (NULL, "button", step->label);
  /* Several rows may have a button of that name. */
  g_autofree char *name = g_strconcat (label, ": ", text, NULL);

  gtk_button_set_label (button, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", step->id);
  gtk_widget_set_visible (GTK_WIDGET (button), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
tl_next_row_new (const char *text, const TlNextStep *step)
{
  TlNextRow *self = g_object_new (TL_TYPE_NEXT_ROW, "title", text, NULL);

  if (step != NULL)
    tl_next_row_offer (self->button, step, text);
  return GTK_WIDGET (self);
}

GtkWidget *
tl_next_row_new_domain (TlWizard *wizard, const TlExplanation *explanation)
{
  static const char id[] = "check-domain";
  const TlCauseText *first = explanation->causes->len > 0 ? explanation->causes->pdata[0] : NULL;

  if (first == NULL || !tl_domain_question_helps (first->id))
    return NULL;
  for (guint i = 0; i < explanation->next_tests->len; i++)
    if (g_str_equal (((TlNextTest *) explanation->next_tests->pdata[i])->id, id))
      return NULL;
  return tl_next_row_new (
      tl_catalog_get (tl_wizard_get_catalog (wizard), tl_kb_find_next_test (id)),
      tl_next_step_find (id));
}
