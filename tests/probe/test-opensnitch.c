/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-opensnitch.h"

#include <string.h>

/* As its window writes a rule of one part, and of several. */
#define HEAD(name, action)                                                                         \
  "{\"created\":\"2026-01-01T00:00:00Z\",\"name\":\"" name "\",\"enabled\":true,"                  \
  "\"precedence\":false,\"duration\":\"always\",\"action\":\"" action "\",\"operator\":"
#define PART(type, operand, data)                                                                  \
  "{\"type\":\"" type "\",\"operand\":\"" operand "\",\"data\":\"" data                            \
  "\",\"sensitive\":false,\"list\":[]}"
#define RULE(name, action, operand, data) HEAD (name, action) PART ("simple", operand, data) "}"
#define PORT(name, action) RULE (name, action, "dest.port", "587")

static void
ask (const char *action, const char *const *rules, gboolean asked, TlFirewallView *view)
{
  g_autoptr (TlOpenSnitch) snitch = tl_opensnitch_new (action);
  TlFirewallPacket packet = {.uid = 1000, .interface = "eth0"};
  TlOpenSnitchQuestion question = {.packet = &packet,
                                   .host = "mail.example.org",
                                   .path = "/usr/bin/throughline",
                                   .asked = asked};

  g_assert_true (tl_address_parse ("192.0.2.7", 587, &packet.peer));
  for (; *rules != NULL; rules++)
    g_assert_true (tl_opensnitch_add (snitch, *rules, strlen (*rules)));
  tl_opensnitch_judge (snitch, &question, view);
}

static const struct {
  const char *name, *action, *rules[4];
  const char *rule, *perhaps; /* (nullable) */
  gboolean asked, unsure;
} cases[] = {
    {"port", "allow", {PORT ("a", "deny")}, "OpenSnitch a: deny (dest.port 587)", NULL},
    {"other-port", "allow", {RULE ("a", "deny", "dest.port", "25")}, NULL, NULL},
    {"host-any-case",
     "allow",
     {RULE ("a", "reject", "dest.host", "Mail.Example.ORG")},
     "OpenSnitch a: reject (dest.host Mail.Example.ORG)",
     NULL},
    {"address",
     "allow",
     {RULE ("a", "deny", "dest.ip", "192.0.2.7")},
     "OpenSnitch a: deny (dest.ip 192.0.2.7)",
     NULL},
    {"network",
     "allow",
     {HEAD ("a", "deny") PART ("network", "dest.network", "192.0.2.0/24") "}"},
     "OpenSnitch a: deny (dest.network 192.0.2.0/24)",
     NULL},
    {"other-network",
     "allow",
     {HEAD ("a", "deny") PART ("network", "dest.network", "192.0.3.0/24") "}"},
     NULL,
     NULL},
    {"regexp",
     "allow",
     {HEAD ("a", "deny") PART ("regexp", "dest.port", "^(25|465|587)$") "}"},
     "OpenSnitch a: deny (dest.port ^(25|465|587)$)",
     NULL},
    {"own-program",
     "allow",
     {RULE ("a", "deny", "process.path", "/usr/bin/throughline")},
     "OpenSnitch a: deny (process.path /usr/bin/throughline)",
     NULL},
    {"other-program",
     "allow",
     {RULE ("a", "deny", "process.path", "/usr/bin/evolution")},
     NULL,
     NULL},
    {"user",
     "allow",
     {RULE ("a", "deny", "user.id", "1000")},
     "OpenSnitch a: deny (user.id 1000)",
     NULL},
    {"everything", "allow", {RULE ("a", "deny", "true", "")}, "OpenSnitch a: deny (true )", NULL},
    /* All parts have to fit, in the member "list" or inside of "data". */
    {"list",
     "allow",
     {HEAD ("a", "deny") "{\"type\":\"list\",\"operand\":\"list\",\"data\":\"\",\"list\":[" PART (
         "simple", "dest.port", "587") "," PART ("simple", "user.id", "1000") "]}}"},
     "OpenSnitch a: deny (dest.port 587, user.id 1000)",
     NULL},
    {"list-misses",
     "allow",
     {HEAD ("a", "deny") "{\"type\":\"list\",\"operand\":\"list\",\"data\":\"\",\"list\":[" PART (
         "simple", "dest.port", "587") "," PART ("simple", "user.id", "1001") "]}}"},
     NULL,
     NULL},
    {"list-in-data",
     "allow",
     {HEAD (
         "a",
         "deny") "{\"type\":\"list\",\"operand\":\"list\",\"data\":\"[{\\\"type\\\":\\\"simple\\\","
                 "\\\"operand\\\":\\\"dest.port\\\",\\\"data\\\":\\\"587\\\"}]\"}}"},
     "OpenSnitch a: deny (dest.port 587)",
     NULL},
    /* Order, precedence, and what is met by the way. */
    {"deny-behind-allow",
     "allow",
     {PORT ("a", "allow"), PORT ("b", "deny")},
     "OpenSnitch b: deny (dest.port 587)",
     NULL},
    {"precedence",
     "allow",
     {"{\"name\":\"a\",\"enabled\":true,\"precedence\":true,\"action\":\"allow\",\"operator\":" PART (
          "simple", "dest.port", "587") "}",
      PORT ("b", "deny")},
     NULL,
     NULL},
    {"precedence-too-late",
     "allow",
     {"{\"name\":\"c\",\"enabled\":true,\"precedence\":true,\"action\":\"allow\",\"operator\":" PART (
          "simple", "dest.port", "587") "}",
      PORT ("b", "deny")},
     "OpenSnitch b: deny (dest.port 587)",
     NULL},
    {"disabled",
     "allow",
     {"{\"name\":\"a\",\"enabled\":false,\"action\":\"deny\",\"operator\":" PART (
         "simple", "dest.port", "587") "}"},
     NULL,
     NULL},
    /* What no rule is about. */
    {"default",
     "deny",
     {RULE ("a", "allow", "dest.port", "53")},
     "OpenSnitch: DefaultAction deny",
     NULL},
    {"default-asked",
     "deny",
     {RULE ("a", "allow", "dest.port", "53")},
     NULL,
     "OpenSnitch: DefaultAction deny",
     TRUE},
    {"default-allowed", "reject", {PORT ("a", "allow")}, NULL, NULL},
    {"default-unknown", NULL, {RULE ("a", "allow", "dest.port", "53")}, NULL, NULL},
    /* What cannot be judged. */
    {"perhaps",
     "allow",
     {HEAD ("a", "deny") "{\"type\":\"list\",\"operand\":\"list\",\"data\":\"\",\"list\":[" PART (
         "simple", "dest.port", "587") "," PART ("simple", "process.id", "77") "]}}"},
     NULL,
     "OpenSnitch a: deny (dest.port 587, process.id 77)"},
    {"unsure",
     "allow",
     {"{\"name\":\"a\",\"enabled\":true,\"precedence\":true,\"action\":\"allow\",\"operator\":" PART (
          "simple", "process.command", "x") "}",
      PORT ("b", "deny")},
     "OpenSnitch b: deny (dest.port 587)",
     NULL,
     FALSE,
     TRUE},
    {"pattern-broken",
     "allow",
     {HEAD ("a", "deny") PART ("regexp", "dest.port", "(") "}"},
     NULL,
     NULL},
};

static void
test_judge (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (TlFirewallView) view = {0};

  ask (cases[i].action, cases[i].rules, cases[i].asked, &view);
  g_assert_cmpstr (view.rule, ==, cases[i].rule);
  g_assert_cmpstr (view.perhaps, ==, cases[i].perhaps);
  g_assert_cmpint (view.unsure, ==, cases[i].unsure);
  g_assert_true ((view.verdict == TL_FIREWALL_PASSES) == (cases[i].rule == NULL));
}

static void
test_program (void)
{
  static const char *const programs[] = {"evolution", "thunderbird", NULL};
  static const char rule[] = RULE ("a", "deny", "process.path", "/usr/bin/thunderbird");
  g_autoptr (TlOpenSnitch) snitch = tl_opensnitch_new ("allow");
  TlFirewallPacket packet = {0};
  TlOpenSnitchQuestion question = {.packet = &packet, .host = "mail.example.org"};
  const char *program = NULL;
  g_autofree char *found = NULL;

  g_assert_true (tl_address_parse ("192.0.2.7", 587, &packet.peer));
  g_assert_null (tl_opensnitch_find_program (snitch, &question, programs, &program));
  g_assert_true (tl_opensnitch_add (snitch, rule, strlen (rule)));
  found = tl_opensnitch_find_program (snitch, &question, programs, &program);
  g_assert_cmpstr (found, ==, "OpenSnitch a: deny (process.path /usr/bin/thunderbird)");
  g_assert_cmpstr (program, ==, "thunderbird");
}

/* Whoever may write there has rights enough; broken files are no rules all the same. */
static void
test_broken (void)
{
  static const char *const texts[] = {"",
                                      "[]",
                                      "{",
                                      "{\"name\":\"a\"}",
                                      "{\"name\":\"a\",\"action\":\"deny\",\"operator\":[]}",
                                      "{\"name\":7,\"action\":\"deny\",\"operator\":{}}",
                                      "{\"action\":\"deny\",\"operator\":{}}"};
  static const char config[] = "{\"DefaultAction\": \"de\\u0007ny\"}";
  g_autoptr (TlOpenSnitch) snitch = tl_opensnitch_new (NULL);
  g_autofree char *action = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (tl_opensnitch_add (snitch, texts[i], strlen (texts[i])));
  g_assert_null (tl_opensnitch_read_default ("[", 1));
  g_assert_null (tl_opensnitch_read_default ("{}", 2));
  action = tl_opensnitch_read_default (config, strlen (config));
  g_assert_null (strchr (action, 7));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/probe/opensnitch/", cases[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_judge);
  }
  g_test_add_func ("/probe/opensnitch/program", test_program);
  g_test_add_func ("/probe/opensnitch/broken", test_broken);
  return g_test_run ();
}
