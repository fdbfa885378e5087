#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/schema_draft.hpp"

namespace rowlock {

/// Where a description comes from, which decides how strictly it is read.
enum class DescribeOrigin : std::uint8_t {
    /// Our own standard objects.
    shipped,
    /// A user's schema file: `{"objects": [...]}` is read strictly (unknown members and targets
    /// refused),
    /// raw describe answers leniently.
    user,
};

/// Merges object descriptions into a draft: `{"objects": [...]}`, one describe answer, or a list of
/// them. A member given for a known field replaces that member alone. Errors (bad_file) name object
/// and field.
Result<void> merge_describes(const Json& root, DescribeOrigin origin, SchemaDraft& draft);

}  // namespace rowlock
