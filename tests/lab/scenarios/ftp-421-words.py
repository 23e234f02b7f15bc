# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""421 in place of a greeting: what the words mean in other languages than English."""

from lablib.ftpcases import case
from lablib.relays import Inetd


def says(words, cause, **more):
    return case(f'421 at the door: {words}', lambda: Inetd(21, deny=f'ALL: ALL: twist /bin/echo 421 {words}'), cause,
                user=None, **more)


SCENARIOS = {
    'german-limit': says('Zu viele Verbindungen von Ihrer IP-Adresse', 'ftp-too-many-connections'),
    'russian-limit': says('Слишком много подключений с вашего адреса', 'ftp-too-many-connections'),
    'french-maintenance': says('Serveur en maintenance, merci de revenir plus tard', 'service-unavailable'),
    'spanish-blocked': says('Su dirección IP ha sido bloqueada', ('ftp-address-denied', 'address-banned')),
    'no-reverse-name': says('Cannot resolve your address to a name, connection refused', 'ftp-address-denied'),
    'bare': says('Service not available', ('service-unavailable', 'ftp-address-denied', 'ftp-too-many-connections'),
                 at_most=0.8),
    'shutdown': says('Server is going down for maintenance tonight', 'service-unavailable'),
}
