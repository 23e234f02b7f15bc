# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.ftpcases import case
from lablib.helpers import Nginx
from lablib.otherftp import Pyftpd, Sshd
from lablib.vsftpd import Vsftpd

WRONG = 'wrong-service-on-port'

SCENARIOS = {
    'ssh-21': case('sshd on 21', lambda: Sshd(21), WRONG, facts={'greeting.protocol': 'ssh'}),
    'ssh-990': case('sshd on 990', lambda: Sshd(990), WRONG, port=990, facts={'tls.peeked': 'ssh'}),
    'web-21': case('a web server on 21 waits for the first word', lambda: Nginx({21: ''}), WRONG,
                   facts={'greeting.protocol': 'http'}),
    'web-990': case('a web server with TLS on 990', lambda: Nginx({990: 'ssl'}), WRONG, port=990,
                    facts={'greeting.protocol': 'http'}),
    'plain-990': case('a plain start on 990, where TLS was chosen', lambda: Vsftpd(also=(990,)),
                      'tls-on-plain-port', '--security', 'tls', port=990),
    'implicit-2121': case('TLS from the start on 2121, where AUTH TLS was chosen',
                          lambda: Pyftpd(port=2121, tls='implicit'), 'plain-on-tls-port',
                          '--security', 'starttls', port=2121),
}
