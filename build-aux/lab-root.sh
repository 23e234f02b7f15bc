#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# lab-root.sh DIR: the servers of build-aux/packages-lab.txt, unpacked with whatever they need and
# this system has not. Nothing is installed, so no service starts and no mail server is replaced.
#
# The list has two kinds of lines:
#   package           goes into DIR/root, which every server of the lab sees;
#   name: package…    goes into DIR/root-name, laid over DIR/root where a server asks for it (its
#                     class says "root = 'name'"). Packages that exclude one another need roots of
#                     their own; those of one root are fetched together.
# What is installed here already is not fetched. A root is made anew when its line changes.
set -eu
mkdir -p "$1"
dir=$(cd "$1" && pwd -P)
here=$(cd "$(dirname "$0")" && pwd -P)
list=$here/packages-lab.txt
refreshed=

# The lists of a root are read, its locks are not taken: a download changes nothing.
download() {
  apt-get -qq -y --no-install-recommends --download-only -o Debug::NoLocking=1 \
    -o Dir::Cache::archives="$archives" -o APT::Sandbox::User= install "$@" </dev/null >&2
}

# fetch PACKAGE…: into $archives; a second try with fresh lists, which a bare system needs.
fetch() {
  download "$@" && return 0
  if [ -z "$refreshed" ] && [ "$(id -u)" -eq 0 ]; then
    refreshed=yes
    apt-get -qq update >&2 || :
  fi
  download "$@"
}

# make_root NAME PACKAGE…: DIR/NAME, with DIR/NAME.stamp saying what it was made of. No "set -e"
# holds where somebody asks whether it went well, so every failure returns.
make_root() {
  root=$dir/$1
  archives=$dir/archives/$1
  shift
  if [ -d "$root" ] && [ -f "$root.stamp" ] && [ "$(cat "$root.stamp")" = "$*" ]; then
    return 0
  fi
  command -v apt-get >/dev/null 2>&1 || return 1
  rm -rf "$root" "$root.stamp"
  mkdir -p "$archives/partial" || return 1
  missing=
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed ||
      missing="$missing $name"
  done
  # shellcheck disable=SC2086
  [ -z "$missing" ] || fetch $missing || return 1
  # Debian 12 keeps /bin, /lib and /sbin as links into /usr; packages still name the old paths.
  for name in bin lib lib64 sbin; do
    mkdir -p "$root.new/usr/$name" && ln -s "usr/$name" "$root.new/$name" || return 1
  done
  for archive in "$archives"/*.deb; do
    [ -f "$archive" ] || continue
    dpkg-deb --fsys-tarfile "$archive" |
      tar -x --keep-directory-symlink -C "$root.new" || return 1
  done
  rm -rf "$archives"
  mv "$root.new" "$root" && printf '%s\n' "$*" >"$root.stamp"
}

rm -rf "$dir"/*.new
# shellcheck disable=SC2046
make_root root $(sed '/^#/d; /:/d' "$list")
status=0
names=$(sed -n '/^#/d; s/:.*//p' "$list")
for name in $names; do
  # A root that cannot be had costs its own scenarios alone: they say that they were not run.
  # shellcheck disable=SC2046
  make_root "root-$name" $(sed -n "s/^$name://p" "$list") || status=1
done
exit "$status"
