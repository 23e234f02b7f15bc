/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Something that is the same in every language, to be put elsewhere as it stands: a record, a command.
 * Its text can be selected, and has a button that copies it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_COPY_BOX (tl_copy_box_get_type ())
G_DECLARE_FINAL_TYPE (TlCopyBox, tl_copy_box, TL, COPY_BOX, AdwBin)

/* `caption` (nullable) stands small above the text; `button` is the spoken name of the button. */
void tl_copy_box_set (TlCopyBox *self, const char *caption, const char *text, const char *button);

G_END_DECLS
