#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The allowed arrows between the folders of src, held against every include of every file.

usage: check-layers.py SOURCE-ROOT"""

import pathlib
import re
import sys

# What each layer may include of the others, itself always; docs/ARCHITECTURE.md draws it.
ARROWS = {
    'core': set(),
    'knowledge': {'core'},
    'net': {'core'},
    'probe': {'net', 'core'},
    'accounts': {'net', 'core'},
    'practice': {'net', 'core'},
    'engine': {'probe', 'accounts', 'knowledge', 'core'},
    'cli': {'engine', 'knowledge', 'practice', 'core'},
    'gui': {'engine', 'knowledge', 'practice', 'core'},
}

# Library headers that only some may see: pattern → layers, or single files where a name has a '/'.
LIBRARIES = [
    (r'(gtk|gdk|gsk)/|adwaita\.h|(gtk|gdk)[^/]*\.h$', {'gui'}),
    (r'gnutls/', {'net'}),
    (r'ares(_\w+)?\.h', {'net'}),
    (r'libsoup/', {'net'}),
    (r'gsasl(-\w+)?\.h', {'probe/tl-sasl', 'probe/tl-late-gsasl'}),
    (r'gmime/', {'knowledge/tl-bounce', 'knowledge/bounce'}),
    (r'pcre2\.h', {'knowledge'}),
]
# Sockets and name resolution have no place where only values are kept. (An address is a value: core
# may name struct sockaddr, but not call.)
SOCKETS = re.compile(r'\b(socket|connect|bind|listen|accept4?|sendmsg|recvmsg|poll|getaddrinfo|'
                     r'getnameinfo|g_socket_\w+|g_resolver_\w+)\s*\(')
NO_SOCKETS = {'core', 'knowledge', 'cli', 'gui', 'engine'}
COMMENT = re.compile(r'/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', re.S)

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def allowed(patterns, layer, relative):
    """Whether a file (src/LAYER/NAME.c) is among the layers and files of a library's row."""
    return any(relative.startswith(f'src/{p}') if '/' in p else p == layer for p in patterns)


def check_file(path, relative, layer, homes):
    text = path.read_text(encoding='utf-8')
    if layer in NO_SOCKETS:
        for name in SOCKETS.findall(COMMENT.sub('', text)):
            yield f'{relative}: calls {name}; {layer} does no network input or output'
    for kind, name in INCLUDE.findall(text):
        if kind == '"':
            home = homes.get(pathlib.PurePath(name).name)
            if home and home != layer and home not in ARROWS[layer]:
                yield f'{relative}: includes {name} of {home}; {layer} must not see {home}'
            continue
        for pattern, who in LIBRARIES:
            if re.match(pattern, name) and not allowed(who, layer, relative):
                yield f'{relative}: includes <{name}>, which only {", ".join(sorted(who))} may'


def main(root):
    root = pathlib.Path(root)
    files = sorted(p for p in (root / 'src').rglob('*') if p.suffix in ('.c', '.h'))
    homes = {p.name: p.relative_to(root / 'src').parts[0] for p in files}
    problems = []
    for path in files:
        relative = path.relative_to(root).as_posix()
        layer = path.relative_to(root / 'src').parts[0]
        if layer not in ARROWS:
            problems.append(f'{relative}: no such layer')
            continue
        problems += check_file(path, relative, layer, homes)
    print('\n'.join(problems) or f'{len(files)} files keep to the arrows')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
