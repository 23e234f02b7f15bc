/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-program.h"

#include <string.h>

#include "tl-enum-types.h"
#include "tl-text.h"

/* The keys stand at the head of data/mail-clients.ini. Bounds of a path: */
#define ELEMENTS_MAX 10
#define ELEMENT_MAX 120 /* bytes */
#define ID_MAX 40

void
tl_program_free (TlProgram *program)
{
  if (program == NULL)
    return;
  g_free (program->id);
  g_free (program->name);
  g_free (program->version);
  g_free (program->checked);
  g_free (program->source);
  g_strfreev (program->desktop_ids);
  g_clear_pointer (&program->paths, g_hash_table_unref);
  g_free (program);
}

gboolean
tl_program_id_is_valid (const char *id)
{
  gsize length = strnlen (id, ID_MAX + 1);

  return length > 0 && length <= ID_MAX &&
         strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* ------------------------------------------------------------------ reading */

static gboolean
refuse (GError **error, const char *group, const char *key)
{
  g_set_error (error, TL_ERROR, TL_ERROR_BAD_INPUT, "%s: %s", group, key);
  return FALSE;
}

static gboolean
read_text (GKeyFile *file, const char *group, const char *key, char **text, GError **error)
{
  *text = g_key_file_get_string (file, group, key, NULL);
  return (*text != NULL && **text != '\0') || refuse (error, group, key);
}

/* A word of an enumeration; `fallback` where the key is not there. */
static gboolean
read_word (GKeyFile *file, const char *group, const char *key, GType type, int fallback, int *value,
           GError **error)
{
  g_autofree char *word = g_key_file_get_string (file, group, key, NULL);

  *value = fallback;
  return word == NULL || tl_enum_from_string (type, word, value) || refuse (error, group, key);
}

static gboolean
is_date (const char *text)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *whole = g_strconcat (text, "T00:00:00Z", NULL);

  if (strlen (text) != strlen ("2026-11-22"))
    return FALSE;
  date = g_date_time_new_from_iso8601 (whole, NULL);
  return date != NULL;
}

/* What a menu can say: something, short, without hidden characters, and no address of a page. */
static gboolean
is_element (const char *text)
{
  if (*text == '\0' || strlen (text) > ELEMENT_MAX || strstr (text, "://") != NULL)
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (tl_text_char_is_hidden (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

static gboolean
is_path (char **path)
{
  guint n = path != NULL ? g_strv_length (path) : 0;

  for (guint i = 0; i < n; i++)
    if (!is_element (path[i]))
      return FALSE;
  return n > 0 && n <= ELEMENTS_MAX;
}

/* "port" or "port[ru]". */
static gboolean
read_path (TlProgram *program, GKeyFile *file, const char *key, GError **error)
{
  g_autofree char *task = g_strndup (key, strcspn (key, "["));
  g_auto (GStrv) path = g_key_file_get_string_list (file, program->id, key, NULL, NULL);
  int value;

  if (!tl_enum_from_string (TL_TYPE_TASK, task, &value) || !is_path (path))
    return refuse (error, program->id, key);
  g_hash_table_insert (program->paths, g_strdup (key), g_steal_pointer (&path));
  return TRUE;
}

/* A path in another language goes with one in English, element by element. */
static gboolean
check_languages (const TlProgram *program, GError **error)
{
  GHashTableIter iter;
  gpointer key, path;

  g_hash_table_iter_init (&iter, program->paths);
  while (g_hash_table_iter_next (&iter, &key, &path)) {
    g_autofree char *task = g_strndup (key, strcspn (key, "["));
    char **english = g_hash_table_lookup (program->paths, task);

    if (english == NULL || g_strv_length (english) != g_strv_length (path))
      return refuse (error, program->id, key);
  }
  return TRUE;
}

static gboolean
read_paths (TlProgram *program, GKeyFile *file, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, program->id, NULL, NULL);

  for (char **key = keys; *key != NULL; key++)
    if (g_ascii_islower (**key) && !read_path (program, file, *key, error))
      return FALSE;
  return check_languages (program, error);
}

static TlProgram *
read_program (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (TlProgram) program = g_new0 (TlProgram, 1);
  int protocol, removal;

  if (!tl_program_id_is_valid (group)) {
    refuse (error, group, "id");
    return NULL;
  }
  program->id = g_strdup (group);
  program->paths =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  program->desktop_ids = g_key_file_get_string_list (file, group, "Desktop", NULL, NULL);
  program->fixed = g_key_file_get_boolean (file, group, "Fixed", NULL);
  if (!read_text (file, group, "Name", &program->name, error) ||
      !read_text (file, group, "Version", &program->version, error) ||
      !read_text (file, group, "Checked", &program->checked, error) ||
      !read_text (file, group, "Source", &program->source, error) ||
      !read_word (file, group, "Protocol", TL_TYPE_PROTOCOL, TL_PROTOCOL_SMTP, &protocol, error) ||
      !read_word (file, group, "Removal", TL_TYPE_REMOVAL, TL_REMOVAL_NONE, &removal, error) ||
      !read_paths (program, file, error))
    return NULL;
  program->protocol = (TlProtocol) protocol;
  program->removal = (TlRemoval) removal;
  if (!is_date (program->checked)) {
    refuse (error, group, "Checked");
    return NULL;
  }
  return g_steal_pointer (&program);
}

GPtrArray *
tl_program_table_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (GPtrArray) table = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_program_free);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) foreign = NULL;

  if (!g_key_file_load_from_data (file, data, length, G_KEY_FILE_KEEP_TRANSLATIONS, &foreign)) {
    g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, foreign->message);
    return NULL;
  }
  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    TlProgram *program = read_program (file, *group, error);

    if (program == NULL)
      return NULL;
    g_ptr_array_add (table, program);
  }
  return g_steal_pointer (&table);
}

/* ------------------------------------------------------------------ looking up */

const TlProgram *
tl_program_find (const GPtrArray *table, const char *id)
{
  for (guint i = 0; i < table->len; i++) {
    const TlProgram *program = table->pdata[i];

    if (g_strcmp0 (program->id, id) == 0)
      return program;
  }
  return NULL;
}

const char *const *
tl_program_get_path (const TlProgram *program, TlTask task, const char *language,
                     gboolean *in_english)
{
  const char *nick = tl_enum_to_string (TL_TYPE_TASK, (int) task);
  g_autofree char *key = g_strdup_printf ("%s[%s]", nick, language);
  const char *const *path = g_hash_table_lookup (program->paths, key);

  if (in_english != NULL)
    *in_english = path == NULL;
  return path != NULL ? path : g_hash_table_lookup (program->paths, nick);
}
