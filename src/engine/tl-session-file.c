/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-session.h"

#include <string.h>

#include "tl-enum-types.h"
#include "tl-json.h"
#include "tl-program.h"

/* Longest note and longest field that a session file may bring, in bytes. */
#define FIELD_MAX 4096

static const char *
field (JsonObject *session, const char *name)
{
  const char *value = tl_json_get_string (session, name, "");

  return strlen (value) <= FIELD_MAX ? value : "";
}

static JsonObject *
session_of (JsonNode *node)
{
  JsonObject *root = json_node_get_object (node);
  JsonNode *member = json_object_get_member (root, "session");

  if (tl_json_get_int (root, "schema", 0) != 1 || member == NULL ||
      !JSON_NODE_HOLDS_OBJECT (member))
    return NULL;
  return json_node_get_object (member);
}

static gboolean
read_enum (JsonObject *session, const char *name, GType type, TlSettings *settings)
{
  const char *nick = field (session, name);
  int value;

  if (*nick == '\0')
    return TRUE;
  if (!tl_enum_from_string (type, nick, &value))
    return FALSE;
  g_object_set (settings, name, value, NULL);
  return TRUE;
}

TlSettings *
tl_session_file_parse (const char *text, gsize length, char **language, char **note, GError **error)
{
  g_autoptr (JsonNode) node = tl_json_parse (text, length, error);
  g_autoptr (TlSettings) settings = tl_settings_new ();
  static const char *const names[] = {"host", "user", "from", "to", "url"};
  JsonObject *session;
  gint64 port;

  if (node == NULL)
    return NULL;
  session = session_of (node);
  port = session != NULL ? tl_json_get_int (session, "port", 0) : -1;
  if (port < 0 || port > 65535 || !read_enum (session, "protocol", TL_TYPE_PROTOCOL, settings) ||
      !read_enum (session, "security", TL_TYPE_SECURITY, settings)) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT,
                         "The file is not a session of this program.");
    return NULL;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_set (settings, names[i], field (session, names[i]), NULL);
  g_object_set (settings, "port", (guint) port, NULL);
  if (tl_program_id_is_valid (field (session, "program")))
    g_object_set (settings, "program", field (session, "program"), NULL);
  /* A file is as untrusted as a server: what it brings must pass the same checks as what is typed. */
  if ((*settings->host != '\0' || *settings->url != '\0') &&
      !tl_settings_normalise (settings, NULL, error))
    return NULL;
  if (language != NULL)
    *language = g_strdup (field (session, "language"));
  if (note != NULL)
    *note = g_strdup (field (session, "note"));
  return g_steal_pointer (&settings);
}

char *
tl_session_file_write (TlSettings *settings, const char *language, const char *note)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  tl_json_add_int (json, "schema", 1);
  json_builder_set_member_name (json, "session");
  json_builder_begin_object (json);
  tl_json_add_string (json, "protocol", tl_enum_to_string (TL_TYPE_PROTOCOL, settings->protocol));
  tl_json_add_string (json, "host", settings->host);
  tl_json_add_int (json, "port", settings->port);
  tl_json_add_string (json, "security", tl_enum_to_string (TL_TYPE_SECURITY, settings->security));
  tl_json_add_string (json, "user", settings->user);
  if (settings->protocol == TL_PROTOCOL_HTTP)
    tl_json_add_string (json, "url", settings->url);
  tl_json_add_string (json, "from", settings->from);
  tl_json_add_string (json, "to", settings->to);
  if (*settings->program != '\0')
    tl_json_add_string (json, "program", settings->program);
  tl_json_add_string (json, "language", language != NULL ? language : "");
  tl_json_add_string (json, "note", note != NULL ? note : "");
  json_builder_end_object (json);
  json_builder_end_object (json);
  return tl_json_finish (json, TRUE);
}
