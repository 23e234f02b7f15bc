/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-run-private.h"

#include "probe-fixture.h"

/* The port of the job is refused: its siblings are looked at, and each has its state. What listens
 * on this computer besides is not known, so that only what must be so is asserted. */
static void
test_siblings (void)
{
  static const LineAction script[] = {THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_STARTTLS);

  probe_fixture_play (fixture, script);
  fixture->settings->port = line_server_find_closed_port (AF_INET);
  g_assert_true (probe_fixture_run (fixture));
  probe_assert_failure (fixture, "tcp.connect", "refused");
  probe_assert_fact (fixture, "tcp.state", "refused");
  probe_assert_fact (fixture, "tcp.errno", "ECONNREFUSED");
  probe_assert_fact (fixture, "tcp.at_once", "yes");
  probe_assert_fact (fixture, "tcp.ipv4", "refused");
  probe_assert_fact (fixture, "tcp.ipv6", "none");
  probe_assert_fact (fixture, "ports.tried", "25 465 587 2525 443");
  probe_assert_fact (fixture, "ports.silent", "0");
  probe_assert_step (fixture, "ports.siblings", TL_OUTCOME_OK);
  g_assert_nonnull (tl_evidence_get (fixture->evidence, "port.465.state"));
  g_assert_nonnull (tl_evidence_get (fixture->evidence, "ports.fastest_ms"));
}

/* Each sibling has a row for each way to begin; what does not listen works in none. */
static void
test_ways (void)
{
  static const LineAction script[] = {THE_END};
  g_autoptr (ProbeFixture) fixture = probe_fixture_new (TL_PROTOCOL_SMTP, TL_SECURITY_STARTTLS);
  const GPtrArray *ways;

  probe_fixture_play (fixture, script);
  fixture->settings->port = line_server_find_closed_port (AF_INET);
  g_assert_true (probe_fixture_run (fixture));
  ways = tl_evidence_get_alternatives (fixture->evidence);
  g_assert_cmpuint (ways->len, ==, 4 * 3);
  for (guint i = 0; i < ways->len; i++) {
    const TlAlternative *way = ways->pdata[i];

    g_assert_cmpint (way->security, ==,
                     i % 3 == 0   ? TL_SECURITY_TLS
                     : i % 3 == 1 ? TL_SECURITY_STARTTLS
                                  : TL_SECURITY_NONE);
    g_assert_cmpint (way->family, ==, TL_FAMILY_IPV4);
    g_assert_cmpstr (way->address, ==, "127.0.0.1");
    if (strcmp (way->state, "open") != 0)
      g_assert_cmpint (way->outcome, ==, TL_OUTCOME_FAILED);
  }
}

/* A usual port is no sibling of itself. */
static void
test_usual (void)
{
  const guint *smtp = tl_ports_usual (TL_PROTOCOL_SMTP);
  const guint *ftp = tl_ports_usual (TL_PROTOCOL_FTP);

  g_assert_cmpuint (smtp[0], ==, 25);
  g_assert_cmpuint (ftp[0], ==, 21);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/ports/siblings", test_siblings);
  g_test_add_func ("/probe/ports/ways", test_ways);
  g_test_add_func ("/probe/ports/usual", test_usual);
  return g_test_run ();
}
