/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of a mail conversation: what a server has not seen yet it cannot refuse. */
#include "tl-stage.h"

#include <string.h>

static const char *const order[] = {"greeting", "ehlo", "starttls", "auth", "mail",
                                    "rcpt",     "data", "body",     "rset", "quit"};

static guint
place_of (const char *stage)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (order) && strcmp (order[i], stage) != 0)
    i++;
  return i;
}

gboolean
tl_stage_is_before (const char *stage, const char *earliest)
{
  return stage != NULL && earliest != NULL && place_of (earliest) < G_N_ELEMENTS (order) &&
         place_of (stage) < place_of (earliest);
}
