/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* libgsasl, opened with the first login that needs more than the password itself. */
#include "config.h"

#include "tl-late.h"

#include <gsasl.h>

#define FUNCTIONS(X)                                                                               \
  X (int, gsasl_init, (Gsasl * *context), (context))                                               \
  X (void, gsasl_done, (Gsasl * context), (context))                                               \
  X (void, gsasl_callback_set, (Gsasl * context, Gsasl_callback_function callback),                \
     (context, callback))                                                                          \
  X (void, gsasl_callback_hook_set, (Gsasl * context, void *hook), (context, hook))                \
  X (void *, gsasl_callback_hook_get, (Gsasl * context), (context))                                \
  X (int, gsasl_client_start, (Gsasl * context, const char *mechanism, Gsasl_session **session),   \
     (context, mechanism, session))                                                                \
  X (int, gsasl_step,                                                                              \
     (Gsasl_session * session, const char *input, size_t input_length, char **output,              \
      size_t *output_length),                                                                      \
     (session, input, input_length, output, output_length))                                        \
  X (void, gsasl_finish, (Gsasl_session * session), (session))                                     \
  X (int, gsasl_property_set,                                                                      \
     (Gsasl_session * session, Gsasl_property property, const char *data),                         \
     (session, property, data))                                                                    \
  X (const char *, gsasl_property_fast, (Gsasl_session * session, Gsasl_property property),        \
     (session, property))                                                                          \
  X (int, gsasl_saslprep, (const char *in, Gsasl_saslprep_flags flags, char **out, int *why),      \
     (in, flags, out, why))                                                                        \
  X (void, gsasl_free, (void *data), (data))

TL_LATE_LIBRARY (TL_SONAME_GSASL, FUNCTIONS)
