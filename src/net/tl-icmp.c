/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who said no to a connection, and in which words of ICMP: the errno tells neither (ip(7), IP_RECVERR;
 * RFC 792, RFC 1812 5.2.7.1, RFC 4443 3.1). */
#include "tl-icmp.h"

#include <linux/errqueue.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/socket.h>

void
tl_icmp_listen (int fd, int family)
{
  int one = 1;

  if (family == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_RECVERR, &one, sizeof one);
  else
    setsockopt (fd, IPPROTO_IP, IP_RECVERR, &one, sizeof one);
}

static void
leave (int fd, int family)
{
  int zero = 0;

  if (family == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_RECVERR, &zero, sizeof zero);
  else
    setsockopt (fd, IPPROTO_IP, IP_RECVERR, &zero, sizeof zero);
}

static const char *
word_of (const struct sock_extended_err *error)
{
  static const char *const four[] = {
      [ICMP_NET_UNREACH] = "net-unreachable",
      [ICMP_HOST_UNREACH] = "host-unreachable",
      [ICMP_PROT_UNREACH] = "port-unreachable",
      [ICMP_PORT_UNREACH] = "port-unreachable",
      [ICMP_NET_ANO] = "prohibited",
      [ICMP_HOST_ANO] = "prohibited",
      [ICMP_NET_UNKNOWN] = "net-unreachable",
      [ICMP_HOST_UNKNOWN] = "host-unreachable",
      [ICMP_PKT_FILTERED] = "prohibited",
  };
  static const char *const six[] = {
      [ICMP6_DST_UNREACH_NOROUTE] = "net-unreachable",
      [ICMP6_DST_UNREACH_ADMIN] = "prohibited",
      [ICMP6_DST_UNREACH_BEYONDSCOPE] = "net-unreachable",
      [ICMP6_DST_UNREACH_ADDR] = "host-unreachable",
      [ICMP6_DST_UNREACH_NOPORT] = "port-unreachable",
      [5] = "prohibited", /* RFC 4443 3.1: source address failed a policy */
      [6] = "prohibited", /* reject route */
  };

  if (error->ee_origin == SO_EE_ORIGIN_ICMP && error->ee_type == ICMP_DEST_UNREACH)
    return error->ee_code < G_N_ELEMENTS (four) ? four[error->ee_code] : NULL;
  if (error->ee_origin == SO_EE_ORIGIN_ICMP6 && error->ee_type == ICMP6_DST_UNREACH)
    return error->ee_code < G_N_ELEMENTS (six) ? six[error->ee_code] : NULL;
  return NULL;
}

static void
take_offender (const struct sock_extended_err *error, TlAddress *from)
{
  const struct sockaddr *offender = SO_EE_OFFENDER (error);

  memset (from, 0, sizeof *from);
  if (offender->sa_family == AF_INET)
    from->length = sizeof (struct sockaddr_in);
  else if (offender->sa_family == AF_INET6)
    from->length = sizeof (struct sockaddr_in6);
  memcpy (&from->storage, offender, from->length);
}

const char *
tl_icmp_read (int fd, int family, TlAddress *from)
{
  _Alignas(struct cmsghdr) char control[512];
  char content[256];
  struct iovec part = {.iov_base = content, .iov_len = sizeof content};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  const char *word = NULL;

  if (recvmsg (fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) {
    for (struct cmsghdr *it = CMSG_FIRSTHDR (&message); it != NULL;
         it = CMSG_NXTHDR (&message, it)) {
      gboolean four = it->cmsg_level == IPPROTO_IP && it->cmsg_type == IP_RECVERR;
      gboolean six = it->cmsg_level == IPPROTO_IPV6 && it->cmsg_type == IPV6_RECVERR;

      if (!four && !six)
        continue;
      word = word_of ((const struct sock_extended_err *) (gconstpointer) CMSG_DATA (it));
      take_offender ((const struct sock_extended_err *) (gconstpointer) CMSG_DATA (it), from);
    }
  }
  leave (fd, family);
  return word;
}
