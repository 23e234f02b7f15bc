/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What every page of the wizard is: a title, whether one may go on, what Next says and does. A page
 * holds no settings and no results of its own; these are the wizard's. */
#pragma once

#include "tl-wizard.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TL_TYPE_PAGE (tl_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TlPage, tl_page, TL, PAGE, AdwBin)

/* Properties: "wizard" (construct only); "can-go-next" (boolean) and "next-label" (string with a
 * mnemonic, "" for the usual "_Next"), both set by the page. */
struct _TlPageClass {
  AdwBinClass parent_class;

  void (*ready) (TlPage *self);       /* the template is there: connect to the wizard */
  void (*entered) (TlPage *self);     /* it is shown now */
  void (*left) (TlPage *self);        /* another page is going to be shown */
  gboolean (*forward) (TlPage *self); /* Next was chosen; TRUE: the page has dealt with it */
};

TlWizard *tl_page_get_wizard (TlPage *self);
gboolean tl_page_get_can_go_next (TlPage *self);
void tl_page_set_can_go_next (TlPage *self, gboolean can);
const char *tl_page_get_next_label (TlPage *self);
void tl_page_set_next_label (TlPage *self, const char *label);

void tl_page_entered (TlPage *self);
void tl_page_left (TlPage *self);
gboolean tl_page_forward (TlPage *self);
/* Puts the keyboard on the first control, or where the page wants it. */
void tl_page_focus_first (TlPage *self);

/* For class_init: the template NAME.ui, with the closures that every template may use. In it,
 * <child internal-child="settings"> names the wizard's own settings, and "wizard", "session",
 * "discovery", "environment", "survey", "domain" and "domain-settings" likewise, so that fields bind to them in both directions. */
void tl_page_class_set_template (TlPageClass *klass, const char *name);

G_END_DECLS
