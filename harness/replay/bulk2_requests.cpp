#include "harness/replay/bulk2_requests.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

constexpr const char* k_json_type = "application/json;charset=UTF-8";

/// An answer's JSON object. Members read from it are checked; the first wrong one is the error.
class AnswerReader {
public:
    static Result<AnswerReader> read(const RequestLine& asked, const HttpResponse& answer) {
        if (answer.status >= 400) return Failure{refusal(asked, answer)};
        if (answer.status != 200)
            return Failure{protocol_error(asked, answer, "expected status 200")};
        auto json = parse_json(answer.body);
        if (!json || !json->is_object()) {
            return Failure{protocol_error(asked, answer, "expected a JSON object")};
        }
        return AnswerReader{asked, answer, std::move(*json)};
    }

    std::string text(const char* name) {
        const auto found = json_.find(name);
        if (found != json_.end() && found->is_string()) return found->get<std::string>();
        remember(fmt::format("expected a text member \"{}\"", name));
        return {};
    }

    std::string text_or_empty(const char* name) {
        const auto found = json_.find(name);
        return found != json_.end() && found->is_string() ? found->get<std::string>()
                                                          : std::string{};
    }

    /// 0 if the member is not there: an open job's info has no counters.
    std::uint64_t count(const char* name) {
        const auto found = json_.find(name);
        if (found == json_.end()) return 0;
        if (found->is_number_unsigned()) return found->get<std::uint64_t>();
        remember(fmt::format("expected \"{}\" to be a count", name));
        return 0;
    }

    std::int64_t datetime_ms(const char* name) {
        const std::string value = text(name);
        if (const auto parsed = parse_datetime(value)) return *parsed;
        remember(fmt::format("expected \"{}\" to be a date and time", name));
        return 0;
    }

    /// Whether all members so far were as expected.
    std::optional<Error> error() const {
        if (problem_.empty()) return std::nullopt;
        return protocol_error(asked_, answer_, problem_);
    }

private:
    AnswerReader(const RequestLine& asked, const HttpResponse& answer, Json json)
        : asked_(asked), answer_(answer), json_(std::move(json)) {}

    void remember(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
    }

    const RequestLine& asked_;
    const HttpResponse& answer_;
    Json json_;
    std::string problem_;
};

/// Ids go into paths: nothing but letters and digits may come from the wire.
bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 18 &&
           text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
           ) == std::string_view::npos;
}

}  // namespace

std::string_view name_of(ResultFile file) {
    switch (file) {
        case ResultFile::successful:
            return "successfulResults";
        case ResultFile::failed:
            return "failedResults";
        case ResultFile::unprocessed:
            break;
    }
    return "unprocessedrecords";
}

bool IngestJobStatus::ended() const {
    return state == "JobComplete" || state == "Failed" || state == "Aborted";
}

Bulk2Requests::Bulk2Requests(std::string_view api_version)
    : base_(fmt::format("/services/data/v{}/jobs/ingest", api_version)) {}

HttpRequest Bulk2Requests::create(const IngestJobSpec& spec) const {
    HttpRequest request = request_of("POST", base_);
    request.headers.add("Content-Type", k_json_type);
    JsonWriter json{request.body};
    json.begin_object().member("object", spec.object).member("operation", spec.operation);
    if (!spec.external_id_field.empty()) json.member("externalIdFieldName", spec.external_id_field);
    json.member("contentType", "CSV");
    json.member("columnDelimiter", name_of(spec.format.delimiter));
    json.member("lineEnding", name_of(spec.format.line_ending));
    if (spec.serial) json.member("concurrencyMode", "Serial");
    json.end_object();
    return request;
}

HttpRequest Bulk2Requests::upload(std::string_view job_id, std::string csv) const {
    HttpRequest request = request_of("PUT", fmt::format("{}/{}/batches", base_, job_id));
    request.headers.add("Content-Type", "text/csv");
    request.body = std::move(csv);
    return request;
}

HttpRequest Bulk2Requests::set_state(std::string_view job_id, std::string_view state) const {
    HttpRequest request = request_of("PATCH", fmt::format("{}/{}", base_, job_id));
    request.headers.add("Content-Type", k_json_type);
    JsonWriter{request.body}.begin_object().member("state", state).end_object();
    return request;
}

HttpRequest Bulk2Requests::info(std::string_view job_id) const {
    return request_of("GET", fmt::format("{}/{}", base_, job_id));
}

HttpRequest Bulk2Requests::results(std::string_view job_id, ResultFile file) const {
    return request_of("GET", fmt::format("{}/{}/{}", base_, job_id, name_of(file)));
}

Result<std::string> read_created_job(const RequestLine& asked, const HttpResponse& answer) {
    auto reader = AnswerReader::read(asked, answer);
    if (!reader) return Failure{reader.error()};
    std::string id = reader->text("id");
    if (auto error = reader->error()) return Failure{std::move(*error)};
    if (!is_id(id))
        return Failure{protocol_error(asked, answer, "expected \"id\" to be a record id")};
    return id;
}

Result<void> read_uploaded(const RequestLine& asked, const HttpResponse& answer) {
    if (answer.status >= 400) return Failure{refusal(asked, answer)};
    if (answer.status != 201) return Failure{protocol_error(asked, answer, "expected status 201")};
    return {};
}

Result<std::string> read_state(const RequestLine& asked, const HttpResponse& answer) {
    auto reader = AnswerReader::read(asked, answer);
    if (!reader) return Failure{reader.error()};
    std::string state = reader->text("state");
    if (auto error = reader->error()) return Failure{std::move(*error)};
    return state;
}

Result<IngestJobStatus> read_job_status(const RequestLine& asked, const HttpResponse& answer) {
    auto reader = AnswerReader::read(asked, answer);
    if (!reader) return Failure{reader.error()};
    IngestJobStatus status;
    status.id = reader->text("id");
    status.state = reader->text("state");
    status.rows_processed = reader->count("numberRecordsProcessed");
    status.rows_failed = reader->count("numberRecordsFailed");
    status.retries = static_cast<std::uint32_t>(reader->count("retries"));
    // A century of milliseconds still fits a Duration.
    constexpr std::uint64_t k_time_max = 3'200'000'000'000;
    const std::uint64_t active = std::min(reader->count("apiActiveProcessingTime"), k_time_max);
    status.active_time = std::chrono::milliseconds{active};
    status.created_ms = reader->datetime_ms("createdDate");
    status.modified_ms = reader->datetime_ms("systemModstamp");
    status.error_message = reader->text_or_empty("errorMessage");
    if (auto error = reader->error()) return Failure{std::move(*error)};
    return status;
}

Result<std::string> read_result_file(const RequestLine& asked, HttpResponse answer) {
    if (answer.status >= 400) return Failure{refusal(asked, answer)};
    if (answer.status != 200) return Failure{protocol_error(asked, answer, "expected status 200")};
    return std::move(answer.body);
}

}  // namespace rowlock
