#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# check-scripts.sh SOURCE-ROOT: shell scripts parse (and please shellcheck), Python files compile.
set -eu
cd "$1"
shells=$(find build-aux tests -name '*.sh' | sort)
for script in dev $shells; do
  sh -n "$script"
done
bash -n .ci/run
if command -v shellcheck >/dev/null 2>&1; then
  # shellcheck disable=SC2086
  shellcheck --severity=warning --external-sources --source-path=SCRIPTDIR dev .ci/run $shells
fi
find build-aux tests -name '*.py' | sort | python3 -c '
import sys
for path in sys.stdin.read().split():
    with open(path, encoding="utf-8") as source:
        compile(source.read(), path, "exec")
'
