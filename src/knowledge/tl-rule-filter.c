/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-rule-filter.h"

#include <string.h>

guint
tl_filter_protocol (const char *protocol)
{
  if (protocol == NULL)
    return 7;
  if (strcmp (protocol, "smtp") == 0)
    return 1;
  if (strcmp (protocol, "ftp") == 0)
    return 2;
  return strcmp (protocol, "http") == 0 ? 4 : 0;
}

gboolean
tl_enhanced_parse (const char *text, gboolean wild, TlEnhanced *out)
{
  const char *p = text;

  for (guint i = 0; i < 3; i++) {
    guint value = 0;
    guint digits = 0;

    if (wild && *p == 'x') {
      out->part[i] = -1;
      p++;
    } else {
      for (; g_ascii_isdigit (*p) && digits < 3; digits++)
        value = value * 10 + (guint) (*p++ - '0');
      if (digits == 0)
        return FALSE;
      out->part[i] = (gint16) value;
    }
    if (*p++ != (i < 2 ? '.' : '\0'))
      return FALSE;
  }
  return TRUE;
}

/* Longer than any word of a list. */
#define WORD_SIZE 32

/* The words of "a|b|c" in turn; one that is too long is handed out empty, which none of the lists knows.
 * There are thousands of lists, all read before the first match: so nothing is allocated. */
static gboolean
take_word (const char **rest, char word[WORD_SIZE])
{
  const char *begin = *rest;
  gsize length;

  if (begin == NULL)
    return FALSE;
  length = strcspn (begin, "|");
  *rest = begin[length] == '|' ? begin + length + 1 : NULL;
  if (length >= WORD_SIZE)
    length = 0;
  memcpy (word, begin, length);
  word[length] = '\0';
  return TRUE;
}

/* The digits that a place of a pattern allows. */
static void
digits_of (char place, guint *from, guint *to)
{
  *from = place == 'x' ? 0 : (guint) (place - '0');
  *to = place == 'x' ? 9 : *from;
}

/* Puts the codes of a pattern in, or takes them out. */
static void
set_codes (guint8 *codes, const char *pattern, gboolean in)
{
  guint from[2], to[2];

  digits_of (pattern[1], &from[0], &to[0]);
  digits_of (pattern[2], &from[1], &to[1]);
  for (guint tens = from[0]; tens <= to[0]; tens++)
    for (guint ones = from[1]; ones <= to[1]; ones++) {
      guint code = (guint) (pattern[0] - '0') * 100 + tens * 10 + ones;
      guint8 bit = (guint8) (1u << (code % 8));

      codes[code / 8] = in ? codes[code / 8] | bit : codes[code / 8] & (guint8) ~bit;
    }
}

static gboolean
is_code_pattern (const char *word)
{
  return strlen (word) == 3 && word[0] >= '1' && word[0] <= '5' &&
         (g_ascii_isdigit (word[1]) || word[1] == 'x') &&
         (g_ascii_isdigit (word[2]) || word[2] == 'x');
}

/* Puts in the codes that are listed, or takes out those that are excluded. FALSE: one is no code. */
static gboolean
apply_codes (TlFilter *self, const char *codes, gboolean in, guint *found)
{
  char word[WORD_SIZE];

  for (const char *rest = codes; take_word (&rest, word);) {
    const char *pattern = word + (word[0] == '!');

    if (!is_code_pattern (pattern))
      return FALSE;
    if ((word[0] != '!') != in)
      continue;
    set_codes (self->codes, pattern, in);
    ++*found;
  }
  return TRUE;
}

/* "421|45x|!452": what is listed, without what is excluded; a list of exclusions alone leaves every
 * code that is no success. */
static gboolean
parse_codes (TlFilter *self, const char *codes)
{
  guint listed = 0, excluded = 0;

  self->codes = g_new0 (guint8, TL_FILTER_CODES / 8);
  if (!apply_codes (self, codes, TRUE, &listed))
    return FALSE;
  if (listed == 0) {
    set_codes (self->codes, "4xx", TRUE);
    set_codes (self->codes, "5xx", TRUE);
  }
  return apply_codes (self, codes, FALSE, &excluded);
}

static gboolean
parse_enhanced (TlFilter *self, const char *enhanced)
{
  char word[WORD_SIZE];

  self->enhanced = g_array_new (FALSE, FALSE, sizeof (TlEnhanced));
  for (const char *rest = enhanced; take_word (&rest, word);) {
    TlEnhanced parsed;

    if (!tl_enhanced_parse (word, TRUE, &parsed))
      return FALSE;
    g_array_append_val (self->enhanced, parsed);
  }
  return TRUE;
}

static gboolean
parse_stages (TlFilter *self, const char *stages)
{
  char word[WORD_SIZE];

  self->stages = g_ptr_array_new ();
  self->stages_exclude = stages[0] == '!';
  for (const char *rest = stages; take_word (&rest, word);) {
    if (word[0] == '\0' || (word[0] == '!') != self->stages_exclude)
      return FALSE;
    g_ptr_array_add (self->stages,
                     (gpointer) g_intern_string (word + (self->stages_exclude ? 1 : 0)));
  }
  return TRUE;
}

static gboolean
parse_protocols (TlFilter *self, const char *protocols)
{
  char word[WORD_SIZE];

  self->protocols = 0;
  for (const char *rest = protocols != NULL ? protocols : "smtp|ftp|http";
       take_word (&rest, word);) {
    guint bit = tl_filter_protocol (word);

    if (bit == 0)
      return FALSE;
    self->protocols |= bit;
  }
  return TRUE;
}

gboolean
tl_filter_init (TlFilter *self, const char *codes, const char *enhanced, const char *stages,
                const char *protocols)
{
  memset (self, 0, sizeof *self);
  return (codes == NULL || parse_codes (self, codes)) &&
         (enhanced == NULL || parse_enhanced (self, enhanced)) &&
         (stages == NULL || parse_stages (self, stages)) && parse_protocols (self, protocols);
}

void
tl_filter_clear (TlFilter *self)
{
  g_clear_pointer (&self->codes, g_free);
  g_clear_pointer (&self->enhanced, g_array_unref);
  g_clear_pointer (&self->stages, g_ptr_array_unref);
}

static gboolean
pass_code (const TlFilter *self, guint code, gboolean known_only)
{
  if (code == 0 || code >= TL_FILTER_CODES)
    return self->codes == NULL || !known_only;
  if (self->codes == NULL)
    return code >= 400;
  return (self->codes[code / 8] >> (code % 8)) & 1;
}

static gboolean
pass_enhanced (const TlFilter *self, const TlEnhanced *enhanced, gboolean known_only)
{
  if (self->enhanced == NULL)
    return TRUE;
  if (enhanced == NULL)
    return !known_only;
  for (guint i = 0; i < self->enhanced->len; i++) {
    const TlEnhanced *want = &g_array_index (self->enhanced, TlEnhanced, i);
    guint same = 0;

    for (guint k = 0; k < 3; k++)
      same += want->part[k] < 0 || want->part[k] == enhanced->part[k];
    if (same == 3)
      return TRUE;
  }
  return FALSE;
}

static gboolean
pass_stage (const TlFilter *self, const char *stage, gboolean known_only)
{
  if (self->stages == NULL)
    return TRUE;
  if (stage == NULL)
    return !known_only;
  for (guint i = 0; i < self->stages->len; i++)
    if (strcmp (g_ptr_array_index (self->stages, i), stage) == 0)
      return !self->stages_exclude;
  return self->stages_exclude;
}

gboolean
tl_filter_pass (const TlFilter *self, guint code, const TlEnhanced *enhanced, const char *stage,
                guint protocol, gboolean known_only)
{
  return (self->protocols & protocol) != 0 && pass_code (self, code, known_only) &&
         pass_enhanced (self, enhanced, known_only) && pass_stage (self, stage, known_only);
}
