/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-http-private.h"

struct _TlHttpAddress {
  GNetworkAddress parent_instance;
  GPtrArray *addresses; /* GSocketAddress */
};

static void connectable_init (GSocketConnectableIface *iface);

G_DEFINE_TYPE_WITH_CODE (TlHttpAddress, tl_http_address, G_TYPE_NETWORK_ADDRESS,
                         G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE, connectable_init))

/* ------------------------------------------------------------------ one after the other */

#define TL_TYPE_HTTP_ADDRESSES (tl_http_addresses_get_type ())
G_DECLARE_FINAL_TYPE (TlHttpAddresses, tl_http_addresses, TL, HTTP_ADDRESSES,
                      GSocketAddressEnumerator)

struct _TlHttpAddresses {
  GSocketAddressEnumerator parent_instance;
  GPtrArray *addresses;
  guint next;
};

G_DEFINE_TYPE (TlHttpAddresses, tl_http_addresses, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static GSocketAddress *
tl_http_addresses_next (GSocketAddressEnumerator *enumerator, GCancellable *cancellable,
                        GError **error)
{
  TlHttpAddresses *self = TL_HTTP_ADDRESSES (enumerator);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      self->next >= self->addresses->len)
    return NULL;
  return g_object_ref (self->addresses->pdata[self->next++]);
}

static void
tl_http_addresses_finalize (GObject *object)
{
  g_ptr_array_unref (TL_HTTP_ADDRESSES (object)->addresses);
  G_OBJECT_CLASS (tl_http_addresses_parent_class)->finalize (object);
}

static void
tl_http_addresses_class_init (TlHttpAddressesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tl_http_addresses_finalize;
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass)->next = tl_http_addresses_next;
}

static void
tl_http_addresses_init (TlHttpAddresses *self)
{
}

/* ------------------------------------------------------------------ the name with its addresses */

static GSocketAddressEnumerator *
tl_http_address_enumerate (GSocketConnectable *connectable)
{
  TlHttpAddresses *list = g_object_new (TL_TYPE_HTTP_ADDRESSES, NULL);

  list->addresses = g_ptr_array_ref (TL_HTTP_ADDRESS (connectable)->addresses);
  return G_SOCKET_ADDRESS_ENUMERATOR (list);
}

static void
connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = tl_http_address_enumerate;
  iface->proxy_enumerate = tl_http_address_enumerate;
}

static void
tl_http_address_finalize (GObject *object)
{
  g_ptr_array_unref (TL_HTTP_ADDRESS (object)->addresses);
  G_OBJECT_CLASS (tl_http_address_parent_class)->finalize (object);
}

static void
tl_http_address_class_init (TlHttpAddressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tl_http_address_finalize;
}

static void
tl_http_address_init (TlHttpAddress *self)
{
  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
}

TlHttpAddress *
tl_http_address_new (const char *host, guint port, const GPtrArray *addresses)
{
  TlHttpAddress *self =
      g_object_new (TL_TYPE_HTTP_ADDRESS, "hostname", host, "port", port, "scheme", NULL, NULL);

  for (guint i = 0; i < addresses->len; i++) {
    TlAddress address = *(const TlAddress *) addresses->pdata[i];

    tl_address_set_port (&address, port);
    g_ptr_array_add (self->addresses,
                     g_socket_address_new_from_native (&address.storage, address.length));
  }
  return self;
}
