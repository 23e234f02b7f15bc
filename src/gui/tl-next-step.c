/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-next-step.h"

#include <glib/gi18n.h>

/* Translators: the labels are those of small buttons. */
static const TlNextStep steps[] = {
    {.id = "retry-later",
     .kind = TL_NEXT_WAIT,
     .label = NC_ ("button", "Wait and test"),
     .seconds = 900},
    {.id = "same-again",
     .kind = TL_NEXT_WAIT,
     .label = NC_ ("button", "Wait and test"),
     .seconds = 10},
    {.id = "retry-greylist",
     .kind = TL_NEXT_WAIT,
     .label = NC_ ("button", "Wait and test"),
     .seconds = 300},
    {.id = "other-network",
     .kind = TL_NEXT_ASK,
     .label = NC_ ("button", "Try it"),
     .argument = "user.other_network",
     .way_back = N_ ("Connect the usual network again now."),
     .question = N_ (
         "Connect this computer to another network, such as a phone’s hotspot. Then go on: the same test runs once more. Connect the usual network again afterwards.")},
    {.id = "without-vpn",
     .kind = TL_NEXT_ASK,
     .label = NC_ ("button", "Try it"),
     .argument = "user.vpn_off",
     .way_back = N_ ("Connect the VPN again now."),
     .question = N_ (
         "Disconnect the VPN. Then go on: the same test runs once more. Connect the VPN again right after it.")},
    {.id = "without-firewall-rule",
     .kind = TL_NEXT_ASK,
     .label = NC_ ("button", "Try it"),
     .argument = "user.firewall_off",
     .way_back = N_ ("Switch the rule of the firewall on again now."),
     .question = N_ (
         "In the firewall program, pause only the rule for this port, and leave everything else on. Then go on: the same test runs once more. Switch the rule on again right after it.")},
    {.id = "without-antivirus",
     .kind = TL_NEXT_ASK,
     .label = NC_ ("button", "Try it"),
     .argument = "user.antivirus_off",
     .way_back = N_ ("Switch the inspection of the antivirus program on again now."),
     .question = N_ (
         "Pause only the mail or web inspection of the antivirus program. Then go on: the same test runs once more. Switch the inspection on again right after it.")},
    {.id = "ask-other-resolver",
     .kind = TL_NEXT_ASK,
     .label = NC_ ("button", "Try it"),
     .way_back = N_ ("Enter the old name server again now."),
     .question = N_ (
         "In the network settings of this computer, enter another name server, and note the old one. Then go on: the same test runs once more.")},
    {.id = "sign-in-browser",
     .kind = TL_NEXT_ASK,
     .label = NC_ ("button", "Try it"),
     .question = N_ (
         "Sign in to the account in a web browser, with the same user name and password. If that works, go on: the same test runs once more.")},
    {.id = "other-port", .kind = TL_NEXT_SURVEY, .label = NC_ ("button", "Try all ports")},
    {.id = "other-port-587",
     .kind = TL_NEXT_TEST,
     .label = NC_ ("button", "Test it"),
     .argument = "port-587"},
    {.id = "other-family",
     .kind = TL_NEXT_TEST,
     .label = NC_ ("button", "Test it"),
     .argument = "family"},
    {.id = "other-user-form",
     .kind = TL_NEXT_TEST,
     .label = NC_ ("button", "Test it"),
     .argument = "user-form"},
    {.id = "send-test-message",
     .kind = TL_NEXT_TEST,
     .label = NC_ ("button", "Send and test"),
     .argument = "send"},
    {.id = "other-data-mode",
     .kind = TL_NEXT_TEST,
     .label = NC_ ("button", "Test it"),
     .argument = "data-mode"},
    {.id = "other-host",
     .kind = TL_NEXT_GO,
     .label = NC_ ("button", "Change the server"),
     .argument = "account"},
    {.id = "with-login",
     .kind = TL_NEXT_GO,
     .label = NC_ ("button", "Enter it"),
     .argument = "account"},
    {.id = "with-recipient",
     .kind = TL_NEXT_GO,
     .label = NC_ ("button", "Enter it"),
     .argument = "account"},
    {.id = "check-clock",
     .kind = TL_NEXT_GO,
     .label = NC_ ("button", "Look"),
     .argument = "computer"},
    {.id = "check-domain",
     .kind = TL_NEXT_GO,
     .label = NC_ ("button", "Check it"),
     .argument = "domain"},
    {.id = "whole-text",
     .kind = TL_NEXT_GO,
     .label = NC_ ("button", "Paste it"),
     .argument = "message"},
    {.id = "ask-server-admin", .kind = TL_NEXT_EXPORT, .label = NC_ ("button", "Save the report")},
};

const TlNextStep *
tl_next_step_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_strcmp0 (steps[i].id, id) == 0)
      return &steps[i];
  return NULL;
}

/* The family that the last test did not use. */
static TlFamily
other_family (TlWizard *wizard)
{
  TlEvidence *evidence = tl_session_get_evidence (tl_wizard_get_session (wizard));

  return evidence != NULL && tl_evidence_is (evidence, "tcp.family", "ipv4") ? TL_FAMILY_IPV6
                                                                             : TL_FAMILY_IPV4;
}

static TlFtpMode
other_mode (TlWizard *wizard)
{
  switch (tl_wizard_get_settings (wizard)->ftp_mode) {
    case TL_FTP_MODE_ACTIVE:
    case TL_FTP_MODE_EPRT:
    case TL_FTP_MODE_PORT:
      return TL_FTP_MODE_PASSIVE;
    default:
      return TL_FTP_MODE_ACTIVE;
  }
}

void
tl_next_step_prepare (const TlNextStep *step, TlWizard *wizard)
{
  if (g_str_equal (step->argument, "port-587"))
    tl_wizard_adopt (wizard, "587/starttls");
  else if (g_str_equal (step->argument, "family"))
    tl_wizard_set_once (wizard, "family", (int) other_family (wizard));
  else if (g_str_equal (step->argument, "user-form"))
    tl_wizard_set_once (wizard, "try-user-forms", TRUE);
  else if (g_str_equal (step->argument, "send"))
    tl_wizard_set_once (wizard, "send", TRUE);
  else if (g_str_equal (step->argument, "data-mode"))
    tl_wizard_set_once (wizard, "ftp-mode", (int) other_mode (wizard));
}
