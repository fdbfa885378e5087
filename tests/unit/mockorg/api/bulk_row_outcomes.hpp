#pragma once

#include "tests/unit/mockorg/api/bulk_answers.hpp"
#include "tests/unit/mockorg/api/bulk_load_rows.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

/// Code of a row that did not get its locks.
inline constexpr const char* k_lock_code = "UNABLE_TO_LOCK_ROW";

/// Code of a row for a record in the recycle bin.
inline constexpr const char* k_deleted_code = "ENTITY_IS_DELETED";

/// Code of a row for what its transaction has written already.
inline constexpr const char* k_repeated_code = "DUPLICATE_VALUE";

/// Fails unless this can be the row's end: sound rows are saved, lose a lock, find their record
/// deleted or come second with their record; defective ones fail for their defect or, before
/// anybody saw it, for one of those.
void check_outcome(const LoadRow& row, const SeenRow& seen);

/// Fails unless rows were refused as repetitions exactly where a row before them in the same chunk
/// was saved with the same Id or key. `outcomes`: one for each of a batch's rows, in their order.
void check_repetitions(
    const std::vector<LoadRow>& rows, const std::vector<SeenRow>& outcomes, std::uint32_t chunk_rows
);

}  // namespace rowlock
