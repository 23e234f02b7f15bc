/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The expressions of "Plural-Forms": the subset of C that gettext documents, worked out while it is
 * read. Both branches of a condition are read, one of them counts. */
#include "tl-mo.h"

#include <string.h>

#define MAX_DEPTH 50

typedef struct {
  const char *at;
  gulong n;
  guint depth;
  gboolean failed;
} Parser;

static gulong parse_condition (Parser *self);

static gboolean
accept_sign (Parser *self, const char *sign)
{
  while (*self->at == ' ' || *self->at == '\t')
    self->at++;
  if (!g_str_has_prefix (self->at, sign))
    return FALSE;
  self->at += strlen (sign);
  return TRUE;
}

static gulong
fail (Parser *self)
{
  self->failed = TRUE;
  return 0;
}

static gulong
parse_number (Parser *self)
{
  gulong value = 0;
  guint digits = 0;

  for (; g_ascii_isdigit (*self->at) && digits < 9; digits++)
    value = value * 10 + (gulong) (*self->at++ - '0');
  return digits > 0 ? value : fail (self);
}

static gulong
parse_unary (Parser *self)
{
  gulong value;

  if (self->failed || ++self->depth > MAX_DEPTH)
    return fail (self);
  if (accept_sign (self, "!")) {
    value = !parse_unary (self);
  } else if (accept_sign (self, "(")) {
    value = parse_condition (self);
    if (!accept_sign (self, ")"))
      fail (self);
  } else if (accept_sign (self, "n")) {
    value = self->n;
  } else {
    value = parse_number (self);
  }
  self->depth--;
  return value;
}

static gulong
parse_product (Parser *self)
{
  gulong left = parse_unary (self);

  for (;;) {
    gboolean times = accept_sign (self, "*");
    gboolean over = !times && accept_sign (self, "/");
    gulong right;

    if (!times && !over && !accept_sign (self, "%"))
      return left;
    right = parse_unary (self);
    if (times)
      left *= right;
    else if (right == 0)
      return fail (self);
    else
      left = over ? left / right : left % right;
  }
}

static gulong
parse_sum (Parser *self)
{
  gulong left = parse_product (self);

  for (;;) {
    if (accept_sign (self, "+"))
      left += parse_product (self);
    else if (accept_sign (self, "-"))
      left -= parse_product (self);
    else
      return left;
  }
}

static gulong
parse_relation (Parser *self)
{
  gulong left = parse_sum (self);

  for (;;) {
    if (accept_sign (self, "<="))
      left = left <= parse_sum (self);
    else if (accept_sign (self, ">="))
      left = left >= parse_sum (self);
    else if (accept_sign (self, "<"))
      left = left < parse_sum (self);
    else if (accept_sign (self, ">"))
      left = left > parse_sum (self);
    else
      return left;
  }
}

static gulong
parse_equality (Parser *self)
{
  gulong left = parse_relation (self);

  for (;;) {
    if (accept_sign (self, "=="))
      left = left == parse_relation (self);
    else if (accept_sign (self, "!="))
      left = left != parse_relation (self);
    else
      return left;
  }
}

static gulong
parse_and (Parser *self)
{
  gulong left = parse_equality (self);

  while (accept_sign (self, "&&")) {
    gulong right = parse_equality (self);

    left = left && right;
  }
  return left;
}

static gulong
parse_or (Parser *self)
{
  gulong left = parse_and (self);

  while (accept_sign (self, "||")) {
    gulong right = parse_and (self);

    left = left || right;
  }
  return left;
}

static gulong
parse_condition (Parser *self)
{
  gulong test;
  gulong yes;
  gulong no;

  if (self->failed || ++self->depth > MAX_DEPTH)
    return fail (self);
  test = parse_or (self);
  if (accept_sign (self, "?")) {
    yes = parse_condition (self);
    if (!accept_sign (self, ":"))
      return fail (self);
    no = parse_condition (self);
    test = test ? yes : no;
  }
  self->depth--;
  return test;
}

gboolean
tl_plural_evaluate (const char *expression, gulong n, gulong *form)
{
  Parser parser = {expression, n, 0, FALSE};

  *form = parse_condition (&parser);
  accept_sign (&parser, ";");
  accept_sign (&parser, "");
  return !parser.failed && (*parser.at == '\0' || *parser.at == '\n');
}
