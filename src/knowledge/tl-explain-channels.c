/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of data channels in words. */
#include "tl-explain.h"

#include <string.h>

#include "tl-kb.h"

static const struct {
  const char *reason;
  const char *text;
} reasons[] = {
    {"session-reuse",
     N_ ("The server wants the data connection to go on from the first one’s encryption.")},
    {"protection", N_ ("The server wants the data to be encrypted.")},
    {"address-refused",
     N_ ("The server refused the address of this computer: it sees another one.")},
    {"helper", N_ ("A helper for FTP on the way spoils the address.")},
    {"no-connection", N_ ("The server did not get through to this computer.")},
    {"dropped-here", N_ ("Something arrived, and this computer’s own firewall dropped it.")},
    {"private-address",
     N_ ("The server named a private address, which is right only inside its own network.")},
    {"foreign-address", N_ ("The server named the address of another computer.")},
    {"filtered", N_ ("The port stayed silent: something on the way drops it.")},
    {"refused", N_ ("The port was refused.")},
    {"earlier-failure", N_ ("Not tried: the server was not free for it.")},
};

static const char *
name_protection (const TlDataChannel *row, const TlCatalog *catalog)
{
  if (strcmp (row->protection, "private") == 0)
    return tl_catalog_get_context (catalog, "data connection",
                                   NC_ ("data connection", "encrypted"));
  if (strcmp (row->protection, "clear") == 0)
    return tl_catalog_get_context (catalog, "data connection",
                                   NC_ ("data connection", "not encrypted"));
  return row->protection;
}

char *
tl_explain_channel_name (const TlDataChannel *row, const TlCatalog *catalog)
{
  const char *address = row->address != NULL ? row->address : "";
  g_autofree char *mode = g_ascii_strup (row->mode, -1);
  /* Translators: a way to open the connection for lists and files: {mode} is EPSV, PASV, EPRT or PORT,
   * {protection} is "encrypted" or "not encrypted". */
  const char *text = N_ ("{mode}, {protection}");

  if (strcmp (address, "announced") == 0)
    /* Translators: see "{mode}, {protection}". */
    text = N_ ("{mode} with the address that the server names, {protection}");
  else if (strcmp (address, "peer") == 0)
    /* Translators: see "{mode}, {protection}". */
    text = N_ ("{mode} with the address already known, {protection}");
  return tl_catalog_format (catalog, tl_catalog_get (catalog, text), "mode", mode, "protection",
                            name_protection (row, catalog), NULL);
}

char *
tl_explain_channel_detail (const TlDataChannel *row, const TlCatalog *catalog)
{
  if (row->outcome == TL_OUTCOME_OK)
    return g_strdup (tl_catalog_get (
        catalog, row->recommended ? N_ ("It works, and is recommended.") : N_ ("It works.")));
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (strcmp (reasons[i].reason, row->reason) == 0)
      return g_strdup (tl_catalog_get (catalog, reasons[i].text));
  return *row->reason != '\0' ? tl_explain_failure (row->reason, catalog) : g_strdup ("");
}
