/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Words that are no public blocklist, although they hold one of its words: a recipient's own list of
 * senders. For the patterns of text rules. */
#pragma once

#define KB_LIST "(black|block|deny)[- ]?list"

/* "by recipient", but not "by the recipient's server". */
#define KB_RECIPIENT                                                                               \
  "(the |this |our |an? )?(intended )?(recipient|user|addressee)s?\\b"                             \
  "(?!('s|s')? ?(e?-?mail|server|domain|system|host|site|network|organi|mta|gateway|provider|=))"

#define KB_OWN_LIST                                                                                \
  KB_LIST "(ed)? (by|of|for) " KB_RECIPIENT "|" KB_LIST "ed by <?[^ @<>]+@"                        \
          "|\\b(recipient|user|addressee)('?s|s')? (own |personal |private |e?-?mail )?" KB_LIST   \
          "|\\b(recipient|user|addressee)( <?\\S+)? (has |have )(already )?" KB_LIST "ed"          \
          "|@[^ ]+ (is|has been|was) " KB_LIST                                                     \
          "ed|\\bhas you (on|in) (a|the|his|her|their) " KB_LIST                                   \
          "|\\b(personal|private|individual) " KB_LIST                                             \
          "|\\bsender( address| e?-?mail)?( is| has been| was)? " KB_LIST "ed"
