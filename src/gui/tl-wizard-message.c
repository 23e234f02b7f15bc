/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-digest.h"
#include "tl-reading.h"
#include "tl-wizard-private.h"

#include <glib/gi18n.h>

/* ------------------------------------------------------------------ reading */

void
tl_wizard_cancel_reading (TlWizard *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  if (g_set_object (&self->reading, NULL))
    tl_wizard_notify (self, PROP_READING);
}

/* What was being read before is left behind: the latest input wins. */
static GCancellable *
begin_reading (TlWizard *self)
{
  tl_wizard_cancel_reading (self);
  self->reading = g_cancellable_new ();
  self->progress = 0;
  tl_wizard_notify (self, PROP_READING);
  tl_wizard_notify (self, PROP_PROGRESS);
  return self->reading;
}

typedef struct {
  TlWizard *wizard;
  GCancellable *reading;
} Order;

static Order *
order_new (TlWizard *self)
{
  Order *order = g_new0 (Order, 1);

  order->wizard = g_object_ref (self);
  order->reading = g_object_ref (begin_reading (self));
  return order;
}

static void
order_free (Order *order)
{
  g_object_unref (order->wizard);
  g_object_unref (order->reading);
  g_free (order);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Order, order_free)

static void
on_progress (goffset done, goffset size, gpointer user_data)
{
  const Order *order = user_data;

  if (order->wizard->reading != order->reading)
    return;
  order->wizard->progress = size > 0 ? (double) done / (double) size : 0;
  tl_wizard_notify (order->wizard, PROP_PROGRESS);
}

/* ------------------------------------------------------------------ what it turned out to be */

static void
take_text (TlWizard *self, TlReading *reading)
{
  g_clear_pointer (&self->message_text, g_bytes_unref);
  g_free (self->message_name);
  self->message_text = g_steal_pointer (&reading->text);
  self->message_name = g_steal_pointer (&reading->name);
  self->message_size = reading->size;
  tl_wizard_notify (self, PROP_MESSAGE_TEXT);
  tl_session_take_result (self->message, reading->evidence, reading->diagnosis);
}

static void
take_session (TlWizard *self, const TlReading *reading)
{
  tl_wizard_start_over (self);
  tl_wizard_assign_settings (self, reading->settings);
  if (reading->note != NULL && *reading->note != '\0')
    tl_wizard_say (self, reading->note);
}

static void
take_report (TlWizard *self, const TlReading *reading)
{
  tl_wizard_start_over (self);
  tl_wizard_assign_settings (self, tl_evidence_get_settings (reading->evidence));
  g_object_set (self->settings, "kind", TL_JOB_CHECK, NULL);
  tl_session_take_result (self->session, reading->evidence, reading->diagnosis);
  tl_wizard_apply_program (self);
  self->tested = tl_evidence_get_steps (reading->evidence)->len > 0;
  tl_wizard_notify (self, PROP_TESTED);
}

static void
take_reading (TlWizard *self, TlReading *reading)
{
  const char *page = NULL;

  switch (reading->kind) {
    case TL_READING_SESSION:
      take_session (self, reading);
      page = "account";
      break;
    case TL_READING_REPORT:
      take_report (self, reading);
      page = "explanation";
      break;
    case TL_READING_TEXT:
    default:
      page = "message";
      take_text (self, reading);
      break;
  }
  tl_wizard_emit_opened (self, page, reading->language);
}

static const char *
refusal (const GError *error)
{
  if (g_error_matches (error, TL_ERROR, TL_ERROR_TOO_LARGE))
    return _ ("This file is too large.");
  if (error->domain == TL_ERROR)
    return _ (
        "Throughline cannot use this file: it is not a session, a report or an error text that it understands.");
  return _ ("This file cannot be read.");
}

static void
on_file_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Order) order = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TlReading) reading = tl_reading_finish (result, &error);
  TlWizard *self = order->wizard;

  if (self->reading != order->reading)
    return;
  g_clear_object (&self->reading);
  tl_wizard_notify (self, PROP_READING);
  if (reading != NULL)
    take_reading (self, reading);
  else
    tl_wizard_warn (self, refusal (error));
}

void
tl_wizard_open_file (TlWizard *self, GFile *file)
{
  Order *order;

  if (tl_session_get_running (self->session)) {
    tl_wizard_say (self, _ ("A test is running. Cancel it before you open a file."));
    return;
  }
  order = order_new (self);
  tl_read_file_async (file, self->settings, order->reading, on_progress, order, on_file_read,
                      order);
}

static void
on_text_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Order) order = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TlReading) reading = tl_reading_finish (result, &error);
  TlWizard *self = order->wizard;

  if (self->reading != order->reading)
    return;
  g_clear_object (&self->reading);
  tl_wizard_notify (self, PROP_READING);
  if (reading != NULL)
    take_text (self, reading);
}

static gboolean
is_blank (GBytes *text)
{
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (bytes[i]) && bytes[i] != '\0')
      return FALSE;
  return TRUE;
}

void
tl_wizard_read_message (TlWizard *self, GBytes *text)
{
  Order *order;

  if (is_blank (text)) {
    tl_wizard_clear_message (self);
    return;
  }
  order = order_new (self);
  tl_read_text_async (text, self->settings, order->reading, on_text_read, order);
}

void
tl_wizard_clear_message (TlWizard *self)
{
  tl_wizard_cancel_reading (self);
  if (self->message_text == NULL)
    return;
  g_clear_pointer (&self->message_text, g_bytes_unref);
  g_clear_pointer (&self->message_name, g_free);
  self->message_size = 0;
  tl_session_reset (self->message);
  tl_wizard_notify (self, PROP_MESSAGE_TEXT);
}

/* ------------------------------------------------------------------ places */

/* Where the diagnosis knows the words but not their place (folded, or with a CR in between), the first
 * such words in the text are those. */
static void
add_words (GPtrArray *spans, const TlFinding *first, const char *text, gsize length)
{
  for (guint i = 0; i < first->because->len; i++) {
    const TlBecause *because = first->because->pdata[i];
    gsize n = strlen (because->value);
    const char *place = n > 2 && g_str_has_suffix (because->fact, ".reply.text")
                            ? memmem (text, length, because->value, n)
                            : NULL;

    if (place != NULL) {
      gsize start = (gsize) (place - text);

      g_ptr_array_add (spans, tl_span_new (start, start + n, "text.words"));
      return;
    }
  }
}

GPtrArray *
tl_wizard_list_message_spans (TlWizard *self)
{
  TlDiagnosis *diagnosis = tl_session_get_diagnosis (self->message);
  GPtrArray *spans = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_span_free);
  const GPtrArray *known = diagnosis != NULL ? tl_diagnosis_get_spans (diagnosis) : NULL;
  const TlFinding *first = diagnosis != NULL ? tl_diagnosis_get_first (diagnosis) : NULL;
  gboolean words = FALSE;
  gsize length;
  const char *text;

  for (guint i = 0; known != NULL && i < known->len; i++) {
    const TlSpan *span = known->pdata[i];

    words |= g_str_equal (span->fact, "text.words");
    g_ptr_array_add (spans, tl_span_new (span->start, span->end, span->fact));
  }
  if (first != NULL && !words && self->message_text != NULL) {
    text = g_bytes_get_data (self->message_text, &length);
    add_words (spans, first, text, length);
  }
  return spans;
}

/* ------------------------------------------------------------------ on with a live test */

/* Translators: the fields of the account, in a list. */
static const struct {
  const char *property;
  const char *title;
} fields[] = {
    {"host", N_ ("Server name")}, {"user", N_ ("User name")},       {"from", N_ ("Sender")},
    {"to", N_ ("Recipient")},     {"address", N_ ("Mail address")},
};

static void
clash_free (gpointer data)
{
  TlClash *clash = data;

  g_free (clash->mine);
  g_free (clash->theirs);
  g_free (clash);
}

static void
add_clash (GPtrArray *list, const char *title, const char *mine, const char *theirs)
{
  TlClash *clash = g_new0 (TlClash, 1);

  clash->title = title;
  clash->mine = g_strdup (mine);
  clash->theirs = g_strdup (theirs);
  g_ptr_array_add (list, clash);
}

TlSettings *
tl_wizard_find_message_settings (TlWizard *self)
{
  TlEvidence *evidence = tl_session_get_evidence (self->message);
  gsize length;
  const char *text;

  if (evidence == NULL || self->message_text == NULL)
    return NULL;
  text = g_bytes_get_data (self->message_text, &length);
  return tl_digest_settings (evidence, text, length);
}

static char *
get_field (TlSettings *settings, const char *property)
{
  char *value = NULL;

  g_object_get (settings, property, &value, NULL);
  return value;
}

GPtrArray *
tl_wizard_list_clashes (TlWizard *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (clash_free);
  g_autoptr (TlSettings) found = tl_wizard_find_message_settings (self);

  if (found == NULL)
    return list;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *mine = get_field (self->settings, fields[i].property);
    g_autofree char *theirs = get_field (found, fields[i].property);

    if (*mine != '\0' && *theirs != '\0' && !g_str_equal (mine, theirs))
      add_clash (list, _ (fields[i].title), mine, theirs);
  }
  if (self->settings->port != 0 && found->port != 0 && self->settings->port != found->port) {
    g_autofree char *mine = g_strdup_printf ("%u", self->settings->port);
    g_autofree char *theirs = g_strdup_printf ("%u", found->port);

    add_clash (list, _ ("Port"), mine, theirs);
  }
  if (*self->settings->host != '\0' && self->settings->protocol != found->protocol)
    add_clash (list, _ ("Protocol"), self->settings->protocol == TL_PROTOCOL_FTP ? "FTP" : "SMTP",
               found->protocol == TL_PROTOCOL_FTP ? "FTP" : "SMTP");
  return list;
}

/* The names of what was filled in, for a sentence. (transfer full) */
static char *
fill_in (TlWizard *self, TlSettings *found, gboolean overwrite)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  if (overwrite || *self->settings->host == '\0')
    g_object_set (self->settings, "protocol", found->protocol, NULL);
  if (self->settings->protocol == found->protocol) {
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
      g_autofree char *mine = get_field (self->settings, fields[i].property);
      g_autofree char *theirs = get_field (found, fields[i].property);

      if (*theirs == '\0' || (*mine != '\0' && !overwrite))
        continue;
      g_object_set (self->settings, fields[i].property, theirs, NULL);
      g_ptr_array_add (titles, (gpointer) _ (fields[i].title));
    }
    if (found->port != 0 && (self->settings->port == 0 || overwrite)) {
      g_object_set (self->settings, "port", found->port, "security", found->security, NULL);
      g_ptr_array_add (titles, (gpointer) _ ("Port"));
    }
  }
  g_ptr_array_add (titles, NULL);
  /* Translators: between the names of fields in a list, such as "Server name, Port". */
  return g_strjoinv (_ (", "), (char **) titles->pdata);
}

gboolean
tl_wizard_continue_from_message (TlWizard *self, gboolean overwrite)
{
  g_autoptr (TlSettings) found = tl_wizard_find_message_settings (self);
  g_autofree char *titles = NULL;
  g_autofree char *words = NULL;

  if (found == NULL)
    return FALSE;
  if (tl_session_get_running (self->session)) {
    tl_wizard_say (self, _ ("A test is running. Cancel it first."));
    return FALSE;
  }
  tl_session_reset (self->session);
  self->tested = FALSE;
  tl_wizard_notify (self, PROP_TESTED);
  tl_session_set_earlier_text (self->session, tl_session_get_evidence (self->message));
  titles = fill_in (self, found, overwrite);
  /* Translators: %s is a list of fields, such as "Server name, Port". */
  words = *titles != '\0' ? g_strdup_printf (_ ("Filled in from the message: %s."), titles)
                          : g_strdup (_ ("The message names no server: enter your account."));
  tl_wizard_say (self, words);
  return TRUE;
}

gboolean
tl_wizard_can_test_message (TlWizard *self)
{
  TlEvidence *evidence = tl_session_get_evidence (self->message);

  return evidence != NULL && tl_evidence_get_settings (evidence)->protocol != TL_PROTOCOL_HTTP;
}

TlSession *
tl_wizard_get_shown_session (TlWizard *self)
{
  if (g_str_equal (self->page, "domain"))
    return self->domain;
  return g_str_equal (self->page, "message") ? self->message : self->session;
}

TlSession *
tl_wizard_get_message (TlWizard *self)
{
  return self->message;
}

GBytes *
tl_wizard_get_message_text (TlWizard *self)
{
  return self->message_text;
}

const char *
tl_wizard_get_message_name (TlWizard *self)
{
  return self->message_name;
}

guint64
tl_wizard_get_message_size (TlWizard *self)
{
  return self->message_size;
}

gboolean
tl_wizard_get_reading (TlWizard *self)
{
  return self->reading != NULL;
}
