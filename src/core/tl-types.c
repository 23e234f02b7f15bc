/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-types.h"

G_DEFINE_QUARK (tl - error - quark, tl_error)

const char *
tl_enum_to_string (GType type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : "unknown";
}

gboolean
tl_enum_from_string (GType type, const char *nick, int *out)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  g_autofree char *lower = NULL;
  GEnumValue *found;

  if (nick == NULL)
    return FALSE;
  lower = g_ascii_strdown (nick, -1);
  found = g_enum_get_value_by_nick (klass, lower);
  if (found == NULL)
    return FALSE;
  *out = found->value;
  return TRUE;
}
