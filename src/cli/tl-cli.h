/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The terminal program: one command line, read once, handed to one command. */
#pragma once

#include "tl-report.h"
#include "tl-session.h"

G_BEGIN_DECLS

#ifndef N_
#define N_(String) (String)
#endif

#define TL_EXIT_OK 0
#define TL_EXIT_UNKNOWN 1 /* explain, code, causes: no answer */
#define TL_EXIT_BAD 3     /* bad usage, unreadable input, inconclusive */

/* Groups of options; a command takes some of them. */
typedef enum {
  TL_OPTIONS_GLOBAL = 1 << 0,
  TL_OPTIONS_ACCOUNT = 1 << 1,
  TL_OPTIONS_SERVER = 1 << 2,
  TL_OPTIONS_SMTP = 1 << 3,
  TL_OPTIONS_FTP = 1 << 4,
  TL_OPTIONS_EXPLAIN = 1 << 5,
  TL_OPTIONS_PRACTICE = 1 << 6,
  TL_OPTIONS_PROGRAM = 1 << 7,
  TL_OPTIONS_PORT = 1 << 8, /* the port alone, out of the server's */
  TL_OPTIONS_DOMAIN = 1 << 9,
  TL_OPTIONS_TLS = 1 << 10
} TlOptionGroups;

typedef struct _TlCli TlCli;

typedef struct {
  const char *name;      /* "check smtp" */
  const char *arguments; /* "HOST" */
  const char *summary;   /* N_() */
  guint groups;
  guint min_args, max_args;
  int (*run) (TlCli *cli);
} TlCommand;

struct _TlCli {
  const TlCommand *command;
  TlCatalog *catalog;
  TlSettings *settings;
  char **args; /* (owned) words after the command */
  TlFormat format;
  TlRedact redact;
  char *lang;
  char *output;
  char *password_file;
  char *protocol;
  char *stage;
  char *kind;
  char *contact_lang;
  char *before; /* file with a report of the same test, before a change */
  char *bounce; /* file with a message that came back; "-" is standard input */
  gboolean ask_password;
  gboolean verbose;
  gboolean no_color;
  gboolean jsonl;
  gboolean serve;
  gboolean help;
  gboolean version;
};

/* options.c: reads argv into `cli` (settings, command, args). FALSE with TL_ERROR_BAD_INPUT; the
 * message is translated. */
gboolean tl_cli_parse (TlCli *cli, int argc, char **argv, GError **error);
char *tl_cli_help (TlCli *cli);
void tl_cli_clear (TlCli *cli);
/* commands.c */
const TlCommand *tl_cli_commands (gsize *n);

/* messages.c: _() of the terminal: its own catalogue, because gettext has no language in the C locale. */
const char *tl_cli_text (TlCli *cli, const char *msgid);
/* "throughline-cli: …" on standard error. */
void tl_cli_complain (TlCli *cli, const char *translated);
/* A GError whose message may be a sentence of our own. */
void tl_cli_complain_error (TlCli *cli, const GError *error);

/* output.c: the result, whole, to standard output or beside and renamed to --output. FALSE when it
 * could not be written; that has been said. */
gboolean tl_cli_write (TlCli *cli, const char *text);
gboolean tl_cli_wants_colour (TlCli *cli);
/* Redacts and writes the report; the exit status of the verdict. */
int tl_cli_report (TlCli *cli, TlEvidence *evidence, TlDiagnosis *diagnosis);
/* A file to read from, or -1 and errno. Opening waits for nobody: a FIFO without a writer is empty. */
int tl_cli_open (const char *name);
/* Reads a whole file, or standard input for "-", up to `max` bytes. */
char *tl_cli_read (const char *name, gsize max, gsize *length, GError **error);

/* explain-lines.c: `explain --jsonl`. FALSE where the input could not be read or an answer not be
 * written. */
gboolean tl_cli_explain_lines (TlCli *cli);

/* bounce.c: domain, key and sending address from the message in --bounce, where none was given, into the
 * settings. FALSE after complaining. */
gboolean tl_cli_take_bounce (TlCli *cli);

/* password.c: from --password-file or --ask-password into the settings. */
gboolean tl_cli_take_password (TlCli *cli, GError **error);

/* job.c: runs a session in the foreground, with progress on standard error. NULL after complaining. */
TlSession *tl_cli_run_session (TlCli *cli, TlSettings *settings);

int tl_cli_check (TlCli *cli);       /* job.c: check and survey */
int tl_cli_discover (TlCli *cli);    /* job.c */
int tl_cli_environment (TlCli *cli); /* job.c */
int tl_cli_domain (TlCli *cli);      /* job.c */
int tl_cli_practice (TlCli *cli);    /* practice.c */
int tl_cli_explain (TlCli *cli);     /* explain.c */
int tl_cli_code (TlCli *cli);        /* lookup.c */
int tl_cli_causes (TlCli *cli);      /* lookup.c */
int tl_cli_report_file (TlCli *cli); /* lookup.c: report, replay */
int tl_cli_programs (TlCli *cli);    /* programs.c */

G_END_DECLS
