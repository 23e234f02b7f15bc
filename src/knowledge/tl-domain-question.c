/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-domain-question.h"

#include <string.h>

#include "tl-address.h"

typedef enum {
  WHOSE_NOBODY,
  WHOSE_SENDER,
  WHOSE_RECIPIENT
} Whose;

static const struct {
  const char *cause;
  Whose whose;
} causes[] = {
    {"bad-helo", WHOSE_SENDER},
    {"dane-mismatch", WHOSE_RECIPIENT},
    {"dkim-fail", WHOSE_SENDER},
    {"dmarc-fail", WHOSE_SENDER},
    {"domain-blocklisted", WHOSE_SENDER},
    {"domain-not-found", WHOSE_RECIPIENT},
    {"dynamic-ip-blocked", WHOSE_SENDER},
    {"host-does-not-accept-mail", WHOSE_RECIPIENT},
    {"ip-bad-reputation", WHOSE_SENDER},
    {"ip-blocklisted", WHOSE_SENDER},
    {"mail-loop", WHOSE_RECIPIENT},
    {"mail-route-broken", WHOSE_RECIPIENT},
    {"mta-sts-mismatch", WHOSE_RECIPIENT},
    {"reverse-dns-missing", WHOSE_SENDER},
    {"sender-domain-invalid", WHOSE_SENDER},
    {"sender-unauthenticated", WHOSE_SENDER},
    {"spf-fail", WHOSE_SENDER},
};

static Whose
whose_domain (const char *cause)
{
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    if (strcmp (causes[i].cause, cause) == 0)
      return causes[i].whose;
  return WHOSE_NOBODY;
}

gboolean
tl_domain_question_helps (const char *cause)
{
  return whose_domain (cause) != WHOSE_NOBODY;
}

/* ------------------------------------------------------------------ the domain */

static const char *
domain_of (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  return at != NULL && at[1] != '\0' ? at + 1 : NULL;
}

static char *
recipient_domain (const TlEvidence *evidence, const TlSettings *settings)
{
  g_auto (GStrv) to = tl_settings_dup_recipients (settings);
  const char *domain = domain_of (tl_evidence_get (evidence, "smtp.reply.recipient"));

  if (domain == NULL)
    domain = domain_of (tl_evidence_get (evidence, "text.recipient"));
  return g_strdup (domain != NULL ? domain : domain_of (to[0]));
}

static char *
sender_domain (const TlSettings *settings)
{
  g_autofree char *sender = tl_settings_dup_sender (settings);
  const char *domain = domain_of (sender);

  if (domain == NULL)
    domain = domain_of (settings->address);
  return g_strdup (domain);
}

/* ------------------------------------------------------------------ the address that sends */

/* The address as it was seen by a server that takes the domain's mail: on port 25, or in a report or
 * reply of such a server. A server that mail is handed to by a program sees the program's address, which
 * is not the one that sends. (transfer full) */
static char *
sending_address (const TlEvidence *evidence)
{
  const char *seen = tl_evidence_get (evidence, "smtp.seen_address");
  const char *reply = tl_evidence_get (evidence, "smtp.reply.text");
  gboolean direct = tl_evidence_is (evidence, "tcp.port", "25");
  TlAddress address;

  if (direct && seen != NULL)
    return g_strdup (seen);
  if (!direct && !tl_evidence_is (evidence, "text.kind", "bounce") &&
      !tl_evidence_is (evidence, "text.kind", "reply"))
    return NULL;
  if (reply == NULL || !tl_address_find_public (reply, &address))
    return NULL;
  return tl_address_to_string (&address);
}

/* ------------------------------------------------------------------ the key */

static gboolean
is_about_signature (const char *cause)
{
  return strcmp (cause, "dkim-fail") == 0 || strcmp (cause, "dmarc-fail") == 0;
}

/* Of a message that came back, or of the job; "" for a domain that has another. */
static const char *
find_selector (const TlEvidence *evidence, const char *domain)
{
  const char *signer = tl_evidence_get (evidence, "text.signature.domain");
  const char *selector = tl_evidence_get (evidence, "text.signature.selector");

  if (signer == NULL || selector == NULL)
    return tl_evidence_get_settings (evidence)->selector;
  return g_ascii_strcasecmp (signer, domain) == 0 ? selector : "";
}

/* ------------------------------------------------------------------ both */

gboolean
tl_domain_question (const TlEvidence *evidence, const TlDiagnosis *diagnosis,
                    const TlSettings *found, TlSettings *question)
{
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);
  const TlSettings *settings = found != NULL ? found : tl_evidence_get_settings (evidence);
  Whose whose = first != NULL ? whose_domain (first->id) : WHOSE_NOBODY;
  const char *signer = tl_evidence_get (evidence, "text.signature.domain");
  g_autofree char *domain = NULL;
  g_autofree char *address = NULL;

  if (whose == WHOSE_RECIPIENT)
    domain = recipient_domain (evidence, settings);
  else if (first != NULL && is_about_signature (first->id) && signer != NULL)
    domain = g_strdup (signer);
  else
    domain = sender_domain (settings);
  if (domain == NULL)
    return FALSE;
  /* The recipient's domain does not send through our address. */
  if (whose != WHOSE_RECIPIENT)
    address = sending_address (evidence);
  g_object_set (question, "host", domain, "sender-ip", address != NULL ? address : "", "selector",
                whose != WHOSE_RECIPIENT ? find_selector (evidence, domain) : "", NULL);
  return TRUE;
}

gboolean
tl_domain_question_of_sender (const TlEvidence *evidence, const TlSettings *found,
                              TlSettings *question)
{
  const char *signer = tl_evidence_get (evidence, "text.signature.domain");
  g_autofree char *sender = sender_domain (found);
  g_autofree char *address = sending_address (evidence);

  if (*question->host == '\0')
    g_object_set (question, "host", signer != NULL ? signer : sender != NULL ? sender : "", NULL);
  if (*question->sender_ip == '\0' && address != NULL)
    g_object_set (question, "sender-ip", address, NULL);
  if (*question->selector == '\0')
    g_object_set (question, "selector", find_selector (evidence, question->host), NULL);
  return *question->host != '\0';
}
