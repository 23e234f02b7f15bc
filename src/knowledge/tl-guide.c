/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-guide.h"

#include <string.h>

#include "tl-enum-types.h"
#include "tl-kb.h"

gboolean
tl_guide_may_help (const char *cause)
{
  /* The program's settings are wrong or damaged, or it keeps an old password. */
  static const char *const causes[] = {"auth-failed",
                                       "auth-method-rejected",
                                       "auth-required",
                                       "plain-on-tls-port",
                                       "settings-differ-from-provider",
                                       "tls-on-plain-port",
                                       "username-form-wrong",
                                       NULL};

  return g_strv_contains (causes, cause);
}

/* What is lost, and what to do first. */
static const char *
before_words (TlRemoval removal)
{
  static const char *const words[] = {
      [TL_REMOVAL_NONE] =
          N_ ("An entry for a server holds no files: nothing but its settings is lost."),
      [TL_REMOVAL_KEEPS] =
          N_ ("{program} keeps the messages when an account is removed. Look all the "
              "same whether what you need is on the server, too."),
      [TL_REMOVAL_ASKS] =
          N_ ("{program} asks whether the messages are to be deleted as well: do not "
              "choose that. With POP, and in local folders, mail lies on this device "
              "alone: copy it first."),
      [TL_REMOVAL_DELETES] =
          N_ ("{program} deletes its copy of the mail. With IMAP it comes back from "
              "the server. With POP, and in local folders, mail lies on this device "
              "alone: export or copy it first."),
  };

  return words[removal];
}

/* The pairing that the test recommends, where it has one that works. */
static const TlAlternative *
find_working (const TlEvidence *evidence)
{
  const GPtrArray *rows = tl_evidence_get_alternatives (evidence);

  for (guint i = 0; i < rows->len; i++) {
    const TlAlternative *row = rows->pdata[i];

    if (row->recommended && row->outcome == TL_OUTCOME_OK)
      return row;
  }
  return NULL;
}

/* "server …, port …" of what was found working, or NULL where nothing was. (transfer full) */
static char *
working_settings (const TlEvidence *evidence, const TlCatalog *catalog)
{
  const TlSettings *settings = tl_evidence_get_settings (evidence);
  const TlAlternative *row = find_working (evidence);
  const TlStepRecord *login = tl_evidence_get_step (
      evidence, settings->protocol == TL_PROTOCOL_FTP ? "ftp.login" : "smtp.auth");
  TlSecurity security = tl_settings_effective_security (settings);
  guint number = tl_settings_effective_port (settings);
  g_autofree char *port = NULL;

  if (*settings->host == '\0')
    return NULL;
  if (row != NULL) {
    number = row->port;
    security = row->security;
  } else if (login == NULL || login->outcome == TL_OUTCOME_SKIPPED) {
    return NULL;
  }
  port = g_strdup_printf ("%u", number);
  return tl_catalog_format (
      catalog,
      /* Translators: {security} is STARTTLS, TLS or NONE, {user} a user name or a dash. */
      N_ ("Enter what the test could connect with: server {host}, port {port}, encryption {security}, "
          "user name {user}."),
      "host", settings->host, "port", port, "security",
      security == TL_SECURITY_STARTTLS ? "STARTTLS"
      : security == TL_SECURITY_TLS    ? "TLS"
                                       : "NONE",
      "user", *settings->user != '\0' ? settings->user : "–", NULL);
}

static void
step_free (gpointer data)
{
  TlFixText *step = data;

  g_free (step->id);
  g_free (step->text);
  g_clear_pointer (&step->path, g_ptr_array_unref);
  g_free (step->path_text);
  g_free (step);
}

static TlFixText *
add_step (GPtrArray *steps, const char *id, char *text)
{
  TlFixText *step = g_new0 (TlFixText, 1);

  step->id = g_strdup (id);
  step->text = text;
  step->actor = TL_ACTOR_USER;
  g_ptr_array_add (steps, step);
  return step;
}

static void
add_menu (TlFixText *step, const TlProgram *program, TlTask task, const TlCatalog *catalog)
{
  g_autoptr (TlProgramPath) path = tl_explain_path (program, task, catalog);

  if (path == NULL)
    return;
  step->path = g_ptr_array_ref (path->elements);
  step->path_language = path->language;
  step->path_text = g_steal_pointer (&path->text);
}

GPtrArray *
tl_guide_steps (const TlProgram *program, const TlEvidence *evidence, const TlCatalog *catalog)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (step_free);
  char *settings = evidence != NULL ? working_settings (evidence, catalog) : NULL;

  add_step (
      steps, "before",
      tl_catalog_format (catalog, before_words (program->removal), "program", program->name, NULL));
  add_step (steps, "note",
            g_strdup (tl_catalog_get (
                catalog, N_ ("Write down what stands in the account now: server, port, encryption, "
                             "user name, and a signature that you want to keep."))));
  add_step (
      steps, "password",
      g_strdup (tl_catalog_get (catalog, N_ ("Have the password at hand. If the provider wants "
                                             "an app password, create a new one."))));
  add_menu (
      add_step (steps, "remove", g_strdup (tl_catalog_get (catalog, N_ ("Remove the account.")))),
      program, TL_TASK_REMOVE_ACCOUNT, catalog);
  add_menu (add_step (steps, "add",
                      g_strdup (tl_catalog_get (catalog, N_ ("Add the account again, by hand.")))),
            program, TL_TASK_ADD_ACCOUNT, catalog);
  if (settings == NULL)
    settings = g_strdup (tl_catalog_get (
        catalog,
        N_ ("Enter server, port and encryption exactly as your provider publishes them.")));
  add_step (steps, "settings", settings);
  add_step (steps, "test",
            g_strdup (tl_catalog_get (
                catalog, N_ ("Run the test again, and see what has changed. Then send a message or "
                             "transfer a file for a trial."))));
  return steps;
}
