/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The certificates that the server showed, for a person to read and to compare. */
#include "tl-explain-private.h"

#include <string.h>

#include "tl-kb.h"
#include "tl-text.h"

/* Evidence may come from a file that anybody wrote; GnuTLS looks at no more either. */
#define MOST_CERTIFICATES 16

typedef struct {
  const TlEvidence *evidence;
  const TlCatalog *catalog;
  guint index;
  TlCertificateText *text;
} Writer;

/* A fact of the certificate under way; NULL where it was not recorded. */
static const char *
get (const Writer *self, const char *part)
{
  g_autofree char *fact = g_strdup_printf ("tls.chain.%u.%s", self->index, part);
  const char *value = tl_evidence_get (self->evidence, fact);

  return value != NULL && *value != '\0' ? value : NULL;
}

static void
add_line (const Writer *self, const char *msgid, const char *name, const char *value)
{
  if (value != NULL)
    g_ptr_array_add (self->text->lines,
                     tl_catalog_format (self->catalog, msgid, name, value, NULL));
}

/* ------------------------------------------------------------------ its parts */

/* "ab12…" as people compare it: AB:12:… */
static char *
format_fingerprint (const char *hex)
{
  GString *text = g_string_new (NULL);

  if (hex == NULL)
    return g_string_free (text, TRUE);
  for (gsize i = 0; hex[i] != '\0'; i++) {
    if (i > 0 && i % 2 == 0)
      g_string_append_c (text, ':');
    g_string_append_c (text, g_ascii_toupper (hex[i]));
  }
  return g_string_free (text, FALSE);
}

static void
add_time (const Writer *self)
{
  g_autofree char *from = tl_explain_date (get (self, "not_before"), self->catalog);
  g_autofree char *until = tl_explain_date (get (self, "not_after"), self->catalog);

  if (from != NULL && until != NULL)
    g_ptr_array_add (self->text->lines,
                     /* Translators: of a certificate; {from} and {until} are dates. */
                     tl_catalog_format (self->catalog, N_ ("Valid from {from} until {until}"),
                                        "from", from, "until", until, NULL));
  else
    /* Translators: {until} is a date. */
    add_line (self, N_ ("Valid until {until}"), "until", until);
}

static void
add_key (const Writer *self)
{
  const char *key = get (self, "key");
  const char *signature = get (self, "signature");

  if (key != NULL && signature != NULL)
    g_ptr_array_add (
        self->text->lines,
        /* Translators: {key} is a kind of key with its length ("RSA 2048"), {signature} the name of a
         * method ("RSA-SHA256"). */
        tl_catalog_format (self->catalog, N_ ("Key: {key}; signature: {signature}"), "key", key,
                           "signature", signature, NULL));
}

/* What came with the server's own about whether it was withdrawn. */
static void
add_staple (const Writer *self)
{
  static const struct {
    const char *outcome;
    const char *text;
  } words[] = {
      /* Translators: OCSP is the name of a protocol and stays. */
      {"none",
       /* Translators: of a certificate, as in the lines that follow. */
       N_ ("Not withdrawn? Not known: the server sent no proof of it (OCSP), and nobody else "
           "was asked.")},
      /* Translators: of a certificate; {until} is a date. */
      {"good", N_ ("Not withdrawn, as its issuer confirms until {until} (OCSP)")},
      /* Translators: of a certificate. */
      {"revoked", N_ ("Withdrawn by its issuer (OCSP)")},
      {"unknown", N_ ("The issuer’s answer (OCSP) says that it does not know this certificate.")},
      /* Translators: "it" is a certificate; {until} is a date. */
      {"expired", N_ ("The proof that it is not withdrawn (OCSP) ran out on {until}.")},
      {"broken", N_ ("The proof that it is not withdrawn (OCSP) cannot be used: it does not fit.")},
      {"unsuccessful",
       N_ ("In place of a proof that it is not withdrawn (OCSP), an error was sent.")},
  };
  const char *outcome = tl_evidence_get (self->evidence, "tls.ocsp");
  g_autofree char *until =
      tl_explain_date (tl_evidence_get (self->evidence, "tls.ocsp.until"), self->catalog);

  for (guint i = 0; self->index == 0 && outcome != NULL && i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].outcome, outcome) == 0)
      add_line (self, words[i].text, "until", until != NULL ? until : "–");
}

/* ------------------------------------------------------------------ what is wrong with it */

static const struct {
  const char *verify;
  const char *text;
} faults[] = {
    /* Translators: "this one" is a certificate here and in the lines that follow. */
    {"expired", N_ ("This one has expired.")},
    {"not-yet-valid", N_ ("This one is not valid yet.")},
    {"name-mismatch", N_ ("This one is made for other names: {names}")},
    {"self-signed", N_ ("This one vouches for itself, and nobody else does.")},
    {"untrusted-issuer", N_ ("No certificate that this computer trusts vouches for this one.")},
    {"chain-incomplete",
     N_ ("The next one, “{issuer}”, is missing: the server did not send it, and this computer does "
         "not have it.")},
    {"revoked", N_ ("This one was withdrawn by its issuer.")},
    {"wrong-purpose", N_ ("This one is not made for what it is used for here.")},
    {"weak", N_ ("The key or signature of this one is too weak.")},
    {"bad-signature", N_ ("The signature under this one is wrong.")},
    {"no-revocation-proof",
     N_ ("The proof that this one is not withdrawn is missing or cannot be used.")},
};

static char *
explain_fault (const Writer *self)
{
  const char *verify = tl_evidence_get (self->evidence, "tls.verify");
  const char *fault = tl_evidence_get (self->evidence, "tls.fault");
  const char *names = tl_evidence_get (self->evidence, "tls.names");
  const char *issuer = get (self, "issuer");

  if (verify == NULL || fault == NULL || strcmp (verify, "ok") == 0 ||
      g_ascii_strtoull (fault, NULL, 10) != self->index)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strcmp (faults[i].verify, verify) == 0)
      return tl_catalog_format (self->catalog, faults[i].text, "names", names != NULL ? names : "–",
                                "issuer", issuer != NULL ? issuer : "–", NULL);
  return NULL;
}

/* What else is known where the chain ends in nothing that is trusted. */
static void
add_hints (const Writer *self)
{
  const char *verify = tl_evidence_get (self->evidence, "tls.verify");

  if (self->text->fault == NULL)
    return;
  if (g_strcmp0 (verify, "chain-incomplete") == 0)
    add_line (
        self,
        /* Translators: "it" and "the missing one" are certificates; {address} is a web address. */
        N_ ("It names an address where the missing one lies, {address}; that was not visited."),
        "address", get (self, "issuer_address"));
  if (tl_evidence_is (self->evidence, "tls.issuer_in_store", "other-key"))
    g_ptr_array_add (self->text->lines,
                     g_strdup (tl_catalog_get (
                         self->catalog, N_ ("This computer trusts an issuer of that very name, but "
                                            "with another key: that one did not sign this."))));
}

/* ------------------------------------------------------------------ all of it */

static const char *
name_role (const Writer *self)
{
  const char *subject = get (self, "subject");
  const char *issuer = get (self, "issuer");

  if (self->index == 0)
    return N_ ("The server’s own certificate");
  if (g_strcmp0 (subject, issuer) == 0)
    /* Translators: the certificate at the end of a chain, which vouches for itself. */
    return N_ ("Root certificate");
  /* Translators: a certificate between the server's own and the root. */
  return N_ ("Intermediate certificate");
}

/* Of a chain that verifies. Who ever put one among the trusted certificates may be in between. */
static void
add_anchor (const Writer *self, guint last)
{
  if (self->index == last && tl_evidence_is (self->evidence, "tls.anchor", "added"))
    g_ptr_array_add (
        self->text->lines,
        g_strdup (tl_catalog_get (
            self->catalog,
            N_ ("It is trusted because of a certificate that was added to this "
                "computer, not because of one that came with its system. A company may "
                "have done that, or a program or network that reads along."))));
}

static TlCertificateText *
write_certificate (Writer *self, guint last)
{
  g_autofree char *fingerprint = format_fingerprint (get (self, "sha256"));

  self->text = tl_certificate_text_new (tl_catalog_get (self->catalog, name_role (self)));
  self->text->fault = explain_fault (self);
  /* Translators: {subject} is the name in a certificate. */
  add_line (self, N_ ("For: {subject}"), "subject", get (self, "subject"));
  /* Translators: {issuer} is the name of a certificate's issuer. */
  add_line (self, N_ ("Issued by: {issuer}"), "issuer", get (self, "issuer"));
  add_time (self);
  add_key (self);
  /* Translators: SHA-256 is the name of a method; {fingerprint} is a row of digits. */
  add_line (self, N_ ("SHA-256 fingerprint: {fingerprint}"), "fingerprint", fingerprint);
  add_staple (self);
  add_hints (self);
  add_anchor (self, last);
  return self->text;
}

void
tl_explain_add_chain (TlExplanation *explanation, const TlEvidence *evidence,
                      const TlCatalog *catalog)
{
  const char *length = tl_evidence_get (evidence, "tls.chain.length");
  guint64 n = length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0;
  Writer writer = {evidence, catalog, 0, NULL};

  for (; writer.index < MIN (n, MOST_CERTIFICATES); writer.index++)
    if (get (&writer, "subject") != NULL || get (&writer, "issuer") != NULL)
      g_ptr_array_add (explanation->certificates,
                       write_certificate (&writer, (guint) MIN (n, MOST_CERTIFICATES) - 1));
}
