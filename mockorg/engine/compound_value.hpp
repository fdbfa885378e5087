#pragma once

#include "mockorg/schema/field.hpp"
#include "mockorg/store/store.hpp"

#include <string>

namespace rowlock {

/// An address as the REST API shows it, `{"city":…,"country":…,…}` from the fields that are its
/// parts, by name; `null` where all of these are, and for other compounds.
std::string compound_json(const Store& store, RecordHandle record, const Field& compound);

}  // namespace rowlock
