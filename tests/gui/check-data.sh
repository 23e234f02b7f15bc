#!/bin/sh
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later

# check-data.sh SOURCE-ROOT BUILD-ROOT: what the desktop reads of this program is valid by the desktop's
# own validators: desktop entry, metainfo, settings schema, MIME type, icons, templates.
set -eu
top=$1 build=$2
id=io.github.throughline.Throughline

desktop-file-validate "$build/data/$id.desktop"
appstreamcli validate --no-net "$build/data/$id.metainfo.xml"
glib-compile-schemas --strict --dry-run "$top/data"
xmllint --noout "$top/data/$id.xml" "$top/data/throughline.gresource.xml" "$top"/ui/*.ui \
  "$top/data/icons/hicolor/scalable/apps/$id.svg" \
  "$top/data/icons/hicolor/symbolic/apps/$id-symbolic.svg"

# The MIME type as a desktop would take it.
mime=$(mktemp -d)
trap 'rm -rf "$mime"' EXIT
mkdir "$mime/packages"
cp "$top/data/$id.xml" "$mime/packages/"
if command -v update-mime-database >/dev/null; then
  update-mime-database "$mime" 2>"$mime/said"
  grep -q . "$mime/application/vnd.throughline.session+json.xml"
fi

# Each template is in the resource list, and the list names none that is not there.
for ui in "$top"/ui/*.ui; do
  grep -q ">$(basename "$ui")<" "$top/data/throughline.gresource.xml" || {
    echo "$(basename "$ui") is not in throughline.gresource.xml" >&2
    exit 1
  }
done
