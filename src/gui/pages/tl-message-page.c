/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-message-page.h"

#include "tl-marked-text.h"
#include "tl-text.h"
#include "widgets/tl-message-result.h"

#include <glib/gi18n.h>

/* While somebody types, the text is read when the fingers rest. */
#define REST_MS 250

struct _TlMessagePage {
  TlPage parent_instance;

  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkWidget *placeholder;
  GtkWidget *clear;
  GtkWidget *source;
  GtkLabel *source_label;
  GtkStack *stack;
  AdwBin *result_bin;
  TlMessageResult *result;
  GtkTextTag *words; /* what decided */
  GtkTextTag *codes;
  GtkTextTag *names; /* hosts and recipients */

  guint rest; /* timer */
  guint idle;
  GBytes *refused; /* (nullable) what the text view could not have taken as it is */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (TlMessagePage, tl_message_page, TL_TYPE_PAGE)

static TlWizard *
get_wizard (TlMessagePage *self)
{
  return tl_page_get_wizard (TL_PAGE (self));
}

static char *
get_buffer_text (TlMessagePage *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/* ------------------------------------------------------------------ marking */

/* Told apart by more than colour: bold and underlined, too. */
static void
update_colours (TlMessagePage *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (style);
  gboolean contrast = adw_style_manager_get_high_contrast (style);
  const char *back = dark ? "#5e4c00" : "#f9f06b";

  if (contrast)
    back = dark ? "#ffffff" : "#000000";
  g_object_set (self->words, "background", back, "foreground",
                dark != contrast ? "#ffffff" : "#000000", "weight", PANGO_WEIGHT_BOLD, "underline",
                PANGO_UNDERLINE_SINGLE, NULL);
  g_object_set (self->codes, "weight", PANGO_WEIGHT_BOLD, "underline", PANGO_UNDERLINE_DOUBLE,
                NULL);
  g_object_set (self->names, "weight", PANGO_WEIGHT_BOLD, NULL);
}

static GtkTextTag *
tag_of (TlMessagePage *self, const char *fact)
{
  if (g_str_equal (fact, "text.words"))
    return self->words;
  if (g_str_has_suffix (fact, ".code") || g_str_has_suffix (fact, ".enhanced") ||
      g_str_equal (fact, "http.status"))
    return self->codes;
  if (g_str_equal (fact, "text.host") || g_str_equal (fact, "text.recipient"))
    return self->names;
  return NULL;
}

static void
mark (TlMessagePage *self, const char *fact, guint from, guint to)
{
  GtkTextTag *tag = tag_of (self, fact);
  GtkTextIter start, end;

  if (tag == NULL)
    return;
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) from);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) to);
  gtk_text_buffer_apply_tag (self->buffer, tag, &start, &end);
}

static void
clear_marks (TlMessagePage *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_all_tags (self->buffer, &start, &end);
}

/* In a text that is shown as it is, places are found by counting characters. */
static void
mark_in_place (TlMessagePage *self, const char *text, const GPtrArray *spans)
{
  gsize length = strlen (text);

  for (guint i = 0; i < spans->len; i++) {
    const TlSpan *span = spans->pdata[i];

    if (span->end <= length && span->start < span->end)
      mark (self, span->fact, (guint) g_utf8_pointer_to_offset (text, text + span->start),
            (guint) g_utf8_pointer_to_offset (text, text + span->end));
  }
}

/* What a screen reader says of the marks, which it cannot see. */
static void
describe_marks (TlMessagePage *self)
{
  g_autofree char *found = tl_message_result_dup_deciding (self->result);
  /* Translators: %s are words of a server, quoted. */
  g_autofree char *words =
      found != NULL ? g_strdup_printf (_ ("Marked, because it decided: %s"), found) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}

/* ------------------------------------------------------------------ the text */

static gboolean
is_same (const char *shown, GBytes *text)
{
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);

  return strlen (shown) == length && memcmp (shown, bytes, length) == 0;
}

static void
set_buffer_text (TlMessagePage *self, const char *text, gboolean editable)
{
  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, text, -1);
  self->filling = FALSE;
  gtk_text_view_set_editable (self->view, editable);
  gtk_text_view_set_cursor_visible (self->view, editable);
}

static void
show_source (TlMessagePage *self, gboolean plain, gboolean cut)
{
  TlWizard *wizard = get_wizard (self);
  const char *name = tl_wizard_get_message_name (wizard);
  g_autofree char *visible =
      name != NULL ? tl_text_make_visible (name, strlen (name), 80) : g_strdup (_ ("Pasted text"));
  g_autofree char *isolated = tl_text_isolate (visible);
  g_autofree char *size = g_format_size (tl_wizard_get_message_size (wizard));
  g_autofree char *words = NULL;

  if (cut)
    /* Translators: %1$s is the name of a file, %2$s its size. */
    words = g_strdup_printf (_ ("%1$s, %2$s. Only parts of it are shown."), isolated, size);
  else
    words = g_strdup_printf ("%s, %s", isolated, size);
  gtk_label_set_text (self->source_label, words);
  gtk_widget_set_visible (self->source, name != NULL || !plain);
}

/* A text that is fit for the text view is edited in it; of any other a faithful picture is shown. */
static void
show_text (TlMessagePage *self)
{
  TlWizard *wizard = get_wizard (self);
  GBytes *text = tl_wizard_get_message_text (wizard);
  g_autoptr (GPtrArray) spans = tl_wizard_list_message_spans (wizard);
  g_autofree char *shown = get_buffer_text (self);
  g_autoptr (TlMarkedText) marked = NULL;
  gboolean plain;
  gsize length;
  const char *bytes;

  if (text == NULL)
    return;
  bytes = g_bytes_get_data (text, &length);
  plain = tl_text_is_plain (bytes, length);
  if (plain) {
    if (!is_same (shown, text)) {
      g_free (shown);
      shown = g_strndup (bytes, length);
      set_buffer_text (self, shown, TRUE);
    }
    clear_marks (self);
    mark_in_place (self, shown, spans);
  } else {
    marked = tl_marked_text_new (bytes, length, spans);
    set_buffer_text (self, marked->text, FALSE);
    for (guint i = 0; i < marked->marks->len; i++) {
      const TlMark *one = &g_array_index (marked->marks, TlMark, i);

      mark (self, one->fact, one->start, one->end);
    }
  }
  show_source (self, plain, marked != NULL && marked->cut);
}

/* ------------------------------------------------------------------ the result */

static void
update_parts (TlMessagePage *self)
{
  TlWizard *wizard = get_wizard (self);
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;
  TlExplanation *explanation = tl_session_get_explanation (tl_wizard_get_message (wizard));

  gtk_widget_set_visible (self->placeholder, empty);
  gtk_widget_set_sensitive (self->clear, !empty);
  if (empty || explanation == NULL)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else if (tl_message_result_get_empty (self->result))
    gtk_stack_set_visible_child_name (self->stack, "nothing");
  else
    gtk_stack_set_visible_child_name (self->stack, "result");
  tl_page_set_can_go_next (TL_PAGE (self), tl_wizard_can_test_message (wizard));
}

static void
on_explanation (TlMessagePage *self)
{
  TlWizard *wizard = get_wizard (self);

  /* Something newer stands in the text view already. */
  if (self->rest == 0 && self->refused == NULL)
    show_text (self);
  tl_message_result_update (self->result);
  if (tl_wizard_get_message_text (wizard) == NULL)
    clear_marks (self);
  describe_marks (self);
  update_parts (self);
}

/* ------------------------------------------------------------------ input */

static gboolean
on_rest (gpointer data)
{
  TlMessagePage *self = data;
  g_autofree char *text = get_buffer_text (self);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  self->rest = 0;
  tl_wizard_read_message (get_wizard (self), bytes);
  return G_SOURCE_REMOVE;
}

static void
on_changed (TlMessagePage *self)
{
  if (self->filling)
    return;
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add (REST_MS, on_rest, self);
  gtk_widget_set_visible (self->source, FALSE);
  update_parts (self);
}

static gboolean
take_refused (gpointer data)
{
  TlMessagePage *self = data;
  g_autoptr (GBytes) bytes = g_steal_pointer (&self->refused);

  self->idle = 0;
  g_clear_handle_id (&self->rest, g_source_remove);
  tl_wizard_read_message (get_wizard (self), bytes);
  return G_SOURCE_REMOVE;
}

static void
take_bytes (TlMessagePage *self, GBytes *bytes)
{
  g_clear_pointer (&self->refused, g_bytes_unref);
  self->refused = g_bytes_ref (bytes);
  if (self->idle == 0)
    self->idle = g_idle_add (take_refused, self);
}

/* The one gate for all that comes in, by keyboard, paste, drop or an assistive program. Controls,
 * long lines and long texts never reach the text view, which would obey the first and freeze on the
 * others; they are taken as a whole, and a picture of them is shown. */
static void
on_insert_text (TlMessagePage *self, GtkTextIter *at, const char *text, int length)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  guint before = (guint) gtk_text_buffer_get_char_count (self->buffer);
  g_autoptr (GBytes) bytes = NULL;

  if (self->filling || (tl_text_is_plain (text, n) && before + n <= TL_MARKED_MAX))
    return;
  g_signal_stop_emission_by_name (self->buffer, "insert-text");
  bytes = g_bytes_new (text, n);
  take_bytes (self, bytes);
}

static void
on_text_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlMessagePage) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (text == NULL || *text == '\0') {
    gtk_widget_error_bell (GTK_WIDGET (self));
    return;
  }
  bytes = g_bytes_new (text, strlen (text));
  take_bytes (self, bytes);
}

static void
on_files_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlMessagePage) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  GSList *files = value != NULL ? g_value_get_boxed (value) : NULL;

  if (files != NULL)
    tl_wizard_open_file (get_wizard (self), files->data);
}

void
tl_message_page_paste (TlMessagePage *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    on_files_pasted, g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, NULL, on_text_pasted, g_object_ref (self));
}

/* In a text that can be edited, the text view pastes at its cursor; files, and whatever is pasted
 * elsewhere on the page, are taken as a whole. */
static gboolean
on_paste_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TlMessagePage *self = TL_MESSAGE_PAGE (widget);
  GdkContentFormats *formats =
      gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (self)));

  if (gtk_widget_has_focus (GTK_WIDGET (self->view)) && gtk_text_view_get_editable (self->view) &&
      !gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    return FALSE;
  tl_message_page_paste (self);
  return TRUE;
}

static void
watch_paste_key (TlMessagePage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                        gtk_callback_action_new (on_paste_key, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
on_clear (TlMessagePage *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  set_buffer_text (self, "", TRUE);
  gtk_widget_set_visible (self->source, FALSE);
  tl_wizard_clear_message (get_wizard (self));
  update_parts (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The wizard may clear it, too ("Start over"). */
static void
on_message_text (TlMessagePage *self)
{
  if (tl_wizard_get_message_text (get_wizard (self)) != NULL || self->rest != 0)
    return;
  set_buffer_text (self, "", TRUE);
  gtk_widget_set_visible (self->source, FALSE);
  update_parts (self);
}

/* ------------------------------------------------------------------ on with a test */

static void
go_on (TlMessagePage *self, gboolean overwrite)
{
  if (tl_wizard_continue_from_message (get_wizard (self), overwrite))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "account");
}

static void
on_answer (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  if (!g_str_equal (response, "cancel"))
    go_on (TL_MESSAGE_PAGE (user_data), g_str_equal (response, "theirs"));
}

static char *
list_clashes (const GPtrArray *clashes)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < clashes->len; i++) {
    const TlClash *clash = clashes->pdata[i];
    g_autofree char *mine = tl_text_make_visible (clash->mine, strlen (clash->mine), 80);
    g_autofree char *theirs = tl_text_make_visible (clash->theirs, strlen (clash->theirs), 80);
    g_autofree char *mine_apart = tl_text_isolate (mine);
    g_autofree char *theirs_apart = tl_text_isolate (theirs);

    /* Translators: %1$s is a field such as "Server name", %2$s what was entered there, %3$s what a
     * message says instead. */
    g_string_append_printf (lines, _ ("%1$s: you entered %2$s, the message says %3$s."),
                            clash->title, mine_apart, theirs_apart);
    g_string_append_c (lines, '\n');
  }
  return g_string_free (lines, FALSE);
}

/* What was entered is never overwritten without being shown. */
static void
ask_which (TlMessagePage *self, const GPtrArray *clashes)
{
  g_autofree char *body = list_clashes (clashes);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Which settings are to be tested?"), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "mine",
                                    _ ("_Keep what I entered"), "theirs", _ ("_Use the message’s"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "mine");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
tl_message_page_forward (TlPage *page)
{
  TlMessagePage *self = TL_MESSAGE_PAGE (page);
  g_autoptr (GPtrArray) clashes = tl_wizard_list_clashes (get_wizard (self));

  if (clashes->len > 0)
    ask_which (self, clashes);
  else
    go_on (self, FALSE);
  return TRUE;
}

/* ------------------------------------------------------------------ the object */

static void
tl_message_page_entered (TlPage *page)
{
  if (gtk_widget_get_root (GTK_WIDGET (page)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (TL_MESSAGE_PAGE (page)->view));
}

static void
tl_message_page_ready (TlPage *page)
{
  TlMessagePage *self = TL_MESSAGE_PAGE (page);
  TlWizard *wizard = get_wizard (self);
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->buffer = gtk_text_view_get_buffer (self->view);
  self->names = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  self->codes = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  self->words = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  update_colours (self);
  g_signal_connect_object (style, "notify", G_CALLBACK (update_colours), self, G_CONNECT_SWAPPED);
  self->result = TL_MESSAGE_RESULT (tl_message_result_new (wizard));
  adw_bin_set_child (self->result_bin, GTK_WIDGET (self->result));
  tl_page_set_next_label (page, C_ ("button", "_Test it live"));
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (on_insert_text), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tl_wizard_get_message (wizard), "notify::explanation",
                           G_CALLBACK (on_explanation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::message-text", G_CALLBACK (on_message_text), self,
                           G_CONNECT_SWAPPED);
  watch_paste_key (self);
  on_explanation (self);
}

static void
tl_message_page_dispose (GObject *object)
{
  TlMessagePage *self = TL_MESSAGE_PAGE (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->refused, g_bytes_unref);
  G_OBJECT_CLASS (tl_message_page_parent_class)->dispose (object);
}

static void
tl_message_page_class_init (TlMessagePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_message_page_dispose;
  TL_PAGE_CLASS (klass)->ready = tl_message_page_ready;
  TL_PAGE_CLASS (klass)->entered = tl_message_page_entered;
  TL_PAGE_CLASS (klass)->forward = tl_message_page_forward;
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "message-page");
  gtk_widget_class_bind_template_child (widget_class, TlMessagePage, view);
  gtk_widget_class_bind_template_child (widget_class, TlMessagePage, placeholder);
  gtk_widget_class_bind_template_child (widget_class, TlMessagePage, clear);
  gtk_widget_class_bind_template_child (widget_class, TlMessagePage, source);
  gtk_widget_class_bind_template_child (widget_class, TlMessagePage, source_label);
  gtk_widget_class_bind_template_child (widget_class, TlMessagePage, stack);
  gtk_widget_class_bind_template_child (widget_class, TlMessagePage, result_bin);
  gtk_widget_class_bind_template_callback (widget_class, tl_message_page_paste);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
}

static void
tl_message_page_init (TlMessagePage *self)
{
}
