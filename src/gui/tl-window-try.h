/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The tries of the window: something that the person changes, between two tests that are the same. */
#pragma once

#include "tl-next-step.h"
#include "tl-window.h"

G_BEGIN_DECLS

/* Asks for it (TL_NEXT_ASK); where no test has gone wrong yet with the settings of now, tests first. */
void tl_window_try (TlWindow *self, const TlNextStep *step);
/* For the wizard's "finished": goes on with what was to be tried, or shows the difference. */
void tl_window_try_finished (TlWindow *self);

G_END_DECLS
