/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-programs.h"

#include <string.h>

#include "tl-kb.h"
#include "tl-programs-resources.h"
#include "tl-table.h"
#include "tl-text.h"

#define TABLE "/io/github/throughline/Throughline/data/mail-clients.ini"

/* ------------------------------------------------------------------ the table */

const GPtrArray *
tl_programs (void)
{
  static gsize table = 0;

  return tl_table_get (&table, tl_programs_get_resource (), TABLE,
                       (TlTableReader) tl_program_table_parse);
}

/* ------------------------------------------------------------------ what a fix step means */

/* Only ids that mean the same in every cause that has them. */
static const struct {
  const char *fix;
  TlTask task;
} fix_tasks[] = {
    {"be-patient", TL_TASK_TIMEOUT},
    {"check-from", TL_TASK_SENDER},
    {"check-host", TL_TASK_OUTGOING_SERVER},
    {"check-name-port", TL_TASK_OUTGOING_SERVER},
    {"check-port", TL_TASK_PORT},
    {"check-server", TL_TASK_OUTGOING_SERVER},
    {"check-user-form", TL_TASK_USER_NAME},
    {"choose-method", TL_TASK_AUTHENTICATION},
    {"create-app-password", TL_TASK_PASSWORD},
    {"fewer-connections", TL_TASK_CONNECTIONS},
    {"find-right-file", TL_TASK_DATA_FILES},
    {"ftp-use-tls", TL_TASK_ENCRYPTION},
    {"install-client", TL_TASK_CERTIFICATE},
    {"limit-program", TL_TASK_CONNECTIONS},
    {"other-open-port", TL_TASK_PORT},
    {"right-host", TL_TASK_OUTGOING_SERVER},
    {"right-port", TL_TASK_PORT},
    {"set-proxy", TL_TASK_PROXY},
    {"switch-on-login", TL_TASK_AUTHENTICATION},
    {"try-active", TL_TASK_TRANSFER_MODE},
    {"try-longer-name", TL_TASK_OUTGOING_SERVER},
    {"type-again", TL_TASK_PASSWORD},
    {"use-465", TL_TASK_PORT},
    {"use-587", TL_TASK_PORT},
    {"use-990", TL_TASK_PORT},
    {"use-account-address", TL_TASK_SENDER},
    {"use-encryption", TL_TASK_ENCRYPTION},
    {"use-epsv", TL_TASK_TRANSFER_MODE},
    {"use-explicit", TL_TASK_ENCRYPTION},
    {"use-implicit", TL_TASK_ENCRYPTION},
    {"use-oauth", TL_TASK_ADD_ACCOUNT},
    {"use-open-port", TL_TASK_PORT},
    {"use-other-form", TL_TASK_USER_NAME},
    {"use-other-port", TL_TASK_PORT},
    {"use-own-from", TL_TASK_SENDER},
    {"use-own-provider", TL_TASK_OUTGOING_SERVER},
    {"use-own-server", TL_TASK_OUTGOING_SERVER},
    {"use-passive", TL_TASK_TRANSFER_MODE},
    {"use-passive-tls", TL_TASK_TRANSFER_MODE},
    {"use-published", TL_TASK_OUTGOING_SERVER},
    {"use-starttls", TL_TASK_ENCRYPTION},
    {"use-suggested", TL_TASK_OUTGOING_SERVER},
    {"use-tls", TL_TASK_ENCRYPTION},
};

const char *
tl_fix_task_nth (gsize i)
{
  return i < G_N_ELEMENTS (fix_tasks) ? fix_tasks[i].fix : NULL;
}

gboolean
tl_fix_get_task (const char *fix, TlTask *task)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fix_tasks); i++)
    if (strcmp (fix_tasks[i].fix, fix) == 0) {
      *task = fix_tasks[i].task;
      return TRUE;
    }
  return FALSE;
}

/* ------------------------------------------------------------------ words */

const char *
tl_explain_task (TlTask task, const TlCatalog *catalog)
{
  /* Translators: settings of a mail or file program, in a list of where each is found. */
  static const char *const words[] = {
      [TL_TASK_OUTGOING_SERVER] = NC_ ("program setting", "Server"),
      [TL_TASK_PORT] = NC_ ("program setting", "Port"),
      [TL_TASK_ENCRYPTION] = NC_ ("program setting", "Encryption"),
      [TL_TASK_AUTHENTICATION] = NC_ ("program setting", "Kind of login"),
      [TL_TASK_USER_NAME] = NC_ ("program setting", "User name"),
      [TL_TASK_PASSWORD] = NC_ ("program setting", "Password"),
      [TL_TASK_SENDER] = NC_ ("program setting", "Sender address"),
      [TL_TASK_SIGN_IN] = NC_ ("program setting", "Sign in again"),
      [TL_TASK_CERTIFICATE] = NC_ ("program setting", "Certificates"),
      [TL_TASK_TIMEOUT] = NC_ ("program setting", "Time limit"),
      [TL_TASK_PROXY] = NC_ ("program setting", "Proxy"),
      [TL_TASK_CONNECTIONS] = NC_ ("program setting", "Number of connections"),
      [TL_TASK_TRANSFER_MODE] = NC_ ("program setting", "Transfer mode"),
      [TL_TASK_DATA_FILES] = NC_ ("program setting", "Data files"),
      [TL_TASK_REMOVE_ACCOUNT] = NC_ ("program setting", "Remove the account"),
      [TL_TASK_ADD_ACCOUNT] = NC_ ("program setting", "Add an account"),
  };

  g_return_val_if_fail (task < G_N_ELEMENTS (words), "");
  return tl_catalog_get_context (catalog, "program setting", words[task]);
}

static const char *
element_words (const char *element, const TlCatalog *catalog)
{
  if (strcmp (element, "{account}") == 0)
    /* Translators: stands in a path through menus: "Settings › your account › Server". */
    return tl_catalog_get_context (catalog, "menu path", NC_ ("menu path", "your account"));
  if (strcmp (element, "{site}") == 0)
    /* Translators: an entry of the list of servers of a file program, in a path through menus. */
    return tl_catalog_get_context (catalog, "menu path", NC_ ("menu path", "your server"));
  return element;
}

/* The elements in the place of "{path}": our own words, so no value to be made harmless. Where the
 * line runs from right to left, each keeps its own direction. */
static char *
write_line (const char *sentence, const GPtrArray *elements, gboolean rtl)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GString) line = g_string_new (sentence);

  for (guint i = 0; i < elements->len; i++) {
    g_autofree char *isolated = rtl ? tl_text_isolate (elements->pdata[i]) : NULL;

    g_string_append_printf (path, "%s%s", i > 0 ? " › " : "",
                            rtl ? isolated : (const char *) elements->pdata[i]);
  }
  g_string_replace (line, "{path}", path->str, 1);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* What can be set only while an account is added is looked for there. */
static const char *const *
find_path (const TlProgram *program, TlTask task, const char *language, gboolean *in_english,
           gboolean *anew)
{
  const char *const *path = tl_program_get_path (program, task, language, in_english);

  *anew = path == NULL && program->fixed && task <= TL_TASK_PASSWORD;
  if (*anew)
    path = tl_program_get_path (program, TL_TASK_ADD_ACCOUNT, language, in_english);
  return path;
}

TlProgramPath *
tl_explain_path (const TlProgram *program, TlTask task, const TlCatalog *catalog)
{
  const char *language = tl_catalog_get_language (catalog);
  gboolean in_english, anew;
  const char *const *path = find_path (program, task, language, &in_english, &anew);
  g_autofree char *line = NULL;
  g_autofree char *sentence = NULL;
  TlProgramPath *self;

  if (path == NULL)
    return NULL;
  self = g_new0 (TlProgramPath, 1);
  self->language = in_english ? "en" : language;
  self->elements = g_ptr_array_new_with_free_func (g_free);
  for (; *path != NULL; path++)
    g_ptr_array_add (self->elements, g_strdup (element_words (*path, catalog)));
  sentence = tl_catalog_format (
      catalog,
      /* Translators: {program} is a mail or file program, {path} the way through its menus. */
      anew ? N_ ("In {program} this can only be set while the account is added: {path}")
           : N_ ("In {program}: {path}"),
      "program", program->name, NULL);
  line = write_line (sentence, self->elements, tl_catalog_is_rtl (catalog));
  if (in_english && strcmp (language, "en") != 0)
    self->text =
        g_strconcat (line, " ",
                     /* Translators: stands behind a way through the menus of a program. */
                     tl_catalog_get (catalog, N_ ("(as the menus are called in English)")), NULL);
  else
    self->text = g_steal_pointer (&line);
  return self;
}

void
tl_program_path_free (TlProgramPath *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->elements);
  g_free (self->text);
  g_free (self);
}
