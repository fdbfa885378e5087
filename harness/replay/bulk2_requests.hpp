#pragma once

#include "harness/replay/wire_error.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// The API version the harness speaks unless told otherwise.
inline constexpr std::string_view k_api_version = "60.0";

/// What a Bulk API 2.0 ingest job is created with.
struct IngestJobSpec {
    std::string object;
    /// `insert`, `update`, `upsert`, `delete`, `hardDelete`.
    std::string operation;
    /// Empty unless upsert.
    std::string external_id_field;
    CsvFormat format;
    /// Asks for `concurrencyMode: Serial`, which real orgs refuse.
    bool serial = false;
};

enum class ResultFile : std::uint8_t { successful, failed, unprocessed };

/// The last word of the path: `successfulResults`, ...
std::string_view name_of(ResultFile file);

/// What the harness needs of a job's state.
struct IngestJobStatus {
    std::string id;
    std::string state;
    std::uint64_t rows_processed = 0;
    std::uint64_t rows_failed = 0;
    std::uint32_t retries = 0;
    Duration active_time{};
    /// Milliseconds since 1970, on the org's clock.
    std::int64_t created_ms = 0;
    std::int64_t modified_ms = 0;
    /// Only of a failed job.
    std::string error_message;

    /// JobComplete, Failed or Aborted.
    bool ended() const;
};

/// Builds the requests of Bulk API 2.0 ingest. A value.
class Bulk2Requests {
public:
    explicit Bulk2Requests(std::string_view api_version = k_api_version);

    HttpRequest create(const IngestJobSpec& spec) const;
    HttpRequest upload(std::string_view job_id, std::string csv) const;
    /// `UploadComplete` or `Aborted`.
    HttpRequest set_state(std::string_view job_id, std::string_view state) const;
    HttpRequest info(std::string_view job_id) const;
    HttpRequest results(std::string_view job_id, ResultFile file) const;

private:
    std::string base_;
};

// Reading the answers. Errors are those of refusal() and protocol_error().

/// The new job's id.
Result<std::string> read_created_job(const RequestLine& asked, const HttpResponse& answer);

/// The answer to an upload, 201 without a body.
Result<void> read_uploaded(const RequestLine& asked, const HttpResponse& answer);

/// The answer to a change of state: the state the job is in now.
Result<std::string> read_state(const RequestLine& asked, const HttpResponse& answer);

Result<IngestJobStatus> read_job_status(const RequestLine& asked, const HttpResponse& answer);

/// The CSV text of a result file.
Result<std::string> read_result_file(const RequestLine& asked, HttpResponse answer);

}  // namespace rowlock
