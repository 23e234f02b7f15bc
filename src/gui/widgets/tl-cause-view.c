/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-cause-view.h"

#include "tl-fix-row.h"
#include "tl-text.h"
#include "tl-text-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many rows more are made before the next frame is drawn. */
#define ROWS_A_PIECE 2

typedef enum {
  FIXES,
  BECAUSE,
  AGAINST,
  N_LISTS
} List;

struct _TlCauseView {
  AdwBin parent_instance;

  AdwExpanderRow *row;
  GtkImage *icon;
  GtkLabel *spoken;
  GtkWidget *details;
  GtkLabel *meaning;
  GtkLabel *retry;
  GtkWidget *contact_box;
  GtkLabel *whom;
  GtkExpander *message_expander;
  GtkLabel *message;
  GtkActionable *copy_message;
  GtkCheckButton *in_english;
  GtkWidget *never_box;
  GtkLabel *never;
  GtkWidget *prevention_box;
  GtkLabel *prevention;
  GtkLabel *actor;
  GtkWidget *quote_box;
  GtkLabel *quote;
  GtkWidget *fixes_box;
  GtkListBox *fixes;
  GtkWidget *because_box;
  GtkListBox *because;
  GtkWidget *against_box;
  GtkListBox *against;
  GtkLabel *references;

  TlWizard *wizard;
  char *cause;
  guint rows[N_LISTS]; /* those that are there already */
  gboolean advised;
};

G_DEFINE_FINAL_TYPE (TlCauseView, tl_cause_view, ADW_TYPE_BIN)

/* A folded row measures what is folded in it: words that nobody has asked for would hold up the first
 * picture of the page. */
static void
on_expanded (TlCauseView *self)
{
  gtk_widget_set_visible (self->details, TRUE);
}

/* The message is written when it is asked for: it is made from the evidence with names hidden. */
static void
on_message_wanted (TlCauseView *self)
{
  g_autoptr (TlContact) contact = NULL;
  g_autofree char *text = NULL;

  if (!gtk_expander_get_expanded (self->message_expander))
    return;
  contact = tl_wizard_make_contact (self->wizard, self->cause,
                                    gtk_check_button_get_active (self->in_english));
  if (contact != NULL)
    text = g_strconcat (contact->subject, "\n\n", contact->text, NULL);
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_actionable_set_action_target (self->copy_message, "s", gtk_label_get_text (self->message));
}

static void
show_contact (TlCauseView *self, const TlContact *contact)
{
  const char *language = tl_catalog_get_language (tl_wizard_get_catalog (self->wizard));

  gtk_label_set_text (self->whom, contact != NULL ? contact->whom : "");
  gtk_widget_set_visible (self->contact_box, contact != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->in_english), strcmp (language, "en") != 0);
}

static void
tl_cause_view_dispose (GObject *object)
{
  g_clear_object (&TL_CAUSE_VIEW (object)->wizard);
  g_clear_pointer (&TL_CAUSE_VIEW (object)->cause, g_free);
  G_OBJECT_CLASS (tl_cause_view_parent_class)->dispose (object);
}

static void
tl_cause_view_class_init (TlCauseViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_cause_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/cause-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, row);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, icon);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, spoken);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, details);
  gtk_widget_class_bind_template_callback (widget_class, on_expanded);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, meaning);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, retry);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, contact_box);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, whom);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, message_expander);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, message);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, in_english);
  gtk_widget_class_bind_template_callback (widget_class, on_message_wanted);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, copy_message);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, never_box);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, never);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, prevention_box);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, prevention);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, actor);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, quote_box);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, quote);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, fixes_box);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, fixes);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, because_box);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, because);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, against_box);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, against);
  gtk_widget_class_bind_template_child (widget_class, TlCauseView, references);
}

static void
tl_cause_view_init (TlCauseView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_severity (TlCauseView *self, TlSeverity severity)
{
  static const struct {
    const char *icon;
    const char *style;
    const char *word;
  } table[] = {
      /* Translators: how grave a cause is */
      [TL_SEVERITY_PROBLEM] = {"dialog-error-symbolic", "error", NC_ ("severity", "Problem")},
      [TL_SEVERITY_WARNING] = {"dialog-warning-symbolic", "warning", NC_ ("severity", "Warning")},
      [TL_SEVERITY_NOTE] = {"dialog-information-symbolic", "dim-label", NC_ ("severity", "Note")},
  };

  gtk_image_set_from_icon_name (self->icon, table[severity].icon);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), table[severity].style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_dpgettext2 (NULL, "severity", table[severity].word), -1);
}

/* NULL and "" alike: nothing to say. */
static gboolean
has_words (const char *words)
{
  return words != NULL && *words != '\0';
}

static char *
retry_words (int seconds)
{
  int minutes = (seconds + 59) / 60;

  if (seconds < 120)
    return g_strdup_printf (
        ngettext ("Try again after %d second.", "Try again after %d seconds.", (gulong) seconds),
        seconds);
  return g_strdup_printf (
      ngettext ("Try again after %d minute.", "Try again after %d minutes.", (gulong) minutes),
      minutes);
}

/* The cause's own advice on when to try again says more than a number. */
static void
show_retry (TlCauseView *self, const TlCauseText *cause)
{
  g_autofree char *retry = NULL;

  if (has_words (cause->retry))
    retry = g_strdup (cause->retry);
  else if (cause->retry_after_s >= 0)
    retry = retry_words (cause->retry_after_s);
  gtk_label_set_text (self->retry, retry != NULL ? retry : "");
  gtk_widget_set_visible (GTK_WIDGET (self->retry), retry != NULL);
}

static void
show_advice (TlCauseView *self, const TlCauseText *cause)
{
  gtk_label_set_text (self->never, has_words (cause->never) ? cause->never : "");
  gtk_widget_set_visible (self->never_box, has_words (cause->never));
  gtk_label_set_text (self->prevention, has_words (cause->prevention) ? cause->prevention : "");
  gtk_widget_set_visible (self->prevention_box, has_words (cause->prevention));
}

static GtkWidget *
make_row (TlCauseView *self, List list, gpointer item)
{
  if (list == FIXES)
    return tl_fix_row_new (self->wizard, self->cause, item);
  return tl_text_row_new (list == BECAUSE ? "list-add-symbolic" : "list-remove-symbolic", item);
}

/* The next rows of a list; FALSE where it has all. */
static gboolean
add_rows (TlCauseView *self, List list, const GPtrArray *items)
{
  GtkListBox *const boxes[] = {self->fixes, self->because, self->against};
  GtkWidget *const around[] = {self->fixes_box, self->because_box, self->against_box};
  guint end = MIN (self->rows[list] + ROWS_A_PIECE, items->len);

  if (self->rows[list] == items->len)
    return FALSE;
  for (; self->rows[list] < end; self->rows[list]++)
    gtk_list_box_append (boxes[list], make_row (self, list, items->pdata[self->rows[list]]));
  gtk_widget_set_visible (around[list], TRUE);
  return TRUE;
}

static void
show_references (TlCauseView *self, const GPtrArray *references)
{
  g_autoptr (GString) text = g_string_new (NULL);

  /* Isolated, they leave the line to the direction of the window. */
  for (guint i = 0; i < references->len; i++) {
    g_autofree char *one = tl_text_isolate (references->pdata[i]);

    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", one);
  }
  gtk_label_set_text (self->references, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->references), text->len > 0);
}

static char *
actor_words (const TlCauseText *cause)
{
  /* "Just wait" is nobody's name. */
  if (cause->actor == TL_ACTOR_WAIT)
    return g_strdup (cause->actor_text);
  /* Translators: %s is "You", "Your provider", "The recipient" and the like */
  return g_strdup_printf (_ ("Who has to act: %s"), cause->actor_text);
}

TlCauseView *
tl_cause_view_begin (TlWizard *wizard, const TlCauseText *cause, gboolean first)
{
  TlCauseView *self = g_object_new (TL_TYPE_CAUSE_VIEW, NULL);
  g_autofree char *actor = actor_words (cause);
  GtkWidget *later[] = {self->fixes_box,
                        self->contact_box,
                        self->never_box,
                        self->prevention_box,
                        self->because_box,
                        self->against_box,
                        GTK_WIDGET (self->references)};

  for (gsize i = 0; i < G_N_ELEMENTS (later); i++)
    gtk_widget_set_visible (later[i], FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), cause->title);
  adw_expander_row_set_subtitle (self->row, cause->sureness);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  cause->title, -1);
  adw_expander_row_set_expanded (self->row, first);
  show_severity (self, cause->severity);
  gtk_label_set_text (self->spoken, cause->spoken);
  gtk_label_set_text (self->meaning, cause->meaning);
  gtk_label_set_text (self->actor, actor);
  self->wizard = g_object_ref (wizard);
  self->cause = g_strdup (cause->id);
  show_retry (self, cause);

  gtk_widget_set_visible (self->quote_box, has_words (cause->quote));
  gtk_widget_set_direction (GTK_WIDGET (self->quote), GTK_TEXT_DIR_LTR);
  gtk_label_set_text (self->quote, cause->quote != NULL ? cause->quote : "");
  return self;
}

gboolean
tl_cause_view_go_on (TlCauseView *self, const TlCauseText *cause)
{
  if (add_rows (self, FIXES, cause->fixes))
    return TRUE;
  if (!self->advised) {
    show_contact (self, cause->contact);
    show_advice (self, cause);
    self->advised = TRUE;
    return TRUE;
  }
  if (add_rows (self, BECAUSE, cause->because) || add_rows (self, AGAINST, cause->against))
    return TRUE;
  show_references (self, cause->references);
  return FALSE;
}

GtkWidget *
tl_cause_view_new (TlWizard *wizard, const TlCauseText *cause, gboolean first)
{
  TlCauseView *self = tl_cause_view_begin (wizard, cause, first);

  while (tl_cause_view_go_on (self, cause))
    ;
  return GTK_WIDGET (self);
}
