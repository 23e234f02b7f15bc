/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the readers of rules share. */
#pragma once

#include "tl-firewall.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Chains that call one another for ever are not followed further. */
#define TL_FIREWALL_DEPTH_MAX 16
/* The own port of a connection, one of those that the system picks. */
#define TL_FIREWALL_OWN_PORT 50505

typedef enum {
  TL_MATCH_NO,
  TL_MATCH_YES,
  TL_MATCH_UNKNOWN
} TlMatch;

typedef enum {
  TL_ACTION_NONE,
  TL_ACTION_ACCEPT,
  TL_ACTION_DROP,
  TL_ACTION_REJECT,
  TL_ACTION_REDIRECT,
  TL_ACTION_RETURN,
  TL_ACTION_JUMP,
  TL_ACTION_GOTO,
  TL_ACTION_UNKNOWN
} TlAction;

/* One rule, as far as it concerns the packet that is asked about. */
typedef struct {
  TlMatch match;
  TlAction action;
  gboolean names_port; /* it says that it is about this very port */
  const char *target;  /* of jump and goto: borrowed from the listing */
  const char *words;   /* how it is named to a person: borrowed */
  const char *comment; /* (nullable) borrowed */
  gint64 packets;      /* -1: not counted */
} TlRule;

typedef struct {
  const char *family, *table, *name; /* borrowed from the listing */
  gboolean based, hooked;            /* stands at a hook; at one that sees the packet */
  gboolean unsure;                   /* … perhaps: its card is not told */
  gint64 priority;
  gboolean drops;        /* its policy */
  gint64 policy_packets; /* -1: not counted */
  GArray *rules;         /* TlRule */
} TlChain;

/* One question to the rules. */
typedef struct {
  const TlFirewallPacket *packet;
  gboolean ipv6;
  gboolean skip_iptables; /* the tables of iptables come from its own listing */
  GPtrArray *chains;      /* TlChain, in the order listed */
  GStringChunk *words;    /* what is borrowed and stands in no listing */
  GHashTable *links;      /* (nullable) names of links that are met */
  gboolean sets_mark;     /* a rule that may concern the packet gives it a mark … */
  gboolean marks_unknown; /* … so that what asks for one cannot be judged */
  JsonArray *items;       /* of the listing of nft that is being read */
  JsonObject *rule;       /* the one being read: its sets are those of its table */
  TlFirewallView *view;
} TlFilter;

/* Where the packet passes it: a hook of "output", or of "postrouting" behind all of those; of an answer
 * "prerouting", and "input" behind all of those. */
TlChain *tl_filter_add_chain (TlFilter *filter, const char *family, const char *table,
                              const char *name, const char *hook, gint64 priority);
TlChain *tl_filter_find_chain (TlFilter *filter, const char *family, const char *table,
                               const char *name);
void tl_filter_see_link (TlFilter *filter, const char *name);

/* `literal`: an address, of which the first `length` bits count, all where that is negative. */
TlMatch tl_match_address (const TlAddress *own, const char *literal, gint64 length);
TlMatch tl_match_address_range (const TlAddress *own, const char *low, const char *high);
/* `pattern`: ends in * for any, as nft writes it. `name` NULL: not known. */
TlMatch tl_match_link (const char *name, const char *pattern);
TlMatch tl_match_negate (TlMatch match, gboolean negate);

/* A rule that gives the packet or its connection a mark was read. Before that nobody has marked it: that
 * takes rights. */
void tl_filter_see_mark (TlFilter *filter, const TlChain *chain, TlMatch match);
/* Is a table of these that iptables makes? */
gboolean tl_filter_is_iptables (const char *family, const char *table);

/* tl-firewall-nft.c */
void tl_filter_read_nft (TlFilter *filter, JsonArray *items);
/* tl-firewall-iptables.c */
void tl_filter_read_iptables (TlFilter *filter, const char *listing);

G_END_DECLS
