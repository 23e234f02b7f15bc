/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which mail and which file program the person uses: remembered, else guessed from what is installed. */
#pragma once

#include <gio/gio.h>

#include "tl-settings.h"

G_BEGIN_DECLS

/* From now on "program" of the settings follows the protocol, and what is chosen is remembered in
 * `preferences` (nullable: then it is only guessed). */
void tl_program_memory_attach (TlSettings *settings, GSettings *preferences);

/* The program of that protocol that this computer has, the default one for mail first: an id of
 * data/mail-clients.ini, or "" where none is found. */
const char *tl_program_memory_guess (TlProtocol protocol);

G_END_DECLS
