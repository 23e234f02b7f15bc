/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls.h"

typedef struct {
  TlEvidenceBuilder *builder;
  const char *step, *target;
} Recorder;

static void
record (const Recorder *to, const char *fact, const char *value)
{
  if (value != NULL)
    tl_evidence_builder_add (to->builder, TL_SOURCE_PROBE, to->step, to->target, fact, value);
}

static void
record_number (const Recorder *to, const char *fact, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  record (to, fact, text);
}

static void
record_certificate (const Recorder *to, guint index, const TlCertificateInfo *info)
{
  const struct {
    const char *name, *value;
  } fields[] = {
      {"subject", info->subject},       {"issuer", info->issuer},
      {"not_before", info->not_before}, {"not_after", info->not_after},
      {"sha256", info->sha256},         {"key", info->key},
      {"signature", info->signature},   {"issuer_address", info->issuer_address},
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *fact = g_strdup_printf ("tls.chain.%u.%s", index, fields[i].name);

    record (to, fact, fields[i].value);
  }
}

/* The one at fault, under names of its own, so that a sentence can speak of it wherever it stands. */
static void
record_fault (const Recorder *to, const TlTlsInfo *info)
{
  const TlCertificateInfo *fault;

  if (info->fault < 0 || (guint) info->fault >= info->chain->len)
    return;
  fault = info->chain->pdata[info->fault];
  record_number (to, "tls.fault", info->fault);
  record (to, "tls.fault.subject", fault->subject);
  record (to, "tls.fault.not_before", fault->not_before);
  record (to, "tls.fault.not_after", fault->not_after);
}

static void
record_staple (const Recorder *to, const TlTlsInfo *info)
{
  const TlOcspInfo *ocsp = &info->ocsp;
  const TlCertificateInfo *leaf = info->chain->pdata[0];

  if (ocsp->outcome == NULL)
    return;
  record (to, "tls.ocsp", ocsp->outcome);
  record (to, "tls.ocsp.since", ocsp->since);
  record (to, "tls.ocsp.until", ocsp->until);
  record (to, "tls.ocsp.revoked_at", ocsp->revoked_at);
  record (to, "tls.ocsp.must_staple", ocsp->must_staple ? "yes" : "no");
  record (to, "tls.ocsp.responder", leaf->ocsp_address);
}

static void
record_chain (const Recorder *to, const TlTlsInfo *info)
{
  const TlCertificateInfo *leaf;

  if (info->chain->len == 0)
    return;
  leaf = info->chain->pdata[0];
  record (to, "tls.names", leaf->names);
  record (to, "tls.suggested_host", info->suggested_host);
  record_number (to, "tls.chain.length", info->chain->len);
  for (guint i = 0; i < info->chain->len; i++)
    record_certificate (to, i, info->chain->pdata[i]);
  if (g_str_equal (info->verify, "expired") || g_str_equal (info->verify, "not-yet-valid"))
    record_number (to, "tls.expired_days", info->expired_days);
  if (info->issuer_name_known)
    record (to, "tls.issuer_in_store", "other-key");
  record_fault (to, info);
  record_staple (to, info);
}

void
tl_tls_info_record (const TlTlsInfo *info, TlEvidenceBuilder *builder, const char *step,
                    const char *target)
{
  const Recorder to = {builder, step, target};

  record (&to, "tls.version", info->version);
  record (&to, "tls.cipher", info->cipher);
  record (&to, "tls.verify", info->verify);
  record (&to, "tls.verify_bits", info->verify_bits);
  record_chain (&to, info);
  record (&to, "tls.alert", info->alert);
  record (&to, "tls.error", info->error);
  record (&to, "tls.peeked", info->peeked);
  record (&to, "tls.peeked_text", info->peeked_text);
  record (&to, "tls.resumed", info->resumed ? "yes" : "no");
  record (&to, "tls.client_certificate_requested",
          info->client_certificate_requested ? "yes" : "no");
  record (&to, "tls.alpn", info->alpn);
}
