# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window as an assistive program does: over AT-SPI, and over D-Bus for actions that take
a parameter (GTK 4.8 offers only those without one over AT-SPI)."""

import os
import signal
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

APP_ID = 'io.github.throughline.Throughline'
WINDOW = '/io/github/throughline/Throughline/window/1'
APPLICATION = '/io/github/throughline/Throughline'
PATIENCE = float(os.environ.get('TL_UI_PATIENCE', '60'))


class Failure(Exception):
    pass


def children(node):
    return [k for k in (node.get_child_at_index(i) for i in range(node.get_child_count())) if k]


def find(node, role=None, name=None, part=None):
    """Every node below of that role, whole name or part of a name."""
    hits = []
    try:
        text = node.get_name() or ''
        if role in (None, node.get_role_name()) and name in (None, text) and (part or '') in text:
            hits.append(node)
        for child in children(node):
            hits += find(child, role, name, part)
    except GLib.Error:
        pass  # the widget went away
    return hits


def wait(what, check, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = check()
        if result:
            return result
        time.sleep(0.05)
    raise Failure(f'waited in vain for {what}')


def states(node):
    return {s.value_nick for s in node.get_state_set().get_states()}


def read(node):
    text = node.get_text_iface()
    return text.get_text(0, text.get_character_count())


class Window:
    """The program, started; `with Window(path, …) as w`."""

    def __init__(self, program, *arguments, environment=None):
        self.process = subprocess.Popen([program, *arguments], start_new_session=True,
                                        env={**os.environ, **(environment or {})})
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        Atspi.init()

    def __enter__(self):
        try:
            self.wait_until_there()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind, value, trace):
        code = self.stop()
        if kind is None and code not in (0, -signal.SIGTERM):
            raise Failure(f'the program ended with {code}')

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failure('the program did not end') from None

    def wait_until_there(self):
        def there():
            if self.process.poll() is not None:
                raise Failure(f'the program died: {self.process.returncode}')
            return any(f.get_role_name() == 'frame' for f in self.frames())
        wait('the window', there)
        wait('its actions', lambda: 'next' in self.actions())

    def frames(self):
        desktop = Atspi.get_desktop(0)
        return [f for a in children(desktop) if a.get_name() in ('throughline', APP_ID)
                for f in children(a)]

    def top(self):
        """The main window; a file dialog stands beside it and is no frame."""
        return wait('the window', lambda: [f for f in self.frames()
                                           if f.get_role_name() == 'frame'])[0]

    # ---- actions

    def call(self, path, method, parameters, reply):
        return self.bus.call_sync(APP_ID, path, 'org.gtk.Actions', method, parameters,
                                  GLib.VariantType(reply), 0, 20000, None).unpack()

    def actions(self):
        try:
            return self.call(WINDOW, 'List', None, '(as)')[0]
        except GLib.Error:
            return []

    def enabled(self, name):
        return self.call(WINDOW, 'Describe', GLib.Variant('(s)', (name,)), '((bgav))')[0][0]

    def act(self, name, parameter=None, path=WINDOW):
        arguments = [GLib.Variant('s', parameter)] if parameter is not None else []
        self.call(path, 'Activate', GLib.Variant('(sava{sv})', (name, arguments, {})), '()')

    def set_language(self, language):
        self.act('language', language, APPLICATION)

    def next(self):
        wait('Next to be possible', lambda: self.enabled('next'))
        self.act('next')

    # ---- what is there to read

    def labels(self, part):
        return find(self.top(), None, None, part)

    def see(self, part):
        return wait(f'"{part}"', lambda: self.labels(part))[0]

    def field(self, name, place=0):
        return wait(f'the field "{name}"', lambda: find(self.top(), 'text', name))[place]

    def put(self, name, text, place=0):
        field = self.field(name, place)
        field.get_editable_text_iface().set_text_contents(text)
        wait(f'"{text}" in "{name}"', lambda: read(self.field(name, place)) == text)

    def page(self):
        """The page that is shown, by its state: other pages of the stack are not in the tree's
        visible part, so the step counter tells."""
        for node in self.labels(''):
            if node.get_role_name() == 'label' and ' 6' in node.get_name():
                return node.get_name()
        return ''
