/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The message to whoever can help: the facts they need, and nothing that they must not see. */
#include <string.h>

#include "knowledge-fixture.h"
#include "tl-explain.h"
#include "tl-redaction.h"

static const char *const refused[] = {
    "tcp.connect ok",
    "tcp.state=open",
    "tcp.port=587",
    "dns.address.0=192.0.2.1",
    "smtp.greeting ok",
    "greeting.code=220",
    "smtp.rcpt failed",
    "smtp.reply.stage=rcpt",
    "smtp.reply.code=550",
    "smtp.reply.enhanced=5.7.1",
    "smtp.reply.text=Service unavailable; client [192.0.2.7] blocked using Spamhaus. To request "
    "removal see the site. [S3140] \033[2J",
    NULL,
};

static TlContact *
contact_of (const char *const *lines, const char *cause, const char *language, TlRedact level)
{
  g_autoptr (TlSettings) settings = make_settings (TL_PROTOCOL_SMTP);
  g_autoptr (TlEvidence) evidence = NULL;
  g_autoptr (TlEvidence) shown = NULL;
  g_autoptr (TlCatalog) catalog = tl_catalog_new (language);

  g_object_set (settings, "to", "bob.builder@rcpt.example", "from", "ann.other@example.org", NULL);
  evidence = make_evidence (settings, lines);
  shown = tl_evidence_redact (evidence, level);
  return tl_contact_message (shown, cause, catalog);
}

static void
test_facts (void)
{
  g_autoptr (TlContact) contact = contact_of (refused, "ip-blocklisted", "en", TL_REDACT_NONE);
  static const char *const wanted[] = {"mail.example.org",
                                       "Port: 587",
                                       "Address connected to: 192.0.2.1",
                                       "550 5.7.1",
                                       "bob.builder@rcpt.example",
                                       "blocked using Spamhaus",
                                       "Reference in the reply: S3140",
                                       "The reply came when the recipient was named (RCPT TO).",
                                       "What worked: ",
                                       "What failed: ",
                                       "(S-43)",
                                       "What would help"};

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (contact->text, wanted[i]) == NULL) {
      g_test_message ("not in the message: %s\n%s", wanted[i], contact->text);
      g_test_fail ();
    }
  g_assert_nonnull (strstr (contact->whom, "page of the list"));
  g_assert_nonnull (strstr (contact->subject, "mail.example.org"));
  g_assert_null (strchr (contact->text, '\033'));
}

static void
test_redacted (void)
{
  g_autoptr (TlContact) contact = contact_of (refused, "ip-blocklisted", "en", TL_REDACT_STANDARD);

  g_assert_null (strstr (contact->text, "bob.builder"));
  g_assert_null (strstr (contact->text, "ann.other"));
  g_assert_nonnull (strstr (contact->text, "@rcpt.example"));
}

static void
test_languages (void)
{
  g_autoptr (TlContact) russian = contact_of (refused, "ip-blocklisted", "ru", TL_REDACT_STANDARD);
  g_autoptr (TlContact) arabic = contact_of (refused, "ip-blocklisted", "ar", TL_REDACT_STANDARD);

  g_assert_nonnull (strstr (russian->text, "Ответ дословно: 550 5.7.1"));
  g_assert_nonnull (strstr (arabic->text, "حرفي"));
}

/* Every cause that somebody else has to act on says whom to ask, in sentences without a gap. */
static void
test_all_causes (void)
{
  static const char *const nothing[] = {"tcp.connect failed", NULL};
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  for (gsize a = 0; a < n; a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++) {
      const TlCause *cause = &areas[a]->causes[c];
      g_autoptr (TlContact) contact = contact_of (nothing, cause->id, "en", TL_REDACT_STANDARD);

      if (cause->actor == TL_ACTOR_ADMIN || cause->actor == TL_ACTOR_PROVIDER ||
          cause->actor == TL_ACTOR_RECIPIENT || cause->actor == TL_ACTOR_NETWORK)
        g_assert_nonnull (contact);
      if (contact == NULL)
        continue;
      g_assert_true (*contact->whom != '\0' && *contact->subject != '\0');
      g_assert_null (strpbrk (contact->whom, "{}"));
      g_assert_null (strpbrk (contact->text, "{}"));
      g_assert_cmpint (contact->text[strlen (contact->text) - 1], !=, '\n');
    }
}

static void
test_nobody (void)
{
  g_autoptr (TlContact) wait = contact_of (refused, "smtp-greylisted", "en", TL_REDACT_NONE);
  g_autoptr (TlContact) unknown = contact_of (refused, "no-such-cause", "en", TL_REDACT_NONE);
  g_autoptr (TlContact) provider = contact_of (refused, "auth-failed", "en", TL_REDACT_NONE);

  g_assert_null (wait);
  g_assert_null (unknown);
  g_assert_nonnull (strstr (provider->whom, "your own provider"));
}

static void
test_reference (void)
{
  static const struct {
    const char *reply;
    const char *reference; /* NULL: none */
  } rows[] = {
      {"421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred", "TSS04"},
      {"550 5.7.26 not accepted. a1-20020a05600c0c0100b0.123 - gsmtp",
       "a1-20020a05600c0c0100b0.123"},
      {"451 Try later, session id 4f3a-99", "4f3a-99"},
      {"550 5.1.1 <bob@[192.0.2.7]>: User unknown", NULL},
      {"550 refused [192.0.2.7]", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TlEvidence) evidence = digest (rows[i].reply, TL_PROTOCOL_SMTP, NULL);
    g_autoptr (TlCatalog) catalog = tl_catalog_new ("en");
    g_autoptr (TlContact) contact = tl_contact_message (evidence, "server-error", catalog);
    const char *line = strstr (contact->text, "Reference in the reply: ");

    if (rows[i].reference == NULL)
      g_assert_null (line);
    else
      g_assert_true (
          g_str_has_prefix (line + strlen ("Reference in the reply: "), rows[i].reference));
  }
}

/* In another language than the report, whom to ask stays in the person's own. */
static void
test_translate (void)
{
  g_autoptr (TlEvidence) evidence = digest (
      "550 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org", TL_PROTOCOL_SMTP, NULL);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);
  g_autoptr (TlCatalog) russian = tl_catalog_new ("ru");
  g_autoptr (TlCatalog) english = tl_catalog_new ("en");
  g_autoptr (TlExplanation) explanation = tl_explain (evidence, diagnosis, russian);
  const TlContact *contact = ((TlCauseText *) explanation->causes->pdata[0])->contact;
  g_autofree char *whom = g_strdup (contact->whom);

  g_assert_nonnull (strstr (contact->text, "Здравствуйте"));
  tl_contact_translate (explanation, evidence, english);
  g_assert_nonnull (strstr (contact->text, "Hello,"));
  g_assert_cmpstr (contact->whom, ==, whom);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contact/facts", test_facts);
  g_test_add_func ("/contact/redacted", test_redacted);
  g_test_add_func ("/contact/languages", test_languages);
  g_test_add_func ("/contact/all-causes", test_all_causes);
  g_test_add_func ("/contact/nobody", test_nobody);
  g_test_add_func ("/contact/reference", test_reference);
  g_test_add_func ("/contact/translate", test_translate);
  return g_test_run ();
}
