/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The two forms of a user name, for --try-user-forms: pure functions. */
#pragma once

#include "tl-settings.h"

G_BEGIN_DECLS

/* The other form of the user name: the part before the @, or the whole address. (transfer full,
 * nullable) */
char *tl_login_dup_other_form (const TlSettings *settings);
/* Whether the words of a refused login, where no enhanced code tells more, speak of name or password
 * and of nothing else. In doubt FALSE, as with words of another language: a login more is never made
 * after words of a lock or a limit. What the words mean is for the knowledge to say. */
gboolean tl_login_may_be_form (const char *text);

G_END_DECLS
