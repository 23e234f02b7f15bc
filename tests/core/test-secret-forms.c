/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-secret-forms.h"

#include <string.h>

static TlSecretForms *
forms_new (const char *secret, const char *user)
{
  g_autoptr (TlSecret) held = tl_secret_new (secret, -1);

  return tl_secret_forms_new (held, user);
}

static gboolean
finds (const TlSecretForms *forms, const char *text, gsize length)
{
  gboolean in_base64;

  for (gsize at = 0; at < length; at++)
    if (tl_secret_forms_match (forms, text, length, at, FALSE, &in_base64) > 0)
      return TRUE;
  return FALSE;
}

/* Written out by hand or by another program, not by the code under test. */
static void
test_codings (void)
{
  static const char *const shown[] = {
      "p&ss wort/\"<\303\244>",          /* raw */
      "P&SS WORT/\"<\303\244>",          /* in capitals */
      "p%26ss%20wort%2F%22%3C%C3%A4%3E", /* URL */
      "p%26ss%20wort%2f%22%3c%c3%a4%3e", /* URL in lower case */
      "p%26ss+wort%2F%22%3C%C3%A4%3E",   /* form */
      "%70%26%73%73%20%77%6f%72%74%2f%22%3c%c3%a4%3e",
      "p&ss%20wort/%22%3C%C3%A4%3E",          /* inside a path */
      "p&amp;ss wort/&quot;&lt;\303\244&gt;", /* HTML */
      "&#112;&#38;&#115;&#115;&#32;&#119;&#111;&#114;&#116;&#47;&#34;&#60;&#228;&#62;",
      "&#x70;&#x26;&#x73;&#x73;&#x20;&#x77;&#x6f;&#x72;&#x74;&#x2f;&#x22;&#x3c;&#xe4;&#x3e;",
      "p&ss wort/\\\"<\303\244>", /* JSON */
      "p&ss wort/\\\"<\\u00e4>",
      "p\\u0026ss wort\\/\\\"\\u003c\\u00e4\\u003e",
      "\\u0070\\u0026\\u0073\\u0073\\u0020\\u0077\\u006f\\u0072\\u0074\\u002f\\u0022\\u003c\\u00e4"
      "\\u003e",
      "702673732077 6f7274",            /* no form: a counter-check, see below */
      "7026737320776f72742f223cc3a43e", /* hexadecimal */
      "70:26:73:73:20:77:6F:72:74:2F:22:3C:C3:A4:3E",
      "p&ss wort/\"<=C3=A4>", /* quoted-printable */
      "=70=26=73=73=20=77=6F=72=74=2F=22=3C=C3=A4=3E",
  };
  g_autoptr (TlSecretForms) forms = forms_new ("p&ss wort/\"<\303\244>", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++) {
    g_autofree char *text = g_strdup_printf ("501 '%s'?", shown[i]);

    g_test_message ("%s", shown[i]);
    g_assert_cmpint (finds (forms, text, strlen (text)), ==, strstr (shown[i], "7 6f") == NULL);
  }
}

static void
test_base64_offsets (void)
{
  g_autoptr (TlSecretForms) forms = forms_new ("hunter2!", NULL);
  static const char *const before[] = {"", "a", "ab", "abc", "\001user=x\001auth=Bearer "};
  static const char *const behind[] = {"", "z", "zz", "zzz"};

  for (gsize b = 0; b < G_N_ELEMENTS (before); b++) {
    for (gsize e = 0; e < G_N_ELEMENTS (behind); e++) {
      g_autofree char *plain = g_strconcat (before[b], "hunter2!", behind[e], NULL);
      g_autofree char *coded = g_base64_encode ((const guchar *) plain, strlen (plain));

      g_assert_true (finds (forms, coded, strlen (coded)));
    }
  }
}

static void
test_base64_url_letters (void)
{
  g_autoptr (TlSecretForms) forms = forms_new ("~~~~????", NULL);

  g_assert_true (finds (forms, "fn5-fj8_Pz8", 11));
  g_assert_true (finds (forms, "fn5+fj8/Pz8=", 12));
  /* Letters in the other case are other bytes. */
  g_assert_false (finds (forms, "FN5+FJ8/PZ8=", 12));
}

static void
test_plain_message (void)
{
  static const char message[] = "\0ann@example.org\0hunter2";
  g_autoptr (TlSecretForms) forms = forms_new ("hunter2", "ann@example.org");
  g_autofree char *coded = g_base64_encode ((const guchar *) message, sizeof message - 1);

  g_assert_true (finds (forms, coded, strlen (coded)));
}

static void
test_utf16 (void)
{
  g_autoptr (TlSecretForms) forms = forms_new ("\303\244\360\237\230\200bcd", NULL);

  g_assert_true (finds (forms,
                        "\xe4\0\x3d\xd8\x00\xde"
                        "b\0c\0d\0",
                        12));
  g_assert_true (finds (forms, "\0\xe4\xd8\x3d\xde\x00\0b\0c\0d", 12));
}

/* What goes over the wire may be normalised (RFC 4013); what comes back may be trimmed or shown. */
static void
test_variants (void)
{
  static const char plain[] = "\330\265\331\204\331\211 \330\247\331\204\331\204\331\207 "
                              "\330\271\331\204\331\212\331\207 \331\210\330\263\331\204\331\205!";
  g_autoptr (TlSecretForms) wide = forms_new ("\357\274\241\357\274\242CDE", NULL);
  g_autoptr (TlSecretForms) ligature = forms_new ("\357\267\272!", NULL);
  g_autoptr (TlSecretForms) blanks = forms_new ("  secret\t", NULL);
  g_autoptr (TlSecretForms) control = forms_new ("se\001cret", NULL);
  g_autoptr (TlSecretForms) latin = forms_new ("se\344cret", NULL);

  g_assert_true (finds (wide, "ABCDE", 5));
  /* One character that is eighteen when normalised. */
  g_assert_true (finds (ligature, plain, sizeof plain - 1));
  g_assert_true (finds (blanks, "x secret x", 10));
  g_assert_true (finds (control, "se<0001>cret", 12));
  g_assert_true (finds (latin, "se\344cret", 7));
  g_assert_true (finds (latin, "se%E4cret", 9));
}

static void
test_short (void)
{
  g_autoptr (TlSecretForms) forms = forms_new ("ab", "ann");
  static const struct {
    const char *text;
    gboolean found;
  } rows[] = {
      {"ab", TRUE},
      {"AB.", TRUE},
      {"(ab)", TRUE},
      {"cab", FALSE},
      {"abc", FALSE},
      {"ab1", FALSE},
      {"\303\244ab", FALSE},
      {"YWI=", TRUE},
      {"334 YWI", TRUE},
      {"xYWI=", FALSE},
      {"YWI/", FALSE},
      {"AGFubgBhYg==", TRUE},     /* \0ann\0ab */
      {"YW5uAGFubgBhYg==", TRUE}, /* ann\0ann\0ab */
      {"AGFubgBhYw==", FALSE},    /* \0ann\0ac */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].text);
    g_assert_cmpint (finds (forms, rows[i].text, strlen (rows[i].text)), ==, rows[i].found);
  }
}

static void
test_none (void)
{
  g_autoptr (TlSecretForms) empty = forms_new ("", "ann");
  g_autoptr (TlSecretForms) forms = forms_new ("hunter2", NULL);

  g_assert_cmpuint (tl_secret_forms_count (empty), ==, 0);
  g_assert_false (finds (empty, "hunter2", 7));
  g_assert_false (finds (forms, "hunter", 6));
  g_assert_false (finds (forms, "winter3 d2ludGVyMw==", 20));
}

static void
test_cut (void)
{
  g_autoptr (TlSecretForms) forms = forms_new ("a-long-secret-token", NULL);
  gboolean in_base64;

  g_assert_cmpuint (tl_secret_forms_match (forms, "x a-long-secr", 13, 2, TRUE, &in_base64), ==,
                    11);
  g_assert_cmpuint (tl_secret_forms_match (forms, "x a-long-secr", 13, 2, FALSE, &in_base64), ==,
                    0);
  g_assert_cmpuint (tl_secret_forms_match (forms, "x a-long", 8, 2, TRUE, &in_base64), ==, 0);
}

/* The longest secret, made of the bytes that take most room in every coding. */
static void
test_longest (void)
{
  static const guchar bytes[] = {'\'', 0x7f, 0x01, 0xe2};

  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++) {
    g_autofree char *text = g_strnfill (TL_SECRET_MAX, (char) bytes[i]);
    g_autoptr (TlSecretForms) forms = forms_new (text, "ann");

    g_assert_true (finds (forms, text, TL_SECRET_MAX));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/secret-forms/codings", test_codings);
  g_test_add_func ("/core/secret-forms/base64-offsets", test_base64_offsets);
  g_test_add_func ("/core/secret-forms/base64-url-letters", test_base64_url_letters);
  g_test_add_func ("/core/secret-forms/plain-message", test_plain_message);
  g_test_add_func ("/core/secret-forms/utf16", test_utf16);
  g_test_add_func ("/core/secret-forms/variants", test_variants);
  g_test_add_func ("/core/secret-forms/short", test_short);
  g_test_add_func ("/core/secret-forms/none", test_none);
  g_test_add_func ("/core/secret-forms/cut", test_cut);
  g_test_add_func ("/core/secret-forms/longest", test_longest);
  return g_test_run ();
}
