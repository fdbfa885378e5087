#pragma once

#include "harness/load/load_step.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/result_ledger.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// A request takes so many records. [bulk-api 6.6, composite/sobjects]
inline constexpr RowNumber k_rest_rows_max = 200;

/// Names the org's transaction behind an answer, where somebody sees into the org: a rehearsal.
inline constexpr std::string_view k_transaction_header = "Rowlock-Transaction";

/// A row as columns and their cells.
using RestRecord = std::vector<std::pair<std::string, std::string>>;

/// What the requests of a load have in common.
struct RestSpec {
    std::string object;
    LoadOperation operation = LoadOperation::insert;
    /// Empty unless upsert.
    std::string external_id;
};

/// Builds the REST requests that write records. Cells go out as texts; an empty one is left out, as
/// the Bulk APIs do, and `#N/A` is null. `Account.External_ID__c` becomes an object `Account`,
/// `Contact:Who.Email` one with its type.
class RestRequests {
public:
    RestRequests(RestSpec spec, std::string_view api_version);

    /// Up to 200 records, each one for itself: composite/sobjects with allOrNone false.
    HttpRequest collection(const std::vector<RestRecord>& records) const;

    /// A single record by its own address.
    HttpRequest single(const RestRecord& record) const;

private:
    HttpRequest deletion(const std::vector<RestRecord>& records) const;

    RestSpec spec_;
    std::string base_;
};

/// What the answer to a collection says of each record; protocol_broken unless of each one.
Result<std::vector<KnownOutcome>> read_collection(
    const RequestLine& asked,
    const HttpResponse& answer,
    std::size_t records,
    LoadOperation operation
);

/// The same of a single record: the org's refusal is the row's error.
Result<KnownOutcome> read_single(
    const RequestLine& asked, const HttpResponse& answer, LoadOperation operation
);

}  // namespace rowlock
