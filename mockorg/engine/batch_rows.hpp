#pragma once

#include "mockorg/engine/row_outcome.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

struct Job;
struct Batch;

/// What became of the rows of a Bulk API 1.0 batch, in the order they were sent in. Owns all it
/// needs; any thread.
class BatchRows {
public:
    /// A row that was not processed shows the batch's state message as its error.
    BatchRows(const Job& job, const Batch& batch, Store::IdPrinter ids);

    struct Row {
        /// Only of a row that was saved.
        std::optional<RecordId> id;
        bool created = false;
        /// `CODE:message:fields --`; empty for a row that was saved.
        std::string_view error;

        bool success() const { return id.has_value(); }
    };

    std::uint32_t size() const { return static_cast<std::uint32_t>(outcomes_.size()); }

    Row row(std::uint32_t index) const;

private:
    /// Of failed rows, the number is an index into messages_.
    std::vector<RowOutcome> outcomes_;
    std::vector<std::string> messages_;
    std::string unprocessed_;
    Store::IdPrinter ids_;
};

}  // namespace rowlock
