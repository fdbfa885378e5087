#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/field.hpp"
#include "mockorg/schema/import/metadata_object.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>

namespace rowlock {

/// The type of a detail's field by its name; nothing if it has none.
using TypeOfField = std::function<std::optional<FieldType>(const std::string&)>;

/// The filter of a roll-up summary as a SOQL condition. Fails with bad_file where an item has no
/// counterpart: then there is no saying which details count.
Result<std::string> filter_condition(
    std::span<const MetadataFilter> filters, const TypeOfField& type_of
);

}  // namespace rowlock
