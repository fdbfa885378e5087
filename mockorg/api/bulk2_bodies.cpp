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

/// Reads text members one after another and remembers the first mistake.
class MemberReader {
public:
    explicit MemberReader(const Json& object) : object_(object) {}

    std::string text(std::string_view name) {
        Result<std::string> member = text_member(object_, name);
        if (member) return std::move(*member);
        if (!mistake_) mistake_ = member.error();
        return {};
    }

    /// `parse` is given the member's word, and not called without one.
    template <class T, class Parse>
    void word(std::string_view name, T& out, Parse parse) {
        const std::string given = text(name);
        if (given.empty()) return;
        Result<T> parsed = parse(given);
        if (parsed) {
            out = *parsed;
        } else if (!mistake_) {
            mistake_ = parsed.error();
        }
    }

    /// What says how a job's CSV looks.
    void csv_settings(CsvFormat& format) {
        std::string content_type;
        word("contentType", content_type, accept_csv_only);
        word("columnDelimiter", format.delimiter, parse_delimiter);
        word("lineEnding", format.line_ending, parse_line_ending);
    }

    const std::optional<Error>& mistake() const { return mistake_; }

private:
    const Json& object_;
    std::optional<Error> mistake_;
};

/// `Serial`, or 1 as some clients write it.
bool asks_for_serial(const Json& object, MemberReader& members) {
    const auto mode = object.find("concurrencyMode");
    if (mode != object.end() && mode->is_number()) return *mode == 1;
    return equal_ignoring_case(members.text("concurrencyMode"), "Serial");
}

Result<CreateIngestJob> read_job(std::string_view json, double api_version) {
    const Result<Json> object = parse_json_object(json);
    if (!object) return Failure{object.error()};
    MemberReader members{*object};
    CreateIngestJob job;
    job.object = members.text("object");
    job.operation = members.text("operation");
    job.external_id_field = members.text("externalIdFieldName");
    job.assignment_rule_id = members.text("assignmentRuleId");
    members.csv_settings(job.format);
    job.serial_asked = asks_for_serial(*object, members);
    job.api_version = api_version;
    if (members.mistake()) return Failure{*members.mistake()};
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
    MemberReader members{*object};
    CreateQueryJob job;
    job.operation = members.text("operation");
    job.soql = members.text("query");
    members.csv_settings(job.format);
    job.serial_asked = asks_for_serial(*object, members);
    job.api_version = api_version;
    if (members.mistake()) return Failure{*members.mistake()};
    return job;
}

Result<std::string> read_job_state(std::string_view json) {
    const Result<Json> body = parse_json_object(json);
    if (!body) return Failure{body.error()};
    return text_member(*body, "state");
}

}  // namespace rowlock
