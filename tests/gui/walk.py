#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's walks through the window, over AT-SPI: from the welcome page to the explanation, against
the practice servers inside the program. Speaks TAP.

usage: walk.py PROGRAM [WALK|GROUP…]

With TL_WALK_HOST in the environment it makes one walk against that server instead (the lab's real
ones): TL_WALK_PROTOCOL, _URL (of a web test), _PORT, _SECURITY, _USER, _PASSWORD_FILE, _TO, _LANGUAGE say what to enter,
TL_WALK_EXPECT a piece of the text that the explanation must show, TL_WALK_PICTURE where to put a
picture of it. With TL_WALK_DOMAIN and _ADDRESS it looks at that domain; with TL_WALK_COMPUTER at this
computer, where _CHANGE is the command that undoes what is in the way."""

import gettext
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

import a11y
from uidrive import APPLICATION, Atspi, GLib, Failure, Window, children, find, read, states, wait

FIRST_WORDS = 'What does not get through?'
ARABIC = re.compile('[\u0600-\u06ff]')


def result(window):
    """Runs the test and waits for its end."""
    window.act('run-test')
    wait('the result', lambda: not window.enabled('cancel') and window.enabled('export'))


class Skip(Exception):
    pass


def translated(program, language, words, context=None):
    """As the catalogue of that language ('' for English) has them."""
    build = pathlib.Path(program).resolve().parents[2]
    try:
        catalogue = gettext.translation('throughline', build / 'po', [language])
    except OSError:
        return words
    return catalogue.pgettext(context, words) if context else catalogue.gettext(words)


def need_language(program, language):
    """A catalogue that is still empty makes no difference to be seen."""
    if translated(program, language, FIRST_WORDS) == FIRST_WORDS:
        raise Skip(f'{language}.po has no translation of the first page')


def expect(condition, words):
    if not condition:
        raise Failure(words)


def clean(window):
    """No control that a screen reader could not name, on any page."""
    faults = a11y.faults(window.top())
    expect(not faults, 'without a proper name: ' + '; '.join(f'{r} "{n}" in {p}' for p, r, n in faults[:5]))


def from_welcome_to_explanation(program):
    with Window(program) as window:
        window.see(FIRST_WORDS)
        clean(window)
        expect(not window.enabled('back'), 'Back is possible on the first page')
        window.act('practice', 'greylisting')
        window.see('Step 2 of 6')
        window.next()
        window.see('Step 3 of 6')
        window.next()
        window.see('Step 4 of 6')
        window.see('Way to the internet (IPv4)')
        window.next()
        window.see('Step 5 of 6')
        window.see('127.0.0.1')
        expect(not window.enabled('next'), 'Next is possible before the test')
        result(window)
        window.see('Naming the recipient')
        window.act('show-conversation')
        wait('the conversation', lambda: any('Greylisted' in read(t) for t in
                                             find(window.top(), 'text', 'Conversation')))
        clean(window)
        window.next()
        window.see('Step 6 of 6')
        window.see('First contact is put off on purpose')
        window.see('S-14')
        clean(window)
        expect(window.enabled('copy-report'), 'no report to copy')


def the_same_in_arabic(program):
    need_language(program, 'ar')
    with Window(program) as window:
        window.set_language('ar')
        wait('Arabic words', lambda: any(ARABIC.search(n.get_name() or '') for n in
                                         find(window.top(), 'label')))
        expect(not window.labels(FIRST_WORDS), 'the first page is in English')
        window.act('practice', 'greylisting')
        for _ in range(3):
            window.next()
        result(window)
        window.next()
        window.see('S-14')
        titles = [n.get_name() for n in find(window.top(), 'label') if n.get_name()]
        expect(not [t for t in titles if 'First contact is put off' in t], 'the cause is in English')
        clean(window)


def another_language_in_between(program):
    need_language(program, 'ru')
    with Window(program) as window:
        window.act('practice', 'greylisting')
        window.act('go', 'test')
        result(window)
        window.act('go', 'explanation')
        window.see('First contact is put off on purpose')
        window.set_language('ru')
        wait('another language', lambda: not window.labels('Step 6 of 6'))
        window.see('S-14')
        window.set_language('en')
        window.see('Step 6 of 6')
        window.see('First contact is put off on purpose')


def cancelled_in_the_middle(program):
    with Window(program) as window:
        window.act('practice', 'silent-server')
        window.act('run-test')
        window.see('Waiting for the server’s greeting')
        begun = time.monotonic()
        window.act('cancel')
        wait('the end', lambda: window.enabled('export'), 5)
        expect(time.monotonic() - begun < 5, 'cancelling took its time')
        window.act('go', 'explanation')
        window.see('Step 6 of 6')


def closed_in_the_middle(program):
    with Window(program) as window:
        window.act('practice', 'silent-server')
        window.act('run-test')
        window.see('Waiting for the server’s greeting')
        try:
            window.act('quit', path=APPLICATION)
        except GLib.Error:
            pass  # gone before it could answer
        window.process.wait(5)
        expect(window.process.returncode == 0, f'ended with {window.process.returncode}')


def wrong_port_mended(program):
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        wrong = closed.getsockname()[1]
        with Window(program) as window:
            window.act('practice', 'healthy')
            spin = wait('the port', lambda: find(window.top(), 'spin button', 'Port'))[0]
            value = spin.get_value_iface()
            right = int(value.get_current_value())
            value.set_current_value(wrong)
            result(window)
            window.next()
            window.see('Step 6 of 6')
            expect(not window.labels('What changed'), 'changes after one test')
            window.act('go', 'port')
            find(window.top(), 'spin button', 'Port')[-1].get_value_iface().set_current_value(right)
            result(window)
            window.next()
            window.see('What changed since the test before')
            window.see('open')


def press(window, name):
    """A button, as an assistive program presses it."""
    button = wait(f'the button {name}', lambda: [b for b in find(window.top(), 'push button', name)
                                                 + find(window.top(), 'button', name)
                                                 if 'sensitive' in states(b)])[0]
    button.get_action_iface().do_action(0)


def ports_tried_and_the_best_adopted(program):
    with Window(program) as window:
        window.act('practice', 'healthy')
        spin = wait('the port', lambda: find(window.top(), 'spin button', 'Port'))[0]
        port = int(spin.get_value_iface().get_current_value())
        window.act('adopt', f'{port}/none')
        window.act('go', 'port')
        press(window, 'Try all')
        window.see(f'Port {port} with STARTTLS')
        press(window, 'Use this')
        window.see('Chosen')
        result(window)
        window.next()
        window.see('Step 6 of 6')
        window.see('works: every step that was tested went well')


def waited_for_and_tested_again(program):
    with Window(program) as window:
        window.act('practice', 'greylisting')
        window.see('Step 2 of 6')
        result(window)
        window.next()
        window.see('Test again in 5 minutes')
        press(window, 'Wait and test')
        window.see('Testing again in')
        press(window, 'Stop waiting')
        window.see('Test again in 5 minutes')
        window.act('wait-and-test', '1')
        window.see('Step 5 of 6')


def say(window, text):
    """Into the text that is explained, as an assistive program would."""
    window.act('go', 'message')
    window.field('Text to explain').get_editable_text_iface().set_text_contents(text)


def said(window):
    """By its state, because its name is in the window's language."""
    fields = wait('the text', lambda: [t for t in find(window.top(), 'text') if 'multi-line' in states(t)
                                       and 'editable' in states(t) or t.get_name() == 'Text to explain'])
    return read(fields[0])


def pasted_error(program):
    with Window(program) as window:
        say(window, '421 4.7.0 mx.example.org Error: too many connections from 192.0.2.7')
        window.see('Too many connections at once')
        wait('words for what is marked', lambda: 'too many connections' in
             (window.field('Text to explain').get_description() or ''))
        window.see('Code 421')
        window.see('Code 4.7.0')
        expect(window.enabled('copy-report') and window.enabled('export'), 'no report of it')
        clean(window)
        say(window, 'It does not work any more')
        window.see('Nothing in this text tells the reason')
        window.act('back')
        window.see('Step 1 of 6')


TWO_RECIPIENTS = """From: MAILER-DAEMON@mx.example.net
To: anna@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

Your message could not be delivered to these recipients.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; bert@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <bert@example.com>: Recipient address rejected: User unknown

Final-Recipient: rfc822; cora@example.net
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 mailbox full

--b1--
"""


def bounce_opened(program):
    """FILE.eml on the command line: each recipient with a cause, then on with a test."""
    with tempfile.NamedTemporaryFile('w', suffix='.eml') as file:
        file.write(TWO_RECIPIENTS)
        file.flush()
        with Window(program, file.name) as window:
            window.see('Recipients by cause')
            window.see('That address does not exist there')
            window.see('bert@example.com')
            window.see('The recipient’s mailbox is full')
            window.see('cora@example.net')
            window.see(pathlib.Path(file.name).name)
            clean(window)
            window.next()
            window.see('Step 2 of 6')
            wait('the address', lambda: read(window.field('Mail address')) == 'anna@example.org')
            wait('the recipient', lambda: read(window.field('Recipient (optional)')) == 'bert@example.com')


def delay_is_no_failure(program):
    with Window(program) as window:
        say(window, TWO_RECIPIENTS.replace('Action: failed', 'Action: delayed').replace(' 55', ' 45')
            .replace('5.', '4.'))
        window.see('This is not a failure yet')


def log_counted(program):
    """Fifty thousand lines of a log, dropped or opened: counted by cause."""
    head = 'Nov 22 01:02:03 mx postfix/smtp[{}]: {:010X}: to=<u{}@example.com>, relay=mx.example.com[192.0.2.7]:25, '
    unknown = 'dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n'
    full = 'dsn=4.2.2, status=deferred (host mx.example.com[192.0.2.7] said: 452 4.2.2 mailbox full (in reply to RCPT TO command))\n'
    with tempfile.NamedTemporaryFile('w', suffix='.log') as file:
        for n in range(50000):
            file.write(head.format(n, n, n) + (full if n % 5 == 0 else unknown))
        file.flush()
        with Window(program, file.name) as window:
            window.see('Lines by cause')
            window.see('40000 lines')
            window.see('10000 lines')
            window.see('Only parts of it are shown')
            clean(window)


def on_with_a_live_test(program):
    """What was entered is shown beside what the message says, and stays when it is meant to."""
    with Window(program) as window:
        window.act('practice', 'wrong-password')
        window.see('Step 2 of 6')
        host = read(window.field('Server name'))
        say(window, "Account: 'bert', Server: 'smtp.example.org', Server Response: '535 5.7.8 Authentication failed', Port: 465")
        window.see('User name or password')
        window.next()
        dialog = wait('the question', lambda: find(window.top(), 'push button', 'Keep what I entered') or [
            b for f in window.frames() for b in find(f, 'push button', None, 'what I entered')])
        expect([n for f in window.frames() for n in find(f, None, None, 'smtp.example.org')],
               'the other server is not shown')
        dialog[0].get_action_iface().do_action(0)
        window.see('Step 2 of 6')
        expect(read(window.field('Server name')) == host, 'what was entered is lost')
        window.act('go', 'test')
        result(window)
        window.next()
        window.see('Step 6 of 6')
        window.see('The message that you had before the test says so')


def codes_side_by_side(program):
    with Window(program) as window:
        window.act('go', 'codes')
        window.see('Mail (SMTP)')
        wait('the whole list', lambda: len(find(window.top(), 'list item', None, 'Web (HTTP)')) > 30)
        clean(window)
        key('ctrl+a')
        subprocess.run(['xdotool', 'type', '--delay', '10', '421 521'], check=True)
        window.see('421 closes the connection for now and a later attempt may work')
        window.see('This host never accepts mail')
        clean(window)
        window.act('codes', '4.7.28')
        window.see('Too much mail')


def by_keyboard_to_a_code(program):
    """From the welcome page to a pasted reply, its cause, the meaning of its code, and back."""
    with Window(program) as window:
        window.see('Step 1 of 6')
        key('ctrl+e')
        window.see('Text to explain')
        subprocess.run(['xdotool', 'type', '--delay', '10', '452 4.2.2 mailbox full'], check=True)
        window.see('Code 452')
        key('ctrl+l')
        window.see('All reply codes')
        subprocess.run(['xdotool', 'type', '--delay', '10', '452'], check=True)
        window.see('Not enough storage, or too many recipients')
        key('alt+b')
        window.see('Step 1 of 6')


def pasted_by_keyboard(program):
    """Ctrl+V where nothing is written: on the welcome page, and over a text that cannot be edited."""
    with Window(program) as window:
        key('ctrl+e')
        window.see('Text to explain')
        subprocess.run(['xdotool', 'type', '--delay', '10', '535 5.7.8 authentication failed'], check=True)
        window.see('User name or password')
        key('ctrl+a')
        key('ctrl+c')
        window.act('start-over')
        window.see('Step 1 of 6')
        key('Tab')
        key('ctrl+v')
        window.see('User name or password')
        say(window, '550 5.1.1 \u202e User unknown')
        window.see('That address does not exist there')
        key('ctrl+v')
        window.see('User name or password')
        expect(said(window) == '535 5.7.8 authentication failed', 'not what was pasted')


def message_in_other_languages(program):
    need_language(program, 'ar')
    need_language(program, 'ru')
    with Window(program) as window:
        say(window, '550 5.1.1 <x@example.org>: User unknown')
        window.see('That address does not exist there')
        window.set_language('ru')
        window.see('Такого адреса там нет')
        expect('User unknown' in said(window), 'the text was lost')
        window.set_language('ar')
        wait('Arabic words', lambda: [n for n in find(window.top(), 'label') if ARABIC.search(n.get_name() or '')])
        expect(not window.labels('That address does not exist there'), 'the cause is in English')
        expect('User unknown' in said(window), 'the text was lost')
        clean(window)


def password_forgotten(program):
    with Window(program) as window:
        window.act('practice', 'wrong-password')
        window.put('Password', 'not-the-right-one')
        result(window)
        wait('an empty password', lambda: read(window.field('Password')) == '')
        window.act('go', 'explanation')
        window.see('User name or password')


def without_signing_in(program):
    with Window(program) as window:
        window.act('practice', 'wrong-password')
        window.act('sign-in')
        window.act('go', 'test')
        window.see('no login')
        result(window)
        window.next()
        window.see('Step 6 of 6')


def file_transfer(program):
    with Window(program, '--protocol', 'ftp', '--practice', 'ftp-healthy') as window:
        window.see('Step 2 of 6')
        window.act('go', 'test')
        result(window)
        window.next()
        window.see('Step 6 of 6')
        window.see('Works')


def report_saved_and_opened(program):
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / 'report.json'
        with Window(program) as window:
            window.act('practice', 'wrong-password')
            result(window)
            window.act('export')
            dialog = wait('the file dialog', lambda: [f for f in window.frames() if f != window.top()])[0]
            name = wait('the name', lambda: [t for t in find(dialog, 'text') if 'editable' in states(t)])[0]
            name.get_editable_text_iface().set_text_contents(str(target))
            button = wait('Save', lambda: find(dialog, 'push button', None, 'Save'))[0]
            button.get_action_iface().do_action(0)
            wait('the file', target.exists)
            window.see('Saved.')
        report = json.loads(target.read_text(encoding='utf-8'))
        expect(report['causes'][0]['id'] == 'auth-failed', 'not the right cause in the report')
        expect(target.stat().st_mode & 0o077 == 0, 'others may read the report')
        with Window(program, str(target)) as window:
            window.see('Step 6 of 6')
            window.see('User name or password')


def foreign_words_stay_words(program):
    """Markup in a server's words is shown, not obeyed; so is what moves letters about."""
    with Window(program) as window:
        say(window, '550 5.1.1 <b>no</b> &amp; <span size="900000">such</span> user \u202egnp\u001b[2J')
        window.see('<b>no</b> &amp; <span size="900000">such</span>')
        wait('a picture of it', lambda: '<202E>' in said(window) and '<001B>' in said(window))
        expect(not window.labels('\u202e') and '\u202e' not in said(window), 'a bidi control is shown as it came')


def long_line_leaves_the_window_alive(program):
    """A line of a megabyte, in a file of fifty: bounded, and the reason in it found all the same."""
    with tempfile.NamedTemporaryFile('w', suffix='.txt') as file:
        file.write('x' * 1000000 + ' 550 5.1.1 <x@example.org>: User unknown ' + 'y' * 1000000 + '\n')
        for _ in range(48):
            file.write(('z' * 99 + '\n') * 10000)
        file.flush()
        with Window(program, file.name) as window:
            window.see('That address does not exist there')
            window.see('Only parts of it are shown')
            window.see('Not everything was read')
            expect(len(said(window)) < 25000, 'too much is shown')
            expect('User unknown' in said(window), 'the deciding words are not shown')


def bad_file_refused(program):
    with tempfile.NamedTemporaryFile('w', suffix='.throughline') as file:
        file.write('{"schema": 1, "session": {"port": "<b>evil</b>"')
        file.flush()
        with Window(program, file.name) as window:
            window.see('cannot use this file')
            window.see('Step 1 of 6')


def session_opened(program):
    with tempfile.NamedTemporaryFile('w', suffix='.throughline') as file:
        file.write('{"schema": 1, "session": {"protocol": "smtp", "host": "mail.example.org", "port": 465,'
                   ' "security": "tls", "user": "anna@example.org"}}')
        file.flush()
        with Window(program, file.name) as window:
            wait('the host', lambda: read(window.field('Server name')) == 'mail.example.org')
            window.see('Step 2 of 6')


def by_keyboard_alone(program):
    with Window(program) as window:
        window.act('practice', 'healthy')
        window.see('Step 2 of 6')
        key('ctrl+Page_Down')
        window.see('Step 3 of 6')
        key('ctrl+Page_Up')
        window.see('Step 2 of 6')
        key('alt+n')
        window.see('Step 3 of 6')
        key('ctrl+r')
        window.see('Step 5 of 6')
        wait('the result', lambda: window.enabled('export'))
        key('alt+x')
        window.see('Step 6 of 6')


def keys_listed(program):
    """In the language of the moment, with the keys that the actions have."""
    need_language(program, 'ru')
    with Window(program) as window:
        window.see('Step 1 of 6')
        window.set_language('ru')
        key('ctrl+question')

        def shown(words):
            return any(find(frame, 'label', words) for frame in window.frames())
        wait('the list of keys', lambda: shown(translated(program, 'ru', 'Next step')))
        wait('the keys of "next"', lambda: shown('Alt'))


def languages_offered(program):
    """Each by its own name, in a menu that is filled when it is opened."""
    need_language(program, 'ru')
    name = translated(program, 'ru', 'English', 'own name of the language')
    with Window(program) as window:
        window.see('Step 1 of 6')
        expect(not window.labels(name), 'the menu is filled before it is opened')
        key('F10')
        window.see(name)


def wheel_leaves_the_port_alone(program):
    with Window(program) as window:
        window.act('practice', 'healthy')
        window.see('Step 2 of 6')
        spin = find(window.top(), 'spin button', 'Port')[0]
        value = spin.get_value_iface().get_current_value()
        area = spin.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        subprocess.run(['xdotool', 'mousemove', str(area.x + 20), str(area.y + area.height // 2),
                        'click', '5', 'click', '5', 'click', '5'], check=True)
        time.sleep(0.5)
        expect(spin.get_value_iface().get_current_value() == value, 'the wheel changed the port')


def key(name):
    subprocess.run(['xdotool', 'key', name], check=True)


def list_selected_by_assistive_program(program):
    """A screen reader can only select in a list: the steps have to follow that."""
    with Window(program) as window:
        window.see('Step 1 of 6')
        steps = find(window.top(), 'list', 'Steps')[0]
        expect(len(children(steps)) == 6, 'there are not six steps')
        steps.get_selection_iface().select_child(1)
        window.see('Step 2 of 6')
        expect('sensitive' not in states(children(steps)[5]), 'the explanation can be chosen too early')


def has_focus(window, name):
    return lambda: any('focused' in states(node) for node in find(window.top(), None, name))


def tab_changes_no_page(program):
    """The focus begins on the page, and only Return chooses one of those beside it."""
    with Window(program) as window:
        wait('the focus', has_focus(window, 'Practise without an account'))
        key('Return')
        window.see('First contact is put off (greylisting)')
        for name in ('Main menu', 'Mail domain', 'Reply codes', 'Explain a message', 'Welcome'):
            key('shift+Tab')
            wait(f'the focus on {name}', has_focus(window, name))
            window.see('Step 1 of 6')
        for name in ('Account settings', 'Explain a message'):
            key('Tab')
            wait(f'the focus on {name}', has_focus(window, name))
            window.see('Step 1 of 6')
        expect('selected' in states(find(window.top(), 'list item', 'Welcome')[0]), 'another row is marked')
        key('Return')
        wait('the page beside the steps', lambda: not window.labels(' of 6'))


GROUPS = {
    'wizard': [from_welcome_to_explanation, the_same_in_arabic, another_language_in_between,
               cancelled_in_the_middle, closed_in_the_middle, wrong_port_mended,
               ports_tried_and_the_best_adopted, waited_for_and_tested_again,
               password_forgotten, without_signing_in, file_transfer, report_saved_and_opened,
               bad_file_refused, session_opened, by_keyboard_alone, keys_listed,
               languages_offered,
               wheel_leaves_the_port_alone, list_selected_by_assistive_program,
               tab_changes_no_page],
    'message': [pasted_error, bounce_opened, delay_is_no_failure, log_counted, on_with_a_live_test,
                codes_side_by_side, by_keyboard_to_a_code, pasted_by_keyboard,
                message_in_other_languages, foreign_words_stay_words,
                long_line_leaves_the_window_alive],
}


# ---- the lab's servers

def picture(of=''):
    target = os.environ.get('TL_WALK_PICTURE')
    if target:
        time.sleep(0.5)
        subprocess.run(['import', '-window', 'root', target.replace('.png', f'{of}.png')], check=True)


def what_is_given():
    return {k[len('TL_WALK_'):].lower(): v for k, v in os.environ.items() if k.startswith('TL_WALK_')}


def site_of_filezilla(given):
    """Its own file, where the program looks for it."""
    place = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'filezilla', 'sitemanager.xml')
    place.parent.mkdir()
    place.write_text(pathlib.Path(given['filezilla']).read_text(encoding='utf-8'), encoding='utf-8')


def enter(window, given):
    """The account, as far as the page of this computer; True where it is a web address."""
    window.next()
    window.see('Step 2 of 6')
    web = 'url' in given
    if web:
        window.put('Address that begins with https:// or http://', given['url'])
    elif given.get('filezilla'):
        window.act('discover')
        wait('the site of FileZilla', lambda: read(window.field('Server name')) == given['host'])
        expect(read(window.field('User name')) == given['user'], 'the user name came along')
    else:
        window.put('Server name', given['host'])
    if given.get('user'):
        if not given.get('filezilla'):
            window.put('User name', given['user'])
        password = pathlib.Path(given['password_file']).read_text(encoding='utf-8')
        window.field('Password').get_editable_text_iface().set_text_contents(password.rstrip('\n'))
    else:
        window.act('sign-in')
    if given.get('to'):
        window.put('Recipient (optional)', given['to'])
    window.next()
    if given.get('port') and not web:
        window.act('adopt', f"{given['port']}/{given.get('security', 'auto')}")
    window.next()
    return web


def against_a_server(program):
    given = what_is_given()
    if given.get('filezilla'):
        site_of_filezilla(given)
    with Window(program, '--protocol', given.get('protocol', 'smtp')) as window:
        # A web address says its port itself: that page is left out.
        if not enter(window, given):
            window.next()
        if given.get('language'):
            window.set_language(given['language'])
        result(window)
        window.next()
        if given.get('expect'):
            window.see(given['expect'])
        if given.get('advice'):
            window.see(given['advice'])
        picture()


REFUSED = TWO_RECIPIENTS[:TWO_RECIPIENTS.index('Final-Recipient')] + """Final-Recipient: rfc822; bert@example.com
Action: failed
Status: 5.7.23
Diagnostic-Code: smtp; 550 5.7.23 SPF validation failed for {address}

--b1--
"""


def copied(window, what, text, said_so):
    """Presses the button that copies it; that it was copied is said, and pasting gives this text."""
    button = wait(f'the button {what}', lambda: find(window.top(), 'push button', None, what))[0]
    window.see(text)

    def pressed():
        # What is said goes away by itself, perhaps while the slow tree is looked through.
        button.get_action_iface().do_action(0)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if window.labels(said_so):
                return True
        return False
    wait(f'"{said_so}"', pressed)
    window.act('paste-message')
    wait(f'{text}, pasted', lambda: said(window).strip() == text)


def at_a_domain(program):
    """A refusal, the button of its explanation, what is filled in, and what the look saw."""
    domain, address = os.environ['TL_WALK_DOMAIN'], os.environ['TL_WALK_ADDRESS']
    with Window(program) as window:
        window.act('go', 'domain')
        expect(not window.enabled('check-domain'), 'no domain is named, and a look is possible')
        say(window, REFUSED.replace('anna@example.org', f'anna@{domain}').format(address=address))
        window.see('This server may not send for that domain')
        button = wait('the button', lambda: find(window.top(), 'push button', None, 'Check it:'))[0]
        button.get_action_iface().do_action(0)
        wait('the domain', lambda: window.enabled('check-domain'))
        fields = [read(t) for t in find(window.top(), 'text')]
        expect(domain in fields and address in fields, f'not filled in: {fields}')
        if os.environ.get('TL_WALK_LANGUAGE'):
            window.set_language(os.environ['TL_WALK_LANGUAGE'])
        window.act('check-domain')
        wait('the end', lambda: not window.enabled('cancel') and window.enabled('export'))
        window.see(os.environ['TL_WALK_EXPECT'])
        clean(window)
        picture()
        copied(window, f'{domain} TXT', os.environ['TL_WALK_RECORD'],
               translated(program, os.environ.get('TL_WALK_LANGUAGE', ''), 'Copied to the clipboard.'))


def press_in_dialog(window, name):
    """A dialog is a window of its own."""
    button = wait(f'the button {name}', lambda: [b for f in window.frames() if f != window.top()
                                                 for b in find(f, 'push button', None, name)])[0]
    button.get_action_iface().do_action(0)


def at_this_computer(program):
    """What is seen there, then a try: the test, one thing changed, the same test, the difference, and
    the way back until it is gone. Without TL_WALK_CHANGE only the command for a helper is copied."""
    given = what_is_given()

    def words(text, context=None):
        return translated(program, given.get('language', ''), text, context)
    with Window(program) as window:
        enter(window, given)
        if given.get('language'):
            window.set_language(given['language'])
        window.see(words('What is seen of this computer'))
        wait('the end of the look', lambda: not window.enabled('cancel'))
        window.see(given['expect'])
        clean(window)
        picture()
        if 'change' not in given:
            copied(window, words('Copy the command'), given['expect'], words('Copied to the clipboard.'))
            return
        window.see(words('Rule that stops this connection'))
        button = wait('the try', lambda: find(window.top(), 'push button', None,
                                              words('Try it', 'button') + ': '))[0]
        button.get_action_iface().do_action(0)
        wait('the question', lambda: [n for f in window.frames() for n in find(
            f, None, None, words('In the firewall program, pause only the rule for this port, and leave '
                                 'everything else on. Then go on: the same test runs once more. Switch '
                                 'the rule on again right after it.'))])
        subprocess.run(given['change'].split(), check=True)
        press_in_dialog(window, words('_Done: test now', 'button').replace('_', ''))
        window.see(words('Switch the rule of the firewall on again now.'))
        window.see(words('What changed since the test before'))
        window.see(words('The port accepts connections.'))
        clean(window)
        picture('-after')
        press(window, words('I have done so', 'button'))
        wait('the end of the try', lambda: not window.labels(
            words('Switch the rule of the firewall on again now.')))
        window.act('go', 'computer')
        window.see(words('With the firewall rule paused the port answered; before, it did not.'))
        clean(window)
        picture('-bearing')


def main(program, names):
    if os.environ.get('TL_WALK_DOMAIN'):
        walks = [at_a_domain]
    elif os.environ.get('TL_WALK_COMPUTER'):
        walks = [at_this_computer]
    elif os.environ.get('TL_WALK_HOST'):
        walks = [against_a_server]
    else:
        walks = [w for group, members in GROUPS.items() for w in members
                 if not names or group in names or w.__name__ in names]
    print(f'1..{len(walks)}', flush=True)
    bad = 0
    for number, walk in enumerate(walks, 1):
        try:
            walk(program)
            print(f'ok {number} - {walk.__name__}', flush=True)
        except Skip as why:
            print(f'ok {number} - {walk.__name__} # SKIP {why}', flush=True)
        except Exception as error:  # every walk is told, whatever stops it
            bad += 1
            print(f'not ok {number} - {walk.__name__}\n# {type(error).__name__}: {error}', flush=True)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
