/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-filezilla.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (4 * 1024 * 1024)
#define DEPTH_MAX 32
#define VALUE_MAX 255

void
tl_filezilla_site_free (TlFileZillaSite *site)
{
  g_free (site->host);
  g_free (site->user);
  g_free (site);
}

/* ------------------------------------------------------------------ elements */

typedef struct {
  const char *host; /* (nullable) the site that is looked for */
  guint port;
  GPtrArray *all;        /* (nullable) gets every site, as TlServerOffer */
  TlFileZillaSite *now;  /* (owned, nullable) the site that is being read */
  TlFileZillaSite *best; /* (owned, nullable) */
  GString *value;        /* of the element being read */
  gboolean is_transfers; /* the setting being read is the number of transfers */
  guint transfers;
  guint depth;
} Reader;

static guint
read_number (const char *text, guint most)
{
  guint64 number = 0;

  return g_ascii_string_to_unsigned (text, 10, 0, most, &number, NULL) ? (guint) number : 0;
}

static const char *
name_encryption (const char *protocol)
{
  static const struct {
    const char *number;
    const char *word;
  } words[] = {
      {"0", "if-offered"}, {"1", "sftp"}, {"3", "implicit"}, {"4", "explicit"}, {"6", "none"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].number, protocol) == 0)
      return words[i].word;
  return "other";
}

static void
take_value (Reader *reader, const char *element, const char *text)
{
  TlFileZillaSite *site = reader->now;

  if (strcmp (element, "Host") == 0) {
    g_free (site->host);
    site->host = g_strdup (text);
  } else if (strcmp (element, "User") == 0) {
    g_free (site->user);
    site->user = g_strdup (text);
  } else if (strcmp (element, "Port") == 0) {
    site->port = read_number (text, 65535);
  } else if (strcmp (element, "Protocol") == 0) {
    site->encryption = name_encryption (text);
  } else if (strcmp (element, "PasvMode") == 0) {
    site->mode = strcmp (text, "MODE_PASSIVE") == 0  ? "passive"
                 : strcmp (text, "MODE_ACTIVE") == 0 ? "active"
                                                     : "default";
  } else if (strcmp (element, "MaximumMultipleConnections") == 0) {
    site->connections = read_number (text, 100);
  }
}

static gboolean
is_port_of (const TlFileZillaSite *site, guint port)
{
  return site->port == port || (site->port == 0 && (port == 21 || port == 990));
}

/* Fit to stand in a field of the wizard. */
static gboolean
is_one_word (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return *text != '\0';
}

static void
offer_site (Reader *reader, const TlFileZillaSite *site)
{
  static const struct {
    const char *encryption;
    TlSecurity security;
    guint port;
  } kinds[] = {{"if-offered", TL_SECURITY_AUTO, 21},
               {"explicit", TL_SECURITY_STARTTLS, 21},
               {"implicit", TL_SECURITY_TLS, 990},
               {"none", TL_SECURITY_NONE, 21}};
  const char *user = site->user != NULL && is_one_word (site->user) ? site->user : "";

  if (site->host == NULL || !is_one_word (site->host) || reader->all->len >= TL_FILEZILLA_SITES_MAX)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].encryption, site->encryption) == 0)
      g_ptr_array_add (reader->all,
                       tl_server_offer_new (TL_PROTOCOL_FTP, site->host,
                                            site->port != 0 ? site->port : kinds[i].port,
                                            kinds[i].security, "password", user, "filezilla"));
}

/* The site is whole: kept where it is the one that is looked for. */
static void
judge_site (Reader *reader)
{
  TlFileZillaSite *site = g_steal_pointer (&reader->now);
  gboolean fits = reader->host != NULL && site->host != NULL &&
                  g_ascii_strcasecmp (site->host, reader->host) == 0;

  if (reader->all != NULL)
    offer_site (reader, site);

  if (fits && (reader->best == NULL ||
               (is_port_of (site, reader->port) && !is_port_of (reader->best, reader->port)))) {
    g_clear_pointer (&reader->best, tl_filezilla_site_free);
    reader->best = g_steal_pointer (&site);
  }
  g_clear_pointer (&site, tl_filezilla_site_free);
}

static void
on_start (GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer data, GError **error)
{
  Reader *reader = data;

  if (++reader->depth > DEPTH_MAX) {
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "too deep");
    return;
  }
  g_string_truncate (reader->value, 0);
  reader->is_transfers = FALSE;
  if (strcmp (element, "Server") == 0 && reader->now == NULL) {
    reader->now = g_new0 (TlFileZillaSite, 1);
    reader->now->mode = "default";
    reader->now->encryption = "if-offered";
  }
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], "name") == 0 && strcmp (values[i], "Number of Transfers") == 0)
      reader->is_transfers = strcmp (element, "Setting") == 0;
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reader *reader = data;
  g_autofree char *text = g_strstrip (g_strdup (reader->value->str));

  reader->depth--;
  g_string_truncate (reader->value, 0);
  if (strcmp (element, "Server") == 0 && reader->now != NULL)
    judge_site (reader);
  else if (reader->now != NULL)
    take_value (reader, element, text);
  else if (reader->is_transfers)
    reader->transfers = read_number (text, 100);
  reader->is_transfers = FALSE;
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
         GError **error)
{
  Reader *reader = data;

  if (reader->value->len + length <= VALUE_MAX)
    g_string_append_len (reader->value, text, (gssize) length);
}

/* ------------------------------------------------------------------ without passwords */

typedef enum {
  OUTSIDE,
  TAG,     /* behind '<', while it may still be <Pass */
  HEAD,    /* in the tag <Pass …> */
  PASSWORD /* behind it, up to </Pass> */
} Place;

/* Lets everything through but the element Pass. */
typedef struct {
  Place place;
  char tag[8];
  gsize n_tag;
  char before; /* the letter before, in HEAD */
  gsize ended; /* letters of "</Pass>" that matched */
  GString *out;
} Strainer;

static void
strain (Strainer *self, char letter)
{
  static const char opening[] = "<Pass";
  static const char closing[] = "</Pass>";

  switch (self->place) {
    case OUTSIDE:
      self->n_tag = 0;
      if (letter == '<')
        self->place = TAG;
      else
        g_string_append_c (self->out, letter);
      if (letter == '<')
        self->tag[self->n_tag++] = letter;
      break;
    case TAG:
      if (self->n_tag == sizeof opening - 1 && strchr (" \t\r\n/>", letter) != NULL) {
        self->place = letter == '>' ? PASSWORD : HEAD;
        self->before = letter;
        self->ended = 0;
        break;
      }
      self->tag[self->n_tag++] = letter;
      if (self->n_tag < sizeof opening && letter == opening[self->n_tag - 1])
        break;
      g_string_append_len (self->out, self->tag, (gssize) self->n_tag);
      self->place = OUTSIDE;
      break;
    case HEAD:
      if (letter == '>')
        self->place = self->before == '/' ? OUTSIDE : PASSWORD;
      self->before = letter;
      break;
    case PASSWORD:
    default:
      if (letter == closing[self->ended])
        self->ended++;
      else
        self->ended = letter == '<' ? 1 : 0;
      if (self->ended == sizeof closing - 1)
        self->place = OUTSIDE;
      break;
  }
}

/* ------------------------------------------------------------------ the file */

/* Piece by piece through a buffer that is wiped, so that no password stays in memory. */
static gboolean
parse_file (int fd, GMarkupParseContext *context)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Strainer strainer = {.out = out};
  char piece[4096];
  gsize total = 0;
  gboolean good = TRUE;
  gssize n;

  while (good && (n = read (fd, piece, sizeof piece)) > 0) {
    total += (gsize) n;
    g_string_truncate (out, 0);
    for (gssize i = 0; i < n; i++)
      strain (&strainer, piece[i]);
    good = total <= FILE_MAX && (out->len == 0 || g_markup_parse_context_parse (
                                                      context, out->str, (gssize) out->len, NULL));
  }
  tl_wipe (piece, sizeof piece);
  return good && g_markup_parse_context_end_parse (context, NULL);
}

static int
open_file (const char *file)
{
  struct stat about;
  /* A FIFO must not hold us up. */
  int fd = open (file, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

  if (fd >= 0 && (fstat (fd, &about) != 0 || !S_ISREG (about.st_mode))) {
    close (fd);
    return -1;
  }
  return fd;
}

/* FALSE where the file cannot be read to its end. */
static gboolean
read_sites (const char *file, Reader *reader)
{
  static const GMarkupParser parser = {on_start, on_end, on_text, NULL, NULL};
  g_autoptr (GMarkupParseContext) context = NULL;
  int fd = open_file (file);
  gboolean good;

  if (fd < 0)
    return FALSE;
  reader->value = g_string_new (NULL);
  context = g_markup_parse_context_new (&parser, 0, reader, NULL);
  good = parse_file (fd, context);
  close (fd);
  g_string_free (reader->value, TRUE);
  g_clear_pointer (&reader->now, tl_filezilla_site_free);
  return good;
}

TlFileZillaSite *
tl_filezilla_find (const char *file, const char *host, guint port)
{
  Reader reader = {.host = host, .port = port};

  if (!read_sites (file, &reader))
    g_clear_pointer (&reader.best, tl_filezilla_site_free);
  if (reader.best != NULL)
    reader.best->transfers = reader.transfers;
  return reader.best;
}

GPtrArray *
tl_filezilla_list (const char *file)
{
  Reader reader = {.all = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_server_offer_free)};

  if (!read_sites (file, &reader))
    g_ptr_array_set_size (reader.all, 0);
  return reader.all;
}

/* ------------------------------------------------------------------ where it lies */

/* The files that may be there, the likeliest first. (transfer full) */
static GPtrArray *
list_files (TlSettings *settings)
{
  static const char *const places[] = {
      ".filezilla",
      ".var/app/org.filezillaproject.Filezilla/config/filezilla",
      "snap/filezilla/current/.config/filezilla",
      "snap/filezilla/common/.config/filezilla",
  };
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);

  if (*settings->filezilla != '\0') {
    g_ptr_array_add (files, g_strdup (settings->filezilla));
    return files;
  }
  if (settings->no_environment)
    return files;
  g_ptr_array_add (
      files, g_build_filename (g_get_user_config_dir (), "filezilla", "sitemanager.xml", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    g_ptr_array_add (files,
                     g_build_filename (g_get_home_dir (), places[i], "sitemanager.xml", NULL));
  return files;
}

static TlFileZillaSite *
find_anywhere (TlSettings *settings)
{
  g_autoptr (GPtrArray) files = list_files (settings);
  TlFileZillaSite *site = NULL;

  for (guint i = 0; site == NULL && i < files->len; i++)
    site =
        tl_filezilla_find (files->pdata[i], settings->host, tl_settings_effective_port (settings));
  return site;
}

TlDiscovery *
tl_filezilla_discover (TlSettings *settings)
{
  g_autoptr (GPtrArray) files = list_files (settings);
  TlDiscovery *discovery = g_new0 (TlDiscovery, 1);

  discovery->notes = g_new0 (char *, 1);
  discovery->offers = g_ptr_array_new ();
  for (guint i = 0; discovery->offers->len == 0 && i < files->len; i++) {
    g_ptr_array_unref (discovery->offers);
    discovery->offers = tl_filezilla_list (files->pdata[i]);
  }
  return discovery;
}

static void
add_fact (TlEvidenceBuilder *builder, const char *fact, const char *value)
{
  tl_evidence_builder_add (builder, TL_SOURCE_LOCAL, "", "", fact, value);
}

static void
add_number (TlEvidenceBuilder *builder, const char *fact, guint number)
{
  g_autofree char *value = g_strdup_printf ("%u", number);

  add_fact (builder, fact, value);
}

/* Where none is written down, FileZilla takes the usual one. */
static guint
port_of (const TlFileZillaSite *site)
{
  if (site->port != 0)
    return site->port;
  return strcmp (site->encryption, "implicit") == 0 ? 990 : 21;
}

void
tl_filezilla_look (TlSettings *settings, TlEvidenceBuilder *builder)
{
  g_autoptr (TlFileZillaSite) site = NULL;

  if (settings->protocol != TL_PROTOCOL_FTP || settings->kind != TL_JOB_CHECK)
    return;
  site = find_anywhere (settings);
  if (site == NULL)
    return;
  add_number (builder, "local.filezilla.connections", site->connections);
  add_fact (builder, "local.filezilla.mode", site->mode);
  add_fact (builder, "local.filezilla.encryption", site->encryption);
  add_number (builder, "local.filezilla.port", port_of (site));
  if (site->transfers > 0)
    add_number (builder, "local.filezilla.transfers", site->transfers);
}
