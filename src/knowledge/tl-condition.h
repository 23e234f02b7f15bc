/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The `when` of tl-kb.h, compiled once. */
#pragma once

#include "tl-view.h"

G_BEGIN_DECLS

typedef struct _TlCondition TlCondition;

/* NULL or "": always holds. TL_ERROR_BAD_INPUT names the part that is wrong. */
TlCondition *tl_condition_compile (const char *when, GError **error);
void tl_condition_free (TlCondition *condition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlCondition, tl_condition_free)

gboolean tl_condition_holds (const TlCondition *condition, const TlView *view);
/* The number of a name without a value of which it cannot hold, rather one that not every job has; 0
 * where there is none. `values` (nullable) gets the values that alone will do, or NULL for any. */
guint tl_condition_get_needed (const TlCondition *condition, const char *const **values);

/* The names that it asks for, as written ("smtp.reply.code", "step:smtp.rcpt"), and whether each part
 * speaks of what was seen (FALSE for "!x", "x!=y"). */
typedef void (*TlConditionFunc) (const char *name, gboolean seen, gpointer user_data);
void tl_condition_foreach (const TlCondition *condition, TlConditionFunc func, gpointer user_data);

/* The compiled form of a string of the tables: compiled at the first use, kept for good. A wrong one
 * never holds. */
const TlCondition *tl_condition_get (const char *when);

G_END_DECLS
