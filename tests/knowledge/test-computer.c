/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How what was seen of this computer bears on what failed. */
#include "tl-condition.h"
#include "tl-enum-types.h"
#include "tl-explain.h"
#include "tl-report.h"

#include <string.h>

#include "knowledge-fixture.h"

static TlCatalog *english;

/* What every look records, unless the case says otherwise further down. */
#define LOOK                                                                                       \
  "@local local.route.ipv4=yes", "@local local.route.ipv6=no", "@local local.route.host=ok"
#define SILENT "tcp.connect failed", "step.failure=filtered", "tcp.state=filtered"
#define SEEN(value) "@local local.firewall=" value, "@local local.firewall.rules=readable"

typedef struct {
  const char *name;
  const char *expected; /* "row=relation …"; "-" for a row that is not there */
  const char *words;    /* (nullable) in the sentence of the first row expected */
  const char *lines[20];
} Case;

static const Case cases[] = {
    {"rule",
     "firewall=reason vpn=unrelated way-out=unrelated",
     "port 587, the very port",
     {LOOK, SEEN ("nftables"), "@local local.firewall.rule=inet a b: drop (handle 3)",
      "@local local.firewall.rule_sure=yes", "@local local.vpn=no", SILENT}},
    {"rule-unsure",
     "firewall=possible",
     "might let them pass",
     {LOOK, SEEN ("nftables"), "@local local.firewall.rule=inet a b: drop (handle 3)",
      "@local local.firewall.rule_sure=no", SILENT}},
    {"rule-elsewhere",
     "firewall=unrelated",
     "none stops port 587",
     {LOOK, SEEN ("nftables"), SILENT, "ports.tried=465", "ports.open=1"}},
    {"answered",
     "firewall=unrelated",
     "port 587 answered",
     {LOOK, SEEN ("nftables"), "@local local.firewall.rule=inet a b: drop (handle 3)",
      "tcp.connect ok", "tcp.state=open", "smtp.auth failed", "step.failure=reply",
      "smtp.reply.stage=auth", "smtp.reply.code=535"}},
    {"unreadable",
     "firewall=not-known",
     "ufw status numbered",
     {LOOK, "@local local.firewall=ufw", "@local local.firewall.rules=not-readable",
      "@local local.firewall.command=ufw status numbered", SILENT}},
    {"counted",
     "firewall=reason",
     "kept packets",
     {LOOK, "@local local.firewall=ufw", "@local local.firewall.rules=not-readable", SILENT,
      "tcp.unsent=4"}},
    {"vpn-beside",
     "vpn=reason",
     "it is the VPN that stops it",
     {LOOK, "@local local.vpn=tun tun0", "@local local.vpn.default_route=yes", SILENT,
      "@local local.vpn.beside=open"}},
    {"vpn-innocent",
     "vpn=unrelated",
     "without going through the VPN",
     {LOOK, "@local local.vpn=tun tun0", "@local local.vpn.default_route=yes", SILENT,
      "@local local.vpn.beside=filtered"}},
    {"vpn-perhaps",
     "vpn=possible",
     "may block port 587",
     {LOOK, "@local local.vpn=tun tun0", "@local local.vpn.default_route=yes", SILENT}},
    {"clock",
     "clock=reason firewall=unrelated",
     "it is the clock",
     {LOOK, SEEN ("nftables"), "tcp.connect ok", "tcp.state=open", "tls.handshake failed",
      "step.failure=tls", "tls.verify=not-yet-valid", "@local local.clock_explains=yes",
      "@local local.clock_agreed=yes", "@local local.clock_offset_s=-3456000"}},
    {"portal",
     "portal=reason",
     "signs in",
     {LOOK, "tcp.connect failed", "tcp.state=refused", "step.failure=refused",
      "@local local.portal=yes"}},
    {"portal-told",
     "portal=possible firewall=unrelated",
     "somebody signs in",
     {LOOK, SEEN ("nftables"), SILENT, "@local local.connectivity=portal",
      "@local local.portal=silent"}},
    {"name",
     "names=reason antivirus=unrelated",
     "Without an address",
     {LOOK, "@local local.antivirus=ClamAV", "dns.resolve failed", "step.failure=name",
      "dns.outcome=no-such-name"}},
    {"through",
     "firewall=unrelated vpn=unrelated",
     "the test went through",
     {LOOK, SEEN ("nftables"), "@local local.vpn=tun tun0", "@local local.vpn.default_route=yes",
      "tcp.connect ok", "tcp.state=open", "smtp.ehlo ok"}},
    {"flatpak",
     "firewall=not-known antivirus=not-known vpn=unrelated sandbox=not-known",
     "around this sandbox",
     {LOOK, "@local local.firewall=not-known", "@local local.antivirus=not-known",
      "@local local.vpn=no", "@local local.sandbox=flatpak",
      "@local local.sandbox.hides=programs rules services", SILENT}},
    {"container",
     "vpn=not-known firewall=not-known",
     "around this sandbox",
     {LOOK, "@local local.firewall=none-seen", "@local local.vpn=not-known",
      "@local local.sandbox=container", "@local local.sandbox.hides=programs rules links services",
      SILENT, "tcp.unsent=0"}},
    {"not-looked", "firewall=- vpn=-", NULL, {SILENT}},
};

static const TlSightText *
find (const TlExplanation *explanation, const char *id)
{
  for (guint i = 0; i < explanation->computer->len; i++)
    if (strcmp (((TlSightText *) explanation->computer->pdata[i])->id, id) == 0)
      return explanation->computer->pdata[i];
  return NULL;
}

static void
test_case (gconstpointer data)
{
  const Case *it = data;
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, it->lines);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, english);
  g_auto (GStrv) wanted = g_strsplit (it->expected, " ", -1);

  for (guint i = 0; wanted[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (wanted[i], "=", 2);
    const TlSightText *row = find (explanation, pair[0]);

    g_assert_cmpstr (row != NULL ? tl_enum_to_string (TL_TYPE_BEARING, (int) row->relation) : "-",
                     ==, pair[1]);
    if (i == 0 && it->words != NULL && strstr (row->bearing, it->words) == NULL)
      g_error ("%s: “%s” is not in “%s”", it->name, it->words, row->bearing);
  }
}

/* A look without a test has nothing that anything could be unrelated to. */
static void
test_look_alone (void)
{
  static const char *const lines[] = {"local.route ok",
                                      LOOK,
                                      SEEN ("nftables"),
                                      "@local local.vpn=tun tun0",
                                      "@local local.vpn.default_route=yes",
                                      "@local local.proxy=no",
                                      NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlDiagnosis) diagnosis = NULL;
  g_autoptr (TlExplanation) explanation = NULL;

  g_object_set (settings, "kind", TL_JOB_ENVIRONMENT, NULL);
  evidence = make_evidence (settings, lines);
  diagnosis = tl_diagnose (evidence);
  explanation = tl_explain (evidence, diagnosis, english);
  g_assert_cmpint (find (explanation, "proxy")->relation, ==, TL_BEARING_UNTESTED);
  g_assert_null (find (explanation, "proxy")->bearing);
  g_assert_cmpint (find (explanation, "firewall")->relation, ==, TL_BEARING_UNTESTED);
  g_assert_cmpint (find (explanation, "vpn")->relation, ==, TL_BEARING_POSSIBLE);
}

/* ------------------------------------------------------------------ the same test before and after */

#define BEFORE_VPN LOOK, "@local local.vpn=tun tun0", "@local local.vpn.default_route=yes"
#define AFTER_VPN LOOK, "@local local.vpn=no", "@local local.vpn.default_route=no"
#define OPEN "dns.resolve ok", "tcp.connect ok", "tcp.state=open", "smtp.ehlo ok"
#define RULE                                                                                       \
  "@local local.firewall.rule=inet a b: drop (handle 3)", "@local local.firewall.rule_sure=yes"

static const struct {
  const char *name;
  const char *before[14], *after[14];
  const char *cause; /* that comes first; "unknown" for none */
  double least, most;
  const char *row, *relation;
} pairs[] = {
    {"vpn-off-works",
     {BEFORE_VPN, SILENT},
     {AFTER_VPN, OPEN, "@user user.vpn_off=yes"},
     "vpn-blocks-port",
     0.85,
     0.95,
     "vpn",
     "reason"},
    /* Nothing but the person's word says that there was one. */
    {"vpn-unseen",
     {LOOK, SILENT},
     {LOOK, OPEN, "@user user.vpn_off=yes"},
     "vpn-blocks-port",
     0.6,
     0.8,
     "vpn",
     "reason"},
    /* It is still there: nothing is claimed. */
    {"vpn-still-on",
     {BEFORE_VPN, SILENT},
     {BEFORE_VPN, OPEN, "@user user.vpn_off=yes"},
     "unknown",
     0,
     0,
     "vpn",
     "possible"},
    {"vpn-off-fails",
     {BEFORE_VPN, SILENT},
     {AFTER_VPN, SILENT, "@user user.vpn_off=yes"},
     "connection-failed",
     0.3,
     0.8,
     "vpn",
     "unrelated"},
    /* What worked without anybody's doing is no proof. */
    {"nothing-said", {BEFORE_VPN, SILENT}, {AFTER_VPN, OPEN}, "unknown", 0, 0, "vpn", "unrelated"},
    {"rule-off-works",
     {LOOK, RULE, SILENT},
     {LOOK, OPEN, "@user user.firewall_off=yes"},
     "local-firewall-blocks",
     0.85,
     0.95,
     "firewall",
     "reason"},
    {"rule-unseen",
     {LOOK, SILENT},
     {LOOK, OPEN, "@user user.firewall_off=yes"},
     "local-firewall-blocks",
     0.7,
     0.8,
     "firewall",
     "reason"},
    {"rule-off-fails",
     {LOOK, SILENT},
     {LOOK, SILENT, "@user user.firewall_off=yes"},
     "connection-failed",
     0.3,
     0.8,
     "firewall",
     "unrelated"},
    {"antivirus-off-works",
     {LOOK, "tcp.connect ok", "tcp.state=open", "smtp.greeting failed", "step.failure=closed"},
     {LOOK, OPEN, "@user user.antivirus_off=yes"},
     "local-antivirus-intercepts",
     0.8,
     0.9,
     "antivirus",
     "reason"},
    {"network-changed",
     {LOOK, SILENT},
     {LOOK, OPEN, "@user user.other_network=yes"},
     "port-blocked-by-network",
     0.6,
     0.8,
     "way-out",
     "unrelated"},
};

static TlEvidence *
make_next (TlSettings *settings, TlEvidence *before, const char *const *lines)
{
  g_autoptr (TlEvidence) own = make_evidence (settings, lines);
  g_autoptr (TlEvidenceBuilder) builder = tl_evidence_builder_new_attempt (settings, before);
  const GPtrArray *steps = tl_evidence_get_steps (own);
  const GPtrArray *facts = tl_evidence_get_facts (own);

  for (guint i = 0; i < steps->len; i++) {
    const TlStepRecord *step = steps->pdata[i];

    tl_evidence_builder_add_step (builder, step->id, step->target, step->outcome, 1, 2);
  }
  for (guint i = 0; i < facts->len; i++) {
    const TlFact *fact = facts->pdata[i];

    tl_evidence_builder_add (builder, fact->source, fact->step, "", fact->fact, fact->value);
  }
  return tl_evidence_builder_snapshot (builder);
}

static void
test_pair (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) before = make_evidence (settings, pairs[i].before);
  g_autoptr (TlEvidence) evidence = make_next (settings, before, pairs[i].after);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, english);
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);
  double confidence = first != NULL ? first->confidence : 0;
  const TlSightText *row = find (explanation, pairs[i].row);

  g_assert_cmpstr (first_id (diagnosis), ==, pairs[i].cause);
  g_assert_cmpfloat (confidence, >=, pairs[i].least);
  g_assert_cmpfloat (confidence, <=, pairs[i].most);
  g_assert_cmpstr (tl_enum_to_string (TL_TYPE_BEARING, (int) row->relation), ==, pairs[i].relation);
}

/* Off, and on again: the third test fails as the first did. */
static void
test_on_again (void)
{
  static const char *const first[] = {BEFORE_VPN, SILENT, NULL};
  static const char *const second[] = {AFTER_VPN, OPEN, "@user user.vpn_off=yes", NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) one = make_evidence (settings, first);
  g_autoptr (TlEvidence) two = make_next (settings, one, second);
  g_autoptr (TlEvidence) three = make_next (settings, two, first);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (three);

  g_assert_cmpstr (first_id (diagnosis), ==, "vpn-blocks-port");
  g_assert_cmpfloat (confidence_of (diagnosis, "vpn-blocks-port"), >, 0.85);
}

/* The row that the first cause speaks of says so where the table finds no reason. */
static void
test_follows_diagnosis (void)
{
  static const char *const lines[] = {LOOK,
                                      "@local local.firewall=none-seen",
                                      "tcp.connect failed",
                                      "step.failure=refused",
                                      "tcp.state=refused",
                                      "tcp.refused_by=here",
                                      NULL};
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, lines);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, english);
  const TlSightText *row = find (explanation, "firewall");

  g_assert_cmpstr (first_id (diagnosis), ==, "local-firewall-blocks");
  g_assert_cmpint (row->relation, ==, TL_BEARING_REASON);
  g_assert_nonnull (strstr (row->bearing, "firewall blocks the port"));
}

/* Terminal, web page and JSON tell the same; what has no part in it is left out of the short text. */
static void
test_formats (void)
{
  const Case *it = &cases[0];
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = make_evidence (settings, it->lines);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, english);

  for (TlFormat format = TL_FORMAT_TEXT; format <= TL_FORMAT_HTML; format++) {
    TlReportStyle style = {.format = format};
    g_autofree char *report = tl_report_write (evidence, diagnosis, explanation, english, &style);

    g_assert_nonnull (strstr (report, "the very port that did not answer"));
    g_assert_true ((strstr (report, "there is a way to the server") != NULL) ==
                   (format == TL_FORMAT_JSON));
  }
}

/* The table itself: conditions that can be read, causes and tests that there are. */
static void
test_table (void)
{
  gsize n;
  const TlKbSight *sights = tl_kb_get_sights (&n);

  for (gsize i = 0; i < n; i++) {
    g_auto (GStrv) causes = g_strsplit (sights[i].causes, " ", -1);

    for (guint k = 0; causes[k] != NULL; k++)
      g_assert_nonnull (tl_kb_find (causes[k]));
    for (gsize k = 0; k < sights[i].n_bearings; k++) {
      const TlKbBearing *bearing = &sights[i].bearings[k];
      g_autoptr (GError) error = NULL;
      g_autoptr (TlCondition) condition = tl_condition_compile (bearing->when, &error);

      g_assert_no_error (error);
      if (bearing->next_test != NULL)
        g_assert_nonnull (tl_kb_find_next_test (bearing->next_test));
    }
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  english = tl_catalog_new ("en");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/knowledge/computer/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *path = g_strconcat ("/knowledge/computer/before-after/", pairs[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_pair);
  }
  g_test_add_func ("/knowledge/computer/before-after/on-again", test_on_again);
  g_test_add_func ("/knowledge/computer/look-alone", test_look_alone);
  g_test_add_func ("/knowledge/computer/follows-diagnosis", test_follows_diagnosis);
  g_test_add_func ("/knowledge/computer/formats", test_formats);
  g_test_add_func ("/knowledge/computer/table", test_table);
  status = g_test_run ();
  tl_catalog_unref (english);
  return status;
}
