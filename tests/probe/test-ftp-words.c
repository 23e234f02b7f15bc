/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-ftp-words.h"

typedef struct {
  const char *text;
  const char *address; /* NULL: refused */
  guint port;
} PassiveRow;

static void
test_pasv (void)
{
  static const PassiveRow rows[] = {
      {"Entering Passive Mode (192,0,2,7,19,137).", "192.0.2.7", 5001},
      {"Entering Passive Mode 192,0,2,7,19,137", "192.0.2.7", 5001},
      {"=192,0,2,7,0,21", "192.0.2.7", 21},
      {"Port 3 ready (10, 0, 0, 1, 200, 1)", "10.0.0.1", 51201},
      {"(0,0,0,0,4,1)", "0.0.0.0", 1025},
      {"(192,0,2,7,0,0)", NULL, 0},
      {"(192,0,2,256,4,1)", NULL, 0},
      {"(300,192,0,2,7,4,1)", NULL, 0},
      {"(-1,192,0,2,7,4,1)", NULL, 0},
      {"(192,0,2,7,4)", NULL, 0},
      {"(192,0,2,7,4,1,9)", NULL, 0},
      {"(192,0,2,7,4,1000)", NULL, 0},
      {"(192,0,2,7,4,99999999999999999999)", NULL, 0},
      {"(192.0.2.7:5001)", NULL, 0},
      {"", NULL, 0},
      {"no numbers here", NULL, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TlFtpPassive passive = {0};
    g_autofree char *literal = NULL;

    g_test_message ("%s", rows[i].text);
    g_assert_cmpint (tl_ftp_parse_pasv (rows[i].text, &passive), ==, rows[i].address != NULL);
    if (rows[i].address == NULL)
      continue;
    literal = tl_address_to_string (&passive.address);
    g_assert_true (passive.has_address);
    g_assert_cmpstr (literal, ==, rows[i].address);
    g_assert_cmpuint (passive.port, ==, rows[i].port);
    g_assert_cmpuint (tl_address_get_port (&passive.address), ==, rows[i].port);
  }
}

static void
test_epsv (void)
{
  static const PassiveRow rows[] = {
      {"Entering Extended Passive Mode (|||6446|)", "", 6446},
      {"Extended (really) passive (!!!65535!)", "", 65535},
      {"ok (|1|203.0.113.9|6446|)", "203.0.113.9", 6446},
      {"ok (|||0|)", NULL, 0},
      {"ok (|||65536|)", NULL, 0},
      {"ok (|||6446)", NULL, 0},
      {"ok |||6446|", NULL, 0},
      {"ok (|||)", NULL, 0},
      {"ok (1116446 1)", NULL, 0},
      {"ok (|||-6446|)", NULL, 0},
      {"ok (", NULL, 0},
      {"", NULL, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TlFtpPassive passive = {0};

    g_test_message ("%s", rows[i].text);
    g_assert_cmpint (tl_ftp_parse_epsv (rows[i].text, &passive), ==, rows[i].address != NULL);
    if (rows[i].address == NULL)
      continue;
    g_assert_cmpuint (passive.port, ==, rows[i].port);
    g_assert_cmpint (passive.has_address, ==, *rows[i].address != '\0');
  }
}

/* A reply as long as one may be is read in one go, whatever it is filled with. */
static void
test_long (void)
{
  g_autofree char *digits = g_strnfill (65536, '1');
  g_autofree char *open = g_strnfill (65536, '(');
  g_autoptr (GString) numbers = g_string_new (NULL);
  TlFtpPassive passive;

  for (guint i = 0; i < 16384; i++)
    g_string_append (numbers, "1,1,");
  g_assert_false (tl_ftp_parse_pasv (digits, &passive));
  g_assert_false (tl_ftp_parse_pasv (numbers->str, &passive));
  g_assert_false (tl_ftp_parse_epsv (open, &passive));
}

static void
test_directory (void)
{
  static const struct {
    const char *text, *name;
  } rows[] = {
      {"\"/home/lena\" is the current directory", "/home/lena"},
      {"\"/a \"\"quoted\"\" name\" created", "/a \"quoted\" name"},
      {"\"\" is where you are", ""},
      {"\"/no end", NULL},
      {"\"/ends in a pair\"\"", NULL},
      {"/not quoted", NULL},
      {"", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = tl_ftp_parse_directory (rows[i].text);

    g_assert_cmpstr (name, ==, rows[i].name);
  }
}

static void
test_features (void)
{
  g_autofree char *usual = tl_ftp_parse_features (
      "Features:\n AUTH TLS\n EPSV\n mlst type*;size*;\n REST STREAM\n\n UTF8\nEnd");
  g_autofree char *several = tl_ftp_parse_features ("Extensions\n AUTH TLS;SSL;\nEND");
  g_autofree char *none = tl_ftp_parse_features ("no features");
  g_autoptr (GString) many = g_string_new ("Features:");
  g_autofree char *cut = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_cmpstr (usual, ==, "AUTH=TLS EPSV MLST REST UTF8");
  g_assert_cmpstr (several, ==, "AUTH=TLS");
  g_assert_cmpstr (none, ==, "");
  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (many, "\n F%u", i);
  cut = tl_ftp_parse_features (many->str);
  words = g_strsplit (cut, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 100);
}

static void
test_active (void)
{
  TlAddress four, six;
  g_autofree char *eprt_four = NULL;
  g_autofree char *eprt_six = NULL;
  g_autofree char *port_four = NULL;

  g_assert_true (tl_address_parse ("192.0.2.7", 5001, &four));
  g_assert_true (tl_address_parse ("2001:db8::7", 5001, &six));
  eprt_four = tl_ftp_format_eprt (&four);
  eprt_six = tl_ftp_format_eprt (&six);
  port_four = tl_ftp_format_port (&four);
  g_assert_cmpstr (eprt_four, ==, "|1|192.0.2.7|5001|");
  g_assert_cmpstr (eprt_six, ==, "|2|2001:db8::7|5001|");
  g_assert_cmpstr (port_four, ==, "192,0,2,7,19,137");
  g_assert_null (tl_ftp_format_port (&six));
}

/* ------------------------------------------------------------------ how long silence may last */

static void
test_idle_limit (void)
{
  static const struct {
    const char *text;
    guint seconds;
  } rows[] = {
      {"------ Welcome to Pure-FTPd [privsep] [TLS] ------\nYou are user number 3 of 50 allowed.\n"
       "Local time is now 03:52. Server port: 21.\n"
       "You will be disconnected after 15 minutes of inactivity.",
       900},
      {"Current IDLE time limit is 900 seconds; max 7200", 900},
      {"Timeout (300 seconds): closing control connection.", 300},
      {"Idle timeout (1 seconds): closing control connection", 1},
      {"No activity for 2 hours, goodbye", 7200},
      {"Connection timed out after 90-second silence", 90},
      {"Login timeout (300 seconds): closing control connection", 0},
      {"Timeout.", 0},
      {"Welcome, 15 minutes from the station.\nWe are never idle.", 0},
      {"idle 99999999999999999999 seconds", 0},
      {"idle 0 minutes", 0},
      {"idle 86400 hours", 0},
      {"", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (tl_ftp_parse_idle_limit (rows[i].text), ==, rows[i].seconds);
}

/* ------------------------------------------------------------------ refusals that are alike */

static void
test_same_words (void)
{
  static const struct {
    const char *a, *b;
    gboolean same;
  } rows[] = {
      {"AUTH not understood", "XQZT not understood", TRUE},
      {"'AUTH TLS': command not understood.", "'XQZT': command not understood.", TRUE},
      {"Command \"AUTH\" not understood.", "Command \"xqzt\" not understood", TRUE},
      {"Unknown command.", "Unknown command.", TRUE},
      {"Unknown command.", "Please login with USER and PASS.", FALSE},
      {"This security scheme is not implemented", "Unknown command", FALSE},
      {"", "Unknown", FALSE},
      {"", "", TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (tl_ftp_same_words (rows[i].a, "AUTH TLS", rows[i].b, "XQZT"), ==,
                     rows[i].same);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/ftp-words/pasv", test_pasv);
  g_test_add_func ("/probe/ftp-words/epsv", test_epsv);
  g_test_add_func ("/probe/ftp-words/long", test_long);
  g_test_add_func ("/probe/ftp-words/directory", test_directory);
  g_test_add_func ("/probe/ftp-words/features", test_features);
  g_test_add_func ("/probe/ftp-words/active", test_active);
  g_test_add_func ("/probe/ftp-words/idle-limit", test_idle_limit);
  g_test_add_func ("/probe/ftp-words/same-words", test_same_words);
  return g_test_run ();
}
