/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the wizard's "message" means: codes and places that were found, recipients or causes of a log
 * each with theirs, the causes, what to do. */
#pragma once

#include "tl-wizard.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_MESSAGE_RESULT (tl_message_result_get_type ())
G_DECLARE_FINAL_TYPE (TlMessageResult, tl_message_result, TL, MESSAGE_RESULT, AdwBin)

GtkWidget *tl_message_result_new (TlWizard *wizard);
/* Shows the message's explanation as it is now. */
void tl_message_result_update (TlMessageResult *self);
/* Nothing was recognised. */
gboolean tl_message_result_get_empty (TlMessageResult *self);
/* The words, or else the codes, that decided, quoted; NULL without any. (transfer full) */
char *tl_message_result_dup_deciding (TlMessageResult *self);

G_END_DECLS
