/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-program-memory.h"

#include "tl-programs.h"

/* Kept where a person chose to name none: an empty key is one that was never chosen. */
#define NONE "none"

static const TlProgram *
find_by_desktop_id (const char *desktop_id)
{
  const GPtrArray *programs = tl_programs ();

  for (guint i = 0; i < programs->len; i++) {
    const TlProgram *program = programs->pdata[i];

    if (program->desktop_ids != NULL &&
        g_strv_contains ((const char *const *) program->desktop_ids, desktop_id))
      return program;
  }
  return NULL;
}

static const TlProgram *
find_default (const char *scheme, TlProtocol protocol)
{
  g_autoptr (GAppInfo) app = g_app_info_get_default_for_uri_scheme (scheme);
  const char *id = app != NULL ? g_app_info_get_id (app) : NULL;
  const TlProgram *program = id != NULL ? find_by_desktop_id (id) : NULL;

  return program != NULL && program->protocol == protocol ? program : NULL;
}

/* One that says it can open addresses of that kind, without being the default. */
static const TlProgram *
find_installed (const char *scheme, TlProtocol protocol)
{
  g_autofree char *type = g_strconcat ("x-scheme-handler/", scheme, NULL);
  GList *apps = g_app_info_get_all_for_type (type);
  const TlProgram *found = NULL;

  for (GList *l = apps; l != NULL && found == NULL; l = l->next) {
    const char *id = g_app_info_get_id (l->data);
    const TlProgram *program = id != NULL ? find_by_desktop_id (id) : NULL;

    if (program != NULL && program->protocol == protocol)
      found = program;
  }
  g_list_free_full (apps, g_object_unref);
  return found;
}

const char *
tl_program_memory_guess (TlProtocol protocol)
{
  const char *scheme = protocol == TL_PROTOCOL_FTP ? "ftp" : "mailto";
  const TlProgram *program = find_default (scheme, protocol);

  if (program == NULL)
    program = find_installed (scheme, protocol);
  return program != NULL ? program->id : "";
}

/* NULL where a protocol has no program. */
static const char *
key_of (TlProtocol protocol)
{
  if (protocol == TL_PROTOCOL_SMTP)
    return "mail-program";
  return protocol == TL_PROTOCOL_FTP ? "file-program" : NULL;
}

/* A program that the protocol has already (a report or session that was opened named it) stays. */
static void
recall (TlSettings *settings, GParamSpec *pspec, GSettings *preferences)
{
  const TlProgram *now = tl_program_find (tl_programs (), settings->program);
  const char *key = key_of (settings->protocol);
  g_autofree char *kept = NULL;

  if (now != NULL && now->protocol == settings->protocol)
    return;
  if (key != NULL && preferences != NULL)
    kept = g_settings_get_string (preferences, key);
  if (key != NULL && (kept == NULL || *kept == '\0'))
    g_object_set (settings, "program", tl_program_memory_guess (settings->protocol), NULL);
  else
    g_object_set (settings, "program", tl_program_find (tl_programs (), kept) != NULL ? kept : "",
                  NULL);
}

static void
remember (TlSettings *settings, GParamSpec *pspec, GSettings *preferences)
{
  const TlProgram *program = tl_program_find (tl_programs (), settings->program);
  const char *key = key_of (settings->protocol);

  if (key == NULL || (program != NULL && program->protocol != settings->protocol))
    return;
  /* A guess is made anew each time, so that it does not outlive the program. */
  if (g_strcmp0 (settings->program, tl_program_memory_guess (settings->protocol)) == 0)
    g_settings_reset (preferences, key);
  else
    g_settings_set_string (preferences, key, program != NULL ? program->id : NONE);
}

void
tl_program_memory_attach (TlSettings *settings, GSettings *preferences)
{
  recall (settings, NULL, preferences);
  if (preferences == NULL) {
    g_signal_connect (settings, "notify::protocol", G_CALLBACK (recall), NULL);
    return;
  }
  g_signal_connect_object (settings, "notify::protocol", G_CALLBACK (recall), preferences, 0);
  g_signal_connect_object (settings, "notify::program", G_CALLBACK (remember), preferences, 0);
}
