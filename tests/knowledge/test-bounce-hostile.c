/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages made to hurt: each is read within bounds of time and memory, and where something of it was
 * left out, that is said. */
#include <string.h>
#include <sys/resource.h>

#include "knowledge-fixture.h"

#define MIB (1024 * 1024)
#define HEAD                                                                                       \
  "From: MAILER-DAEMON@mx.example.net\nTo: ann@example.net\nSubject: failed\nMIME-Version: 1.0\n"
#define BODY "\n550 5.1.1 User unknown\n"

typedef struct {
  const char *name;
  const char *before;
  const char *unit; /* "%u" stands for its number */
  guint times;
  const char *after;
  gboolean cut;
} Case;

static const Case cases[] = {
    {"50-mb", HEAD BODY, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n",
     50 * MIB / 67, "", TRUE},
    {"nested", HEAD, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", 10000, BODY, TRUE},
    {"nested-digests", HEAD, "Content-Type: multipart/digest; boundary=b%u\n\n--b%u\n\n", 10000,
     BODY, TRUE},
    {"nested-messages", HEAD, "Content-Type: message/rfc822\n\nSubject: a\n", 10000, BODY, TRUE},
    {"one-boundary-for-all", HEAD, "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 10000,
     BODY, TRUE},
    {"siblings", HEAD "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n550 x\n", 200000, "",
     TRUE},
    {"near-boundaries", HEAD "Content-Type: multipart/mixed; boundary=b\n\n", "--bb\n-b\n--b-\n",
     200000, "--b--\n", TRUE},
    {"dsn-recipients",
     HEAD "Content-Type: multipart/report; boundary=b\n\n--b\n\nx\n--b\nContent-Type: "
          "message/delivery-status\n\nReporting-MTA: dns; a\n\n",
     "Final-Recipient: rfc822; a%u@b.example\nAction: failed\nStatus: 5.1.1\n\n", 30000, "", TRUE},
    {"dsn-fields",
     HEAD "Content-Type: multipart/report; boundary=b\n\n--b\n\nx\n--b\nContent-Type: "
          "message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n",
     "X-Field-%u: yes\n", 100000, "", TRUE},
    {"encoded-words", "From: a@b.example\nSubject: ", "=?utf-8?q?=41=42?= ", 200000,
     "\nTo: b@c.example\n" BODY, FALSE},
    {"encoded-words-without-end", "From: a@b.example\nSubject: ", "=?utf-8?b?", 300000,
     "\nTo: b@c.example\n" BODY, FALSE},
    {"parameters", HEAD "Content-Type: text/plain", "; charset*%u*=%%41", 100000, "\n" BODY, FALSE},
    {"groups", HEAD "Cc: ", "g: ", 300000, "\n" BODY, FALSE},
    {"comments", HEAD "Cc: ", "(", 300000, "\nReceived: (((((\n" BODY, FALSE},
    {"groups-inside",
     HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nCc: ",
     "g: ", 300000, "\n\nx\n--b--\n", FALSE},
    {"folded-groups-inside",
     HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nCc: a",
     "\n g: g: g: g: g:", 100000, "\n\nx\n--b--\n", FALSE},
    {"many-fields", HEAD, "X-Field-%u: a\n", 500000, BODY, FALSE},
    {"many-fields-inside",
     HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n",
     "X-Field-%u: a\n", 500000, BODY, FALSE},
    {"base64-without-end", HEAD "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n",
     "QUJD", 3000000, "", TRUE},
    {"long-lines", HEAD "\n", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", 200000, BODY,
     TRUE},
    {"cr-only", "From: a@b.example\rTo: b@c.example\rSubject: x\r\r", "550 5.1.1 no\r", 100000, "",
     TRUE},
    {"tags", HEAD "Content-Type: text/html\n\n", "<style>", 1000000, "", TRUE},
    {"angles", HEAD "Content-Type: text/html\n\n", "<", 3000000, "", TRUE},
    {"addresses", HEAD "\n", "a%u@b.example\n", 200000, "", TRUE},
    {"ats", HEAD "\n", "@", 3000000, "", TRUE},
    {"long-boundary", HEAD "Content-Type: multipart/mixed; boundary=", "b", 1000000,
     "\n\n--b\n" BODY, FALSE},
};

static GString *
make (const Case *c)
{
  GString *text = g_string_new (c->before);

  for (guint i = 0; i < c->times; i++) {
    if (strchr (c->unit, '%') == NULL) {
      g_string_append (text, c->unit);
      continue;
    }
    for (const char *p = c->unit; *p != '\0'; p++) {
      if (p[0] == '%' && p[1] == 'u')
        g_string_append_printf (text, "%u", i);
      else if (p[0] != '%')
        g_string_append_c (text, *p);
      else
        g_string_append_c (text, '%');
      p += p[0] == '%';
    }
  }
  return g_string_append (text, c->after);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  GString *text = make (c);
  g_autoptr (TlSettings) settings = tl_settings_new ();
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (TlEvidence) evidence =
      tl_digest_text (settings, text->str, text->len, TL_TEXT_AUTO, NULL, NULL);
  g_autoptr (TlDiagnosis) diagnosis = tl_diagnose (evidence);

  g_test_message ("%s: %zu bytes, %.3f s", c->name, text->len, g_timer_elapsed (timer, NULL));
  g_string_free (text, TRUE);
  g_assert_nonnull (diagnosis);
  g_assert_cmpstr (tl_evidence_get (evidence, "text.kind"), ==, "bounce");
  g_assert_cmpstr (tl_evidence_get (evidence, "text.cut"), ==, c->cut ? "yes" : NULL);
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 30);
}

/* The most that all of them together ever took. The sanitizer keeps what is freed. */
static void
test_memory (void)
{
#ifndef __SANITIZE_ADDRESS__
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  g_assert_cmpint (usage.ru_maxrss, <, 256 * 1024);
#else
  g_test_skip ("the address sanitizer has its own idea of memory");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/knowledge/bounce-hostile/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/knowledge/bounce-hostile/memory", test_memory);
  return g_test_run ();
}
