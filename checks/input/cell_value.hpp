#pragma once

#include "mockorg/base/value.hpp"
#include "mockorg/schema/field.hpp"

#include <string_view>

namespace rowlock {

/// The value a cell's text gives a field that is no reference, as lock conditions see it. Null for
/// a text the field cannot hold: the platform refuses such a row. Text values point into `text`.
Value cell_value(const Field& field, std::string_view text);

}  // namespace rowlock
