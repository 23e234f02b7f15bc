/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ftp-fixture.h"

#include <string.h>

FtpFixture *
ftp_fixture_new (TlSecurity security)
{
  FtpFixture *fixture = g_new0 (FtpFixture, 1);

  fixture->probe = probe_fixture_new (TL_PROTOCOL_FTP, security);
  fixture->probe->settings->allow_plaintext = security == TL_SECURITY_NONE;
  fixture->probe->limits.quit = 2000;
  probe_fixture_log_in (fixture->probe, FTP_USER, FTP_PASSWORD);
  fixture->data = line_server_new (AF_INET);
  g_assert_nonnull (fixture->data);
  line_server_set_identity (fixture->data, fixture->probe->identity, NULL);
  fixture->kept = g_ptr_array_new_with_free_func (g_free);
  return fixture;
}

void
ftp_fixture_free (FtpFixture *fixture)
{
  line_server_free (fixture->data);
  probe_fixture_free (fixture->probe);
  g_ptr_array_unref (fixture->kept);
  g_free (fixture);
}

static char *
expand (FtpFixture *fixture, const char *text)
{
  guint port = line_server_get_port (fixture->data);
  g_autofree char *numbers = g_strdup_printf ("%u,%u", port / 256, port % 256);
  g_autofree char *epsv = g_strdup_printf ("229 Extended passive (|||%u|)\r\n", port);
  g_autofree char *pasv = g_strdup_printf ("227 Passive (127,0,0,1,%s)\r\n", numbers);
  GString *whole = g_string_new (text);

  g_string_replace (whole, "@EPSV@", epsv, 0);
  g_string_replace (whole, "@PASV@", pasv, 0);
  g_string_replace (whole, "@PORT@", numbers, 0);
  return g_string_free (whole, FALSE);
}

void
ftp_play (FtpFixture *fixture, const LineAction *script)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (LineAction));
  const LineAction *action = script;
  LineAction *actions;

  do {
    LineAction own = *action;

    if (own.text != NULL && own.n == -1 && strchr (own.text, '@') != NULL) {
      own.text = expand (fixture, own.text);
      g_ptr_array_add (fixture->kept, (char *) own.text);
    }
    g_array_append_val (copy, own);
  } while ((action++)->kind != LINE_END);
  actions = (LineAction *) g_array_free (copy, FALSE);
  g_ptr_array_add (fixture->kept, actions);
  probe_fixture_play (fixture->probe, actions);
}

void
ftp_play_data (FtpFixture *fixture, const LineAction *script)
{
  fixture->has_data = TRUE;
  line_server_add_script (fixture->data, script);
}

gboolean
ftp_run (FtpFixture *fixture)
{
  if (fixture->has_data)
    line_server_start (fixture->data);
  return probe_fixture_run (fixture->probe);
}

void
ftp_check_script (FtpFixture *fixture, const LineAction *script)
{
  ftp_play (fixture, script);
  ftp_run (fixture);
}

gboolean
ftp_was_sent (FtpFixture *fixture, const char *prefix)
{
  g_autofree char *received = line_server_dup_received (fixture->probe->server);
  g_auto (GStrv) lines = g_strsplit (received, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], prefix))
      return TRUE;
  return FALSE;
}
