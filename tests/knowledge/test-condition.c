/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Conditions, and the view of evidence that they ask. */
#include "tl-condition.h"

#include "knowledge-fixture.h"

static gboolean
holds (const TlEvidence *evidence, const char *when)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TlCondition) condition = tl_condition_compile (when, &error);
  g_autoptr (TlView) view = tl_view_new (evidence);

  g_assert_no_error (error);
  return tl_condition_holds (condition, view);
}

static const char *const lines[] = {
    "dns.resolve ok",
    "dns.name=mail.example.org",
    "tcp.connect ok",
    "tcp.state=open",
    "tcp.connect_ms=12.5",
    "smtp.greeting ok",
    "smtp.reply.stage=greeting",
    "smtp.reply.code=220",
    "smtp.reply.text=mail.example.org ESMTP Postfix",
    "smtp.rcpt failed",
    "smtp.reply.stage=rcpt",
    "smtp.reply.code=450",
    "smtp.reply.enhanced=4.7.1",
    "smtp.reply.text=Greylisted, please try LATER",
    "smtp.quit ok",
    "smtp.reply.stage=quit",
    "smtp.reply.code=221",
    "smtp.reply.text=Bye",
    "@local local.vpn=no",
    NULL,
};

static void
test_operators (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);

  g_assert_true (holds (evidence, NULL));
  g_assert_true (holds (evidence, "  "));
  g_assert_true (holds (evidence, "tcp.state=open"));
  g_assert_true (holds (evidence, "tcp.state=refused|open"));
  g_assert_false (holds (evidence, "tcp.state=refused"));
  g_assert_true (holds (evidence, "tcp.state!=refused"));
  g_assert_true (holds (evidence, "tls.version!=TLS1.3"));
  g_assert_false (holds (evidence, "tcp.state!=open"));
  g_assert_true (holds (evidence, "tcp.state"));
  g_assert_false (holds (evidence, "!tcp.state"));
  g_assert_true (holds (evidence, "!tls.version"));
  g_assert_true (holds (evidence, "smtp.reply.text~please_try"));
  g_assert_true (holds (evidence, "smtp.reply.text~nothing|try_later"));
  g_assert_false (holds (evidence, "smtp.reply.text!~later"));
  g_assert_true (holds (evidence, "tls.version!~1.3"));
  g_assert_true (holds (evidence, "smtp.reply.enhanced^=4.7"));
  g_assert_false (holds (evidence, "smtp.reply.enhanced^=7"));
  g_assert_true (holds (evidence, "tcp.connect_ms>12 tcp.connect_ms<13"));
  g_assert_false (holds (evidence, "tcp.connect_ms<12.5"));
  g_assert_false (holds (evidence, "tls.expired_days<100"));
  g_assert_false (holds (evidence, "dns.name>1"));
  g_assert_true (holds (evidence, "local.vpn=no tcp.state=open"));
  g_assert_false (holds (evidence, "local.vpn=no tcp.state=filtered"));
}

static void
test_settings (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);

  g_assert_true (holds (evidence, "job.kind=check job.protocol=smtp job.port=587"));
  g_assert_true (holds (evidence, "job.security=starttls job.user job.host={dns.name}"));
  g_assert_false (holds (evidence, "job.host={smtp.reply.code}"));
  g_assert_false (holds (evidence, "job.host={tls.names}"));
  g_assert_true (holds (evidence, "!job.to job.outcome=failed"));
}

/* The goodbye does not cover the refusal before it. */
static void
test_deciding_reply (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);

  g_assert_true (holds (evidence, "smtp.reply.code=450 smtp.reply.stage=rcpt"));
  g_assert_true (holds (evidence, "step:smtp.rcpt=failed step:smtp.quit=ok"));
}

/* A refusal that the job got over (EHLO refused, HELO taken) does not decide, and an enhanced code
 * does not outlive its reply. */
static void
test_overcome_reply (void)
{
  static const char *const overcome[] = {
      "smtp.ehlo ok", "smtp.reply.stage=ehlo", "smtp.reply.code=500", "smtp.reply.enhanced=5.5.1",
      "smtp.rset ok", "smtp.reply.stage=rset", "smtp.reply.code=250", NULL,
  };
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, overcome);

  g_assert_true (holds (evidence, "smtp.reply.code=250 !smtp.reply.enhanced"));
  g_assert_true (holds (evidence, "job.outcome=through"));
}

static void
test_attempts (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  static const char *const first[] = {"tcp.connect failed", "tcp.state=filtered",
                                      "@user user.vpn_off=no", NULL};
  g_autoptr (TlEvidence) before = make_evidence (settings, first);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new_attempt (settings, before);
  g_autoptr (TlEvidence) evidence = NULL;

  tl_evidence_builder_add_step (builder, "dns.resolve", "", TL_OUTCOME_FAILED, 1, 2);
  tl_evidence_builder_add (builder, TL_SOURCE_PROBE, "dns.resolve", "", "dns.outcome", "silent");
  tl_evidence_builder_add (builder, TL_SOURCE_USER, "", "", "user.vpn_off", "yes");
  evidence = tl_evidence_builder_snapshot (builder);
  g_assert_true (holds (evidence, "before:tcp.state=filtered dns.outcome=silent"));
  g_assert_true (holds (evidence, "!tcp.state user.vpn_off=yes before:user.vpn_off=no"));
  g_assert_true (holds (evidence, "before:step:tcp.connect=failed !step:tcp.connect"));
}

static void
test_went_through (void)
{
  static const struct {
    const char *const lines[9];
    gboolean through;
  } cases[] = {
      {{"tcp.connect ok", "smtp.ehlo ok", NULL}, TRUE},
      {{"tcp.connect ok", NULL}, FALSE},
      {{NULL}, FALSE},
      {{"smtp.ehlo ok", "smtp.auth failed", NULL}, FALSE},
      {{"smtp.ehlo ok", "smtp.auth skipped", "step.skipped=not-asked", NULL}, TRUE},
      {{"smtp.ehlo ok", "smtp.auth skipped", "step.skipped=unverified", NULL}, FALSE},
      {{"smtp.ehlo ok", "smtp.auth skipped", NULL}, FALSE},
      {{"smtp.ehlo ok", "smtp.quit failed", "ports.siblings failed", NULL}, TRUE},
      {{"tcp.connect failed", "tcp.connect ok", "smtp.ehlo warning", NULL}, TRUE},
      {{"ftp.login ok", "ftp.data.passive failed", "ftp.list ok", NULL}, TRUE},
      {{"ftp.login ok", "ftp.data.passive failed", "ftp.list skipped",
        "step.skipped=earlier-failure", NULL},
       FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
    g_autoptr (TlEvidence) evidence = make_evidence (settings, cases[i].lines);
    g_autoptr (TlView) view = tl_view_new (evidence);

    g_test_message ("case %u", i);
    g_assert_cmpint (tl_view_went_through (view), ==, cases[i].through);
  }
}

static void
test_bad (void)
{
  static const char *const bad[] = {"tcp",
                                    "tcp.state=",
                                    "=open",
                                    "tcp.state<fast",
                                    "!tcp.state=open",
                                    "Tcp.State=x",
                                    "tcp.state=open or tcp.port",
                                    "tcp.state={}",
                                    "tcp.=x",
                                    "~x.y"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (tl_condition_compile (bad[i], &error));
    g_assert_error (error, TL_ERROR, TL_ERROR_BAD_INPUT);
  }
}

/* A wrong one in the tables is said and never holds. */
static void
test_never (void)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);
  g_autoptr (TlView) view = tl_view_new (evidence);

  g_test_expect_message ("throughline-knowledge", G_LOG_LEVEL_WARNING, "not a condition*");
  g_assert_false (tl_condition_holds (tl_condition_get ("nonsense"), view));
  g_test_assert_expected_messages ();
  g_assert_true (tl_condition_get ("tcp.state=open") == tl_condition_get ("tcp.state=open"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/condition/operators", test_operators);
  g_test_add_func ("/knowledge/condition/settings", test_settings);
  g_test_add_func ("/knowledge/condition/bad", test_bad);
  g_test_add_func ("/knowledge/condition/never", test_never);
  g_test_add_func ("/knowledge/view/deciding-reply", test_deciding_reply);
  g_test_add_func ("/knowledge/view/overcome-reply", test_overcome_reply);
  g_test_add_func ("/knowledge/view/attempts", test_attempts);
  g_test_add_func ("/knowledge/view/went-through", test_went_through);
  return g_test_run ();
}
