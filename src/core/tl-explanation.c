/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-explanation.h"

static void
fix_free (gpointer data)
{
  TlFixText *fix = data;

  g_free (fix->id);
  g_free (fix->text);
  g_clear_pointer (&fix->path, g_ptr_array_unref);
  g_free (fix->path_text);
  g_free (fix->record_name);
  g_free (fix->record);
  g_free (fix);
}

void
tl_contact_free (TlContact *contact)
{
  if (contact == NULL)
    return;
  g_free (contact->whom);
  g_free (contact->subject);
  g_free (contact->text);
  g_free (contact);
}

static void
cause_free (gpointer data)
{
  TlCauseText *cause = data;

  g_free (cause->id);
  g_free (cause->spoken);
  g_free (cause->variant);
  g_free (cause->title);
  g_free (cause->meaning);
  g_free (cause->sureness);
  g_free (cause->actor_text);
  g_free (cause->quote);
  g_free (cause->retry);
  g_free (cause->never);
  g_free (cause->prevention);
  tl_contact_free (cause->contact);
  g_ptr_array_unref (cause->because);
  g_ptr_array_unref (cause->against);
  g_ptr_array_unref (cause->fixes);
  g_ptr_array_unref (cause->references);
  g_free (cause);
}

static void
step_free (gpointer data)
{
  TlStepText *step = data;

  g_free (step->id);
  g_free (step->title);
  g_free (step->detail);
  g_free (step);
}

static void
certificate_free (gpointer data)
{
  TlCertificateText *certificate = data;

  g_free (certificate->title);
  g_free (certificate->fault);
  g_ptr_array_unref (certificate->lines);
  g_free (certificate);
}

static void
next_test_free (gpointer data)
{
  TlNextTest *test = data;

  g_free (test->id);
  g_free (test->text);
  g_free (test);
}

static void
sight_free (gpointer data)
{
  TlSightText *sight = data;

  g_free (sight->title);
  g_free (sight->seen);
  g_free (sight->bearing);
  g_free (sight->next);
  g_free (sight);
}

static void
change_free (gpointer data)
{
  TlChange *change = data;

  g_free (change->fact);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

static void
recipient_free (gpointer data)
{
  TlRecipientText *recipient = data;

  g_free (recipient->recipient);
  g_free (recipient->code);
  g_free (recipient->enhanced);
  if (recipient->cause != NULL)
    cause_free (recipient->cause);
  g_free (recipient);
}

static void
count_free (gpointer data)
{
  TlCountText *count = data;

  cause_free (count->cause);
  g_free (count);
}

TlExplanation *
tl_explanation_new (const char *language)
{
  TlExplanation *self = g_new0 (TlExplanation, 1);

  g_atomic_ref_count_init (&self->refs);
  self->language = g_strdup (language);
  self->summary = g_strdup ("");
  self->causes = g_ptr_array_new_with_free_func (cause_free);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->certificates = g_ptr_array_new_with_free_func (certificate_free);
  self->next_tests = g_ptr_array_new_with_free_func (next_test_free);
  self->computer = g_ptr_array_new_with_free_func (sight_free);
  self->changes = g_ptr_array_new_with_free_func (change_free);
  self->recipients = g_ptr_array_new_with_free_func (recipient_free);
  self->counts = g_ptr_array_new_with_free_func (count_free);
  return self;
}

TlExplanation *
tl_explanation_ref (TlExplanation *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tl_explanation_unref (TlExplanation *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->language);
  g_free (self->summary);
  g_free (self->not_tested);
  g_ptr_array_unref (self->causes);
  g_ptr_array_unref (self->steps);
  g_clear_pointer (&self->guide, g_ptr_array_unref);
  g_ptr_array_unref (self->certificates);
  g_ptr_array_unref (self->next_tests);
  g_ptr_array_unref (self->computer);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->recipients);
  g_ptr_array_unref (self->counts);
  g_free (self);
}

TlCauseText *
tl_cause_text_new (void)
{
  TlCauseText *self = g_new0 (TlCauseText, 1);

  self->because = g_ptr_array_new_with_free_func (g_free);
  self->against = g_ptr_array_new_with_free_func (g_free);
  self->fixes = g_ptr_array_new_with_free_func (fix_free);
  self->references = g_ptr_array_new_with_free_func (g_free);
  self->retry_after_s = -1;
  return self;
}

void
tl_cause_text_free (TlCauseText *self)
{
  cause_free (self);
}

TlFixText *
tl_cause_text_add_fix (TlCauseText *self, const char *id, const char *text, TlActor actor)
{
  TlFixText *fix = g_new0 (TlFixText, 1);

  fix->id = g_strdup (id);
  fix->text = g_strdup (text);
  fix->actor = actor;
  g_ptr_array_add (self->fixes, fix);
  return fix;
}

void
tl_explanation_add_step (TlExplanation *self, const char *id, const char *title, const char *detail)
{
  TlStepText *step = g_new0 (TlStepText, 1);

  step->id = g_strdup (id);
  step->title = g_strdup (title);
  step->detail = g_strdup (detail);
  g_ptr_array_add (self->steps, step);
}

TlCertificateText *
tl_certificate_text_new (const char *title)
{
  TlCertificateText *certificate = g_new0 (TlCertificateText, 1);

  certificate->title = g_strdup (title);
  certificate->lines = g_ptr_array_new_with_free_func (g_free);
  return certificate;
}

TlSightText *
tl_explanation_add_sight (TlExplanation *self, const char *id, const char *title)
{
  TlSightText *sight = g_new0 (TlSightText, 1);

  sight->id = g_intern_string (id);
  sight->title = g_strdup (title);
  g_ptr_array_add (self->computer, sight);
  return sight;
}

void
tl_explanation_add_next_test (TlExplanation *self, const char *id, const char *text)
{
  TlNextTest *test = g_new0 (TlNextTest, 1);

  test->id = g_strdup (id);
  test->text = g_strdup (text);
  g_ptr_array_add (self->next_tests, test);
}

void
tl_explanation_add_change (TlExplanation *self, const char *fact, const char *before,
                           const char *after)
{
  TlChange *change = g_new0 (TlChange, 1);

  change->fact = g_strdup (fact);
  change->before = g_strdup (before != NULL ? before : "");
  change->after = g_strdup (after != NULL ? after : "");
  g_ptr_array_add (self->changes, change);
}

void
tl_explanation_take_recipient (TlExplanation *self, const char *recipient, const char *code,
                               const char *enhanced, TlCauseText *cause)
{
  TlRecipientText *text = g_new0 (TlRecipientText, 1);

  text->recipient = g_strdup (recipient != NULL ? recipient : "");
  text->code = g_strdup (code);
  text->enhanced = g_strdup (enhanced);
  text->cause = cause;
  g_ptr_array_add (self->recipients, text);
}

void
tl_explanation_take_count (TlExplanation *self, guint64 lines, TlCauseText *cause)
{
  TlCountText *text = g_new0 (TlCountText, 1);

  text->lines = lines;
  text->cause = cause;
  g_ptr_array_add (self->counts, text);
}
