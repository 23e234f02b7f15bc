# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be written, read or kept there: rights, space and folders of file servers."""

from lablib.ftpcases import case, shell
from lablib.otherftp import Inetutils, Pyftpd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

FULL = shell('mount -t tmpfs -o size=64k tmpfs /srv/carol\nchown 5001:5001 /srv/carol\n'
             'head -c 1000000 /dev/zero > /srv/carol/big || true')
NO = ('--security', 'none', '--allow-plaintext')


def limited(what):
    return lambda: Proftpd({f'<Limit {what}>': '\nDenyAll\n</Limit>'})


class Counted(Proftpd):
    """ProFTPD that keeps count of files: the account has sent the one that it may."""

    def __init__(self):
        super().__init__({'QuotaEngine': 'on', 'QuotaLimitTable': 'file:/etc/limits.tab',
                          'QuotaTallyTable': 'file:/etc/tally.tab', 'QuotaLog': '/var/log/quota.log'},
                         modules=('mod_quotatab', 'mod_quotatab_file'))

    def start(self, lab):
        lab.network.server.run(['sh', '-euc', """cd /
ftpquota --create-table --type=limit --table-path=/etc/limits.tab
ftpquota --create-table --type=tally --table-path=/etc/tally.tab
ftpquota --add-record --type=limit --table-path=/etc/limits.tab --name=carol --quota-type=user --limit-type=hard \
  --files-upload=1
ftpquota --add-record --type=tally --table-path=/etc/tally.tab --name=carol --quota-type=user --files-upload=1
"""])
        super().start(lab)


SCENARIOS = {
    'read-only-proftpd': case('ProFTPD lets nobody write', limited('WRITE'), 'ftp-permission-denied', '--upload'),
    'read-only-pyftpd': case('pyftpdlib’s account may read only', lambda: Pyftpd(perm='elr'),
                             'ftp-permission-denied', '--upload'),
    'no-deleting': case('what was stored cannot be deleted again', limited('DELE'), 'ftp-permission-denied',
                        '--upload', verdict=('problem', 'warning')),
    'full-proftpd': case('the disk of the server is full (ProFTPD)', lambda: Proftpd(), 'server-storage-full',
                         '--upload', before=FULL),
    'full-vsftpd': case('the disk of the server is full (vsftpd)', lambda: Vsftpd(),
                        ('server-storage-full', 'server-error', 'ftp-transfer-aborted'), '--upload', before=FULL, at_most=0.8),
    'full-pyftpd': case('the disk of the server is full (pyftpdlib)', lambda: Pyftpd(),
                        ('server-storage-full', 'server-error', 'ftp-transfer-aborted', 'connection-lost'), '--upload',
                        before=FULL, at_most=0.8),
    'quota-proftpd': case('the account’s number of files is used up', Counted, 'server-storage-full', '--upload'),
    'disk-share-pureftpd': case('Pure-FTPd keeps a part of its disk free', lambda: Pureftpd('-k', '1'),
                                'server-storage-full', '--upload', before=FULL),
    'denied-name-vsftpd': case('vsftpd hides a folder by its name', lambda: Vsftpd({'deny_file': '{photos}'}),
                               'ftp-permission-denied', '--path', '/photos'),
    'closed-folder-proftpd': case('a folder that the account may not enter', lambda: Proftpd(),
                                  'ftp-permission-denied', '--path', '/closed',
                                  before=shell('install -d -m 0700 -o root /srv/carol/closed')),
    'no-such-folder-inetutils': case('a folder that is not there', lambda: Inetutils(), 'ftp-file-unavailable', *NO,
                                     '--path', '/srv/carol/nothing'),
}
