/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists of a text rule ("421|45x", "x.7.1", "mail|rcpt") made ready for quick answers. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TL_FILTER_CODES 600

typedef struct {
  guint8 *codes;     /* (nullable) a bit for each code; NULL: any that is no success */
  GArray *enhanced;  /* (nullable) of TlEnhanced with wildcards */
  GPtrArray *stages; /* (nullable) of static strings */
  gboolean stages_exclude;
  guint protocols; /* bits of tl_filter_protocol */
} TlFilter;

/* x.y.z with -1 for any number. */
typedef struct {
  gint16 part[3];
} TlEnhanced;

/* FALSE when one of the lists has a form that is not known. */
gboolean tl_filter_init (TlFilter *filter, const char *codes, const char *enhanced,
                         const char *stages, const char *protocols);
void tl_filter_clear (TlFilter *filter);

/* `known_only`: what is not known (0, NULL) speaks against the rule. */
gboolean tl_filter_pass (const TlFilter *filter, guint code, const TlEnhanced *enhanced,
                         const char *stage, guint protocol, gboolean known_only);

/* "4.7.1", with 'x' where `wild`. FALSE when it is none. */
gboolean tl_enhanced_parse (const char *text, gboolean wild, TlEnhanced *out);

/* 1 smtp, 2 ftp, 4 http; 7 for NULL, 0 for an unknown word. */
guint tl_filter_protocol (const char *protocol);

G_END_DECLS
