/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-codes-page.h"

#include "tl-text.h"
#include "widgets/tl-code-row.h"

#include <glib/gi18n.h>

/* Rows that are made at once: the list is long, and the window stays alive meanwhile. */
#define ROWS_AT_ONCE 20

struct _TlCodesPage {
  TlPage parent_instance;

  GtkScrolledWindow *scroller;
  GtkSearchEntry *search;
  GtkLabel *difference;
  GtkBox *answers;
  GtkListBox *list;

  GPtrArray *codes; /* (nullable) TlCodeText still to be put into the list, from `next` on */
  guint next;
  guint idle;
  char **words; /* (nullable) that a row must hold */
};

G_DEFINE_FINAL_TYPE (TlCodesPage, tl_codes_page, TL_TYPE_PAGE)

static TlCatalog *
get_catalog (TlCodesPage *self)
{
  return tl_wizard_get_catalog (tl_page_get_wizard (TL_PAGE (self)));
}

/* ------------------------------------------------------------------ the list of all */

static gboolean
add_rows (gpointer data)
{
  TlCodesPage *self = data;

  for (guint i = 0; i < ROWS_AT_ONCE && self->next < self->codes->len; i++)
    gtk_list_box_append (self->list, tl_code_row_new (self->codes->pdata[self->next++]));
  if (self->next < self->codes->len)
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

static void
set_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *protocol = tl_code_row_get_protocol (TL_CODE_ROW (row));
  GtkWidget *label;

  if (before != NULL && g_str_equal (tl_code_row_get_protocol (TL_CODE_ROW (before)), protocol)) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }
  label = gtk_label_new (tl_code_protocol_name (protocol));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "list-heading");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer user_data)
{
  TlCodesPage *self = user_data;

  return tl_code_row_matches (TL_CODE_ROW (row), (const char *const *) self->words);
}

/* ------------------------------------------------------------------ answers */

static void
add_card (GtkWidget *flow, const TlCodeText *code)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  g_autofree char *name =
      g_strdup_printf ("%s, %s", code->code, tl_code_protocol_name (code->protocol));

  gtk_widget_set_focusable (child, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), tl_code_card_new (code));
  gtk_flow_box_insert (GTK_FLOW_BOX (flow), child, -1);
}

static const TlCodeText *
find_meaning (const GPtrArray *meanings, const char *protocol)
{
  for (guint i = 0; i < meanings->len; i++)
    if (g_str_equal (((TlCodeText *) meanings->pdata[i])->protocol, protocol))
      return meanings->pdata[i];
  return NULL;
}

/* Side by side where there is room, one above the other where there is none: first what both mean in
 * the same protocol. */
static GtkWidget *
make_pair (TlCodesPage *self, char **codes)
{
  static const char *const protocols[] = {"smtp", "ftp", "http"};
  g_autoptr (GPtrArray) left = tl_code_look_up (codes[0], get_catalog (self));
  g_autoptr (GPtrArray) right = tl_code_look_up (codes[1], get_catalog (self));
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (flow), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Side by side"), -1);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < G_N_ELEMENTS (protocols); i++) {
      const TlCodeText *first = find_meaning (left, protocols[i]);
      const TlCodeText *second = find_meaning (right, protocols[i]);

      if ((first != NULL && second != NULL) != (pass == 0))
        continue;
      if (first != NULL)
        add_card (flow, first);
      if (second != NULL)
        add_card (flow, second);
    }
  return flow;
}

static GtkWidget *
make_column (TlCodesPage *self, const char *code)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autoptr (GPtrArray) meanings = tl_code_look_up (code, get_catalog (self));

  for (guint i = 0; i < meanings->len; i++)
    gtk_box_append (GTK_BOX (column), tl_code_card_new (meanings->pdata[i]));
  return column;
}

static void
show_answers (TlCodesPage *self, char **codes)
{
  guint n = codes != NULL ? g_strv_length (codes) : 0;
  g_autofree char *difference =
      n == 2 ? tl_code_difference (codes[0], codes[1], get_catalog (self)) : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->answers))) != NULL)
    gtk_box_remove (self->answers, child);
  if (n == 1 || (n == 2 && difference == NULL))
    gtk_box_append (self->answers, make_column (self, codes[0]));
  else if (n == 2)
    gtk_box_append (self->answers, make_pair (self, codes));
  gtk_label_set_text (self->difference, difference != NULL ? difference : "");
  gtk_widget_set_visible (GTK_WIDGET (self->difference), difference != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->answers), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n == 0);
}

static void
on_search (TlCodesPage *self)
{
  const char *question = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_auto (GStrv) codes = tl_code_parse_question (question);
  g_autofree char *ascii = tl_text_ascii_digits (question);
  g_autofree char *folded = g_utf8_casefold (g_strstrip (ascii), -1);

  g_strfreev (self->words);
  self->words = g_strsplit_set (folded, " \t", 10);
  gtk_list_box_invalidate_filter (self->list);
  show_answers (self, codes);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
on_row (TlCodesPage *self, GtkListBoxRow *row)
{
  tl_codes_page_ask (self, tl_code_row_get_code (TL_CODE_ROW (row)));
}

void
tl_codes_page_ask (TlCodesPage *self, const char *question)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), question);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
  on_search (self);
}

/* ------------------------------------------------------------------ the object */

static void
tl_codes_page_entered (TlPage *page)
{
  TlCodesPage *self = TL_CODES_PAGE (page);

  if (self->codes == NULL) {
    self->codes = tl_code_list (get_catalog (self));
    self->idle = g_idle_add (add_rows, self);
  }
  if (gtk_widget_get_root (GTK_WIDGET (page)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
tl_codes_page_ready (TlPage *page)
{
  TlCodesPage *self = TL_CODES_PAGE (page);

  gtk_list_box_set_header_func (self->list, set_heading, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, is_wanted, self, NULL);
}

static void
tl_codes_page_dispose (GObject *object)
{
  TlCodesPage *self = TL_CODES_PAGE (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_strfreev);
  G_OBJECT_CLASS (tl_codes_page_parent_class)->dispose (object);
}

static void
tl_codes_page_class_init (TlCodesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_codes_page_dispose;
  TL_PAGE_CLASS (klass)->ready = tl_codes_page_ready;
  TL_PAGE_CLASS (klass)->entered = tl_codes_page_entered;
  tl_page_class_set_template (TL_PAGE_CLASS (klass), "codes-page");
  gtk_widget_class_bind_template_child (widget_class, TlCodesPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, TlCodesPage, search);
  gtk_widget_class_bind_template_child (widget_class, TlCodesPage, difference);
  gtk_widget_class_bind_template_child (widget_class, TlCodesPage, answers);
  gtk_widget_class_bind_template_child (widget_class, TlCodesPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_row);
}

static void
tl_codes_page_init (TlCodesPage *self)
{
}
