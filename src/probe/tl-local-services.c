/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-local-services.h"

#include "tl-bus.h"
#include "tl-product.h"
#include "tl-text.h"

#include <string.h>

/* For all of it: they are asked side by side. */
#define LIMIT_MS 1500
#define UNITS_MAX 64
#define CONNECTIONS_MAX 16
#define TEXT_MAX 120

typedef struct {
  char *fact, *value;
} Pair;

struct _TlLocalServices {
  GThread *thread;           /* (nullable) NULL once it was waited for */
  GCancellable *cancellable; /* its own; the job's sets it off as well */
  GCancellable *job;         /* (nullable) */
  gulong chained;
  gint hurried; /* atomic */
  const GPtrArray *products;
  guint port;
  /* The thread's until it has ended. */
  GPtrArray *pairs;   /* Pair */
  GPtrArray *units;   /* char *, ended by NULL after the thread */
  GPtrArray *tunnels; /* char *: "wireguard Office" */
  GString *answered;  /* names of services, blank-separated */
  GString *silent;    /* those that are there and said nothing of use */
};

static void
pair_free (Pair *pair)
{
  g_free (pair->fact);
  g_free (pair->value);
  g_free (pair);
}

static void
add (TlLocalServices *self, const char *fact, const char *value)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->fact = g_strdup (fact);
  pair->value = tl_text_make_visible (value, strlen (value), TEXT_MAX);
  g_ptr_array_add (self->pairs, pair);
}

static void
append_word (GString *list, const char *word)
{
  if (list->len > 0)
    g_string_append_c (list, ' ');
  g_string_append (list, word);
}

/* Whether the service answered; notes who did and who kept silent. One that is not there is neither. */
static gboolean
note (TlLocalServices *self, const char *service, TlBusOutcome outcome)
{
  if (outcome == TL_BUS_ANSWERED)
    append_word (self->answered, service);
  else if (outcome != TL_BUS_ABSENT)
    append_word (self->silent, service);
  return outcome == TL_BUS_ANSWERED;
}

/* ------------------------------------------------------------------ systemd: what is active */

#define SYSTEMD "org.freedesktop.systemd1"
#define UNIT_LIST "(a(ssssssouso))"

static void
hear_units (TlBus *bus, TlBusOutcome outcome, GVariant *reply, gpointer user_data)
{
  TlLocalServices *self = user_data;
  g_autoptr (GVariantIter) iter = NULL;
  const char *name, *state;

  (void) bus;
  if (!note (self, "systemd", outcome))
    return;
  g_variant_get (reply, UNIT_LIST, &iter);
  while (self->units->len < UNITS_MAX &&
         g_variant_iter_next (iter, "(&s&s&s&s&s&s&ou&s&o)", &name, NULL, NULL, &state, NULL, NULL,
                              NULL, NULL, NULL, NULL))
    if (strcmp (state, "active") == 0)
      g_ptr_array_add (self->units, tl_text_make_visible (name, strlen (name), TEXT_MAX));
}

/* All units of all products in one question. */
static void
ask_units (TlBus *bus, TlLocalServices *self)
{
  g_autoptr (GPtrArray) patterns = g_ptr_array_new ();
  const char *const states[] = {"active"};

  for (guint i = 0; i < self->products->len; i++) {
    const TlProduct *product = self->products->pdata[i];

    for (guint k = 0; product->units[k] != NULL; k++)
      g_ptr_array_add (patterns, product->units[k]);
  }
  tl_bus_ask (bus, SYSTEMD, "/org/freedesktop/systemd1", SYSTEMD ".Manager.ListUnitsByPatterns",
              g_variant_new ("(@as@as)", g_variant_new_strv (states, 1),
                             g_variant_new_strv ((const char *const *) patterns->pdata,
                                                 (gssize) patterns->len)),
              G_VARIANT_TYPE (UNIT_LIST), hear_units, self);
}

/* ------------------------------------------------------------------ NetworkManager */

#define NM "org.freedesktop.NetworkManager"

/* A member of an "(a{sv})" answer, where it is there and of that type. (transfer full) */
static GVariant *
member (GVariant *reply, const char *name, const char *type)
{
  g_autoptr (GVariant) all = g_variant_get_child_value (reply, 0);

  return g_variant_lookup_value (all, name, G_VARIANT_TYPE (type));
}

static char *
text_member (GVariant *reply, const char *name)
{
  g_autoptr (GVariant) value = member (reply, name, "s");

  return value != NULL ? g_variant_dup_string (value, NULL) : g_strdup ("");
}

static void
hear_connection (TlBus *bus, TlBusOutcome outcome, GVariant *reply, gpointer user_data)
{
  TlLocalServices *self = user_data;
  g_autoptr (GVariant) vpn = NULL;
  g_autoptr (GVariant) state = NULL;
  g_autofree char *type = NULL;
  g_autofree char *id = NULL;

  (void) bus;
  if (outcome != TL_BUS_ANSWERED)
    return;
  vpn = member (reply, "Vpn", "b");
  state = member (reply, "State", "u");
  type = text_member (reply, "Type");
  id = text_member (reply, "Id");
  /* NM_ACTIVE_CONNECTION_STATE_ACTIVATED */
  if (state == NULL || g_variant_get_uint32 (state) != 2)
    return;
  if ((vpn != NULL && g_variant_get_boolean (vpn)) || strcmp (type, "vpn") == 0 ||
      strcmp (type, "wireguard") == 0)
    g_ptr_array_add (self->tunnels, g_strdup (*id != '\0' ? id : type));
}

static void
ask_connections (TlBus *bus, TlLocalServices *self, GVariant *reply)
{
  g_autoptr (GVariant) paths = member (reply, "ActiveConnections", "ao");
  gsize n = paths != NULL ? g_variant_n_children (paths) : 0;

  for (gsize i = 0; i < MIN (n, CONNECTIONS_MAX); i++) {
    const char *path;

    g_variant_get_child (paths, i, "&o", &path);
    tl_bus_ask_properties (bus, NM, path, NM ".Connection.Active", hear_connection, self);
  }
}

static void
hear_network (TlBus *bus, TlBusOutcome outcome, GVariant *reply, gpointer user_data)
{
  /* NMConnectivityState */
  static const char *const words[] = {"not-known", "none", "portal", "limited", "full"};
  TlLocalServices *self = user_data;
  g_autoptr (GVariant) connectivity = NULL;
  guint32 state;

  if (!note (self, "NetworkManager", outcome))
    return;
  connectivity = member (reply, "Connectivity", "u");
  state = connectivity != NULL ? g_variant_get_uint32 (connectivity) : 0;
  add (self, "local.connectivity", words[state < G_N_ELEMENTS (words) ? state : 0]);
  ask_connections (bus, self, reply);
}

/* ------------------------------------------------------------------ firewalld */

/* Policies and direct rules are not asked for: firewalld would have the user asked for a password. */
#define FIREWALLD "org.fedoraproject.FirewallD1"
#define FIREWALLD_PATH "/org/fedoraproject/FirewallD1"

static gboolean
names_port (const char *ports, guint port)
{
  char *end;
  guint64 low = g_ascii_strtoull (ports, &end, 10);
  guint64 high = *end == '-' ? g_ascii_strtoull (end + 1, NULL, 10) : low;

  return port != 0 && port >= low && port <= high;
}

static void
append_rule (GString *rules, const char *rule)
{
  if (rules->len > 0)
    g_string_append (rules, "; ");
  g_string_append (rules, rule);
}

/* What the zone says about the port: it concerns what comes in. */
static void
hear_zone (TlBus *bus, TlBusOutcome outcome, GVariant *reply, gpointer user_data)
{
  TlLocalServices *self = user_data;
  g_autoptr (GVariant) ports = NULL;
  g_autoptr (GVariant) rich = NULL;
  g_autoptr (GString) rules = g_string_new (NULL);
  g_autofree char *mark = g_strdup_printf ("port=\"%u\"", self->port);

  (void) bus;
  if (outcome != TL_BUS_ANSWERED || self->port == 0)
    return;
  ports = member (reply, "ports", "a(ss)");
  rich = member (reply, "rules_str", "as");
  for (gsize i = 0; ports != NULL && i < g_variant_n_children (ports) && rules->len < 4096; i++) {
    const char *range, *protocol;
    g_autofree char *rule = NULL;

    g_variant_get_child (ports, i, "(&s&s)", &range, &protocol);
    rule = g_strdup_printf ("port %s/%s", range, protocol);
    if (strcmp (protocol, "tcp") == 0 && names_port (range, self->port))
      append_rule (rules, rule);
  }
  for (gsize i = 0; rich != NULL && i < g_variant_n_children (rich) && rules->len < 4096; i++) {
    const char *rule;

    g_variant_get_child (rich, i, "&s", &rule);
    if (strstr (rule, mark) != NULL)
      append_rule (rules, rule);
  }
  if (rules->len > 0)
    add (self, "local.firewalld.rules", rules->str);
}

static void
hear_default_zone (TlBus *bus, TlBusOutcome outcome, GVariant *reply, gpointer user_data)
{
  TlLocalServices *self = user_data;
  const char *zone;

  if (!note (self, "firewalld", outcome))
    return;
  g_variant_get (reply, "(&s)", &zone);
  add (self, "local.firewalld.zone", zone);
  tl_bus_ask (bus, FIREWALLD, FIREWALLD_PATH, FIREWALLD ".zone.getZoneSettings2",
              g_variant_new ("(s)", zone), G_VARIANT_TYPE ("(a{sv})"), hear_zone, self);
}

/* ------------------------------------------------------------------ the clock */

#define TIMEDATE "org.freedesktop.timedate1"

static void
hear_clock (TlBus *bus, TlBusOutcome outcome, GVariant *reply, gpointer user_data)
{
  static const struct {
    const char *property, *fact;
  } rows[] = {{"NTP", "local.clock_ntp"}, {"NTPSynchronized", "local.clock_ntp_synchronised"}};
  TlLocalServices *self = user_data;

  (void) bus;
  if (!note (self, "timedate1", outcome))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GVariant) value = member (reply, rows[i].property, "b");

    if (value != NULL)
      add (self, rows[i].fact, g_variant_get_boolean (value) ? "yes" : "no");
  }
}

/* ------------------------------------------------------------------ all of it */

static void
ask_all (TlBus *bus, gpointer user_data)
{
  TlLocalServices *self = user_data;

  ask_units (bus, self);
  tl_bus_ask_properties (bus, NM, "/org/freedesktop/NetworkManager", NM, hear_network, self);
  tl_bus_ask (bus, FIREWALLD, FIREWALLD_PATH, FIREWALLD ".getDefaultZone", NULL,
              G_VARIANT_TYPE ("(s)"), hear_default_zone, self);
  tl_bus_ask_properties (bus, TIMEDATE, "/org/freedesktop/timedate1", TIMEDATE, hear_clock, self);
}

static void
add_tunnels (TlLocalServices *self)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < self->tunnels->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            (const char *) self->tunnels->pdata[i]);
  if (list->len > 0)
    add (self, "local.vpn.connection", list->str);
}

static gpointer
talk (gpointer data)
{
  TlLocalServices *self = data;
  gboolean found = tl_bus_talk (NULL, LIMIT_MS, self->cancellable, ask_all, self);

  add_tunnels (self);
  add (self, "local.services",
       self->answered->len > 0 ? self->answered->str
       : found                 ? "none"
                               : "not-known");
  if (self->silent->len > 0 && !g_atomic_int_get (&self->hurried))
    add (self, "local.services.silent", self->silent->str);
  g_ptr_array_add (self->units, NULL);
  return NULL;
}

static void
chain_cancel (GCancellable *job, gpointer own)
{
  (void) job;
  g_cancellable_cancel (own);
}

TlLocalServices *
tl_local_services_begin (const GPtrArray *products, guint port, GCancellable *cancellable)
{
  TlLocalServices *self = g_new0 (TlLocalServices, 1);

  self->products = products;
  self->port = port;
  self->cancellable = g_cancellable_new ();
  if (cancellable != NULL) {
    self->job = g_object_ref (cancellable);
    self->chained = g_cancellable_connect (cancellable, G_CALLBACK (chain_cancel),
                                           g_object_ref (self->cancellable), g_object_unref);
  }
  self->pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) pair_free);
  self->units = g_ptr_array_new_with_free_func (g_free);
  self->tunnels = g_ptr_array_new_with_free_func (g_free);
  self->answered = g_string_new (NULL);
  self->silent = g_string_new (NULL);
  self->thread = g_thread_try_new ("services", talk, self, NULL);
  if (self->thread == NULL)
    g_ptr_array_add (self->units, NULL);
  return self;
}

static void
wait_for_end (TlLocalServices *self)
{
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
}

void
tl_local_services_hurry (TlLocalServices *self)
{
  g_atomic_int_set (&self->hurried, 1);
  g_cancellable_cancel (self->cancellable);
}

void
tl_local_services_foreach (TlLocalServices *self,
                           void (*func) (const char *fact, const char *value, gpointer data),
                           gpointer data)
{
  wait_for_end (self);
  for (guint i = 0; i < self->pairs->len; i++) {
    const Pair *pair = self->pairs->pdata[i];

    func (pair->fact, pair->value, data);
  }
}

char **
tl_local_services_get_units (TlLocalServices *self)
{
  wait_for_end (self);
  return (char **) self->units->pdata;
}

void
tl_local_services_free (TlLocalServices *self)
{
  wait_for_end (self);
  g_ptr_array_unref (self->pairs);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->tunnels);
  g_string_free (self->answered, TRUE);
  g_string_free (self->silent, TRUE);
  if (self->job != NULL)
    g_cancellable_disconnect (self->job, self->chained);
  g_clear_object (&self->job);
  g_clear_object (&self->cancellable);
  g_free (self);
}
