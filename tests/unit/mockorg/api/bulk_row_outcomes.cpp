#include "tests/unit/mockorg/api/bulk_row_outcomes.hpp"

#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

void check_saved(const LoadRow& row, const SeenRow& seen) {
    if (row.operation != Operation::upsert) {
        RC_ASSERT(seen.created == (row.operation == Operation::insert));
    }
    if (row.names_contact()) RC_ASSERT(id_key(seen.id) == id_key(row.target));
}

/// What no other row of its transaction may have; empty if there is none.
std::string key_of(const LoadRow& row) {
    if (row.operation == Operation::upsert) return row.email;
    return row.operation == Operation::update ? id_key(row.target) : std::string{};
}

}  // namespace

void check_outcome(const LoadRow& row, const SeenRow& seen) {
    if (seen.code == k_lock_code) return;
    if (seen.code == k_deleted_code || row.target_is_deleted) {
        RC_ASSERT(row.names_contact());
        RC_ASSERT(seen.code == k_deleted_code);
        return;
    }
    if (seen.code == k_repeated_code) {
        RC_ASSERT(!key_of(row).empty());
        return;
    }
    RC_ASSERT(seen.code == code_of(row.defect));
    if (seen.code.empty()) check_saved(row, seen);
}

void check_repetitions(
    const std::vector<LoadRow>& rows, const std::vector<SeenRow>& outcomes, std::uint32_t chunk_rows
) {
    RC_ASSERT(outcomes.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string key = key_of(rows[i]);
        if (key.empty()) continue;
        bool saved_before = false;
        for (std::size_t j = i - i % chunk_rows; j < i; ++j) {
            saved_before = saved_before || (key_of(rows[j]) == key && !outcomes[j].id.empty());
        }
        if (saved_before) RC_ASSERT(outcomes[i].id.empty());
        if (outcomes[i].code == k_repeated_code) RC_ASSERT(saved_before);
    }
}

}  // namespace rowlock
