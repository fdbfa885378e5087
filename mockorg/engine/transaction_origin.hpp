#pragma once

#include <compare>
#include <cstdint>

namespace rowlock {

/// Who a transaction belongs to.
struct TransactionOrigin {
    /// `foreign`: no client of the org, but a foreign writer or the holder of a lock fault.
    enum class Kind : std::uint8_t { bulk_chunk, rest, foreign };

    Kind kind = Kind::rest;
    /// Order of creation among the org's jobs; of a foreign writer the number of its name.
    std::uint32_t job = 0;
    /// Of a foreign writer the number of its run, of the REST API the transaction's (from 1).
    std::uint32_t batch = 0;
    /// Rows of the upload: the chunk holds first_row .. first_row + rows - 1 (the first data row is
    /// 0). Of a foreign writer records of the run, of the REST API those of the request.
    std::uint32_t first_row = 0;
    std::uint32_t rows = 0;
};

/// Whom a transaction works for, all its transactions taken together: a bulk job, a foreign writer,
/// or the clients of the REST API.
struct LockParty {
    TransactionOrigin::Kind kind = TransactionOrigin::Kind::rest;
    std::uint32_t job = 0;

    static constexpr LockParty of(const TransactionOrigin& origin) {
        return {origin.kind, origin.job};
    }

    auto operator<=>(const LockParty&) const = default;
};

}  // namespace rowlock
