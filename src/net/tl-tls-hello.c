/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-tls-hello.h"

#include "tl-address.h"
#include "tl-net-private.h"
#include "tl-tls.h"

#include <gnutls/gnutls.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>

/* A ServerHello with a long chain and its key exchange; more is not waited for. */
#define ANSWER_MAX (64 * 1024)
#define RANDOM_SIZE 32
#define X25519 0x001d

enum {
  RECORD_ALERT = 21,
  RECORD_HANDSHAKE = 22,
  SERVER_HELLO = 2,
  SERVER_KEY_EXCHANGE = 12,
  SERVER_HELLO_DONE = 14
};
enum {
  EXTENSION_NAME = 0,
  EXTENSION_GROUPS = 10,
  EXTENSION_POINTS = 11,
  EXTENSION_SIGNATURES = 13,
  EXTENSION_PADDING = 21,
  EXTENSION_VERSIONS = 43,
  EXTENSION_KEY_SHARE = 51
};

/* What is asked for, the good ones first: a server that takes one of the others has no better. */
static const struct {
  guint16 suite;
  const char *kind;
  gboolean dhe;
} suites[] = {
    {0x1301, "sound", FALSE},
    {0x1302, "sound", FALSE},
    {0x1303, "sound", FALSE},
    {0xc02b, "sound", FALSE},
    {0xc02f, "sound", FALSE},
    {0xc02c, "sound", FALSE},
    {0xc030, "sound", FALSE},
    {0xcca9, "sound", FALSE},
    {0xcca8, "sound", FALSE},
    {0x009e, "sound", TRUE},
    {0x009f, "sound", TRUE},
    {0xccaa, "sound", TRUE},
    {0xc023, "sound", FALSE},
    {0xc027, "sound", FALSE},
    {0xc009, "sound", FALSE},
    {0xc013, "sound", FALSE},
    {0xc024, "sound", FALSE},
    {0xc028, "sound", FALSE},
    {0xc00a, "sound", FALSE},
    {0xc014, "sound", FALSE},
    {0x0067, "sound", TRUE},
    {0x0033, "sound", TRUE},
    {0x006b, "sound", TRUE},
    {0x0039, "sound", TRUE},
    {0x009c, "sound", FALSE},
    {0x009d, "sound", FALSE},
    {0x003c, "sound", FALSE},
    {0x002f, "sound", FALSE},
    {0x003d, "sound", FALSE},
    {0x0035, "sound", FALSE},
    {0xc008, "3des", FALSE},
    {0xc012, "3des", FALSE},
    {0x0016, "3des", TRUE},
    {0x000a, "3des", FALSE},
    {0xc007, "rc4", FALSE},
    {0xc011, "rc4", FALSE},
    {0x0005, "rc4", FALSE},
    {0x0004, "rc4", FALSE},
    {0x0015, "des", TRUE},
    {0x0009, "des", FALSE},
    {0x0014, "export", FALSE},
    {0x0008, "export", FALSE},
    {0x0003, "export", FALSE},
    {0xc019, "anonymous", FALSE},
    {0xc018, "anonymous", FALSE},
    {0x00a7, "anonymous", FALSE},
    {0x00a6, "anonymous", FALSE},
    {0x006d, "anonymous", FALSE},
    {0x006c, "anonymous", FALSE},
    {0x003a, "anonymous", FALSE},
    {0x0034, "anonymous", FALSE},
    {0x001b, "anonymous", FALSE},
    {0x0018, "anonymous", FALSE},
    {0xc010, "null", FALSE},
    {0xc006, "null", FALSE},
    {0x003b, "null", FALSE},
    {0x0002, "null", FALSE},
    {0x0001, "null", FALSE},
    /* What hardly anybody asks for (IANA, TLS Cipher Suites), so that "refused" means all there is:
     * AES-CCM, */
    {0x1304, "sound", FALSE},
    {0x1305, "sound", FALSE},
    {0xc0ac, "sound", FALSE},
    {0xc0ad, "sound", FALSE},
    {0xc0ae, "sound", FALSE},
    {0xc0af, "sound", FALSE},
    {0xc09e, "sound", TRUE},
    {0xc09f, "sound", TRUE},
    {0xc0a2, "sound", TRUE},
    {0xc0a3, "sound", TRUE},
    {0xc09c, "sound", FALSE},
    {0xc09d, "sound", FALSE},
    {0xc0a0, "sound", FALSE},
    {0xc0a1, "sound", FALSE},
    /* ARIA, */
    {0xc05c, "other", FALSE},
    {0xc05d, "other", FALSE},
    {0xc060, "other", FALSE},
    {0xc061, "other", FALSE},
    {0xc052, "other", TRUE},
    {0xc053, "other", TRUE},
    {0xc050, "other", FALSE},
    {0xc051, "other", FALSE},
    {0xc048, "other", FALSE},
    {0xc049, "other", FALSE},
    {0xc04c, "other", FALSE},
    {0xc04d, "other", FALSE},
    {0xc044, "other", TRUE},
    {0xc045, "other", TRUE},
    {0xc03c, "other", FALSE},
    {0xc03d, "other", FALSE},
    /* Camellia, */
    {0x0041, "other", FALSE},
    {0x0084, "other", FALSE},
    {0x0045, "other", TRUE},
    {0x0088, "other", TRUE},
    {0xc086, "other", FALSE},
    {0xc087, "other", FALSE},
    {0xc08a, "other", FALSE},
    {0xc08b, "other", FALSE},
    {0xc07c, "other", TRUE},
    {0xc07d, "other", TRUE},
    {0xc07a, "other", FALSE},
    {0xc07b, "other", FALSE},
    {0xc072, "other", FALSE},
    {0xc073, "other", FALSE},
    {0xc076, "other", FALSE},
    {0xc077, "other", FALSE},
    {0x00be, "other", TRUE},
    {0x00c4, "other", TRUE},
    {0x00ba, "other", FALSE},
    {0x00c0, "other", FALSE},
    /* SEED, IDEA, those of Russia (RFC 9189) and of China (RFC 8998). */
    {0x009a, "other", TRUE},
    {0x0096, "other", FALSE},
    {0x0007, "other", FALSE},
    {0xc100, "other", FALSE},
    {0xc101, "other", FALSE},
    {0xc102, "other", FALSE},
    {0x0081, "other", FALSE},
    {0x00c6, "other", FALSE},
    {0x00c7, "other", FALSE},
};
/* The groups of the key exchange (IANA, TLS Supported Groups): those that our handshakes know, then all the
 * others there ever were, so that "refused" means those as well. */
#define USUAL_GROUPS 10
static const guint16 groups[] = {
    X25519, 0x0017, 0x0018, 0x0019, 0x001e, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104,
    /* Brainpool, secp256k1 and what came before it, those of Russia and of China, binary fields. */
    0x001a, 0x001b, 0x001c, 0x0016, 0x0015, 0x0014, 0x0013, 0x0012, 0x0011, 0x0010, 0x000f, 0x0022,
    0x0023, 0x0024, 0x0025, 0x0026, 0x0027, 0x0028, 0x0029, 0x0001, 0x0002, 0x0003, 0x0004, 0x0005,
    0x0006, 0x0007, 0x0008, 0x0009, 0x000a, 0x000b, 0x000c, 0x000d, 0x000e};
/* Says that we know RFC 5746; some servers hang up without it. */
#define RENEGOTIATION_SIGNAL 0x00ff

const char *
tl_tls_version_to_string (TlTlsVersion version)
{
  static const char *const names[TL_TLS_VERSIONS] = {"TLS1.0", "TLS1.1", "TLS1.2", "TLS1.3"};

  return names[version];
}

gboolean
tl_tls_version_is_ours (TlTlsVersion version)
{
  static const gnutls_protocol_t protocols[TL_TLS_VERSIONS] = {GNUTLS_TLS1_0, GNUTLS_TLS1_1,
                                                               GNUTLS_TLS1_2, GNUTLS_TLS1_3};
  gnutls_priority_t priority;
  const unsigned int *list;
  gboolean ours = FALSE;
  int n;

  if (gnutls_priority_init (&priority, TL_TLS_PRIORITY, NULL) != GNUTLS_E_SUCCESS)
    return FALSE;
  n = gnutls_priority_protocol_list (priority, &list);
  for (int i = 0; i < n; i++)
    ours |= list[i] == protocols[version];
  gnutls_priority_deinit (priority);
  return ours;
}

gboolean
tl_tls_cipher_is_ours (guint cipher)
{
  gnutls_priority_t priority;
  gboolean ours = FALSE;
  unsigned at;

  if (gnutls_priority_init (&priority, TL_TLS_PRIORITY, NULL) != GNUTLS_E_SUCCESS)
    return FALSE;
  for (unsigned i = 0; !ours; i++) {
    int state = gnutls_priority_get_cipher_suite_index (priority, i, &at);
    unsigned char number[2];

    if (state == GNUTLS_E_UNKNOWN_CIPHER_SUITE)
      continue;
    if (state != GNUTLS_E_SUCCESS)
      break;
    ours = gnutls_cipher_suite_info (at, number, NULL, NULL, NULL, NULL) != NULL &&
           number[0] * 256u + number[1] == cipher;
  }
  gnutls_priority_deinit (priority);
  return ours;
}

gboolean
tl_tls_group_is_usual (guint group)
{
  for (guint i = 0; i < USUAL_GROUPS; i++)
    if (groups[i] == group)
      return TRUE;
  return FALSE;
}

const char *
tl_tls_cipher_kind (guint cipher)
{
  for (guint i = 0; i < G_N_ELEMENTS (suites); i++)
    if (suites[i].suite == cipher)
      return suites[i].kind;
  return "other";
}

static gboolean
is_dhe (guint cipher)
{
  for (guint i = 0; i < G_N_ELEMENTS (suites); i++)
    if (suites[i].suite == cipher)
      return suites[i].dhe;
  return FALSE;
}

/* ------------------------------------------------------------------ what is sent */

static void
put (GByteArray *out, guint value, guint bytes)
{
  for (guint i = bytes; i > 0; i--) {
    guint8 byte = (guint8) (value >> (8 * (i - 1)));

    g_byte_array_append (out, &byte, 1);
  }
}

/* A length that is known when what it measures has been written. */
static guint
open_length (GByteArray *out, guint bytes)
{
  put (out, 0, bytes);
  return out->len;
}

static void
close_length (GByteArray *out, guint begin, guint bytes)
{
  guint length = out->len - begin;

  for (guint i = 0; i < bytes; i++)
    out->data[begin - bytes + i] = (guint8) (length >> (8 * (bytes - 1 - i)));
}

static void
put_random (GByteArray *out)
{
  guint8 bytes[RANDOM_SIZE];

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    for (guint i = 0; i < sizeof bytes; i++)
      bytes[i] = (guint8) g_random_int ();
  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
put_name (GByteArray *out, const char *host)
{
  TlAddress literal;
  gsize length = strlen (host);
  guint whole, list;

  length -= length > 1 && host[length - 1] == '.';
  if (tl_address_parse (host, 0, &literal) || length > 255)
    return;
  put (out, EXTENSION_NAME, 2);
  whole = open_length (out, 2);
  list = open_length (out, 2);
  put (out, 0, 1);
  put (out, (guint) length, 2);
  g_byte_array_append (out, (const guint8 *) host, (guint) length);
  close_length (out, list, 2);
  close_length (out, whole, 2);
}

/* An extension that holds one list of two-byte numbers. */
static void
put_list (GByteArray *out, guint extension, const guint16 *numbers, guint n)
{
  put (out, extension, 2);
  put (out, 2 * n + 2, 2);
  put (out, 2 * n, 2);
  for (guint i = 0; i < n; i++)
    put (out, numbers[i], 2);
}

static void
put_extensions (GByteArray *out, TlTlsVersion version, const char *host, guint padding)
{
  static const guint16 signatures[] = {0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0807,
                                       0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0202};
  guint whole = open_length (out, 2);

  put_name (out, host);
  put_list (out, EXTENSION_GROUPS, groups, G_N_ELEMENTS (groups));
  put (out, EXTENSION_POINTS, 2);
  put (out, 2, 2);
  put (out, 0x0100, 2); /* one, uncompressed */
  if (version >= TL_TLS_VERSION_1_2)
    put_list (out, EXTENSION_SIGNATURES, signatures, G_N_ELEMENTS (signatures));
  if (version == TL_TLS_VERSION_1_3) {
    put (out, EXTENSION_VERSIONS, 2);
    put (out, 3, 2);
    put (out, 0x020304, 3);
    put (out, EXTENSION_KEY_SHARE, 2);
    put (out, RANDOM_SIZE + 6, 2);
    put (out, RANDOM_SIZE + 4, 2);
    put (out, X25519, 2);
    put (out, RANDOM_SIZE, 2);
    /* Any 32 bytes are a public key (RFC 7748 5); its secret is never needed. */
    put_random (out);
  }
  if (padding > 0) {
    put (out, EXTENSION_PADDING, 2);
    put (out, padding, 2);
    for (guint i = 0; i < padding; i++)
      put (out, 0, 1);
  }
  close_length (out, whole, 2);
}

static void
put_suites (GByteArray *out, TlTlsVersion version)
{
  guint whole = open_length (out, 2);

  for (guint i = 0; i < G_N_ELEMENTS (suites); i++)
    if ((suites[i].suite >> 8 == 0x13) == (version == TL_TLS_VERSION_1_3))
      put (out, suites[i].suite, 2);
  put (out, RENEGOTIATION_SIGNAL, 2);
  close_length (out, whole, 2);
}

GBytes *
tl_tls_hello_new (TlTlsVersion version, const char *host, guint padding)
{
  GByteArray *out = g_byte_array_new ();
  /* TLS 1.3 calls itself 1.2 here (RFC 8446 4.1.2). */
  guint number = 0x0301 + MIN ((guint) version, 2);
  guint record, message;

  put (out, RECORD_HANDSHAKE, 1);
  put (out, 0x0301, 2);
  record = open_length (out, 2);
  put (out, 1, 1); /* ClientHello */
  message = open_length (out, 3);
  put (out, number, 2);
  put_random (out);
  if (version == TL_TLS_VERSION_1_3) {
    put (out, RANDOM_SIZE, 1); /* a session number, for boxes that know nothing newer */
    put_random (out);
  } else {
    put (out, 0, 1);
  }
  put_suites (out, version);
  put (out, 0x0100, 2); /* no compression */
  put_extensions (out, version, host, padding);
  close_length (out, message, 3);
  close_length (out, record, 2);
  return g_byte_array_free_to_bytes (out);
}

/* ------------------------------------------------------------------ what comes back */

static guint
get (const guchar *bytes, guint n)
{
  guint value = 0;

  for (guint i = 0; i < n; i++)
    value = value << 8 | bytes[i];
  return value;
}

/* The version of the extension, which TLS 1.3 alone has (RFC 8446 4.2.1); 0 where it is not there. */
static guint
find_version (const guchar *bytes, gsize length)
{
  for (gsize at = 0; at + 4 <= length;) {
    guint size = get (bytes + at + 2, 2);

    if (get (bytes + at, 2) == EXTENSION_VERSIONS && size == 2 && at + 6 <= length)
      return get (bytes + at + 4, 2);
    at += 4 + size;
  }
  return 0;
}

/* RFC 5246 7.4.1.3, RFC 8446 4.1.3. */
static void
read_server_hello (TlTlsVersion version, const guchar *bytes, gsize length,
                   TlTlsHelloAnswer *answer)
{
  guint number, wanted = 0x0301 + (guint) version;
  gsize at = 2 + RANDOM_SIZE;

  if (length < at + 1 || length < at + 1 + bytes[at] + 3)
    return;
  number = get (bytes, 2);
  at += 1 + bytes[at];
  answer->cipher = get (bytes + at, 2);
  at += 3;
  if (length >= at + 2 && find_version (bytes + at + 2, length - at - 2) != 0)
    number = find_version (bytes + at + 2, length - at - 2);
  answer->offer = number == wanted ? TL_TLS_OFFER_YES : TL_TLS_OFFER_NO;
}

/* A curve by its name (RFC 8422 5.4), or the prime first (RFC 5246 7.4.3). */
static void
read_curve (const guchar *bytes, gsize length, TlTlsHelloAnswer *answer)
{
  if (length >= 3 && bytes[0] == 3)
    answer->group = get (bytes + 1, 2);
}

static void
read_prime (const guchar *bytes, gsize length, TlTlsHelloAnswer *answer)
{
  guint size = length >= 2 ? get (bytes, 2) : 0;
  gsize at = 2;

  if (size == 0 || length < 2 + (gsize) size)
    return;
  while (size > 0 && bytes[at] == 0) {
    at++;
    size--;
  }
  if (size > 0)
    answer->dh_bits = 8 * (size - 1) + g_bit_storage (bytes[at]);
}

/* TRUE: no more is needed. */
static gboolean
read_message (TlTlsVersion version, guint type, const guchar *bytes, gsize length,
              TlTlsHelloAnswer *answer)
{
  switch (type) {
    case SERVER_HELLO:
      read_server_hello (version, bytes, length, answer);
      return version == TL_TLS_VERSION_1_3 || answer->offer != TL_TLS_OFFER_YES;
    case SERVER_KEY_EXCHANGE:
      if (is_dhe (answer->cipher))
        read_prime (bytes, length, answer);
      else
        read_curve (bytes, length, answer);
      return TRUE;
    default:
      return type == SERVER_HELLO_DONE;
  }
}

/* The messages of the handshake records, put together. */
static gboolean
read_messages (TlTlsVersion version, const GByteArray *flow, TlTlsHelloAnswer *answer)
{
  for (gsize at = 0; at + 4 <= flow->len;) {
    guint size = get (flow->data + at + 1, 3);

    if (flow->len - at - 4 < size)
      return FALSE;
    if (read_message (version, flow->data[at], flow->data + at + 4, size, answer))
      return TRUE;
    at += 4 + size;
  }
  return FALSE;
}

gboolean
tl_tls_hello_read (TlTlsVersion version, const guchar *bytes, gsize length,
                   TlTlsHelloAnswer *answer)
{
  g_autoptr (GByteArray) flow = g_byte_array_new ();

  memset (answer, 0, sizeof *answer);
  answer->spoke = length > 0;
  for (gsize at = 0; at + 5 <= length;) {
    guint size = get (bytes + at + 3, 2);

    if (bytes[at + 1] != 3 || (bytes[at] != RECORD_ALERT && bytes[at] != RECORD_HANDSHAKE))
      return TRUE; /* a ServerHello came before it, or this is not TLS */
    if (length - at - 5 < size)
      return FALSE;
    if (bytes[at] == RECORD_ALERT && size >= 2 && bytes[at + 5] == 2) {
      answer->offer = answer->offer == TL_TLS_OFFER_UNKNOWN ? TL_TLS_OFFER_NO : answer->offer;
      answer->alert = bytes[at + 6];
      return TRUE;
    }
    if (bytes[at] == RECORD_HANDSHAKE) {
      g_byte_array_append (flow, bytes + at + 5, size);
      if (read_messages (version, flow, answer))
        return TRUE;
    }
    at += 5 + size;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ on the wire */

/* close_notify: nothing is wrong, we are only not going on (RFC 5246 7.2.1). */
static void
say_goodbye (int fd, TlTlsVersion version)
{
  const char alert[] = {
      RECORD_ALERT, 3, (char) (1 + MIN (version, TL_TLS_VERSION_1_2)), 0, 2, 1, 0};
  TlFailure failure;

  tl_socket_write (fd, alert, sizeof alert, &failure);
}

TlTlsHelloAnswer
tl_tls_hello_ask (TlIo *io, int fd, TlTlsVersion version, const char *host, guint padding,
                  guint limit_ms)
{
  g_autoptr (GBytes) hello = tl_tls_hello_new (version, host, padding);
  g_autofree guchar *bytes = g_malloc (ANSWER_MAX);
  gint64 until = tl_io_limit (io, limit_ms);
  struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
  TlTlsHelloAnswer answer = {0};
  gsize size, length = 0;
  const char *data = g_bytes_get_data (hello, &size);
  TlFailure failure;

  /* A new socket takes so little at once. */
  if (tl_socket_write (fd, data, size, &failure) != (gssize) size)
    return answer;
  while (length < ANSWER_MAX && tl_io_poll (io, &poll_fd, 1, until) == TL_FAILURE_NONE) {
    gssize n = tl_socket_read (fd, (char *) bytes + length, ANSWER_MAX - length, &failure);

    if (n < 0 && failure == TL_FAILURE_NONE)
      continue;
    if (n <= 0) {
      answer.ended = TRUE;
      break;
    }
    length += (gsize) n;
    if (tl_tls_hello_read (version, bytes, length, &answer)) {
      if (answer.offer == TL_TLS_OFFER_YES)
        say_goodbye (fd, version);
      return answer;
    }
  }
  return answer;
}
