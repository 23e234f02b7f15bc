/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-reply.h"

#include <string.h>

/* Feeds lines that are parted by '\n' and gives the status of the last one. */
static TlReplyStatus
feed_lines (TlReplyParser *parser, const char *lines)
{
  g_auto (GStrv) list = g_strsplit (lines, "\n", -1);
  TlReplyStatus status = *list == NULL ? tl_reply_parser_feed (parser, "", 0) : TL_REPLY_MORE;

  for (char **line = list; *line != NULL; line++) {
    g_assert_cmpint (status, ==, TL_REPLY_MORE);
    status = tl_reply_parser_feed (parser, *line, strlen (*line));
  }
  return status;
}

typedef struct {
  const char *lines;
  guint code; /* 0: not a reply */
  const char *enhanced;
  const char *text;
} Row;

static void
check_rows (TlProtocol protocol, const Row *rows, gsize n)
{
  g_autoptr (TlReplyParser) parser = tl_reply_parser_new (protocol);

  for (gsize i = 0; i < n; i++) {
    TlReplyStatus status = feed_lines (parser, rows[i].lines);
    g_autoptr (TlReply) reply = tl_reply_parser_finish (parser);
    g_autofree char *shown = g_strescape (rows[i].lines, NULL);

    g_test_message ("%s", shown);
    g_assert_cmpint (status, ==, rows[i].code != 0 ? TL_REPLY_COMPLETE : TL_REPLY_INVALID);
    if (rows[i].code == 0) {
      g_assert_null (reply);
      continue;
    }
    g_assert_cmpuint (reply->code, ==, rows[i].code);
    g_assert_cmpstr (reply->enhanced, ==, rows[i].enhanced);
    g_assert_cmpstr (reply->text, ==, rows[i].text);
  }
}

static void
test_smtp (void)
{
  static const Row rows[] = {
      {"220 mail.example.org ESMTP", 220, NULL, "mail.example.org ESMTP"},
      {"250", 250, NULL, ""},
      {"250 ", 250, NULL, ""},
      {"250-\n250", 250, NULL, "\n"},
      {"250-mail.example.org\n250-SIZE 99999999999999999999\n250 HELP", 250, NULL,
       "mail.example.org\nSIZE 99999999999999999999\nHELP"},
      {"550 5.1.1 <a@b>: unknown", 550, "5.1.1", "<a@b>: unknown"},
      {"421-4.7.0 Try again\n421 4.7.0 later", 421, "4.7.0", "Try again\nlater"},
      {"550-The user\n550 5.1.1 is gone", 550, "5.1.1", "The user\nis gone"},
      {"550 4.1.1 other class", 550, NULL, "4.1.1 other class"},
      {"250  two blanks", 250, NULL, " two blanks"},
      {"250 caf\303\251", 250, NULL, "caf\303\251"},
      {"250 caf\351", 250, NULL, "caf<xE9>"},
      {"334 VXNlcm5hbWU6", 334, NULL, "VXNlcm5hbWU6"},
      {"571 odd but seen", 571, NULL, "odd but seen"},
      /* No replies. */
      {"", 0, NULL, NULL},
      {"25", 0, NULL, NULL},
      {"2500 ok", 0, NULL, NULL},
      {"250\tok", 0, NULL, NULL},
      {"250ok", 0, NULL, NULL},
      {" 250 ok", 0, NULL, NULL},
      {"2 0 ok", 0, NULL, NULL},
      {"600 ok", 0, NULL, NULL},
      {"120 soon", 0, NULL, NULL},
      {"-50 ok", 0, NULL, NULL},
      {"OK 250", 0, NULL, NULL},
      {"HTTP/1.1 400 Bad Request", 0, NULL, NULL},
      {"\331\242\331\245\331\240 ok", 0, NULL, NULL},
      {"250-ok\n251 changed", 0, NULL, NULL},
      {"250-ok\nno code", 0, NULL, NULL},
      {"250-ok\n", 0, NULL, NULL},
  };

  check_rows (TL_PROTOCOL_SMTP, rows, G_N_ELEMENTS (rows));
}

/* RFC 959 4.2: the text of a multi-line reply may look like another reply. */
static void
test_ftp (void)
{
  static const Row rows[] = {
      {"120 Ready in 5 minutes", 120, NULL, "Ready in 5 minutes"},
      {"220", 220, NULL, ""},
      {"211-Features:\n EPSV\n MDTM\n211 End", 211, NULL, "Features:\n EPSV\n MDTM\nEnd"},
      {"230-Welcome\n250 not the end\n421 nor this\n230-more\n230 in", 230, NULL,
       "Welcome\n250 not the end\n421 nor this\nmore\nin"},
      {"230-Welcome\n 230 indented\n2300 longer\n230: with a colon\n\n230 in", 230, NULL,
       "Welcome\n 230 indented\n2300 longer\n230: with a colon\n\nin"},
      {"230-Welcome\n230", 230, NULL, "Welcome\n"},
      {"257 \"/a \"\"b\" is it", 257, NULL, "\"/a \"\"b\" is it"},
      {"530 5.7.8 no enhanced codes in FTP", 530, NULL, "5.7.8 no enhanced codes in FTP"},
      {"hello", 0, NULL, NULL},
      {"220\tx", 0, NULL, NULL},
      {"020 x", 0, NULL, NULL},
  };

  check_rows (TL_PROTOCOL_FTP, rows, G_N_ELEMENTS (rows));
}

/* A greeting that was begun and then taken back: what came before the refusal is none. */
static void
test_turned_away (void)
{
  static const Row rows[] = {
      {"220-mx.example.org ESMTP\n521 5.7.1 blocked", 521, "5.7.1", "blocked"},
      {"220-mx.example.org ESMTP\n421-4.7.0 not\n421 4.7.0 now", 421, "4.7.0", "not\nnow"},
      {"220-mx.example.org ESMTP\n250 ok", 0, NULL, NULL},
      {"250-mx.example.org\n550 no", 0, NULL, NULL},
      {"220-a\n521-b\n421 c", 0, NULL, NULL},
  };

  check_rows (TL_PROTOCOL_SMTP, rows, G_N_ELEMENTS (rows));
}

static void
test_bytes (void)
{
  static const char line[] = "220 a\0b\377\373\001\033[2J";
  g_autoptr (TlReplyParser) parser = tl_reply_parser_new (TL_PROTOCOL_SMTP);
  g_autoptr (TlReply) reply = NULL;

  g_assert_cmpint (tl_reply_parser_feed (parser, line, sizeof line - 1), ==, TL_REPLY_COMPLETE);
  reply = tl_reply_parser_finish (parser);
  g_assert_cmpstr (reply->text, ==, "a<0000>b<xFF><xFB><0001><001B>[2J");
}

/* A line is length-counted: nothing behind it is looked at. */
static void
test_length_counts (void)
{
  g_autoptr (TlReplyParser) parser = tl_reply_parser_new (TL_PROTOCOL_SMTP);
  g_autoptr (TlReply) reply = NULL;

  g_assert_cmpint (tl_reply_parser_feed (parser, "250-more", 3), ==, TL_REPLY_COMPLETE);
  reply = tl_reply_parser_finish (parser);
  g_assert_cmpuint (reply->code, ==, 250);
  g_assert_cmpint (tl_reply_parser_feed (parser, "250", 2), ==, TL_REPLY_INVALID);
}

static void
test_too_many_lines (void)
{
  for (TlProtocol protocol = TL_PROTOCOL_SMTP; protocol <= TL_PROTOCOL_FTP; protocol++) {
    g_autoptr (TlReplyParser) parser = tl_reply_parser_new (protocol);

    for (guint i = 0; i < TL_REPLY_MAX_LINES; i++)
      g_assert_cmpint (tl_reply_parser_feed (parser, "250-x", 5), ==, TL_REPLY_MORE);
    g_assert_cmpint (tl_reply_parser_feed (parser, "250 x", 5), ==, TL_REPLY_TOO_LONG);
    g_assert_cmpint (tl_reply_parser_feed (parser, "250 x", 5), ==, TL_REPLY_TOO_LONG);
    g_assert_null (tl_reply_parser_finish (parser));
    /* And then it is fresh. */
    g_assert_cmpint (tl_reply_parser_feed (parser, "250 x", 5), ==, TL_REPLY_COMPLETE);
  }
}

static void
test_too_many_bytes (void)
{
  g_autoptr (TlReplyParser) parser = tl_reply_parser_new (TL_PROTOCOL_SMTP);
  g_autofree char *line = g_strnfill (4000, 'x');
  TlReplyStatus status = TL_REPLY_MORE;
  guint lines = 0;

  memcpy (line, "250-", 4);
  while (status == TL_REPLY_MORE && lines++ < 100)
    status = tl_reply_parser_feed (parser, line, 4000);
  g_assert_cmpint (status, ==, TL_REPLY_TOO_LONG);
  g_assert_cmpuint (lines, ==, TL_REPLY_MAX_BYTES / 4000 + 1);
}

static void
test_after_the_end (void)
{
  g_autoptr (TlReplyParser) parser = tl_reply_parser_new (TL_PROTOCOL_SMTP);
  g_autoptr (TlReply) reply = NULL;

  g_assert_null (tl_reply_parser_finish (parser));
  g_assert_cmpint (tl_reply_parser_feed (parser, "250 one", 7), ==, TL_REPLY_COMPLETE);
  g_assert_cmpint (tl_reply_parser_feed (parser, "250 two", 7), ==, TL_REPLY_INVALID);
  reply = tl_reply_parser_finish (parser);
  g_assert_cmpstr (reply->text, ==, "one");
  tl_reply_free (NULL);
  tl_reply_parser_free (NULL);
}

static void
test_enhanced (void)
{
  static const struct {
    guint code;
    const char *text;
    const char *enhanced;
    const char *rest;
  } rows[] = {
      {550, "5.1.1 unknown", "5.1.1", "unknown"},
      {550, "5.1.1", "5.1.1", ""},
      {550, "5.7.509: refused", "5.7.509", "refused"},
      {554, "#5.1.0 Address rejected", "5.1.0", "Address rejected"},
      {550, "[5.7.1] no", "5.7.1", "no"},
      {550, "(5.7.1) no", "5.7.1", "no"},
      {550, "Relaying denied (#5.7.1)", "5.7.1", "Relaying denied (#5.7.1)"},
      {450, "not of its class (#5.7.1)", NULL, "not of its class (#5.7.1)"},
      {250, "2.1.5 ok", "2.1.5", "ok"},
      {450, "4.2.0  two blanks", "4.2.0", "two blanks"},
      {550, "5.999.999 most", "5.999.999", "most"},
      {550, "4.1.1 unknown", NULL, "4.1.1 unknown"},
      {334, "3.1.1 unknown", NULL, "3.1.1 unknown"},
      {550, "5.1 unknown", NULL, "5.1 unknown"},
      {550, "5..1 unknown", NULL, "5..1 unknown"},
      {550, "5.1.1.1 unknown", NULL, "5.1.1.1 unknown"},
      {550, "5.1000.1 unknown", NULL, "5.1000.1 unknown"},
      {550, "5.1.1000 unknown", NULL, "5.1.1000 unknown"},
      {550, "5.1.x unknown", NULL, "5.1.x unknown"},
      {550, "5.1.1unknown", NULL, "5.1.1unknown"},
      {550, "55.1.1 unknown", NULL, "55.1.1 unknown"},
      {550, "", NULL, ""},
      {550, "5", NULL, "5"},
      {550, "5.", NULL, "5."},
      {550, "5.1.", NULL, "5.1."},
      {550, "unknown 5.1.1", NULL, "unknown 5.1.1"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *rest = NULL;
    g_autofree char *enhanced = tl_reply_find_enhanced (rows[i].code, rows[i].text, &rest);
    g_autofree char *alone = tl_reply_find_enhanced (rows[i].code, rows[i].text, NULL);

    g_assert_cmpstr (enhanced, ==, rows[i].enhanced);
    g_assert_cmpstr (alone, ==, enhanced);
    g_assert_cmpstr (rest, ==, rows[i].rest);
  }
}

static void
test_positive (void)
{
  for (guint code = 100; code < 600; code++) {
    const TlReply reply = {.code = code};

    g_assert_cmpint (tl_reply_is_positive (&reply), ==, code / 100 == 2 || code / 100 == 3);
  }
}

static gsize
make_line (GRand *random, char *line, gsize room)
{
  static const char *const starts[] = {"250-", "250 ", "250", "251 ", "2", "550-5.1.1", " ", ""};
  const char *start = starts[g_rand_int_range (random, 0, G_N_ELEMENTS (starts))];
  gsize length = strlen (start);
  gsize more = (gsize) g_rand_int_range (random, 0, (gint32) (room - length));

  memcpy (line, start, length);
  for (gsize i = 0; i < more; i++)
    line[length + i] = (char) g_rand_int_range (random, 0, 256);
  return length + more;
}

/* Noise that begins like replies: no crash, and what is taken for a reply holds together. */
static void
test_noise (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (421);

  for (guint round = 0; round < 4000; round++) {
    TlProtocol protocol = g_rand_boolean (random) ? TL_PROTOCOL_SMTP : TL_PROTOCOL_FTP;
    g_autoptr (TlReplyParser) parser = tl_reply_parser_new (protocol);
    TlReplyStatus status = TL_REPLY_MORE;
    g_autoptr (TlReply) reply = NULL;

    for (guint i = 0; i < 20 && status == TL_REPLY_MORE; i++) {
      char line[40];
      gsize length = make_line (random, line, sizeof line);

      status = tl_reply_parser_feed (parser, line, length);
    }
    reply = tl_reply_parser_finish (parser);
    g_assert_cmpint (reply != NULL, ==, status == TL_REPLY_COMPLETE);
    if (reply == NULL)
      continue;
    g_assert_cmpuint (reply->code, >=, 100);
    g_assert_cmpuint (reply->code, <, 600);
    g_assert_true (g_utf8_validate (reply->text, -1, NULL));
    g_assert_true (reply->enhanced == NULL ||
                   (guint) (reply->enhanced[0] - '0') == reply->code / 100);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/reply/smtp", test_smtp);
  g_test_add_func ("/core/reply/ftp", test_ftp);
  g_test_add_func ("/core/reply/turned-away", test_turned_away);
  g_test_add_func ("/core/reply/bytes", test_bytes);
  g_test_add_func ("/core/reply/length-counts", test_length_counts);
  g_test_add_func ("/core/reply/too-many-lines", test_too_many_lines);
  g_test_add_func ("/core/reply/too-many-bytes", test_too_many_bytes);
  g_test_add_func ("/core/reply/after-the-end", test_after_the_end);
  g_test_add_func ("/core/reply/enhanced", test_enhanced);
  g_test_add_func ("/core/reply/positive", test_positive);
  g_test_add_func ("/core/reply/noise", test_noise);
  return g_test_run ();
}
