/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-closures.h"

#include "tl-language.h"
#include "tl-settings.h"
#include "tl-step.h"
#include "tl-text.h"
#include "tl-types.h"

#include <glib/gi18n.h>

static gboolean
is_mail (GObject *this, TlProtocol protocol)
{
  return protocol == TL_PROTOCOL_SMTP;
}

static gboolean
is_ftp (GObject *this, TlProtocol protocol)
{
  return protocol == TL_PROTOCOL_FTP;
}

static gboolean
is_web (GObject *this, TlProtocol protocol)
{
  return protocol == TL_PROTOCOL_HTTP;
}

/* A web address names its server itself. */
static gboolean
has_server (GObject *this, TlProtocol protocol)
{
  return protocol != TL_PROTOCOL_HTTP;
}

static gboolean
is_set (GObject *this, const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean not(GObject * this, gboolean value)
{
  return !value;
}

static gboolean
both (GObject *this, gboolean a, gboolean b)
{
  return a && b;
}

static gboolean
is_running (GObject *this, TlOutcome outcome)
{
  return outcome == TL_OUTCOME_RUNNING;
}

static char *
outcome_icon (GObject *this, TlOutcome outcome)
{
  static const char *const icons[] = {
      [TL_OUTCOME_RUNNING] = "content-loading-symbolic",
      [TL_OUTCOME_OK] = "emblem-ok-symbolic",
      [TL_OUTCOME_WARNING] = "dialog-warning-symbolic",
      [TL_OUTCOME_FAILED] = "dialog-error-symbolic",
      [TL_OUTCOME_SKIPPED] = "action-unavailable-symbolic",
  };

  return g_strdup (icons[CLAMP (outcome, TL_OUTCOME_RUNNING, TL_OUTCOME_SKIPPED)]);
}

static char *
outcome_word (GObject *this, TlOutcome outcome)
{
  switch (outcome) {
    case TL_OUTCOME_RUNNING:
      /* Translators: state of a step of the test */
      return g_strdup (C_ ("step", "Running"));
    case TL_OUTCOME_OK:
      return g_strdup (C_ ("step", "Went well"));
    case TL_OUTCOME_WARNING:
      return g_strdup (C_ ("step", "Went through, with something to note"));
    case TL_OUTCOME_FAILED:
      return g_strdup (C_ ("step", "Failed"));
    case TL_OUTCOME_SKIPPED:
    default:
      return g_strdup (C_ ("step", "Not done"));
  }
}

/* Where a word has to stand beside the icon: only where something is not as it should be. */
static char *
outcome_short (GObject *this, TlOutcome outcome)
{
  switch (outcome) {
    case TL_OUTCOME_WARNING:
      return g_strdup (C_ ("step", "Note"));
    case TL_OUTCOME_FAILED:
      return g_strdup (C_ ("step", "Failed"));
    case TL_OUTCOME_SKIPPED:
      return g_strdup (C_ ("step", "Not done"));
    case TL_OUTCOME_RUNNING:
      return g_strdup (C_ ("step", "Running"));
    case TL_OUTCOME_OK:
    default:
      return g_strdup (C_ ("step", "OK"));
  }
}

static char **
outcome_classes (GObject *this, TlOutcome outcome)
{
  static const char *const classes[] = {
      [TL_OUTCOME_RUNNING] = "dim-label", [TL_OUTCOME_OK] = "success",
      [TL_OUTCOME_WARNING] = "warning",   [TL_OUTCOME_FAILED] = "error",
      [TL_OUTCOME_SKIPPED] = "dim-label",
  };
  const char *list[2] = {classes[CLAMP (outcome, TL_OUTCOME_RUNNING, TL_OUTCOME_SKIPPED)], NULL};

  return g_strdupv ((char **) list);
}

static char *
milliseconds (GObject *this, double ms, TlOutcome outcome)
{
  g_autofree char *number = NULL;

  if (outcome == TL_OUTCOME_RUNNING || outcome == TL_OUTCOME_SKIPPED)
    return g_strdup ("");
  number = ms < 1000 ? tl_language_dup_decimal (ms < 9.95 ? "%.1f" : "%.0f", ms)
                     : tl_language_dup_decimal ("%.1f", ms / 1000);
  /* Translators: durations in milliseconds and in seconds */
  return g_strdup_printf (ms < 1000 ? _ ("%s ms") : _ ("%s s"), number);
}

/* The sentence of the consent switch: it has to name the host (hostile.md U3). */
static char *
consent_title (GObject *this, const char *host)
{
  g_autofree char *visible = tl_text_make_visible (host, strlen (host), 255);
  g_autofree char *isolated = tl_text_isolate (visible);

  if (*host == '\0')
    return g_strdup (_ ("Send the password unencrypted"));
  /* Translators: %s is the name of a server */
  return g_strdup_printf (_ ("Send the password unencrypted to %s"), isolated);
}

/* A port field in which 0 stands for the usual port. Any script's digits are read. */
static int
port_input (GtkSpinButton *spin, double *value, gpointer page)
{
  guint port;

  *value = tl_port_parse (gtk_editable_get_text (GTK_EDITABLE (spin)), &port) ? port : 0;
  return TRUE;
}

static gboolean
port_output (GtkSpinButton *spin, gpointer page)
{
  int port = gtk_spin_button_get_value_as_int (spin);
  /* Translators: in place of a port number: the one that is usual for the protocol */
  g_autofree char *text =
      port == 0 ? g_strdup (C_ ("port", "Usual")) : g_strdup_printf ("%d", port);

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/* A wheel that is turned to scroll the page must not change the port that happens to lie under the
 * pointer. */
static void
ignore_wheel (GtkWidget *widget, gpointer page)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
      gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
  }
}

/* A button beside a text: where both cannot have a line, neither squeezes the other into syllables. */
static void
wrap_label (GtkButton *button)
{
  GtkLabel *label = GTK_LABEL (gtk_button_get_child (button));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_natural_wrap_mode (label, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_width_chars (label, 3);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

void
tl_closures_bind (GtkWidgetClass *klass)
{
  static const struct {
    const char *name;
    GCallback function;
  } table[] = {
      {"tl_is_mail", G_CALLBACK (is_mail)},
      {"tl_is_ftp", G_CALLBACK (is_ftp)},
      {"tl_is_web", G_CALLBACK (is_web)},
      {"tl_has_server", G_CALLBACK (has_server)},
      {"tl_is_set", G_CALLBACK (is_set)},
      {"tl_not", G_CALLBACK (not )},
      {"tl_both", G_CALLBACK (both)},
      {"tl_is_running", G_CALLBACK (is_running)},
      {"tl_outcome_icon", G_CALLBACK (outcome_icon)},
      {"tl_outcome_word", G_CALLBACK (outcome_word)},
      {"tl_outcome_short", G_CALLBACK (outcome_short)},
      {"tl_outcome_classes", G_CALLBACK (outcome_classes)},
      {"tl_milliseconds", G_CALLBACK (milliseconds)},
      {"tl_port_input", G_CALLBACK (port_input)},
      {"tl_ignore_wheel", G_CALLBACK (ignore_wheel)},
      {"tl_wrap_label", G_CALLBACK (wrap_label)},
      {"tl_port_output", G_CALLBACK (port_output)},
      {"tl_consent_title", G_CALLBACK (consent_title)},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_widget_class_bind_template_callback_full (klass, table[i].name, table[i].function);
}
