/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "practice-dialogue.h"

#define LIMIT_MS 20000

Dialogue *
dialogue_new (const char *scenario)
{
  Dialogue *dialogue = g_new0 (Dialogue, 1);
  g_autoptr (GError) error = NULL;

  dialogue->practice = tl_practice_start (scenario, &error);
  g_assert_no_error (error);
  dialogue->settings = tl_settings_new ();
  tl_practice_fill (dialogue->practice, dialogue->settings);
  dialogue->protocol = dialogue->settings->protocol;
  dialogue->trust = tl_tls_trust_new (dialogue->settings->ca_file, &error);
  g_assert_no_error (error);
  dialogue->io = tl_io_new (NULL, G_MAXINT64, NULL, NULL, g_get_monotonic_time ());
  dialogue_connect (dialogue);
  return dialogue;
}

void
dialogue_free (Dialogue *dialogue)
{
  tl_channel_free (dialogue->channel);
  tl_practice_stop (dialogue->practice);
  tl_tls_trust_unref (dialogue->trust);
  g_object_unref (dialogue->settings);
  tl_io_unref (dialogue->io);
  g_free (dialogue);
}

TlChannel *
dialogue_open (Dialogue *dialogue, guint port)
{
  TlAddress address;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;

  g_assert_true (tl_address_parse (tl_practice_get_host (dialogue->practice), port, &address));
  g_ptr_array_add (addresses, &address);
  results = tl_connect_all (dialogue->io, addresses, LIMIT_MS, TRUE);
  g_assert_cmpint (((TlConnectResult *) g_ptr_array_index (results, 0))->state, ==, TL_PORT_OPEN);
  return tl_channel_new_from_result (dialogue->io, g_ptr_array_index (results, 0));
}

void
dialogue_connect (Dialogue *dialogue)
{
  g_clear_pointer (&dialogue->channel, tl_channel_free);
  dialogue->channel = dialogue_open (dialogue, tl_practice_get_port (dialogue->practice));
}

char *
dialogue_hear (Dialogue *dialogue, guint code)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure =
      tl_channel_read_reply (dialogue->channel, dialogue->protocol, LIMIT_MS, &reply);

  g_assert_cmpstr (tl_failure_to_string (failure), ==, "none");
  g_assert_cmpuint (reply->code, ==, code);
  return g_strdup (reply->text);
}

void
dialogue_ask (Dialogue *dialogue, const char *line, guint code)
{
  g_autofree char *words = NULL;

  g_test_message ("%s", line);
  g_assert_cmpint (tl_channel_send_line (dialogue->channel, line), ==, TL_FAILURE_NONE);
  words = dialogue_hear (dialogue, code);
}

void
dialogue_encrypt (Dialogue *dialogue)
{
  TlFailure failure =
      tl_channel_start_tls (dialogue->channel, dialogue->trust,
                            tl_practice_get_host (dialogue->practice), NULL, NULL, LIMIT_MS);

  g_assert_cmpstr (tl_failure_to_string (failure), ==, "none");
  g_assert_cmpstr (tl_tls_get_info (tl_channel_get_tls (dialogue->channel))->verify, ==, "ok");
}

const char *
dialogue_password (Dialogue *dialogue)
{
  return tl_secret_peek (dialogue->settings->password, NULL);
}
