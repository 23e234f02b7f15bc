/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a cause, whoever has to act, and a confidence are called. */
#include "tl-explain.h"

#include "tl-kb.h"

const char *
tl_explain_cause_title (const char *id, const TlCatalog *catalog)
{
  const TlCause *cause = tl_kb_find (id);

  return cause != NULL ? tl_catalog_get (catalog, cause->title) : id;
}

const char *
tl_explain_actor (TlActor actor, const TlCatalog *catalog)
{
  /* Translators: who has to act. */
  static const char *const actors[] = {
      [TL_ACTOR_USER] = NC_ ("actor", "You"),
      [TL_ACTOR_NETWORK] = NC_ ("actor", "Whoever runs your network"),
      [TL_ACTOR_ADMIN] = NC_ ("actor", "The administrator of the server or domain"),
      [TL_ACTOR_PROVIDER] = NC_ ("actor", "Your provider"),
      [TL_ACTOR_RECIPIENT] = NC_ ("actor", "The recipient"),
      [TL_ACTOR_WAIT] = NC_ ("actor", "Just wait"),
  };

  g_return_val_if_fail (actor < G_N_ELEMENTS (actors), "");
  return tl_catalog_get_context (catalog, "actor", actors[actor]);
}

const char *
tl_explain_sureness (double confidence, const TlCatalog *catalog)
{
  if (confidence >= 0.85)
    return tl_catalog_get (catalog, N_ ("Almost certain"));
  if (confidence >= 0.65)
    return tl_catalog_get (catalog, N_ ("Likely"));
  if (confidence >= 0.4)
    return tl_catalog_get (catalog, N_ ("Possible"));
  return tl_catalog_get (catalog, N_ ("Only a guess"));
}
