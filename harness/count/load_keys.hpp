#pragma once

#include "harness/count/load_results.hpp"
#include "harness/count/record_key.hpp"
#include "harness/query/org_questions.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// The keys of a load's rows, by which its records are known among others. 8 bytes a row.
class LoadKeys {
public:
    /// Rows that leave the key empty name no record, and are left out. bad_configuration if the key
    /// is no column of the rows; errors of the load's plan.
    static Result<LoadKeys> create(const CountedLoad& counted, RecordKey key);

    const RecordKey& key() const { return key_; }

    /// How many there are, each once.
    std::size_t size() const { return numbers_.size(); }

    /// Whether a row has these values of the key's columns.
    bool has(std::span<const std::string> values) const;

    /// Differs if the keys do.
    std::uint64_t fingerprint() const;

private:
    explicit LoadKeys(RecordKey key) : key_(std::move(key)) {}

    RecordKey key_;
    /// Ascending.
    std::vector<std::uint64_t> numbers_;
};

/// The ids, ascending, of those of the records whose key a row of the load has: 15 bytes each.
/// Errors: those of the org.
Result<std::vector<RecordId>> read_own_ids(
    const OrgQuestions& org, const RecordSelection& selection, const LoadKeys& keys
);

}  // namespace rowlock
