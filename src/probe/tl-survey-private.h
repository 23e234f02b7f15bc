/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The survey: every usual port of a host at once, and what each of them offers.
 *
 * One thread watches all the connecting (tl-survey.c); each port that opens gets a thread of its own
 * for the conversation (tl-survey-talk.c), which touches nothing but its TlTalk. Only the job's own
 * thread records (tl-survey-record.c). */
#pragma once

#include "tl-smtp-private.h"

G_BEGIN_DECLS

/* Where a port turns out to start the other way round, it is tried so: this often in one survey. */
#define TL_SURVEY_SPARE_CONNECTIONS 2

/* ---- tl-survey-talk.c */

/* One conversation: greeting, what is offered, encryption, what is offered then. No login. */
typedef struct _TlTalk {
  /* Given. */
  TlProtocol protocol;
  const char *host;
  const TlLimits *limits;
  TlTlsTrust *trust;
  TlIo *io; /* (owned) records into `recorder` */
  TlEvidenceBuilder *recorder;
  TlAddress address;
  double connect_ms;
  gint *spare; /* atomic: how many second connections the survey may still make */

  /* Found. */
  double start_ms, greeting_ms, tls_ms, hello_ms;
  const char *service; /* what spoke, or NULL */
  guint greeting_code;
  char *greeting;     /* its words */
  const char *stage;  /* where it ended, "" where it came to its end */
  TlFailure failure;  /* why, NONE where the server said no */
  TlReply *refusal;   /* (nullable) */
  gboolean plain;     /* it speaks without encryption */
  TlSmtpOffer offer;  /* without encryption; of FTP, `extensions` alone */
  gboolean starttls;  /* that is how its encryption was begun, or would have been */
  gboolean verified;  /* encrypted, the certificate is good, and it speaks then */
  TlSmtpOffer hidden; /* offered then */
  TlChannel *channel; /* the last connection, to ask about its TLS; still good where `verified` */
} TlTalk;
void tl_talk_free (TlTalk *talk);
/* Takes the channel. Blocks. */
void tl_talk_run (TlTalk *talk, TlChannel *channel);
/* Says goodbye, waits for nothing. */
void tl_talk_leave (TlTalk *talk);
/* The pairing that the conversation was about: TLS, STARTTLS, or NONE where neither was seen. */
TlSecurity tl_talk_get_security (const TlTalk *talk);
/* Blank-separated: "PIPELINING AUTH=PLAIN TLS1.3 certificate=ok". (transfer full) */
char *tl_talk_dup_offers (const TlTalk *talk, TlSecurity security);

/* ---- tl-survey.c */

typedef struct _TlEndpoint {
  TlAddress address;
  gboolean own;     /* the job's own port once more: only opened */
  gboolean witness; /* only asked whether it answers */
  gboolean settled; /* its state is there */
  gboolean talking;
  gboolean over; /* nothing more comes, but perhaps a late answer */
  TlPortState state;
  gboolean confirmed;
  int error;
  double start_ms, elapsed_ms;
  TlTalk *talk; /* (owned, nullable) to be looked at when `over` */
} TlEndpoint;

typedef struct {
  const GPtrArray *addresses; /* the first of each family is looked at */
  guint port;                 /* the job's, 0 for none */
  gboolean own;               /* look at it, too, to connect to it */
  gboolean talk_to_own;       /* it is one of the ports of the survey */
  guint limit_ms;             /* so long silence is listened to where nobody answers */
  guint talk_ms;              /* so long a conversation may last */
} TlSurveyPlan;

typedef struct _TlSurvey TlSurvey;
TlSurvey *tl_survey_new (TlRun *run, const TlSurveyPlan *plan);
/* Ends whatever still goes on. */
void tl_survey_free (TlSurvey *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlSurvey, tl_survey_free)
/* Waits until something is known and records it as it comes: FALSE when all is known. */
gboolean tl_survey_next (TlSurvey *survey);
TlRun *tl_survey_get_run (TlSurvey *survey);
const GPtrArray *tl_survey_get_endpoints (TlSurvey *survey); /* TlEndpoint */
/* The way to recommend (RFC 8314): encrypted and verified; with a login offered, where one is wanted.
 * Unless `final`, only one that nothing still talking could surpass. (nullable) */
TlEndpoint *tl_survey_find_way (TlSurvey *survey, gboolean login, gboolean final);
/* Takes a way out of the survey, its connection still good. (transfer full) */
TlEndpoint *tl_survey_take_way (TlSurvey *survey, TlEndpoint *way);
void tl_endpoint_free (TlEndpoint *endpoint);
/* The connections to the job's own port, where the plan asks for them: TlConnectResult, open ones left
 * open; after the end. (transfer full) */
GPtrArray *tl_survey_take_own (TlSurvey *survey);

/* ---- tl-ports.c */

/* Every conversation that was left open ends, and stands in the transcript. */
void tl_ports_leave_all (TlSurvey *survey);
/* The usual other ports, and the job's own over the other family, talked to and recorded. The step
 * "ports.siblings" is left open for whoever asks; NULL: it was cancelled, and the step has ended. */
TlSurvey *tl_ports_look_beside (TlRun *run, guint port);

/* ---- tl-survey-record.c */

void tl_survey_record_endpoint (TlRun *run, const TlEndpoint *endpoint);
/* Rows and sums, when all is known. `way` (nullable) is the one to recommend. Whether anybody
 * answered. */
gboolean tl_survey_record (TlSurvey *survey, const TlEndpoint *way);
/* "tcp.ipv4", "tcp.ipv6": the best of each, over all ports. */
void tl_survey_record_families (TlSurvey *survey);
/* What was seen there as if it had been the job's only connection; `steps`: its steps, too. */
void tl_survey_record_way (TlRun *run, const TlEndpoint *endpoint, gboolean steps);
/* The conversation of the endpoint into the transcript of the job; what follows goes there at once. */
void tl_survey_record_lines (TlRun *run, TlTalk *talk);
/* Where nothing works: the endpoint that came farthest. */
const TlEndpoint *tl_survey_find_farthest (TlSurvey *survey);

G_END_DECLS
