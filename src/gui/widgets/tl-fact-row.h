/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Something that was seen of this computer. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_FACT_ROW (tl_fact_row_get_type ())
G_DECLARE_FINAL_TYPE (TlFactRow, tl_fact_row, TL, FACT_ROW, AdwActionRow)

typedef enum {
  TL_FACT_UNKNOWN,
  TL_FACT_PLAIN,
  TL_FACT_GOOD,
  TL_FACT_NOTE
} TlFactMood;
/* `value` may hold foreign words: it is shown as it is, never as markup. */
GtkWidget *tl_fact_row_new (const char *title, const char *value, TlFactMood mood);

G_END_DECLS
