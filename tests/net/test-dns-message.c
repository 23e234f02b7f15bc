/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-test.h"

#include "tl-dns-private.h"

#include <string.h>

#define TYPE_A 1
#define FLAG_CUT 0x02
#define TYPE_CNAME 5
#define TYPE_MX 15
#define TYPE_TXT 16
#define TYPE_SRV 33

/* A message put together by hand. */
typedef struct {
  GByteArray *bytes;
} Message;

static void
message_begin (Message *message, guint rcode, guint questions, guint answers)
{
  const guint8 header[] = {0x12,
                           0x34,
                           0x81,
                           (guint8) (0x80 | rcode),
                           0,
                           (guint8) questions,
                           (guint8) (answers >> 8),
                           (guint8) answers,
                           0,
                           0,
                           0,
                           0};

  message->bytes = g_byte_array_new ();
  g_byte_array_append (message->bytes, header, sizeof header);
}

static void
message_clear (Message *message)
{
  g_byte_array_unref (message->bytes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Message, message_clear)

#define PUT(message, literal)                                                                      \
  g_byte_array_append ((message)->bytes, (const guint8 *) (literal), sizeof (literal) - 1)

static void
message_question (Message *message)
{
  PUT (message, "\1a\2bc\0\0\1\0\1");
}

/* Owner by a pointer to the question's name, class IN, TTL 60. */
static void
message_record (Message *message, guint type, const char *data, gsize length)
{
  const guint8 head[] = {
      0xc0, 12, 0, (guint8) type, 0, 1, 0, 0, 0, 60, (guint8) (length >> 8), (guint8) length};

  g_byte_array_append (message->bytes, head, sizeof head);
  g_byte_array_append (message->bytes, (const guint8 *) data, (guint) length);
}

#define RECORD(message, type, literal)                                                             \
  message_record ((message), (type), (literal), sizeof (literal) - 1)

static TlDnsAnswer *
parse (const Message *message, guint type)
{
  return tl_dns_parse (message->bytes->data, message->bytes->len, "a.bc", type);
}

static const TlDnsRecord *
first (const TlDnsAnswer *answer)
{
  g_assert_cmpint (answer->outcome, ==, TL_DNS_OK);
  g_assert_cmpuint (answer->records->len, >, 0);
  return answer->records->pdata[0];
}

static void
test_types (void)
{
  g_assert_cmpuint (tl_dns_type ("A"), ==, TYPE_A);
  g_assert_cmpuint (tl_dns_type ("mx"), ==, TYPE_MX);
  g_assert_cmpuint (tl_dns_type ("SRV"), ==, TYPE_SRV);
  g_assert_cmpuint (tl_dns_type ("NOPE"), ==, 0);
}

static void
test_rcodes (void)
{
  static const struct {
    guint rcode;
    TlDnsOutcome outcome;
  } table[] = {{0, TL_DNS_NO_ADDRESS},   {1, TL_DNS_OTHER}, {2, TL_DNS_SERVFAIL},
               {3, TL_DNS_NO_SUCH_NAME}, {4, TL_DNS_OTHER}, {5, TL_DNS_REFUSED}};

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_auto (Message) message;
    g_autoptr (TlDnsAnswer) answer = NULL;

    message_begin (&message, table[i].rcode, 1, 0);
    message_question (&message);
    answer = parse (&message, TYPE_A);
    g_assert_cmpint (answer->outcome, ==, table[i].outcome);
  }
}

/* An answer that was cut and holds nothing does not say that there is nothing. */
static void
test_cut (void)
{
  g_auto (Message) message;
  g_autoptr (TlDnsAnswer) empty = NULL;
  g_autoptr (TlDnsAnswer) partly = NULL;

  message_begin (&message, 0, 1, 0);
  message.bytes->data[2] |= FLAG_CUT;
  message_question (&message);
  empty = parse (&message, TYPE_A);
  g_assert_cmpint (empty->outcome, ==, TL_DNS_OTHER);
  message.bytes->data[7] = 1;
  RECORD (&message, TYPE_A, "\xc0\0\2\1");
  partly = parse (&message, TYPE_A);
  g_assert_cmpint (partly->outcome, ==, TL_DNS_OK);
}

static void
test_records (void)
{
  g_auto (Message) message;
  g_autoptr (TlDnsAnswer) a = NULL;
  g_autoptr (TlDnsAnswer) mx = NULL;
  g_autoptr (TlDnsAnswer) srv = NULL;
  g_autoptr (TlDnsAnswer) txt = NULL;

  message_begin (&message, 0, 1, 4);
  message_question (&message);
  RECORD (&message, TYPE_A, "\xc0\0\2\1");
  RECORD (&message, TYPE_MX, "\0\12\2mx\xc0\x0c");
  RECORD (&message, TYPE_SRV, "\0\1\0\2\2\x4b\1s\0");
  RECORD (&message, TYPE_TXT,
          "\5v=spf\6"
          "1 -all");
  a = parse (&message, TYPE_A);
  g_assert_cmpstr (first (a)->name, ==, "192.0.2.1");
  g_assert_cmpuint (first (a)->ttl, ==, 60);
  g_assert_cmpuint (a->records->len, ==, 1);
  mx = parse (&message, TYPE_MX);
  g_assert_cmpstr (first (mx)->name, ==, "mx.a.bc");
  g_assert_cmpuint (first (mx)->priority, ==, 10);
  srv = parse (&message, TYPE_SRV);
  g_assert_cmpstr (first (srv)->name, ==, "s");
  g_assert_cmpuint (first (srv)->priority, ==, 1);
  g_assert_cmpuint (first (srv)->weight, ==, 2);
  g_assert_cmpuint (first (srv)->port, ==, 587);
  txt = parse (&message, TYPE_TXT);
  g_assert_cmpstr (first (txt)->name, ==, "v=spf1 -all");
}

/* RFC 7505: the root as mail route means that there is none. */
static void
test_null_mx (void)
{
  g_auto (Message) message;
  g_autoptr (TlDnsAnswer) answer = NULL;

  message_begin (&message, 0, 1, 1);
  message_question (&message);
  RECORD (&message, TYPE_MX, "\0\0\0");
  answer = parse (&message, TYPE_MX);
  g_assert_cmpstr (first (answer)->name, ==, "");
}

/* Records of a name that nobody asked for are left out. */
static void
test_foreign_owner (void)
{
  g_auto (Message) message;
  g_autoptr (TlDnsAnswer) answer = NULL;

  message_begin (&message, 0, 1, 1);
  message_question (&message);
  PUT (&message, "\1x\0\0\1\0\1\0\0\0\74\0\4\x7f\0\0\1");
  answer = parse (&message, TYPE_A);
  g_assert_cmpint (answer->outcome, ==, TL_DNS_NO_ADDRESS);
}

static void
check_other (const Message *message, guint type)
{
  g_autoptr (TlDnsAnswer) answer = parse (message, type);

  g_assert_cmpint (answer->outcome, ==, TL_DNS_OTHER);
  g_assert_cmpuint (answer->records->len, ==, 0);
}

static void
test_broken (void)
{
  static const struct {
    guint type;
    const char *data;
    gsize length;
  } wrong[] = {{TYPE_A, "abc", 3},
               {TYPE_A, "abcde", 5},
               {TYPE_MX, "\0\1", 2},
               {TYPE_SRV, "\0\0\0\0\0\0", 6},
               {TYPE_CNAME, "", 0},
               {TYPE_CNAME, "\xc0\xff", 2},
               {TYPE_MX,
                "\0\1\x3f"
                "a",
                4}};

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_auto (Message) message;

    message_begin (&message, 0, 1, 1);
    message_question (&message);
    message_record (&message, wrong[i].type, wrong[i].data, wrong[i].length);
    check_other (&message, wrong[i].type);
  }
}

/* Every beginning of a good message, and every message with one byte changed: nothing is read that
 * is not there (the sanitizer watches). */
static void
test_cut_and_changed (void)
{
  g_auto (Message) message;

  message_begin (&message, 0, 1, 3);
  message_question (&message);
  RECORD (&message, TYPE_MX, "\0\12\2mx\xc0\x0c");
  RECORD (&message, TYPE_TXT, "\5hello");
  RECORD (&message, TYPE_SRV, "\0\1\0\2\2\x4b\1s\0");
  for (guint cut = 0; cut < message.bytes->len; cut++) {
    /* A copy of exactly that size, so that one byte too many is seen. */
    g_autofree guint8 *copy = g_memdup2 (message.bytes->data, cut);

    for (guint type = 1; type < 40; type++)
      tl_dns_answer_free (tl_dns_parse (copy, cut, "a.bc", type));
  }
  for (guint at = 0; at < message.bytes->len; at++) {
    for (guint value = 0; value < 256; value += 5) {
      g_autofree guint8 *copy = g_memdup2 (message.bytes->data, message.bytes->len);

      copy[at] = (guint8) value;
      tl_dns_answer_free (tl_dns_parse (copy, message.bytes->len, "a.bc", TYPE_TXT));
      tl_dns_answer_free (tl_dns_parse (copy, message.bytes->len, "a.bc", TYPE_MX));
    }
  }
}

/* Aliases are followed eight deep and no deeper. */
static void
test_aliases (gconstpointer data)
{
  guint depth = GPOINTER_TO_UINT (data);
  g_auto (Message) message;
  g_autoptr (TlDnsAnswer) answer = NULL;

  message_begin (&message, 0, 1, depth + 1);
  message_question (&message);
  for (guint i = 0; i < depth; i++) {
    const guint8 from[] = {1, (guint8) ('a' + i)}, to[] = {1, (guint8) ('b' + i)};

    if (i == 0)
      PUT (&message, "\xc0\x0c");
    else
      g_byte_array_append (message.bytes, from, 2);
    if (i > 0)
      PUT (&message, "\0");
    PUT (&message, "\0\5\0\1\0\0\0\74\0\3");
    g_byte_array_append (message.bytes, to, 2);
    PUT (&message, "\0");
  }
  {
    const guint8 owner[] = {1, (guint8) ('a' + depth), 0};

    g_byte_array_append (message.bytes, owner, sizeof owner);
  }
  PUT (&message, "\0\1\0\1\0\0\0\74\0\4\x7f\0\0\1");
  answer = parse (&message, TYPE_A);
  g_assert_cmpint (answer->outcome, ==, depth <= 8 ? TL_DNS_OK : TL_DNS_OTHER);
}

static void
test_many_records (void)
{
  g_auto (Message) message;
  g_autoptr (TlDnsAnswer) answer = NULL;

  message_begin (&message, 0, 1, 4000);
  message_question (&message);
  for (guint i = 0; i < 4000; i++)
    RECORD (&message, TYPE_A, "\x7f\0\0\1");
  answer = parse (&message, TYPE_A);
  g_assert_cmpint (answer->outcome, ==, TL_DNS_OK);
  g_assert_cmpuint (answer->records->len, ==, 1000);
}

static void
test_authentic (void)
{
  g_auto (Message) message;
  g_autoptr (TlDnsAnswer) answer = NULL;

  message_begin (&message, 0x20, 1, 1);
  message_question (&message);
  RECORD (&message, TYPE_A, "\x7f\0\0\1");
  answer = parse (&message, TYPE_A);
  g_assert_true (answer->authentic);
  g_assert_cmpint (answer->outcome, ==, TL_DNS_OK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/dns-message/types", test_types);
  g_test_add_func ("/net/dns-message/rcodes", test_rcodes);
  g_test_add_func ("/net/dns-message/cut", test_cut);
  g_test_add_func ("/net/dns-message/records", test_records);
  g_test_add_func ("/net/dns-message/null-mx", test_null_mx);
  g_test_add_func ("/net/dns-message/foreign-owner", test_foreign_owner);
  g_test_add_func ("/net/dns-message/broken", test_broken);
  g_test_add_func ("/net/dns-message/cut-and-changed", test_cut_and_changed);
  g_test_add_data_func ("/net/dns-message/aliases/eight", GUINT_TO_POINTER (8), test_aliases);
  g_test_add_data_func ("/net/dns-message/aliases/nine", GUINT_TO_POINTER (9), test_aliases);
  g_test_add_func ("/net/dns-message/many-records", test_many_records);
  g_test_add_func ("/net/dns-message/authentic", test_authentic);
  return g_test_run ();
}
