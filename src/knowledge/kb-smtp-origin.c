/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Mail: where it comes from, and what receivers hold of that place. */
#include "kb-own-list.h"
#include "tl-kb.h"

/* A check that was not passed, in the words of other languages than English. */
#define NOT_PASSED                                                                                 \
  "(fehlgeschlagen|fehlerhaft|nicht (bestanden|erlaubt|berechtigt|autorisiert)|abgelehnt|échec|"  \
  "échou|refus|non autoris|invalide|fall[óao]|no (super|pas|autoriz|permit|coincid)|rechaz|"     \
  "falh|não (passou|autoriz|permit)|rejeit|fallit|non (superat|consentit|autorizz)|rifiut|"       \
  "niepowodz|niezgod|odrzuc|nie (powiod|przesz|jest uprawn)|mislukt|geweigerd|niet toegestaan|"    \
  "не про(ш|йд)|отклон|не соответств|не разреш|失败|未通过|不通过|拒绝|失敗|認証できません|拒否)"
/* A name that is not as it should be, in other languages than English. */
#define NOT_RIGHT                                                                                      \
  "(ungültig|falsch|fehlerhaft|unzulässig|abgelehnt|incorrect|non valide|erron[ée]|invalide|refus|" \
  "no (es )?válid|inválid|rechazad|non valid|errat|rifiutat|nieprawid|niepopraw|odrzuc|ongeldig|"    \
  "geweigerd|невер|некоррект|недопуст|отклон|错误|无效|不正确|拒绝|正しく|不正|無効|拒否)"
/* Of the sender's domain or of a link, and not of the address that sends. */
#define OF_A_DOMAIN                                                                                \
  "\\b(domain|domaine|domäne|dominio|domínio|domen[yę]|domein|url)\\b|домен|域名|ドメイン"
/* What is complained of is where the mail comes from. */
#define COMPLAINED_OF                                                                               \
  "\\bip\\b|ip-|adress|adres|direcci|endereç|indirizz|адрес|serv|сервер|trop|zu viele|" \
  "demasiad|muitas|tropp|zbyt|te veel|много|spam"
/* Words about our address that name what is wrong with it: how often it comes, what is thought of it,
 * what it is called. */
#define FOR_ANOTHER_REASON                                                                                                         \
  "\\btrop |zu viele|zu oft|zu häufig|demasiad|troppe|troppi|muitas|excess|exces|zbyt|te veel|"                                   \
  "слишком|много|过多|过于|频繁|频率|过高|连接数|超过|超出|多すぎ|頻繁|回数|接続数|超え|" \
  "r[eé]puta|репута|信誉|信譽|评判|評判|レピュ|plainte|beschwerde|quejas|жалоб|投诉|苦情|"              \
  "\\bptr\\b|rdns|reverse|rückwärts|\\binvers|обратн|反向|逆引き|dynam|dinám|dinam|динам|动态|動的|"        \
  "\\bspf\\b|dmarc|dkim"

static const TlCause causes[] = {
    {
        .id = "spf-fail",
        .spoken = "S-37",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("This server may not send for that domain"),
        .meaning =
            N_ ("The domain of the sender publishes a list of servers that may send its mail "
                "(SPF). The server that sent this message is not on it."),
        .retry =
            N_ ("Trying again changes nothing until the list or the way of sending is changed."),
        .retry_after_s = -1,
        .prevention =
            N_ ("Whenever another service begins to send for your domain, add it to SPF, let it "
                "sign with DKIM, and read the DMARC reports; “throughline-cli domain” checks "
                "all three and can run every day."),
        TL_KB_FIXES (
            /* Translators: SPF is a name and stays as it is. */
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("Send through the outgoing server of the provider that the address belongs to.")},
            /* Translators: {domain} is a domain name. */
            {"add-to-spf", TL_ACTOR_ADMIN,
             N_ ("If the domain is yours: add the sending server to the SPF record of {domain}."),
             "domain.spf.verdict!=fail|softfail"},
            {"add-address-to-spf", TL_ACTOR_ADMIN,
             N_ ("If the domain is yours: add “ip4:{domain.sender.address}” (“ip6:” for such an "
                 "address) before the last part of the record “{domain.spf.record}”."),
             "domain.spf.verdict=fail|softfail", "{host}", "{spf-with-address}"},
            {"check-forwarding", TL_ACTOR_ADMIN,
             N_ ("If the message was forwarded: the forwarding server has to rewrite the sender "
                 "(SRS).")}, ),
        TL_KB_RULES ({0.85, "smtp.reply.enhanced=5.7.23|5.7.24|4.7.23|4.7.24"},
                     {0.92, "domain.spf.verdict=fail domain.sender.source=given"},
                     {0.7, "domain.spf.verdict=softfail domain.sender.source=given"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.94,
             .literal = "spf record",
             .pattern = "(not allow|not (list|include|permit|contain|authori)|fail|den(y|ie"
                        "s)|exclude|violat)"},

            {.confidence = 0.97, .literal = "spf validation failed"},

            {.confidence = 0.93,
             .literal = "sender id",
             .pattern = "(not permitted|fail|reject|pra)",
             .unless = "message|sender identity"},
            {.confidence = 0.93, .literal = "(pra)"}, {.confidence = 0.94, .literal = "spf fail"},
            {.confidence = 0.94, .literal = "spf check"},
            {.confidence = 0.94,
             .literal = "spf",
             .pattern = "\\bspf\\b.{0,60}(fail|reject|violat|not (allowed|authori[sz]ed|per"
                        "mit|designat|pass)|unauthorized|mismatch|hard|softfail|error|deny|"
                        "denied|invalid|policy)|(fail|reject|violat|unauthori[sz]ed).{0,40}"
                        "\\bspf\\b",
             .unless = "(spf|dkim).{0,10}(and|or|,).{0,12}(spf|dkim)"},
            {.confidence = 0.92,
             .literal = "spf",
             .pattern = "\\bspf\\b.{0,60}" NOT_PASSED "|" NOT_PASSED ".{0,40}\\bspf\\b",
             .unless = "dkim|dmarc"},
            {.confidence = 0.93, .literal = "openspf"},
            {.confidence = 0.93, .literal = "spf.pobox"},
            {.confidence = 0.93, .literal = "sender policy framework"},
            {.confidence = 0.92,
             .literal = "is not allowed to send mail",
             .pattern = "(ip|host|server|from|for)"},
            {.confidence = 0.92,
             .literal = "not authorized to send",
             .pattern = "(ip|host|server|on behalf|from this domain|for (the )?domain)",
             .unless = "directly|recipient|group|list"},
            {.confidence = 0.92,
             .literal = "not permitted to send",
             .pattern = "(ip|host|server|on behalf)"},
            {.confidence = 0.9, .literal = "not designated", .pattern = "send|permitted"},
            {.confidence = 0.9, .literal = "not listed as permitted"},
            {.confidence = 0.9, .literal = "domain owner discourages"},
            {.confidence = 0.9, .literal = "does not designate"}, ),
        TL_KB_REFERENCES ("RFC 7208 8.4", "RFC 7372 3.2"),
        TL_KB_EXAMPLES (
            {"550 5.7.23 The message was rejected because of Sender Policy Framework violation"},
            {"550 5.7.1 <user@example.org>: Recipient address rejected: Please see http://www.openspf.net/Why?s=mfrom;id=user@example.org",
             "rcpt"},
            {"550 SPF-Prüfung fehlgeschlagen", "rcpt"},
            {"550 5.7.1 Échec de la vérification SPF", "rcpt"},
            {"550 发件人域名的SPF检查未通过", "mail"},
            {"554 5.7.1 SPF check failed: 192.0.2.7 is not allowed to send mail from example.org",
             "mail"}, ),
        .yields_to = "dmarc-fail sender-unauthenticated",
    },
    {
        .id = "dkim-fail",
        .spoken = "S-38",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .earliest = "body",
        .title = N_ ("The message’s signature is missing or broken"),
        .meaning = N_ ("Mail of this domain must carry a signature (DKIM). The signature is "
                       "missing, or it does not match: the text was changed on the way, or the key "
                       "in the DNS is wrong."),
        .retry = N_ ("Trying again changes nothing until the signature is right."),
        .retry_after_s = -1,
        .prevention =
            N_ ("Whenever another service begins to send for your domain, add it to SPF, let it "
                "sign with DKIM, and read the DMARC reports; “throughline-cli domain” checks "
                "all three and can run every day."),
        TL_KB_FIXES (
            /* Translators: DKIM is a name and stays as it is. */
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("Send through the outgoing server of the provider that the address belongs to: "
                 "it signs the mail.")},
            /* Translators: DNS records and settings of programs stay as they are. */
            {"publish-key", TL_ACTOR_ADMIN,
             N_ ("The key is a TXT record at SELECTOR._domainkey.{sender_domain} that reads "
                 "“v=DKIM1; k=rsa; p=…”; SELECTOR is the name after “s=” in the signature."),
             "!text.signature.selector"},
            /* Translators: {text.signature.selector} is the name of a key, {text.signature.domain} a
             * domain; keep what stands between the quotation marks as it is. */
            {"publish-key-named", TL_ACTOR_ADMIN,
             N_ ("The key that the message was signed with is a TXT record at "
                 "{text.signature.selector}._domainkey.{text.signature.domain} that reads "
                 "“v=DKIM1; k=rsa; p=…”."),
             "text.signature.selector"},
            {"fix-key", TL_ACTOR_ADMIN,
             N_ ("If the domain is yours: compare the key in the DNS with that of the "
                 "signing program, and check whether something changes the message after "
                 "signing.")}, ),
        TL_KB_RULES ({0.85, "smtp.reply.enhanced=5.7.20|5.7.21|5.7.22|4.7.20|4.7.21|4.7.22"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.88,
             .literal = "dkim",
             .pattern = "\\b(no|missing|invalid|bad|without|not a) (valid )?(dkim )?signature"},

            {.confidence = 0.93,
             .literal = "dkim",
             .pattern = "\\bdkim\\b.{0,70}(fail|invalid|missing|not (valid|pass|found|verif"
                        ")|bad|broken|reject|required|error|mismatch)|(no|invalid|bad|missi"
                        "ng|failed|without).{0,20}\\bdkim\\b",
             .unless = "(spf|dkim).{0,10}(and|or|,).{0,12}(spf|dkim)|duplicate header|dmarc"},
            {.confidence = 0.93, .literal = "dkim signature"},
            {.confidence = 0.92, .literal = "domainkeys"},
            {.confidence = 0.92, .literal = "dkim verification"}, ),
        TL_KB_REFERENCES ("RFC 6376 6.3", "RFC 7372 3.1"),
        TL_KB_EXAMPLES ({"550 5.7.20 No passing DKIM signature found"},
                        {"554 5.7.1 DKIM signature verification failed", "body"}, ),
        .yields_to = "dmarc-fail sender-unauthenticated message-malformed",
    },
    {
        .id = "dmarc-fail",
        .spoken = "S-39",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The sender’s domain says: reject this"),
        .meaning = N_ ("The domain of the sender tells all mail servers to refuse mail that does "
                       "not prove where it comes from (DMARC). This message could not prove it."),
        .retry = N_ ("Trying again changes nothing until the proofs are right."),
        .retry_after_s = -1,
        .prevention =
            N_ ("Whenever another service begins to send for your domain, add it to SPF, let it "
                "sign with DKIM, and read the DMARC reports; “throughline-cli domain” checks "
                "all three and can run every day."),
        TL_KB_FIXES (
            /* Translators: DMARC, SPF and DKIM are names and stay as they are. */
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("Send through the outgoing server of the provider that the address belongs to, "
                 "not through another one.")},
            {"own-from", TL_ACTOR_USER,
             N_ ("Do not put an address of a free mail provider into the From line of your "
                 "website or program; use one of your own domain.")},
            /* Translators: DNS records and settings of programs stay as they are. */
            {"watch-dmarc", TL_ACTOR_ADMIN,
             N_ ("While you mend it: let the TXT record at _dmarc.{sender_domain} read "
                 "“v=DMARC1; p=none; rua=mailto:postmaster@{sender_domain}”, so that nothing is "
                 "refused and reports come.")},
            {"align", TL_ACTOR_ADMIN,
             N_ ("If the domain is yours: let either SPF or DKIM pass for the same domain as "
                 "the one in the From line.")},
            {"list-rewrite", TL_ACTOR_ADMIN,
             N_ ("If it came over a mailing list: the list has to rewrite the From line.")}, ),
        TL_KB_RULES ({0.8, "smtp.reply.enhanced=5.7.509"},
                     {0.7, "smtp.reply.enhanced=4.7.31|5.7.31"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.95,
             .literal = "dmarc",
             .pattern = "dmarc.{0,80}(fail|reject|policy|not pass|unaligned|not aligned|vio"
                        "lat|quarantine|error|block)|(fail|reject|violat|not pass|per|due t"
                        "o).{0,60}dmarc",
             .unless = "dmarc (record|reporting) (missing|not found)|dmarc=pass|abuse repo"
                       "rt|feedback|failure report"},
            {.confidence = 0.92,
             .literal = "dmarc",
             .pattern =
                 "dmarc.{0,80}" NOT_PASSED "|" NOT_PASSED
                 ".{0,60}dmarc|(politi[ckq]|polític|polityk|richtlinie|beleid|политик|策略|ポリシー).{0,20}dmarc",
             .unless = "dmarc=pass|abuse report|feedback"},
            {.confidence = 0.94, .literal = "policy of the sender domain", .pattern = "reject"},
            {.confidence = 0.92, .literal = "domain's dmarc"},
            {.confidence = 0.92, .literal = "rejected per dmarc"},
            {.confidence = 0.9,
             .literal = "message not accepted for policy reasons",
             .enhanced = "5.7.9"},
            {.confidence = 0.9, .literal = "domain's policy", .pattern = "reject|quarantine"}, ),
        TL_KB_REFERENCES ("RFC 7489 6.3", "RFC 7489 10.3"),
        TL_KB_EXAMPLES (
            {"550 5.7.1 Rifiutato dalla politica DMARC del dominio", "body"},
            {"550-5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy.",
             "body"},
            {"550 5.7.509 Access denied, sending domain EXAMPLE.ORG does not pass DMARC verification and has a DMARC policy of reject.",
             "body"},
            {"554 5.7.5 Permanent error evaluating DMARC policy", "body"}, ),
    },
    {
        .id = "sender-unauthenticated",
        .spoken = "S-40",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The sender could not prove itself"),
        .meaning = N_ ("The recipient’s server wants mail to prove where it comes from, by SPF "
                       "or DKIM, and found no proof that passes. Large providers demand this "
                       "from everybody."),
        .retry = N_ ("Trying again changes nothing until a proof is there."),
        .retry_after_s = -1,
        .prevention =
            N_ ("Whenever another service begins to send for your domain, add it to SPF, let it "
                "sign with DKIM, and read the DMARC reports; “throughline-cli domain” checks "
                "all three and can run every day."),
        TL_KB_FIXES (
            /* Translators: SPF, DKIM and DMARC are names and stay as they are. */
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("Send through the outgoing server of the provider that the address belongs to.")},
            {"set-up-proofs", TL_ACTOR_ADMIN,
             N_ ("If the domain is yours: publish an SPF record, sign with DKIM, publish a "
                 "DMARC record, and check them.")},
            {"check-alignment", TL_ACTOR_ADMIN,
             N_ ("Check whether the domain in the From line is the one that SPF or DKIM prove.")}, ),
        TL_KB_RULES ({0.8, "smtp.reply.enhanced=5.7.26|5.7.515|4.7.26|4.7.27|4.7.30|4.7.32"},
                     {0.45, "smtp.reply.enhanced=5.7.27|5.7.30"}, ),
        TL_KB_TEXTS ({.confidence = 0.95,
                      .literal = "dkim",
                      .pattern =
                          "dkim.{0,60}(and|nor|,) (no |the |missing )?spf|spf.{0,60}(and|nor|"
                          ",) (no |the |missing )?dkim",
                      .unless = "dmarc"},
                     {.confidence = 0.94,
                      .literal = "authentication didn't pass",
                      .unless = "\\bspf authentication didn|\\bdkim authentication didn"},
                     {.confidence = 0.95,
                      .literal = "rate limited because",
                      .pattern = "spf|dkim|authenticat|aligned"},
                     {.confidence = 0.94, .literal = "spf nor dkim"},
                     {.confidence = 0.94, .literal = "neither spf"},
                     {.confidence = 0.94, .literal = "isn't aligned with"},

                     {.confidence = 0.45, .enhanced = "x.7.29"},

                     {.confidence = 0.94, .literal = "unauthenticated email", .unless = "dmarc"},
                     {.confidence = 0.94, .literal = "unauthenticated mail"},
                     {.confidence = 0.94, .literal = "sender is unauthenticated"},
                     {.confidence = 0.94, .literal = "this mail is unauthenticated"},
                     {.confidence = 0.94,
                      .literal = "this message does not have authentication information"},
                     {.confidence = 0.94, .literal = "authentication information or fails to pass"},
                     {.confidence = 0.94, .literal = "does not pass authentication"},
                     {.confidence = 0.94, .literal = "does not meet the required authentication"},
                     {.confidence = 0.94, .literal = "required authentication level"},
                     {.confidence = 0.94, .literal = "fails to pass authentication"},
                     {.confidence = 0.93,
                      .literal = "email authentication",
                      .pattern = "(fail|require|not|missing)"},
                     {.confidence = 0.93, .literal = "message failed authentication"},
                     {.confidence = 0.93,
                      .literal = "sender authentication",
                      .pattern = "(fail|require|not|missing)"},
                     {.confidence = 0.93, .literal = "spf or dkim"},
                     {.confidence = 0.93, .literal = "dkim or spf"},
                     {.confidence = 0.92, .literal = "does not have spf"},
                     {.confidence = 0.92, .literal = "no spf record"},
                     {.confidence = 0.92, .literal = "missing spf"},
                     {.confidence = 0.92, .literal = "authentication check", .pattern = "fail"}, ),
        TL_KB_REFERENCES ("RFC 7372 3", "Gmail 5.7.26", "Exchange Online 5.7.515"),
        TL_KB_EXAMPLES (
            {"550-5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM.",
             "body"},
            {"550 5.7.515 Access denied, sending domain EXAMPLE.ORG doesn't meet the required authentication level.",
             "body"},
            {"421-4.7.32 Your email has been rate limited because the From: header (RFC5322) in this message isn't aligned with either the authenticated SPF or DKIM organizational domain.",
             "body"}, ),
    },
    {
        .id = "reverse-dns-missing",
        .spoken = "S-41",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The sending server’s address has no name"),
        .meaning =
            N_ ("Each mail server should have a name that belongs to its internet address "
                "(reverse DNS). The sending address has none, or one that does not lead back "
                "to it. Many servers take no mail then."),
        .retry = N_ ("Trying again changes nothing until the name is entered."),
        .retry_after_s = -1,
        .prevention =
            N_ ("Keep three names equal: the PTR record of the address, the A or AAAA record "
                "that leads back to it, and the name in the greeting (HELO). Check them after "
                "each move of the server."),
        TL_KB_FIXES (
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("If you send straight from your own computer: send through your provider’s "
                 "outgoing server, on port 587 with login.")},
            /* Translators: {domain.sender.address} is an IP address. */
            {"set-ptr-exact", TL_ACTOR_ADMIN,
             N_ ("Ask whoever gave you {domain.sender.address} to enter a PTR record for it with the "
                 "name of your mail server, and let an A or AAAA record of that name lead back to "
                 "{domain.sender.address}."),
             "domain.sender.address", "{domain.sender.reverse}", "{domain.sender.name}.", "PTR"},
            /* Translators: {domain.ptr.name} is the name of a server, {domain.sender.address} an IP
             * address. */
            {"lead-back", TL_ACTOR_ADMIN,
             N_ ("If {domain.ptr.name} is the right name: let it lead back to "
                 "{domain.sender.address}."),
             "domain.ptr.outcome=not-confirmed domain.sender.address!~:", "{domain.ptr.name}",
             "{domain.sender.address}", "A"},
            {"lead-back6", TL_ACTOR_ADMIN,
             N_ ("If {domain.ptr.name} is the right name: let it lead back to "
                 "{domain.sender.address}."),
             "domain.ptr.outcome=not-confirmed domain.sender.address~:", "{domain.ptr.name}",
             "{domain.sender.address}", "AAAA"},
            {"set-ptr", TL_ACTOR_ADMIN,
             N_ ("If you run the server: ask whoever gave you the address to enter a PTR "
                 "record, and let that name lead back to the same address.")},
            {"check-helo", TL_ACTOR_ADMIN, N_ ("Use the same name in the greeting (HELO).")}, ),
        TL_KB_RULES ({0.85, "smtp.reply.enhanced=5.7.25|4.7.25"},
                     {0.9, "domain.ptr.outcome=none|not-confirmed domain.sender.source=given"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.9, .literal = "ters dns"},
            {.confidence = 0.9, .literal = "역방향", .pattern = "dns|ptr"},
            {.confidence = 0.9,
             .literal = "name for",
             .pattern =
                 "\\b(no|not|n't|cannot|unable to|missing|without)\\b.{0,30}\\b(host ?|dns )?name for "
                 "(your|this|the client|the connecting|client|\\[?\\d+\\.\\d|\\[?[0-9a-f]+:)",
             .unless = "user ?name|domain name|file"},
            {.confidence = 0.9,
             .literal = "no name",
             .pattern =
                 "(address|host|ip|client|machine|server)\\b.{0,12}\\b(has|have|with) no name",
             .unless = "sender|recipient"},
            {.confidence = 0.92, .literal = "reverse-resolve"},
            {.confidence = 0.92, .literal = "reverse resolve"},

            {.confidence = 0.97, .literal = "rtr:bb"},

            {.confidence = 0.92, .literal = "ip name lookup"},
            {.confidence = 0.92,
             .literal = "name lookup failed",
             .pattern = "\\bip\\b|\\d+\\.\\d+\\.\\d+\\.\\d+",
             .unless = "relaying"},
            {.confidence = 0.92, .literal = "unverified client host"},
            {.confidence = 0.92, .literal = "rejected: generic"},
            {.confidence = 0.92, .literal = "resolve back"},

            {.confidence = 0.92, .literal = "host name of your"},
            {.confidence = 0.92, .literal = "forward and reverse"},
            {.confidence = 0.92, .literal = "name of your ip"},
            {.confidence = 0.92,
             .literal = "hostname",
             .pattern = "(no|cannot find|could not find|can\\'t find|unable to (find|resolv"
                        "e|determine)|missing|unknown|not resolv|look up|lookup).{0,30}(cli"
                        "ent |your |the )?hostname|hostname.{0,30}(could not be|cannot be|n"
                        "ot) (found|resolved|looked up|determined)",
             .unless = "helo|ehlo|command rejected|recipient|certificate|associated|nodena"
                       "me|errno|getaddrinfo"},
            {.confidence = 0.92, .literal = "inverse dns"},
            {.confidence = 0.92, .literal = "dns inverse"},
            {.confidence = 0.92, .literal = "rückwärts"}, {.confidence = 0.92, .literal = "逆引き"},
            {.confidence = 0.92, .literal = "反向解析"},

            {.confidence = 0.95, .literal = "dns:nr"},
            {.confidence = 0.95, .literal = "dns:b", .pattern = "\\bdns:b\\d"},

            {.confidence = 0.94, .literal = "reverse dns"},
            {.confidence = 0.94, .literal = "reverse-dns"},
            {.confidence = 0.94, .literal = "rdns", .pattern = "\\brdns\\b"},
            {.confidence = 0.94, .literal = "ptr record"},
            {.confidence = 0.94,
             .literal = "ptr",
             .pattern = "\\bptr\\b.{0,60}(missing|record|no|not|does|fail)|(no|missing|inva"
                        "lid|generic).{0,20}\\bptr\\b"},
            {.confidence = 0.94, .literal = "cannot find your hostname"},
            {.confidence = 0.94, .literal = "reverse hostname"},
            {.confidence = 0.93, .literal = "client host rejected: cannot find"},
            {.confidence = 0.93, .literal = "reverse lookup"},
            {.confidence = 0.93, .literal = "unverifyable sending"},
            {.confidence = 0.92, .literal = "unverifiable sending"},
            {.confidence = 0.92, .literal = "reverse name"},
            {.confidence = 0.92, .literal = "iprev"},
            {.confidence = 0.92, .literal = "ip lookup", .pattern = "fail|no match"},
            {.confidence = 0.92, .literal = "in-addr.arpa"},
            {.confidence = 0.92, .literal = "mismatches client ip"},
            {.confidence = 0.92, .literal = "does not resolve to", .pattern = "ip|address|host"},
            {.confidence = 0.92, .literal = "doesn't resolve", .unless = "domain|sender|helo|ehlo"},
            {.confidence = 0.92, .literal = "forward-confirmed"},
            {.confidence = 0.92, .literal = "fcrdns"},
            {.confidence = 0.92, .literal = "no reverse"},
            {.confidence = 0.9, .literal = "without reverse"},
            {.confidence = 0.9, .literal = "hostname lookup fail"},
            {.confidence = 0.9,
             .literal = "client host rejected:",
             .pattern = "(hostname|name).{0,30}(lookup|resolv|unknown)"},
            {.confidence = 0.9,
             .literal = "ip address",
             .pattern = "(has no|does not have|no).{0,20}(hostname|host name|name|ptr)"},
            {.confidence = 0.9, .literal = "unresolvable ip"},
            {.confidence = 0.9, .literal = "bad dns ptr"},
            {.confidence = 0.9, .literal = "dns records of", .pattern = "ptr|reverse"},
            {.confidence = 0.9, .literal = "обратн", .pattern = "(dns|запис|зон|ptr)"},
            {.confidence = 0.9, .literal = "resolution inverse"},
            /* The letters are the same in every language. */
            {.confidence = 0.86,
             .literal = "ptr",
             .pattern = "\\bptr\\b",
             .codes = "4xx|5xx",
             .unless = "spf|mechanism|helo|ehlo"},
            {.confidence = 0.88, .literal = "enregistrement inverse"},
            {.confidence = 0.88, .literal = "dns inverso"},
            {.confidence = 0.88, .literal = "dns reverso"},
            {.confidence = 0.88, .literal = "odwrotn", .pattern = "dns|rekord|wpis|nazw"},
            {.confidence = 0.88, .literal = "omgekeerde dns"},
            {.confidence = 0.88, .literal = "反向dns"},
            {.confidence = 0.88, .literal = "反向域名"}, ),
        TL_KB_REFERENCES ("RFC 1912 2.1", "RFC 7372 3.3"),
        TL_KB_EXAMPLES (
            {"450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.7]", "rcpt"},
            {"550 Votre adresse IP n'a pas d'enregistrement inverse (PTR), connexion bloquée",
             "rcpt"},
            {"550-5.7.25 The IP address sending this message does not have a PTR record setup, or the corresponding forward DNS entry does not point to the sending IP.",
             "body"},
            {"554 5.7.1 Reverse DNS lookup for host 192.0.2.7 failed permanently", "mail"}, ),
        .next_test = "check-domain",
    },
    {
        .id = "bad-helo",
        .spoken = "S-42",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .earliest = "ehlo",
        .title = N_ ("The name in the greeting was refused"),
        .meaning = N_ ("At the beginning each side gives its name (HELO). The server did not "
                       "accept the name that was given: it is incomplete, wrong, or belongs to "
                       "somebody else."),
        .retry = N_ ("Trying again changes nothing until the name is changed."),
        .retry_after_s = -1,
        .prevention =
            N_ ("Keep three names equal: the PTR record of the address, the A or AAAA record "
                "that leads back to it, and the name in the greeting (HELO). Check them after "
                "each move of the server."),
        TL_KB_FIXES (
            /* Translators: HELO and EHLO are names of commands and stay as they are. */
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("If you send straight from your own computer: send through your provider’s "
                 "outgoing server, on port 587 with login.")},
            /* Translators: DNS records and settings of programs stay as they are. */
            {"set-helo", TL_ACTOR_ADMIN,
             N_ ("The commands for it: “postconf -e myhostname=mail.{sender_domain}” (Postfix), "
                 "“primary_hostname = mail.{sender_domain}” (Exim), each with the true name of "
                 "the server.")},
            {"full-name", TL_ACTOR_ADMIN,
             N_ ("If you run the server: set its full name, such as mail.example.org, that "
                 "leads to its address (Postfix: myhostname or smtp_helo_name).")},
            {"program-name", TL_ACTOR_USER,
             N_ ("If a script or device sends: give it a full host name or an address in "
                 "brackets in its settings.")}, ),
        TL_KB_RULES (
            {0.74, "smtp.reply.stage=ehlo smtp.reply.code=501|504"},
            /* A policy of any kind, of which the name is the likeliest (RFC 5321 4.1.4). */
            {0.7, "smtp.reply.stage=ehlo smtp.reply.code=550"},
            {0.6, "smtp.reply.stage=ehlo smtp.reply.code^=50|55"},
            {0.9,
             "smtp.reply.stage=ehlo smtp.reply.text~host_name|hostname|domain_name|invalid_name|invalid_greeting"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.6, .literal = "correct helo"},
            {.confidence = 0.92, .literal = "ehlo name"},

            {.confidence = 0.92, .literal = "helo requires"},
            {.confidence = 0.92, .literal = "ehlo requires"},
            {.confidence = 0.92, .literal = "requires domain address"},

            {.confidence = 0.92,
             .literal = "helo",
             .pattern = "\\b(helo|ehlo)\\b.{0,60}(not welcome|not match|must|unresolv|unkno"
                        "wn|wrong|impersonat|spoof)",
             .unless = "first|before|must issue"},

            {.confidence = 0.93,
             .literal = "helo",
             .pattern = "\\b(helo|ehlo)( name| argument| hostname| greeting)? (should|must|"
                        "has to|needs to|shall) "},
            {.confidence = 0.93,
             .literal = "fqdn",
             .pattern = "\\b(helo|ehlo)\\b.{0,60}fqdn|fqdn.{0,60}\\b(helo|ehlo)"},

            {.confidence = 0.94, .literal = "helo command rejected"},
            {.confidence = 0.94,
             .literal = "helo",
             .pattern = "\\b(helo|ehlo)\\b.{0,60}(reject|invalid|syntax|not (allowed|valid|"
                        "accept|exist|found|resolv)|bad|forged|fake|mismatch|refused|denied"
                        "|does not|unacceptable|illegal|dynamic)",
             .unless = "helo=\\["},
            {.confidence = 0.93,
             .literal = "ehlo",
             .pattern = "\\behlo\\b.{0,60}(reject|invalid|not (allowed|valid|accept|exist|f"
                        "ound|resolv)|bad|forged|mismatch|refused|denied|does not)"},
            {.confidence = 0.9,
             .literal = "helo",
             .pattern = "\\b(helo|ehlo).{0,60}" NOT_RIGHT "|" NOT_RIGHT ".{0,40}\\b(helo|ehlo)"},
            {.confidence = 0.9,
             .literal = "ehlo",
             .pattern = "\\behlo.{0,60}" NOT_RIGHT "|" NOT_RIGHT ".{0,40}\\behlo"},
            {.confidence = 0.94, .literal = "invalid helo"},
            {.confidence = 0.94, .literal = "helo invalid"},
            {.confidence = 0.85, .literal = "invalid domain name", .codes = "501|500"},
            {.confidence = 0.94, .literal = "bad helo"},
            {.confidence = 0.94, .literal = "forged helo"},
            {.confidence = 0.94, .literal = "helo name"},
            {.confidence = 0.94, .literal = "helo/ehlo"},
            {.confidence = 0.94, .literal = "ehlo argument"},
            {.confidence = 0.94, .literal = "ehlo/helo"},
            {.confidence = 0.93, .literal = "syntactically invalid ehlo"},
            {.confidence = 0.93, .literal = "fully-qualified hostname"},
            {.confidence = 0.92, .literal = "your host name", .pattern = "(invalid|not|reject)"},
            {.confidence = 0.9, .literal = "you are not me"},
            {.confidence = 0.9, .literal = "don't use my name"},
            {.confidence = 0.9, .literal = "claims to be", .pattern = "me|us|local"}, ),
        TL_KB_CONTRARY ({0.4, "smtp.reply.stage=ehlo smtp.reply.code=500|502"}, ),
        TL_KB_REFERENCES ("RFC 5321 4.1.1.1", "RFC 5321 4.1.4"),
        TL_KB_EXAMPLES (
            {"504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", "rcpt"},
            {"550 5.7.1 <pc>: Helo command rejected: Host not found", "rcpt"},
            {"501 Syntactically invalid HELO argument(s)", "ehlo"},
            {"550 HELO名が正しくありません", "rcpt"}, {"550 Nombre HELO no válido", "rcpt"},
            {"550 Bad HELO - Host impersonating domain name", "rcpt"}, ),
    },
    {
        .id = "ip-blocklisted",
        .spoken = "S-43",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The sending address is on a blocklist"),
        .meaning = N_ ("The recipient’s server looks up a list of internet addresses from which "
                       "spam came, and the sending address is on it. That address belongs to the "
                       "server that sends, or to your line."),
        .retry = N_ ("Try again when the address has been taken off the list, often a day later."),
        .never =
            N_ ("Taking the address off without ending the spam brings it back onto the list."),
        .retry_after_s = 86400,
        .prevention =
            N_ ("Send only to people who asked for it, take out addresses that bounce, limit "
                "what one account may send, and watch the lists: a check every day shows a "
                "listing before people complain."),
        TL_KB_FIXES (
            /* Translators: {domain.dnsbl.zone} is the name of a list, {domain.dnsbl.page} a web
             * address. */
            {"open-list-page", TL_ACTOR_ADMIN,
             N_ ("Open the page of the list {domain.dnsbl.zone}; it tells why the address is listed "
                 "and how to be taken off: {domain.dnsbl.page}"),
             "domain.dnsbl.page"},
            /* Translators: {domain.dnsbl.zone} is the name of a list. */
            {"find-list-page", TL_ACTOR_ADMIN,
             N_ ("Look for the web page of the list {domain.dnsbl.zone}; it tells why the address is "
                 "listed and how to be taken off."),
             "domain.dnsbl.zone !domain.dnsbl.page"},
            {"read-list-name", TL_ACTOR_USER,
             N_ ("Read in the words of the server which list it is, and open the page that it "
                 "names."),
             "!domain.dnsbl.zone"},
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("If you send straight from your own computer: send through your provider’s "
                 "outgoing server, on port 587 with login.")},
            {"tell-provider", TL_ACTOR_PROVIDER,
             N_ ("If it is your provider’s server: send the provider the exact words of this "
                 "refusal.")},
            {"find-spam", TL_ACTOR_ADMIN,
             N_ ("If the server is yours: find out what sent the spam (hacked account, website, "
                 "infected computer), stop it, and only then ask the list for removal.")}, ),
        TL_KB_RULES (
            {0.95, "domain.dnsbl.address=listed domain.sender.source=given"},
            /* How this computer goes out need not be how the domain's mail does. */
            {0.55, "domain.dnsbl.address=listed domain.sender.source=exchanger"},
            {0.42, "smtp.reply.stage=greeting smtp.reply.code=554|550"},
            {0.7, "smtp.reply.enhanced=5.7.511|5.7.606|5.7.607|5.7.608|5.7.609|5.7.610"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.9, .literal = "lista nera", .unless = "mittente|dominio"},
            {.confidence = 0.9, .literal = "zwarte lijst", .unless = "afzender|domein"},
            {.confidence = 0.9, .literal = "kara liste", .unless = "gönderen|alan ad"},
            {.confidence = 0.9, .literal = "블랙리스트", .unless = "발신자|도메인"},
            {.confidence = 0.9, .literal = "svarta listan"},
            {.confidence = 0.9, .literal = "černé listin"},
            /* A page that is about our address: what keeps one has lists of addresses. */
            {.confidence = 0.62,
             .literal = "http",
             .pattern = "https?://[^ ]*[/=?]\\[?\\d+\\.\\d+\\.\\d+\\.\\d+\\b",
             .codes = "55x|521",
             .stages = "greeting|ehlo|mail|rcpt",
             .unless = "spf|spam"},
            {.confidence = 0.88,
             .literal = "lookup",
             .pattern = "https?://[^ ]*lookup[^ ]*\\d+\\.\\d+\\.\\d+\\.\\d+"},

            {.confidence = 0.88,
             .literal = "accept mail from",
             .pattern =
                 "(not|n\\'t) accept mail from (your (ip|host|server|network)|\\[?\\d+\\.\\d+\\.\\d+\\.\\d+\\]?)"},
            {.confidence = 0.86,
             .literal = "infected",
             .pattern =
                 "(your|this|the) .{0,20}(host|machine|computer|server|ip|system)\\b.{0,20}infected"},
            {.confidence = 0.88, .literal = "listed in cbl"},
            {.confidence = 0.88, .literal = "listed by cbl"},
            {.confidence = 0.88,
             .literal = "blocked",
             .pattern =
                 "from \\[?\\d+\\.\\d+\\.\\d+\\.\\d+\\]? (is|was|are|has been|have been) (currently |temporarily |permanently )?blocked"},

            {.confidence = 0.96, .literal = "sc-002"}, {.confidence = 0.96, .literal = "sc-001"},
            {.confidence = 0.94, .literal = "sc-004"},
            {.confidence = 0.94, .literal = "namespace mining"},
            {.confidence = 0.94, .literal = "amiblocked"},
            {.confidence = 0.94, .literal = "blocked by forti"},
            {.confidence = 0.94, .literal = "fortiguard.com"},
            {.confidence = 0.9,
             .literal = "blocked by",
             .pattern = "\\d+\\.\\d+\\.\\d+\\.\\d+>? (is |was |has been )?blocked by",
             .unless = "url"},
            {.confidence = 0.94, .literal = "spamrats"},
            {.confidence = 0.9, .literal = "security.rr.com"},
            {.confidence = 0.9, .literal = "mail refused - <"},
            {.confidence = 0.93, .literal = "was banned", .pattern = "\\bip\\b|host|address"},
            {.confidence = 0.93,
             .literal = "is banned",
             .pattern = "\\bip\\b|host|address",
             .unless = "login|user"},

            {.confidence = 0.92,
             .literal = "your address",
             .pattern = "your address \\[?\\d+\\.\\d+|blocked your address|your address (is"
                        "|has been) (on|listed)",
             .unless = "recipient|sender address"},
            {.confidence = 0.92,
             .literal = "deny list",
             .unless = "sender|domain|url|" KB_OWN_LIST},
            {.confidence = 0.92, .literal = "denylist", .unless = "sender|domain|url|" KB_OWN_LIST},
            {.confidence = 0.92,
             .literal = "adresse ip",
             .pattern = "(bloqu|\\bliste|blacklist|gesperrt)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "ip-adresse",
             .pattern = "(gesperrt|blockiert|blacklist|liste)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "dirección ip",
             .pattern = "(bloque|\\blista)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "indirizzo ip",
             .pattern = "(blocc|\\blista)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "endereço ip",
             .pattern = "(bloque|\\blista)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "adres ip",
             .pattern = "(zablokowan|\\bli[sś]cie|\\blist[ęay])",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "ip-adres",
             .pattern = "(geblokkeerd|\\blijst)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "ipアドレス",
             .pattern = "(ブロック|リスト)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "ip地址",
             .pattern = "(黑名单|被封|屏蔽|列入)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.92,
             .literal = "ip-адрес",
             .pattern = "(заблок|ч[её]рн)",
             .unless = FOR_ANOTHER_REASON},
            /* Refused for our address, and no word of a list: probably one of their own. */
            {.confidence = 0.74,
             .literal = "dirección ip",
             .pattern = "(denegad|prohibid)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.74,
             .literal = "ipアドレス",
             .pattern = "拒否",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.74,
             .literal = "ip地址",
             .pattern = "(拒绝|禁止)",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.74,
             .literal = "ip-адрес",
             .pattern = "запре",
             .unless = FOR_ANOTHER_REASON},
            {.confidence = 0.8, .literal = "came from it"},
            {.confidence = 0.92,
             .literal = "is blocked",
             .pattern = "(\\bip\\b|address|server|host|client).{0,40}is blocked",
             .unless = "recipient|user|url|link|sender|login|account"},

            {.confidence = 0.94, .literal = "ivmsip"}, {.confidence = 0.92, .literal = "ivmuri"},
            {.confidence = 0.92, .literal = "hostkarma"},
            {.confidence = 0.92, .literal = "junkemailfilter"},
            {.confidence = 0.92, .literal = "manitu"}, {.confidence = 0.92, .literal = "wpbl"},
            {.confidence = 0.92, .literal = "0spam"}, {.confidence = 0.92, .literal = "s5h.net"},
            {.confidence = 0.92, .literal = "drone.abuse"},
            {.confidence = 0.92, .literal = "fabel.dk"},
            {.confidence = 0.92, .literal = "blocklist.de"},
            {.confidence = 0.92, .literal = "abusix"}, {.confidence = 0.92, .literal = "spfbl"},
            {.confidence = 0.92, .literal = "gbudb"}, {.confidence = 0.92, .literal = "senderbase"},
            {.confidence = 0.92, .literal = "ironport", .pattern = "(block|reputation|list)"},
            {.confidence = 0.92,
             .literal = "has been blocked",
             .pattern = "\\b(ip|host|server|client|connection)\\b.{0,60}has been blocked",
             .unless = "url|link|account|user|recipient|sender|login"},

            {.confidence = 0.95, .literal = "bl0000", .pattern = "\\bbl0000\\d\\d"},
            {.confidence = 0.93, .literal = "block for spam"},
            {.confidence = 0.96, .literal = "rly:b", .pattern = "\\brly:b\\d"},
            {.confidence = 0.95, .literal = "rtr:b", .pattern = "\\brtr:b\\w"},
            {.confidence = 0.95, .literal = "con:b", .pattern = "\\bcon:b\\d"},
            {.confidence = 0.97, .literal = "banned sender[", .pattern = "banned sender ?\\["},

            {.confidence = 0.85,
             .literal = "unfortunately, messages from",
             .pattern = "weren.?t sent"},

            {.confidence = 0.95,
             .literal = "blocked using",
             .unless = "returnc|open resolver|(sender address|helo command|recipient address) "
                       "\\[[^\\]]*\\] blocked using"},
            {.confidence = 0.95, .literal = "spamhaus", .unless = "returnc|open resolver"},
            {.confidence = 0.95, .literal = "zen.spamhaus", .unless = "returnc|open resolver"},
            {.confidence = 0.95, .literal = "sbl-xbl"}, {.confidence = 0.95, .literal = "spamcop"},
            {.confidence = 0.95, .literal = "sorbs"},
            {.confidence = 0.95, .literal = "barracudacentral"},
            {.confidence = 0.95, .literal = "barracuda reputation"},
            {.confidence = 0.94, .literal = "dnsbl"},
            {.confidence = 0.94, .literal = "rbl", .pattern = "\\brbl\\b"},
            {.confidence = 0.94, .literal = "dnsrbl"},
            {.confidence = 0.94, .literal = "real time black"},
            {.confidence = 0.94, .literal = "realtime black"},
            {.confidence = 0.94, .literal = "real-time black"},
            {.confidence = 0.94,
             .literal = "block list",
             .unless = "url|domain|link|sender|" KB_OWN_LIST},
            {.confidence = 0.94,
             .literal = "blocklist",
             .unless = "url|domain|link|sender|" KB_OWN_LIST},
            {.confidence = 0.93,
             .literal = "blacklist",
             .unless = "url|domain|link|sender|from an address|address that has been|" KB_OWN_LIST},
            {.confidence = 0.93,
             .literal = "black list",
             .unless = "url|domain|link|sender|" KB_OWN_LIST},
            {.confidence = 0.93,
             .literal = "blacklisted",
             .unless = "url|domain|link|sender|from an address|address that has been|" KB_OWN_LIST},
            {.confidence = 0.94, .literal = "part of their network is on our block list"},
            {.confidence = 0.94, .literal = "s3140"}, {.confidence = 0.94, .literal = "s3150"},
            {.confidence = 0.94, .literal = "nix spam"},
            {.confidence = 0.94, .literal = "uceprotect"},
            {.confidence = 0.94, .literal = "abuseat"},
            {.confidence = 0.94, .literal = "cbl.", .pattern = "\\bcbl\\."},
            {.confidence = 0.94, .literal = "psbl.surriel"},
            {.confidence = 0.94, .literal = "mailspike"},
            {.confidence = 0.94, .literal = "truncate.gbudb"},
            {.confidence = 0.94, .literal = "invaluement"},
            {.confidence = 0.94, .literal = "spamrl"},
            {.confidence = 0.94, .literal = "ipcheck.proofpoint"},
            {.confidence = 0.94, .literal = "spameatingmonkey"},
            {.confidence = 0.94, .literal = "backscatterer"},
            {.confidence = 0.94, .literal = "blocked - see"},
            {.confidence = 0.93, .literal = "blocked: see"},
            {.confidence = 0.93,
             .literal = "is listed",
             .pattern = "\\b(ip|host|client|address|\\d+\\.\\d+\\.\\d+\\.\\d+)\\b",
             .unless = "domain|url"},
            {.confidence = 0.93, .literal = "listed by", .unless = "domain|url|" KB_OWN_LIST},
            {.confidence = 0.93, .literal = "listed at", .unless = "domain|url"},
            {.confidence = 0.93,
             .literal = "listed in",
             .pattern = "\\b(ip|host|client|\\d+\\.\\d+\\.\\d+\\.\\d+|bl|list)\\b",
             .unless = "domain|url|not listed|" KB_OWN_LIST},
            {.confidence = 0.93, .literal = "listed on", .unless = "domain|url|" KB_OWN_LIST},
            {.confidence = 0.93, .literal = "delist"},
            {.confidence = 0.93, .literal = "banned sending ip"},
            {.confidence = 0.93, .literal = "banned ip"},
            {.confidence = 0.92,
             .literal = "your ip",
             .pattern = "(blocked|blacklist|banned|listed|denied|rejected)",
             .unless = "login|password|frequen"},
            {.confidence = 0.92,
             .literal = "ip address",
             .pattern = "ip address.{0,80}(blocked|blacklist|black list|banned|listed|block list)",
             .unless = "login|password|frequen|ptr"},
            {.confidence = 0.92,
             .literal = "client host",
             .pattern = "client host.{0,80}(blocked|blacklist|listed)",
             .unless = "spamassassin|spam filter|sender|mailbox|account"},
            {.confidence = 0.92, .literal = "client host blocked"},
            {.confidence = 0.92, .literal = "ip blocked"},
            {.confidence = 0.92, .literal = "ip is blocked"},
            {.confidence = 0.92, .literal = "blocked ip", .unless = "frequen"},
            {.confidence = 0.92,
             .literal = "your host",
             .pattern = "(blocked|blacklist|banned|listed)"},
            {.confidence = 0.92,
             .literal = "your mail server",
             .pattern = "(blocked|blacklist|banned|listed)"},
            {.confidence = 0.92,
             .literal = "your server",
             .pattern = "(blocked|blacklist|banned|listed)"},
            {.confidence = 0.92,
             .literal = "mail server",
             .pattern = "mail server.{0,60}(blacklist|black list|block list|listed)"},
            {.confidence = 0.92, .literal = "connection rejected", .pattern = "(list|spam|block)"},
            {.confidence = 0.92,
             .literal = "sender ip",
             .pattern = "(reject|block|list|banned|denied)",
             .unless = "whitelist"},
            {.confidence = 0.92,
             .literal = "source ip",
             .pattern = "(reject|block|list|banned|denied)"},
            {.confidence = 0.92, .literal = "adresse ip source bloquee"},
            {.confidence = 0.92, .literal = "csi.cloudmark"},
            {.confidence = 0.92,
             .literal = "cloudmark",
             .pattern = "(reset|csi|ip|sender intelligence)"},
            {.confidence = 0.92, .literal = "cdrbl"}, {.confidence = 0.9, .literal = "aup#"},
            {.confidence = 0.92, .literal = "senderscore"},
            {.confidence = 0.9, .literal = "not accepting connections", .codes = "554|550"},
            {.confidence = 0.9, .literal = "blocked for", .pattern = "(spam|abuse)"},
            {.confidence = 0.9,
             .literal = "blocked by",
             .pattern = "blocked by .{0,30}(rbl|list|sbl|our (spam|mail))",
             .codes = "5xx",
             .unless = "spamassassin|" KB_OWN_LIST},
            {.confidence = 0.95, .literal = "trend micro email reputation"},
            {.confidence = 0.9, .literal = "junkmail rejected"},
            {.confidence = 0.88, .literal = "spam source"},
            {.confidence = 0.88,
             .literal = "known spam",
             .pattern = "(source|host|ip|server|relay)"},
            {.confidence = 0.88, .literal = "open proxy"},
            {.confidence = 0.88, .literal = "is blocked due to", .pattern = "spam|abuse"},
            {.confidence = 0.88, .literal = "attempted to send spam"},
            {.confidence = 0.9, .literal = "ip-адрес", .pattern = "(заблокирован|черн|списк)"},
            {.confidence = 0.9, .literal = "черном списке"},
            {.confidence = 0.9, .literal = "чёрном списке"},
            {.confidence = 0.9, .literal = "черный список"},
            {.confidence = 0.9, .literal = "schwarze liste"},
            {.confidence = 0.9, .literal = "schwarzen liste"},
            {.confidence = 0.9, .literal = "auf einer sperrliste"},
            {.confidence = 0.9, .literal = "liste noire"},
            {.confidence = 0.9, .literal = "lista negra"},
            {.confidence = 0.9, .literal = "ブラックリスト"},
            {.confidence = 0.9, .literal = "黑名单"}, ),
        TL_KB_CONTRARY (
            {0.6, "smtp.reply.text~127.255.255|returnc|open_resolver"},
            /* A list of the house alone: no public one knows of it. */
            {0.2, "smtp.reply.text~my_blacklist|my_black_list|my_blocklist|my_block_list|"
                  "own_blacklist|local_blacklist|internal_blacklist|private_blacklist"},
            /* policyd-weight adds up much, and lists everything that may have counted. */
            {0.2, "smtp.reply.text~correct_helo_and_dns"}, ),
        TL_KB_REFERENCES ("RFC 5782 2", "RFC 3463 3.8"),
        TL_KB_EXAMPLES (
            {"550 5.7.1 Mail from 192.0.2.7 refused, see http://bl.house.example/lookup?192.0.2.7",
             "rcpt"},

            {"554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.7",
             "rcpt"},
            {"550 5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
             "mail"},
            {"554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.7", "greeting"},
            {"550 5.7.511 Access denied, banned sender[192.0.2.7]. To request removal from this list please forward this message to delist@microsoft.com",
             "mail"},
            {"521 5.7.1 Service unavailable; client [192.0.2.7] blocked using bl.spamcop.net",
             "rcpt"}, ),
        .next_test = "check-domain",
        .yields_to = "dynamic-ip-blocked domain-blocklisted",
    },
    {
        .id = "ip-bad-reputation",
        .spoken = "S-44",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .title = N_ ("The recipient’s server distrusts the sending address"),
        .meaning = N_ ("The recipient’s server keeps its own notes about each sending address: "
                       "complaints, spam, sudden floods of mail. It now holds back or refuses "
                       "mail from this address. This is not a public list."),
        .retry = N_ ("Try again after some hours, and send little. Trust comes back slowly."),
        .never = N_ ("Sending more, or from many new addresses, makes it worse."),
        .retry_after_s = 14400,
        .prevention =
            N_ ("Send only to people who asked for it, take out addresses that bounce, limit "
                "what one account may send, and watch the lists: a check every day shows a "
                "listing before people complain."),
        TL_KB_FIXES (
            {"wait-hours", TL_ACTOR_WAIT, N_ ("Wait some hours and send little.")},
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("If you send straight from your own computer: send through your provider’s "
                 "outgoing server.")},
            {"look-up-page", TL_ACTOR_ADMIN,
             N_ ("Open the page that the recipient’s provider names, and its postmaster tools; "
                 "they tell the reason and the way to ask.")},
            {"clean-list", TL_ACTOR_ADMIN,
             N_ ("If you send newsletters: remove addresses that fail, and everybody who "
                 "complained; raise the number of messages slowly.")}, ),
        TL_KB_RULES (
            {0.7, "smtp.reply.enhanced=4.7.650|4.7.651|4.7.652"},
            {0.48, "smtp.reply.enhanced^=4.7.5 smtp.reply.enhanced!=4.7.5"},
            {0.4, "smtp.reply.code=421 smtp.reply.enhanced=4.7.1"},
            {0.3, "smtp.reply.code=421 smtp.reply.enhanced=4.7.0 smtp.reply.stage!=auth"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85,
             .literal = "your network",
             .pattern = "abuse|garbage|\\bspam|complain|attack|misbehav",
             .unless = "listed|block ?list|black ?list|message"},

            {.confidence = 0.86, .literal = "trust score"},
            /* T-Online, of an address that it does not know or knows too well. */
            {.confidence = 0.85,
             .literal = "ask your postmaster",
             .pattern = "\\bip=.*\\breset\\b",
             .unless = "ptr|reverse|rdns"},
            {.confidence = 0.88,
             .literal = "junk",
             .pattern = "(too much|lots? of|so much|sen[dt]s?|receiv\\w+) (unwanted )?junk|junk "
                        "(mail )?(from|of) (your|this|\\[?\\d+\\.\\d+)",
             .unless = "message|content"},
            {.confidence = 0.86,
             .literal = "spam",
             .pattern = "(too much|lots? of|so much) spam .{0,12}(from|of|out) (of )?(your|this|"
                        "\\[?\\d+\\.\\d+)"},
            {.confidence = 0.85, .literal = "reputation score"},

            {.confidence = 0.9, .literal = "source of abuse"},
            {.confidence = 0.74,
             .literal = "from your ip",
             .pattern = "(cannot|refus|reject|denied|block|not ).{0,60}from your ip",
             .unless = "too many|listed|concurrent"},

            {.confidence = 0.95, .literal = "[gl0"},
            {.confidence = 0.94, .literal = "untrusted", .unless = "certificate|issuer|root|tls"},
            {.confidence = 0.9, .literal = "not in whitelist", .pattern = "\\bip\\b|host|domain"},

            {.confidence = 0.94, .literal = "sent to too many"},
            {.confidence = 0.94, .literal = "to too many unknown"},
            {.confidence = 0.94, .literal = "too many unknown users"},
            {.confidence = 0.92, .literal = "too many complaints"},
            {.confidence = 0.92, .literal = "spam traps"},
            {.confidence = 0.92, .literal = "spamtrap"},
            {.confidence = 0.92, .literal = "trap hits"},

            {.confidence = 0.95, .literal = "dyn:t", .pattern = "\\bdyn:t\\d"},
            {.confidence = 0.96, .literal = "[tss"},
            {.confidence = 0.95,
             .literal = "[ts0",
             .pattern = "\\[ts0\\d",
             .unless = "too many concurrent"},
            {.confidence = 0.95, .literal = "user complaints"},
            {.confidence = 0.95, .literal = "ip reputation"},
            {.confidence = 0.94,
             .literal = "reputation",
             .unless = "(url|domain|link).{0,30}reputation|reputation.{0,40}(url|domain|link)"},
            {.confidence = 0.94, .literal = "sender reputation"},
            {.confidence = 0.94, .literal = "poor reputation"},
            {.confidence = 0.94, .literal = "low reputation", .unless = "domain"},
            {.confidence = 0.94, .literal = "rp-001"}, {.confidence = 0.94, .literal = "rp-002"},
            {.confidence = 0.94, .literal = "rp-003"}, {.confidence = 0.94, .literal = "s3114"},
            {.confidence = 0.94, .literal = "s775"}, {.confidence = 0.94, .literal = "s844"},
            {.confidence = 0.94, .literal = "s3115"}, {.confidence = 0.94, .literal = "s3113"},
            {.confidence = 0.94, .literal = "ob-001"},
            {.confidence = 0.94,
             .literal = "temporarily deferred due to",
             .pattern = "complaint|reputation|spam"},
            {.confidence = 0.93, .literal = "has been temporarily rate limited due to"},
            {.confidence = 0.6, .literal = "temporarily rate limited"},
            {.confidence = 0.93, .literal = "very low reputation"},
            {.confidence = 0.92,
             .literal = "complaints",
             .pattern = "(\\bip\\b|your|user|too many|due to|customer|volume|rate|network)"},
            {.confidence = 0.92,
             .literal = "volume of",
             .pattern = "(mail|message|spam|email).{0,60}(ip|address|network|host)"},
            {.confidence = 0.92, .literal = "not yet trusted"},
            {.confidence = 0.92, .literal = "sending history"},
            {.confidence = 0.92,
             .literal = "not accepting mail from",
             .pattern = "(your|this|ip|\\d+\\.\\d+)"},
            {.confidence = 0.9, .literal = "mail from your ip"},
            {.confidence = 0.7, .literal = "deferring"},
            {.confidence = 0.88, .literal = "unsolicited mail from your"},
            {.confidence = 0.88, .literal = "unsolicited mail originating from your ip"},
            {.confidence = 0.9,
             .literal = "excessive",
             .pattern = "(spam|complaint|unknown|bounce|invalid)"},
            {.confidence = 0.88,
             .literal = "too many invalid",
             .pattern = "recipient|user|address"},
            {.confidence = 0.88, .literal = "too many unknown"},
            {.confidence = 0.88, .literal = "too many bad recipients"},
            {.confidence = 0.88, .literal = "too much spam"},
            {.confidence = 0.88, .literal = "spam sent from"},
            /* The word for it, and that for complaints, in the languages of Europe and East Asia. */
            {.confidence = 0.88, .literal = "репутаци", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "réputation", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "reputación", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "reputacion", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "reputação", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "reputazione", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "reputacj", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "reputatie", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "信誉", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "信譽", .unless = OF_A_DOMAIN},
            {.confidence = 0.88, .literal = "レピュテーション", .unless = OF_A_DOMAIN},
            {.confidence = 0.86, .literal = "评判", .unless = OF_A_DOMAIN},
            {.confidence = 0.86, .literal = "評判", .unless = OF_A_DOMAIN},
            {.confidence = 0.86,
             .literal = "plaintes",
             .pattern = COMPLAINED_OF,
             .unless = OF_A_DOMAIN},
            {.confidence = 0.86,
             .literal = "beschwerden",
             .pattern = COMPLAINED_OF,
             .unless = OF_A_DOMAIN},
            {.confidence = 0.86,
             .literal = "quejas",
             .pattern = COMPLAINED_OF,
             .unless = OF_A_DOMAIN},
            {.confidence = 0.86,
             .literal = "reclamações",
             .pattern = COMPLAINED_OF,
             .unless = OF_A_DOMAIN},
            {.confidence = 0.86,
             .literal = "lamentele",
             .pattern = COMPLAINED_OF,
             .unless = OF_A_DOMAIN},
            {.confidence = 0.86,
             .literal = "skarg",
             .pattern = COMPLAINED_OF,
             .unless = OF_A_DOMAIN},
            {.confidence = 0.86,
             .literal = "klachten",
             .pattern = COMPLAINED_OF,
             .unless = OF_A_DOMAIN},
            {.confidence = 0.86,
             .literal = "жалоб",
             .pattern = COMPLAINED_OF,
             .unless = OF_A_DOMAIN},
            {.confidence = 0.86, .literal = "投诉", .unless = OF_A_DOMAIN},
            {.confidence = 0.86, .literal = "苦情", .unless = OF_A_DOMAIN}, ),
        TL_KB_REFERENCES ("Yahoo TSS04", "Outlook.com RP-001", "Gmail 4.7.28"),
        TL_KB_EXAMPLES (
            {"421 4.7.1 Temporarily refusing your network owing to abuse reports: https://abuse.example.net/x",
             "greeting"},

            {"421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes",
             "mail"},
            {"451 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited due to IP reputation.",
             "mail"},
            {"554 5.7.1 Rechazado: la reputación de su dirección IP es mala", "greeting"},
            {"421 4.7.0 Zu viele Beschwerden über Ihre IP-Adresse", "greeting"},
            {"550 您的IP地址信誉过低，连接被拒绝", "greeting"},
            {"550 IPアドレスのレピュテーションが低いため拒否されました", "greeting"},
            {"550-5.7.1 Our system has detected that this message is suspicious due to the very low reputation of the sending IP address.",
             "body"}, ),
        .yields_to = "domain-blocklisted",
    },
    {
        .id = "dynamic-ip-blocked",
        .spoken = "S-45",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_USER,
        .title = N_ ("Mail straight from a home line is refused"),
        .meaning =
            N_ ("The message was sent directly from an address that belongs to a home or mobile "
                "line. Nearly all mail servers refuse that, because such lines send a lot of "
                "spam without their owners’ knowledge."),
        .retry = N_ ("Trying again from the same line changes nothing."),
        .retry_after_s = -1,
        TL_KB_FIXES (
            {"use-own-provider", TL_ACTOR_USER,
             N_ ("Send through your provider’s outgoing server, on port 587 or 465, with user "
                 "name and password.")},
            {"smarthost", TL_ACTOR_ADMIN,
             N_ ("If you run a mail server at home: let it send through a provider (“smarthost” "
                 "or “relayhost”).")},
            {"fixed-address", TL_ACTOR_ADMIN,
             N_ ("Or get a line with a fixed address and a name of its own, and have it taken "
                 "off the list of dynamic addresses.")}, ),
        TL_KB_RULES ({0.9, "domain.dnsbl.address=dynamic domain.sender.source=given"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.85, .literal = "cable modem"},
            {.confidence = 0.85,
             .literal = "smarthost",
             .pattern = "(use|through|via).{0,40}smarthost",
             .unless = "rejected by"},
            {.confidence = 0.85,
             .literal = "dsl",
             .pattern = "\\bdsl (and|or|address|line|customer|connection|host|range)"},

            {.confidence = 0.95, .literal = "dy-001"}, {.confidence = 0.95, .literal = "dy-002"},
            {.confidence = 0.95, .literal = "dynamic ip"},
            {.confidence = 0.95, .literal = "dynamic address"},
            {.confidence = 0.95,
             .literal = "dynamic",
             .pattern = "dynamic.{0,40}(ip|address|host|range|pool|dial|network)|(ip|addres"
                        "s|host).{0,40}dynamic"},
            {.confidence = 0.95, .literal = "pbl.spamhaus"},
            {.confidence = 0.95, .literal = "spamhaus pbl"},
            {.confidence = 0.96, .literal = "not authorized to send email directly"},
            {.confidence = 0.95, .literal = "send email directly"},
            {.confidence = 0.95, .literal = "/pbl"},
            {.confidence = 0.95, .literal = "policy block list"},
            {.confidence = 0.94, .literal = "dialup"}, {.confidence = 0.94, .literal = "dial-up"},
            {.confidence = 0.94, .literal = "dul.dnsbl"},
            {.confidence = 0.94,
             .literal = "residential",
             .pattern = "ip|address|host|network|connection"},
            {.confidence = 0.94, .literal = "end-user"},
            {.confidence = 0.94, .literal = "consumer", .pattern = "(ip|address|network|line)"},
            {.confidence = 0.94, .literal = "smtp server of your isp"},
            {.confidence = 0.94, .literal = "use the smtp server of your"},
            {.confidence = 0.94, .literal = "isp's smtp"},
            {.confidence = 0.94, .literal = "your isp's", .pattern = "(mail|smtp|outgoing)"},
            {.confidence = 0.94,
             .literal = "your isp",
             .pattern = "(use|through|via).{0,60}your isp"},
            {.confidence = 0.93,
             .literal = "your provider's",
             .pattern = "(use|through|via).{0,60}(mail|smtp)"},
            {.confidence = 0.93, .literal = "use your isp"},
            {.confidence = 0.92, .literal = "direct to mx"},
            {.confidence = 0.92, .literal = "direct-to-mx"},
            {.confidence = 0.92,
             .literal = "generic",
             .pattern = "generic.{0,30}(ptr|rdns|reverse|host)"},
            {.confidence = 0.92, .literal = "looks like a dynamic"},
            {.confidence = 0.92, .literal = "looks dynamic"},
            {.confidence = 0.9, .literal = "not directly", .pattern = "relay|smtp|mx|isp"}, ),
        TL_KB_REFERENCES ("RFC 5068 3", "Spamhaus PBL"),
        TL_KB_EXAMPLES (
            {"550 DY-001 Unfortunately, messages from 192.0.2.7 weren't sent. We do not accept email from dynamic IP's as they are not typically used to deliver unauthenticated SMTP e-mail.",
             "greeting"},
            {"554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using pbl.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.7",
             "rcpt"},
            {"550 5.7.0 <user@example.org>... Please use the smtp server of your ISP.", "mail"}, ),
    },
    {
        .id = "domain-blocklisted",
        .spoken = "S-46",
        .severity = TL_SEVERITY_PROBLEM,
        .actor = TL_ACTOR_ADMIN,
        .earliest = "mail",
        .title = N_ ("A domain or link has a bad reputation"),
        .meaning = N_ ("The recipient’s server refuses the message because the sender’s domain, "
                       "or a link in the text, is on a blocklist or has a bad reputation."),
        .retry = N_ ("Try again when the domain has been taken off the list, or when you have "
                     "taken the link out of the text."),
        .retry_after_s = -1,
        .prevention =
            N_ ("Send only to people who asked for it, take out addresses that bounce, limit "
                "what one account may send, and watch the lists: a check every day shows a "
                "listing before people complain."),
        TL_KB_FIXES (
            {"look-for-links", TL_ACTOR_USER,
             N_ ("Look for links in the message, also in the signature and behind short links, "
                 "and send it once without them.")},
            /* Translators: {domain} is a domain name. */
            {"check-domain", TL_ACTOR_ADMIN,
             N_ ("Look up {domain} on the page that the server names, and ask for removal there.")},
            {"find-abuse", TL_ACTOR_ADMIN,
             N_ ("Check whether a website of the domain was hacked and spreads spam or "
                 "malware.")}, ),
        TL_KB_RULES ({0.95, "domain.dnsbl.domain=listed"}, ),
        TL_KB_TEXTS (
            {.confidence = 0.96, .literal = "hvu:b", .pattern = "\\bhvu:b\\d"},
            {.confidence = 0.96, .literal = "banned sender domain"},
            {.confidence = 0.95, .literal = "hvub"},

            {.confidence = 0.95, .literal = "uribl"}, {.confidence = 0.95, .literal = "surbl"},
            {.confidence = 0.95, .literal = "dbl.spamhaus"},
            {.confidence = 0.95, .literal = "spamhaus.org/query/dbl"},
            {.confidence = 0.95, .literal = "spamhaus dbl"},
            {.confidence = 0.94,
             .literal = "domain",
             .pattern = "domain.{0,60}(blacklist|blocklist|block list|black list|(is |was )"
                        "?listed|reputation)|(blacklist|blocklist|listed|reputation).{0,40}"
                        "domain",
             .unless = "domain (not|name|does)|(sbl|zen|xbl)\\.|from domain blocked|accoun"
                       "t or domain may not|for rcpt domain|rcpt domain|fortiguard|antispa"
                       "m blocking"},
            {.confidence = 0.94, .literal = "blacklisted url"},
            {.confidence = 0.94, .literal = "blacklisted link"},
            {.confidence = 0.94,
             .literal = "url",
             .pattern = "\\burls?\\b.{0,60}(blacklist|blocklist|listed|block|reputation|mal"
                        "icious|suspicious|reject)|(blacklist|listed|block|malicious|suspic"
                        "ious).{0,30}\\burls?\\b",
             .unless = "antispam blocking"},
            {.confidence = 0.93,
             .literal = "link",
             .pattern = "(blacklisted|blocked|malicious|listed|bad).{0,20}link|links?.{0,40"
                        "}(blacklist|blocklist|malicious)"},
            {.confidence = 0.93, .literal = "reputation of the sending domain"},
            {.confidence = 0.92, .literal = "nordspam"}, {.confidence = 0.92, .literal = "rhsbl"},
            {.confidence = 0.92, .literal = "right-hand-side"},
            {.confidence = 0.94,
             .literal = "blocked using",
             .pattern = "(sender address|helo command) \\[[^\\]]*\\] blocked using",
             .unless = "returnc|open resolver"},
            {.confidence = 0.92, .literal = "sender address", .pattern = "blocked using"},
            {.confidence = 0.92,
             .literal = "sender domain",
             .pattern = "(blocked|listed|blacklist)"},
            {.confidence = 0.92, .literal = "домен", .pattern = "(заблокирован|черн|списк)"}, ),
        TL_KB_REFERENCES ("RFC 5782 2.2", "Spamhaus DBL"),
        TL_KB_EXAMPLES (
            {"554 5.7.1 Service unavailable; Sender address [user@example.org] blocked using dbl.spamhaus.org",
             "rcpt"},
            {"550 Message contains a URL listed in URIBL: example.org. See http://lookup.uribl.com",
             "body"},
            {"550-5.7.1 Our system has detected that this message is suspicious due to the very low reputation of the sending domain.",
             "body"}, ),
        .next_test = "check-domain",
    },
};

const TlKbArea tl_kb_smtp_origin = {"smtp-origin", "smtp", TL_KB_LIST (causes)};
