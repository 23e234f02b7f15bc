/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The page that explains a message, in a window of its own: what is marked, what never reaches the
 * text view, what may be dropped, and that the window stays alive meanwhile. Needs a display. */
#include "pages/tl-codes-page.h"
#include "tl-evidence-json.h"
#include "tl-language.h"
#include "tl-marked-text.h"
#include "tl-window.h"

#include <glib/gstdio.h>
#include <time.h>

/* No callback may work for longer. The thread's own time counts, not the clock's: a busy machine makes
 * no difference. Sanitizers make everything some times slower. */
#define GAP_MOST (500 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  TlWizard *wizard;
  TlWindow *window;
  GtkTextBuffer *buffer;
} Fixture;

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *hit = find_type (child, type);

    if (hit != NULL)
      return hit;
  }
  return NULL;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static GtkApplication *application; /* one a process */
  GtkWidget *page;

  if (application == NULL) {
    application = gtk_application_new ("io.github.throughline.Test", G_APPLICATION_NON_UNIQUE);
    g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  }
  self->wizard = tl_wizard_new ();
  tl_wizard_set_language (self->wizard, "en");
  self->window = tl_window_new (application, self->wizard, NULL);
  gtk_window_present (GTK_WINDOW (self->window));
  tl_wizard_shell_go (tl_window_get_shell (self->window), "message");
  page = tl_wizard_shell_get_page (tl_window_get_shell (self->window), "message");
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_type (page, GTK_TYPE_TEXT_VIEW)));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->wizard);
}

/* ------------------------------------------------------------------ waiting, with an eye on the clock */

typedef struct {
  gint64 last;
  gint64 longest;
} Pulse;

static gint64
worked_so_far (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gboolean
beat (gpointer data)
{
  Pulse *pulse = data;
  gint64 now = worked_so_far ();

  pulse->longest = MAX (pulse->longest, now - pulse->last);
  pulse->last = now;
  return G_SOURCE_CONTINUE;
}

/* Until the message's (or, `report`, the session's) explanation is there; the longest work between two
 * turns of the main loop, in microseconds. */
static gint64
wait_for_result (Fixture *self, gboolean report)
{
  TlSession *session =
      report ? tl_wizard_get_session (self->wizard) : tl_wizard_get_message (self->wizard);
  Pulse pulse = {worked_so_far (), 0};
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  guint source = g_timeout_add (2, beat, &pulse);

  while (tl_session_get_explanation (session) == NULL || tl_wizard_get_reading (self->wizard)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }
  for (guint i = 0; i < 50; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  beat (&pulse);
  g_source_remove (source);
  return pulse.longest;
}

static char *
buffer_text (Fixture *self)
{
  char *text = NULL;

  g_object_get (self->buffer, "text", &text, NULL);
  return text;
}

/* The text under tags that give it a background: what decided. */
static char *
marked_words (Fixture *self)
{
  GString *words = g_string_new (NULL);
  GtkTextIter at;

  gtk_text_buffer_get_start_iter (self->buffer, &at);
  while (!gtk_text_iter_is_end (&at)) {
    g_autoptr (GSList) tags = gtk_text_iter_get_tags (&at);

    for (GSList *tag = tags; tag != NULL; tag = tag->next) {
      gboolean set = FALSE;

      g_object_get (tag->data, "background-set", &set, NULL);
      if (set)
        g_string_append_unichar (words, gtk_text_iter_get_char (&at));
    }
    gtk_text_iter_forward_char (&at);
  }
  return g_string_free (words, FALSE);
}

static void
drop (Fixture *self, const char *name, GType type, gpointer value)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->window));
  g_auto (GValue) dropped = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&dropped, type);
  if (type == G_TYPE_STRING)
    g_value_set_string (&dropped, value);
  else
    g_value_set_boxed (&dropped, value);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (g_strcmp0 (gtk_event_controller_get_name (controller), name) == 0)
      g_signal_emit_by_name (controller, "drop", &dropped, 10.0, 10.0, &taken);
  }
  g_assert_true (taken);
}

static void
drop_file (Fixture *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList list = {file, NULL};

  drop (self, "drop-files", GDK_TYPE_FILE_LIST, &list);
}

static const char *
first_cause (TlSession *session)
{
  const TlFinding *first = tl_diagnosis_get_first (tl_session_get_diagnosis (session));

  return first != NULL ? first->id : "unknown";
}

/* ------------------------------------------------------------------ tests */

static void
test_marks (Fixture *self, gconstpointer data)
{
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  gtk_text_buffer_set_text (self->buffer, "Ответ: 421 4.7.0 Error: too many connections\r\nfrom x",
                            -1);
  wait_for_result (self, FALSE);
  words = marked_words (self);
  g_assert_cmpstr (words, ==, "too many connections");
  text = buffer_text (self);
  g_assert_true (g_str_has_prefix (text, "Ответ: 421"));
}

/* Controls never reach the text view; what decided is marked in the picture of the text, too. */
static void
test_gate (Fixture *self, gconstpointer data)
{
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  gtk_text_buffer_set_text (self->buffer, "\u202e\033[2J 550 5.1.1 <b>User unknown</b>", -1);
  wait_for_result (self, FALSE);
  text = buffer_text (self);
  g_assert_cmpstr (text, ==, "<202E><001B>[2J 550 5.1.1 <b>User unknown</b>");
  words = marked_words (self);
  g_assert_cmpstr (words, ==, "User unknown");
}

static char *
make_log (gsize size)
{
  GString *log = g_string_sized_new (size + 300);

  for (guint i = 0; log->len < size; i++)
    g_string_append_printf (
        log,
        "Nov 22 01:02:03 mx postfix/smtp[%u]: %010X: to=<u%u@example.com>, "
        "relay=mx.example.com[192.0.2.7]:25, dsn=5.1.1, status=bounced (host "
        "mx.example.com[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n",
        i, i, i % 1000);
  return g_string_free (log, FALSE);
}

static gint64
drop_contents (Fixture *self, const char *name, const char *bytes, gsize length)
{
  g_autofree char *folder = g_dir_make_tmp ("tl-message-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gint64 gap;

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  drop_file (self, path);
  gap = wait_for_result (self, g_str_has_suffix (name, ".json"));
  g_remove (path);
  g_rmdir (folder);
  g_test_message ("%s of %" G_GSIZE_FORMAT
                  " bytes: the main loop worked for %.1f ms at once at most",
                  name, length, (double) gap / 1000);
  return gap;
}

static void
test_drop_log (Fixture *self, gconstpointer data)
{
  g_autofree char *log = make_log (5 * 1024 * 1024);
  g_autofree char *shown = NULL;
  TlExplanation *explanation;

  g_assert_cmpint (drop_contents (self, "mail.log", log, strlen (log)), <, GAP_MOST);
  explanation = tl_session_get_explanation (tl_wizard_get_message (self->wizard));
  g_assert_cmpuint (explanation->counts->len, ==, 1);
  g_assert_cmpuint (((TlCountText *) explanation->counts->pdata[0])->lines, >, 20000);
  shown = buffer_text (self);
  g_assert_cmpuint (strlen (shown), <, 2 * TL_MARKED_MAX);
}

static void
test_drop_text (Fixture *self, gconstpointer data)
{
  g_autofree char *line = g_strnfill (1024 * 1024, 'x');
  g_autofree char *all = g_strconcat (line, " 550 5.1.1 User unknown ", line, NULL);
  g_autofree char *words = NULL;

  drop (self, "drop-text", G_TYPE_STRING, all);
  g_assert_cmpint (wait_for_result (self, FALSE), <, GAP_MOST);
  g_assert_cmpstr (first_cause (tl_wizard_get_message (self->wizard)), ==, "no-such-mailbox");
  words = marked_words (self);
  g_assert_cmpstr (words, ==, "User unknown");
}

/* A report near its limit of 8 MB: read, diagnosed and shown without the window noticing. */
static void
test_drop_report (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) report =
      g_string_new ("{\"schema\": 1, \"job\": {\"kind\": \"check\", \"protocol\": \"smtp\", "
                    "\"host\": \"mail.example.org\", \"port\": 587}, \"started\": \"\", "
                    "\"facts\": {}, \"evidence\": [");

  for (guint i = 0; report->len < 7 * 1024 * 1024; i++)
    g_string_append_printf (report,
                            "%s{\"fact\": \"smtp.reply.text\", \"value\": \"%u %0*d\", \"step\": "
                            "\"smtp.rcpt\", \"target\": \"\", \"attempt\": %u, \"source\": "
                            "\"probe\"}",
                            i > 0 ? ", " : "", i, 400, 7, 1 + i % 2);
  g_string_append (report, "], \"steps\": [{\"id\": \"smtp.rcpt\", \"target\": \"\", \"outcome\": "
                           "\"failed\", \"start_ms\": 0, \"elapsed_ms\": 1}]}");
  g_assert_cmpuint (report->len, <, TL_JSON_MAX);
  g_assert_cmpint (drop_contents (self, "report.json", report->str, report->len), <, GAP_MOST);
  g_assert_cmpstr (tl_wizard_get_page (self->wizard), ==, "explanation");
}

static void
test_report_of_message (Fixture *self, gconstpointer data)
{
  gtk_text_buffer_set_text (self->buffer, "452 4.2.2 mailbox full", -1);
  wait_for_result (self, FALSE);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), "export"));
  tl_wizard_shell_go (tl_window_get_shell (self->window), "welcome");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), "export"));
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "start-over", NULL);
  g_assert_null (tl_wizard_get_message_text (self->wizard));
  g_assert_cmpint (gtk_text_buffer_get_char_count (self->buffer), ==, 0);
}

/* ------------------------------------------------------------------ the picture of a text, alone */

static void
check_marked (const char *bytes, gsize length, gsize start, gsize end, const char *shown,
              const char *marked)
{
  g_autoptr (GPtrArray) spans = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_span_free);
  g_autoptr (TlMarkedText) text = NULL;
  g_autofree char *words = NULL;
  const TlMark *mark;

  g_ptr_array_add (spans, tl_span_new (start, end, "text.words"));
  text = tl_marked_text_new (bytes, length, spans);
  g_assert_true (g_utf8_validate (text->text, -1, NULL));
  if (shown != NULL)
    g_assert_cmpstr (text->text, ==, shown);
  g_assert_cmpuint (text->marks->len, ==, 1);
  mark = &g_array_index (text->marks, TlMark, 0);
  words = g_utf8_substring (text->text, mark->start, mark->end);
  g_assert_cmpstr (words, ==, marked);
}

static void
test_marked_text (void)
{
  g_autofree char *line = g_strnfill (50000, 'x');
  g_autofree char *lines = g_strdup_printf ("%s full up %s", line, line);
  g_autoptr (TlMarkedText) cut = tl_marked_text_new (lines, strlen (lines), NULL);

  check_marked ("550 full", 8, 4, 8, "550 full", "full");
  check_marked ("a\0b full", 8, 4, 8, "a<0000>b full", "full");
  check_marked ("\xff\xe2\x80\xae full", 9, 5, 9, "<xFF><202E> full", "full");
  check_marked ("1\r\n2\rfull\n", 10, 5, 9, "1\n2\nfull\n", "full");
  check_marked (lines, strlen (lines), 50001, 50005, NULL, "full");
  /* Half a character at the end. */
  check_marked ("full \xd0", 6, 0, 4, "full <xD0>", "full");
  g_assert_true (cut->cut);
  g_assert_cmpuint (strlen (cut->text), <, 2 * TL_MARKED_MAX);
  g_assert_true (tl_text_is_plain ("a\tb\r\nc", 6));
  g_assert_false (tl_text_is_plain ("a\rb", 3));
  g_assert_false (tl_text_is_plain ("a\r", 2));
  g_assert_false (tl_text_is_plain ("a\0b", 3));
  g_assert_false (tl_text_is_plain (lines, 1200));
}

int
main (int argc, char **argv)
{
  tl_language_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/gui/message/marked-text", test_marked_text);
#define ADD(name, func) g_test_add ("/gui/message/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("marks", test_marks);
  ADD ("gate", test_gate);
  ADD ("drop-log", test_drop_log);
  ADD ("drop-text", test_drop_text);
  ADD ("drop-report", test_drop_report);
  ADD ("report-of-message", test_report_of_message);
  return g_test_run ();
}
