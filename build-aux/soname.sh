#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# soname.sh FOLDER NAME: prints the name by which programs ask for libNAME.so of that folder.
set -eu
found=$(LC_ALL=C readelf -d "$1/lib$2.so" | sed -n 's/.*(SONAME)[^[]*\[\([^]]*\)\].*/\1/p')
[ -n "$found" ] || {
  echo "soname.sh: $1/lib$2.so has none" >&2
  exit 1
}
printf '%s\n' "$found"
