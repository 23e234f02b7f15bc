/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The inside of the wizard's model, shared by its own files alone. */
#pragma once

#include "tl-practice.h"
#include "tl-wizard.h"

G_BEGIN_DECLS

struct _TlWizard {
  GObject parent_instance;

  TlSettings *settings;
  TlSession *session;
  TlSession *message;
  TlSession *discovery;
  TlSession *environment;
  TlSession *survey;
  TlSession *domain;
  TlSettings *domain_settings;
  char *domain_problem;
  char *domain_announcement;
  TlCatalog *catalog;
  GCancellable *cancellable;
  TlPractice *practice;
  char *practice_name; /* (nullable) */
  GHashTable *ticks;   /* "cause/fix", as a set */
  char *page;
  GCancellable *reading; /* (nullable) of what is being read */
  double progress;
  GBytes *message_text; /* (nullable) */
  char *message_name;   /* (nullable) */
  guint64 message_size;
  char *account_problem;
  char *announcement;
  char *announcement_more;
  char *once; /* (nullable) a setting that the next test alone has otherwise */
  int once_value;
  char *answer;         /* (nullable) a fact that the person vouches for in the next test */
  const char *way_back; /* (nullable) N_() what the person has to undo */
  char *to_try;         /* (nullable) what is tried once the test that comes first is done */
  gint64 wait_until_us; /* real time */
  guint wait_source;
  gboolean waited; /* the next test follows a wait */
  guint timeout;
  gboolean sign_in;
  gboolean tested;
};

enum {
  PROP_0,
  PROP_SETTINGS,
  PROP_SESSION,
  PROP_DISCOVERY,
  PROP_ENVIRONMENT,
  PROP_SURVEY,
  PROP_PAGE,
  PROP_SIGN_IN,
  PROP_MESSAGE,
  PROP_MESSAGE_TEXT,
  PROP_READING,
  PROP_PROGRESS,
  PROP_ACCOUNT_PROBLEM,
  PROP_ANNOUNCEMENT,
  PROP_ANNOUNCEMENT_MORE,
  PROP_PASSWORD_NEEDED,
  PROP_PRACTICE_TITLE,
  PROP_TESTED,
  PROP_WAITING,
  PROP_WAY_BACK,
  PROP_DOMAIN,
  PROP_DOMAIN_SETTINGS,
  PROP_DOMAIN_PROBLEM,
  PROP_DOMAIN_ANNOUNCEMENT,
  N_PROPS
};
enum {
  MESSAGE,
  REFUSED,
  OPENED,
  FINISHED,
  FORGET_PASSWORD,
  DUE,
  N_SIGNALS
};

void tl_wizard_notify (TlWizard *self, guint prop);
void tl_wizard_say (TlWizard *self, const char *message);
void tl_wizard_warn (TlWizard *self, const char *message);
void tl_wizard_emit_opened (TlWizard *self, const char *page, const char *language);
void tl_wizard_emit (TlWizard *self, guint signal);
/* What follows from the settings: problem, announcement, whether a password is needed. */
void tl_wizard_refresh (TlWizard *self);
/* The settings as a job of that kind takes them. (transfer full) */
TlSettings *tl_wizard_make_job (TlWizard *self, TlJobKind kind);
/* Copies every property; the wizard's settings stay the same object. */
void tl_wizard_assign_settings (TlWizard *self, TlSettings *from);
/* The result at hand is explained for the program of the settings. */
void tl_wizard_apply_program (TlWizard *self);
/* "Testing again in 4:32", "" where nothing is waited for. (transfer full) */
char *tl_wizard_dup_waiting (TlWizard *self);
void tl_wizard_forget_password (TlWizard *self);
/* What follows from the settings of a look at a domain. */
void tl_wizard_refresh_domain (TlWizard *self);
/* What the message tells of the account, NULL without any. (transfer full) */
TlSettings *tl_wizard_find_message_settings (TlWizard *self);
GCancellable *tl_wizard_renew_cancellable (TlWizard *self);
/* What the person vouches for joins the evidence of the test that has ended. */
void tl_wizard_apply_answer (TlWizard *self);
void tl_wizard_say_error (TlWizard *self, const GError *error);
void tl_wizard_refill_practice_password (TlWizard *self);

G_END_DECLS
