#pragma once

#include "mockorg/engine/foreign_report.hpp"

namespace rowlock {

class JsonWriter;

/// Appends an object: what a foreign writer did.
void append_foreign_statistics(JsonWriter& json, const ForeignStatistics& statistics);

}  // namespace rowlock
