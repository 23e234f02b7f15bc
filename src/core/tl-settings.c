/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-settings.h"

#include "tl-enum-types.h"
#include "tl-text.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (TlSettings, tl_settings, G_TYPE_OBJECT)

typedef enum {
  KIND_STRING,
  KIND_STRV,
  KIND_UINT,
  KIND_BOOLEAN,
  KIND_ENUM,
  KIND_SECRET
} FieldKind;

typedef struct {
  const char *property;
  FieldKind kind;
  goffset offset;
  GType (*type) (void); /* of KIND_ENUM */
  guint fallback;       /* value of a fresh object */
} Field;

#define FIELD(property, kind, member, ...)                                                         \
  {                                                                                                \
    property, kind, G_STRUCT_OFFSET (TlSettings, member), __VA_ARGS__                              \
  }

/* One row a property: reading, writing, copying and freeing all go by this table. */
static const Field fields[] = {
    FIELD ("kind", KIND_ENUM, kind, tl_job_kind_get_type, TL_JOB_CHECK),
    FIELD ("protocol", KIND_ENUM, protocol, tl_protocol_get_type, TL_PROTOCOL_SMTP),
    FIELD ("host", KIND_STRING, host, NULL, 0),
    FIELD ("port", KIND_UINT, port, NULL, 0),
    FIELD ("security", KIND_ENUM, security, tl_security_get_type, TL_SECURITY_AUTO),
    FIELD ("family", KIND_ENUM, family, tl_family_get_type, TL_FAMILY_ANY),
    FIELD ("address", KIND_STRING, address, NULL, 0),
    FIELD ("user", KIND_STRING, user, NULL, 0),
    FIELD ("password", KIND_SECRET, password, NULL, 0),
    FIELD ("auth", KIND_ENUM, auth, tl_auth_get_type, TL_AUTH_AUTO),
    FIELD ("try-user-forms", KIND_BOOLEAN, try_user_forms, NULL, FALSE),
    FIELD ("allow-plaintext", KIND_BOOLEAN, allow_plaintext, NULL, FALSE),
    FIELD ("from", KIND_STRING, from, NULL, 0),
    FIELD ("to", KIND_STRING, to, NULL, 0),
    FIELD ("helo", KIND_STRING, helo, NULL, 0),
    FIELD ("send", KIND_BOOLEAN, send, NULL, FALSE),
    FIELD ("retry-greylist-s", KIND_UINT, retry_greylist_s, NULL, 0),
    FIELD ("sessions", KIND_UINT, sessions, NULL, 1),
    FIELD ("ftp-mode", KIND_ENUM, ftp_mode, tl_ftp_mode_get_type, TL_FTP_MODE_AUTO),
    FIELD ("pasv-announced", KIND_BOOLEAN, pasv_announced, NULL, FALSE),
    FIELD ("protect-clear", KIND_BOOLEAN, protect_clear, NULL, FALSE),
    FIELD ("tls-versions", KIND_BOOLEAN, tls_versions, NULL, FALSE),
    FIELD ("path", KIND_STRING, path, NULL, 0),
    FIELD ("upload", KIND_BOOLEAN, upload, NULL, FALSE),
    FIELD ("filezilla", KIND_STRING, filezilla, NULL, 0),
    FIELD ("program", KIND_STRING, program, NULL, 0),
    FIELD ("url", KIND_STRING, url, NULL, 0),
    FIELD ("ca-file", KIND_STRING, ca_file, NULL, 0),
    FIELD ("resolve", KIND_STRV, resolve, NULL, 0),
    FIELD ("references", KIND_STRV, references, NULL, 0),
    FIELD ("dnsbl", KIND_STRV, dnsbl, NULL, 0),
    FIELD ("portal-url", KIND_STRING, portal_url, NULL, 0),
    FIELD ("sender-ip", KIND_STRING, sender_ip, NULL, 0),
    FIELD ("selector", KIND_STRING, selector, NULL, 0),
    FIELD ("public-database", KIND_BOOLEAN, public_database, NULL, FALSE),
    FIELD ("no-environment", KIND_BOOLEAN, no_environment, NULL, FALSE),
    FIELD ("timeout-s", KIND_UINT, timeout_s, NULL, 30),
};

#define AT(type, self, field) G_STRUCT_MEMBER (type, self, (field)->offset)

static GParamSpec *props[G_N_ELEMENTS (fields) + 1]; /* property id = row + 1 */

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const Field *field = &fields[id - 1];

  switch (field->kind) {
    case KIND_STRING:
      g_value_set_string (value, AT (char *, object, field));
      break;
    case KIND_STRV:
      g_value_set_boxed (value, AT (char **, object, field));
      break;
    case KIND_UINT:
      g_value_set_uint (value, AT (guint, object, field));
      break;
    case KIND_BOOLEAN:
      g_value_set_boolean (value, AT (gboolean, object, field));
      break;
    case KIND_ENUM:
      g_value_set_enum (value, AT (int, object, field));
      break;
    case KIND_SECRET:
      g_value_set_boxed (value, AT (TlSecret *, object, field));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gboolean
same_strv (char **a, char **b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

/* The setters say whether anything changed, so that bindings do not run in circles. */

static gboolean
set_string (char **at, const char *text)
{
  g_autofree char *old = NULL;

  if (g_strcmp0 (*at, text != NULL ? text : "") == 0)
    return FALSE;
  old = *at;
  *at = g_strdup (text != NULL ? text : "");
  return TRUE;
}

static gboolean
set_strv (char ***at, char **list)
{
  g_auto (GStrv) old = NULL;

  if (same_strv (*at, list))
    return FALSE;
  old = *at;
  *at = g_strdupv (list);
  return TRUE;
}

static gboolean
set_number (int *at, int number)
{
  gboolean changed = *at != number;

  *at = number;
  return changed;
}

static gboolean
set_secret (TlSecret **at, TlSecret *secret)
{
  g_autoptr (TlSecret) old = NULL;

  if (*at == secret)
    return FALSE;
  old = *at;
  *at = secret != NULL ? tl_secret_ref (secret) : NULL;
  return TRUE;
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  const Field *field = &fields[id - 1];
  gboolean changed = FALSE;

  switch (field->kind) {
    case KIND_STRING:
      changed = set_string (&AT (char *, object, field), g_value_get_string (value));
      break;
    case KIND_STRV:
      changed = set_strv (&AT (char **, object, field), g_value_get_boxed (value));
      break;
    case KIND_UINT:
      changed = set_number (&AT (int, object, field), (int) g_value_get_uint (value));
      break;
    case KIND_BOOLEAN:
      changed = set_number (&AT (int, object, field), g_value_get_boolean (value));
      break;
    case KIND_ENUM:
      changed = set_number (&AT (int, object, field), g_value_get_enum (value));
      break;
    case KIND_SECRET:
      changed = set_secret (&AT (TlSecret *, object, field), g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
tl_settings_finalize (GObject *object)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (fields[i].kind == KIND_STRING)
      g_free (AT (char *, object, &fields[i]));
    else if (fields[i].kind == KIND_STRV)
      g_strfreev (AT (char **, object, &fields[i]));
    else if (fields[i].kind == KIND_SECRET)
      g_clear_pointer (&AT (TlSecret *, object, &fields[i]), tl_secret_unref);
  }
  G_OBJECT_CLASS (tl_settings_parent_class)->finalize (object);
}

/* Ranges are left wide: what a person typed is judged by tl_settings_normalise, in words, and not
 * by a warning of GObject. */
static GParamSpec *
make_pspec (const Field *field)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const char *name = field->property;

  switch (field->kind) {
    case KIND_STRV:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_STRV, flags);
    case KIND_UINT:
      return g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, field->fallback, flags);
    case KIND_BOOLEAN:
      return g_param_spec_boolean (name, NULL, NULL, (gboolean) field->fallback, flags);
    case KIND_ENUM:
      return g_param_spec_enum (name, NULL, NULL, field->type (), (int) field->fallback, flags);
    case KIND_SECRET:
      return g_param_spec_boxed (name, NULL, NULL, TL_TYPE_SECRET, flags);
    case KIND_STRING:
    default:
      return g_param_spec_string (name, NULL, NULL, "", flags);
  }
}

static void
tl_settings_class_init (TlSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize = tl_settings_finalize;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    props[i + 1] = make_pspec (&fields[i]);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
tl_settings_init (TlSettings *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (fields[i].kind == KIND_STRING)
      AT (char *, self, &fields[i]) = g_strdup ("");
    else if (fields[i].kind != KIND_STRV && fields[i].kind != KIND_SECRET)
      AT (guint, self, &fields[i]) = fields[i].fallback;
  }
}

TlSettings *
tl_settings_new (void)
{
  return g_object_new (TL_TYPE_SETTINGS, NULL);
}

TlSettings *
tl_settings_copy (TlSettings *settings)
{
  TlSettings *copy = tl_settings_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    const Field *field = &fields[i];

    if (field->kind == KIND_STRING)
      set_string (&AT (char *, copy, field), AT (char *, settings, field));
    else if (field->kind == KIND_STRV)
      set_strv (&AT (char **, copy, field), AT (char **, settings, field));
    else if (field->kind == KIND_SECRET)
      set_secret (&AT (TlSecret *, copy, field), AT (TlSecret *, settings, field));
    else
      AT (guint, copy, field) = AT (guint, settings, field);
  }
  return copy;
}

guint
tl_settings_effective_port (const TlSettings *settings)
{
  if (settings->port != 0)
    return settings->port;
  switch (settings->protocol) {
    case TL_PROTOCOL_FTP:
      return settings->security == TL_SECURITY_TLS ? 990 : 21;
    case TL_PROTOCOL_HTTP:
      return settings->security == TL_SECURITY_NONE ? 80 : 443;
    case TL_PROTOCOL_SMTP:
    default:
      if (settings->security == TL_SECURITY_TLS)
        return 465;
      return settings->security == TL_SECURITY_NONE ? 25 : 587;
  }
}

TlSecurity
tl_settings_effective_security (const TlSettings *settings)
{
  if (settings->security != TL_SECURITY_AUTO)
    return settings->security;
  return tl_security_for_port (settings->protocol, tl_settings_effective_port (settings));
}

TlSecurity
tl_security_for_port (TlProtocol protocol, guint port)
{
  static const struct {
    TlProtocol protocol;
    guint port;
    TlSecurity security;
  } pairings[] = {
      {TL_PROTOCOL_SMTP, 465, TL_SECURITY_TLS},       /* RFC 8314 7.3 */
      {TL_PROTOCOL_SMTP, 587, TL_SECURITY_STARTTLS},  /* RFC 6409 */
      {TL_PROTOCOL_SMTP, 2525, TL_SECURITY_STARTTLS}, /* by custom */
      {TL_PROTOCOL_FTP, 21, TL_SECURITY_STARTTLS},    /* RFC 4217 */
      {TL_PROTOCOL_FTP, 990, TL_SECURITY_TLS},        {TL_PROTOCOL_HTTP, 80, TL_SECURITY_NONE},
      {TL_PROTOCOL_HTTP, 443, TL_SECURITY_TLS},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairings); i++)
    if (pairings[i].protocol == protocol && pairings[i].port == port)
      return pairings[i].security;
  return TL_SECURITY_AUTO;
}

char **
tl_settings_dup_recipients (const TlSettings *settings)
{
  g_auto (GStrv) parts = g_strsplit (settings->to, ",", -1);
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();

  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip (*part) != '\0')
      g_strv_builder_add (found, *part);
  return g_strv_builder_end (found);
}

char *
tl_settings_dup_sender (const TlSettings *settings)
{
  if (strcmp (settings->from, "<>") == 0)
    return g_strdup ("");
  if (*settings->from != '\0')
    return g_strdup (settings->from);
  return g_strdup (tl_mail_address_is_valid (settings->user) ? settings->user : "");
}

gboolean
tl_port_parse (const char *text, guint *port)
{
  g_autofree char *ascii = NULL;
  guint64 number;

  /* Five digits of any script take at most 20 bytes; blanks around them are forgiven. */
  if (text == NULL || strnlen (text, 65) > 64)
    return FALSE;
  ascii = tl_text_ascii_digits (text);
  g_strstrip (ascii);
  if (strspn (ascii, "0123456789") != strlen (ascii) ||
      !g_ascii_string_to_unsigned (ascii, 10, 1, G_MAXUINT16, &number, NULL))
    return FALSE;
  *port = (guint) number;
  return TRUE;
}

gboolean
tl_mail_address_is_valid (const char *address)
{
  const char *at = address != NULL ? strchr (address, '@') : NULL;

  /* RFC 5321 4.5.3.1: 64 octets, "@", 255 octets. */
  if (at == NULL || at == address || at[1] == '\0' || strchr (at + 1, '@') != NULL ||
      strnlen (address, 321) > 320 || !g_utf8_validate (address, -1, NULL))
    return FALSE;
  for (const char *c = address; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar u = g_utf8_get_char (c);

    if (u == '<' || u == '>' || g_unichar_isspace (u) || tl_text_char_is_hidden (u))
      return FALSE;
  }
  return TRUE;
}
