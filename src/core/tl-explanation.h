/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A diagnosis in the words of one language: what front ends show and reports write. */
#pragma once

#include "tl-diagnosis.h"

G_BEGIN_DECLS

typedef struct {
  char *id;
  char *text;
  TlActor actor;
  /* Where it is done in the person's own program; all NULL where no program is chosen or it has no
   * such setting. */
  GPtrArray *path;           /* (nullable) char *: menu elements, outermost first */
  const char *path_language; /* (nullable) that they are in; static */
  char *path_text;           /* (nullable) a line for a person */
  /* The DNS record that it asks to publish, letter by letter; all NULL where there is none. */
  const char *record_type; /* "TXT", "PTR", "A", "AAAA" (static) */
  char *record_name;       /* (nullable) "_dmarc.example.org" */
  char *record;            /* (nullable) at most 255 printable ASCII characters */
} TlFixText;

/* Whom to ask, and a message that holds what they need. */
typedef struct {
  char *whom;
  char *subject;
  char *text; /* several lines, without a line end behind the last */
} TlContact;
void tl_contact_free (TlContact *contact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlContact, tl_contact_free)

typedef struct {
  char *id;
  char *spoken; /* "S-14" */
  TlSeverity severity;
  TlActor actor;
  double confidence;
  char *variant; /* (nullable) */
  char *title;
  char *meaning;
  char *sureness;        /* "Almost certain", … */
  char *actor_text;      /* who has to act, as words */
  char *quote;           /* (nullable) the server's own words that decided, controls made visible */
  GPtrArray *because;    /* char *: sentences for a person */
  GPtrArray *against;    /* char * */
  GPtrArray *fixes;      /* TlFixText, in the order to try them */
  GPtrArray *references; /* char *: "RFC 5321, 4.2.1" */
  gint retry_after_s;    /* -1: no advice */
  char *retry;           /* (nullable) when to try again and when not, a sentence */
  char *never;           /* (nullable) what never helps, a sentence */
  char *prevention;      /* (nullable) how to keep it from coming back, a sentence */
  TlContact *contact;    /* (nullable) where somebody else has to act */
} TlCauseText;

typedef struct {
  char *id;
  char *title;
  char *detail;
} TlStepText; /* in the order of the evidence's steps */

/* One of the certificates that the server showed. */
typedef struct {
  char *title;      /* "The server’s own certificate" */
  char *fault;      /* (nullable) what is wrong with this one, a sentence */
  GPtrArray *lines; /* char *: for whom, by whom, from when until when, … */
} TlCertificateText;

typedef struct {
  char *id;
  char *text;
} TlNextTest;

/* Something of this computer that was looked at, and how it bears on what failed. */
typedef struct {
  const char *id; /* "firewall", static */
  char *title;
  char *seen; /* what was seen, a sentence; "" where nothing was looked at */
  TlBearing relation;
  char *bearing;       /* (nullable) how it bears on what failed, a sentence or two */
  const char *next_id; /* (nullable) the test that would decide, as in TlNextTest; static */
  char *next;          /* (nullable) its text */
} TlSightText;

typedef struct {
  char *fact;
  char *before;
  char *after;
} TlChange;

/* What became of one recipient of a report on several. */
typedef struct {
  char *recipient;    /* "" where the report does not name it */
  char *code;         /* (nullable) "550" */
  char *enhanced;     /* (nullable) "5.1.1" */
  TlCauseText *cause; /* (nullable) nothing was recognised */
} TlRecipientText;

/* A cause of a log, and how many of its lines tell of it. */
typedef struct {
  guint64 lines;
  TlCauseText *cause; /* by itself: what differs from line to line stands as general words */
} TlCountText;

typedef struct {
  gatomicrefcount refs;
  char *language;    /* "en", "ru", "ar" */
  char *summary;     /* one whole sentence that stands alone: the first line of a text report */
  char *not_tested;  /* (nullable) what the result does not cover, a sentence */
  GPtrArray *causes; /* TlCauseText, best first */
  GPtrArray *steps;  /* TlStepText */
  GPtrArray *certificates; /* TlCertificateText, the server's own first */
  GPtrArray *guide;        /* (nullable) TlFixText: removing the account and adding it again */
  GPtrArray *next_tests;   /* TlNextTest */
  GPtrArray *computer;     /* TlSightText; empty where this computer was not looked at */
  GPtrArray *changes;      /* TlChange: against the attempt before */
  GPtrArray *recipients;   /* TlRecipientText: of a report on several, else empty */
  GPtrArray *counts;       /* TlCountText: of a log, the most frequent first, else empty */
} TlExplanation;

TlExplanation *tl_explanation_new (const char *language);
TlExplanation *tl_explanation_ref (TlExplanation *explanation);
void tl_explanation_unref (TlExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlExplanation, tl_explanation_unref)

TlCauseText *tl_cause_text_new (void);
void tl_cause_text_free (TlCauseText *cause);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlCauseText, tl_cause_text_free)
/* The fix is the cause's own. */
TlFixText *tl_cause_text_add_fix (TlCauseText *cause, const char *id, const char *text,
                                  TlActor actor);
void tl_explanation_add_step (TlExplanation *explanation, const char *id, const char *title,
                              const char *detail);
/* Goes into TlExplanation.certificates, which frees it. */
TlCertificateText *tl_certificate_text_new (const char *title);
/* Goes into TlExplanation.computer, which frees it; everything else is the caller's to fill in. */
TlSightText *tl_explanation_add_sight (TlExplanation *explanation, const char *id,
                                       const char *title);
void tl_explanation_add_next_test (TlExplanation *explanation, const char *id, const char *text);
void tl_explanation_add_change (TlExplanation *explanation, const char *fact, const char *before,
                                const char *after);
/* Takes `cause` (nullable). */
void tl_explanation_take_recipient (TlExplanation *explanation, const char *recipient,
                                    const char *code, const char *enhanced, TlCauseText *cause);
void tl_explanation_take_count (TlExplanation *explanation, guint64 lines, TlCauseText *cause);

G_END_DECLS
