/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-watch.h"

#include "tl-connector.h"
#include "tl-netlink.h"

#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

/* Of one family each, for documentation (RFC 5737, RFC 3849): their way is the one to anywhere. */
static const char *const anywhere[] = {"192.0.2.1", "2001:db8::1"};

typedef enum {
  CHANGED_ADDRESS = 1 << 0,
  CHANGED_LINK = 1 << 1,
  CHANGED_ROUTE = 1 << 2
} Changes;

/* The way to one address as it was. */
typedef struct {
  TlAddress to;
  TlAddress from; /* length 0: none */
  const char *route;
  int link;
  guint changes;
} Way;

struct _TlWatch {
  int fd;         /* -1: the kernel does not tell */
  GArray *ways;   /* Way */
  guint early[2]; /* Changes of each family before it was aimed */
  gint64 asleep_us;
};

/* ------------------------------------------------------------------ sleep */

/* The one clock goes on while the computer sleeps, the other does not (clock_gettime(2)). */
static gint64
get_asleep_us (void)
{
  struct timespec with, without;

  if (clock_gettime (CLOCK_BOOTTIME, &with) != 0 || clock_gettime (CLOCK_MONOTONIC, &without) != 0)
    return 0;
  return (with.tv_sec - without.tv_sec) * G_USEC_PER_SEC + (with.tv_nsec - without.tv_nsec) / 1000;
}

double
tl_watch_get_slept_ms (TlWatch *watch)
{
  return (double) MAX (get_asleep_us () - watch->asleep_us, 0) / 1000;
}

/* ------------------------------------------------------------------ ways */

static void
add_way (TlWatch *watch, const TlAddress *to)
{
  Way way = {.to = *to};

  way.route = tl_netlink_find_route (to, 0, &way.link);
  if (!tl_local_address_towards (to, &way.from, NULL))
    way.from.length = 0;
  g_array_append_val (watch->ways, way);
}

static gboolean
is_family (const Way *way, int family)
{
  return tl_address_is_ipv6 (&way->to) == (family == AF_INET6);
}

/* ------------------------------------------------------------------ what the kernel tells */

static gboolean
read_address (const struct nlmsghdr *message, gsize head, guint type, int family,
              TlAddress *address)
{
  const struct rtattr *attribute =
      (const struct rtattr *) ((const char *) NLMSG_DATA (message) + NLMSG_ALIGN (head));
  int left = (int) message->nlmsg_len - (int) NLMSG_SPACE (head);
  gsize size = family == AF_INET6 ? 16 : 4;

  for (; RTA_OK (attribute, left); attribute = RTA_NEXT (attribute, left)) {
    if (attribute->rta_type != type || RTA_PAYLOAD (attribute) != size)
      continue;
    *address = (TlAddress){0};
    address->storage.ss_family = (sa_family_t) family;
    if (family == AF_INET6) {
      struct sockaddr_in6 *v6 = (struct sockaddr_in6 *) &address->storage;

      memcpy (&v6->sin6_addr, RTA_DATA (attribute), size);
      address->length = sizeof *v6;
    } else {
      struct sockaddr_in *v4 = (struct sockaddr_in *) &address->storage;

      memcpy (&v4->sin_addr, RTA_DATA (attribute), size);
      address->length = sizeof *v4;
    }
    return TRUE;
  }
  return FALSE;
}

static void
lose_address (TlWatch *watch, const struct nlmsghdr *message)
{
  const struct ifaddrmsg *body = NLMSG_DATA (message);
  TlAddress gone;

  if (message->nlmsg_len < NLMSG_LENGTH (sizeof *body) ||
      (!read_address (message, sizeof *body, IFA_LOCAL, body->ifa_family, &gone) &&
       !read_address (message, sizeof *body, IFA_ADDRESS, body->ifa_family, &gone)))
    return;
  for (guint i = 0; i < watch->ways->len; i++) {
    Way *way = &g_array_index (watch->ways, Way, i);

    if (way->from.length > 0 && tl_address_equal_host (&way->from, &gone))
      way->changes |= CHANGED_ADDRESS;
  }
}

static void
see_link (TlWatch *watch, const struct nlmsghdr *message)
{
  const struct ifinfomsg *body = NLMSG_DATA (message);

  if (message->nlmsg_len < NLMSG_LENGTH (sizeof *body) ||
      (message->nlmsg_type == RTM_NEWLINK && (body->ifi_flags & IFF_RUNNING) != 0))
    return;
  for (guint i = 0; i < watch->ways->len; i++) {
    Way *way = &g_array_index (watch->ways, Way, i);

    if (way->link != 0 && way->link == body->ifi_index)
      way->changes |= CHANGED_LINK;
  }
}

/* Only the way to anywhere: narrower routes that matter are found by asking again. */
static void
lose_route (TlWatch *watch, const struct nlmsghdr *message)
{
  const struct rtmsg *body = NLMSG_DATA (message);

  if (message->nlmsg_len < NLMSG_LENGTH (sizeof *body) || body->rtm_dst_len != 0 ||
      body->rtm_table != RT_TABLE_MAIN || body->rtm_type != RTN_UNICAST)
    return;
  for (guint i = 0; i < watch->ways->len; i++) {
    Way *way = &g_array_index (watch->ways, Way, i);

    /* A way over the default route is one that asks for no other. */
    if (is_family (way, body->rtm_family) && strcmp (way->route, "ok") == 0 &&
        strcmp (tl_address_kind (&way->to), "loopback") != 0)
      way->changes |= CHANGED_ROUTE;
  }
}

static void
read_message (TlWatch *watch, const struct nlmsghdr *message)
{
  switch (message->nlmsg_type) {
    case RTM_DELADDR:
      lose_address (watch, message);
      break;
    case RTM_NEWLINK:
    case RTM_DELLINK:
      see_link (watch, message);
      break;
    case RTM_DELROUTE:
      lose_route (watch, message);
      break;
    default:
      break;
  }
}

/* All that waits, without waiting for more. */
static void
listen_now (TlWatch *watch)
{
  g_autofree char *buffer = g_malloc (32768);
  struct sockaddr_nl sender = {0};
  socklen_t size = sizeof sender;
  gssize n;

  while (watch->fd >= 0 && (n = recvfrom (watch->fd, buffer, 32768, MSG_DONTWAIT,
                                          (struct sockaddr *) &sender, &size)) > 0) {
    const struct nlmsghdr *message = (const struct nlmsghdr *) buffer;
    int left = (int) n;

    for (; sender.nl_pid == 0 && NLMSG_OK (message, left); message = NLMSG_NEXT (message, left))
      read_message (watch, message);
    size = sizeof sender;
  }
}

/* What was missed among many messages, and what came in place of something better. */
static void
ask_again (TlWatch *watch)
{
  for (guint i = 0; i < watch->ways->len; i++) {
    Way *way = &g_array_index (watch->ways, Way, i);
    int link = 0;
    const char *route = tl_netlink_find_route (&way->to, 0, &link);

    if (strcmp (route, "not-known") != 0 && strcmp (way->route, "not-known") != 0 &&
        (strcmp (route, way->route) != 0 || link != way->link))
      way->changes |= CHANGED_ROUTE;
  }
}

/* ------------------------------------------------------------------ for the job */

TlWatch *
tl_watch_new (void)
{
  TlWatch *watch = g_new0 (TlWatch, 1);
  struct sockaddr_nl self = {
      .nl_family = AF_NETLINK,
      .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE |
                   RTMGRP_IPV6_ROUTE,
  };

  watch->ways = g_array_new (FALSE, TRUE, sizeof (Way));
  watch->asleep_us = get_asleep_us ();
  watch->fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (watch->fd >= 0 && bind (watch->fd, (struct sockaddr *) &self, sizeof self) != 0) {
    close (watch->fd);
    watch->fd = -1;
  }
  for (guint i = 0; i < G_N_ELEMENTS (anywhere); i++) {
    TlAddress to;

    if (tl_address_parse (anywhere[i], 0, &to))
      add_way (watch, &to);
  }
  return watch;
}

void
tl_watch_free (TlWatch *watch)
{
  if (watch->fd >= 0)
    close (watch->fd);
  g_array_unref (watch->ways);
  g_free (watch);
}

static guint
gather (TlWatch *watch, int family)
{
  guint changes = watch->early[family == AF_INET6];

  for (guint i = 0; i < watch->ways->len; i++) {
    const Way *way = &g_array_index (watch->ways, Way, i);

    if (is_family (way, family))
      changes |= way->changes;
  }
  return changes;
}

void
tl_watch_aim (TlWatch *watch, const GPtrArray *addresses)
{
  listen_now (watch);
  ask_again (watch);
  watch->early[0] = gather (watch, AF_INET);
  watch->early[1] = gather (watch, AF_INET6);
  g_array_set_size (watch->ways, 0);
  for (guint i = 0; i < addresses->len; i++)
    add_way (watch, g_ptr_array_index (addresses, i));
}

char *
tl_watch_dup_changes (TlWatch *watch, const TlAddress *peer)
{
  static const char *const words[] = {"address", "link", "route"};
  g_autoptr (GString) list = g_string_new (NULL);
  guint changes = 0;

  listen_now (watch);
  ask_again (watch);
  if (peer == NULL || !tl_address_is_ipv6 (peer))
    changes |= gather (watch, AF_INET);
  if (peer == NULL || tl_address_is_ipv6 (peer))
    changes |= gather (watch, AF_INET6);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if ((changes & 1u << i) != 0)
      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", words[i]);
  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}
