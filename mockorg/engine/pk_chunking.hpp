#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/engine/bulk_soql.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>
#include <memory>
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
    std::shared_ptr<const std::string> soql;
    /// What finds the range's records, among `rows`. One text for all ranges, or the range's own.
    std::shared_ptr<const std::string> evaluated;
    RowRange rows;
};

/// Whether queries of the object can be cut like that: it points to the parent, and `start` is an
/// id of what is cut. Fails with client_input_error.
Result<void> check_pk_chunking(
    const Schema& schema, const ObjectType& queried, const PkChunking& chunking
);

/// The ranges of a query that supports chunking, in order of ids; at least one, and together they
/// hold every record (from `start` on) once. Fails as check_pk_chunking does, and with
/// exceeded_quota if there would be more than 15,000.
Result<std::vector<QueryChunk>> plan_query_chunks(
    const Store& store, const BulkQuery& query, const PkChunking& chunking
);

}  // namespace rowlock
