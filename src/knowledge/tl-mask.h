/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Names are not words: a mailbox called "spam" or a host called "blocked.example" says nothing about
 * what happened. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes over the letters of mail addresses, of a host before its address in brackets
 * ("mx.example[192.0.2.1]") and of the host that a reply begins with, in the folded text of `length`
 * bytes. Lengths and places stay. Host names elsewhere stay readable: lists and providers are
 * recognised by theirs. */
void tl_mask_names (char *folded, gsize length);

/* Whether there may be any; asked of the text as it is, before it is copied for masking. */
gboolean tl_mask_holds_names (const char *text, gsize length);

G_END_DECLS
