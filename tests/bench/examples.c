/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints the example replies of all causes, a line of `explain --jsonl` each. */
#include <stdio.h>
#include <string.h>

#include "tl-json-text.h"
#include "tl-kb.h"

static void
print_member (const char *name, const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  tl_json_append_string (text, value, strlen (value));
  printf (",\"%s\":%s", name, text->str);
}

static void
print_example (const TlKbArea *area, const TlCause *cause, const TlKbExample *example)
{
  const char *protocol = example->protocol != NULL ? example->protocol : area->protocols;
  g_autofree char *first = g_strndup (protocol, strcspn (protocol, "|"));

  printf ("{\"id\":\"%s\"", cause->id);
  print_member ("protocol", first);
  print_member ("text", example->text);
  if (example->stage != NULL)
    print_member ("stage", example->stage);
  printf ("}\n");
}

int
main (void)
{
  gsize n;
  const TlKbArea *const *areas = tl_kb_get_areas (&n);

  for (gsize a = 0; a < n; a++)
    for (gsize c = 0; c < areas[a]->n_causes; c++)
      for (gsize e = 0; e < areas[a]->causes[c].n_examples; e++)
        print_example (areas[a], &areas[a]->causes[c], &areas[a]->causes[c].examples[e]);
  return 0;
}
