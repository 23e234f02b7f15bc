/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A tiny name server on 127.0.0.1 (UDP and TCP, one free port) with canned answers.
 *
 * Names are compared without case. A name that was never mentioned does not exist (NXDOMAIN); one
 * that has other types only has no such data (NODATA). CNAMEs are followed inside the answer. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DNS_ANSWER,     /* the records */
  DNS_SILENT,     /* no answer ever */
  DNS_DROP_FIRST, /* the first question is lost, the second answered */
  DNS_GARBAGE,    /* noise behind the right ID */
  DNS_SHORT,      /* five bytes */
  DNS_WRONG_ID,   /* the answer carries another ID */
  DNS_TRUNCATED,  /* TC over UDP; TCP gives the whole answer */
  DNS_BARE,       /* an answer without its question: the header alone */
  DNS_LOOP        /* a compression pointer that points to itself */
} DnsBehaviour;

typedef struct _DnsServer DnsServer;

DnsServer *dns_server_new (void);
void dns_server_free (DnsServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DnsServer, dns_server_free)

/* "127.0.0.1:53535", for tl_resolver_set_servers. */
const char *dns_server_get_address (DnsServer *server);

/* A record, in the notation of zone files: ("example.org", "MX", "10 mx.example.org"),
 * ("_submission._tcp.example.org", "SRV", "0 1 587 mail.example.org"), ("example.org", "TXT",
 * "v=spf1 -all"), ("_25._tcp.mx.example.org", "TLSA", "3 1 1 0011"), ("www.example.org", "CNAME", "example.org"), ("x.example.org", "A", "192.0.2.1"). A TXT
 * text longer than 255 bytes becomes several strings. May be called while it runs. */
void dns_server_add (DnsServer *server, const char *name, const char *type, const char *data);
/* The name exists but has nothing: NODATA for every type. */
void dns_server_add_empty (DnsServer *server, const char *name);
/* Answers every question for `name` (NULL: every name) with this RCODE: 2 SERVFAIL, 3 NXDOMAIN,
 * 5 REFUSED, 0 (back to the records). */
void dns_server_set_rcode (DnsServer *server, const char *name, guint rcode);
/* How questions for `name` (NULL: every name), of `type` (NULL: every type), are treated. */
void dns_server_set_behaviour (DnsServer *server, const char *name, const char *type,
                               DnsBehaviour behaviour);
/* Sets the AD bit in every answer. */
void dns_server_set_authentic (DnsServer *server, gboolean authentic);
/* How many questions came for it (either NULL: any). */
guint dns_server_count (DnsServer *server, const char *name, const char *type);

G_END_DECLS
