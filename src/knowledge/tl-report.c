/* SPDX-FileCopyrightText: The Throughline authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tl-report-private.h"

char *
tl_report_write (const TlEvidence *evidence, const TlDiagnosis *diagnosis,
                 const TlExplanation *explanation, const TlCatalog *catalog,
                 const TlReportStyle *style)
{
  TlReport report = {evidence, diagnosis, explanation, catalog, style};

  switch (style->format) {
    case TL_FORMAT_JSON:
      return tl_report_write_json (&report);
    case TL_FORMAT_HTML:
      return tl_report_write_html (&report);
    case TL_FORMAT_TEXT:
    default:
      return tl_report_write_text (&report);
  }
}
