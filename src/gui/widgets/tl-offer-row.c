/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-offer-row.h"

#include "tl-closures.h"
#include "tl-pairing.h"
#include "tl-text.h"

#include <glib/gi18n.h>

struct _TlOfferRow {
  AdwActionRow parent_instance;

  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (TlOfferRow, tl_offer_row, ADW_TYPE_ACTION_ROW)

static void
tl_offer_row_class_init (TlOfferRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/offer-row.ui");
  tl_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TlOfferRow, button);
}

static void
tl_offer_row_init (TlOfferRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static const char *
source_words (const char *source)
{
  if (g_strcmp0 (source, "provider-table") == 0)
    return _ ("from the list of known providers");
  if (g_strcmp0 (source, "srv") == 0)
    return _ ("published by the domain");
  if (g_strcmp0 (source, "mx-provider") == 0)
    return _ ("of the provider that receives the mail of this domain");
  if (g_strcmp0 (source, "filezilla") == 0)
    /* Translators: where settings of a file server were found: in the program FileZilla */
    return _ ("from FileZilla");
  return _ ("a guess");
}

GtkWidget *
tl_offer_row_new (const TlServerOffer *offer, guint position)
{
  TlOfferRow *self = g_object_new (TL_TYPE_OFFER_ROW, NULL);
  g_autofree char *host = tl_text_make_visible (offer->host, strlen (offer->host), 255);
  g_autofree char *pairing = tl_pairing_dup_title (offer->port, offer->security);
  /* Translators: %1$s is "Port 465 with TLS", %2$s where that was found */
  g_autofree char *subtitle =
      g_strdup_printf (_ ("%1$s, %2$s"), pairing, source_words (offer->source));
  g_autofree char *target = g_strdup_printf ("%u", position);
  /* Translators: spoken name of a button; %1$s is a server, %2$s is "Port 465 with TLS" */
  g_autofree char *name = g_strdup_printf (_ ("Use %1$s, %2$s"), host, pairing);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), host);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", target);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return GTK_WIDGET (self);
}
