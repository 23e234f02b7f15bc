/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "throughline-gui"

#include "tl-waterfall.h"

#include "tl-language.h"
#include "tl-step.h"

#include <glib/gi18n.h>

#include <math.h>

#define ROW_HEIGHT 26 /* at least: it grows with the text */
#define BAR_HEIGHT 12
#define ROOM_ABOUT_TEXT 8
#define MIN_BAR 3
#define GAP 10
#define NARROW 200
#define WIDE 500

struct _TlWaterfall {
  GtkWidget parent_instance;

  GListModel *model;
};

enum {
  PROP_0,
  PROP_MODEL,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TlWaterfall, tl_waterfall, GTK_TYPE_WIDGET)

/* What one drawing needs to know. */
typedef struct {
  GtkSnapshot *snapshot;
  GtkStyleContext *style;
  float width; /* of the whole */
  float title; /* of the column of titles; 0: they stand above the bars */
  float line;  /* the height of a title and of the axis */
  float row;   /* the height of a step: of its title and its bar */
  double total_ms;
  gboolean mirrored;
} Canvas;

static guint
count (TlWaterfall *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

static double
total_ms (TlWaterfall *self)
{
  double total = 1;

  for (guint i = 0; i < count (self); i++) {
    g_autoptr (TlStep) step = g_list_model_get_item (self->model, i);

    total = MAX (total, tl_step_get_start_ms (step) + tl_step_get_elapsed_ms (step));
  }
  return total;
}

static void
measure_text (TlWaterfall *self, const char *text, int *width, int *height)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  pango_layout_get_pixel_size (layout, width, height);
}

static int
line_height (TlWaterfall *self)
{
  int height;

  measure_text (self, "M", NULL, &height);
  return MAX (ROW_HEIGHT, height + ROOM_ABOUT_TEXT);
}

static int
widest_title (TlWaterfall *self)
{
  int widest = 0;

  for (guint i = 0; i < count (self); i++) {
    g_autoptr (TlStep) step = g_list_model_get_item (self->model, i);
    int own;

    measure_text (self, tl_step_get_title (step), &own, NULL);
    widest = MAX (widest, own);
  }
  return widest + 1;
}

/* Titles stand beside the bars while those keep more than half of the width, else above them. */
static gboolean
is_narrow (TlWaterfall *self, int width)
{
  return widest_title (self) > width * 9 / 20;
}

static int
row_height (TlWaterfall *self, int width)
{
  return line_height (self) + (is_narrow (self, width) ? BAR_HEIGHT + ROOM_ABOUT_TEXT : 0);
}

static void
outcome_colour (const Canvas *canvas, TlOutcome outcome, GdkRGBA *colour)
{
  static const char *const names[] = {
      [TL_OUTCOME_RUNNING] = "accent_color",    [TL_OUTCOME_OK] = "success_color",
      [TL_OUTCOME_WARNING] = "warning_color",   [TL_OUTCOME_FAILED] = "error_color",
      [TL_OUTCOME_SKIPPED] = "window_fg_color",
  };

  if (!gtk_style_context_lookup_color (canvas->style, names[outcome], colour))
    gtk_style_context_get_color (canvas->style, colour);
  if (outcome == TL_OUTCOME_SKIPPED)
    colour->alpha = 0.3f;
}

/* Draws a text that begins (or, mirrored, ends) at `x` from the reading side. */
static float
draw_text (TlWaterfall *self, const Canvas *canvas, const char *text, float x, float y, float room)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  GdkRGBA colour;
  int width, height;
  float at;

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) (room * PANGO_SCALE));
  pango_layout_set_alignment (layout, PANGO_ALIGN_LEFT);
  pango_layout_get_pixel_size (layout, &width, &height);
  pango_layout_set_width (layout, MIN (width + 1, (int) room) * PANGO_SCALE);
  at = canvas->mirrored ? canvas->width - x - (float) MIN (width + 1, (int) room) : x;
  gtk_style_context_get_color (canvas->style, &colour);
  gtk_snapshot_save (canvas->snapshot);
  gtk_snapshot_translate (canvas->snapshot,
                          &GRAPHENE_POINT_INIT (at, y + (canvas->line - (float) height) / 2));
  gtk_snapshot_append_layout (canvas->snapshot, layout, &colour);
  gtk_snapshot_restore (canvas->snapshot);
  return (float) width;
}

/* Where the bars begin, from the reading side. */
static float
lane_start (const Canvas *canvas)
{
  return canvas->title > 0 ? canvas->title + GAP : 0;
}

static void
draw_bar (const Canvas *canvas, float x, float y, float width, const GdkRGBA *colour)
{
  GskRoundedRect outline;
  float at = canvas->mirrored ? canvas->width - x - width : x;
  float down = canvas->title > 0 ? (canvas->row - BAR_HEIGHT) / 2.0f : canvas->line;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (at, y + down, width, BAR_HEIGHT),
                                   MIN (3, width / 2));
  gtk_snapshot_push_rounded_clip (canvas->snapshot, &outline);
  gtk_snapshot_append_color (canvas->snapshot, colour, &outline.bounds);
  gtk_snapshot_pop (canvas->snapshot);
}

static void
draw_step (TlWaterfall *self, const Canvas *canvas, TlStep *step, float y)
{
  float lane = canvas->width - lane_start (canvas);
  double start = tl_step_get_start_ms (step) / canvas->total_ms;
  double part = tl_step_get_elapsed_ms (step) / canvas->total_ms;
  float x = lane_start (canvas) + (float) start * lane;
  float width = MAX (MIN_BAR, (float) part * lane);
  GdkRGBA colour;

  draw_text (self, canvas, tl_step_get_title (step), 0, y,
             canvas->title > 0 ? canvas->title : canvas->width);
  if (tl_step_get_outcome (step) == TL_OUTCOME_SKIPPED)
    return;
  outcome_colour (canvas, tl_step_get_outcome (step), &colour);
  x = MIN (x, canvas->width - MIN_BAR);
  draw_bar (canvas, x, y, MIN (width, canvas->width - x), &colour);
}

/* A round number of milliseconds that divides the whole into about four. */
static double
tick_ms (double total)
{
  double power = pow (10, floor (log10 (total / 4)));
  double times = total / 4 / power;

  if (times < 1.5)
    return power;
  if (times < 3.5)
    return 2 * power;
  return (times < 7.5 ? 5 : 10) * power;
}

/* Translated, a mark can be wide: then only every second or third bears one. */
static guint
marks_apart (TlWaterfall *self, const char *label, float room)
{
  int width;

  measure_text (self, label, &width, NULL);
  return (guint) ceilf ((float) (width + GAP) / MAX (room, 1));
}

static char *
mark_text (double ms)
{
  g_autofree char *number = tl_language_dup_decimal ("%.4g", ms < 1000 ? ms : ms / 1000);

  return g_strdup_printf (ms < 1000 ? _ ("%s ms") : _ ("%s s"), number);
}

static void
draw_axis (TlWaterfall *self, const Canvas *canvas, float height)
{
  float lane = canvas->width - lane_start (canvas);
  double tick = tick_ms (canvas->total_ms);
  float room = (float) (tick / canvas->total_ms) * lane;
  g_autofree char *widest = mark_text (tick * floor (canvas->total_ms / tick));
  guint apart = marks_apart (self, widest, room);
  GdkRGBA colour;

  gtk_style_context_get_color (canvas->style, &colour);
  colour.alpha = 0.15f;
  for (guint i = 0; i * tick <= canvas->total_ms; i++) {
    float x = lane_start (canvas) + (float) (i * tick / canvas->total_ms) * lane;
    float at = canvas->mirrored ? canvas->width - x : x;
    float left = MIN (canvas->width - x, room * (float) apart) - 4;
    g_autofree char *label = mark_text (i * tick);

    gtk_snapshot_append_color (canvas->snapshot, &colour, &GRAPHENE_RECT_INIT (at, 0, 1, height));
    if (i % apart == 0 && marks_apart (self, label, left + GAP) == 1)
      draw_text (self, canvas, label, x + 3, height - canvas->line, left);
  }
}

static void
tl_waterfall_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TlWaterfall *self = TL_WATERFALL (widget);
  int width = gtk_widget_get_width (widget);
  Canvas canvas = {
      .snapshot = snapshot,
      .style = gtk_widget_get_style_context (widget),
      .width = (float) width,
      .title = is_narrow (self, width) ? 0 : (float) widest_title (self),
      .line = (float) line_height (self),
      .row = (float) row_height (self, width),
      .total_ms = total_ms (self),
      .mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
  };

  if (count (self) == 0 || width < 60)
    return;
  draw_axis (self, &canvas, (float) count (self) * canvas.row + canvas.line);
  for (guint i = 0; i < count (self); i++) {
    g_autoptr (TlStep) step = g_list_model_get_item (self->model, i);

    draw_step (self, &canvas, step, (float) i * canvas.row);
  }
}

static void
tl_waterfall_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  TlWaterfall *self = TL_WATERFALL (widget);
  int width = for_size >= 0 ? for_size : WIDE;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural =
        count (self) > 0 ? (int) count (self) * row_height (self, width) + line_height (self) : 0;
  else
    *minimum = NARROW, *natural = WIDE;
}

static GtkSizeRequestMode
tl_waterfall_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* ------------------------------------------------------------------ the model */

static void
name_picture (TlWaterfall *self)
{
  /* Translators: spoken name of a picture; %u is how many steps it shows, %.0f milliseconds */
  g_autofree char *name =
      g_strdup_printf (ngettext ("Times of %u step, %.0f milliseconds in all",
                                 "Times of %u steps, %.0f milliseconds in all", count (self)),
                       count (self), total_ms (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_step_changed (TlWaterfall *self)
{
  name_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_items_changed (TlWaterfall *self, guint position, guint removed, guint added, GListModel *model)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (TlStep) step = g_list_model_get_item (model, i);

    g_signal_connect_object (step, "notify", G_CALLBACK (on_step_changed), self, G_CONNECT_SWAPPED);
  }
  name_picture (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
set_model (TlWaterfall *self, GListModel *model)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, on_items_changed, self);
  g_set_object (&self->model, model);
  if (model == NULL)
    return;
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, count (self), model);
}

static void
tl_waterfall_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_MODEL:
      set_model (TL_WATERFALL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tl_waterfall_dispose (GObject *object)
{
  set_model (TL_WATERFALL (object), NULL);
  G_OBJECT_CLASS (tl_waterfall_parent_class)->dispose (object);
}

static void
tl_waterfall_class_init (TlWaterfallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tl_waterfall_set_property;
  object_class->dispose = tl_waterfall_dispose;
  widget_class->snapshot = tl_waterfall_snapshot;
  widget_class->measure = tl_waterfall_measure;
  widget_class->get_request_mode = tl_waterfall_get_request_mode;
  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                                           G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "waterfall");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tl_waterfall_init (TlWaterfall *self)
{
  name_picture (self);
}
