/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one list of the wizard's pages. A new page is a row here, its class and its .ui file. */
#pragma once

#include "tl-page.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;  /* stable: win.go::account */
  const char *title; /* NC_("page", …) */
  GType (*get_type) (void);
  /* Whether it makes sense to go there now. */
  gboolean (*reachable) (TlWizard *wizard);
  /* NULL for a step of the wizard; the icon of a page beside the steps, which Back leaves again. */
  const char *aside;
} TlPageRow;

/* The steps in their order, then the pages beside them. */
const TlPageRow *tl_page_table (guint *n); /* `n` may be NULL */
guint tl_page_table_count_steps (void);
/* The position of a page, or -1. */
int tl_page_table_find (const char *name);

G_END_DECLS
