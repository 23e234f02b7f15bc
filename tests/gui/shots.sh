#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# shots.sh [DIR] [PROGRAM]: pictures of every page, light, dark, high contrast, 360 pixels wide, Russian
# and Arabic, into DIR (_shots). They are for eyes: nothing is compared. As root, where the lab's servers
# are there, it goes into the lab, so that the domain looked at is one with records.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd -P)
to=${1:-$top/_shots}
program=${2:-$top/_build/src/gui/throughline}
mkdir -p "$to"
to=$(cd "$to" && pwd -P)

if [ -z "${TL_LAB_HOST:-}" ] && [ -d "$top/_lab/root" ] && [ "$(id -u)" = 0 ]; then
  exec "$top/tests/lab/run.py" domain-spf-fail --within "$0" "$to" "$program"
fi

# shoot NAME LANGUAGE SCREEN [VARIABLE=VALUE…]
shoot() {
  name=$1 language=$2 screen=$3
  shift 3
  echo "shots: $name" >&2
  UI_SCREEN=$screen "$top/tests/gui/ui-session.sh" env "$@" \
    /usr/bin/python3 "$top/tests/gui/shots.py" "$program" "$to" "$name" "$language"
}

shoot light en 920x760
shoot dark en 920x760 ADW_DEBUG_COLOR_SCHEME=prefer-dark
# 360 pixels and the frame of a window that no manager draws.
shoot narrow en 370x720
shoot contrast en 920x760 ADW_DEBUG_HIGH_CONTRAST=1
shoot russian ru 920x760
shoot arabic ar 920x760
shoot russian-narrow ru 370x720
shoot arabic-narrow ar 370x720 ADW_DEBUG_COLOR_SCHEME=prefer-dark
