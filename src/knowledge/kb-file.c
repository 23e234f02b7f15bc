/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Data files of mail programs. */
#include "tl-kb.h"

static const TlCause causes[] = {
    {
        .id = "datafile-damaged",
        .spoken = "A-01",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The Outlook data file is damaged"),
        .meaning = N_ ("Outlook keeps mail on this computer in one large file. Some part of this "
                       "file is broken. That has nothing to do with a server: this message does "
                       "not come from one."),
        .retry = N_ ("Do not open the file in Outlook again before a copy exists."),
        .never = N_ ("Do not let a repair tool work on the only copy."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"copy-first", TL_ACTOR_USER, N_ ("Close Outlook and copy the file to another disk.")},
            {"repair-tool", TL_ACTOR_USER,
             N_ ("Run the “Inbox Repair Tool” (SCANPST.EXE) that comes with Outlook, on the "
                 "copy.")},
            {"recreate-ost", TL_ACTOR_USER,
             N_ ("If it is an .ost file of an Exchange or IMAP account: rename it, and Outlook "
                 "fetches everything anew from the server.")},
            {"check-disk", TL_ACTOR_USER,
             N_ ("Check the disk: a damaged file is sometimes the first sign of a failing disk.")}, ),
        TL_KB_TEXTS (
            {.confidence = 0.9, .literal = "is not a personal folders file"},
            {.confidence = 0.9,
             .literal = "errors have been detected in the file",
             .pattern = "\\.(pst|ost)"},
            {.confidence = 0.9, .literal = "inbox repair tool"},
            {.confidence = 0.9, .literal = "scanpst"},
            {.confidence = 0.85, .literal = "0x80040116"},
            {.confidence = 0.85, .literal = "0x80040600"},
            {.confidence = 0.85, .literal = "0x80040119"},
            {.confidence = 0.85, .literal = "cannot be accessed", .pattern = "\\.(pst|ost)"}, ),
        TL_KB_REFERENCES ("MS-PST 2.6"),
        TL_KB_EXAMPLES (
            {"Errors have been detected in the file C:\\Users\\a\\outlook.pst. Quit all mail-enabled applications, and then use the Inbox Repair Tool."},
            {"Outlook error 0x80040600: the file outlook.pst needs scanpst"}, ),
    },
    {
        .id = "datafile-too-large",
        .spoken = "A-02",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("The Outlook data file has reached its limit"),
        .meaning = N_ ("A data file of Outlook can grow only to a certain size: 2 GB in the old "
                       "format, 50 GB in the new one unless it was set otherwise. This file has "
                       "reached that size, so nothing more fits in."),
        .retry = N_ ("Try again after making room."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"make-room", TL_ACTOR_USER,
             N_ ("Delete large messages, empty the trash folder, and compact the file.")},
            {"second-file", TL_ACTOR_USER,
             N_ ("Create a second data file and move old mail to it.")},
            {"new-format", TL_ACTOR_USER,
             N_ ("If it is the old format (Outlook 2002 or earlier): create a file in the new "
                 "format and move the mail there.")}, ),
        TL_KB_TEXTS ({.confidence = 0.9, .literal = "has reached its maximum size"},
                     {.confidence = 0.9, .literal = "has reached the maximum size"},
                     {.confidence = 0.88,
                      .literal = "maximum size",
                      .pattern = "\\.(pst|ost)|outlook data file"},
                     {.confidence = 0.88, .literal = "0x8004060c"}, ),
        TL_KB_REFERENCES ("MS-PST 1.3"),
        TL_KB_EXAMPLES (
            {"Task 'Microsoft Exchange' reported error (0x8004060C): The message store has reached its maximum size."},
            {"The file outlook.pst has reached its maximum size."}, ),
    },
    {
        .id = "datafile-not-outlook",
        .spoken = "A-03",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("This is not an Outlook data file"),
        .meaning =
            N_ ("The file has the name of an Outlook data file, but its content is something "
                "else. It was perhaps renamed, cut off while copying, or made by another "
                "program."),
        .retry = N_ ("Test again with the right file."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"find-right-file", TL_ACTOR_USER,
             N_ ("Look for the right file: Outlook shows its place under Account Settings, Data "
                 "Files.")},
            {"restore-copy", TL_ACTOR_USER,
             N_ ("If it was copied, copy it again, and compare the sizes.")},
            {"other-program", TL_ACTOR_USER,
             N_ ("Ask where the file comes from: another mail program can perhaps open it.")}, ),
        TL_KB_TEXTS ({.confidence = 0.88, .literal = "not an outlook data file"},
                     {.confidence = 0.88, .literal = "is not a valid outlook data file"},
                     {.confidence = 0.85, .literal = "is not an offline folder file"}, ),
        TL_KB_REFERENCES ("MS-PST 2.2.2.6"),
        TL_KB_EXAMPLES ({"The file archive.pst is not an Outlook data file (.pst)."},
                        {"outlook.ost is not an offline folder file."}, ),
    },
};

const TlKbArea tl_kb_file = {"file", "smtp", TL_KB_LIST (causes)};
