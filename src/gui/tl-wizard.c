/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-wizard.h"

#include "tl-explain.h"
#include "tl-redaction.h"
#include "tl-wizard-private.h"

#include <glib/gi18n.h>

static GParamSpec *props[N_PROPS];

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlWizard, tl_wizard, G_TYPE_OBJECT)

void
tl_wizard_say (TlWizard *self, const char *message)
{
  g_signal_emit (self, signals[MESSAGE], 0, message);
}

void
tl_wizard_warn (TlWizard *self, const char *message)
{
  g_signal_emit (self, signals[REFUSED], 0, message);
}

void
tl_wizard_emit_opened (TlWizard *self, const char *page, const char *language)
{
  g_signal_emit (self, signals[OPENED], 0, page, language != NULL ? language : "");
}

void
tl_wizard_emit (TlWizard *self, guint signal)
{
  g_signal_emit (self, signals[signal], 0);
}

void
tl_wizard_notify (TlWizard *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
replace_string (TlWizard *self, char **at, const char *text, guint prop)
{
  g_autofree char *old = NULL;

  if (g_strcmp0 (*at, text) == 0)
    return;
  old = *at;
  *at = g_strdup (text != NULL ? text : "");
  tl_wizard_notify (self, prop);
}

/* ------------------------------------------------------------------ what follows from the settings */

/* The settings as the test takes them. (transfer full) */
TlSettings *
tl_wizard_make_job (TlWizard *self, TlJobKind kind)
{
  TlSettings *job = tl_settings_copy (self->settings);

  g_object_set (job, "kind", kind, "timeout-s", self->timeout, NULL);
  if (!self->sign_in && *job->user != '\0') {
    if (*job->from == '\0' && tl_mail_address_is_valid (job->user))
      g_object_set (job, "from", job->user, NULL);
    g_object_set (job, "user", "", "password", NULL, NULL);
  }
  /* What makes the practice certificate good must not make another host's good. */
  if (self->practice != NULL && g_strcmp0 (job->host, tl_practice_get_host (self->practice)) != 0)
    g_object_set (job, "ca-file", "", "resolve", NULL, NULL);
  return job;
}

static void
refresh_problem (TlWizard *self)
{
  g_autoptr (TlSettings) copy = tl_settings_copy (self->settings);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->account_problem, g_free);
  if (copy->protocol == TL_PROTOCOL_HTTP && *copy->url == '\0')
    self->account_problem = g_strdup (_ ("Enter the web address."));
  else if (copy->protocol != TL_PROTOCOL_HTTP && *copy->host == '\0')
    self->account_problem = g_strdup (_ ("Enter the name of the server."));
  else if (!tl_settings_normalise (copy, NULL, &error))
    self->account_problem = g_strdup (tl_catalog_get (self->catalog, error->message));
  else
    self->account_problem = g_strdup ("");
  tl_wizard_notify (self, PROP_ACCOUNT_PROBLEM);
}

static void
refresh_announcement (TlWizard *self)
{
  g_autoptr (TlSettings) job = tl_wizard_make_job (self, TL_JOB_CHECK);
  g_autoptr (TlAnnouncement) announcement = NULL;

  g_clear_pointer (&self->announcement, g_free);
  g_clear_pointer (&self->announcement_more, g_free);
  if (*self->account_problem == '\0' && tl_settings_normalise (job, NULL, NULL)) {
    announcement = tl_session_announce (self->session, job);
    self->announcement = tl_explain_announcement (announcement, self->catalog);
    self->announcement_more = tl_explain_announcement_more (announcement, self->catalog);
  }
  tl_wizard_notify (self, PROP_ANNOUNCEMENT);
  tl_wizard_notify (self, PROP_ANNOUNCEMENT_MORE);
}

void
tl_wizard_refresh (TlWizard *self)
{
  refresh_problem (self);
  refresh_announcement (self);
  tl_wizard_notify (self, PROP_PASSWORD_NEEDED);
}

/* Consent to send a password in clear holds for the host that it was given for. */
static void
on_host_changed (TlWizard *self)
{
  if (self->settings->allow_plaintext)
    g_object_set (self->settings, "allow-plaintext", FALSE, NULL);
}

void
tl_wizard_assign_settings (TlWizard *self, TlSettings *from)
{
  guint n = 0;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (from), &n);

  g_object_freeze_notify (G_OBJECT (self->settings));
  for (guint i = 0; i < n; i++) {
    g_auto (GValue) value = G_VALUE_INIT;

    if ((specs[i]->flags & G_PARAM_READWRITE) != G_PARAM_READWRITE)
      continue;
    /* Whoever names no program has nothing against the person's own. */
    if (g_str_equal (specs[i]->name, "program") && *from->program == '\0')
      continue;
    g_value_init (&value, specs[i]->value_type);
    g_object_get_property (G_OBJECT (from), specs[i]->name, &value);
    g_object_set_property (G_OBJECT (self->settings), specs[i]->name, &value);
  }
  g_object_thaw_notify (G_OBJECT (self->settings));
}

static void
apply_program (TlWizard *self, TlSession *session)
{
  TlEvidence *evidence = tl_session_get_evidence (session);

  if (evidence != NULL &&
      g_strcmp0 (tl_evidence_get_settings (evidence)->program, self->settings->program) != 0)
    tl_session_set_program (session, self->settings->program);
}

void
tl_wizard_apply_program (TlWizard *self)
{
  apply_program (self, self->session);
  apply_program (self, self->message);
}

/* ------------------------------------------------------------------ passwords */

void
tl_wizard_set_password (TlWizard *self, const char *typed)
{
  g_autoptr (TlSecret) secret = NULL;

  if (typed != NULL && *typed != '\0') {
    secret = tl_secret_new (typed, -1);
    if (secret == NULL)
      tl_wizard_say (self, _ ("The password is too long."));
  }
  g_object_set (self->settings, "password", secret, NULL);
}

void
tl_wizard_forget_password (TlWizard *self)
{
  g_object_set (self->settings, "password", NULL, "allow-plaintext", FALSE, NULL);
  tl_wizard_emit (self, FORGET_PASSWORD);
}

/* The practice server's own password comes back by itself: it is no secret of the person's. */
void
tl_wizard_refill_practice_password (TlWizard *self)
{
  g_autoptr (TlSettings) fresh = NULL;

  if (self->practice == NULL || self->settings->password != NULL)
    return;
  fresh = tl_settings_new ();
  tl_practice_fill (self->practice, fresh);
  if (g_str_equal (fresh->user, self->settings->user) &&
      g_str_equal (fresh->host, self->settings->host))
    g_object_set (self->settings, "password", fresh->password, NULL);
}

gboolean
tl_wizard_get_password_needed (TlWizard *self)
{
  return self->sign_in && *self->settings->user != '\0' && self->settings->password == NULL &&
         self->practice == NULL;
}

gboolean
tl_wizard_normalise (TlWizard *self)
{
  g_autofree char *note = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  if (!tl_settings_normalise (self->settings, &note, &error)) {
    tl_wizard_say (self, tl_catalog_get (self->catalog, error->message));
    return FALSE;
  }
  if (note != NULL) {
    words = tl_explain_note (note, self->catalog);
    tl_wizard_say (self, words);
  }
  return *self->settings->host != '\0';
}

/* ------------------------------------------------------------------ language and small things */

void
tl_wizard_set_language (TlWizard *self, const char *language)
{
  g_clear_pointer (&self->catalog, tl_catalog_unref);
  self->catalog = tl_catalog_new (language != NULL && *language != '\0' ? language : NULL);
  tl_session_set_catalog (self->session, self->catalog);
  tl_session_set_catalog (self->message, self->catalog);
  tl_session_set_catalog (self->discovery, self->catalog);
  tl_session_set_catalog (self->environment, self->catalog);
  tl_session_set_catalog (self->survey, self->catalog);
  tl_session_set_catalog (self->domain, self->catalog);
  tl_wizard_refresh (self);
  tl_wizard_refresh_domain (self);
  tl_wizard_notify (self, PROP_PRACTICE_TITLE);
}

TlCatalog *
tl_wizard_get_catalog (TlWizard *self)
{
  return self->catalog;
}

void
tl_wizard_set_timeout (TlWizard *self, guint seconds)
{
  self->timeout = seconds;
}

TlContact *
tl_wizard_make_contact (TlWizard *self, const char *cause, gboolean in_english)
{
  TlEvidence *evidence = tl_session_get_evidence (tl_wizard_get_shown_session (self));
  g_autoptr (TlEvidence) shown = NULL;
  g_autoptr (TlCatalog) english = NULL;

  if (evidence == NULL)
    return NULL;
  shown = tl_evidence_redact (evidence, TL_REDACT_STANDARD);
  english = tl_catalog_new ("en");
  return tl_contact_message (shown, cause, in_english ? english : self->catalog);
}

static char *
tick_key (const char *cause, const char *fix)
{
  return g_strconcat (cause, "/", fix, NULL);
}

gboolean
tl_wizard_get_ticked (TlWizard *self, const char *cause, const char *fix)
{
  g_autofree char *key = tick_key (cause, fix);

  return g_hash_table_contains (self->ticks, key);
}

void
tl_wizard_set_ticked (TlWizard *self, const char *cause, const char *fix, gboolean ticked)
{
  g_autofree char *key = tick_key (cause, fix);

  if (ticked)
    g_hash_table_add (self->ticks, g_steal_pointer (&key));
  else
    g_hash_table_remove (self->ticks, key);
}

TlSettings *
tl_wizard_get_settings (TlWizard *self)
{
  return self->settings;
}

TlSession *
tl_wizard_get_session (TlWizard *self)
{
  return self->session;
}

TlSession *
tl_wizard_get_discovery (TlWizard *self)
{
  return self->discovery;
}

TlSession *
tl_wizard_get_environment (TlWizard *self)
{
  return self->environment;
}

TlSession *
tl_wizard_get_survey (TlWizard *self)
{
  return self->survey;
}

const char *
tl_wizard_get_page (TlWizard *self)
{
  return self->page;
}

void
tl_wizard_set_page (TlWizard *self, const char *page)
{
  replace_string (self, &self->page, page, PROP_PAGE);
}

gboolean
tl_wizard_get_tested (TlWizard *self)
{
  return self->tested;
}

const char *
tl_wizard_get_account_problem (TlWizard *self)
{
  return self->account_problem;
}

/* ------------------------------------------------------------------ the object */

static char *
dup_practice_title (TlWizard *self)
{
  const TlScenario *scenario =
      self->practice_name != NULL ? tl_practice_find (self->practice_name) : NULL;

  return g_strdup (scenario != NULL ? tl_catalog_get (self->catalog, scenario->title) : "");
}

static void
tl_wizard_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TlWizard *self = TL_WIZARD (object);

  switch (prop_id) {
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_DISCOVERY:
      g_value_set_object (value, self->discovery);
      break;
    case PROP_ENVIRONMENT:
      g_value_set_object (value, self->environment);
      break;
    case PROP_SURVEY:
      g_value_set_object (value, self->survey);
      break;
    case PROP_PAGE:
      g_value_set_string (value, self->page);
      break;
    case PROP_SIGN_IN:
      g_value_set_boolean (value, self->sign_in);
      break;
    case PROP_MESSAGE:
      g_value_set_object (value, self->message);
      break;
    case PROP_MESSAGE_TEXT:
      g_value_set_boxed (value, self->message_text);
      break;
    case PROP_READING:
      g_value_set_boolean (value, self->reading != NULL);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_ACCOUNT_PROBLEM:
      g_value_set_string (value, self->account_problem);
      break;
    case PROP_ANNOUNCEMENT:
      g_value_set_string (value, self->announcement != NULL ? self->announcement : "");
      break;
    case PROP_ANNOUNCEMENT_MORE:
      g_value_set_string (value, self->announcement_more != NULL ? self->announcement_more : "");
      break;
    case PROP_PASSWORD_NEEDED:
      g_value_set_boolean (value, tl_wizard_get_password_needed (self));
      break;
    case PROP_PRACTICE_TITLE:
      g_value_take_string (value, dup_practice_title (self));
      break;
    case PROP_TESTED:
      g_value_set_boolean (value, self->tested);
      break;
    case PROP_WAITING:
      g_value_take_string (value, tl_wizard_dup_waiting (self));
      break;
    case PROP_WAY_BACK:
      g_value_set_string (value, self->way_back != NULL ? _ (self->way_back) : "");
      break;
    case PROP_DOMAIN:
      g_value_set_object (value, self->domain);
      break;
    case PROP_DOMAIN_SETTINGS:
      g_value_set_object (value, self->domain_settings);
      break;
    case PROP_DOMAIN_PROBLEM:
      g_value_set_string (value, self->domain_problem);
      break;
    case PROP_DOMAIN_ANNOUNCEMENT:
      g_value_set_string (value, self->domain_announcement);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
set_sign_in (TlWizard *self, gboolean sign_in)
{
  if (self->sign_in == sign_in)
    return;
  self->sign_in = sign_in;
  tl_wizard_notify (self, PROP_SIGN_IN);
  tl_wizard_refresh (self);
}

static void
tl_wizard_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TlWizard *self = TL_WIZARD (object);

  switch (prop_id) {
    case PROP_PAGE:
      tl_wizard_set_page (self, g_value_get_string (value));
      break;
    case PROP_SIGN_IN:
      set_sign_in (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tl_wizard_dispose (GObject *object)
{
  TlWizard *self = TL_WIZARD (object);

  g_clear_handle_id (&self->wait_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->message);
  g_clear_pointer (&self->practice, tl_practice_stop);
  g_clear_object (&self->session);
  g_clear_object (&self->discovery);
  g_clear_object (&self->environment);
  g_clear_object (&self->survey);
  g_clear_object (&self->domain);
  g_clear_object (&self->domain_settings);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tl_wizard_parent_class)->dispose (object);
}

static void
tl_wizard_finalize (GObject *object)
{
  TlWizard *self = TL_WIZARD (object);

  g_clear_pointer (&self->catalog, tl_catalog_unref);
  g_clear_pointer (&self->ticks, g_hash_table_unref);
  g_free (self->practice_name);
  g_free (self->page);
  g_clear_pointer (&self->message_text, g_bytes_unref);
  g_free (self->message_name);
  g_free (self->account_problem);
  g_free (self->announcement);
  g_free (self->announcement_more);
  g_free (self->once);
  g_free (self->answer);
  g_free (self->to_try);
  g_free (self->domain_problem);
  g_free (self->domain_announcement);
  G_OBJECT_CLASS (tl_wizard_parent_class)->finalize (object);
}

static void
tl_wizard_class_init (TlWizardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags rw = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GType session = TL_TYPE_SESSION;

  object_class->get_property = tl_wizard_get_property;
  object_class->set_property = tl_wizard_set_property;
  object_class->dispose = tl_wizard_dispose;
  object_class->finalize = tl_wizard_finalize;

  props[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, TL_TYPE_SETTINGS, ro);
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, session, ro);
  props[PROP_DISCOVERY] = g_param_spec_object ("discovery", NULL, NULL, session, ro);
  props[PROP_ENVIRONMENT] = g_param_spec_object ("environment", NULL, NULL, session, ro);
  props[PROP_SURVEY] = g_param_spec_object ("survey", NULL, NULL, session, ro);
  props[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL, rw);
  props[PROP_SIGN_IN] = g_param_spec_boolean ("sign-in", NULL, NULL, TRUE, rw);
  props[PROP_MESSAGE] = g_param_spec_object ("message", NULL, NULL, session, ro);
  props[PROP_MESSAGE_TEXT] = g_param_spec_boxed ("message-text", NULL, NULL, G_TYPE_BYTES, ro);
  props[PROP_READING] = g_param_spec_boolean ("reading", NULL, NULL, FALSE, ro);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, ro);
  props[PROP_ACCOUNT_PROBLEM] = g_param_spec_string ("account-problem", NULL, NULL, "", ro);
  props[PROP_ANNOUNCEMENT] = g_param_spec_string ("announcement", NULL, NULL, "", ro);
  props[PROP_ANNOUNCEMENT_MORE] = g_param_spec_string ("announcement-more", NULL, NULL, "", ro);
  props[PROP_PASSWORD_NEEDED] = g_param_spec_boolean ("password-needed", NULL, NULL, FALSE, ro);
  props[PROP_PRACTICE_TITLE] = g_param_spec_string ("practice-title", NULL, NULL, "", ro);
  props[PROP_TESTED] = g_param_spec_boolean ("tested", NULL, NULL, FALSE, ro);
  props[PROP_WAITING] = g_param_spec_string ("waiting", NULL, NULL, "", ro);
  props[PROP_WAY_BACK] = g_param_spec_string ("way-back", NULL, NULL, "", ro);
  props[PROP_DOMAIN] = g_param_spec_object ("domain", NULL, NULL, session, ro);
  props[PROP_DOMAIN_SETTINGS] =
      g_param_spec_object ("domain-settings", NULL, NULL, TL_TYPE_SETTINGS, ro);
  props[PROP_DOMAIN_PROBLEM] = g_param_spec_string ("domain-problem", NULL, NULL, "", ro);
  props[PROP_DOMAIN_ANNOUNCEMENT] = g_param_spec_string ("domain-announcement", NULL, NULL, "", ro);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[MESSAGE] = g_signal_new ("message", TL_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REFUSED] = g_signal_new ("refused", TL_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPENED] = g_signal_new ("opened", TL_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[FINISHED] = g_signal_new ("finished", TL_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[DUE] =
      g_signal_new ("due", TL_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FORGET_PASSWORD] = g_signal_new ("forget-password", TL_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tl_wizard_init (TlWizard *self)
{
  self->settings = tl_settings_new ();
  self->session = tl_session_new ();
  self->message = tl_session_new ();
  self->discovery = tl_session_new ();
  self->environment = tl_session_new ();
  self->survey = tl_session_new ();
  self->domain = tl_session_new ();
  self->domain_settings = tl_settings_new ();
  g_object_set (self->domain_settings, "kind", TL_JOB_DOMAIN, NULL);
  self->cancellable = g_cancellable_new ();
  self->ticks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->page = g_strdup ("welcome");
  self->account_problem = g_strdup ("");
  self->sign_in = TRUE;
  self->timeout = 30;
  tl_wizard_set_language (self, NULL);
  g_signal_connect_object (self->settings, "notify", G_CALLBACK (tl_wizard_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->domain_settings, "notify", G_CALLBACK (tl_wizard_refresh_domain),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "notify::program", G_CALLBACK (tl_wizard_apply_program),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "notify::host", G_CALLBACK (on_host_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "notify::url", G_CALLBACK (on_host_changed), self,
                           G_CONNECT_SWAPPED);
}

TlWizard *
tl_wizard_new (void)
{
  return g_object_new (TL_TYPE_WIZARD, NULL);
}
