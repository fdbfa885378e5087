#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/import/import_report.hpp"

#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// The describe answers in a JSON document: one answer, a list of them, or what
/// `sf sobject describe --json` prints around one. Fails with bad_file for anything else, and with
/// the message of an `sf` command that failed.
Result<std::vector<Json>> describe_answers(const Json& document);

/// Describe answers as a schema file. Members without use are left out, fields of unknown types and
/// targets that are neither shipped nor described are reported. Fails with bad_file where a member
/// has no sensible value.
Result<ImportedSchema> import_describes(std::span<const std::string> paths);

}  // namespace rowlock
