#include "harness/replay/bulk1_requests.hpp"

#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "mockorg/codec/xml_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace rowlock {
namespace {

constexpr std::string_view k_namespace = "http://www.force.com/2009/06/asyncapi/dataload";
/// A century of milliseconds still fits a Duration.
constexpr std::uint64_t k_time_max = 3'200'000'000'000;
/// 15,000 batches a day may be in one job, each with a dozen elements.
constexpr std::size_t k_list_nodes_max = 1'000'000;

HttpRequest post_xml(std::string target, std::string body) {
    HttpRequest request = request_of("POST", std::move(target));
    request.headers.add("Content-Type", "application/xml;charset=UTF-8");
    request.body = std::move(body);
    return request;
}

bool is_id(std::string_view text) {
    return (text.size() == 15 || text.size() == 18) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

/// An answer's XML element. What is read from it is checked; the first wrong child is the error.
class ElementReader {
public:
    ElementReader(const RequestLine& asked, const HttpResponse& answer, const XmlElement& element)
        : asked_(asked), answer_(answer), element_(element) {}

    std::string text(std::string_view name) {
        const XmlElement* child = element_.child(name);
        if (child == nullptr) remember(fmt::format("expected an element \"{}\"", name));
        return child == nullptr ? std::string{} : child->text;
    }

    std::string text_or_empty(std::string_view name) const {
        const XmlElement* child = element_.child(name);
        return child == nullptr ? std::string{} : child->text;
    }

    std::string id(std::string_view name) {
        std::string value = text(name);
        if (!is_id(value)) remember(fmt::format("expected \"{}\" to be a record id", name));
        return value;
    }

    std::uint64_t count(std::string_view name) {
        const std::string value = text_or_empty(name);
        if (value.empty()) return 0;
        std::uint64_t number = 0;
        const char* const end = value.data() + value.size();
        const auto read = std::from_chars(value.data(), end, number);
        if (read.ec != std::errc{} || read.ptr != end)
            remember(fmt::format("expected \"{}\" to be a count", name));
        return number;
    }

    std::int64_t datetime_ms(std::string_view name) {
        const auto time = parse_datetime(text(name));
        if (!time) remember(fmt::format("expected \"{}\" to be a date and time", name));
        return time.value_or(0);
    }

    std::optional<Error> error() const {
        if (problem_.empty()) return std::nullopt;
        return protocol_error(asked_, answer_, problem_);
    }

private:
    void remember(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
    }

    const RequestLine& asked_;
    const HttpResponse& answer_;
    const XmlElement& element_;
    std::string problem_;
};

Result<XmlElement> read_root(
    const RequestLine& asked,
    const HttpResponse& answer,
    std::string_view name,
    const XmlLimits& limits = {}
) {
    if (answer.status >= 400) return Failure{refusal(asked, answer)};
    auto root = read_xml(answer.body, limits);
    const bool expected = answer.status == 200 || answer.status == 201;
    if (expected && root && root->name.local == name) return root;
    return Failure{protocol_error(asked, answer, fmt::format("expected a {} in XML", name))};
}

Failure bad_result(const RequestLine& asked, const HttpResponse& answer, const std::string& what) {
    return Failure{protocol_error(asked, answer, what)};
}

}  // namespace

Bulk1Requests::Bulk1Requests(std::string_view api_version)
    : base_(fmt::format("/services/async/{}/job", api_version)) {}

HttpRequest Bulk1Requests::create(const Bulk1JobSpec& spec) const {
    std::string body;
    XmlWriter xml{body};
    xml.declaration().open("jobInfo").declare_namespace(k_namespace);
    xml.element("operation", spec.operation).element("object", spec.object);
    if (!spec.external_id_field.empty()) xml.element("externalIdFieldName", spec.external_id_field);
    xml.element("concurrencyMode", spec.serial ? "Serial" : "Parallel")
        .element("contentType", "CSV")
        .close();
    return post_xml(base_, std::move(body));
}

HttpRequest Bulk1Requests::add_batch(std::string_view job, std::string csv) const {
    HttpRequest request = request_of("POST", fmt::format("{}/{}/batch", base_, job));
    request.headers.add("Content-Type", "text/csv;charset=UTF-8");
    request.body = std::move(csv);
    return request;
}

HttpRequest Bulk1Requests::set_state(std::string_view job, std::string_view state) const {
    std::string body;
    XmlWriter{body}
        .declaration()
        .open("jobInfo")
        .declare_namespace(k_namespace)
        .element("state", state)
        .close();
    return post_xml(fmt::format("{}/{}", base_, job), std::move(body));
}

HttpRequest Bulk1Requests::job_info(std::string_view job) const {
    return request_of("GET", fmt::format("{}/{}", base_, job));
}

HttpRequest Bulk1Requests::batches(std::string_view job) const {
    return request_of("GET", fmt::format("{}/{}/batch", base_, job));
}

HttpRequest Bulk1Requests::batch_info(std::string_view job, std::string_view batch) const {
    return request_of("GET", fmt::format("{}/{}/batch/{}", base_, job, batch));
}

HttpRequest Bulk1Requests::result(std::string_view job, std::string_view batch) const {
    return request_of("GET", fmt::format("{}/{}/batch/{}/result", base_, job, batch));
}

Result<Bulk1JobStatus> read_bulk1_job(const RequestLine& asked, const HttpResponse& answer) {
    const auto root = read_root(asked, answer, "jobInfo");
    if (!root) return Failure{root.error()};
    ElementReader reader{asked, answer, *root};
    Bulk1JobStatus status{reader.id("id"), reader.count("numberRetries")};
    if (auto error = reader.error()) return Failure{std::move(*error)};
    return status;
}

Result<Bulk1BatchStatus> read_bulk1_batch(const RequestLine& asked, const HttpResponse& answer) {
    const auto root = read_root(asked, answer, "batchInfo");
    if (!root) return Failure{root.error()};
    ElementReader reader{asked, answer, *root};
    Bulk1BatchStatus status;
    status.id = reader.id("id");
    status.state = reader.text("state");
    status.state_message = reader.text_or_empty("stateMessage");
    status.rows_processed = reader.count("numberRecordsProcessed");
    const std::uint64_t active = std::min(reader.count("apiActiveProcessingTime"), k_time_max);
    status.active_time = std::chrono::milliseconds{active};
    status.created_ms = reader.datetime_ms("createdDate");
    status.modified_ms = reader.datetime_ms("systemModstamp");
    if (auto error = reader.error()) return Failure{std::move(*error)};
    return status;
}

Result<std::vector<std::string>> read_bulk1_batch_list(
    const RequestLine& asked, const HttpResponse& answer
) {
    XmlLimits limits;
    limits.max_nodes = k_list_nodes_max;
    const auto root = read_root(asked, answer, "batchInfoList", limits);
    if (!root) return Failure{root.error()};
    std::vector<std::string> ids;
    for (const XmlElement& batch : root->children) {
        ElementReader reader{asked, answer, batch};
        ids.push_back(reader.id("id"));
        if (auto error = reader.error()) return Failure{std::move(*error)};
    }
    return ids;
}

Result<std::vector<Bulk1RowResult>> read_bulk1_result(
    const RequestLine& asked, const HttpResponse& answer, std::size_t rows
) {
    if (answer.status >= 400) return Failure{refusal(asked, answer)};
    const std::string& csv = answer.body;
    const CsvRows lines = find_csv_rows(csv, LineEnding::lf);
    if (answer.status != 200 || lines.count() != rows + 1) {
        return bad_result(
            asked, answer, fmt::format("expected a CSV with a header and {} rows", rows)
        );
    }
    CsvRowReader reader{Delimiter::comma};
    std::vector<Bulk1RowResult> results;
    results.reserve(rows);
    for (std::size_t line = 0; line <= rows; ++line) {
        const auto cells = reader.read(lines.row(csv, line));
        if (!cells || (*cells)->size() != 4)
            return bad_result(asked, answer, fmt::format("line {} has not four cells", line + 1));
        const auto text = [&](std::size_t cell) { return (**cells)[cell].text; };
        if (line == 0) {
            if (text(0) != "Id" || text(1) != "Success" || text(2) != "Created" ||
                text(3) != "Error")
                return bad_result(asked, answer, "expected the header Id,Success,Created,Error");
            continue;
        }
        results.push_back(
            {std::string{text(0)}, text(1) == "true", text(2) == "true", std::string{text(3)}}
        );
    }
    return results;
}

}  // namespace rowlock
