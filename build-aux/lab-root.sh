#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# lab-root.sh DIR: the servers of build-aux/packages-lab.txt, unpacked into DIR/root with whatever
# they need and this system has not. Nothing is installed, so no service starts and no mail server
# is replaced. Each server is fetched by itself, because mail servers exclude one another.
set -eu
dir=$1
here=$(cd "$(dirname "$0")" && pwd -P)
list=$here/packages-lab.txt

wanted=$(cat "$list")
if [ -f "$dir/stamp" ] && [ "$(cat "$dir/stamp")" = "$wanted" ]; then
  exit 0
fi
command -v apt-get >/dev/null 2>&1 || exit 1
rm -rf "$dir/root" "$dir/stamp"
mkdir -p "$dir/root/usr" "$dir/archives/partial"

# The lists of a root are read, its locks are not taken: a download changes nothing.
fetch() {
  apt-get -qq -y --no-install-recommends --download-only -o Debug::NoLocking=1 \
    -o Dir::Cache::archives="$dir/archives" -o APT::Sandbox::User= install "$1" </dev/null >&2
}
refreshed=
names=$(sed '/^#/d; /^$/d' "$list")
for name in $names; do
  if dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed; then
    continue
  fi
  fetch "$name" && continue
  if [ -z "$refreshed" ] && [ "$(id -u)" -eq 0 ]; then
    apt-get -qq update >&2
    refreshed=yes
  fi
  fetch "$name"
done

# Debian 12 keeps /bin, /lib and /sbin as links into /usr; packages still name the old paths.
for name in bin lib lib64 sbin; do
  mkdir -p "$dir/root/usr/$name"
  ln -s "usr/$name" "$dir/root/$name"
done
for archive in "$dir/archives"/*.deb; do
  [ -f "$archive" ] || continue
  dpkg-deb --fsys-tarfile "$archive" | tar -x --keep-directory-symlink -C "$dir/root"
done
printf '%s\n' "$wanted" >"$dir/stamp"
