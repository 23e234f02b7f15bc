/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables of the reference of codes. */
#pragma once

#include <glib.h>

#ifndef N_
#define N_(String) (String)
#endif

G_BEGIN_DECLS

typedef struct {
  const char *code;    /* "421"; enhanced: "x.7.1", the class stands apart */
  const char *title;   /* N_() */
  const char *meaning; /* N_() */
  const char *source;  /* "RFC 5321 4.2.2" */
} TlCodeEntry;

typedef struct {
  const char *protocol; /* "smtp", "ftp", "http" */
  const TlCodeEntry *entries;
  gsize n;
} TlCodeTable;

extern const TlCodeTable tl_codes_smtp;     /* tl-codes-smtp.c */
extern const TlCodeTable tl_codes_enhanced; /* tl-codes-enhanced.c */
extern const TlCodeTable tl_codes_ftp;      /* tl-codes-ftp.c */
extern const TlCodeTable tl_codes_http;     /* tl-codes-http.c */

/* The difference of two codes where it needs its own words: looked up both ways. */
typedef struct {
  const char *first;
  const char *second;
  const char *text; /* N_() */
} TlCodePair;
extern const TlCodePair tl_code_pairs[]; /* tl-codes-pairs.c */
extern const gsize tl_code_n_pairs;

G_END_DECLS
