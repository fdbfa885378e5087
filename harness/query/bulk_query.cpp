#include "harness/query/bulk_query.hpp"

#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// Some ten megabytes.
constexpr unsigned k_page_records = 50'000;
constexpr Duration k_first_pause = std::chrono::milliseconds{100};
constexpr Duration k_longest_pause = std::chrono::seconds{5};

class BulkQuery {
public:
    BulkQuery(const AskFn& ask, const PauseFn& pause, const std::string& operation)
        : ask_(ask), pause_(pause), operation_(operation) {}

    Result<void> run(const std::string& soql, const RecordFn& on_record) {
        if (auto created = create(soql); !created) return created;
        if (auto ended = wait(); !ended) return ended;
        std::string locator;
        for (;;) {
            auto more = read_page(locator, on_record);
            if (!more) return Failure{std::move(more.error())};
            if (!*more) return {};
        }
    }

private:
    Result<void> create(const std::string& soql) {
        HttpRequest request = request_of("POST", base_);
        request.headers.add("Content-Type", "application/json;charset=UTF-8");
        JsonWriter{request.body}
            .begin_object()
            .member("operation", operation_)
            .member("query", soql)
            .end_object();
        const auto answer = ask_(request);
        if (!answer) return Failure{answer.error()};
        auto id = read_created_job(RequestLine::of_query(soql), *answer);
        if (!id) return Failure{std::move(id.error())};
        id_ = std::move(*id);
        job_ = base_ + '/' + id_;
        return {};
    }

    Result<void> wait() {
        const HttpRequest request = request_of("GET", job_);
        for (Duration distance = k_first_pause;;
             distance = std::min(distance * 2, k_longest_pause)) {
            const auto answer = ask_(request);
            if (!answer) return Failure{answer.error()};
            const auto status = read_job_status(RequestLine::of(request), *answer);
            if (!status) return Failure{status.error()};
            if (status->state == "JobComplete") return {};
            if (status->ended()) {
                return fail(
                    ErrorCode::invalid_job,
                    fmt::format(
                        "query job {} ended as {}: {}",
                        id_,
                        status->state,
                        status->error_message.empty() ? "the org does not say why"
                                                      : status->error_message
                    )
                );
            }
            if (auto waited = pause_(distance); !waited) return waited;
        }
    }

    /// Whether there is another page.
    Result<bool> read_page(std::string& locator, const RecordFn& on_record) {
        std::string target = fmt::format("{}/results?maxRecords={}", job_, k_page_records);
        if (!locator.empty()) target += "&locator=" + percent_encode(locator);
        const HttpRequest request = request_of("GET", std::move(target));
        const auto answer = ask_(request);
        if (!answer) return Failure{answer.error()};
        const RequestLine asked = RequestLine::of(request);
        if (answer->status >= 400) return Failure{refusal(asked, *answer)};
        const CsvRows lines = find_csv_rows(answer->body, LineEnding::lf);
        CsvRowReader reader{Delimiter::comma};
        std::vector<std::string> values;
        for (std::size_t line = 1; line < lines.count(); ++line) {
            const auto cells = reader.read(lines.row(answer->body, line));
            if (!cells) return Failure{protocol_error(asked, *answer, "expected CSV")};
            values.clear();
            for (const CsvCell& cell : **cells) values.emplace_back(cell.text);
            if (!on_record(values)) return false;
        }
        std::string following{answer->headers.get("Sforce-Locator")};
        // The last page says so, in this word. [clients 1.3]
        if (following.empty() || following == "null") return false;
        if (following == locator || lines.count() < 2)
            return Failure{protocol_error(asked, *answer, "the pages lead in circles")};
        locator = std::move(following);
        return true;
    }

    const AskFn& ask_;
    const PauseFn& pause_;
    const std::string& operation_;
    std::string base_ = fmt::format("/services/data/v{}/jobs/query", k_api_version);
    std::string id_;
    /// Its path.
    std::string job_;
};

}  // namespace

Result<void> query_in_bulk(
    const AskFn& ask,
    const PauseFn& pause,
    const std::string& soql,
    const RecordFn& on_record,
    const std::string& operation
) {
    return BulkQuery{ask, pause, operation}.run(soql, on_record);
}

}  // namespace rowlock
