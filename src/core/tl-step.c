/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-step.h"

#include "tl-enum-types.h"

struct _TlStep {
  GObject parent_instance;

  char *id;
  char *target;
  char *title;
  char *detail;
  guint attempt;
  TlOutcome outcome;
  double start_ms;
  double elapsed_ms;
};

G_DEFINE_FINAL_TYPE (TlStep, tl_step, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_TARGET,
  PROP_ATTEMPT,
  PROP_OUTCOME,
  PROP_START,
  PROP_ELAPSED,
  PROP_TITLE,
  PROP_DETAIL,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void
tl_step_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TlStep *self = TL_STEP (object);

  switch (id) {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TARGET:
      g_value_set_string (value, self->target);
      break;
    case PROP_ATTEMPT:
      g_value_set_uint (value, self->attempt);
      break;
    case PROP_OUTCOME:
      g_value_set_enum (value, self->outcome);
      break;
    case PROP_START:
      g_value_set_double (value, self->start_ms);
      break;
    case PROP_ELAPSED:
      g_value_set_double (value, self->elapsed_ms);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
tl_step_finalize (GObject *object)
{
  TlStep *self = TL_STEP (object);

  g_free (self->id);
  g_free (self->target);
  g_free (self->title);
  g_free (self->detail);
  G_OBJECT_CLASS (tl_step_parent_class)->finalize (object);
}

static void
tl_step_class_init (TlStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tl_step_get_property;
  object_class->finalize = tl_step_finalize;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", flags);
  props[PROP_TARGET] = g_param_spec_string ("target", NULL, NULL, "", flags);
  props[PROP_ATTEMPT] = g_param_spec_uint ("attempt", NULL, NULL, 1, G_MAXUINT, 1, flags);
  props[PROP_OUTCOME] =
      g_param_spec_enum ("outcome", NULL, NULL, TL_TYPE_OUTCOME, TL_OUTCOME_RUNNING, flags);
  props[PROP_START] = g_param_spec_double ("start-ms", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  props[PROP_ELAPSED] = g_param_spec_double ("elapsed-ms", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  props[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tl_step_init (TlStep *self)
{
  self->attempt = 1;
  self->title = g_strdup ("");
  self->detail = g_strdup ("");
}

TlStep *
tl_step_new (const char *id, const char *target, guint attempt, double start_ms)
{
  TlStep *self = g_object_new (TL_TYPE_STEP, NULL);

  self->id = g_strdup (id);
  self->target = g_strdup (target != NULL ? target : "");
  self->attempt = attempt;
  self->start_ms = start_ms;
  return self;
}

void
tl_step_finish (TlStep *self, TlOutcome outcome, double elapsed_ms)
{
  self->outcome = outcome;
  self->elapsed_ms = elapsed_ms;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OUTCOME]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ELAPSED]);
}

void
tl_step_set_words (TlStep *self, const char *title, const char *detail)
{
  if (g_strcmp0 (self->title, title) != 0) {
    g_free (self->title);
    self->title = g_strdup (title);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
  }
  if (g_strcmp0 (self->detail, detail) != 0) {
    g_free (self->detail);
    self->detail = g_strdup (detail);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DETAIL]);
  }
}

const char *
tl_step_get_id (TlStep *self)
{
  return self->id;
}

const char *
tl_step_get_target (TlStep *self)
{
  return self->target;
}

const char *
tl_step_get_title (TlStep *self)
{
  return self->title;
}

const char *
tl_step_get_detail (TlStep *self)
{
  return self->detail;
}

TlOutcome
tl_step_get_outcome (TlStep *self)
{
  return self->outcome;
}

guint
tl_step_get_attempt (TlStep *self)
{
  return self->attempt;
}

double
tl_step_get_start_ms (TlStep *self)
{
  return self->start_ms;
}

double
tl_step_get_elapsed_ms (TlStep *self)
{
  return self->elapsed_ms;
}
