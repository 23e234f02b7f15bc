/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-mask.h"

#include <string.h>

#define MASK 'x'
#define LONGEST 254

static gboolean
is_host_char (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_';
}

static gboolean
is_local_char (char c)
{
  return (guchar) c > ' ' && strchr ("<>()[],;:\"'/", c) == NULL;
}

static void
cover (char *text, gsize start, gsize end)
{
  for (gsize i = start; i < end; i++)
    if (g_ascii_isalpha (text[i]))
      text[i] = MASK;
}

static void
mask_address (char *text, gsize length, gsize at)
{
  gsize start = at;
  gsize end = at + 1;

  while (start > 0 && is_local_char (text[start - 1]) && at - start < LONGEST)
    start--;
  while (end < length && is_host_char (text[end]) && end - at < LONGEST)
    end++;
  if (start < at && end > at + 1)
    cover (text, start, end);
}

/* "mx.example[192.0.2.1]", "mx.example [192.0.2.1]" */
static void
mask_host_before (char *text, gsize length, gsize bracket)
{
  gsize end = bracket > 0 && text[bracket - 1] == ' ' ? bracket - 1 : bracket;
  gsize start = end;
  gboolean dotted = FALSE;

  if (bracket + 1 >= length || !g_ascii_isxdigit (text[bracket + 1]))
    return;
  for (; start > 0 && is_host_char (text[start - 1]) && end - start < LONGEST; start--)
    dotted |= text[start - 1] == '.' && start < end;
  if (dotted)
    cover (text, start, end);
}

/* Where the host ends that the text begins with, or 0. "SSH-2.0-OpenSSH_9.2p1" is none: the last label
 * of a host is letters. */
static gsize
first_host_end (const char *text, gsize length)
{
  gsize end = 0;
  gsize label = 0;

  for (; end < length && is_host_char (text[end]); end++)
    if (text[end] == '.')
      label = end + 1;
  if (label < 2 || end < label + 2 || end == length || (text[end] != ' ' && text[end] != ':'))
    return 0;
  for (gsize i = label; i < end; i++)
    if (!g_ascii_isalpha (text[i]))
      return 0;
  return end;
}

void
tl_mask_names (char *folded, gsize length)
{
  cover (folded, 0, first_host_end (folded, length));
  for (const char *p = folded; (p = memchr (p, '@', length - (gsize) (p - folded))) != NULL; p++)
    mask_address (folded, length, (gsize) (p - folded));
  for (const char *p = folded; (p = memchr (p, '[', length - (gsize) (p - folded))) != NULL; p++)
    mask_host_before (folded, length, (gsize) (p - folded));
}

gboolean
tl_mask_holds_names (const char *text, gsize length)
{
  return memchr (text, '@', length) != NULL || memchr (text, '[', length) != NULL ||
         first_host_end (text, length) != 0;
}
