#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page in one look; shots.sh calls it once a look.

usage: shots.py PROGRAM DIR NAME LANGUAGE"""

import os
import pathlib
import subprocess
import sys
import time

from uidrive import Atspi, Window, find, read, wait
from walk import translated

PAGES = ['welcome', 'account', 'port', 'computer']
SCENARIO = 'greylisting'
# The lab's own (run.py … --within); elsewhere nothing is found.
DOMAIN, SENDER = ('example.net', '44.128.9.99') if 'TL_LAB_HOST' in os.environ else ('example.org', '')
MESSAGE = '421 4.7.0 mx.example.org Error: too many connections from 192.0.2.7'


def resize():
    """The window fills the display: there is no window manager to do it."""
    size = subprocess.run(['xdotool', 'getdisplaygeometry'], capture_output=True, text=True,
                          check=True).stdout.split()
    ids = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '.'],
                         capture_output=True, text=True).stdout.split()
    for window in ids:
        subprocess.run(['xdotool', 'windowmove', window, '0', '0'], check=False)
        subprocess.run(['xdotool', 'windowsize', window, *size], check=False)


def picture(target):
    subprocess.run(['import', '-window', 'root', str(target)], check=True)
    return target.read_bytes()


def shoot(folder, name, page, number):
    """When the window has come to rest, or after ten looks: a caret or a clock may move for ever."""
    target = folder / f'{name}-{number}-{page}.png'
    before = b''
    for _ in range(10):
        time.sleep(0.8)
        now = picture(target)
        if now == before:
            return
        before = now


def fill_in_domain(window):
    """In the place of the practice server's, which nobody publishes anything about."""
    fields = find(window.top(), 'text')
    at = [read(field) for field in fields].index('practice.example')
    for field, text in zip(fields[at:], (DOMAIN, SENDER)):
        field.get_editable_text_iface().set_text_contents(text)


def place_of(window, name):
    area = window.see(name).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    return area.x + area.width // 2, area.y + area.height // 2


def click(window, name):
    """A row that can be opened has no action for an assistive program; it is brought into sight first."""
    for _ in range(20):
        if place_of(window, name)[1] < 500:
            break
        scroll_down(2)
        time.sleep(0.2)
    place = [str(at) for at in place_of(window, name)]
    subprocess.run(['xdotool', 'mousemove', *place, 'click', '1'], check=True)


def scroll_down(times=12):
    for _ in range(times):
        subprocess.run(['xdotool', 'mousemove', '--', '300', '400', 'click', '5'], check=False)


def main(program, folder, name, language):
    folder = pathlib.Path(folder)
    with Window(program) as window:
        window.set_language(language)
        resize()
        shoot(folder, name, 'welcome', 1)
        window.act('practice', SCENARIO)
        for number, page in enumerate(PAGES[1:], 2):
            window.act('go', page)
            shoot(folder, name, page, number)
        window.act('go', 'port')
        window.act('survey')
        wait('the survey', lambda: window.enabled('survey'))
        shoot(folder, name, 'port-surveyed', 3)
        window.act('go', 'test')
        shoot(folder, name, 'ready', 5)
        window.act('run-test')
        wait('the result', lambda: window.enabled('export'))
        shoot(folder, name, 'test', 6)
        window.act('show-conversation')
        scroll_down()
        shoot(folder, name, 'test-below', 7)
        window.act('go', 'explanation')
        shoot(folder, name, 'explanation', 8)
        scroll_down()
        shoot(folder, name, 'explanation-below', 9)
        click(window, translated(program, language, 'Certificates of the server'))
        shoot(folder, name, 'explanation-certificates', 9)
        window.act('wait-and-test', '600')
        shoot(folder, name, 'explanation-waiting', 9)
        window.act('stop-waiting')
        window.act('go', 'message')
        shoot(folder, name, 'message-empty', 10)
        subprocess.run(['xdotool', 'type', '--delay', '5', MESSAGE], check=True)
        wait('the cause', lambda: window.labels('S-12'))
        shoot(folder, name, 'message', 11)
        scroll_down()
        shoot(folder, name, 'message-below', 12)
        window.act('go', 'domain')
        shoot(folder, name, 'domain-empty', 13)
        fill_in_domain(window)
        wait('the announcement', lambda: window.enabled('check-domain'))
        window.act('check-domain')
        wait('the end of the look', lambda: not window.enabled('cancel'), 60)
        shoot(folder, name, 'domain', 14)
        scroll_down()
        shoot(folder, name, 'domain-below', 15)
        scroll_down()
        shoot(folder, name, 'domain-end', 15)
        window.act('codes', '421 521')
        shoot(folder, name, 'codes-pair', 16)
        window.act('codes', '')
        shoot(folder, name, 'codes', 17)


if __name__ == '__main__':
    main(*sys.argv[1:5])
