#include "mockorg/api/bulk1_info.hpp"

#include "mockorg/api/job_json.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/xml_writer.hpp"
#include "mockorg/engine/xml_batch.hpp"

#include <string_view>

namespace rowlock {
namespace {

std::string xml_date(TimePoint time) {
    std::string text;
    append_z_datetime(text, milliseconds_of(time));
    return text;
}

std::string_view mode_name(Lane lane) {
    return lane == Lane::serial ? "Serial" : "Parallel";
}

/// Jobs of Bulk API 2.0 are asked for here, too; in the words of 1.0 most of them are Closed.
std::string_view state_of(const JobInfo& job) {
    const bool is_past_upload = job.state == JobState::upload_complete ||
                                job.state == JobState::in_progress ||
                                job.state == JobState::job_complete;
    return name_of(is_past_upload ? JobState::closed : job.state);
}

/// Elements with a number or a text, one after the other.
class Elements {
public:
    explicit Elements(XmlWriter& xml) : xml_(xml) {}

    Elements& add(std::string_view name, std::string_view text) {
        xml_.element(name, text);
        return *this;
    }

    Elements& add(std::string_view name, std::uint64_t number) {
        xml_.element(name, std::to_string(number));
        return *this;
    }

    Elements& add(std::string_view name, Duration time) {
        xml_.element(name, std::to_string(to_milliseconds(time)));
        return *this;
    }

    Elements& add_if_any(std::string_view name, std::string_view text) {
        if (!text.empty()) xml_.element(name, text);
        return *this;
    }

private:
    XmlWriter& xml_;
};

std::string job_xml(const JobInfo& job) {
    std::string body;
    XmlWriter xml{body, XmlLayout::lines};
    xml.declaration().open("jobInfo").declare_namespace(k_dataload_namespace);
    Elements{xml}
        .add("id", job.id.text())
        .add("operation", operation_name(job))
        .add("object", job.object)
        .add("createdById", job.created_by.text())
        .add("createdDate", xml_date(job.created))
        .add("systemModstamp", xml_date(job.modified))
        .add("state", state_of(job))
        .add_if_any("externalIdFieldName", job.external_id_field)
        .add("concurrencyMode", mode_name(job.lane))
        .add("contentType", name_of(job.content_type))
        .add("numberBatchesQueued", job.batches.queued)
        .add("numberBatchesInProgress", job.batches.in_progress)
        .add("numberBatchesCompleted", job.batches.completed)
        .add("numberBatchesFailed", job.batches.failed)
        .add("numberBatchesTotal", job.batches.total)
        .add("numberRecordsProcessed", job.rows_processed)
        .add("numberRetries", job.retries)
        .add("apiVersion", version_text(job.api_version))
        .add_if_any("assignmentRuleId", job.assignment_rule_id)
        .add("numberRecordsFailed", job.rows_failed)
        .add("totalProcessingTime", job.total_time)
        .add("apiActiveProcessingTime", job.active_time)
        .add("apexProcessingTime", job.apex_time);
    xml.close();
    return body;
}

void member_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
    if (text.empty()) {
        json.key(name).null();
    } else {
        json.member(name, text);
    }
}

std::string job_json(const JobInfo& job) {
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("apexProcessingTime", to_milliseconds(job.apex_time))
        .member("apiActiveProcessingTime", to_milliseconds(job.active_time))
        .key("apiVersion")
        .raw(version_text(job.api_version));
    member_or_null(json, "assignmentRuleId", job.assignment_rule_id);
    json.member("concurrencyMode", mode_name(job.lane))
        .member("contentType", name_of(job.content_type))
        .member("createdById", job.created_by.text())
        .member("createdDate", json_datetime(job.created));
    member_or_null(json, "externalIdFieldName", job.external_id_field);
    json.member("id", job.id.text())
        .member("numberBatchesCompleted", job.batches.completed)
        .member("numberBatchesFailed", job.batches.failed)
        .member("numberBatchesInProgress", job.batches.in_progress)
        .member("numberBatchesQueued", job.batches.queued)
        .member("numberBatchesTotal", job.batches.total)
        .member("numberRecordsFailed", job.rows_failed)
        .member("numberRecordsProcessed", job.rows_processed)
        .member("numberRetries", job.retries)
        .member("object", job.object)
        .member("operation", operation_name(job))
        .member("state", state_of(job))
        .member("systemModstamp", json_datetime(job.modified))
        .member("totalProcessingTime", to_milliseconds(job.total_time))
        .end_object();
    return body;
}

void add_batch(XmlWriter& xml, const BatchInfo& batch) {
    Elements{xml}
        .add("id", batch.id.text())
        .add("jobId", batch.job.text())
        .add("state", name_of(batch.state))
        .add_if_any("stateMessage", batch.state_message)
        .add("createdDate", xml_date(batch.created))
        .add("systemModstamp", xml_date(batch.modified))
        .add("numberRecordsProcessed", batch.rows_processed)
        .add("numberRecordsFailed", batch.rows_failed)
        .add("totalProcessingTime", batch.total_time)
        .add("apiActiveProcessingTime", batch.active_time)
        .add("apexProcessingTime", batch.apex_time);
}

void add_batch(JsonWriter& json, const BatchInfo& batch) {
    json.begin_object()
        .member("apexProcessingTime", to_milliseconds(batch.apex_time))
        .member("apiActiveProcessingTime", to_milliseconds(batch.active_time))
        .member("createdDate", json_datetime(batch.created))
        .member("id", batch.id.text())
        .member("jobId", batch.job.text())
        .member("numberRecordsFailed", batch.rows_failed)
        .member("numberRecordsProcessed", batch.rows_processed)
        .member("state", name_of(batch.state));
    member_or_null(json, "stateMessage", batch.state_message);
    json.member("systemModstamp", json_datetime(batch.modified))
        .member("totalProcessingTime", to_milliseconds(batch.total_time))
        .end_object();
}

}  // namespace

std::string job_info_text(const JobInfo& job, Bulk1Format format) {
    return format == Bulk1Format::json ? job_json(job) : job_xml(job);
}

std::string batch_info_text(const BatchInfo& batch, Bulk1Format format) {
    std::string body;
    if (format == Bulk1Format::json) {
        JsonWriter json{body};
        add_batch(json, batch);
        return body;
    }
    XmlWriter xml{body, XmlLayout::lines};
    xml.declaration().open("batchInfo").declare_namespace(k_dataload_namespace);
    add_batch(xml, batch);
    xml.close();
    return body;
}

std::string batch_list_text(const std::vector<BatchInfo>& batches, Bulk1Format format) {
    std::string body;
    if (format == Bulk1Format::json) {
        JsonWriter json{body};
        json.begin_object().key("batchInfo").begin_array();
        for (const BatchInfo& batch : batches) add_batch(json, batch);
        json.end_array().end_object();
        return body;
    }
    XmlWriter xml{body, XmlLayout::lines};
    xml.declaration().open("batchInfoList").declare_namespace(k_dataload_namespace);
    for (const BatchInfo& batch : batches) {
        xml.open("batchInfo");
        add_batch(xml, batch);
        xml.close();
    }
    xml.close();
    return body;
}

std::string result_list_text(const std::vector<RecordId>& results, Bulk1Format format) {
    std::string body;
    if (format == Bulk1Format::json) {
        JsonWriter json{body};
        json.begin_array();
        for (const RecordId& result : results) json.value(result.short_text());
        json.end_array();
        return body;
    }
    XmlWriter xml{body};
    xml.open("result-list").declare_namespace(k_dataload_namespace);
    for (const RecordId& result : results) xml.element("result", result.short_text());
    xml.close();
    return body;
}

}  // namespace rowlock
