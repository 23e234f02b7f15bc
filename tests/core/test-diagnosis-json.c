/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-diagnosis.h"

#include <string.h>

static TlDiagnosis *
from_text (const char *text)
{
  return tl_diagnosis_from_json (text, strlen (text));
}

static void
test_whole (void)
{
  g_autoptr (TlDiagnosis) diagnosis = from_text (
      "{\"verdict\":\"problem\",\"causes\":[{\"id\":\"auth-failed\",\"severity\":\"problem\","
      "\"confidence\":0.9,\"variant\":null,\"because\":[{\"fact\":\"smtp.reply.code\",\"value\":"
      "\"535\"}],\"against\":[]},{\"id\":\"password-sent-in-clear\",\"severity\":\"warning\","
      "\"confidence\":0.5}],\"next_tests\":[{\"id\":\"other-network\",\"text\":\"…\"}]}");
  const TlFinding *first = tl_diagnosis_get_first (diagnosis);
  const TlBecause *because = first->because->pdata[0];

  g_assert_cmpint (tl_diagnosis_get_verdict (diagnosis), ==, TL_VERDICT_PROBLEM);
  g_assert_cmpuint (tl_diagnosis_get_findings (diagnosis)->len, ==, 2);
  g_assert_cmpstr (first->id, ==, "auth-failed");
  g_assert_cmpfloat (first->confidence, ==, 0.9);
  g_assert_cmpint (first->severity, ==, TL_SEVERITY_PROBLEM);
  g_assert_null (first->variant);
  g_assert_cmpstr (because->fact, ==, "smtp.reply.code");
  g_assert_cmpstr (because->value, ==, "535");
  g_assert_cmpstr (tl_diagnosis_get_next_tests (diagnosis)->pdata[0], ==, "other-network");
}

/* A file without a verdict of ours holds no diagnosis; what is of the wrong type is left out. */
static void
test_hostile (void)
{
  static const char *const none[] = {"", "[]", "{}", "{\"verdict\":7}", "{\"verdict\":\"great\"}"};
  g_autoptr (TlDiagnosis) odd =
      from_text ("{\"verdict\":\"ok\",\"causes\":[7,{},{\"id\":3},{\"id\":\"x\",\"confidence\":99,"
                 "\"because\":{},\"against\":[1,{\"fact\":[]}]}],\"next_tests\":\"no\"}");

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (from_text (none[i]));
  g_assert_cmpuint (tl_diagnosis_get_findings (odd)->len, ==, 1);
  g_assert_cmpfloat (tl_diagnosis_get_first (odd)->confidence, ==, 1.0);
  g_assert_cmpuint (tl_diagnosis_get_next_tests (odd)->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/diagnosis-json/whole", test_whole);
  g_test_add_func ("/core/diagnosis-json/hostile", test_hostile);
  return g_test_run ();
}
