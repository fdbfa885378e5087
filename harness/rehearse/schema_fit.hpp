#pragma once

#include "harness/load/load.hpp"
#include "harness/load/row_source.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"

#include <memory>
#include <span>

namespace rowlock {

/// Looks before anything runs whether the objects, columns and external ids that the load names are
/// those of the schema. bad_file with every mistake, a line each: `file:line:column: message, what
/// was expected`. `sources`: the load's, opened.
Result<void> check_fits_schema(
    const Load& load,
    std::span<const std::shared_ptr<const RowSource>> sources,
    const Schema& schema
);

}  // namespace rowlock
