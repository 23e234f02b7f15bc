/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-test-page.h"

#include "tl-running.h"
#include "tl-text.h"
#include "widgets/tl-step-row.h"
#include "widgets/tl-waterfall.h"

#include <glib/gi18n.h>

#define MAX_STEPS 200
/* Many rows made and laid out at once would hold up the window. */
#define STEPS_A_FRAME 4

struct _TlTestPage {
  TlPage parent_instance;

  GtkEditable *password;
  GtkWidget *start_button;
  GtkWidget *cancel_button;
  GtkLabel *start_label;
  GtkProgressBar *progress;
  GtkWidget *result_box;
  GtkLabel *result;
  GtkWidget *steps_box;
  GtkListBox *steps;
  TlWaterfall *waterfall;
  GtkWidget *conversation_box;
  GtkTextView *conversation;
  GtkSliceListModel *shown; /* those steps of the session that have a row */
  guint showing_more;       /* (tick callback) 0 where all have one */
};

G_DEFINE_FINAL_TYPE (TlTestPage, tl_test_page, TL_TYPE_PAGE)

static TlWizard *
get_wizard (TlTestPage *self)
{
  return tl_page_get_wizard (TL_PAGE (self));
}

static TlSession *
get_session (TlTestPage *self)
{
  return tl_wizard_get_session (get_wizard (self));
}

/* ------------------------------------------------------------------ the conversation */

static void
tag_line (GtkTextBuffer *buffer, const TlTranscriptLine *line)
{
  GtkTextIter end;
  g_autofree char *visible =
      tl_text_make_visible (line->text, strlen (line->text), TL_TEXT_LINE_MAX);
  g_autofree char *row = g_strdup_printf ("%s %s\n", line->sent ? "→" : "←", visible);

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (line->sent)
    gtk_text_buffer_insert_with_tags_by_name (buffer, &end, row, -1, "sent", NULL);
  else
    gtk_text_buffer_insert (buffer, &end, row, -1);
}

static void
show_transcript (TlTestPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->conversation);
  TlEvidence *evidence = tl_session_get_evidence (get_session (self));
  const GPtrArray *lines = evidence != NULL ? tl_evidence_get_transcript (evidence) : NULL;

  gtk_text_buffer_set_text (buffer, "", 0);
  if (!gtk_widget_get_visible (self->conversation_box))
    return;
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    tag_line (buffer, lines->pdata[i]);
  if (lines == NULL || lines->len == 0)
    gtk_text_buffer_set_text (buffer, _ ("Nothing was said."), -1);
}

void
tl_test_page_show_conversation (TlTestPage *self, gboolean show)
{
  gtk_widget_set_visible (self->conversation_box, show);
  show_transcript (self);
}

/* ------------------------------------------------------------------ running */

static void
update (TlTestPage *self)
{
  gboolean running = tl_session_get_running (get_session (self));
  TlExplanation *explanation = tl_session_get_explanation (get_session (self));
  gboolean result = !running && explanation != NULL && tl_wizard_get_tested (get_wizard (self));
  GListModel *steps = tl_session_get_steps (get_session (self));

  tl_running_show (running, self->progress, self->start_button, self->cancel_button);
  gtk_widget_set_visible (self->result_box, result);
  gtk_widget_set_visible (self->steps_box, g_list_model_get_n_items (steps) > 0);
  gtk_label_set_text (self->result, result ? explanation->summary : "");
  gtk_label_set_text_with_mnemonic (self->start_label, result ? C_ ("button", "_Test again")
                                                              : C_ ("button", "_Start the test"));
  if (result)
    gtk_widget_remove_css_class (self->start_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->start_button, "suggested-action");
  tl_page_set_can_go_next (TL_PAGE (self), result);
  tl_page_set_next_label (TL_PAGE (self), C_ ("button", "E_xplanation"));
  if (!running)
    show_transcript (self);
}

/* The end of a test is told by moving the focus: GTK 4.8 cannot announce. */
static void
on_finished (TlTestPage *self)
{
  update (self);
  /* A label of GTK 4.8 that takes the focus itself looks at who had it before, who may be gone by then. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), GTK_WIDGET (self->result));
}

/* ------------------------------------------------------------------ password */

static void
take_password (TlTestPage *self)
{
  const char *typed = gtk_editable_get_text (self->password);

  if (*typed != '\0')
    tl_wizard_set_password (get_wizard (self), typed);
}

static void
forget_password (TlTestPage *self)
{
  gtk_editable_set_text (self->password, "");
}

static void
on_start (TlTestPage *self)
{
  take_password (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.run-test", NULL);
}

/* ------------------------------------------------------------------ the page */

/* A foreign report can claim any number of steps; a row each would freeze the window. */
static guint
count_steps (TlTestPage *self)
{
  return MIN (g_list_model_get_n_items (tl_session_get_steps (get_session (self))), MAX_STEPS);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TlTestPage *self = TL_TEST_PAGE (widget);
  guint steps = count_steps (self);
  guint shown = gtk_slice_list_model_get_size (self->shown);

  if (shown < steps)
    gtk_slice_list_model_set_size (self->shown, MIN (shown + STEPS_A_FRAME, MAX_STEPS));
  if (shown + STEPS_A_FRAME < steps)
    return G_SOURCE_CONTINUE;
  self->showing_more = 0;
  return G_SOURCE_REMOVE;
}

static void
on_steps_changed (TlTestPage *self)
{
  guint steps = count_steps (self);

  if (steps == 0)
    gtk_slice_list_model_set_size (self->shown, STEPS_A_FRAME);
  if (steps > gtk_slice_list_model_get_size (self->shown) && self->showing_more == 0)
    self->showing_more = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  update (self);
}

static void
watch_session (TlTestPage *self)
{
  TlSession *session = get_session (self);
  GListModel *steps = tl_session_get_steps (session);

  g_clear_object (&self->shown);
  self->shown = gtk_slice_list_model_new (g_object_ref (steps), 0, STEPS_A_FRAME);
  gtk_list_box_bind_model (self->steps, G_LIST_MODEL (self->shown), tl_step_row_create, NULL, NULL);
  g_object_set (self->waterfall, "model", self->shown, NULL);
  g_signal_connect_object (session, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (steps, "items-changed", G_CALLBACK (on_steps_changed), self,
                           G_CONNECT_SWAPPED);
  on_steps_changed (self);
}

static void
tl_test_page_ready (TlPage *page)
{
  TlTestPage *self = TL_TEST_PAGE (page);
  TlWizard *wizard = get_wizard (self);

  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->conversation), "sent", "weight",
                              PANGO_WEIGHT_BOLD, NULL);
  /* What goes over the wire is not mirrored. */
  gtk_widget_set_direction (GTK_WIDGET (self->conversation), GTK_TEXT_DIR_LTR);
  g_signal_connect_object (wizard, "forget-password", G_CALLBACK (forget_password), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "finished", G_CALLBACK (on_finished), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::tested", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::session", G_CALLBACK (watch_session), self,
                           G_CONNECT_SWAPPED);
  watch_session (self);
}

static void
tl_test_page_left (TlPage *page)
{
  take_password (TL_TEST_PAGE (page));
}

static void
tl_test_page_dispose (GObject *object)
{
  g_clear_object (&TL_TEST_PAGE (object)->shown);
  G_OBJECT_CLASS (tl_test_page_parent_class)->dispose (object);
}

static void
tl_test_page_class_init (TlTestPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_test_page_dispose;
  TL_PAGE_CLASS (klass)->ready = tl_test_page_ready;
  TL_PAGE_CLASS (klass)->left = tl_test_page_left;
  g_type_ensure (TL_TYPE_WATERFALL);
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "test-page");
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, password);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, start_button);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, start_label);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, progress);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, result_box);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, result);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, steps_box);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, steps);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, waterfall);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, conversation_box);
  gtk_widget_class_bind_template_child (widget_class, TlTestPage, conversation);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
tl_test_page_init (TlTestPage *self)
{
}
