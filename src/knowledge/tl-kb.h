/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The shape of the knowledge: causes, and by which rules over facts and texts each is recognised.
 *
 * One cause = one entry of a table in kb-AREA.c, with everything about it: id, spoken code, rules,
 * title, meaning, fix steps, references, and real examples beside it that the table test plays.
 * Prose is marked N_() and has a translator comment where it holds a placeholder or a term of art.
 * No cause is named anywhere else in the program but in these tables (ids are data). */
#pragma once

#include "tl-diagnosis.h"

G_BEGIN_DECLS

#ifndef N_
#define N_(String) (String)
#endif
#ifndef NC_
#define NC_(Context, String) (String)
#endif

/* A fix step. Placeholders of every prose: {host} {port} {user} {domain} (of the account's address)
 * {recipient} {recipient_domain} {sender} {sender_domain} {code} {enhanced} {security} {program}, and
 * any fact by its own name ({tls.names}). One without a value becomes a general word ("the server"). */
typedef struct {
  const char *id; /* stable within the program: "use-port-587" */
  TlActor actor;
  const char *text; /* N_() */
  const char *when; /* (nullable) condition as in TlKbRule: the step is left out where it fails */
  /* (nullable) The DNS record that it asks to publish, never translated: tl-fix-record.h */
  const char *record_name;
  const char *record;
  const char *record_type; /* NULL: TXT */
} TlKbFix;

/* What a cause means where more is known of it. */
typedef struct {
  const char *when; /* as in TlKbRule */
  const char *text; /* N_(); placeholders as in TlKbFix */
} TlKbMeaning;

/* A rule over facts. `when` is a list of conditions, all of which must hold, separated by blanks:
 *   fact=value  fact=a|b|c  fact!=value   equal, one of, other than (an absent fact is other)
 *   fact        !fact                     seen at all, not seen (or empty)
 *   fact~text   fact!~text                holds the text ('_' for a blank, '|' between several),
 *                                         ignoring case
 *   fact<N  fact>N                        numbers; a fact that is none or absent fails
 *   fact^=text                            begins with ('|' between several)
 *   step:ID=outcome                       the outcome of the last step of that id
 *   before:fact=value …                   any of the above, in the attempt before this one
 * A value may name another fact in braces: tls.verify=ok host={dns.name}.
 * The settings of the job can be asked like facts: job.kind, job.protocol, job.host, job.port and
 * job.security (those in effect), job.security.asked, job.family, job.auth, job.user, job.from, job.to (these
 * three absent where not given). `smtp.reply.*` and `ftp.reply.*` are those of the reply that
 * decided: the last one of a step that did not go well, else the last one. `job.outcome` is
 * "through" where every step that was asked for went well, else "failed".
 */
typedef struct {
  double
      confidence; /* 0 to 1 when it holds. The best of a cause's rules (over facts and over texts)
                        counts; each further one closes a quarter of the gap to 1, times its own
                        confidence; contrary ones are then subtracted. Never over 0.99. */
  const char *when;
  const char *variant; /* (nullable) */
} TlKbRule;

/* A rule over the words of a reply, an error text or a log line. A literal of at least three
 * characters is looked for by one automaton over all literals; only then the rest is tried.
 *
 * The text is folded first: lower case, every run of blanks and line ends one blank, typographic
 * quotes and dashes plain, reply and enhanced codes at its beginning taken off. Without `literal`
 * the rule speaks for its codes alone (`codes` or `enhanced` must be given): the fall-back where no
 * words tell more, at a low confidence. Customary confidences: a provider's own code or link 0.95,
 * words that mean one thing 0.9, words that nearly always do 0.8, an enhanced code alone 0.6, a code
 * and stage alone 0.4, a code alone 0.3.
 *
 * A rule without `codes` is not tried on replies of success (1xx to 3xx). A text without a code, an
 * enhanced code or a stage passes `codes`, `enhanced` or `stages` only where the rule has a literal:
 * what is not known does not speak against it. */
typedef struct {
  double confidence;
  const char
      *literal; /* lower case, blanks as single blanks; matched ignoring case and line ends */
  const char *pattern; /* (nullable) PCRE2, caseless, must match too (over the folded text) */
  const char *codes;   /* (nullable) "421|45x|4xx": reply codes it is limited to; "!250" excludes */
  const char *enhanced;  /* (nullable) "4.7.1|5.7.x"; 'x' stands for any number, "x.7.1" */
  const char *stages;    /* (nullable) "greeting|mail|rcpt"; "!auth" excludes */
  const char *protocols; /* (nullable) "smtp|ftp|http"; NULL: the area's own */
  const char *variant;   /* (nullable) */
  const char *unless;    /* (nullable) PCRE2: does not count where this matches */
} TlKbText;

/* A real reply, and what must come out first. Played by tests/knowledge/test-kb.c. */
typedef struct {
  const char *text;
  const char *stage;    /* (nullable) */
  const char *protocol; /* (nullable) the area's own */
} TlKbExample;

/* How something of this computer bears on what failed: kb-computer.c */
typedef struct {
  TlBearing bearing;
  const char *when;      /* as in TlKbRule */
  const char *text;      /* N_(); placeholders as in TlKbFix */
  const char *next_test; /* (nullable) id of the test that would decide */
} TlKbBearing;

typedef struct {
  const char *id;
  const char *title;  /* N_() */
  const char *facts;  /* blank-separated: the first that was recorded tells what was seen */
  const char *causes; /* blank-separated ids: what it is where it is the reason */
  const TlKbBearing *bearings; /* the first whose condition holds */
  gsize n_bearings;
} TlKbSight;
const TlKbSight *tl_kb_get_sights (gsize *n);

typedef struct {
  const char *id;
  const char *spoken;
  TlSeverity severity; /* of a job that failed for it: where the job goes through all the same, a
                          problem is told as a warning (tl-diagnose.c) */
  TlActor actor;
  const char
      *earliest;     /* (nullable) the stage of a mail conversation before which no server can know
                           of it: a reply that comes earlier speaks of something else, whatever its
                           words, and counts for little */
  const char *title; /* N_(), at most eight words */
  const char *meaning;         /* N_() */
  const TlKbMeaning *meanings; /* in its place: the first that holds */
  gsize n_meanings;
  const char *retry;      /* (nullable) N_(): when to try again and when not */
  const char *never;      /* (nullable) N_(): what never helps */
  const char *prevention; /* (nullable) N_(): how the user or admin keeps it from coming back */
  gint retry_after_s;     /* -1: none */
  const TlKbFix *fixes;
  gsize n_fixes;
  const TlKbRule *rules;
  gsize n_rules;
  const TlKbRule *contrary; /* what speaks against: confidence is what it takes away */
  gsize n_contrary;
  const TlKbText *texts;
  gsize n_texts;
  const char *const *references; /* NULL-terminated: "RFC 5321 4.2.1" */
  const TlKbExample *examples;
  gsize n_examples;
  const char *next_test; /* (nullable) id of the test that would decide where this stays unsure: one
                            of tl_kb_get_next_tests */
  const char *yields_to; /* (nullable) blank-separated ids: more exact causes. Where one of them is
                            found with at least 0.5, this one stays below it */
  gboolean
      unsettles; /* where it is found, what else the job seems to show was seen in between: all of
                         it stays below, and nothing is decided */
} TlCause;

typedef struct {
  const char *name;      /* "smtp" */
  const char *protocols; /* default of its texts: "smtp" */
  const TlCause *causes;
  gsize n_causes;
} TlKbArea;

#define TL_KB_LIST(list) (list), G_N_ELEMENTS (list)
/* The lists of a cause, written inside its entry: everything about it then stands in one place. */
#define TL_KB_ARRAY(name, type, ...)                                                               \
  .name = (const type[]){__VA_ARGS__},                                                             \
  .n_##name = sizeof ((const type[]){__VA_ARGS__}) / sizeof (type)
#define TL_KB_FIXES(...) TL_KB_ARRAY (fixes, TlKbFix, __VA_ARGS__)
#define TL_KB_MEANINGS(...) TL_KB_ARRAY (meanings, TlKbMeaning, __VA_ARGS__)
#define TL_KB_RULES(...) TL_KB_ARRAY (rules, TlKbRule, __VA_ARGS__)
#define TL_KB_CONTRARY(...) TL_KB_ARRAY (contrary, TlKbRule, __VA_ARGS__)
#define TL_KB_TEXTS(...) TL_KB_ARRAY (texts, TlKbText, __VA_ARGS__)
#define TL_KB_EXAMPLES(...) TL_KB_ARRAY (examples, TlKbExample, __VA_ARGS__)
#define TL_KB_REFERENCES(...)                                                                      \
  .references = (const char *const[])                                                              \
  {                                                                                                \
    __VA_ARGS__, NULL                                                                              \
  }
#define TL_KB_NONE NULL, 0

/* A test that would decide, for a result that stays open. */
typedef struct {
  const char *id;
  const char *text; /* N_() */
} TlKbNextTest;
const TlKbNextTest *tl_kb_get_next_tests (gsize *n); /* tl-next-tests.c */
const char *tl_kb_find_next_test (const char *id);   /* its text, or NULL */

/* All areas, in a fixed order. */
const TlKbArea *const *tl_kb_get_areas (gsize *n);
const TlCause *tl_kb_find (const char *id);

/* One per kb-AREA.c */
extern const TlKbArea tl_kb_local;          /* this computer and the way out: E */
extern const TlKbArea tl_kb_network;        /* host and port: E */
extern const TlKbArea tl_kb_dns;            /* D */
extern const TlKbArea tl_kb_tls;            /* T */
extern const TlKbArea tl_kb_any;            /* any server: S */
extern const TlKbArea tl_kb_smtp;           /* mail, the server: S */
extern const TlKbArea tl_kb_smtp_recipient; /* mail, the recipient: S */
extern const TlKbArea tl_kb_smtp_sender;    /* mail, who sends: S */
extern const TlKbArea tl_kb_smtp_login;     /* mail, what is wanted first: S */
extern const TlKbArea tl_kb_smtp_origin;    /* mail, from where: S */
extern const TlKbArea tl_kb_smtp_message;   /* mail, what: S */
extern const TlKbArea tl_kb_notice;         /* mail, not failures: S */
extern const TlKbArea tl_kb_ftp;            /* F */
extern const TlKbArea tl_kb_http;           /* H */
extern const TlKbArea tl_kb_file;           /* A */
extern const TlKbArea tl_kb_domain;         /* what a domain publishes for its mail: D */

G_END_DECLS
