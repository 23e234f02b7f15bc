/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a domain publishes for its mail: seen in the DNS, before any server refuses for it. */
#include "tl-kb.h"

static const TlCause causes[] = {
    {
        .id = "mail-route-broken",
        .spoken = "D-07",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The domain’s mail servers cannot be found"),
        /* Translators: {host} is a domain. */
        .meaning = N_ ("The domain {host} names servers for its mail (MX records), but none of "
                       "these names has an address that others can reach. Mail to the domain "
                       "cannot arrive."),
        .retry = N_ ("Test again when the records are corrected; old answers last up to a day."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {domain.mx.dead} is the name of a server. */
            {"add-address", TL_ACTOR_ADMIN,
             N_ ("Add an A or AAAA record for {domain.mx.dead}, or let the MX record name a server "
                 "that has one."),
             "domain.mx.dead !domain.mx.literal !domain.mx.meant"},
            /* Translators: both values are names of servers. */
            {"forgotten-dot", TL_ACTOR_ADMIN,
             N_ ("Let the MX record name {domain.mx.meant}. It names {domain.mx.dead}, with the domain "
                 "added once more: in a zone file, the dot behind the name is missing."),
             "domain.mx.meant", "{host}", "{mx-meant}", "MX"},
            /* Translators: {domain.mx.literal} is an IP address; {host} is a domain. */
            {"name-not-address", TL_ACTOR_ADMIN,
             N_ ("An MX record may hold a name only, not an address: give {domain.mx.literal} the "
                 "name mx.{host}, and let the MX record point to that name."),
             "domain.mx.literal domain.mx.literal!~:", "mx.{host}", "{domain.mx.literal}", "A"},
            /* Translators: {domain.mx.inside} is the name of a server. */
            {"public-address", TL_ACTOR_ADMIN,
             N_ ("Enter the public address of {domain.mx.inside} in the DNS. If this computer is "
                 "inside the network of the domain and gets other answers than the rest of the "
                 "world, look again from outside."),
             "domain.mx.inside"},
            {"tell-recipient", TL_ACTOR_USER,
             N_ ("If the domain is not yours: tell the recipient in another way, and ask for "
                 "another address.")}, ),
        TL_KB_RULES ({0.93, "domain.mx.outcome=no-address"},
                     /* From inside a company its names often have other addresses. */
                     {0.7, "domain.mx.outcome=private", "inside"}, ),
        TL_KB_REFERENCES ("RFC 5321 5.1"),
    },
    {
        .id = "spf-record-missing",
        .spoken = "D-08",
        .severity = TL_SEVERITY_WARNING,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The domain does not say who may send"),
        /* Translators: {host} is a domain; SPF is a name and stays. */
        .meaning = N_ ("The domain {host} publishes no list of the servers that may send its "
                       "mail (SPF). Large mail providers then refuse its mail or treat it as "
                       "spam."),
        .retry = N_ ("Test again after the record is published; old answers last up to a day."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: keep what stands between the quotation marks as it is. {host} is a
             * domain. */
            {"publish-spf-address", TL_ACTOR_ADMIN,
             N_ ("Publish this TXT record at {host}: “v=spf1 mx ip4:{domain.sender.address} -all”. "
                 "Add every other service that sends for the domain before “-all”."),
             "domain.sender.source=given domain.sender.address!~:", "{host}",
             "v=spf1 mx ip4:{domain.sender.address} -all"},
            {"publish-spf-address6", TL_ACTOR_ADMIN,
             N_ ("Publish this TXT record at {host}: “v=spf1 mx ip6:{domain.sender.address} -all”. "
                 "Add every other service that sends for the domain before “-all”."),
             "domain.sender.source=given domain.sender.address~:", "{host}",
             "v=spf1 mx ip6:{domain.sender.address} -all"},
            {"publish-spf", TL_ACTOR_ADMIN,
             N_ ("Publish a TXT record at {host}, such as “v=spf1 mx -all”. Add every service that "
                 "sends for the domain before “-all”; each provider says what to add."),
             "domain.sender.source!=given", "{host}", "v=spf1 mx -all"},
            {"publish-spf-silent", TL_ACTOR_ADMIN,
             N_ ("If the domain never sends mail, publish “v=spf1 -all”."), NULL, "{host}",
             "v=spf1 -all"}, ),
        TL_KB_RULES ({0.9, "domain.spf.outcome=none domain.mx.outcome=ok|implicit"},
                     {0.7, "domain.spf.outcome=none domain.mx.outcome!=no-such-name"}, ),
        TL_KB_REFERENCES ("RFC 7208 3"),
    },
    {
        .id = "spf-record-broken",
        .spoken = "D-09",
        .severity = TL_SEVERITY_WARNING,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The list of allowed senders cannot be used"),
        /* Translators: {host} is a domain; SPF is a name and stays. */
        .meaning = N_ ("The domain {host} publishes a list of the servers that may send its mail "
                       "(SPF), but other mail servers cannot work with it. It then protects "
                       "nobody, and honest mail may be refused."),
        .retry = N_ ("Test again after the record is corrected; old answers last up to a day."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is a domain; keep what stands between the quotation marks. */
            {"merge-records", TL_ACTOR_ADMIN,
             N_ ("Join the records into a single TXT record at {host} that begins with “v=spf1”, "
                 "and delete the others."),
             "domain.spf.error=multiple-records", "{host}", "{spf-merged}"},
            /* Translators: {domain.spf.error_term} is a part of the record. */
            {"correct-term", TL_ACTOR_ADMIN,
             N_ ("Correct or remove “{domain.spf.error_term}” in the record."),
             "domain.spf.error=syntax|too-many-void-lookups", "{host}", "{spf-mended}"},
            {"fewer-lookups", TL_ACTOR_ADMIN,
             N_ ("Bring the record from {domain.spf.lookups} look-ups down to 10: remove services "
                 "that no longer send, and write fixed addresses as “ip4:” or “ip6:” instead of "
                 "names."),
             "domain.spf.error=too-many-lookups"},
            {"remove-include", TL_ACTOR_ADMIN,
             N_ ("Remove the part that includes {domain.spf.error_term}, or ask that service for "
                 "the right name."),
             "domain.spf.error=include-without-record", "{host}", "{spf-mended}"}, ),
        TL_KB_RULES ({0.93, "domain.spf.outcome=broken domain.spf.error=multiple-records|syntax"},
                     {0.9, "domain.spf.outcome=broken"}, ),
        TL_KB_REFERENCES ("RFC 7208 4.5", "RFC 7208 4.6"),
    },
    {
        .id = "dkim-record-broken",
        .spoken = "D-10",
        .severity = TL_SEVERITY_WARNING,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The key of the signature cannot be used"),
        /* Translators: {host} is a domain, {domain.dkim.selector} the name of a key; DKIM stays. */
        .meaning = N_ ("Mail of {host} can be signed (DKIM). Mail servers look for the key "
                       "“{domain.dkim.selector}” in the DNS, and it is missing or cannot be "
                       "used. The signatures then prove nothing."),
        .retry = N_ ("Test again after the record is corrected; old answers last up to a day."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: keep what stands between the quotation marks as it is. */
            {"publish-key", TL_ACTOR_ADMIN,
             N_ ("Publish the key that the signing server shows as a TXT record at "
                 "{domain.dkim.selector}._domainkey.{host}: “v=DKIM1; k=rsa; p=…”."),
             "domain.dkim.outcome=none|revoked"},
            {"compare-selector", TL_ACTOR_ADMIN,
             N_ ("Check whether the selector is right: in a message that was sent it stands in the "
                 "line DKIM-Signature, behind “s=”."),
             "domain.dkim.outcome=none"},
            {"correct-key", TL_ACTOR_ADMIN,
             N_ ("Copy the key again, whole and without blanks or quotation marks inside, into one "
                 "TXT record at {domain.dkim.selector}._domainkey.{host}."),
             "domain.dkim.outcome=unreadable|multiple"},
            /* Translators: h=, s=, sha256 and email stay as they are. */
            {"unbind-key", TL_ACTOR_ADMIN,
             N_ ("Take “h=” and “s=” out of the record at {domain.dkim.selector}._domainkey.{host}: "
                 "they keep the key from mail or from the hash sha256, the only one that counts."),
             "domain.dkim.outcome=not-for-mail"},
            {"longer-key", TL_ACTOR_ADMIN,
             N_ ("Make a new key of 2048 bits under another selector, publish it, and let the server "
                 "sign with it."),
             "domain.dkim.outcome=too-short|short"}, ),
        TL_KB_RULES (
            {0.9, "domain.dkim.outcome=none|revoked|unreadable|multiple|not-for-mail|too-short"},
            {0.55, "domain.dkim.outcome=short"}, ),
        TL_KB_REFERENCES ("RFC 6376 3.6.1", "RFC 8301 3.2"),
    },
    {
        .id = "dmarc-record-missing",
        .spoken = "D-11",
        .severity = TL_SEVERITY_WARNING,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The domain has no policy against forged senders"),
        /* Translators: {host} is a domain; DMARC is a name and stays. */
        .meaning =
            N_ ("The domain {host} does not say what mail servers should do with mail that only "
                "pretends to come from it (DMARC). Large providers demand such a record from "
                "whoever sends much mail."),
        .retry = N_ ("Test again after the record is published; old answers last up to a day."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: keep what stands between the quotation marks as it is. */
            {"publish-dmarc", TL_ACTOR_ADMIN,
             N_ ("Publish this TXT record at _dmarc.{host}: “v=DMARC1; p=none; "
                 "rua=mailto:postmaster@{host}”. Read the reports for some weeks, then raise the "
                 "policy to “quarantine” or “reject”."),
             NULL, "_dmarc.{host}", "v=DMARC1; p=none; rua=mailto:postmaster@{host}"}, ),
        TL_KB_RULES ({0.7, "domain.dmarc.outcome=none domain.mx.outcome=ok|implicit"},
                     {0.55, "domain.dmarc.outcome=none domain.mx.outcome!=no-such-name"}, ),
        TL_KB_REFERENCES ("RFC 7489 6.3"),
    },
    {
        .id = "dmarc-record-broken",
        .spoken = "D-12",
        .severity = TL_SEVERITY_WARNING,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The policy against forged senders cannot be used"),
        /* Translators: {host} is a domain; DMARC is a name and stays. */
        .meaning = N_ ("The domain {host} publishes a policy against forged senders (DMARC), but "
                       "other mail servers cannot read it. They act as if there were none."),
        .retry = N_ ("Test again after the record is corrected; old answers last up to a day."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {domain.dmarc.at} is a domain; keep what stands between the marks. */
            {"one-dmarc", TL_ACTOR_ADMIN,
             N_ ("Leave a single TXT record at _dmarc.{domain.dmarc.at} and delete the others."),
             "domain.dmarc.outcome=multiple"},
            {"correct-dmarc", TL_ACTOR_ADMIN,
             N_ ("Let the record at _dmarc.{domain.dmarc.at} begin with “v=DMARC1;” and name a "
                 "policy: “p=none”, “p=quarantine” or “p=reject”."),
             "domain.dmarc.outcome=broken", "_dmarc.{domain.dmarc.at}", "{dmarc-mended}"}, ),
        TL_KB_RULES ({0.9, "domain.dmarc.outcome=broken|multiple"}, ),
        TL_KB_REFERENCES ("RFC 7489 6.6.3"),
    },
    {
        .id = "mta-sts-record-broken",
        .spoken = "D-13",
        .severity = TL_SEVERITY_WARNING,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The rule for encrypted delivery cannot be used"),
        /* Translators: {host} is a domain; MTA-STS is a name and stays. */
        .meaning =
            N_ ("The domain {host} announces a rule that mail to it must be encrypted "
                "(MTA-STS), but other servers cannot read the rule. They deliver as if there "
                "were none, so nobody is kept from listening on the way."),
        .retry = N_ ("Test again after the correction; old answers last up to a day."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is a domain. */
            {"one-mta-sts", TL_ACTOR_ADMIN,
             N_ ("Leave a single TXT record at _mta-sts.{host} that begins with “v=STSv1;” and has an "
                 "“id”; give it another id after each change of the rule."),
             "domain.mta_sts.outcome=broken|multiple", "_mta-sts.{host}", "v=STSv1; id={serial};"},
            /* Translators: {domain.mta_sts.host} is the name of a web server. */
            {"sts-name", TL_ACTOR_ADMIN,
             N_ ("Give {domain.mta_sts.host} the address of a web server (an A or AAAA record)."),
             "domain.mta_sts.failure=name"},
            {"sts-certificate", TL_ACTOR_ADMIN,
             N_ ("Give the web server at {domain.mta_sts.host} a valid certificate for that name."),
             "domain.mta_sts.failure=certificate"},
            {"sts-server", TL_ACTOR_ADMIN,
             N_ ("Let the web server at {domain.mta_sts.host} answer over HTTPS, without leading "
                 "elsewhere."),
             "domain.mta_sts.policy=unreachable domain.mta_sts.failure!=certificate "
             "domain.mta_sts.failure!=name"},
            /* Translators: keep the address and the words “version: STSv1” and so on as they are. */
            {"sts-file", TL_ACTOR_ADMIN,
             N_ ("Put the rule at https://{domain.mta_sts.host}/.well-known/mta-sts.txt, as plain text "
                 "in lines: “version: STSv1”, “mode: testing”, one line “mx: NAME” for each mail "
                 "server, “max_age: 604800”. When all is well, write “mode: enforce”."),
             "domain.mta_sts.policy=broken|unreachable"}, ),
        TL_KB_RULES ({0.9, "domain.mta_sts.outcome=broken|multiple"},
                     {0.88, "domain.mta_sts.policy=broken"},
                     {0.85, "domain.mta_sts.policy=unreachable "
                            "domain.mta_sts.failure=name|status|certificate"},
                     /* The web server may be out of order for a moment, or only from here. */
                     {0.55, "domain.mta_sts.policy=unreachable"}, ),
        TL_KB_REFERENCES ("RFC 8461 3.1", "RFC 8461 3.3"),
    },
    {
        .id = "tls-rpt-record-broken",
        .spoken = "D-14",
        .severity = TL_SEVERITY_WARNING,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The address for encryption reports cannot be used"),
        /* Translators: {host} is a domain; TLS-RPT is a name and stays. */
        .meaning = N_ ("The domain {host} asks for reports when encrypted delivery to it fails "
                       "(TLS-RPT), but the record cannot be read. Nobody will send such a report; "
                       "mail is not affected."),
        .retry = N_ ("Test again after the correction; old answers last up to a day."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            /* Translators: {host} is a domain. */
            {"one-tls-rpt", TL_ACTOR_ADMIN,
             N_ ("Leave a single TXT record at _smtp._tls.{host} that names where reports go."),
             NULL, "_smtp._tls.{host}", "v=TLSRPTv1; rua=mailto:postmaster@{host}"}, ),
        TL_KB_RULES ({0.85, "domain.tls_rpt.outcome=broken|multiple"}, ),
        TL_KB_REFERENCES ("RFC 8460 3"),
    },
};

const TlKbArea tl_kb_domain = {"domain", "smtp", TL_KB_LIST (causes)};
