#include "mockorg/api/job_json.hpp"

#include "mockorg/codec/dates.hpp"

#include <fmt/format.h>

namespace rowlock {
namespace {

void append_text_if_any(JsonWriter& json, std::string_view name, const std::string& text) {
    if (!text.empty()) json.member(name, text);
}

void append_common(JsonWriter& json, const JobInfo& job, bool with_assignment_rule) {
    json.member("id", job.id.text())
        .member("operation", operation_name(job))
        .member("object", job.object)
        .member("createdById", job.created_by.text())
        .member("createdDate", json_datetime(job.created))
        .member("systemModstamp", json_datetime(job.modified))
        .member("state", name_of(job.state));
    append_text_if_any(json, "externalIdFieldName", job.external_id_field);
    if (with_assignment_rule) append_text_if_any(json, "assignmentRuleId", job.assignment_rule_id);
    json.member("concurrencyMode", job.lane == Lane::serial ? "Serial" : "Parallel")
        .member("contentType", name_of(job.content_type));
    json.key("apiVersion").raw(version_text(job.api_version));
}

/// Without a leading slash, unlike every other URL of the API.
std::string content_url(const JobInfo& job) {
    return fmt::format(
        "services/data/v{}/jobs/ingest/{}/batches", version_text(job.api_version), job.id.text()
    );
}

void append_query_progress(JsonWriter& json, const JobInfo& job) {
    json.member("numberRecordsProcessed", job.rows_processed)
        .member("retries", job.retries)
        .member("totalProcessingTime", to_milliseconds(job.total_time))
        .member("isPkChunkingSupported", job.pk_chunking_supported);
    append_text_if_any(json, "errorMessage", job.error_message);
}

void append_progress(JsonWriter& json, const JobInfo& job) {
    if (job.kind != JobKind::ingest) return append_query_progress(json, job);
    if (job.state != JobState::open) {
        json.member("numberRecordsProcessed", job.rows_processed)
            .member("numberRecordsFailed", job.rows_failed);
    }
    json.member("retries", job.retries)
        .member("totalProcessingTime", to_milliseconds(job.total_time))
        .member("apiActiveProcessingTime", to_milliseconds(job.active_time))
        .member("apexProcessingTime", to_milliseconds(job.apex_time));
    append_text_if_any(json, "errorMessage", job.error_message);
}

}  // namespace

std::string version_text(double api_version) {
    return fmt::format("{:.1f}", api_version);
}

std::string_view job_type(const JobInfo& job) {
    if (job.api == BulkApi::v1) return "Classic";
    return job.kind == JobKind::ingest ? "V2Ingest" : "V2Query";
}

void append_job(JsonWriter& json, const JobInfo& job, JobForm form) {
    json.begin_object();
    append_common(json, job, form != JobForm::changed);
    if (form == JobForm::info || form == JobForm::listed) json.member("jobType", job_type(job));
    if (form != JobForm::changed && job.api == BulkApi::v2) {
        if (job.state == JobState::open && !job.multipart) {
            json.member("contentUrl", content_url(job));
        }
        json.member("lineEnding", name_of(job.format.line_ending))
            .member("columnDelimiter", name_of(job.format.delimiter));
    }
    if (form == JobForm::info) append_progress(json, job);
    json.end_object();
}

}  // namespace rowlock
