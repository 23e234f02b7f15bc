/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* No page asks for more room than a telephone has, in any language: what does not fit is cut off
 * where nobody can scroll to it. Needs a display. */
#include "tl-catalog.h"
#include "tl-language.h"
#include "tl-page-table.h"
#include "tl-window.h"

#define ROOM 360

static int
narrowest (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* Down to the widest descendants, with what they show. */
static void
name_the_wide (GtkWidget *widget, int depth)
{
  const char *words = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "";

  g_test_message ("%*s%s %d %s", depth, "", G_OBJECT_TYPE_NAME (widget), narrowest (widget), words);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_child_visible (child) && narrowest (child) > ROOM / 4)
      name_the_wide (child, depth + 1);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/throughline/Throughline/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static void
explain (TlSession *session, TlWizard *wizard, const char *text)
{
  g_assert_true (tl_session_explain_text (session, tl_wizard_get_settings (wizard), text,
                                          strlen (text), NULL, NULL));
}

static TlWindow *
open_window (TlWizard *wizard)
{
  GtkApplication *application =
      gtk_application_new ("io.github.throughline.Test", G_APPLICATION_NON_UNIQUE);
  TlWindow *window;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  window = tl_window_new (application, wizard, NULL);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
test_every_page_in_every_language (void)
{
  static const char text[] = "421 4.7.0 mx.example.org Error: too many connections from 192.0.2.7";
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  const char *const *languages = tl_catalog_list_languages ();
  const TlPageRow *rows;
  TlWindow *window;
  guint n;

  rows = tl_page_table (&n);
  load_style ();
  window = open_window (wizard);
  g_object_set (tl_wizard_get_settings (wizard), "host", "mail.example.org", NULL);
  g_object_set (tl_wizard_get_domain_settings (wizard), "host", "example.org", NULL);
  explain (tl_wizard_get_session (wizard), wizard, text);
  explain (tl_wizard_get_message (wizard), wizard, text);
  for (guint i = 0; languages[i] != NULL; i++) {
    tl_language_apply (languages[i]);
    tl_wizard_set_language (wizard, languages[i]);
    tl_window_rebuild (window);
    for (guint page = 0; page < n; page++) {
      GtkWidget *shell = GTK_WIDGET (tl_window_get_shell (window));

      g_assert_true (tl_wizard_shell_go (TL_WIZARD_SHELL (shell), rows[page].name));
      settle ();
      g_test_message ("%s, %s: %d", languages[i], rows[page].name, narrowest (shell));
      if (narrowest (shell) > ROOM)
        name_the_wide (shell, 0);
      g_assert_cmpint (narrowest (shell), <=, ROOM);
    }
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  tl_language_init ();
  gtk_test_init (&argc, &argv);
  adw_init ();

  g_test_add_func ("/gui/narrow/every-page-in-every-language", test_every_page_in_every_language);
  return g_test_run ();
}
