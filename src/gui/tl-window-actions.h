/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's actions, apart from the window. */
#pragma once

#include "tl-window.h"

G_BEGIN_DECLS

void tl_window_actions_add (TlWindow *self);
/* Enables those that can be done now. */
void tl_window_actions_update (TlWindow *self);

G_END_DECLS
