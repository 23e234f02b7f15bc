/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-netlink.h"

/* libc's own before the kernel's: the other way round both define the same. */
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/fib_rules.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

/* The kernel answers at once or not at all. */
#define ANSWER_S 1
/* More than any computer has: a dump that goes on is broken off. */
#define MESSAGES_MAX 4096

typedef struct {
  struct nlmsghdr head;
  union {
    struct ifinfomsg link;
    struct rtmsg route;
    struct fib_rule_hdr rule;
    struct nfgenmsg filter;
    struct ndmsg neighbour;
  } body;
  char attributes[64];
} Request;

/* Looks at one message of an answer. */
typedef void (*MessageFunc) (const struct nlmsghdr *message, gpointer data);

static int
open_socket (int protocol)
{
  struct timeval limit = {.tv_sec = ANSWER_S};
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);

  if (fd >= 0)
    setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return fd;
}

/* The parts of one datagram. 1: more to come; 0: the end; else a negative errno. */
static int
read_parts (const char *buffer, gssize length, MessageFunc func, gpointer data)
{
  const struct nlmsghdr *message = (const struct nlmsghdr *) buffer;
  int left = (int) length;

  for (; NLMSG_OK (message, left); message = NLMSG_NEXT (message, left)) {
    if (message->nlmsg_type == NLMSG_DONE)
      return 0;
    if (message->nlmsg_type == NLMSG_ERROR)
      return ((const struct nlmsgerr *) NLMSG_DATA (message))->error;
    func (message, data);
    if ((message->nlmsg_flags & NLM_F_MULTI) == 0)
      return 0;
  }
  return 1;
}

/* Sends the request and gives every part of the answer to `func`. 0, or a negative errno. */
static int
ask (int protocol, Request *request, MessageFunc func, gpointer data)
{
  g_autofree char *buffer = g_malloc (32768);
  int fd = open_socket (protocol);
  int state = 1;

  if (fd < 0)
    return -errno;
  if (send (fd, request, request->head.nlmsg_len, 0) < 0)
    state = -errno;
  for (guint i = 0; state == 1 && i < MESSAGES_MAX; i++) {
    gssize n = recv (fd, buffer, 32768, 0);

    state = n > 0 ? read_parts (buffer, n, func, data) : -(n < 0 ? errno : EIO);
  }
  close (fd);
  return state == 1 ? -EOVERFLOW : state;
}

/* ------------------------------------------------------------------ attributes */

/* The attribute of that type, or NULL. */
static const struct rtattr *
find_attribute (const void *first, gsize length, guint type)
{
  const struct rtattr *attribute = first;
  int left = (int) length;

  for (; RTA_OK (attribute, left); attribute = RTA_NEXT (attribute, left))
    if ((attribute->rta_type & NLA_TYPE_MASK) == type)
      return attribute;
  return NULL;
}

static const struct rtattr *
find_nested (const struct rtattr *parent, guint type)
{
  return parent != NULL ? find_attribute (RTA_DATA (parent), RTA_PAYLOAD (parent), type) : NULL;
}

static char *
dup_text (const struct rtattr *attribute)
{
  if (attribute == NULL)
    return g_strdup ("");
  return g_strndup (RTA_DATA (attribute), RTA_PAYLOAD (attribute));
}

static guint32
get_u32 (const struct rtattr *attribute)
{
  guint32 value = 0;

  if (attribute != NULL && RTA_PAYLOAD (attribute) >= sizeof value)
    memcpy (&value, RTA_DATA (attribute), sizeof value);
  return value;
}

/* ------------------------------------------------------------------ links */

void
tl_link_free (TlLink *link)
{
  g_free (link->name);
  g_free (link->kind);
  g_free (link);
}

static void
take_link (const struct nlmsghdr *message, gpointer data)
{
  const struct ifinfomsg *info = NLMSG_DATA (message);
  gsize length = IFLA_PAYLOAD (message);
  TlLink *link;

  if (message->nlmsg_type != RTM_NEWLINK || message->nlmsg_len < NLMSG_LENGTH (sizeof *info))
    return;
  link = g_new0 (TlLink, 1);
  link->index = info->ifi_index;
  link->up = (info->ifi_flags & IFF_UP) != 0;
  link->carrier = (info->ifi_flags & IFF_RUNNING) != 0;
  link->loopback = (info->ifi_flags & IFF_LOOPBACK) != 0;
  link->ethernet = info->ifi_type == ARPHRD_ETHER;
  link->name = dup_text (find_attribute (IFLA_RTA (info), length, IFLA_IFNAME));
  link->kind = dup_text (
      find_nested (find_attribute (IFLA_RTA (info), length, IFLA_LINKINFO), IFLA_INFO_KIND));
  if (*link->kind == '\0' && info->ifi_type == ARPHRD_PPP) {
    g_free (link->kind);
    link->kind = g_strdup ("ppp");
  }
  g_ptr_array_add (data, link);
}

GPtrArray *
tl_netlink_list_links (void)
{
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_link_free);
  Request request = {
      .head = {.nlmsg_len = NLMSG_LENGTH (sizeof (struct ifinfomsg)),
               .nlmsg_type = RTM_GETLINK,
               .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .body.link = {.ifi_family = AF_UNSPEC},
  };

  if (ask (NETLINK_ROUTE, &request, take_link, links) != 0)
    return NULL;
  return g_steal_pointer (&links);
}

GPtrArray *
tl_netlink_read_links (const void *answer, gsize length)
{
  GPtrArray *links = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_link_free);

  read_parts (answer, (gssize) length, take_link, links);
  return links;
}

/* ------------------------------------------------------------------ routes */

typedef struct {
  guint type;
  int link;
  TlAddress gateway; /* length 0 where there is none */
} Route;

static gboolean
read_address (int family, const struct rtattr *attribute, TlAddress *address)
{
  gsize length = family == AF_INET6 ? sizeof (struct in6_addr) : sizeof (struct in_addr);

  if (attribute == NULL || RTA_PAYLOAD (attribute) < length)
    return FALSE;
  *address = (TlAddress){0};
  address->storage.ss_family = (sa_family_t) family;
  if (family == AF_INET6)
    memcpy (&((struct sockaddr_in6 *) &address->storage)->sin6_addr, RTA_DATA (attribute), length);
  else
    memcpy (&((struct sockaddr_in *) &address->storage)->sin_addr, RTA_DATA (attribute), length);
  address->length = family == AF_INET6 ? sizeof (struct sockaddr_in6) : sizeof (struct sockaddr_in);
  return TRUE;
}

static void
take_route (const struct nlmsghdr *message, gpointer data)
{
  const struct rtmsg *info = NLMSG_DATA (message);
  Route *route = data;

  if (message->nlmsg_type != RTM_NEWROUTE || message->nlmsg_len < NLMSG_LENGTH (sizeof *info))
    return;
  route->type = info->rtm_type;
  route->link = (int) get_u32 (find_attribute (RTM_RTA (info), RTM_PAYLOAD (message), RTA_OIF));
  read_address (info->rtm_family,
                find_attribute (RTM_RTA (info), RTM_PAYLOAD (message), RTA_GATEWAY),
                &route->gateway);
}

static void
add_attribute (Request *request, guint16 type, const void *bytes, gsize length)
{
  struct rtattr head = {.rta_type = type, .rta_len = (unsigned short) RTA_LENGTH (length)};
  char *end = (char *) request + NLMSG_ALIGN (request->head.nlmsg_len);

  memcpy (end, &head, sizeof head);
  memcpy (end + RTA_LENGTH (0), bytes, length);
  request->head.nlmsg_len = NLMSG_ALIGN (request->head.nlmsg_len) + (guint32) RTA_LENGTH (length);
}

/* The rules of routing may go by the port, too (ip-rule(8), "dport"): kernels before 4.17 know no such
 * rules and overlook the question. */
static void
add_destination (Request *request, const TlAddress *to)
{
  guint16 port = htons ((guint16) tl_address_get_port (to));
  guint8 protocol = IPPROTO_TCP;
  gboolean ipv6 = tl_address_is_ipv6 (to);
  const void *bytes = ipv6 ? (const void *) &((const struct sockaddr_in6 *) &to->storage)->sin6_addr
                           : (const void *) &((const struct sockaddr_in *) &to->storage)->sin_addr;
  gsize length = ipv6 ? sizeof (struct in6_addr) : sizeof (struct in_addr);

  add_attribute (request, RTA_DST, bytes, length);
  request->body.route.rtm_dst_len = (unsigned char) (length * 8);
  if (port == 0)
    return;
  add_attribute (request, RTA_IP_PROTO, &protocol, sizeof protocol);
  add_attribute (request, RTA_DPORT, &port, sizeof port);
}

/* What the kernel says where a route forbids the way (ip-route(8), "prohibit" and its kin). */
static const char *
name_route_error (int error)
{
  switch (error) {
    case -ENETUNREACH:
    case -ESRCH:
      return "none";
    case -EACCES:
      return "prohibited";
    case -EINVAL:
      return "blackhole";
    case -EHOSTUNREACH:
      return "unreachable";
    default:
      return "not-known";
  }
}

static const char *
name_route_type (guint type)
{
  switch (type) {
    case RTN_PROHIBIT:
      return "prohibited";
    case RTN_BLACKHOLE:
      return "blackhole";
    case RTN_UNREACHABLE:
      return "unreachable";
    default:
      return "ok";
  }
}

/* 0, or a negative errno. */
static int
ask_route (const TlAddress *to, guint32 mark, Route *route)
{
  Request request = {
      .head = {.nlmsg_len = NLMSG_LENGTH (sizeof (struct rtmsg)),
               .nlmsg_type = RTM_GETROUTE,
               .nlmsg_flags = NLM_F_REQUEST},
      .body.route = {.rtm_family = (unsigned char) to->storage.ss_family},
  };

  add_destination (&request, to);
  if (mark != 0)
    add_attribute (&request, RTA_MARK, &mark, sizeof mark);
  return ask (NETLINK_ROUTE, &request, take_route, route);
}

const char *
tl_netlink_find_route (const TlAddress *to, guint32 mark, int *link)
{
  Route route = {0};
  int error = ask_route (to, mark, &route);

  if (link != NULL)
    *link = error == 0 ? route.link : 0;
  return error != 0 ? name_route_error (error) : name_route_type (route.type);
}

static void
take_default (const struct nlmsghdr *message, gpointer data)
{
  const struct rtmsg *info = NLMSG_DATA (message);
  int link;

  if (message->nlmsg_type != RTM_NEWROUTE || message->nlmsg_len < NLMSG_LENGTH (sizeof *info) ||
      info->rtm_dst_len != 0 || info->rtm_type != RTN_UNICAST || info->rtm_table != RT_TABLE_MAIN)
    return;
  link = (int) get_u32 (find_attribute (RTM_RTA (info), RTM_PAYLOAD (message), RTA_OIF));
  if (link != 0)
    g_array_append_val ((GArray *) data, link);
}

GArray *
tl_netlink_list_defaults (gboolean ipv6)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (int));
  Request request = {
      .head = {.nlmsg_len = NLMSG_LENGTH (sizeof (struct rtmsg)),
               .nlmsg_type = RTM_GETROUTE,
               .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .body.route = {.rtm_family = ipv6 ? AF_INET6 : AF_INET},
  };

  ask (NETLINK_ROUTE, &request, take_default, links);
  return links;
}

/* ------------------------------------------------------------------ rules of routing */

/* A rule for everything, or for all that has or lacks a mark: one about certain addresses, links or
 * users is somebody else's affair. */
static void
take_rule (const struct nlmsghdr *message, gpointer data)
{
  static const guint others[] = {FRA_IIFNAME, FRA_OIFNAME,  FRA_UID_RANGE,   FRA_TUN_ID,
                                 FRA_L3MDEV,  FRA_IP_PROTO, FRA_SPORT_RANGE, FRA_DPORT_RANGE};
  const struct fib_rule_hdr *info = NLMSG_DATA (message);
  gsize length = message->nlmsg_len - NLMSG_LENGTH (sizeof *info);
  TlRoutingRules *rules = data;
  const struct rtattr *first;
  guint32 mark;

  if (message->nlmsg_type != RTM_NEWRULE || message->nlmsg_len < NLMSG_LENGTH (sizeof *info))
    return;
  first = (const struct rtattr *) ((const char *) info + NLMSG_ALIGN (sizeof *info));
  mark = get_u32 (find_attribute (first, length, FRA_FWMARK));
  if (mark != 0 && rules->n_marks < G_N_ELEMENTS (rules->marks))
    rules->marks[rules->n_marks++] = mark;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (find_attribute (first, length, others[i]) != NULL)
      return;
  if (info->action == FR_ACT_UNREACHABLE && info->dst_len == 0 && info->src_len == 0 &&
      info->tos == 0 && (mark == 0) == ((info->flags & FIB_RULE_INVERT) == 0))
    rules->unreachable = TRUE;
}

void
tl_netlink_read_rules (gboolean ipv6, TlRoutingRules *rules)
{
  Request request = {
      .head = {.nlmsg_len = NLMSG_LENGTH (sizeof (struct fib_rule_hdr)),
               .nlmsg_type = RTM_GETRULE,
               .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .body.rule = {.family = ipv6 ? AF_INET6 : AF_INET},
  };

  *rules = (TlRoutingRules){0};
  ask (NETLINK_ROUTE, &request, take_rule, rules);
}

/* ------------------------------------------------------------------ neighbours */

typedef struct {
  const Route *route;
  guint state; /* NUD_…, 0 where the kernel knows nothing of it */
} Neighbour;

static void
take_neighbour (const struct nlmsghdr *message, gpointer data)
{
  const struct ndmsg *info = NLMSG_DATA (message);
  Neighbour *wanted = data;
  gsize skipped = NLMSG_ALIGN (sizeof *info);
  TlAddress address;

  if (message->nlmsg_type != RTM_NEWNEIGH || message->nlmsg_len < NLMSG_LENGTH (skipped) ||
      info->ndm_ifindex != wanted->route->link)
    return;
  if (read_address (info->ndm_family,
                    find_attribute ((const char *) info + skipped,
                                    message->nlmsg_len - NLMSG_LENGTH (skipped), NDA_DST),
                    &address) &&
      tl_address_equal_host (&address, &wanted->route->gateway))
    wanted->state = info->ndm_state;
}

/* What the kernel knows of route->gateway, NUD_…. */
static guint
ask_neighbour (const Route *route)
{
  Neighbour neighbour = {.route = route};
  Request request = {
      .head = {.nlmsg_len = NLMSG_LENGTH (sizeof (struct ndmsg)),
               .nlmsg_type = RTM_GETNEIGH,
               .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .body.neighbour = {.ndm_family = (unsigned char) route->gateway.storage.ss_family},
  };

  return ask (NETLINK_ROUTE, &request, take_neighbour, &neighbour) == 0 ? neighbour.state : 0;
}

const char *
tl_netlink_find_gateway (const TlAddress *to)
{
  Route route = {0};
  guint state;

  if (ask_route (to, 0, &route) != 0 || route.type != RTN_UNICAST || route.gateway.length == 0)
    return "none";
  state = ask_neighbour (&route);
  if (state == 0)
    return "not-known";
  return (state & (NUD_FAILED | NUD_INCOMPLETE)) != 0 ? "silent" : "answers";
}

const char *
tl_netlink_find_missing (const TlAddress *to)
{
  Route route = {0};
  gboolean direct;

  if (ask_route (to, 0, &route) != 0 || route.type != RTN_UNICAST)
    return NULL;
  direct = route.gateway.length == 0;
  if (direct)
    route.gateway = *to;
  if ((ask_neighbour (&route) & (NUD_FAILED | NUD_INCOMPLETE)) == 0)
    return NULL;
  return direct ? "nobody" : "no-gateway";
}

/* ------------------------------------------------------------------ filters */

typedef struct {
  gboolean out, in;
} Filters;

/* A chain counts when it hooks packets of this computer and either holds rules or refuses by itself. */
static void
take_chain (const struct nlmsghdr *message, gpointer data)
{
  const char *first = (const char *) NLMSG_DATA (message) + NLMSG_ALIGN (sizeof (struct nfgenmsg));
  Filters *found = data;
  const struct rtattr *hook, *number;
  gboolean acts;
  gsize length;

  if (message->nlmsg_len < NLMSG_LENGTH (sizeof (struct nfgenmsg)))
    return;
  length = message->nlmsg_len - NLMSG_LENGTH (NLMSG_ALIGN (sizeof (struct nfgenmsg)));
  hook = find_attribute (first, length, NFTA_CHAIN_HOOK);
  number = find_nested (hook, NFTA_HOOK_HOOKNUM);
  if (number == NULL)
    return;
  /* The hooks of cards have numbers of their own. */
  if (((const struct nfgenmsg *) NLMSG_DATA (message))->nfgen_family == NFPROTO_NETDEV) {
    found->in |= ntohl (get_u32 (number)) == NF_NETDEV_INGRESS;
    found->out |= ntohl (get_u32 (number)) != NF_NETDEV_INGRESS;
    return;
  }
  acts = get_u32 (find_attribute (first, length, NFTA_CHAIN_USE)) != 0 ||
         ntohl (get_u32 (find_attribute (first, length, NFTA_CHAIN_POLICY))) == NF_DROP;
  found->out |= acts && ntohl (get_u32 (number)) == NF_INET_LOCAL_OUT;
  found->in |= acts && (ntohl (get_u32 (number)) == NF_INET_LOCAL_IN ||
                        ntohl (get_u32 (number)) == NF_INET_PRE_ROUTING);
}

const char *
tl_netlink_find_filter (gboolean *in)
{
  Request request = {
      .head = {.nlmsg_len = NLMSG_LENGTH (sizeof (struct nfgenmsg)),
               .nlmsg_type = (NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_GETCHAIN,
               .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .body.filter = {.nfgen_family = NFPROTO_UNSPEC, .version = NFNETLINK_V0},
  };
  Filters found = {0};
  gboolean known = ask (NETLINK_NETFILTER, &request, take_chain, &found) == 0;

  *in = known && found.in;
  if (!known)
    return "not-known";
  return found.out ? "yes" : "no";
}
