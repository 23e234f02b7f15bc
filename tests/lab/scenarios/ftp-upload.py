# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
from lablib.ftpcases import case, shell
from lablib.otherftp import Pyftpd
from lablib.proftpd import Proftpd
from lablib.pureftpd import Pureftpd
from lablib.vsftpd import Vsftpd

FULL, DENIED, FILE = 'server-storage-full', 'ftp-permission-denied', 'ftp-file-unavailable'
QUOTA = {'QuotaEngine': 'on', 'QuotaLimitTable': 'file:/etc/quota.limit',
         'QuotaTallyTable': 'file:/etc/quota.tally'}
LIMIT = ('ftpquota --create-table --type limit --table-path /etc/quota.limit; '
         'ftpquota --create-table --type tally --table-path /etc/quota.tally; '
         'ftpquota --add-record --type limit --name carol --quota-type user --limit-type hard '
         '--bytes-upload 1 --units Kb --table-path /etc/quota.limit; '
         'ftpquota --add-record --type tally --name carol --quota-type user --table-path /etc/quota.tally; '
         'chmod 666 /etc/quota.*')
SMALL_DISK = shell('mount -t tmpfs -o size=8k,uid=5001,gid=5001 tmpfs /srv/carol; '
                   'head -c 100000 /dev/zero > /srv/carol/filler || true')
NOT_MINE = shell('chown root /srv/carol; chmod 755 /srv/carol')


def upload(title, server, cause, **more):
    return case(title, server, cause, '--upload', facts={'ftp.upload.outcome': 'rejected'}, **more)


SCENARIOS = {
    'quota-pureftpd': upload('the quota of Pure-FTPd is used up', lambda: Pureftpd('-n', '1:1'), FULL,
                             before=shell('cd /srv/carol; head -c 3000000 /dev/zero > big; '
                                          'echo 2 3000000 > .ftpquota; chown 5001:5001 * .ftpquota')),
    'quota-proftpd': upload('the quota of ProFTPD is used up',
                            lambda: Proftpd(QUOTA, modules=('mod_quotatab', 'mod_quotatab_file')), FULL,
                            before=shell(LIMIT)),
    'disk-vsftpd': upload('the disk is full (vsftpd)', Vsftpd, FULL, before=SMALL_DISK),
    'disk-proftpd': upload('the disk is full (ProFTPD)', Proftpd, FULL, before=SMALL_DISK),
    'disk-pureftpd': upload('the disk is full (Pure-FTPd)', Pureftpd, FULL, before=SMALL_DISK),
    'folder-vsftpd': upload('the folder is not writable (vsftpd)', Vsftpd, DENIED, before=NOT_MINE),
    'folder-proftpd': upload('the folder is not writable (ProFTPD)', Proftpd, DENIED, before=NOT_MINE),
    'folder-pureftpd': upload('the folder is not writable (Pure-FTPd)', Pureftpd, DENIED, before=NOT_MINE),
    'rights-pyftpdlib': upload('the account may only read (pyftpdlib)', lambda: Pyftpd(perm='elr'), DENIED),
    'rights-vsftpd': upload('nobody may write (vsftpd)', lambda: Vsftpd({'write_enable': 'NO'}), DENIED),
    'name-proftpd': upload('the name is not allowed (ProFTPD)',
                           lambda: Proftpd({'PathDenyFilter': r'"\\.tmp$"'}), FILE),
    'name-vsftpd': upload('the name is not allowed (vsftpd)', lambda: Vsftpd({'deny_file': '*.tmp'}),
                          DENIED),
    'no-folder-pureftpd': case('no such folder (Pure-FTPd)', Pureftpd, FILE, '--path', '/nosuch'),
    'no-folder-vsftpd': case('no such folder (vsftpd)', Vsftpd, FILE, '--path', '/nosuch'),
    'no-folder-pyftpdlib': case('no such folder (pyftpdlib)', Pyftpd, FILE, '--path', '/nosuch'),
    'folder-locked': case('a folder that may not be entered (ProFTPD)', Proftpd, DENIED, '--path', '/photos',
                          before=shell('chown root /srv/carol/photos; chmod 700 /srv/carol/photos')),
}
