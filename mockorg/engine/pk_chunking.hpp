#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/engine/bulk_soql.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// `Sforce-Enable-PKChunking`: a query is cut into ranges of ids, each a batch of its own.
/// [async_api_headers_enable_pk_chunking]
struct PkChunking {
    /// Ids per range, 1 to 250,000.
    std::uint32_t chunk_size = 100'000;
    /// The object whose ids are cut where it is not the queried one; empty otherwise.
    std::string parent;
    /// Ids below this one are left out.
    std::optional<RecordId> start;
};

/// One range of a chunked query.
struct QueryChunk {
    /// What its batch shows as its request: the query and the range's bounds.
    std::string soql;
    /// What finds the range's records, among `rows`.
    std::string evaluated;
    RowRange rows;
};

/// The ranges of a query that supports chunking, in order of ids; at least one, and together they
/// hold every record (from `start` on) once. Fails with invalid_batch if the queried object does
/// not point to the parent or `start` is an id of something else, with exceeded_quota if there
/// would be more than 15,000.
Result<std::vector<QueryChunk>> plan_query_chunks(
    const Store& store, const BulkQuery& query, const PkChunking& chunking
);

}  // namespace rowlock
