/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-log.h"

#include "tl-diagnose.h"
#include "tl-digest-private.h"
#include "tl-utf16.h"

#include <string.h>

/* Longest line that is looked at; the rest of it is passed over. */
#define LINE_MAX_BYTES 4096
/* Lines that differ in names and numbers alone are diagnosed once; so many kinds are kept. */
#define KINDS_MAX 2048
#define KEY_MAX 512
#define LIKELY 0.5
/* Bytes of UTF-16 in which it is seen whether a text is a log. */
#define WIDE_LOOK 65536

typedef struct {
  const char *cause; /* interned */
  guint64 lines;
  char *sample;
} Count;

struct _TlLog {
  TlSettings *settings;
  GString *line;      /* a line whose end has not come yet */
  GHashTable *kinds;  /* a line without names and numbers → cause, interned; "" for none */
  GHashTable *counts; /* cause, interned → Count */
  guint64 lines;
  guint64 reports;
  gboolean cut;
  gboolean begun;
  char line_end;
  GString *narrow; /* (nullable) of a log in UTF-16: the last piece in UTF-8 */
  TlUtf16 wide;
};

/* ------------------------------------------------------------------ the shape of lines */

static gsize
skip_digits (const char *line, gsize n, gsize at)
{
  while (at < n && g_ascii_isdigit (line[at]))
    at++;
  return at;
}

/* "10:00:00" at `at`: its end, or 0. */
static gsize
skip_clock (const char *line, gsize n, gsize at)
{
  for (guint part = 0; part < 3; part++) {
    gsize end = skip_digits (line, n, at);

    if (end - at != 2 || (part < 2 && (end >= n || line[end] != ':')))
      return 0;
    at = end + (part < 2);
  }
  return at;
}

/* "Nov 21 10:00:00 ", "2026-11-21T10:00:00.123+01:00 ", "2026-11-21 10:00:00 ": the end, or 0. */
static gsize
skip_time (const char *line, gsize n)
{
  gsize at = 0;

  if (n < 16)
    return 0;
  if (g_ascii_isupper (line[0]) && g_ascii_islower (line[1]) && g_ascii_islower (line[2]) &&
      line[3] == ' ') {
    at = skip_digits (line, n, line[4] == ' ' ? 5 : 4);
    return at < n && line[at] == ' ' ? skip_clock (line, n, at + 1) : 0;
  }
  if (skip_digits (line, n, 0) != 4 || line[4] != '-' || line[7] != '-' ||
      (line[10] != ' ' && line[10] != 'T'))
    return 0;
  at = skip_clock (line, n, 11);
  while (at != 0 && at < n && line[at] != ' ')
    at++;
  return at;
}

/* Old Macintosh programs, and some mainframes, end lines in CR alone. */
static char
find_line_end (const char *text, gsize length)
{
  const char *cr = memchr (text, '\n', length) == NULL ? memchr (text, '\r', length) : NULL;

  return cr != NULL && memchr (cr + 1, '\r', length - (gsize) (cr + 1 - text)) != NULL ? '\r'
                                                                                       : '\n';
}

gboolean
tl_log_is_log (const char *text, gsize length)
{
  g_autoptr (GString) narrow = NULL;
  guint lines = 0;
  guint timed = 0;
  TlUtf16 wide;
  char line_end;

  if (tl_utf16_begins (&wide, text, length)) {
    narrow = g_string_new (NULL);
    tl_utf16_append (&wide, text + 2, MIN (length - 2, (gsize) WIDE_LOOK), narrow);
    text = narrow->str;
    length = narrow->len;
  }
  line_end = find_line_end (text, length);

  for (gsize at = 0; at < length && lines < 20;) {
    const char *newline = memchr (text + at, line_end, length - at);
    gsize n = newline != NULL ? (gsize) (newline - text) - at : length - at;

    lines += n > 1;
    timed += skip_time (text + at, n) != 0;
    at += n + 1;
  }
  return timed >= 2 && 2 * timed > lines;
}

/* Words that stand in a line that tells of a failure. "==" and "**" are Exim's marks of an address
 * put off and given up. */
static gboolean
tells (const char *line, gsize n)
{
  static const char *const signs[] = {"status=deferred",
                                      "status=bounced",
                                      "status=expired",
                                      "reject",
                                      " == ",
                                      " ** ",
                                      "warning: ",
                                      "fatal: ",
                                      "error",
                                      "refused",
                                      "timed out",
                                      "timeout",
                                      "lost connection",
                                      "failed",
                                      "stat=deferred",
                                      "denied",
                                      "stat=user unknown",
                                      "stat=service"};

  if (tl_digest_find (line, 0, n, "status=sent") >= 0 ||
      tl_digest_find (line, 0, n, "stat=sent") >= 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (tl_digest_find (line, 0, n, signs[i]) >= 0)
      return TRUE;
  return FALSE;
}

/* What the program says, behind time, host and program; of Postfix's lines on a delivery, the reason
 * in brackets. */
static const char *
find_message (const char *line, gsize *n)
{
  gsize at = skip_time (line, *n);
  const char *program = g_strstr_len (line + at, (gssize) MIN (*n - at, (gsize) 160), "]: ");
  gssize status;

  if (program != NULL && at > 0)
    at = (gsize) (program - line) + strlen ("]: ");
  status = tl_digest_find (line, at, *n, "status=");
  if (status >= 0) {
    const char *bracket = memchr (line + status, '(', *n - (gsize) status);

    if (bracket != NULL) {
      at = (gsize) (bracket - line) + 1;
      while (*n > at && (line[*n - 1] == ')' || g_ascii_isspace (line[*n - 1])))
        --*n;
    }
  }
  *n -= at;
  return line + at;
}

/* ------------------------------------------------------------------ counting */

/* Whatever differs from line to line of the same kind: addresses, host names, numbers of more digits
 * than a code has. */
static void
write_key (char *key, const char *message, gsize n)
{
  gsize out = 0;

  for (gsize i = 0; i < n && out < KEY_MAX - 1;) {
    gsize end = i;
    gboolean name = FALSE;

    while (end < n && (guchar) message[end] > ' ' &&
           strchr ("<>()[],;\"'=", message[end]) == NULL) {
      name = name || message[end] == '@' || message[end] == '.' || message[end] == ':';
      end++;
    }
    if (end - i > 8 && name) {
      key[out++] = '@';
    } else {
      for (gsize k = i; k < end && out < KEY_MAX - 1; k++)
        key[out++] = g_ascii_isdigit (message[k]) && end - i > 5 ? '0' : message[k];
    }
    if (end < n && out < KEY_MAX - 1)
      key[out++] = message[end] != '\0' ? message[end] : ' ';
    i = end + 1;
  }
  key[out] = '\0';
}

static const char *
diagnose (TlLog *self, const char *message, gsize n)
{
  g_autoptr (TlEvidence) evidence = tl_digest_line (self->settings, message, n);
  g_autoptr (TlDiagnosis) diagnosis = evidence != NULL ? tl_diagnose (evidence) : NULL;
  const TlFinding *first = diagnosis != NULL ? tl_diagnosis_get_first (diagnosis) : NULL;

  return g_intern_string (first != NULL && first->confidence >= LIKELY ? first->id : "");
}

static const char *
find_cause (TlLog *self, const char *message, gsize n)
{
  char key[KEY_MAX];
  const char *cause;

  write_key (key, message, n);
  cause = g_hash_table_lookup (self->kinds, key);
  if (cause != NULL)
    return cause;
  if (g_hash_table_size (self->kinds) >= KINDS_MAX)
    g_hash_table_remove_all (self->kinds);
  cause = diagnose (self, message, n);
  g_hash_table_insert (self->kinds, g_strdup (key), (gpointer) cause);
  return cause;
}

static void
count_free (gpointer pointer)
{
  Count *count = pointer;

  g_free (count->sample);
  g_free (count);
}

static void
take_line (TlLog *self, const char *line, gsize n)
{
  const char *message;
  const char *cause;
  Count *count;

  if (n == 0)
    return;
  self->lines++;
  if (!tells (line, n))
    return;
  message = find_message (line, &n);
  cause = find_cause (self, message, n);
  if (*cause == '\0')
    return;
  self->reports++;
  count = g_hash_table_lookup (self->counts, cause);
  if (count == NULL) {
    count = g_new0 (Count, 1);
    count->cause = cause;
    count->sample = g_strndup (message, n);
    g_hash_table_insert (self->counts, (gpointer) cause, count);
  }
  count->lines++;
}

TlLog *
tl_log_new (TlSettings *settings)
{
  TlLog *self = g_new0 (TlLog, 1);

  self->settings = settings != NULL ? tl_settings_copy (settings) : tl_settings_new ();
  self->settings->kind = TL_JOB_EXPLAIN;
  self->line = g_string_new (NULL);
  self->line_end = '\n';
  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counts = g_hash_table_new_full (NULL, NULL, NULL, count_free);
  return self;
}

void
tl_log_free (TlLog *self)
{
  g_object_unref (self->settings);
  g_string_free (self->line, TRUE);
  if (self->narrow != NULL)
    g_string_free (self->narrow, TRUE);
  g_hash_table_unref (self->kinds);
  g_hash_table_unref (self->counts);
  g_free (self);
}

static void
keep (TlLog *self, const char *bytes, gsize n)
{
  gsize room = LINE_MAX_BYTES - MIN (self->line->len, (gsize) LINE_MAX_BYTES);

  self->cut = self->cut || n > room;
  g_string_append_len (self->line, bytes, (gssize) MIN (n, room));
}

static void
feed_lines (TlLog *self, const char *bytes, gsize length)
{
  const char *end = bytes + length;

  while (bytes < end) {
    const char *newline = memchr (bytes, self->line_end, (gsize) (end - bytes));
    gsize n = newline != NULL ? (gsize) (newline - bytes) : (gsize) (end - bytes);

    if (newline != NULL && self->line->len == 0 && n <= LINE_MAX_BYTES) {
      take_line (self, bytes, n);
    } else {
      keep (self, bytes, n);
      if (newline != NULL) {
        take_line (self, self->line->str, self->line->len);
        g_string_truncate (self->line, 0);
      }
    }
    bytes += n + (newline != NULL);
  }
}

void
tl_log_feed (TlLog *self, const char *bytes, gsize length)
{
  gboolean first = !self->begun;

  self->begun = self->begun || length > 0;
  if (first && tl_utf16_begins (&self->wide, bytes, length)) {
    self->narrow = g_string_new (NULL);
    bytes += 2;
    length -= 2;
  }
  while (self->narrow != NULL && length > 0) {
    gsize n = MIN (length, (gsize) WIDE_LOOK);

    g_string_truncate (self->narrow, 0);
    tl_utf16_append (&self->wide, bytes, n, self->narrow);
    if (first)
      self->line_end = find_line_end (self->narrow->str, self->narrow->len);
    feed_lines (self, self->narrow->str, self->narrow->len);
    first = FALSE;
    bytes += n;
    length -= n;
  }
  if (first && length > 0)
    self->line_end = find_line_end (bytes, length);
  feed_lines (self, bytes, length);
}

/* ------------------------------------------------------------------ the result */

static GPtrArray *
list_counts (TlLog *self)
{
  GPtrArray *counts = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (counts, value);
  return counts;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const Count *left = *(const Count *const *) a;
  const Count *right = *(const Count *const *) b;

  if (left->lines != right->lines)
    return left->lines < right->lines ? 1 : -1;
  return strcmp (left->cause, right->cause);
}

/* The reply of the sample, without its places: they count in a line, and not in the log. */
static void
copy_facts (TlEvidenceBuilder *builder, const TlEvidence *sample)
{
  const GPtrArray *facts = tl_evidence_get_facts (sample);

  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];

    if (!g_str_has_prefix (fact->fact, "text.span.") && strcmp (fact->fact, "text.kind") != 0)
      tl_evidence_builder_add_fact (builder, fact);
  }
}

static void
add_number (TlEvidenceBuilder *builder, const char *fact, guint64 number)
{
  char value[32];

  g_snprintf (value, sizeof value, "%" G_GUINT64_FORMAT, number);
  tl_evidence_builder_add (builder, TL_SOURCE_TEXT, "", "", fact, value);
}

static void
add_counts (TlEvidenceBuilder *builder, const GPtrArray *counts)
{
  for (guint i = 0; i < counts->len; i++) {
    const Count *count = counts->pdata[i];
    g_autofree char *name = g_strdup_printf ("log.count.%u", i);
    g_autofree char *value = g_strdup_printf ("%s %" G_GUINT64_FORMAT, count->cause, count->lines);

    tl_evidence_builder_add (builder, TL_SOURCE_TEXT, "", "", name, value);
  }
}

TlEvidence *
tl_log_finish (TlLog *self)
{
  g_autoptr (GPtrArray) counts = NULL;
  g_autoptr (TlEvidenceBuilder) builder = NULL;
  g_autoptr (TlEvidence) sample = NULL;

  take_line (self, self->line->str, self->line->len);
  g_string_truncate (self->line, 0);
  counts = list_counts (self);
  g_ptr_array_sort (counts, compare_counts);
  if (counts->len > 0) {
    const Count *most = counts->pdata[0];

    sample = tl_digest_line (self->settings, most->sample, strlen (most->sample));
  }
  builder =
      tl_evidence_builder_new (sample != NULL ? tl_evidence_get_settings (sample) : self->settings);
  tl_evidence_builder_add (builder, TL_SOURCE_TEXT, "", "", "text.kind", "log");
  if (sample != NULL)
    copy_facts (builder, sample);
  add_number (builder, "log.lines", self->lines);
  add_number (builder, "log.reports", self->reports);
  add_counts (builder, counts);
  if (self->cut)
    tl_evidence_builder_add (builder, TL_SOURCE_TEXT, "", "", "text.cut", "yes");
  return tl_evidence_builder_snapshot (builder);
}
