# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""rspamd, which looks at mail for Postfix and puts it off or refuses it when the message is there."""

from .helpers import Helper
from .node import wait_for

# A rule of its own that every message fits: the lab's are too harmless for its others.
RULE = '''
rspamd_config:register_symbol({{ name = 'LAB', type = 'normal', score = {score},
  callback = function(task) return true, 1.0 end }})
rspamd_config:set_metric_symbol('LAB', {score}, 'every message of the lab')
'''


class Rspamd(Helper):
    """Stands before Postfix in the list. actions: {what is done: from which score on}; the lab's messages
    have ten."""

    root = 'rspamd'
    MILTER = {'smtpd_milters': 'inet:127.0.0.1:11332', 'milter_protocol': '6'}

    def __init__(self, actions):
        self.actions = actions

    def start(self, lab):
        self.node = node = lab.network.server
        node.append('/etc/passwd', '_rspamd:x:961:961::/var/lib/rspamd:/usr/sbin/nologin\n')
        node.append('/etc/group', '_rspamd:x:961:\n')
        actions = {'reject': 'null', 'add_header': 'null', 'greylist': 'null'} | self.actions
        node.write('/etc/rspamd/override.d/actions.conf', ''.join(
            f'{name} = {score};\n' for name, score in actions.items()))
        node.write('/etc/rspamd/local.d/redis.conf', 'servers = "127.0.0.1:6379";\n')
        node.write('/etc/rspamd/local.d/greylist.conf',
                   'check_local = true;\ncheck_authed = true;\nwhitelisted_ip = [];\n')
        # All the names that there are take it a minute to learn by heart.
        node.write('/usr/share/rspamd/effective_tld_names.dat', 'com\nnet\norg\n')
        node.write('/etc/rspamd/local.d/options.inc',
                   'local_addrs = [];\ndisable_hyperscan = true;\ndns { nameserver = ["127.0.0.1"]; }\n')
        node.write('/etc/rspamd/local.d/logging.inc', 'type = "file";\nfilename = "/var/log/rspamd.log";\n')
        node.write('/etc/rspamd/rspamd.local.lua', RULE.format(score=10))
        node.run(['sh', '-euc', 'install -d /var/log; touch /var/log/rspamd.log; chmod 0666 /var/log/rspamd.log\n'
                  'install -d -o 961 -g 961 /var/lib/rspamd /run/rspamd\n'
                  'cd / && redis-server --port 6379 --bind 127.0.0.1 --daemonize yes --save "" --dir /run '
                  '>/dev/null\n'
                  'rspamd -u _rspamd -g _rspamd -c /etc/rspamd/rspamd.conf'])
        wait_for(lambda: node.listening(11332), f'rspamd on 11332\n{self.logs()}')

    def logs(self):
        return self.node.read('/var/log/rspamd.log')[-2000:]
