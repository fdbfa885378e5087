#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rowlock {

// What can be asked of an org. Each request names its Reply; Org::submit answers with
// Result<Reply>, at once or, where a transaction must wait for locks, at a later time.

enum class Operation : std::uint8_t {
    insert,
    update,
    upsert,
    remove,
    hard_remove,
    undelete,
    purge
};

/// `insert`, `update`, `upsert`, `delete`, `hardDelete`, `undelete`, `emptyRecycleBin`.
std::string_view name_of(Operation operation);

/// Those of them that bulk jobs have: all but what is done to records in the recycle bin.
std::optional<Operation> parse_operation(std::string_view word);

enum class JobState : std::uint8_t {
    open,
    upload_complete,
    in_progress,
    job_complete,
    failed,
    aborted,
    /// Bulk API 1.0 only: no more batches. What was added is processed all the same.
    closed
};

/// `Open`, `UploadComplete`, ...
std::string_view name_of(JobState state);

/// A batch of Bulk API 1.0; those a 2.0 job is cut into go the same ways unseen.
enum class BatchState : std::uint8_t { queued, in_progress, completed, failed, not_processed };

/// `Queued`, `InProgress`, ...
std::string_view name_of(BatchState state);

/// Parallel jobs share the workers; all serial jobs together run one batch at a time.
enum class Lane : std::uint8_t { parallel, serial };

/// With which of the two Bulk APIs a job was made.
enum class BulkApi : std::uint8_t { v1, v2 };

/// What a job does with records: writes them, or reads them, queryAll deleted ones too.
enum class JobKind : std::uint8_t { ingest, query, query_all };

/// What a job's data looks like. Bulk API 2.0 knows CSV only.
enum class ContentType : std::uint8_t { csv, xml, json, zip_csv, zip_xml, zip_json };

/// `CSV`, `ZIP_XML`, ...
std::string_view name_of(ContentType type);
std::optional<ContentType> parse_content_type(std::string_view word);

/// Batches of a job by their state. `total` leaves out the batch that PK chunking replaced, so that
/// a closed job is done when completed and failed ones make up the total.
struct BatchCounts {
    std::uint32_t queued = 0;
    std::uint32_t in_progress = 0;
    std::uint32_t completed = 0;
    std::uint32_t failed = 0;
    std::uint32_t total = 0;
};

/// A job as clients see it. Times are on the org's clock.
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
    BulkApi api = BulkApi::v2;
    JobKind kind = JobKind::ingest;
    ContentType content_type = ContentType::csv;
    BatchCounts batches;
    /// Query jobs of Bulk API 2.0 only.
    bool pk_chunking_supported = false;
};

/// `insert`, ..., `query`, `queryAll`.
std::string_view operation_name(const JobInfo& job);

struct CreateIngestJob {
    using Reply = JobInfo;

    std::string object;
    std::string operation;
    std::string external_id_field;
    std::string assignment_rule_id;
    CsvFormat format;
    bool serial_asked = false;
    double api_version = 0.0;
    /// Who asks; unset: the org's own user.
    RecordId user = {};
    bool may_hard_delete = true;
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

/// All jobs not deleted, by ascending id: those of both APIs in order of creation, then the query
/// jobs of Bulk API 2.0.
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
    /// All but insert and upsert by another key.
    std::string id;
    /// upsert.
    std::string external_id_field;
    std::vector<FieldText> fields;
    /// Who writes; unset: the org's own user. Among others, their request says it for all.
    RecordId user = {};
};

/// One record's values as JSON text members, ready to print.
struct RecordFields {
    std::string object;
    RecordId id;
    /// Canonical field name, JSON text of the value.
    std::vector<std::pair<std::string, std::string>> fields;

    /// A parent some of whose fields were selected.
    struct Parent {
        /// How many of `fields` come before it.
        std::size_t position = 0;
        std::string name;
        /// The parent, or nothing where the reference is null.
        std::vector<RecordFields> record;
    };

    /// By position.
    std::vector<Parent> parents = {};

    /// What a subquery of the SELECT list found.
    struct Children {
        /// How many of `fields` come before it.
        std::size_t position = 0;
        std::string name;
        std::uint64_t total = 0;
        /// The first page.
        std::vector<RecordFields> records;
        /// Where the next page begins; nothing if all are here.
        std::optional<std::string> next_locator;
    };

    /// By position.
    std::vector<Children> children = {};
    /// A group of records, which has no id. Its object is AggregateResult.
    bool aggregate = false;
};

/// A column of a query's answer, in the describe's spelling.
struct QueryColumn {
    std::string name;
    /// As written: `COUNT(Id)`.
    std::string shown;
    /// A function's value, or the children of a subquery.
    bool aggregate = false;
    /// Of a parent or subquery: its columns.
    std::vector<QueryColumn> joined;
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
        /// Not on pages a locator points to.
        std::vector<QueryColumn> columns;
        std::vector<RecordFields> records;
        /// Where the next page begins; nothing on the last page.
        std::optional<std::string> next_locator;
    };

    std::string soql;
    /// Also deleted rows (queryAll).
    bool include_deleted = false;
    /// Where it says FOR UPDATE.
    bool takes_locks = true;
    std::uint32_t page_size = 2000;
};

/// Several records of the REST API in one transaction, in their order. A row that cannot be saved
/// fails by itself; a lock that cannot be had fails them all.
struct WriteRecords {
    /// A field whose value is the id of a record saved by an earlier row.
    struct Link {
        std::string field;
        std::size_t row = 0;
    };

    struct Row {
        WriteRecord write;
        std::vector<Link> links = {};
    };

    struct Reply {
        /// In the order of the request.
        std::vector<Result<WriteRecord::Reply>> rows;
        /// Because of a row that failed, nothing of what the others saved is there any more.
        bool rolled_back = false;
    };

    std::vector<Row> rows;
    bool all_or_none = false;
    /// Who writes; unset: the org's own user.
    RecordId user = {};
};

/// The page a locator of RunQuery points to.
struct QueryMore {
    using Reply = RunQuery::Reply;

    std::string locator;
};

template <class Request>
using ReplyTo = std::function<void(Result<typename Request::Reply>)>;

}  // namespace rowlock
