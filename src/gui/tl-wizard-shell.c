/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-wizard-shell.h"

#include "tl-language.h"
#include "tl-page-table.h"
#include "widgets/tl-steps-row.h"

#include <glib/gi18n.h>

struct _TlWizardShell {
  AdwBin parent_instance;

  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  GtkWidget *content;
  GtkListBox *steps;
  GtkListBox *asides;
  GtkStack *stack;
  GtkWidget *reading;
  GtkWidget *reading_bar;
  GtkRevealer *way_back;
  GtkLabel *way_back_label;
  GtkLabel *title; /* that of the page; in a narrow window in two lines */
  GtkLabel *step_label;
  GtkLabel *next_label;
  GtkWidget *next_button;
  GtkMenuButton *menu;
  GMenu *language_menu;

  TlWizard *wizard;
  guint reading_timer;
  guint making; /* (source id) of what was not needed yet: the menu of languages, the other pages */
  int came_from; /* the step that a page beside the steps was entered from */
  gboolean can_go_next;
  gboolean can_go_back;
  gboolean selecting; /* we move the selection ourselves */
};

enum {
  PROP_0,
  PROP_CAN_GO_NEXT,
  PROP_CAN_GO_BACK,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TlWizardShell, tl_wizard_shell, ADW_TYPE_BIN)

/* NULL while the shell is made or taken apart. */
static TlPage *
current_page (TlWizardShell *self)
{
  GtkWidget *room = self->stack != NULL && self->wizard != NULL
                        ? gtk_stack_get_visible_child (self->stack)
                        : NULL;
  GtkWidget *page = room != NULL ? adw_bin_get_child (ADW_BIN (room)) : NULL;

  return page != NULL ? TL_PAGE (page) : NULL;
}

static int
current_position (TlWizardShell *self)
{
  return tl_page_table_find (gtk_stack_get_visible_child_name (self->stack));
}

static gboolean
is_aside (int at)
{
  return at >= (int) tl_page_table_count_steps ();
}

/* ------------------------------------------------------------------ what is shown around the page */

/* The step behind this one, those left out that make no sense now; -1 where there is none. */
static int
find_next (TlWizardShell *self, int at)
{
  const TlPageRow *rows = tl_page_table (NULL);
  int n = (int) tl_page_table_count_steps ();

  for (int to = at + 1; to < n; to++)
    if (rows[to].reachable (self->wizard))
      return to;
  return -1;
}

/* A page beside the steps has no next one, but may lead somewhere itself. */
static gboolean
next_is_possible (TlWizardShell *self, TlPage *page, int at)
{
  if (!tl_page_get_can_go_next (page))
    return FALSE;
  if (TL_PAGE_GET_CLASS (page)->forward != NULL)
    return TRUE;
  return !is_aside (at) &&
         (at + 1 == (int) tl_page_table_count_steps () || find_next (self, at) >= 0);
}

static void
update_buttons (TlWizardShell *self)
{
  int at = current_position (self);
  TlPage *page = current_page (self);
  const char *label = tl_page_get_next_label (page);
  gboolean next = next_is_possible (self, page, at);
  gboolean back =
      at > 0 && (is_aside (at) || !tl_session_get_running (tl_wizard_get_session (self->wizard)));

  gtk_label_set_text_with_mnemonic (self->next_label,
                                    *label != '\0' ? label : C_ ("button", "_Next"));
  gtk_widget_set_visible (self->next_button,
                          !is_aside (at) || TL_PAGE_GET_CLASS (page)->forward != NULL);
  if (next != self->can_go_next) {
    self->can_go_next = next;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_GO_NEXT]);
  }
  if (back != self->can_go_back) {
    self->can_go_back = back;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_GO_BACK]);
  }
}

static void
update_steps (TlWizardShell *self)
{
  const TlPageRow *rows = tl_page_table (NULL);
  guint steps = tl_page_table_count_steps ();
  int at = current_position (self);
  int step = is_aside (at) ? self->came_from : at;
  gboolean busy = tl_session_get_running (tl_wizard_get_session (self->wizard));

  for (guint i = 0; i < steps; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->steps, (int) i);

    tl_steps_row_set_state (TL_STEPS_ROW (row), (int) i == step, (int) i < step);
    gtk_widget_set_sensitive (GTK_WIDGET (row),
                              (int) i == at || (!busy && rows[i].reachable (self->wizard)));
  }
  self->selecting = TRUE;
  gtk_list_box_select_row (self->steps,
                           is_aside (at) ? NULL : gtk_list_box_get_row_at_index (self->steps, at));
  gtk_list_box_select_row (
      self->asides,
      is_aside (at) ? gtk_list_box_get_row_at_index (self->asides, at - (int) steps) : NULL);
  self->selecting = FALSE;
}

static void
update (TlWizardShell *self)
{
  if (current_page (self) == NULL)
    return;
  update_buttons (self);
  update_steps (self);
}

static void
update_titles (TlWizardShell *self)
{
  const TlPageRow *rows = tl_page_table (NULL);
  int at = current_position (self);
  /* Translators: %1$d is the number of the step, %2$d how many there are */
  g_autofree char *step =
      g_strdup_printf (_ ("Step %1$d of %2$d"), at + 1, (int) tl_page_table_count_steps ());

  gtk_label_set_text (self->step_label, is_aside (at) ? "" : step);
  gtk_label_set_text (self->title, g_dpgettext2 (NULL, "page", rows[at].title));
}

/* ------------------------------------------------------------------ making the pages */

/* Each page has its room in the stack from the beginning, in the order of the table, and moves in when
 * it is first needed. */
static GtkWidget *
ensure_page (TlWizardShell *self, guint at)
{
  const TlPageRow *rows = tl_page_table (NULL);
  AdwBin *room = ADW_BIN (gtk_stack_get_child_by_name (self->stack, rows[at].name));
  GtkWidget *page = adw_bin_get_child (room);

  if (page != NULL)
    return page;
  page = g_object_new (rows[at].get_type (), "wizard", self->wizard, NULL);
  adw_bin_set_child (room, page);
  g_signal_connect_object (page, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return page;
}

static gboolean
make_next_step (gpointer user_data)
{
  TlWizardShell *self = user_data;
  const TlPageRow *rows = tl_page_table (NULL);

  for (guint i = 0; i < tl_page_table_count_steps (); i++) {
    if (adw_bin_get_child (ADW_BIN (gtk_stack_get_child_by_name (self->stack, rows[i].name))))
      continue;
    ensure_page (self, i);
    return G_SOURCE_CONTINUE;
  }
  self->making = 0;
  return G_SOURCE_REMOVE;
}

/* The window can be seen before all its pages are made: those of the steps are, one by one, when there is
 * nothing else to do, so that none is made while a test runs. The pages beside the steps, which many never
 * enter, wait for whoever does. */
static gboolean
on_first_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TlWizardShell *self = TL_WIZARD_SHELL (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  /* Nothing can take the focus before it is drawn: it would stay on the menu. */
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
    tl_page_focus_first (current_page (self));
  self->making = g_idle_add_full (G_PRIORITY_LOW, make_next_step, self, NULL);
  return G_SOURCE_REMOVE;
}

/* ------------------------------------------------------------------ going about */

static void
show_page (TlWizardShell *self, int at)
{
  const TlPageRow *rows = tl_page_table (NULL);

  if (!is_aside (at))
    self->came_from = at;
  ensure_page (self, (guint) at);
  gtk_stack_set_visible_child_name (self->stack, rows[at].name);
  tl_wizard_set_page (self->wizard, rows[at].name);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  update_titles (self);
  update (self);
  tl_page_focus_first (current_page (self));
  tl_page_entered (current_page (self));
}

gboolean
tl_wizard_shell_go (TlWizardShell *self, const char *page)
{
  const TlPageRow *rows = tl_page_table (NULL);
  int at = tl_page_table_find (page);

  if (at < 0)
    return FALSE;
  if (at == current_position (self)) {
    adw_leaflet_set_visible_child (self->leaflet, self->content);
    return TRUE;
  }
  tl_page_left (current_page (self));
  if (!rows[at].reachable (self->wizard)) {
    update (self);
    return FALSE;
  }
  show_page (self, at);
  return TRUE;
}

void
tl_wizard_shell_next (TlWizardShell *self)
{
  int to;

  if (!self->can_go_next || tl_page_forward (current_page (self)))
    return;
  to = find_next (self, current_position (self));
  if (to >= 0)
    tl_wizard_shell_go (self, tl_page_table (NULL)[to].name);
}

void
tl_wizard_shell_back (TlWizardShell *self)
{
  const TlPageRow *rows = tl_page_table (NULL);
  int at = current_position (self);

  if (!self->can_go_back)
    return;
  if (is_aside (at)) {
    tl_wizard_shell_go (self, rows[self->came_from].reachable (self->wizard)
                                  ? rows[self->came_from].name
                                  : "welcome");
    return;
  }
  for (int to = at - 1; to >= 0; to--) {
    if (rows[to].reachable (self->wizard)) {
      tl_wizard_shell_go (self, rows[to].name);
      return;
    }
  }
}

void
tl_wizard_shell_commit (TlWizardShell *self)
{
  tl_page_left (current_page (self));
}

static void
on_row (TlWizardShell *self, GtkListBoxRow *row)
{
  if (row == NULL || self->selecting)
    return;
  if (!tl_wizard_shell_go (self, tl_steps_row_get_name (TL_STEPS_ROW (row))))
    update_steps (self);
}

/* The keys move the focus through the rows, and GTK selects what has it: nobody has chosen that page
 * yet. What an assistive program selects is chosen. */
static void
on_row_selected (TlWizardShell *self, GtkListBoxRow *row)
{
  if (row != NULL && !self->selecting && gtk_widget_is_focus (GTK_WIDGET (row)))
    update_steps (self);
  else
    on_row (self, row);
}

static void
on_steps_button (TlWizardShell *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
add_toast (TlWizardShell *self, const char *message, guint seconds)
{
  /* A toast's title is markup in libadwaita 1.2, and foreign words may stand in it. */
  g_autofree char *escaped = g_markup_escape_text (message, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, seconds);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
tl_wizard_shell_say (TlWizardShell *self, const char *message)
{
  add_toast (self, message, 6);
}

void
tl_wizard_shell_warn (TlWizardShell *self, const char *message)
{
  add_toast (self, message, 0);
}

GtkWidget *
tl_wizard_shell_get_default_widget (TlWizardShell *self)
{
  return self->next_button;
}

GtkWidget *
tl_wizard_shell_get_page (TlWizardShell *self, const char *name)
{
  int at = tl_page_table_find (name);

  return at >= 0 ? ensure_page (self, (guint) at) : NULL;
}

/* When it is first opened, because the names are in the catalogues of all languages. */
static void
on_menu (GtkMenuButton *button, gpointer user_data)
{
  TlWizardShell *self = user_data;
  const char *const *languages = tl_catalog_list_languages ();

  if (g_menu_model_get_n_items (G_MENU_MODEL (self->language_menu)) > 0)
    return;
  /* Translators: the language that the rest of the system is in */
  g_menu_append (self->language_menu, _ ("_System language"), "app.language::");
  for (guint i = 0; languages[i] != NULL; i++) {
    g_autofree char *name = tl_language_dup_own_name (languages[i]);
    g_autofree char *action = g_strconcat ("app.language::", languages[i], NULL);

    g_menu_append (self->language_menu, name, action);
  }
}

/* ------------------------------------------------------------------ the object */

static void
tl_wizard_shell_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TlWizardShell *self = TL_WIZARD_SHELL (object);

  switch (prop_id) {
    case PROP_CAN_GO_NEXT:
      g_value_set_boolean (value, self->can_go_next);
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, self->can_go_back);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tl_wizard_shell_dispose (GObject *object)
{
  TlWizardShell *self = TL_WIZARD_SHELL (object);

  g_clear_handle_id (&self->reading_timer, g_source_remove);
  g_clear_handle_id (&self->making, g_source_remove);
  g_clear_object (&self->wizard);
  G_OBJECT_CLASS (tl_wizard_shell_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, toasts);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, content);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, steps);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, asides);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, reading);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, reading_bar);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, way_back);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, way_back_label);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, stack);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, title);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, step_label);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, next_label);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, next_button);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, language_menu);
  gtk_widget_class_bind_template_child (widget_class, TlWizardShell, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_row);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_steps_button);
}

static void
tl_wizard_shell_class_init (TlWizardShellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tl_wizard_shell_get_property;
  object_class->dispose = tl_wizard_shell_dispose;
  props[PROP_CAN_GO_NEXT] = g_param_spec_boolean ("can-go-next", NULL, NULL, FALSE, ro);
  props[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, ro);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/throughline/Throughline/wizard-shell.ui");
  bind_children (widget_class);
}

static void
tl_wizard_shell_init (TlWizardShell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, on_menu, self, NULL);
}

static void
add_rooms (TlWizardShell *self)
{
  guint n;
  const TlPageRow *rows = tl_page_table (&n);

  for (guint i = 0; i < n; i++) {
    const char *title = g_dpgettext2 (NULL, "page", rows[i].title);

    gtk_stack_add_named (self->stack, adw_bin_new (), rows[i].name);
    gtk_list_box_append (rows[i].aside != NULL ? self->asides : self->steps,
                         tl_steps_row_new (rows[i].name, title, rows[i].aside));
  }
}

/* What takes a moment is not worth a bar that flashes up. */
static gboolean
show_reading (gpointer data)
{
  TlWizardShell *self = data;

  self->reading_timer = 0;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->reading), TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_reading (TlWizardShell *self)
{
  g_clear_handle_id (&self->reading_timer, g_source_remove);
  if (tl_wizard_get_reading (self->wizard))
    self->reading_timer = g_timeout_add (400, show_reading, self);
  else
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->reading), FALSE);
}

/* On every page, until the person has said that it is done. */
static void
on_way_back (TlWizardShell *self)
{
  g_autofree char *words = NULL;

  g_object_get (self->wizard, "way-back", &words, NULL);
  gtk_label_set_text (self->way_back_label, words);
  gtk_revealer_set_reveal_child (self->way_back, *words != '\0');
}

static void
watch_session (TlWizardShell *self)
{
  g_signal_connect_object (tl_wizard_get_session (self->wizard), "notify", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
tl_wizard_shell_new (TlWizard *wizard)
{
  TlWizardShell *self = g_object_new (TL_TYPE_WIZARD_SHELL, NULL);
  int at = MAX (tl_page_table_find (tl_wizard_get_page (wizard)), 0);

  self->wizard = g_object_ref (wizard);
  add_rooms (self);
  g_signal_connect_object (wizard, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::session", G_CALLBACK (watch_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::reading", G_CALLBACK (on_reading), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "notify::way-back", G_CALLBACK (on_way_back), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "refused", G_CALLBACK (tl_wizard_shell_warn), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "message", G_CALLBACK (tl_wizard_shell_say), self,
                           G_CONNECT_SWAPPED);
  watch_session (self);
  g_object_bind_property (wizard, "progress", self->reading_bar, "fraction", G_BINDING_SYNC_CREATE);
  show_page (self, at);
  on_reading (self);
  on_way_back (self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_first_frame, NULL, NULL);
  return GTK_WIDGET (self);
}
