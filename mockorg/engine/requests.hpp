#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rowlock {

// What can be asked of an org. Each request names its Reply; Org::submit answers with
// Result<Reply>, at once or, where a transaction must wait for locks, at a later time.

enum class Operation : std::uint8_t { insert, update, upsert, remove, hard_remove };

/// `insert`, `update`, `upsert`, `delete`, `hardDelete`.
std::string_view name_of(Operation operation);
std::optional<Operation> parse_operation(std::string_view word);

enum class JobState : std::uint8_t {
    open,
    upload_complete,
    in_progress,
    job_complete,
    failed,
    aborted
};

/// `Open`, `UploadComplete`, ...
std::string_view name_of(JobState state);

/// Parallel jobs share the workers; all serial jobs together run one batch at a time.
enum class Lane : std::uint8_t { parallel, serial };

/// An ingest job as clients see it. Times are on the org's clock.
struct JobInfo {
    RecordId id;
    std::string object;
    Operation operation{};
    JobState state{};
    Lane lane{};
    /// Empty unless upsert.
    std::string external_id_field;
    std::string assignment_rule_id;
    CsvFormat format;
    /// E.g. 60.0.
    double api_version = 0.0;
    RecordId created_by;
    TimePoint created;
    TimePoint modified;
    std::uint64_t rows_processed = 0;
    std::uint64_t rows_failed = 0;
    std::uint32_t retries = 0;
    /// Zero until the job ended.
    Duration total_time{};
    Duration active_time{};
    Duration apex_time{};
    /// Only on a failed job.
    std::string error_message;
    /// Made by one multipart request: never had a content URL.
    bool multipart = false;
};

struct CreateIngestJob {
    using Reply = JobInfo;

    std::string object;
    std::string operation;
    std::string external_id_field;
    std::string assignment_rule_id;
    CsvFormat format;
    bool serial_asked = false;
    double api_version = 0.0;
    /// Data that came along with a multipart create; the job then starts at UploadComplete.
    std::optional<std::string> data;
};

struct UploadJobData {
    using Reply = std::monostate;

    RecordId job;
    std::string data;
};

/// UploadComplete or Aborted; anything else is refused.
struct SetJobState {
    using Reply = JobInfo;

    RecordId job;
    std::string state;
};

struct GetJob {
    using Reply = JobInfo;

    RecordId job;
};

/// All jobs not deleted, oldest first.
struct ListJobs {
    using Reply = std::vector<JobInfo>;
};

struct DeleteJob {
    using Reply = std::monostate;

    RecordId job;
};

enum class JobResultKind : std::uint8_t { successful, failed, unprocessed };

/// One of the three result files, as CSV.
struct GetJobResults {
    using Reply = BodySource;

    RecordId job;
    JobResultKind kind{};
};

/// One field value as a client gave it. Nothing = null.
using FieldText = std::pair<std::string, std::optional<std::string>>;

/// One record of the REST API: a transaction of its own, with locks.
struct WriteRecord {
    struct Reply {
        RecordId id;
        bool created = false;
    };

    std::string object;
    Operation operation{};
    /// update and delete.
    std::string id;
    /// upsert.
    std::string external_id_field;
    std::vector<FieldText> fields;
};

/// One record's values as JSON text members, ready to print.
struct RecordFields {
    std::string object;
    RecordId id;
    /// Canonical field name, JSON text of the value. Nested parents are JSON objects already.
    std::vector<std::pair<std::string, std::string>> fields;
};

struct GetRecord {
    using Reply = RecordFields;

    std::string object;
    std::string id;
    /// Empty: all fields.
    std::vector<std::string> fields;
};

struct RunQuery {
    struct Reply {
        /// Matching rows in all (COUNT() or rows of every page).
        std::uint64_t total = 0;
        bool count_only = false;
        std::vector<RecordFields> records;
        /// Where the next page begins; nothing on the last page.
        std::optional<std::string> next_locator;
    };

    std::string soql;
    /// Also deleted rows (queryAll).
    bool include_deleted = false;
    std::uint32_t page_size = 2000;
};

/// The page a locator of RunQuery points to.
struct QueryMore {
    using Reply = RunQuery::Reply;

    std::string locator;
};

template <class Request>
using ReplyTo = std::function<void(Result<typename Request::Reply>)>;

}  // namespace rowlock
