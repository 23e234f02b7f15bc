/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-plan.h"

static void
test_announcement (void)
{
  const char *const hosts[] = {"mail.example.org", "ref.example.org", NULL};
  g_autoptr (TlAnnouncement) announcement = tl_announcement_new (hosts, 3, 1);

  g_assert_cmpstr (announcement->hosts[0], ==, "mail.example.org");
  g_assert_true (announcement->hosts[0] != hosts[0]);
  g_assert_null (announcement->hosts[2]);
  g_assert_cmpuint (announcement->connections, ==, 3);
  g_assert_cmpuint (announcement->logins, ==, 1);
  g_assert_false (announcement->sends_message);
  g_assert_false (announcement->uploads_file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/plan/announcement", test_announcement);
  return g_test_run ();
}
