/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the data connection of FTP goes: EPSV and PASV (the client connects), EPRT and PORT (the
 * server does). */
#include "tl-ftp-private.h"

#include "tl-connector.h"
#include "tl-ftp-words.h"
#include "tl-local-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The control connection has just shown how fast this host answers: three SYNs that stay silent
 * this long are dropped on the way. */
#define DATA_CONNECT_MS 3500

gboolean
tl_ftp_is_active (TlFtp *ftp)
{
  TlFtpMode mode = ftp->settings->ftp_mode;

  return mode == TL_FTP_MODE_ACTIVE || mode == TL_FTP_MODE_EPRT || mode == TL_FTP_MODE_PORT;
}

void
tl_ftp_data_clear (TlFtpData *data)
{
  g_clear_pointer (&data->channel, tl_channel_free);
  if (data->listener >= 0)
    close (data->listener);
  data->listener = -1;
  g_clear_pointer (&data->refusal, tl_reply_free);
}

/* A refusal decides only where no other mode helps. */
static const char *
keep_refusal (TlFtp *ftp, TlReply **reply, const char *word)
{
  g_clear_pointer (&ftp->data.refusal, tl_reply_free);
  ftp->data.refusal = g_steal_pointer (reply);
  return word;
}

/* ------------------------------------------------------------------ passive */

static const char *
state_to_failure (TlPortState state)
{
  return state == TL_PORT_UNKNOWN ? "timeout" : tl_port_state_to_string (state);
}

/* A rule of this computer's own firewall that stops it, where the rules may be read. */
static void
note_own_rule (TlFtp *ftp, const TlAddress *address)
{
  g_autofree char *rule =
      ftp->settings->no_environment ? NULL : tl_local_dup_rule_for (ftp->run, address);

  if (rule != NULL)
    tl_ftp_fact (ftp, "ftp.data.rule_here", rule);
}

/* Opens the data connection. Silence of the very host that answers on the control connection is a
 * filter; that of another address tells nothing. */
static const char *
connect_to (TlFtp *ftp, const TlAddress *address)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  TlConnectResult *result;
  TlPortState state;

  g_ptr_array_add (addresses, (gpointer) address);
  results = tl_connect_all (ftp->io, addresses, MIN (DATA_CONNECT_MS, ftp->limits->data), TRUE);
  if (tl_io_is_cancelled (ftp->io))
    return "cancelled";
  result = g_ptr_array_index (results, 0);
  state = result->state;
  if (state == TL_PORT_UNKNOWN && tl_address_equal_host (address, &ftp->peer))
    state = TL_PORT_FILTERED;
  tl_ftp_fact (ftp, "ftp.data.state", tl_port_state_to_string (state));
  if (state != TL_PORT_OPEN) {
    note_own_rule (ftp, address);
    return state_to_failure (state);
  }
  ftp->data.channel = tl_channel_new_from_result (ftp->io, result);
  return NULL;
}

static void
note_passive (TlFtp *ftp, const TlFtpPassive *passive)
{
  tl_ftp_factf (ftp, "ftp.passive.port", "%u", passive->port);
  if (passive->has_address) {
    g_autofree char *literal = tl_address_to_string (&passive->address);
    gboolean same = tl_address_equal_host (&passive->address, &ftp->peer);

    tl_ftp_fact (ftp, "ftp.passive.address", literal);
    tl_ftp_fact (ftp, "ftp.passive.address_kind",
                 same ? "same" : tl_address_kind (&passive->address));
  }
}

/* The peer of the control connection, whatever was announced (CVE-2020-8284 and its kin), unless
 * the person asked for the announced address, and it can be the address of a host at all. */
static TlAddress
choose_address (TlFtp *ftp, const TlFtpPassive *passive)
{
  TlAddress address = ftp->peer;

  if (ftp->announced && passive->has_address) {
    const char *kind = tl_address_kind (&passive->address);

    if (!g_str_equal (kind, "multicast") && !g_str_equal (kind, "broadcast") &&
        !g_str_equal (kind, "unspecified"))
      address = passive->address;
  }
  tl_address_set_port (&address, passive->port);
  return address;
}

typedef struct {
  const char *mode;
  const char *command;
  guint code;
  gboolean (*parse) (const char *text, TlFtpPassive *out);
} PassiveMode;

static const PassiveMode epsv = {"epsv", "EPSV", 229, tl_ftp_parse_epsv};
static const PassiveMode pasv = {"pasv", "PASV", 227, tl_ftp_parse_pasv};

static const char *
try_passive (TlFtp *ftp, const PassiveMode *mode)
{
  g_autoptr (TlReply) reply = NULL;
  TlFtpPassive passive = {0};
  TlAddress address;
  TlFailure failure;

  ftp->data.mode = mode->mode;
  tl_ftp_fact (ftp, "ftp.passive.mode", mode->mode);
  failure = tl_ftp_ask (ftp, mode->command, NULL, ftp->limits->reply, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_failure_to_string (failure);
  if (reply->code / 100 != 2)
    return keep_refusal (ftp, &reply, "reply");
  if (reply->code != mode->code || strlen (reply->text) >= TL_LINE_MAX ||
      !mode->parse (reply->text, &passive))
    return keep_refusal (ftp, &reply, "invalid-reply");
  note_passive (ftp, &passive);
  address = choose_address (ftp, &passive);
  return connect_to (ftp, &address);
}

const char *
tl_ftp_data_first_command (TlFtp *ftp)
{
  if (tl_ftp_is_active (ftp))
    return NULL;
  if (ftp->settings->ftp_mode != TL_FTP_MODE_PASV)
    return epsv.command;
  return tl_address_is_ipv6 (&ftp->peer) ? NULL : pasv.command;
}

/* EPSV first: it needs no address, so nothing on the way can get it wrong. PASV knows IPv4 alone. */
static const char *
prepare_passive (TlFtp *ftp)
{
  TlFtpMode wish = ftp->settings->ftp_mode;
  const char *word;

  if (wish == TL_FTP_MODE_PASV || wish == TL_FTP_MODE_EPSV)
    return tl_ftp_data_try (ftp, wish);
  word = tl_ftp_data_try (ftp, TL_FTP_MODE_EPSV);
  if (word == NULL || tl_address_is_ipv6 (&ftp->peer) || !ftp->alive)
    return word;
  /* Under TLS nothing on the way knows one mode from the other: the same host's silence stays. */
  if (tl_ftp_is_encrypted (ftp) && g_str_equal (word, "filtered"))
    return word;
  tl_ftp_matrix_row (ftp, "epsv", TL_OUTCOME_FAILED, word);
  return tl_ftp_data_try (ftp, TL_FTP_MODE_PASV);
}

/* ------------------------------------------------------------------ active */

/* Listens on our end of the control connection and nowhere else. */
static gboolean
listen_here (TlFtp *ftp, TlAddress *own)
{
  int fd;

  *own = ftp->local;
  tl_address_set_port (own, 0);
  fd = socket (own->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return FALSE;
  ftp->data.listener = fd;
  own->length = sizeof own->storage;
  return bind (fd, (struct sockaddr *) &own->storage, ftp->local.length) == 0 &&
         listen (fd, 4) == 0 &&
         getsockname (fd, (struct sockaddr *) &own->storage, &own->length) == 0;
}

static const char *
announce (TlFtp *ftp, const char *mode, const char *command, const char *argument)
{
  g_autoptr (TlReply) reply = NULL;
  TlFailure failure;

  ftp->data.mode = mode;
  tl_ftp_fact (ftp, "ftp.active.mode", mode);
  failure = tl_ftp_ask (ftp, command, argument, ftp->limits->reply, &reply);
  if (failure != TL_FAILURE_NONE)
    return tl_failure_to_string (failure);
  if (reply->code / 100 != 2)
    return keep_refusal (ftp, &reply, "reply");
  g_clear_pointer (&ftp->data.refusal, tl_reply_free);
  return NULL;
}

/* PORT as no helper in a router sees it. They look at the beginning of a packet; here it stands behind
 * another command. */
static const char *
announce_hidden (TlFtp *ftp, const char *argument)
{
  g_autofree char *line = g_strconcat ("PORT ", argument, NULL);
  const char *const lines[] = {"NOOP", line, NULL};
  g_autoptr (TlReply) reply = NULL;

  tl_ftp_send_ahead (ftp, lines);
  if (tl_ftp_ask (ftp, "NOOP", NULL, ftp->limits->reply, &reply) != TL_FAILURE_NONE)
    return "closed";
  return announce (ftp, "port", "PORT", argument);
}

/* What is made of it seen and unseen differs only where something in between rewrote the one. Only
 * without TLS: else there is nothing that a helper could see. */
static const char *
judge_helper (TlFtp *ftp, const char *argument)
{
  const char *hidden = announce_hidden (ftp, argument);
  const char *word = ftp->alive ? announce (ftp, "port", "PORT", argument) : hidden;

  if (ftp->alive)
    tl_ftp_fact (ftp, "ftp.helper",
                 (word == NULL) == (hidden == NULL) ? "none-seen"
                 : word != NULL                     ? "spoils"
                                                    : "rewrites");
  return word;
}

static const char *
try_active (TlFtp *ftp, TlFtpMode mode)
{
  g_autofree char *port = NULL;
  g_autofree char *eprt = NULL;
  g_autofree char *shown = NULL;
  TlAddress own;

  ftp->data.mode = mode == TL_FTP_MODE_PORT ? "port" : "eprt";
  if (!listen_here (ftp, &own))
    return "network";
  port = tl_ftp_format_port (&own);
  eprt = tl_ftp_format_eprt (&own);
  shown = tl_address_to_target (&own);
  tl_ftp_fact (ftp, "ftp.active.address", shown);
  tl_ftp_fact (ftp, "ftp.active.address_kind", tl_address_kind (&own));
  ftp->data.dropped = tl_local_count_dropped (tl_address_is_ipv6 (&own));
  if (mode == TL_FTP_MODE_EPRT)
    return announce (ftp, "eprt", "EPRT", eprt);
  if (port == NULL)
    return "not-offered";
  return tl_ftp_is_encrypted (ftp) ? announce (ftp, "port", "PORT", port)
                                   : judge_helper (ftp, port);
}

static const char *
prepare_active (TlFtp *ftp)
{
  TlFtpMode wish = ftp->settings->ftp_mode;
  const char *word;

  if (wish == TL_FTP_MODE_PORT || wish == TL_FTP_MODE_EPRT)
    return tl_ftp_data_try (ftp, wish);
  word = tl_ftp_data_try (ftp, TL_FTP_MODE_EPRT);
  if (word == NULL || tl_address_is_ipv6 (&ftp->local) || !ftp->alive)
    return word;
  tl_ftp_matrix_row (ftp, "eprt", TL_OUTCOME_FAILED, word);
  return tl_ftp_data_try (ftp, TL_FTP_MODE_PORT);
}

const char *
tl_ftp_data_try (TlFtp *ftp, TlFtpMode mode)
{
  tl_ftp_data_clear (&ftp->data);
  switch (mode) {
    case TL_FTP_MODE_PASV:
      return tl_address_is_ipv6 (&ftp->peer) ? "not-offered" : try_passive (ftp, &pasv);
    case TL_FTP_MODE_EPRT:
    case TL_FTP_MODE_PORT:
      return try_active (ftp, mode);
    case TL_FTP_MODE_EPSV:
    default:
      return try_passive (ftp, &epsv);
  }
}

const char *
tl_ftp_data_prepare (TlFtp *ftp)
{
  const char *word;

  ftp->data.mode = NULL;
  word = tl_ftp_is_active (ftp) ? prepare_active (ftp) : prepare_passive (ftp);
  if (word == NULL)
    return NULL;
  if (ftp->data.refusal != NULL)
    tl_ftp_reply (ftp, tl_ftp_is_active (ftp) ? "active" : "passive", ftp->data.refusal);
  if (ftp->data.mode != NULL && !g_str_equal (word, "cancelled"))
    tl_ftp_matrix_row (ftp, ftp->data.mode, TL_OUTCOME_FAILED, word);
  tl_ftp_data_clear (&ftp->data);
  return word;
}
