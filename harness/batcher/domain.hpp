#pragma once

#include "harness/batcher/instance.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/schema.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// A kind of file that people load: one object, one operation, and the columns that name the
/// records which the lock rules say are locked.
struct Domain {
    std::string object;
    std::string operation;
    std::vector<Column> key_columns;
};

/// At most this many key columns a file; rules behind them are left out.
inline constexpr std::size_t k_key_columns_max = 4;

/// The file of this object and operation under these rules. A rule that locks further away
/// (`Who.Account`) becomes a column of that path, as an export would have it. Updates and deletes
/// name their own record in Id. No key columns if nothing is locked.
Result<Domain> make_domain(
    const std::shared_ptr<const Schema>& schema,
    const std::vector<LockRule>& rules,
    std::string_view object,
    std::string_view operation
);

/// What is loaded most: standard objects under the shipped rules, a junction between custom
/// objects, and external ids in place of record ids.
const std::vector<Domain>& standard_domains();

}  // namespace rowlock::batcher
