#!/usr/bin/python3
# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server that says what a scenario writes down: for words that no server of Debian sends.

As a program: scripted.py PORT CERTIFICATE KEY REPLIES, with REPLIES a JSON object {verb: reply}; "greeting", "end" and
"login" (what follows a login's last line) count as verbs, and "flight" answers a login that has more
behind it; a reply with "!" in front closes the connection, "!" alone without a word."""

import json
import socket
import ssl
import sys
import threading

DEFAULT = {'greeting': '220 mail.example.net ESMTP', 'MAIL': '250 2.1.0 Ok', 'RCPT': '250 2.1.5 Ok',
           'DATA': '354 go ahead', 'end': '250 2.0.0 queued', 'RSET': '250 2.0.0 Ok',
           'login': '235 2.7.0 accepted', 'QUIT': '!221 2.0.0 Bye', 'STARTTLS': '220 2.0.0 Ready',
           'EHLO': '250-mail.example.net\r\n250-SIZE 10240000\r\n250-ENHANCEDSTATUSCODES\r\n'
                   '250-AUTH PLAIN LOGIN\r\n250 8BITMIME'}


class Scripted:
    """Runs this file on the server. replies: {verb: reply} over DEFAULT; on 465 with TLS at once, on
    other ports with STARTTLS."""

    def __init__(self, replies, ports=(587,), certificate='good'):
        self.replies, self.ports, self.certificate = replies, ports, certificate

    def start(self, lab):
        self.node = lab.network.server
        lab.put_certificate(self.certificate)
        self.log = self.node.path('/var/log/scripted.log')
        for port in self.ports:
            with self.log.open('a', encoding='utf-8') as log:
                lab.start(self.node, __file__, str(port), '/etc/lab/server.pem', '/etc/lab/server.key',
                          json.dumps(self.replies), stderr=log)

    def logins(self):
        return self.logs().count('AUTH\n')

    def logs(self):
        return self.node.read('/var/log/scripted.log')


class Conversation:
    """One client; the transcript of verbs goes to standard error."""

    def __init__(self, connection, replies, context):
        self.connection, self.replies, self.context = connection, replies, context
        self.waiting = b''  # what came and was not looked at yet

    def say(self, reply):
        if reply == '!':
            return False
        self.connection.sendall(reply.lstrip('!').encode() + b'\r\n')
        return not reply.startswith('!')

    def line(self):
        """The next line, "" at the end."""
        while b'\n' not in self.waiting:
            more = self.connection.recv(8192)
            if not more:
                return ''
            self.waiting += more
        line, self.waiting = self.waiting.split(b'\n', 1)
        return line.decode('utf-8', 'replace').rstrip('\r')

    def authenticate(self, words):
        if words[1].upper() == 'LOGIN':
            for prompt in ('VXNlcm5hbWU6', 'UGFzc3dvcmQ6')[len(words) - 2:]:
                self.say(f'334 {prompt}')
                self.line()
        elif len(words) == 2:
            self.say('334 ')
            self.line()
        return self.say(self.replies.get('AUTH', self.replies['login']))

    def start_tls(self):
        going_on = self.say(self.replies['STARTTLS'])
        if self.replies['STARTTLS'].startswith('220'):
            self.connection = self.context.wrap_socket(self.connection, server_side=True)
        return going_on

    def take_message(self):
        going_on = self.say(self.replies['DATA'])
        if self.replies['DATA'].startswith('354'):
            while self.line() != '.':
                pass
            going_on = self.say(self.replies['end'])
        return going_on

    def answer(self, line):
        words = line.split() or ['']
        verb = words[0].upper()
        print(verb, file=sys.stderr, flush=True)
        if verb == 'AUTH' and 'flight' in self.replies and self.waiting:
            # Whoever minds commands behind a login answers each of them so.
            for _ in range(1 + self.waiting.count(b'\n')):
                self.say(self.replies['flight'])
            self.waiting = b''
            return True
        if verb == 'AUTH':
            return self.authenticate(words)
        if verb == 'STARTTLS':
            return self.start_tls()
        if verb == 'DATA':
            return self.take_message()
        if verb == 'EHLO' and not isinstance(self.connection, ssl.SSLSocket):
            return self.say(self.replies['EHLO'].replace('250-AUTH PLAIN LOGIN', '250-STARTTLS'))
        return self.say(self.replies.get(verb, '502 5.5.2 not known'))

    def play(self):
        if not self.say(self.replies['greeting']):
            return
        line = self.line()
        while line and self.answer(line):
            line = self.line()


def converse(connection, port, replies, context):
    try:
        with connection:
            if port == 465:
                connection = context.wrap_socket(connection, server_side=True)
            talk = Conversation(connection, replies, context)
            talk.play()
            talk.connection.close()
    except OSError as error:
        print(error, file=sys.stderr, flush=True)


def main():
    port, replies = int(sys.argv[1]), DEFAULT | json.loads(sys.argv[4])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    listener = socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True)
    print('ready', flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=converse, args=(connection, port, replies, context),
                         daemon=True).start()


if __name__ == '__main__':
    main()
