/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A client's side of a dialogue with a practice server, line by line. */
#pragma once

#include "tl-channel.h"
#include "tl-practice.h"

G_BEGIN_DECLS

typedef struct {
  TlPractice *practice;
  TlProtocol protocol;
  TlSettings *settings; /* as the practice server fills them in */
  TlTlsTrust *trust;
  TlIo *io;
  TlChannel *channel;
} Dialogue;

Dialogue *dialogue_new (const char *scenario);
void dialogue_free (Dialogue *dialogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dialogue, dialogue_free)
/* A connection of its own; the earlier one is closed. */
void dialogue_connect (Dialogue *dialogue);
/* Another connection to that port, for data. */
TlChannel *dialogue_open (Dialogue *dialogue, guint port);
/* The next reply must have this code; its words. (transfer full) */
char *dialogue_hear (Dialogue *dialogue, guint code);
/* Sends a line and checks the code of the reply. */
void dialogue_ask (Dialogue *dialogue, const char *line, guint code);
void dialogue_encrypt (Dialogue *dialogue);
const char *dialogue_password (Dialogue *dialogue);

G_END_DECLS
