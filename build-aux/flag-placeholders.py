#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Marks every entry of a template whose msgid holds a {placeholder} as perl-brace-format, so that
msgfmt -c compares the placeholders of the translations."""

import re
import sys


def flag(entry):
    msgid = re.sub(r'"\s*\n"', "", entry)
    if not re.search(r'^msgid(_plural)? .*\{[a-z][a-z0-9_.]*\}', msgid, re.MULTILINE):
        return entry
    if "perl-brace-format" in entry:
        return entry
    lines = [line for line in entry.split("\n") if not line.startswith("#,")]
    first = next(i for i, line in enumerate(lines) if line.startswith(("msgctxt", "msgid")))
    lines.insert(first, "#, perl-brace-format")
    return "\n".join(lines)


def main(path):
    with open(path, encoding="utf-8") as file:
        entries = file.read().split("\n\n")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n\n".join(flag(entry) for entry in entries))


main(sys.argv[1])
