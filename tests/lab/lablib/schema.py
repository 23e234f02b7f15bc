# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""As much of JSON Schema (2020-12) as docs/report.schema.json uses, with nothing but the standard
library. A keyword that is not known here is an error: it would be taken for kept."""

import re

TYPES = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'null': type(None)}
SILENT = {'$schema', '$id', '$defs', '$comment', 'title', 'description', 'default', 'examples',
          'format', 'then', 'else'}


def has_type(value, name):
    if name in ('number', 'integer'):
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return number and (name == 'number' or float(value).is_integer())
    return isinstance(value, TYPES[name])


def resolve(root, reference):
    node = root
    for part in reference.lstrip('#/').split('/'):
        node = node[part]
    return node


class Validator:
    """check(value) gives the ways in which a value breaks the schema."""

    def __init__(self, schema):
        self.root = schema

    def check(self, value, schema=None, at='$'):
        schema = self.root if schema is None else schema
        if isinstance(schema, bool):
            return [] if schema else [f'{at}: not allowed']
        problems = []
        for keyword, rule in schema.items():
            if keyword in SILENT:
                continue
            method = getattr(self, 'on_' + keyword.lstrip('$').lower(), None)
            if method is None:
                raise ValueError(f'schema keyword {keyword} is not known here')
            problems += method(value, rule, at, schema)
        return problems

    def on_ref(self, value, rule, at, _schema):
        return self.check(value, resolve(self.root, rule), at)

    def on_type(self, value, rule, at, _schema):
        names = [rule] if isinstance(rule, str) else rule
        return [] if any(has_type(value, n) for n in names) else [f'{at}: {value!r} is no {rule}']

    def on_maxlength(self, value, rule, at, _schema):
        return [f'{at}: {value!r} is too long'] if isinstance(value, str) and len(value) > rule else []

    def on_enum(self, value, rule, at, _schema):
        return [] if value in rule else [f'{at}: {value!r} is none of {rule}']

    def on_const(self, value, rule, at, _schema):
        return [] if value == rule else [f'{at}: {value!r} is not {rule!r}']

    def on_required(self, value, rule, at, _schema):
        return [f'{at}: lacks {n}' for n in rule if isinstance(value, dict) and n not in value]

    def on_properties(self, value, rule, at, _schema):
        if not isinstance(value, dict):
            return []
        return [p for n, s in rule.items() if n in value for p in self.check(value[n], s, f'{at}.{n}')]

    def on_patternproperties(self, value, rule, at, _schema):
        return [p for n in (value if isinstance(value, dict) else ()) for pattern, s in rule.items()
                if re.search(pattern, n) for p in self.check(value[n], s, f'{at}.{n}')]

    def on_additionalproperties(self, value, rule, at, schema):
        known = schema.get('properties', {})
        patterns = schema.get('patternProperties', {})
        return [p for n in (value if isinstance(value, dict) else ())
                if n not in known and not any(re.search(x, n) for x in patterns)
                for p in self.check(value[n], rule, f'{at}.{n}')]

    def on_propertynames(self, value, rule, at, _schema):
        return [p for n in (value if isinstance(value, dict) else ())
                for p in self.check(n, rule, f'{at}.{n} (name)')]

    def on_items(self, value, rule, at, _schema):
        return [p for i, v in enumerate(value if isinstance(value, list) else ())
                for p in self.check(v, rule, f'{at}[{i}]')]

    def on_pattern(self, value, rule, at, _schema):
        good = not isinstance(value, str) or re.search(rule, value)
        return [] if good else [f'{at}: {value!r} does not match {rule}']

    def on_minimum(self, value, rule, at, _schema):
        return [f'{at}: {value} < {rule}'] if has_type(value, 'number') and value < rule else []

    def on_maximum(self, value, rule, at, _schema):
        return [f'{at}: {value} > {rule}'] if has_type(value, 'number') and value > rule else []

    def on_minlength(self, value, rule, at, _schema):
        return [f'{at}: too short'] if isinstance(value, str) and len(value) < rule else []

    def on_minitems(self, value, rule, at, _schema):
        return [f'{at}: too few'] if isinstance(value, list) and len(value) < rule else []

    def on_anyof(self, value, rule, at, _schema):
        tries = [self.check(value, s, at) for s in rule]
        return [] if any(not t for t in tries) else min(tries, key=len)

    def on_oneof(self, value, rule, at, _schema):
        good = sum(not self.check(value, s, at) for s in rule)
        return [] if good == 1 else [f'{at}: fits {good} of oneOf']

    def on_allof(self, value, rule, at, _schema):
        return [p for s in rule for p in self.check(value, s, at)]

    def on_if(self, value, rule, at, schema):
        branch = schema.get('else', True) if self.check(value, rule, at) else schema.get('then', True)
        return self.check(value, branch, at)
