#pragma once

#include "checks/forecast/forecast.hpp"
#include "checks/report/check_report.hpp"
#include "checks/report/conflict_matrix.hpp"
#include "mockorg/codec/xml_writer.hpp"

#include <vector>

namespace rowlock {

/// Charts as inline SVG elements without anything from outside. Colours are classes of the page's
/// style sheet: `series-0` to `series-3`, `cell-hard`, `cell-soft`, `cell-clear`, `axis`.

/// Rows by the number of rows their parent has.
void draw_skew(const std::vector<SkewPart::Bucket>& histogram, XmlWriter& xml);

/// Which batches are in each other's way.
void draw_matrix(const ConflictMatrix& matrix, XmlWriter& xml);

/// Failure rate over k, a line per hold case.
void draw_failure_curve(const Forecast& forecast, XmlWriter& xml);

}  // namespace rowlock
