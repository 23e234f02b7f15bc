/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Many literals looked for in one pass over a text (Aho and Corasick, 1975), however many they are.
 * The states near the root have the failure links folded into a table, one look-up a byte; the many
 * others, which texts hardly reach, take a few bytes each. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TlAutomaton TlAutomaton;

/* `literals[i]` is reported as i. Empty and NULL ones are left out. Duplicates are all reported. Lower
 * case ASCII letters of a literal match both cases of a text. */
TlAutomaton *tl_automaton_new (const char *const *literals, gsize n);
void tl_automaton_free (TlAutomaton *automaton);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlAutomaton, tl_automaton_free)

/* `end` is the offset behind the last byte of the literal. */
typedef void (*TlAutomatonFunc) (guint literal, gsize end, gpointer user_data);
void tl_automaton_run (const TlAutomaton *automaton, const char *text, gsize length,
                       TlAutomatonFunc func, gpointer user_data);

G_END_DECLS
