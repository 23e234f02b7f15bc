# SPDX-FileCopyrightText: The Throughline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of signatures (DKIM) as they are published, well and badly."""

from lablib.domains import HARBOUR, domain, long_text

RSA512 = ('MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAO7zRqUBRp2o6zNIxhxl79gPJhcUhyHd+22K4i/phmxZB8zK1mnt+zgHoVboYaFS'
          'hoOgbt8MtyGAcf/t1uMmHGsCAwEAAQ==')
RSA1024 = ('MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDTmiaVfdWTg3Hzywnj+pwmsF/ixc1TmYB2qWyKyvyErsjusfOmFN5TA2+H'
           'koZxpEYYdWTJcVC6kEJNH0siHJDxvxuo2f2Rvt8ZydbBGOFgjkLeUR1Pgu5Nh0QsyiBG2brgG2fIpxecAhlNBcbb3h3A8aAh'
           '5lb4nYqvUYtyf8ry+wIDAQAB')
RSA2048 = ('MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvMgnVCyAhkYXnXIDqCzNDR0HkFYQGkFw2HM3VcIc2K5rFwAI3afw'
           'X0inFRmKgFrBihTFpGAMG0YKdVh2YNjimlZzvlQyokwhluSvCztLyBQg7IGynq/SN6BWo1IQAMCGYSWqHvKiif3ZStJe43bX'
           'jz606DZ0fACnphdcyBMy+gXR6KOR2ugy0W+V1/LhHylvVZN4FGJ/EyzyXy0JlMjTd3F06PN3pY4GOmBCsf8yphPDcK82SDuj'
           'olnZW5Aa2Oeihjo595Qq8dKOMtOWWbRD8AO5+w57rqAGp56AV/BOY880XoTTp20Po1lrHID+/jt4Rjn/jzQLfmtmXlGbe9f3'
           'NQIDAQAB')
ED25519 = 'mFU9rIT2esEcst/FwrESY6QQ1P83REZZBpJgXRQ4Wmk='
KEY = f's2026._domainkey.{HARBOUR}.'


def key(title, outcome, record, cause='dkim-record-broken', verdict=None, **more):
    text = f'{KEY} TXT {long_text(record)}' if isinstance(record, str) else '\n'.join(record)
    return domain(title, cause, verdict, {'domain.dkim.outcome': outcome} | more.pop('facts', {}),
                  args=('--selector', 's2026'), more=text, **more)


def sound(title, record, **facts):
    return key(title, 'ok', record, cause=None,
               facts={f'domain.dkim.{name}': value for name, value in facts.items()})


SCENARIOS = {
    'rsa': sound('a key of usual length', f'v=DKIM1; k=rsa; p={RSA2048}', bits='2048', algorithm='rsa'),
    'bare': sound('a key without version and kind', f'p={RSA2048}', bits='2048'),
    'blanks': sound('a key folded over lines', f'v=DKIM1 ; k = rsa ; p = {RSA2048[:60]} {RSA2048[60:]} ;'),
    'elliptic': sound('a short modern key', f'v=DKIM1; k=ed25519; p={ED25519}', algorithm='ed25519'),
    'alias': sound('a key that the sending service keeps', [
        f'{KEY} CNAME s2026.keys.service.example.',
        f's2026.keys.service.example. TXT {long_text("v=DKIM1; p=" + RSA2048)}'], bits='2048'),
    'alias-dead': key('the service keeps it no longer', 'none',
                      [f'{KEY} CNAME s2026.keys.service.example.']),
    'absent': key('another key is there, this one is not', 'none',
                  [f's2025._domainkey.{HARBOUR}. TXT {long_text("v=DKIM1; p=" + RSA2048)}'],
                  facts={'domain.dkim.any': 'yes'}),
    'none-at-all': key('the domain has no key', 'none', [''], facts={'domain.dkim.any': 'no'}),
    'revoked': key('a key that was taken back', 'revoked', 'v=DKIM1; k=rsa; p='),
    'too-short': key('a key of 512 bits', 'too-short', f'v=DKIM1; k=rsa; p={RSA512}', facts={
        'domain.dkim.bits': '512'}),
    'short': key('a key of 1024 bits', 'short', f'v=DKIM1; k=rsa; p={RSA1024}', facts={
        'domain.dkim.bits': '1024'}),
    'cut': key('a key that was cut off', 'unreadable', f'v=DKIM1; k=rsa; p={RSA2048[:120]}'),
    'quoted': key('quotation marks inside the key', 'unreadable',
                  [f'{KEY} TXT "v=DKIM1; k=rsa; p=" "\\"{RSA1024}\\""']),
    'no-key': key('a record in which the key was forgotten', 'unreadable', 'v=DKIM1; k=rsa;'),
    'pem': key('the key with its headings', 'unreadable',
               f'v=DKIM1; p=-----BEGIN PUBLIC KEY-----{RSA1024}-----END PUBLIC KEY-----'),
    'semicolon': key('no semicolon before the key', 'unreadable', f'v=DKIM1 k=rsa p={RSA2048}'),
    'version': key('a version that nobody knows', 'unreadable', f'v=DKIM2; k=rsa; p={RSA2048}'),
    'kind': key('an RSA key that calls itself another', 'unreadable', f'v=DKIM1; k=ed25519; p={RSA2048}'),
    'two': key('the old and the new key at one name', 'multiple',
               [f'{KEY} TXT {long_text("v=DKIM1; p=" + text)}' for text in (RSA1024, RSA2048)]),
    'twice-the-domain': key('the name of the domain stands there twice', 'none',
                            [f'{KEY}{HARBOUR}. TXT {long_text("v=DKIM1; p=" + RSA2048)}']),
    'whole-name-given': domain('the selector with what belongs behind it', None, 'ok',
                               {'domain.dkim.outcome': 'ok'}, more=f'{KEY} TXT {long_text("p=" + RSA2048)}',
                               args=('--selector', f's2026._domainkey.{HARBOUR}')),
}
