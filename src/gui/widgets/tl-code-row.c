/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-code-row.h"

#include <glib/gi18n.h>

struct _TlCodeRow {
  GtkListBoxRow parent_instance;

  GtkLabel *code;
  GtkLabel *title;
  char *protocol;
  char *folded; /* what a search looks through */
};

struct _TlCodeCard {
  AdwBin parent_instance;

  GtkLabel *code;
  GtkLabel *protocol;
  GtkLabel *title;
  GtkLabel *meaning;
  GtkLabel *klass;
  GtkLabel *source;
};

G_DEFINE_FINAL_TYPE (TlCodeRow, tl_code_row, GTK_TYPE_LIST_BOX_ROW)
G_DEFINE_FINAL_TYPE (TlCodeCard, tl_code_card, ADW_TYPE_BIN)

const char *
tl_code_protocol_name (const char *protocol)
{
  if (g_str_equal (protocol, "ftp"))
    return _ ("Files (FTP)");
  if (g_str_equal (protocol, "http"))
    return _ ("Web (HTTP)");
  return _ ("Mail (SMTP)");
}

/* ------------------------------------------------------------------ a row */

static void
tl_code_row_finalize (GObject *object)
{
  TlCodeRow *self = TL_CODE_ROW (object);

  g_free (self->protocol);
  g_free (self->folded);
  G_OBJECT_CLASS (tl_code_row_parent_class)->finalize (object);
}

static void
tl_code_row_class_init (TlCodeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tl_code_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/code-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlCodeRow, code);
  gtk_widget_class_bind_template_child (widget_class, TlCodeRow, title);
}

static void
tl_code_row_init (TlCodeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_code_row_new (const TlCodeText *code)
{
  TlCodeRow *self = g_object_new (TL_TYPE_CODE_ROW, NULL);
  g_autofree char *name = g_strdup_printf ("%s %s: %s", tl_code_protocol_name (code->protocol),
                                           code->code, code->title);
  g_autofree char *all = g_strdup_printf ("%s %s", name, code->meaning);

  self->protocol = g_strdup (code->protocol);
  self->folded = g_utf8_casefold (all, -1);
  gtk_label_set_text (self->code, code->code);
  gtk_label_set_text (self->title, code->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}

const char *
tl_code_row_get_code (TlCodeRow *self)
{
  return gtk_label_get_text (self->code);
}

const char *
tl_code_row_get_protocol (TlCodeRow *self)
{
  return self->protocol;
}

gboolean
tl_code_row_matches (TlCodeRow *self, const char *const *words)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (strstr (self->folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* ------------------------------------------------------------------ a card */

static void
tl_code_card_class_init (TlCodeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/throughline/Throughline/code-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TlCodeCard, code);
  gtk_widget_class_bind_template_child (widget_class, TlCodeCard, protocol);
  gtk_widget_class_bind_template_child (widget_class, TlCodeCard, title);
  gtk_widget_class_bind_template_child (widget_class, TlCodeCard, meaning);
  gtk_widget_class_bind_template_child (widget_class, TlCodeCard, klass);
  gtk_widget_class_bind_template_child (widget_class, TlCodeCard, source);
}

static void
tl_code_card_init (TlCodeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_code_card_new (const TlCodeText *code)
{
  TlCodeCard *self = g_object_new (TL_TYPE_CODE_CARD, NULL);

  gtk_label_set_text (self->code, code->code);
  gtk_label_set_text (self->protocol, tl_code_protocol_name (code->protocol));
  gtk_label_set_text (self->title, code->title);
  gtk_label_set_text (self->meaning, code->meaning);
  gtk_label_set_text (self->klass, code->klass);
  gtk_label_set_text (self->source, code->source);
  gtk_widget_set_visible (GTK_WIDGET (self->source), *code->source != '\0');
  return GTK_WIDGET (self);
}
