#include "mockorg/api/bulk2_bodies.hpp"

#include "mockorg/api/json_body.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/multipart.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace rowlock {
namespace {

/// Characters of data a multipart create may carry.
constexpr std::size_t k_multipart_data_max = 100'000;

Result<std::string> accept_csv_only(const std::string& content_type) {
    if (equal_ignoring_case(content_type, "CSV")) return content_type;
    return fail(
        ErrorCode::invalid_job,
        "contentType '" + content_type + "' is not supported. Bulk API 2.0 takes CSV"
    );
}

/// `parse` is given the member's word, and not called without one.
template <class T, class Parse>
void read_word(BodyMembers& members, std::string_view name, T& out, Parse parse) {
    const std::string given = members.text(name);
    if (given.empty()) return;
    Result<T> parsed = parse(given);
    if (parsed) {
        out = *parsed;
    } else {
        members.complain(parsed.error());
    }
}

/// What says how a job's CSV looks.
void read_csv_settings(BodyMembers& members, CsvFormat& format) {
    std::string content_type;
    read_word(members, "contentType", content_type, accept_csv_only);
    read_word(members, "columnDelimiter", format.delimiter, parse_delimiter);
    read_word(members, "lineEnding", format.line_ending, parse_line_ending);
}

/// `Serial`, or 1 as some clients write it.
bool asks_for_serial(BodyMembers& members) {
    const Json* mode = members.find("concurrencyMode");
    if (mode != nullptr && mode->is_number()) return *mode == 1;
    return equal_ignoring_case(members.text("concurrencyMode"), "Serial");
}

Result<CreateIngestJob> read_job(std::string_view json, double api_version) {
    const Result<Json> object = parse_json_object(json);
    if (!object) return Failure{object.error()};
    BodyMembers members{*object};
    CreateIngestJob job;
    job.object = members.text("object");
    job.operation = members.text("operation");
    job.external_id_field = members.text("externalIdFieldName");
    job.assignment_rule_id = members.text("assignmentRuleId");
    read_csv_settings(members, job.format);
    job.serial_asked = asks_for_serial(members);
    job.api_version = api_version;
    if (!members.outcome()) return Failure{members.outcome().error()};
    return job;
}

std::size_t count_characters(std::string_view text) {
    const auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_start));
}

const MultipartPart* find_part(const std::vector<MultipartPart>& parts, std::string_view name) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const MultipartPart& part) {
        return part.name == name;
    });
    return found == parts.end() ? nullptr : &*found;
}

Result<CreateIngestJob> read_multipart(const HttpRequest& request, double api_version) {
    const auto parts = parse_multipart(request.headers.get("Content-Type"), request.body);
    if (!parts) return Failure{parts.error()};
    const MultipartPart* description = find_part(*parts, "job");
    const MultipartPart* data = find_part(*parts, "content");
    if (description == nullptr || data == nullptr) {
        return fail(
            ErrorCode::client_input_error, "A multipart create needs the parts 'job' and 'content'"
        );
    }
    if (count_characters(data->body) > k_multipart_data_max) {
        return fail(
            ErrorCode::client_input_error,
            "The data of a multipart create is limited to 100000 characters. Upload it with PUT "
            "instead"
        );
    }
    Result<CreateIngestJob> job = read_job(description->body, api_version);
    if (job) job->data = std::string{data->body};
    return job;
}

}  // namespace

Result<CreateIngestJob> read_create_ingest_job(const HttpRequest& request, double api_version) {
    constexpr std::string_view k_multipart = "multipart/form-data";
    if (auto type = expect_media_type(request, {"application/json", k_multipart}); !type) {
        return Failure{type.error()};
    }
    if (media_type(request.headers.get("Content-Type")) == k_multipart) {
        return read_multipart(request, api_version);
    }
    return read_job(request.body, api_version);
}

Result<CreateQueryJob> read_create_query_job(const HttpRequest& request, double api_version) {
    if (auto type = expect_media_type(request, {"application/json"}); !type) {
        return Failure{type.error()};
    }
    const Result<Json> object = parse_json_object(request.body);
    if (!object) return Failure{object.error()};
    BodyMembers members{*object};
    CreateQueryJob job;
    job.operation = members.text("operation");
    job.soql = members.text("query");
    read_csv_settings(members, job.format);
    job.serial_asked = asks_for_serial(members);
    job.api_version = api_version;
    if (!members.outcome()) return Failure{members.outcome().error()};
    return job;
}

Result<std::string> read_job_state(std::string_view json) {
    const Result<Json> body = parse_json_object(json);
    if (!body) return Failure{body.error()};
    return text_member(*body, "state");
}

}  // namespace rowlock
