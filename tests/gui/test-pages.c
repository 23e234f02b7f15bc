/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every page of the page table, made without an application; what a template binds must follow the
 * wizard and the other way round. Needs a display. */
#include "tl-page-table.h"

#include "pages/tl-test-page.h"
#include "tl-enum-types.h"
#include "tl-language.h"
#include "tl-practice.h"
#include "widgets/tl-practice-row.h"
#include "widgets/tl-waterfall.h"

static GtkWidget *
make_page (TlWizard *wizard, const char *name)
{
  guint n;
  const TlPageRow *rows = tl_page_table (&n);
  int at = tl_page_table_find (name);

  g_assert_cmpint (at, >=, 0);
  return g_object_ref_sink (g_object_new (rows[at].get_type (), "wizard", wizard, NULL));
}

/* The first descendant of that type whose title (or label) is `title`. */
static GtkWidget *
find_titled (GtkWidget *widget, GType type, const char *title)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type)) {
    g_autofree char *own = NULL;

    g_object_get (widget, "title", &own, NULL);
    if (g_strcmp0 (own, title) == 0)
      return widget;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *hit = find_titled (child, type, title);

    if (hit != NULL)
      return hit;
  }
  return NULL;
}

static void
test_table (void)
{
  guint n;
  const TlPageRow *rows = tl_page_table (&n);

  g_assert_cmpuint (n, ==, 9);
  g_assert_cmpuint (tl_page_table_count_steps (), ==, 6);
  g_assert_cmpstr (rows[0].name, ==, "welcome");
  g_assert_cmpstr (rows[5].name, ==, "explanation");
  g_assert_null (rows[5].aside);
  g_assert_nonnull (rows[6].aside);
  g_assert_cmpint (tl_page_table_find ("test"), ==, 4);
  g_assert_cmpint (tl_page_table_find ("nowhere"), ==, -1);
  g_assert_cmpint (tl_page_table_find (NULL), ==, -1);
}

static void
test_reachable (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  guint n;
  const TlPageRow *rows = tl_page_table (&n);

  g_assert_true (rows[1].reachable (wizard));
  g_assert_false (rows[2].reachable (wizard));
  g_object_set (tl_wizard_get_settings (wizard), "host", "mail.example.org", NULL);
  g_assert_true (rows[4].reachable (wizard));
  g_assert_false (rows[5].reachable (wizard));
  g_assert_true (tl_session_explain_text (tl_wizard_get_session (wizard),
                                          tl_wizard_get_settings (wizard),
                                          "535 5.7.8 authentication failed", 31, NULL, NULL));
  g_assert_true (rows[5].reachable (wizard));
  g_assert_true (rows[6].reachable (wizard));
}

/* A wrong property or a missing function in a template is a critical, and fatal here. */
static void
test_open_every_page (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  guint n;
  const TlPageRow *rows = tl_page_table (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GtkWidget) page = make_page (wizard, rows[i].name);

    g_assert_true (TL_IS_PAGE (page));
    g_assert_true (tl_page_get_wizard (TL_PAGE (page)) == wizard);
    g_assert_nonnull (adw_bin_get_child (ADW_BIN (page)));
  }
}

static void
test_binds_both_ways (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSettings *settings = tl_wizard_get_settings (wizard);
  g_autoptr (GtkWidget) account = make_page (wizard, "account");
  g_autoptr (GtkWidget) port = make_page (wizard, "port");
  GtkWidget *host = find_titled (account, ADW_TYPE_ENTRY_ROW, "Server name");
  GtkWidget *security = find_titled (port, ADW_TYPE_COMBO_ROW, "Encryption");

  gtk_editable_set_text (GTK_EDITABLE (host), "mail.example.org");
  g_assert_cmpstr (settings->host, ==, "mail.example.org");
  g_object_set (settings, "host", "smtp.example.net", NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (host)), ==, "smtp.example.net");

  for (guint i = TL_SECURITY_AUTO; i <= TL_SECURITY_TLS; i++) {
    adw_combo_row_set_selected (ADW_COMBO_ROW (security), i);
    g_assert_cmpint (settings->security, ==, i);
  }
  g_object_set (settings, "security", TL_SECURITY_STARTTLS, NULL);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (security)), ==,
                    TL_SECURITY_STARTTLS);
}

static void
test_can_go_next (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autoptr (GtkWidget) page = make_page (wizard, "account");

  g_assert_false (tl_page_get_can_go_next (TL_PAGE (page)));
  g_object_set (tl_wizard_get_settings (wizard), "host", "mail.example.org", NULL);
  g_assert_true (tl_page_get_can_go_next (TL_PAGE (page)));
  g_object_set (tl_wizard_get_settings (wizard), "host", "mail example org", NULL);
  g_assert_false (tl_page_get_can_go_next (TL_PAGE (page)));
  g_assert_cmpstr (tl_wizard_get_account_problem (wizard), !=, "");
}

static void
test_password_leaves_the_row (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSettings *settings = tl_wizard_get_settings (wizard);
  g_autoptr (GtkWidget) page = make_page (wizard, "account");
  GtkWidget *row = find_titled (page, ADW_TYPE_PASSWORD_ENTRY_ROW, "Password");

  gtk_editable_set_text (GTK_EDITABLE (row), "open sesame");
  g_assert_null (settings->password);
  tl_page_left (TL_PAGE (page));
  g_assert_nonnull (settings->password);
  g_assert_cmpstr (tl_secret_peek (settings->password, NULL), ==, "open sesame");
  tl_wizard_start_over (wizard);
  g_assert_null (settings->password);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
}

/* Nothing is said of a domain that nobody has named; what the look would do stands there before. */
static void
test_domain (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSettings *asked = tl_wizard_get_domain_settings (wizard);
  g_autoptr (GtkWidget) page = make_page (wizard, "domain");
  GtkWidget *row = find_titled (page, ADW_TYPE_ENTRY_ROW, "Domain, such as example.org");
  GtkWidget *address = find_titled (page, ADW_TYPE_ENTRY_ROW, "IP address that sends its mail");
  g_autofree char *announced = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *none = NULL;

  g_object_get (wizard, "domain-announcement", &none, NULL);
  g_assert_cmpstr (none, ==, "");
  gtk_editable_set_text (GTK_EDITABLE (row), "example.org");
  g_assert_cmpstr (asked->host, ==, "example.org");
  g_object_get (wizard, "domain-announcement", &announced, NULL);
  g_assert_nonnull (strstr (announced, "example.org"));
  g_assert_nonnull (strstr (announced, "spamhaus"));
  gtk_editable_set_text (GTK_EDITABLE (address), "192.0.2");
  g_object_get (wizard, "domain-problem", &problem, NULL);
  g_assert_cmpstr (problem, !=, "");
  g_assert_cmpint (asked->kind, ==, TL_JOB_DOMAIN);
  tl_wizard_start_over (wizard);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
}

/* By the button of an explanation: the domain that the failure is about. Another one that was entered
 * gives way with all that belongs to it, the same one keeps it. */
static void
test_domain_prepared (void)
{
  static const char text[] = "550 5.7.26 SPF check failed for 44.128.9.10";
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  TlSettings *asked = tl_wizard_get_domain_settings (wizard);

  g_object_set (tl_wizard_get_settings (wizard), "from", "anna@example.org", NULL);
  g_object_set (asked, "host", "other.example", "selector", "s1", NULL);
  g_assert_true (tl_session_explain_text (tl_wizard_get_session (wizard),
                                          tl_wizard_get_settings (wizard), text, strlen (text),
                                          NULL, NULL));
  tl_wizard_prepare_domain (wizard);
  g_assert_cmpstr (asked->host, ==, "example.org");
  g_assert_cmpstr (asked->selector, ==, "");
  g_assert_cmpstr (asked->sender_ip, ==, "44.128.9.10");
  g_object_set (asked, "selector", "s2", "sender-ip", "44.128.9.11", NULL);
  tl_wizard_prepare_domain (wizard);
  g_assert_cmpstr (asked->selector, ==, "s2");
  g_assert_cmpstr (asked->sender_ip, ==, "44.128.9.11");
}

static guint
count_widgets (GtkWidget *widget, GType type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (widget), type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child, type);
  return n;
}

/* The practice scenarios come when their row is unfolded, and once. */
static void
test_practice_unfolds (void)
{
  g_autoptr (TlWizard) wizard = tl_wizard_new ();
  g_autoptr (GtkWidget) page = make_page (wizard, "welcome");
  GtkWidget *row = find_titled (page, ADW_TYPE_EXPANDER_ROW, "Practise without an account");
  gsize n;

  tl_practice_list (&n);
  g_assert_cmpuint (count_widgets (page, TL_TYPE_PRACTICE_ROW), ==, 0);
  for (guint i = 0; i < 2; i++) {
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
    g_assert_cmpuint (count_widgets (page, TL_TYPE_PRACTICE_ROW), ==, n);
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), FALSE);
  }
}

static void
test_waterfall_has_a_name (void)
{
  g_autoptr (GListStore) steps = g_list_store_new (TL_TYPE_STEP);
  g_autoptr (TlStep) step = tl_step_new ("tcp.connect", "192.0.2.1:587", 1, 10);
  g_autoptr (GtkWidget) widget =
      g_object_ref_sink (g_object_new (TL_TYPE_WATERFALL, "model", steps, NULL));

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_ROLE_IMG);
  g_list_store_append (steps, step);
  tl_step_finish (step, TL_OUTCOME_OK, 30);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Times of 1 step, 40 milliseconds in all");
}

int
main (int argc, char **argv)
{
  tl_language_init ();
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_type_ensure (TL_TYPE_SETTINGS);

  g_test_add_func ("/gui/pages/table", test_table);
  g_test_add_func ("/gui/pages/reachable", test_reachable);
  g_test_add_func ("/gui/pages/open-every-page", test_open_every_page);
  g_test_add_func ("/gui/pages/binds-both-ways", test_binds_both_ways);
  g_test_add_func ("/gui/pages/can-go-next", test_can_go_next);
  g_test_add_func ("/gui/pages/password-leaves-the-row", test_password_leaves_the_row);
  g_test_add_func ("/gui/pages/domain", test_domain);
  g_test_add_func ("/gui/pages/domain-prepared", test_domain_prepared);
  g_test_add_func ("/gui/pages/practice-unfolds", test_practice_unfolds);
  g_test_add_func ("/gui/pages/waterfall-has-a-name", test_waterfall_has_a_name);
  return g_test_run ();
}
