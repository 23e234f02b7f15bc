#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# check-format.sh SOURCE-ROOT: .clang-format has been applied to every C file.
set -eu
cd "$1"
if ! command -v clang-format >/dev/null 2>&1; then
  echo "clang-format is not installed"
  exit 77
fi
find src tests -name '*.[ch]' -print0 | xargs -0 clang-format --dry-run --Werror --ferror-limit=3
