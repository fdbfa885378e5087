#pragma once

#include "mockorg/codec/json.hpp"
#include "mockorg/schema/import/import_report.hpp"

#include <string>

namespace rowlock {

/// Objects of a schema file as its text, without what makes no schema of them: the report says what
/// was left out, and its counts follow.
std::string sound_schema_text(Json objects, ImportReport& report);

}  // namespace rowlock
