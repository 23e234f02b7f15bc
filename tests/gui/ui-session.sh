#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# ui-session.sh COMMAND [ARGUMENT…]: runs it with a display, a session bus and XDG folders of its own,
# animations and blinking off, software drawing; exits as it does.
#   UI_LOCALE  the locale (C.UTF-8)      UI_SCREEN  size of the display (1100x900)
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/run" "$dir/config/gtk-4.0" "$dir/home" "$dir/tmp"
chmod 700 "$dir/run"
cat > "$dir/config/gtk-4.0/settings.ini" <<'END'
[Settings]
gtk-enable-animations=false
gtk-cursor-blink=false
gtk-font-name=DejaVu Sans 11
END
export HOME="$dir/home" TMPDIR="$dir/tmp" XDG_RUNTIME_DIR="$dir/run"
export XDG_CONFIG_HOME="$dir/config" XDG_CACHE_HOME="$dir/cache"
export XDG_DATA_HOME="$dir/data" XDG_STATE_HOME="$dir/state"
export GSETTINGS_BACKEND=memory GSK_RENDERER=cairo GDK_BACKEND=x11 GIO_USE_VFS=local
export NO_AT_BRIDGE=0 GTK_A11Y="${GTK_A11Y:-atspi}" LC_ALL="${UI_LOCALE:-C.UTF-8}"
unset WAYLAND_DISPLAY LANGUAGE DBUS_SESSION_BUS_ADDRESS || :
# Xvfb itself picks a display that is free and says which: many sessions may begin at once.
mkfifo "$dir/display"
Xvfb -displayfd 3 -screen 0 "${UI_SCREEN:-1100x900}x24" -nolisten tcp -noreset \
  3> "$dir/display" > /dev/null 2>&1 &
xvfb=$!
trap 'kill "$xvfb" 2> /dev/null || :; rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
read -r number < "$dir/display" || { echo 'ui-session: Xvfb did not start' >&2; exit 1; }
export DISPLAY=":$number"
exec 3>&2 4>&1
# The daemons' remarks about activation are not ours: only the command has our output.
dbus-run-session -- sh -c 'exec "$@" >&4 2>&3 3>&- 4>&-' sh "$@" >/dev/null 2>&1
