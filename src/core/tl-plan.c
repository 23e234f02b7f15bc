/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-plan.h"

TlAnnouncement *
tl_announcement_new (const char *const *hosts, guint connections, guint logins)
{
  TlAnnouncement *self = g_new0 (TlAnnouncement, 1);

  self->hosts = g_strdupv ((char **) hosts);
  self->connections = connections;
  self->logins = logins;
  return self;
}

void
tl_announcement_free (TlAnnouncement *self)
{
  g_strfreev (self->hosts);
  g_strfreev (self->lookups);
  g_strfreev (self->after);
  g_strfreev (self->lists);
  g_free (self->proxy);
  g_strfreev (self->references);
  g_free (self->portal);
  g_free (self);
}
