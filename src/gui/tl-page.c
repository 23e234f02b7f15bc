/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-page.h"

#include "tl-closures.h"

typedef struct {
  TlWizard *wizard;
  gboolean can_go_next;
  char *next_label;
} TlPagePrivate;

enum {
  PROP_0,
  PROP_WIZARD,
  PROP_CAN_GO_NEXT,
  PROP_NEXT_LABEL,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static GtkBuildableIface *parent_buildable;

static void tl_page_buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (TlPage, tl_page, ADW_TYPE_BIN,
                                  G_ADD_PRIVATE (TlPage)
                                      G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                             tl_page_buildable_init))

static TlPagePrivate *
get_private (TlPage *self)
{
  return tl_page_get_instance_private (self);
}

/* The wizard's own objects, by the name that a template gives them. */
static GObject *
tl_page_get_internal_child (GtkBuildable *buildable, GtkBuilder *builder, const char *name)
{
  static const char *const names[] = {"settings", "session", "discovery",       "environment",
                                      "survey",   "domain",  "domain-settings", NULL};
  TlWizard *wizard = get_private (TL_PAGE (buildable))->wizard;
  g_autoptr (GObject) object = NULL;

  if (g_str_equal (name, "wizard"))
    return G_OBJECT (wizard);
  if (!g_strv_contains (names, name))
    return parent_buildable->get_internal_child (buildable, builder, name);
  /* The wizard keeps it, so that it lives on without this reference. */
  g_object_get (wizard, name, &object, NULL);
  return object;
}

static void
tl_page_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->get_internal_child = tl_page_get_internal_child;
}

/* Templates refer to the wizard, which is a construct property: so they are made here and not in
 * instance init. */
static void
tl_page_constructed (GObject *object)
{
  TlPage *self = TL_PAGE (object);

  G_OBJECT_CLASS (tl_page_parent_class)->constructed (object);
  gtk_widget_init_template (GTK_WIDGET (self));
  if (TL_PAGE_GET_CLASS (self)->ready != NULL)
    TL_PAGE_GET_CLASS (self)->ready (self);
}

static void
tl_page_dispose (GObject *object)
{
  g_clear_object (&get_private (TL_PAGE (object))->wizard);
  G_OBJECT_CLASS (tl_page_parent_class)->dispose (object);
}

static void
tl_page_finalize (GObject *object)
{
  g_free (get_private (TL_PAGE (object))->next_label);
  G_OBJECT_CLASS (tl_page_parent_class)->finalize (object);
}

static void
tl_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TlPagePrivate *priv = get_private (TL_PAGE (object));

  switch (prop_id) {
    case PROP_WIZARD:
      g_value_set_object (value, priv->wizard);
      break;
    case PROP_CAN_GO_NEXT:
      g_value_set_boolean (value, priv->can_go_next);
      break;
    case PROP_NEXT_LABEL:
      g_value_set_string (value, priv->next_label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tl_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TlPage *self = TL_PAGE (object);

  switch (prop_id) {
    case PROP_WIZARD:
      get_private (self)->wizard = g_value_dup_object (value);
      break;
    case PROP_CAN_GO_NEXT:
      tl_page_set_can_go_next (self, g_value_get_boolean (value));
      break;
    case PROP_NEXT_LABEL:
      tl_page_set_next_label (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tl_page_class_init (TlPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags rw = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tl_page_constructed;
  object_class->dispose = tl_page_dispose;
  object_class->finalize = tl_page_finalize;
  object_class->get_property = tl_page_get_property;
  object_class->set_property = tl_page_set_property;

  props[PROP_WIZARD] =
      g_param_spec_object ("wizard", NULL, NULL, TL_TYPE_WIZARD,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_CAN_GO_NEXT] = g_param_spec_boolean ("can-go-next", NULL, NULL, TRUE, rw);
  props[PROP_NEXT_LABEL] = g_param_spec_string ("next-label", NULL, NULL, "", rw);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tl_page_init (TlPage *self)
{
  get_private (self)->can_go_next = TRUE;
  get_private (self)->next_label = g_strdup ("");
}

void
tl_page_class_set_template (TlPageClass *klass, const char *name)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_autofree char *path = g_strconcat ("/io/github/throughline/Throughline/", name, ".ui", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, path);
  tl_closures_bind (widget_class);
}

TlWizard *
tl_page_get_wizard (TlPage *self)
{
  return get_private (self)->wizard;
}

gboolean
tl_page_get_can_go_next (TlPage *self)
{
  return get_private (self)->can_go_next;
}

void
tl_page_set_can_go_next (TlPage *self, gboolean can)
{
  TlPagePrivate *priv = get_private (self);

  if (priv->can_go_next == can)
    return;
  priv->can_go_next = can;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_GO_NEXT]);
}

const char *
tl_page_get_next_label (TlPage *self)
{
  return get_private (self)->next_label;
}

void
tl_page_set_next_label (TlPage *self, const char *label)
{
  TlPagePrivate *priv = get_private (self);

  if (g_strcmp0 (priv->next_label, label) == 0)
    return;
  g_free (priv->next_label);
  priv->next_label = g_strdup (label != NULL ? label : "");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NEXT_LABEL]);
}

void
tl_page_entered (TlPage *self)
{
  if (TL_PAGE_GET_CLASS (self)->entered != NULL)
    TL_PAGE_GET_CLASS (self)->entered (self);
}

void
tl_page_left (TlPage *self)
{
  if (TL_PAGE_GET_CLASS (self)->left != NULL)
    TL_PAGE_GET_CLASS (self)->left (self);
}

gboolean
tl_page_forward (TlPage *self)
{
  return TL_PAGE_GET_CLASS (self)->forward != NULL && TL_PAGE_GET_CLASS (self)->forward (self);
}

void
tl_page_focus_first (TlPage *self)
{
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
