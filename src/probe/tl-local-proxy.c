/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Proxies that programs here are told to use. */
#include "tl-local-private.h"

#include "tl-text.h"

#include <string.h>

/* A mere look does not wait longer for a resolver that has to fetch or run a script first. */
#define SETTINGS_MS 1000

char *
tl_local_clean_proxy (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *full = NULL;
  g_autofree char *host = NULL;
  const char *scheme;

  if (url == NULL || *url == '\0' || g_str_has_prefix (url, "direct:"))
    return NULL;
  full = strstr (url, "://") != NULL ? g_strdup (url) : g_strconcat ("http://", url, NULL);
  uri = g_uri_parse (full, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  scheme = g_uri_get_scheme (uri);
  host = tl_text_make_visible (g_uri_get_host (uri), strlen (g_uri_get_host (uri)), 255);
  if (g_uri_get_port (uri) <= 0)
    return g_strdup_printf (strchr (host, ':') != NULL ? "%s://[%s]" : "%s://%s", scheme, host);
  return g_strdup_printf (strchr (host, ':') != NULL ? "%s://[%s]:%d" : "%s://%s:%d", scheme, host,
                          g_uri_get_port (uri));
}

gboolean
tl_local_is_exempt (const char *list, const char *host)
{
  g_auto (GStrv) names = g_strsplit_set (list != NULL ? list : "", ", ", -1);
  gsize length = strlen (host);

  for (guint i = 0; names[i] != NULL; i++) {
    const char *name = names[i][0] == '.' ? names[i] + 1 : names[i];
    gsize n = strlen (name);

    if (g_str_equal (name, "*"))
      return TRUE;
    if (n == 0 || n > length || g_ascii_strcasecmp (host + length - n, name) != 0)
      continue;
    if (n == length || host[length - n - 1] == '.')
      return TRUE;
  }
  return FALSE;
}

/* ------------------------------------------------------------------ environment */

static const char *
get_either (const char *lower, const char *upper)
{
  const char *value = g_getenv (lower);

  return value != NULL && *value != '\0' ? value : g_getenv (upper);
}

static gboolean
is_exempt_here (TlSettings *settings)
{
  return tl_local_is_exempt (get_either ("no_proxy", "NO_PROXY"), settings->host);
}

/* Of a web address the variable of its scheme comes first, as with other programs. */
static char *
find_for_web (TlSettings *settings)
{
  char *found = g_str_has_prefix (settings->url, "http:")
                    ? tl_local_clean_proxy (g_getenv ("http_proxy"))
                    : tl_local_clean_proxy (get_either ("https_proxy", "HTTPS_PROXY"));

  return found != NULL ? found : tl_local_clean_proxy (get_either ("all_proxy", "ALL_PROXY"));
}

char *
tl_local_find_proxy_in_environment (TlSettings *settings)
{
  char *found = NULL;

  if (is_exempt_here (settings))
    return NULL;
  if (settings->protocol == TL_PROTOCOL_HTTP && *settings->url != '\0')
    return find_for_web (settings);
  if (settings->protocol == TL_PROTOCOL_FTP)
    found = tl_local_clean_proxy (get_either ("ftp_proxy", "FTP_PROXY"));
  if (found == NULL)
    found = tl_local_clean_proxy (get_either ("all_proxy", "ALL_PROXY"));
  if (found == NULL)
    found = tl_local_clean_proxy (get_either ("https_proxy", "HTTPS_PROXY"));
  /* HTTP_PROXY in capitals is left out: a web server sets it from a header (CVE-2016-5385). */
  return found != NULL ? found : tl_local_clean_proxy (g_getenv ("http_proxy"));
}

/* ------------------------------------------------------------------ settings */

/* A question to the desktop's settings, asked in a thread of its own: it may hang in a script or on the
 * bus, and is left alone then. */
typedef struct {
  gatomicrefcount refs;
  GMutex mutex;
  GCond done;
  gboolean answered; /* whatever the answer was */
  gboolean known;
  gboolean script; /* it is left to one, which was not run */
  char *url;
  char **proxies; /* (nullable) */
  GCancellable *cancellable;
} Question;

static void
question_unref (Question *question)
{
  if (!g_atomic_ref_count_dec (&question->refs))
    return;
  g_mutex_clear (&question->mutex);
  g_cond_clear (&question->done);
  g_object_unref (question->cancellable);
  g_free (question->url);
  g_strfreev (question->proxies);
  g_free (question);
}

/* The choices in their order, up to the one that is no proxy, where another one stands before it.
 * (transfer full) */
static char **
clean_choices (char **urls)
{
  g_autoptr (GStrvBuilder) clean = g_strv_builder_new ();

  for (guint i = 0; urls[i] != NULL; i++) {
    g_autofree char *one = tl_local_clean_proxy (urls[i]);

    if (one != NULL)
      g_strv_builder_add (clean, one);
    if (!g_str_has_prefix (urls[i], "direct:"))
      continue;
    if (i > 0)
      g_strv_builder_add (clean, TL_LOCAL_NO_PROXY);
    break;
  }
  return g_strv_builder_end (clean);
}

static gpointer
ask_settings (gpointer data)
{
  Question *question = data;
  GProxyResolver *resolver = g_proxy_resolver_get_default ();
  g_auto (GStrv) proxies = NULL;
  gboolean asks = g_proxy_resolver_is_supported (resolver);

  if (asks)
    proxies = g_proxy_resolver_lookup (resolver, question->url, question->cancellable, NULL);
  /* What the settings of GNOME say of a script that nobody here runs. */
  question->script = proxies != NULL && g_str_has_prefix (proxies[0], "use-proxy:");
  g_mutex_lock (&question->mutex);
  if (proxies != NULL && !question->script)
    question->proxies = clean_choices (proxies);
  question->known = !asks || proxies != NULL;
  question->answered = TRUE;
  g_cond_signal (&question->done);
  g_mutex_unlock (&question->mutex);
  question_unref (question);
  return NULL;
}

/* FALSE where no answer came in time, or none that says anything. */
static gboolean
wait_for_settings (TlRun *run, Question *question, guint limit_ms, char ***proxies,
                   gboolean *script)
{
  gint64 until = tl_io_limit (tl_run_get_io (run), limit_ms);
  gboolean known;

  g_mutex_lock (&question->mutex);
  while (!question->answered && !tl_run_is_cancelled (run) && tl_clock_us () < until)
    g_cond_wait_until (&question->done, &question->mutex,
                       g_get_monotonic_time () +
                           MIN (until - tl_clock_us (), 50 * G_TIME_SPAN_MILLISECOND));
  known = question->answered && question->known;
  *script = question->script;
  *proxies = g_steal_pointer (&question->proxies);
  g_mutex_unlock (&question->mutex);
  return known;
}

static gboolean
find_in_settings (TlRun *run, guint limit_ms, char ***proxies, gboolean *script)
{
  TlSettings *settings = tl_run_get_settings (run);
  Question *question = g_new0 (Question, 1);
  GThread *thread;
  gboolean answered;

  g_atomic_ref_count_init (&question->refs);
  g_mutex_init (&question->mutex);
  g_cond_init (&question->done);
  question->cancellable = g_cancellable_new ();
  question->url = settings->protocol == TL_PROTOCOL_HTTP && *settings->url != '\0'
                      ? g_strdup (settings->url)
                      : g_uri_join (G_URI_FLAGS_NONE, "https", NULL,
                                    *settings->host != '\0' ? settings->host : "localhost", -1, "/",
                                    NULL, NULL);
  g_atomic_ref_count_inc (&question->refs);
  thread = g_thread_try_new ("proxy", ask_settings, question, NULL);
  if (thread == NULL) {
    question_unref (question);
    question_unref (question);
    return FALSE;
  }
  g_thread_unref (thread);
  answered = wait_for_settings (run, question, limit_ms, proxies, script);
  g_cancellable_cancel (question->cancellable);
  question_unref (question);
  return answered;
}

char **
tl_local_find_proxies (TlRun *run, guint limit_ms, const char **source, gboolean *known)
{
  char *named = tl_local_find_proxy_in_environment (tl_run_get_settings (run));
  char **proxies = NULL;

  *source = "environment";
  *known = TRUE;
  if (named != NULL) {
    proxies = g_new0 (char *, 2);
    proxies[0] = named;
  } else if (!is_exempt_here (tl_run_get_settings (run))) {
    /* What the environment excepts is excepted, whatever else reads the same variables. */
    gboolean script = FALSE;

    *known = find_in_settings (run, limit_ms, &proxies, &script) && !script;
    *source = script ? "script" : "settings";
  }
  return proxies != NULL ? proxies : g_new0 (char *, 1);
}

void
tl_local_proxy (TlLocal *local)
{
  const char *source;
  gboolean known;
  g_auto (GStrv) proxies = tl_local_find_proxies (local->run, SETTINGS_MS, &source, &known);
  const char *proxy = proxies[0];

  if (proxy == NULL && g_str_equal (source, "script"))
    tl_local_fact (local, "local.proxy.script", "yes");
  if (proxy != NULL)
    tl_local_fact (local, "local.proxy.source", source);
  tl_local_fact (local, "local.proxy", proxy != NULL ? proxy : known ? "no" : "not-known");
}
