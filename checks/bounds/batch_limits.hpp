#pragma once

#include "mockorg/base/time.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace rowlock {

/// Rows of one transaction: what a batch is worked off in. [planning facts, section 1]
inline constexpr std::uint32_t k_chunk_rows = 200;

/// An uploaded batch of Bulk API 1.0, header included. [Bulk API facts, section 3]
inline constexpr std::uint64_t k_bulk1_batch_bytes = 10'000'000;
/// A job's upload of Bulk API 2.0: 150 MB in base64. [Bulk API facts, section 1.13]
inline constexpr std::uint64_t k_bulk2_upload_bytes = 100'000'000;

/// What one batch may hold. Both are at least 1.
struct BatchLimits {
    /// Bulk API: 10,000 rows.
    std::uint32_t rows = 10'000;
    /// Encoded, with the header line.
    std::uint64_t bytes = k_bulk1_batch_bytes;
    /// Of the header line, which every batch repeats.
    std::uint64_t header_bytes = 0;

    /// What the rows of a batch may take up together.
    std::uint64_t row_bytes() const { return bytes > header_bytes ? bytes - header_bytes : 0; }
};

/// Rows and their encoded bytes.
struct LoadSize {
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;

    LoadSize& operator+=(const LoadSize& other) {
        rows += other.rows;
        bytes += other.bytes;
        return *this;
    }

    bool operator==(const LoadSize&) const = default;

    bool fits(const BatchLimits& limits) const {
        return rows <= limits.rows && bytes <= limits.row_bytes();
    }

    /// The fewest batches that could hold this much, were rows divisible; 0 for no rows.
    std::uint64_t batches_min(const BatchLimits& limits) const {
        const std::uint64_t room = std::max<std::uint64_t>(limits.row_bytes(), 1);
        return std::max((rows + limits.rows - 1) / limits.rows, (bytes + room - 1) / room);
    }
};

/// How long the platform works on a batch that waits for nobody: so much for each batch, so much
/// for each row. The defaults are a load's of 10,000 rows in 165 s. [planning facts, section 1]
struct BatchCost {
    Duration per_batch = std::chrono::seconds{5};
    Duration per_row = std::chrono::milliseconds{16};
    /// From one question of the client after the ends of batches to the next; 0: it hears of them
    /// at once.
    Duration poll{};

    /// How long the client does not know yet that a batch is done, on average. No work, but time in
    /// which nothing is sent in the batch's place.
    Duration gap() const { return poll / 2; }

    Duration of(std::uint64_t rows, std::uint64_t batches = 1) const {
        return per_batch * static_cast<std::int64_t>(batches) +
               per_row * static_cast<std::int64_t>(rows);
    }

    Duration of(const LoadSize& size, const BatchLimits& limits) const {
        return of(size.rows, size.batches_min(limits));
    }
};

}  // namespace rowlock
