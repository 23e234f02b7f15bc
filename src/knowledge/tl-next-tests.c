/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person can do next so that the answer becomes clear, where it is not. */
#include "tl-kb.h"

static const TlKbNextTest tests[] = {
    {"retry-later",
     N_ ("Run the same test again in a quarter of an hour: what clears by itself was a busy server or a short limit.")},
    {"same-again", N_ ("Run the same test again now, and leave the network alone meanwhile.")},
    {"retry-greylist",
     N_ ("Wait five minutes and test the same sender and recipient again: if it then works, the first contact was put off on purpose.")},
    {"other-network",
     N_ ("Run the same test over another network, such as a phone’s hotspot: if it works there, your network or provider is in the way.")},
    {"other-port",
     N_ ("Look at the other usual ports of this server: if one of them answers, only this port is blocked.")},
    {"other-port-587",
     N_ ("Test port 587 with STARTTLS on the same server: it is open on most networks that block port 25.")},
    {"other-host",
     N_ ("Test another well-known server on the same port: if it fails there too, the trouble is on this side.")},
    {"other-family",
     N_ ("Test with IPv4 only and then with IPv6 only: if only one of them works, the other is broken on the way.")},
    {"without-vpn",
     N_ ("Disconnect the VPN, run the same test, and connect it again: what changes shows whether the VPN is in the way.")},
    {"without-firewall-rule",
     N_ ("Pause only the firewall rule for this port, run the same test, and switch the rule on again right after it.")},
    {"without-antivirus",
     N_ ("Pause only the mail or web inspection of your antivirus program for one test, and switch it on again right after it.")},
    {"ask-other-resolver",
     N_ ("Ask another name server for the same name: if it knows an answer, your own name server is at fault.")},
    {"check-clock",
     N_ ("Compare the date and time of this computer with a clock that you trust, and run the test again.")},
    {"other-user-form",
     N_ ("Try the other form of the user name once: the whole address, or only the part before the @.")},
    {"sign-in-browser",
     N_ ("Sign in to the account in a web browser: if that fails too, the password or the account is the reason.")},
    {"with-login",
     N_ ("Test again with user name and password: what happens after the login was not seen.")},
    {"with-recipient",
     N_ ("Test again with a sender and a recipient: some servers refuse only at that point.")},
    {"send-test-message",
     N_ ("Let the test send a real small message: some servers judge a message only when they have it.")},
    {"other-data-mode",
     N_ ("Test the other way of data connection (passive or active): if one works, a firewall blocks the other.")},
    {"check-domain",
     N_ ("Check the sender’s domain (SPF, DKIM, DMARC, reverse name): many refusals rest on one of these.")},
    {"whole-text",
     N_ ("Paste the whole message, with the server’s own words and numbers: a part of it did not tell enough.")},
    {"ask-server-admin",
     N_ ("Ask whoever runs the server to look into its log at the time of this test: it says there why.")},
};

const TlKbNextTest *
tl_kb_get_next_tests (gsize *n)
{
  *n = G_N_ELEMENTS (tests);
  return tests;
}

const char *
tl_kb_find_next_test (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    if (g_strcmp0 (tests[i].id, id) == 0)
      return tests[i].text;
  return NULL;
}
