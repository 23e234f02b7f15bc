/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-dns-private.h"

#include "tl-text.h"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <string.h>

/* Bounds on what one answer may make us keep: rule G4. */
#define RECORDS_MAX 1000
#define ALIASES_MAX 8
#define HEADER_SIZE 12
#define TYPE_TLSA 52 /* RFC 6698 7.1; unknown to nameser.h */

void
tl_dns_answer_free (TlDnsAnswer *answer)
{
  g_ptr_array_unref (answer->records);
  g_free (answer);
}

static void
record_free (TlDnsRecord *record)
{
  g_free (record->name);
  g_free (record);
}

TlDnsAnswer *
tl_dns_answer_new (TlDnsOutcome outcome)
{
  TlDnsAnswer *answer = g_new0 (TlDnsAnswer, 1);

  answer->outcome = outcome;
  answer->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  return answer;
}

guint
tl_dns_type (const char *type)
{
  static const struct {
    const char *name;
    guint type;
  } types[] = {
      {"A", ns_t_a},     {"AAAA", ns_t_aaaa}, {"MX", ns_t_mx},       {"SRV", ns_t_srv},
      {"TXT", ns_t_txt}, {"PTR", ns_t_ptr},   {"CNAME", ns_t_cname}, {"TLSA", TYPE_TLSA},
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_ascii_strcasecmp (types[i].name, type) == 0)
      return types[i].type;
  }
  return 0;
}

/* ------------------------------------------------------------------ reading an answer */

/* A message being read; names are expanded by c-ares, which bounds compression loops. */
typedef struct {
  const guchar *message;
  gsize length, at;
} Reader;

static guint
peek16 (const guchar *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

static char *
read_name (Reader *reader)
{
  char *name = NULL, *copy;
  long used = 0;

  if (reader->at >= reader->length ||
      ares_expand_name (reader->message + reader->at, reader->message, (int) reader->length, &name,
                        &used) != ARES_SUCCESS)
    return NULL;
  reader->at += (gsize) used;
  copy = g_strdup (name);
  ares_free_string (name);
  return copy;
}

typedef struct {
  char *owner;
  guint type, class, ttl;
  gsize data, data_length;
} Record;

static void
record_clear (Record *record)
{
  g_free (record->owner);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

static gboolean
read_record (Reader *reader, Record *record)
{
  const guchar *fixed;

  record->owner = read_name (reader);
  if (record->owner == NULL || reader->length - reader->at < 10)
    return FALSE;
  fixed = reader->message + reader->at;
  record->type = peek16 (fixed);
  record->class = peek16 (fixed + 2);
  record->ttl = peek16 (fixed + 4) << 16 | peek16 (fixed + 6);
  record->data_length = peek16 (fixed + 8);
  record->data = reader->at + 10;
  if (record->data_length > reader->length - record->data)
    return FALSE;
  reader->at = record->data + record->data_length;
  return TRUE;
}

/* The strings of a TXT record, joined without blanks (RFC 7208 3.3), as text. */
static char *
join_texts (const guchar *bytes, gsize length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (length > 0) {
    gsize n = MIN ((gsize) bytes[0], length - 1);

    g_string_append_len (text, (const char *) bytes + 1, (gssize) n);
    bytes += n + 1;
    length -= n + 1;
  }
  return tl_text_make_utf8 (text->str, text->len);
}

static char *
format_hex (const guchar *bytes, gsize length)
{
  GString *text = g_string_sized_new (2 * length);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static char *
format_address (int family, const guchar *bytes)
{
  char text[INET6_ADDRSTRLEN];

  return g_strdup (inet_ntop (family, bytes, text, sizeof text));
}

/* NULL when the data does not fit its type. */
static TlDnsRecord *
decode (const Reader *reader, const Record *raw)
{
  const guchar *data = reader->message + raw->data;
  Reader inside = {reader->message, reader->length, raw->data};
  TlDnsRecord *record = g_new0 (TlDnsRecord, 1);

  record->ttl = raw->ttl;
  switch (raw->type) {
    case ns_t_a:
      record->name = raw->data_length == 4 ? format_address (AF_INET, data) : NULL;
      break;
    case ns_t_aaaa:
      record->name = raw->data_length == 16 ? format_address (AF_INET6, data) : NULL;
      break;
    case ns_t_txt:
      record->name = join_texts (data, raw->data_length);
      break;
    case ns_t_mx:
      if (raw->data_length < 3)
        break;
      record->priority = peek16 (data);
      inside.at += 2;
      record->name = read_name (&inside);
      break;
    case ns_t_srv:
      if (raw->data_length < 7)
        break;
      record->priority = peek16 (data);
      record->weight = peek16 (data + 2);
      record->port = peek16 (data + 4);
      inside.at += 6;
      record->name = read_name (&inside);
      break;
    case TYPE_TLSA:
      if (raw->data_length < 4)
        break;
      record->priority = data[0];
      record->weight = data[1];
      record->port = data[2];
      record->name = format_hex (data + 3, raw->data_length - 3);
      break;
    default: /* PTR, CNAME */
      record->name = raw->data_length > 0 ? read_name (&inside) : NULL;
      break;
  }
  if (record->name == NULL)
    g_clear_pointer (&record, record_free);
  return record;
}

static TlDnsOutcome
outcome_of_rcode (guint rcode)
{
  switch (rcode) {
    case ns_r_noerror:
      return TL_DNS_OK;
    case ns_r_nxdomain:
      return TL_DNS_NO_SUCH_NAME;
    case ns_r_servfail:
      return TL_DNS_SERVFAIL;
    case ns_r_refused:
      return TL_DNS_REFUSED;
    default:
      return TL_DNS_OTHER;
  }
}

static gboolean
skip_question (Reader *reader)
{
  g_autofree char *name = read_name (reader);

  if (name == NULL || reader->length - reader->at < 4)
    return FALSE;
  reader->at += 4;
  return TRUE;
}

static gboolean
same_name (const char *a, const char *b)
{
  gsize na = strlen (a), nb = strlen (b);

  na -= na > 0 && a[na - 1] == '.' ? 1 : 0;
  nb -= nb > 0 && b[nb - 1] == '.' ? 1 : 0;
  return na == nb && g_ascii_strncasecmp (a, b, na) == 0;
}

/* Takes the records of `type` that belong to the name or to what it is an alias of; others that a
 * server throws in are nobody's question. Aliases come before what they lead to. */
static gboolean
take_answers (Reader *reader, guint count, const char *name, guint type, TlDnsAnswer *answer)
{
  g_autofree char *wanted = g_strdup (name);
  guint aliases = 0;

  for (guint i = 0; i < count && answer->records->len < RECORDS_MAX; i++) {
    g_auto (Record) raw = {NULL};
    TlDnsRecord *record;

    if (!read_record (reader, &raw))
      return FALSE;
    if (raw.class != ns_c_in || !same_name (raw.owner, wanted) ||
        (raw.type != type && raw.type != ns_t_cname))
      continue;
    record = decode (reader, &raw);
    if (record == NULL)
      return FALSE;
    if (raw.type == type) {
      g_ptr_array_add (answer->records, record);
      continue;
    }
    g_free (wanted);
    wanted = g_strdup (record->name);
    record_free (record);
    if (++aliases > ALIASES_MAX)
      return FALSE;
  }
  return TRUE;
}

TlDnsAnswer *
tl_dns_parse (const guchar *message, gsize length, const char *name, guint type)
{
  Reader reader = {message, length, HEADER_SIZE};
  TlDnsAnswer *answer;
  guint questions;

  if (length < HEADER_SIZE || (message[2] & 0x80) == 0)
    return tl_dns_answer_new (TL_DNS_OTHER);
  answer = tl_dns_answer_new (outcome_of_rcode (message[3] & 0x0f));
  answer->authentic = (message[3] & 0x20) != 0;
  if (answer->outcome != TL_DNS_OK)
    return answer;
  questions = peek16 (message + 4);
  for (guint i = 0; i < questions; i++) {
    if (!skip_question (&reader)) {
      answer->outcome = TL_DNS_OTHER;
      return answer;
    }
  }
  if (!take_answers (&reader, peek16 (message + 6), name, type, answer)) {
    answer->outcome = TL_DNS_OTHER;
    g_ptr_array_set_size (answer->records, 0);
  } else if (answer->records->len == 0) {
    /* Cut short even where there was room for all of it (TC over TCP): nothing is known of the rest. */
    answer->outcome = (message[2] & 0x02) != 0 ? TL_DNS_OTHER : TL_DNS_NO_ADDRESS;
  }
  return answer;
}
