/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* tl_settings_normalise: what a person typed, made usable or refused in words. */

#include "tl-settings.h"

#include "tl-address.h"
#include "tl-text.h"

#include <gio/gio.h>
#include <string.h>

/* This layer knows no languages: a front end passes the sentence through its catalogue. */
#define N_(text) text

/* Limits in bytes. Host: RFC 1035 2.3.4. The others only keep nonsense out. */
#define HOST_MAX 253
#define LABEL_MAX 63
#define USER_MAX 1024
#define TEXT_MAX 4096
#define LIST_MAX 100
#define SESSIONS_MAX 5
#define TIMEOUT_MAX 3600
#define GREYLIST_MAX 86400

typedef enum {
  PROBLEM_HOST_MISSING,
  PROBLEM_HOST_INVALID,
  PROBLEM_HOST_HIDDEN,
  PROBLEM_HOST_LONG,
  PROBLEM_HOST_DASH,
  PROBLEM_HOST_NUMBER,
  PROBLEM_HOST_PORT,
  PROBLEM_PORT,
  PROBLEM_ADDRESS_MISSING,
  PROBLEM_ADDRESS,
  PROBLEM_USER_HIDDEN,
  PROBLEM_USER_LONG,
  PROBLEM_PASSWORD_LINES,
  PROBLEM_FROM,
  PROBLEM_TO,
  PROBLEM_TO_MANY,
  PROBLEM_TO_MISSING,
  PROBLEM_HELO,
  PROBLEM_PATH,
  PROBLEM_URL,
  PROBLEM_CA_FILE,
  PROBLEM_RESOLVE,
  PROBLEM_REFERENCES,
  PROBLEM_DNSBL,
  PROBLEM_PORTAL,
  PROBLEM_SENDER_IP,
  PROBLEM_SELECTOR,
  PROBLEM_SESSIONS,
  PROBLEM_TIMEOUT,
  PROBLEM_GREYLIST,
  N_PROBLEMS
} Problem;

static const struct {
  const char *field; /* the property that has to be mended */
  const char *text;
} problems[N_PROBLEMS] = {
    [PROBLEM_HOST_MISSING] = {"host",
                              N_ ("Enter the name of the server, for example mail.example.org.")},
    [PROBLEM_HOST_INVALID] = {"host", N_ ("This is not a valid server name.")},
    [PROBLEM_HOST_HIDDEN] =
        {"host", N_ ("The server name contains an invisible character. Type it again instead of "
                     "pasting it.")},
    [PROBLEM_HOST_LONG] = {"host", N_ ("The server name is too long.")},
    [PROBLEM_HOST_DASH] = {"host", N_ ("A server name cannot begin with a hyphen.")},
    [PROBLEM_HOST_NUMBER] = {"host",
                             N_ ("This looks like an IP address, but it is not a complete one.")},
    [PROBLEM_HOST_PORT] =
        {"port",
         N_ ("The server name holds another port than the port field. Keep only one of them.")},
    [PROBLEM_PORT] = {"port", N_ ("The port must be a number from 1 to 65535.")},
    [PROBLEM_ADDRESS_MISSING] = {"address",
                                 N_ ("Enter an e-mail address, for example name@example.org.")},
    [PROBLEM_ADDRESS] = {"address", N_ ("This is not a valid e-mail address.")},
    [PROBLEM_USER_HIDDEN] =
        {"user", N_ ("The user name contains a line break or an invisible character. Type it "
                     "again instead of pasting it.")},
    [PROBLEM_USER_LONG] = {"user", N_ ("The user name is too long.")},
    [PROBLEM_PASSWORD_LINES] =
        {"password",
         N_ ("The password contains a line break or a zero byte, which no server can accept.")},
    [PROBLEM_FROM] = {"from", N_ ("The sender is not a valid e-mail address.")},
    [PROBLEM_TO] = {"to", N_ ("One of the recipients is not a valid e-mail address.")},
    [PROBLEM_TO_MANY] = {"to", N_ ("There are too many recipients for a test.")},
    [PROBLEM_TO_MISSING] = {"to", N_ ("Enter the recipient of the test message.")},
    [PROBLEM_HELO] =
        {"helo",
         N_ ("The name for the greeting must be a host name or an address in square brackets.")},
    [PROBLEM_PATH] = {"path", N_ ("The folder contains a line break or a control character.")},
    [PROBLEM_URL] =
        {"url", N_ ("This is not a valid web address. It has to begin with http:// or https://.")},
    [PROBLEM_CA_FILE] = {"ca-file", N_ ("The name of the certificate file cannot be used.")},
    [PROBLEM_RESOLVE] =
        {"resolve",
         N_ ("A fixed address must have the form HOST:ADDRESS, for example mail.example.org:192.0.2.1.")},
    [PROBLEM_REFERENCES] = {"references",
                            N_ ("One of the hosts to compare with is not a valid host name.")},
    [PROBLEM_DNSBL] = {"dnsbl", N_ ("One of the DNS lists is not a valid host name.")},
    [PROBLEM_PORTAL] = {"portal-url",
                        N_ ("The address of the sign-in page check is not a valid web address.")},
    [PROBLEM_SENDER_IP] = {"sender-ip",
                           N_ ("The address of the sending server is not a valid IP address.")},
    [PROBLEM_SELECTOR] =
        {"selector",
         /* Translators: a selector is the name of a DKIM key, such as "mail2024". */
         N_ ("The selector must be the name of a DKIM key: letters, digits, dots and hyphens.")},
    [PROBLEM_SESSIONS] = {"sessions", N_ ("The number of connections must be from 1 to 5.")},
    [PROBLEM_TIMEOUT] = {"timeout-s", N_ ("The time limit must be from 1 to 3600 seconds.")},
    [PROBLEM_GREYLIST] = {"retry-greylist-s",
                          N_ ("The wait before the second attempt must be at most 86400 seconds.")},
};

const char *const *
tl_settings_problem_texts (void)
{
  static const char *texts[N_PROBLEMS + 1];
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    for (gsize i = 0; i < N_PROBLEMS; i++)
      texts[i] = problems[i].text;
    g_once_init_leave (&once, 1);
  }
  return texts;
}

const char *
tl_settings_problem_field (const GError *error)
{
  for (gsize i = 0; error != NULL && i < N_PROBLEMS; i++)
    if (g_strcmp0 (error->message, problems[i].text) == 0)
      return problems[i].field;
  return NULL;
}

static gboolean
refuse (GError **error, Problem problem)
{
  g_set_error_literal (error, TL_ERROR, TL_ERROR_BAD_INPUT, problems[problem].text);
  return FALSE;
}

/* ------------------------------------------------------------------ characters */

typedef enum {
  STRICT,
  ALLOW_JOINERS
} HiddenRule;

/* Valid UTF-8 without controls, bidi and invisible characters; those two that join or part letters
 * inside words are part of real file names in some scripts. */
static gboolean
is_clean (const char *text, gsize max, HiddenRule rule)
{
  if (strnlen (text, max + 1) > max || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar u = g_utf8_get_char (c);

    if (rule == ALLOW_JOINERS && (u == 0x200C || u == 0x200D))
      continue;
    if (tl_text_char_is_hidden (u))
      return FALSE;
  }
  return TRUE;
}

/* Blanks of any script off both ends. (transfer full) */
static char *
trim (const char *text)
{
  const char *end = text + strlen (text);

  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text) {
    const char *last = g_utf8_prev_char (end);

    if (!g_unichar_isspace (g_utf8_get_char (last)))
      break;
    end = last;
  }
  return g_strndup (text, (gsize) (end - text));
}

static void
replace (char **at, char *text)
{
  g_free (*at);
  *at = text;
}

/* ------------------------------------------------------------------ host names */

/* Letters, digits, hyphens and (they exist) underscores in labels of 1 to 63 bytes. */
static gboolean
labels_are_valid (const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);

  for (char **label = labels; *label != NULL; label++) {
    gsize length = strlen (*label);

    if (length == 0 || length > LABEL_MAX || (*label)[0] == '-')
      return FALSE;
    for (const char *c = *label; *c != '\0'; c++)
      if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
        return FALSE;
  }
  return TRUE;
}

/* A name whose last label is a number is an address or nothing: programs disagree about what
 * "127.1" or "0x7f000001" means. */
static gboolean
ends_in_number (const char *host)
{
  const char *last = strrchr (host, '.');

  last = last != NULL ? last + 1 : host;
  if (g_ascii_strncasecmp (last, "0x", 2) == 0)
    return strspn (last + 2, "0123456789abcdefABCDEF") == strlen (last + 2);
  return *last != '\0' && strspn (last, "0123456789") == strlen (last);
}

/* An address literal in its usual form, or NULL. (transfer full) */
static char *
read_literal (const char *text)
{
  g_autofree char *ascii = tl_text_ascii_digits (text);
  TlAddress address;

  return tl_address_parse (ascii, 0, &address) ? tl_address_to_string (&address) : NULL;
}

/* Brings a bare host (no port, no blanks around it) to the form that goes on the wire. */
static gboolean
finish_host (char **host, gboolean *trimmed, GError **error)
{
  char *literal = read_literal (*host);
  g_autofree char *ascii = NULL;
  gsize length;

  if (literal != NULL) {
    replace (host, literal);
    return TRUE;
  }
  ascii = g_hostname_to_ascii (*host);
  if (ascii == NULL)
    return refuse (error, strlen (*host) > HOST_MAX ? PROBLEM_HOST_LONG : PROBLEM_HOST_INVALID);
  length = strlen (ascii);
  if (length > 0 && ascii[length - 1] == '.') {
    ascii[--length] = '\0';
    *trimmed = TRUE;
  }
  if (length == 0)
    return refuse (error, PROBLEM_HOST_INVALID);
  if (length > HOST_MAX)
    return refuse (error, PROBLEM_HOST_LONG);
  if (ascii[0] == '-')
    return refuse (error, PROBLEM_HOST_DASH);
  if (!labels_are_valid (ascii))
    return refuse (error, PROBLEM_HOST_INVALID);
  if (ends_in_number (ascii))
    return refuse (error, PROBLEM_HOST_NUMBER);
  replace (host, g_ascii_strdown (ascii, -1));
  return TRUE;
}

/* What a URL, or something written like one, says of the server. */
typedef struct {
  char *scheme; /* (owned, nullable) lower case */
  char *host;   /* (owned) without brackets */
  char *port;   /* (owned, nullable) as written */
} HostParts;

static void
host_parts_clear (HostParts *parts)
{
  g_free (parts->scheme);
  g_free (parts->host);
  g_free (parts->port);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HostParts, host_parts_clear)

/* Parts a host from a port behind it. An IPv6 literal without brackets has no port. */
static gboolean
split_port (const char *text, HostParts *parts)
{
  const char *colon = strrchr (text, ':');
  const char *bracket = strrchr (text, ']');
  TlAddress address;

  if (colon == NULL || (bracket != NULL && bracket > colon) ||
      tl_address_parse (text, 0, &address)) {
    parts->host = g_strdup (text);
    return TRUE;
  }
  parts->host = g_strndup (text, (gsize) (colon - text));
  parts->port = g_strdup (colon + 1);
  return strchr (parts->host, ':') == NULL || parts->host[0] == '[';
}

static gboolean
split_url (const char *text, HostParts *parts)
{
  const char *scheme_end = strstr (text, "://");
  const char *start = scheme_end != NULL ? scheme_end + 3 : text;
  g_autofree char *authority = g_strndup (start, strcspn (start, "/?#\\"));
  const char *at = strrchr (authority, '@');

  if (scheme_end != NULL)
    parts->scheme = g_ascii_strdown (text, scheme_end - text);
  return split_port (at != NULL ? at + 1 : authority, parts);
}

/* Takes over the port that stood in the host field. */
static gboolean
adopt_port (TlSettings *settings, const char *text, GError **error)
{
  guint port;

  if (text == NULL || *text == '\0')
    return TRUE;
  if (!tl_port_parse (text, &port))
    return refuse (error, PROBLEM_PORT);
  if (settings->port != 0 && settings->port != port)
    return refuse (error, PROBLEM_HOST_PORT);
  settings->port = port;
  return TRUE;
}

/* Schemes that themselves ask for TLS from the first byte. */
static void
adopt_scheme (TlSettings *settings, const char *scheme)
{
  static const char *const tls[] = {"smtps", "submissions", "ftps", "https", NULL};

  if (scheme != NULL && g_strv_contains (tls, scheme) && settings->security == TL_SECURITY_AUTO &&
      settings->port == 0)
    settings->security = TL_SECURITY_TLS;
}

static gboolean
clean_host (TlSettings *settings, const char **note, GError **error)
{
  g_auto (HostParts) parts = {0};
  g_autofree char *bare = NULL;
  gboolean trimmed;

  if (!g_utf8_validate (settings->host, -1, NULL))
    return refuse (error, PROBLEM_HOST_INVALID);
  bare = trim (settings->host);
  trimmed = strcmp (bare, settings->host) != 0;
  if (strlen (bare) > TEXT_MAX)
    return refuse (error, PROBLEM_HOST_LONG);
  if (!is_clean (bare, TEXT_MAX, STRICT))
    return refuse (error, PROBLEM_HOST_HIDDEN);
  if (!split_url (bare, &parts))
    return refuse (error, PROBLEM_HOST_INVALID);
  if (!adopt_port (settings, parts.port, error) || !finish_host (&parts.host, &trimmed, error))
    return FALSE;

  if (parts.scheme != NULL || strchr (bare, '/') != NULL)
    *note = "host-from-url";
  else if (strchr (bare, '@') != NULL)
    *note = "host-from-address";
  else if (parts.port != NULL)
    *note = "port-from-host";
  else if (trimmed)
    *note = "host-trimmed";
  adopt_scheme (settings, parts.scheme);
  replace (&settings->host, g_steal_pointer (&parts.host));
  return TRUE;
}

/* ------------------------------------------------------------------ addresses */

/* The domain of a valid address in its A-label form; local parts stay as they are. */
static gboolean
clean_address (char **address)
{
  g_autofree char *bare = trim (*address);
  char *at = strchr (bare, '@');
  g_autofree char *domain = NULL;
  gboolean trimmed = FALSE;

  if (!tl_mail_address_is_valid (bare))
    return FALSE;
  if (at[1] == '[') {
    replace (address, g_steal_pointer (&bare));
    return TRUE;
  }
  domain = g_strdup (at + 1);
  if (!finish_host (&domain, &trimmed, NULL))
    return FALSE;
  *at = '\0';
  replace (address, g_strdup_printf ("%s@%s", bare, domain));
  return TRUE;
}

static gboolean
check_sender (TlSettings *settings, GError **error)
{
  if (*settings->from == '\0' || strcmp (settings->from, "<>") == 0)
    return TRUE;
  if (!g_utf8_validate (settings->from, -1, NULL) || !clean_address (&settings->from))
    return refuse (error, PROBLEM_FROM);
  return TRUE;
}

static gboolean
check_recipients (TlSettings *settings, GError **error)
{
  g_auto (GStrv) list = NULL;

  if (strlen (settings->to) > LIST_MAX * 322 || !g_utf8_validate (settings->to, -1, NULL))
    return refuse (error, PROBLEM_TO);
  list = tl_settings_dup_recipients (settings);
  if (g_strv_length (list) > LIST_MAX)
    return refuse (error, PROBLEM_TO_MANY);
  for (char **one = list; *one != NULL; one++)
    if (!clean_address (one))
      return refuse (error, PROBLEM_TO);
  if (settings->send && list[0] == NULL)
    return refuse (error, PROBLEM_TO_MISSING);
  replace (&settings->to, g_strjoinv (",", list));
  return TRUE;
}

static gboolean
check_account_address (TlSettings *settings, GError **error)
{
  if (*settings->address == '\0')
    return settings->kind == TL_JOB_DISCOVER ? refuse (error, PROBLEM_ADDRESS_MISSING) : TRUE;
  if (!g_utf8_validate (settings->address, -1, NULL) || !clean_address (&settings->address))
    return refuse (error, PROBLEM_ADDRESS);
  return TRUE;
}

/* ------------------------------------------------------------------ the login */

static gboolean
has_outer_blank (const char *text)
{
  g_autofree char *bare = trim (text);

  return strcmp (bare, text) != 0;
}

/* Nothing is cut off a user name or password: blanks at the ends may belong to it. */
static gboolean
check_login (TlSettings *settings, const char **note, GError **error)
{
  gsize length = 0;
  const char *secret =
      settings->password != NULL ? tl_secret_peek (settings->password, &length) : "";

  if (strlen (settings->user) > USER_MAX)
    return refuse (error, PROBLEM_USER_LONG);
  if (!is_clean (settings->user, USER_MAX, STRICT))
    return refuse (error, PROBLEM_USER_HIDDEN);
  for (gsize i = 0; i < length; i++)
    if (secret[i] == '\0' || secret[i] == '\r' || secret[i] == '\n')
      return refuse (error, PROBLEM_PASSWORD_LINES);
  if (*note == NULL && has_outer_blank (settings->user))
    *note = "user-has-blanks";
  else if (*note == NULL && length > 0 && (secret[0] == ' ' || secret[length - 1] == ' '))
    *note = "password-has-blanks";
  return TRUE;
}

/* ------------------------------------------------------------------ the rest */

/* RFC 5321 4.1.1.1: a domain, or an address literal in brackets ("[IPv6:…]"). */
static gboolean
check_helo (TlSettings *settings, GError **error)
{
  gsize length = strlen (settings->helo);
  g_autofree char *inner = NULL;
  g_autofree char *name = NULL;
  gboolean trimmed;
  TlAddress address;

  if (length == 0)
    return TRUE;
  if (!is_clean (settings->helo, HOST_MAX, STRICT))
    return refuse (error, PROBLEM_HELO);
  if (settings->helo[0] == '[' && settings->helo[length - 1] == ']') {
    inner = g_strndup (settings->helo + 1, length - 2);
    return tl_address_parse (g_ascii_strncasecmp (inner, "IPv6:", 5) == 0 ? inner + 5 : inner, 0,
                             &address)
               ? TRUE
               : refuse (error, PROBLEM_HELO);
  }
  /* A bare address is wrong here, but testing a server with it is a fair wish. */
  name = g_strdup (settings->helo);
  if (!finish_host (&name, &trimmed, NULL))
    return refuse (error, PROBLEM_HELO);
  replace (&settings->helo, g_steal_pointer (&name));
  return TRUE;
}

static gboolean
is_web_url (const char *url)
{
  g_auto (HostParts) parts = {0};
  gboolean trimmed;
  guint port;

  if (!is_clean (url, TEXT_MAX, ALLOW_JOINERS) || strchr (url, ' ') != NULL ||
      !split_url (url, &parts) || parts.scheme == NULL ||
      (strcmp (parts.scheme, "http") != 0 && strcmp (parts.scheme, "https") != 0))
    return FALSE;
  return (parts.port == NULL || tl_port_parse (parts.port, &port)) &&
         finish_host (&parts.host, &trimmed, NULL);
}

/* A login in a web address stands on command lines and in reports: it is left out. */
static gboolean
strip_login (char **url)
{
  char *authority = strstr (*url, "://") + 3;
  gsize length = strcspn (authority, "/?#\\");
  char *at = g_strrstr_len (authority, (gssize) length, "@");

  if (at == NULL)
    return FALSE;
  memmove (authority, at + 1, strlen (at + 1) + 1);
  return TRUE;
}

/* The web address of a check gives host, port and encryption. */
static gboolean
check_url (TlSettings *settings, const char **note, GError **error)
{
  g_auto (HostParts) parts = {0};
  gboolean trimmed;

  if (*settings->url == '\0')
    return TRUE;
  if (!is_web_url (settings->url))
    return refuse (error, PROBLEM_URL);
  if (settings->protocol != TL_PROTOCOL_HTTP)
    return TRUE;
  if (strip_login (&settings->url))
    *note = "url-login-left-out";
  settings->port = 0;
  if (!split_url (settings->url, &parts) || !adopt_port (settings, parts.port, error) ||
      !finish_host (&parts.host, &trimmed, error))
    return FALSE;
  settings->security = strcmp (parts.scheme, "https") == 0 ? TL_SECURITY_TLS : TL_SECURITY_NONE;
  replace (&settings->host, g_steal_pointer (&parts.host));
  return TRUE;
}

static gboolean
check_host_list (char **list, Problem problem, GError **error)
{
  gboolean trimmed;

  if (list != NULL && g_strv_length (list) > LIST_MAX)
    return refuse (error, problem);
  for (; list != NULL && *list != NULL; list++)
    if (!is_clean (*list, TEXT_MAX, STRICT) || !finish_host (list, &trimmed, NULL))
      return refuse (error, problem);
  return TRUE;
}

/* HOST:ADDR; the address may be an IPv6 one, in brackets or not. */
static gboolean
check_resolve (char **list, GError **error)
{
  for (; list != NULL && *list != NULL; list++) {
    const char *colon = strchr (*list, ':');
    g_autofree char *host = colon != NULL ? g_strndup (*list, (gsize) (colon - *list)) : NULL;
    gboolean trimmed;
    TlAddress address;

    if (host == NULL || !is_clean (*list, TEXT_MAX, STRICT) ||
        !finish_host (&host, &trimmed, NULL) || !tl_address_parse (colon + 1, 0, &address))
      return refuse (error, PROBLEM_RESOLVE);
    replace (list, g_strdup_printf ("%s:%s", host, colon + 1));
  }
  return TRUE;
}

static gboolean
check_domain (TlSettings *settings, GError **error)
{
  char *literal = *settings->sender_ip != '\0' ? read_literal (settings->sender_ip) : NULL;
  const char *below;

  if (*settings->sender_ip != '\0' && literal == NULL)
    return refuse (error, PROBLEM_SENDER_IP);
  if (literal != NULL)
    replace (&settings->sender_ip, literal);
  below = strstr (settings->selector, "._domainkey");
  /* The whole name of the key, as it stands in a zone file. */
  if (below != NULL && below > settings->selector)
    replace (&settings->selector,
             g_strndup (settings->selector, (gsize) (below - settings->selector)));
  if (*settings->selector != '\0' &&
      (strlen (settings->selector) > HOST_MAX || !labels_are_valid (settings->selector)))
    return refuse (error, PROBLEM_SELECTOR);
  return TRUE;
}

static gboolean
check_lists (TlSettings *settings, GError **error)
{
  if (!check_resolve (settings->resolve, error) ||
      !check_host_list (settings->references, PROBLEM_REFERENCES, error) ||
      !check_host_list (settings->dnsbl, PROBLEM_DNSBL, error))
    return FALSE;
  if (*settings->portal_url != '\0' && !is_web_url (settings->portal_url))
    return refuse (error, PROBLEM_PORTAL);
  if (!is_clean (settings->path, TEXT_MAX, ALLOW_JOINERS))
    return refuse (error, PROBLEM_PATH);
  /* A file name need not be UTF-8; it only has to be a name. */
  if (strlen (settings->ca_file) > TEXT_MAX || strpbrk (settings->ca_file, "\r\n") != NULL)
    return refuse (error, PROBLEM_CA_FILE);
  return TRUE;
}

static gboolean
check_numbers (const TlSettings *settings, GError **error)
{
  if (settings->port > G_MAXUINT16)
    return refuse (error, PROBLEM_PORT);
  if (settings->sessions < 1 || settings->sessions > SESSIONS_MAX)
    return refuse (error, PROBLEM_SESSIONS);
  if (settings->timeout_s < 1 || settings->timeout_s > TIMEOUT_MAX)
    return refuse (error, PROBLEM_TIMEOUT);
  if (settings->retry_greylist_s > GREYLIST_MAX)
    return refuse (error, PROBLEM_GREYLIST);
  return TRUE;
}

/* A check of an account finds its host out; the local looks and texts need none. */
static gboolean
needs_host (const TlSettings *settings)
{
  switch (settings->kind) {
    case TL_JOB_CHECK:
      return *settings->address == '\0';
    case TL_JOB_SURVEY:
    case TL_JOB_DOMAIN:
      return TRUE;
    case TL_JOB_DISCOVER:
    case TL_JOB_ENVIRONMENT:
    case TL_JOB_EXPLAIN:
    default:
      return FALSE;
  }
}

gboolean
tl_settings_normalise (TlSettings *settings, char **note, GError **error)
{
  const char *mend = NULL;

  if (note != NULL)
    *note = NULL;
  if (!check_numbers (settings, error) || !check_url (settings, &mend, error))
    return FALSE;
  if (*settings->host != '\0' && !clean_host (settings, &mend, error))
    return FALSE;
  if (*settings->host == '\0' && needs_host (settings))
    return refuse (error, PROBLEM_HOST_MISSING);
  if (!check_account_address (settings, error) || !check_login (settings, &mend, error) ||
      !check_sender (settings, error) || !check_recipients (settings, error) ||
      !check_helo (settings, error) || !check_domain (settings, error) ||
      !check_lists (settings, error))
    return FALSE;
  if (note != NULL)
    *note = g_strdup (mend);
  return TRUE;
}
