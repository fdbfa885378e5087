#include "harness/count/job_reader.hpp"

#include "harness/query/text_member.hpp"
#include "harness/replay/bulk1_exchange.hpp"
#include "harness/replay/bulk1_requests.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <utility>

namespace rowlock {
namespace {

std::string child_text(const XmlElement& element, std::string_view name) {
    const XmlElement* child = element.child(name);
    return child == nullptr ? std::string{} : child->text;
}

std::uint64_t child_count(const XmlElement& element, std::string_view name) {
    const std::string text = child_text(element, name);
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// The rows of a CSV text, with the names of its columns.
class CsvTable {
public:
    CsvTable(const std::string& text, const CsvFormat& format)
        : text_(text), lines_(find_csv_rows(text, format.line_ending)), reader_(format.delimiter) {}

    std::size_t rows() const { return lines_.count() == 0 ? 0 : lines_.count() - 1; }

    /// Null if the line is no CSV. Valid until the next call.
    const std::vector<CsvCell>* read(std::size_t line) {
        const auto cells = reader_.read(lines_.row(text_, line));
        return cells ? *cells : nullptr;
    }

    std::vector<std::string> header() {
        std::vector<std::string> names;
        const auto* cells = lines_.count() == 0 ? nullptr : read(0);
        if (cells == nullptr) return names;
        for (const CsvCell& cell : *cells) names.emplace_back(cell.text);
        return names;
    }

private:
    const std::string& text_;
    CsvRows lines_;
    CsvRowReader reader_;
};

/// The columns of ours that a result file puts before the row's own.
std::size_t own_columns(ResultFile file) {
    return file == ResultFile::unprocessed ? 0 : 2;
}

KnownOutcome outcome_of(ResultFile file, const std::vector<CsvCell>& cells) {
    if (file == ResultFile::unprocessed) return {RowStatus::unprocessed, {}, {}};
    const std::string id{cells[0].text};
    if (file == ResultFile::failed) return {RowStatus::failed, id, std::string{cells[1].text}};
    return {cells[1].text == "true" ? RowStatus::created : RowStatus::updated, id, {}};
}

class JobReader {
public:
    JobReader(const AskFn& ask, const std::string& id, const JobRowFn& on_row)
        : ask_(ask), on_row_(on_row) {
        facts_.id = id;
    }

    Result<JobFacts> read() {
        const auto known = read_bulk2();
        if (known || known.error().code != ErrorCode::not_found) return finished(known);
        return finished(read_bulk1());
    }

private:
    Result<JobFacts> finished(const Result<void>& read) {
        if (!read) return Failure{read.error()};
        return std::move(facts_);
    }

    Result<void> read_bulk2() {
        const HttpRequest request = bulk2_.info(facts_.id);
        const RequestLine asked = RequestLine::of(request);
        const auto answer = ask_(request);
        if (!answer) return Failure{answer.error()};
        const auto status = read_job_status(asked, *answer);
        if (!status) return Failure{status.error()};
        const auto json = parse_json(answer->body);
        facts_.api = "bulk2";
        facts_.object = text_member(*json, "object");
        facts_.operation = text_member(*json, "operation");
        facts_.state = status->state;
        facts_.processed = status->rows_processed;
        facts_.failed = status->rows_failed;
        facts_.ended = status->ended();
        if (!facts_.ended) return {};
        CsvFormat format;
        const auto delimiter = parse_delimiter(text_member(*json, "columnDelimiter"));
        if (delimiter) format.delimiter = *delimiter;
        if (text_member(*json, "lineEnding") == "CRLF") format.line_ending = LineEnding::crlf;
        for (const auto file :
             {ResultFile::successful, ResultFile::failed, ResultFile::unprocessed}) {
            if (auto read = read_file(file, format); !read) return read;
        }
        return {};
    }

    Result<void> read_file(ResultFile file, const CsvFormat& format) {
        const HttpRequest request = bulk2_.results(facts_.id, file);
        auto answer = ask_(request);
        if (!answer) return Failure{std::move(answer.error())};
        const RequestLine asked = RequestLine::of(request);
        const auto csv = read_result_file(asked, std::move(*answer));
        if (!csv) return Failure{csv.error()};
        CsvTable table{*csv, format};
        const std::vector<std::string> header = table.header();
        const std::size_t own = own_columns(file);
        for (std::size_t line = 1; line <= table.rows(); ++line) {
            const auto* cells = table.read(line);
            if (cells == nullptr || cells->size() < header.size() || header.size() < own) {
                return fail(
                    ErrorCode::protocol_broken,
                    fmt::format("{}: line {} is malformed", request.target, line + 1)
                );
            }
            on_row_(
                {std::span{header}.subspan(own),
                 std::span{*cells}.subspan(own),
                 outcome_of(file, *cells)}
            );
        }
        return {};
    }

    Result<void> read_bulk1() {
        const HttpRequest request = bulk1_.job_info(facts_.id);
        const RequestLine asked = RequestLine::of(request);
        const auto answer = ask_(request);
        if (!answer) return Failure{answer.error()};
        if (auto job = read_bulk1_job(asked, *answer); !job) return no_job(job.error());
        const auto root = read_xml(answer->body, {});
        facts_.api = "bulk1";
        facts_.object = child_text(*root, "object");
        facts_.operation = child_text(*root, "operation");
        facts_.state = child_text(*root, "state");
        facts_.processed = child_count(*root, "numberRecordsProcessed");
        facts_.failed = child_count(*root, "numberRecordsFailed");
        facts_.ended = facts_.state != "Open";
        const HttpRequest list = bulk1_.batches(facts_.id);
        const auto listed = ask_(list);
        if (!listed) return Failure{listed.error()};
        const auto batches = read_bulk1_batch_list(RequestLine::of(list), *listed);
        if (!batches) return Failure{batches.error()};
        for (const std::string& batch : *batches) {
            if (auto read = read_batch(batch); !read) return read;
        }
        return {};
    }

    Result<void> no_job(const Error& error) const {
        if (error.code != ErrorCode::invalid_job) return Failure{error};
        return fail(ErrorCode::not_found, "the org has no ingest job " + facts_.id);
    }

    Result<void> read_batch(const std::string& batch) {
        const HttpRequest request = bulk1_.batch_info(facts_.id, batch);
        const auto answer = ask_(request);
        if (!answer) return Failure{answer.error()};
        const auto status = read_bulk1_batch(RequestLine::of(request), *answer);
        if (!status) return Failure{status.error()};
        if (!status->ended()) {
            facts_.ended = false;
            return {};
        }
        HttpRequest rows_request = request;
        rows_request.target += "/request";
        const auto rows = ask_(rows_request);
        if (!rows) return Failure{rows.error()};
        if (rows->status >= 400) return Failure{refusal(RequestLine::of(rows_request), *rows)};
        // Batches come in either line ending; the other one is part of the last cell then.
        CsvFormat format;
        const auto line_end = rows->body.find('\n');
        const bool crlf =
            line_end != std::string::npos && line_end > 0 && rows->body[line_end - 1] == '\r';
        if (crlf) format.line_ending = LineEnding::crlf;
        CsvTable table{rows->body, format};
        // There is no result to be had of a batch of which not one row was tried.
        const bool tried = status->state == "Completed" || status->rows_processed > 0;
        if (!tried) return tell(table, {});
        const HttpRequest result_request = bulk1_.result(facts_.id, batch);
        const auto result = ask_(result_request);
        if (!result) return Failure{result.error()};
        auto outcomes = read_bulk1_result(RequestLine::of(result_request), *result, table.rows());
        if (!outcomes) return Failure{std::move(outcomes.error())};
        return tell(table, std::move(*outcomes));
    }

    /// Without outcomes, no row was tried.
    Result<void> tell(CsvTable& table, std::vector<Bulk1RowResult> outcomes) {
        const std::vector<std::string> header = table.header();
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto* cells = table.read(row + 1);
            JobRow told{header, {}, {RowStatus::unprocessed, {}, {}}};
            if (cells != nullptr) told.cells = *cells;
            if (!outcomes.empty()) told.outcome = rowlock::outcome_of(std::move(outcomes[row]));
            on_row_(told);
        }
        return {};
    }

    const AskFn& ask_;
    const JobRowFn& on_row_;
    Bulk2Requests bulk2_;
    Bulk1Requests bulk1_{k_api_version};
    JobFacts facts_;
};

}  // namespace

Result<JobFacts> read_job(const AskFn& ask, const std::string& id, const JobRowFn& on_row) {
    return JobReader{ask, id, on_row}.read();
}

}  // namespace rowlock
