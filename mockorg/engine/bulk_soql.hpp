#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/path.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A query checked for a bulk job: names are bound, and it asks for nothing bulk queries do not do.
/// Object and paths live as long as the schema.
struct BulkQuery {
    std::string soql;
    soql::Query query;
    const ObjectType* object = nullptr;
    /// What it selects, in the order asked for; parent fields included.
    std::vector<soql::BoundPath> columns;

    /// Whether an org could cut it into ranges of ids: not with ORDER BY, LIMIT or a condition on
    /// an id or a reference. [async_api_headers_enable_pk_chunking]
    bool pk_chunking_supported = false;
};

/// Whether the text is none at all or too long for SOQL, which takes no reading. Errors as of
/// bind_bulk_query().
Result<void> check_bulk_query_text(std::string_view soql, BulkApi api);

/// Refuses child subqueries, aggregates, GROUP BY, OFFSET, TYPEOF, compound fields and files
/// [query_create_job, asynch_api_using_bulk_query], and what cannot be parsed or bound. The two
/// APIs refuse the same queries in different words, which may name the job's contentType. Errors of
/// `v2` are answers to a create (api_error, malformed_query, invalid_field, invalid_type); errors
/// of `v1` are those of a failed batch, whose stateMessage is their job_error_text().
Result<BulkQuery> bind_bulk_query(
    const Schema& schema, std::string soql, BulkApi api, ContentType type = ContentType::csv
);

}  // namespace rowlock
