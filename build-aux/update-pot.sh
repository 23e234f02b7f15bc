#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Refreshes po/POTFILES.in, po/throughline.pot and every catalogue of po/LINGUAS.
# With --check, changes nothing and fails where something is out of date.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$top"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# Whatever holds a marked string: sources, templates of the window, desktop files and the schema.
{
  find src -name '*.[ch]' -exec grep -lE '\<(N_|NC_|_|C_|ngettext) \(|tl_catalog_(get|format)' {} +
  find ui -name '*.ui' -exec grep -lE 'translatable="(yes|true)"' {} +
  find data \( -name '*.desktop.in*' -o -name '*.metainfo.xml.in*' -o -name '*.gschema.xml' \
    -o -path '*mime*.xml*' \) 2>/dev/null
} 2>/dev/null | LC_ALL=C sort -u > "$out/POTFILES.in"

xgettext --files-from="$out/POTFILES.in" --output="$out/throughline.pot" \
  --package-name=throughline --copyright-holder='The Throughline authors' --foreign-user \
  --from-code=UTF-8 --no-location --sort-output --add-comments=Translators \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 \
  --keyword=tl_catalog_get:2 --keyword=tl_catalog_get_context:2c,3 \
  --keyword=tl_catalog_get_plural:2,3 --keyword=tl_catalog_format:2 2> "$out/warnings" ||
  { cat "$out/warnings" >&2; exit 1; }
[ ! -s "$out/warnings" ] || cat "$out/warnings" >&2
# The date changes with every run and says nothing; braces are placeholders, and msgfmt -c holds
# translations to them once it is told so.
sed -i '/^"POT-Creation-Date:/d' "$out/throughline.pot"
python3 build-aux/flag-placeholders.py "$out/throughline.pot"

changed=0
replace() { # replace NEW OLD: says whether they differ, and takes the new one unless checking
  cmp -s "$1" "$2" && return 0
  changed=1
  if [ "${check:-}" ]; then
    echo "$2 is out of date: ./dev pot refreshes it" >&2
  else
    cp "$1" "$2"
  fi
}
[ "${1:-}" != --check ] || check=1
replace "$out/POTFILES.in" po/POTFILES.in
replace "$out/throughline.pot" po/throughline.pot
grep -v '^#' po/LINGUAS > "$out/languages"
while read -r language; do
  msgmerge --quiet --no-location --sort-output --no-fuzzy-matching --previous \
    "po/$language.po" "$out/throughline.pot" -o "$out/$language.po"
  msgattrib --no-obsolete --no-location "$out/$language.po" -o "$out/$language.po"
  sed -i '/^"POT-Creation-Date:/d' "$out/$language.po"
  replace "$out/$language.po" "po/$language.po"
done < "$out/languages"
[ -z "${check:-}" ] || [ "$changed" = 0 ]
