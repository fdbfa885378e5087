#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/model/write_operation.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace rowlock {

/// What the API takes as one batch; 0 = no limit.
struct BatchCaps {
    std::uint64_t rows = 0;
    /// Header included.
    std::uint64_t bytes = 0;
};

/// 10,000 rows, 10 MB.
inline constexpr BatchCaps k_bulk1_caps{10'000, k_bulk1_batch_bytes};

/// Of a job's upload; the platform cuts the batches itself.
inline constexpr BatchCaps k_bulk2_caps{0, k_bulk2_upload_bytes};

/// How the rows of a file are meant.
struct DataSettings {
    const Schema* schema = nullptr;
    const ObjectType* object = nullptr;
    WriteOperation operation = WriteOperation::insert;
    /// The key of an upsert; null for Id, and for the other operations.
    const Field* external_id = nullptr;
    Delimiter delimiter = Delimiter::comma;
    /// What the job says; a file that does otherwise is refused. Nothing: what the file's first
    /// line does, and no other may differ.
    std::optional<LineEnding> line_ending;
    /// The file is cut into batches of so many rows; 0: it is one batch.
    std::uint32_t rows_per_batch = 0;
    /// The rows are sent in another order, or not all of them: which of them share a batch or a
    /// transaction is not for a look at the file to say.
    bool reordered = false;
    /// Rows of one transaction, 1 to 200.
    std::uint32_t chunk_rows = 200;
    BatchCaps caps;
    /// Asked now and then; once it says yes, the scan ends early, and what it found is of no use.
    std::function<bool()> stopped;

    /// Every row must name a record: only an upsert by Id may leave it out, to make a new one.
    bool key_required() const {
        if (operation == WriteOperation::upsert) return external_id != nullptr;
        return operation != WriteOperation::insert;
    }
};

}  // namespace rowlock
