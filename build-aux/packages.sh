# shellcheck shell=sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Debian packages for ./dev: which are missing, and how they come here. Sourced.
: "${top:?the root of the tree}"

# The names in build-aux/packages-LIST.txt of each LIST given.
package_names() {
  for list in "$@"; do
    sed '/^#/d; /^$/d' "$top/build-aux/packages-$list.txt"
  done
}

# Runs a command with the rights that changing the system needs.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    echo "./dev: this needs root or sudo: $*" >&2
    return 1
  fi
}

# Installs what is missing of the lists; one dpkg-query where nothing is.
need_packages() {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "./dev: no Debian here; these packages' counterparts are needed:" >&2
    package_names "$@" | sed 's/^/  /' >&2
    return 0
  fi
  wanted=$(package_names "$@")
  # shellcheck disable=SC2086
  present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
    sed -n 's/^installed //p' || :)
  missing=
  for name in $wanted; do
    printf '%s\n' "$present" | grep -qxF -- "$name" || missing="$missing $name"
  done
  [ -n "$missing" ] || return 0
  echo "./dev: installing$missing" >&2
  # shellcheck disable=SC2086
  apt_install $missing && return 0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
  # shellcheck disable=SC2086
  apt_install $missing
}

# With the lists as they are; the output is kept for the case that it fails.
apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install "$@" </dev/null >&2
}
