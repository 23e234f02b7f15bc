/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From evidence to ranked causes: a pure function, the same for a live test, a pasted text and a
 * replayed report. */
#pragma once

#include "tl-diagnosis.h"

G_BEGIN_DECLS

TlDiagnosis *tl_diagnose (const TlEvidence *evidence);

G_END_DECLS
