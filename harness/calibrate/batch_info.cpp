#include "harness/calibrate/batch_info.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>

namespace rowlock {
namespace {

/// An org takes 15,000 batches a day, each with a dozen elements.
constexpr std::size_t k_xml_nodes_max = 1'000'000;
constexpr double k_milliseconds_max = 1e12;
constexpr std::int64_t k_rows_max = 1'000'000'000;

constexpr std::array<std::string_view, 6> k_unfinished{
    "Queued", "InProgress", "Open", "UploadComplete", "Closed", "Aborting"};

/// The members of one batch or job as texts, however they are written.
using Members = std::function<std::optional<std::string>(std::string_view)>;

/// Reads one batch or job; errors say what is wrong, and the caller where.
class InfoReader {
public:
    explicit InfoReader(Members members) : members_(std::move(members)) {}

    Result<ObservedBatch> read(bool is_job) {
        ObservedBatch batch;
        batch.id = members_("id").value_or("");
        const std::string state = members_("state").value_or("");
        // A 1.0 job is Closed for good, whatever its batches do: their number says more.
        const bool closed_job = is_job && state == "Closed" && has_ended_batches();
        if (!closed_job && std::count(k_unfinished.begin(), k_unfinished.end(), state) > 0)
            return still_going_on(state);
        batch.created = time("createdDate");
        batch.ended = time("systemModstamp");
        batch.rows = count("numberRecordsProcessed");
        batch.rows_failed = count("numberRecordsFailed");
        if (const auto active = milliseconds("apiActiveProcessingTime"))
            batch.active_seconds = *active / 1000.0;
        if (!wrong_.empty()) return fail(ErrorCode::bad_file, wrong_);
        if (!members_("numberRecordsProcessed")) {
            return fail(
                ErrorCode::bad_file,
                "there is no numberRecordsProcessed: lists of jobs do without; ask the org for "
                "each "
                "job by its id"
            );
        }
        return consistent(std::move(batch));
    }

private:
    bool has_ended_batches() {
        return count("numberBatchesQueued") == 0 && count("numberBatchesInProgress") == 0;
    }

    static Failure still_going_on(const std::string& state) {
        return fail(
            ErrorCode::bad_file,
            fmt::format(
                "state is {}, expected work that has come to its end: ask the org again later",
                state
            )
        );
    }

    static Result<ObservedBatch> consistent(ObservedBatch batch) {
        if (batch.rows_failed > batch.rows) {
            return fail(
                ErrorCode::bad_file,
                fmt::format(
                    "numberRecordsFailed is {}, but numberRecordsProcessed, which includes them, "
                    "is {}",
                    batch.rows_failed,
                    batch.rows
                )
            );
        }
        if (batch.created && batch.ended && *batch.ended < *batch.created) {
            return fail(ErrorCode::bad_file, "systemModstamp is before createdDate");
        }
        // Nothing was ever active that processed nothing.
        if (batch.rows == 0) batch.active_seconds.reset();
        return batch;
    }

    void mistake(std::string_view name, const std::string& value, std::string_view expected) {
        if (wrong_.empty()) wrong_ = fmt::format("{} is '{}', expected {}", name, value, expected);
    }

    std::optional<std::int64_t> time(std::string_view name) {
        const auto text = members_(name);
        if (!text || text->empty()) return std::nullopt;
        const auto moment = parse_datetime(*text);
        if (!moment) mistake(name, *text, "a time such as 2026-01-31T08:00:00.000Z");
        return moment;
    }

    std::uint64_t count(std::string_view name) {
        const auto text = members_(name);
        if (!text || text->empty()) return 0;
        const auto number = parse_integer(*text);
        if (number && *number >= 0 && *number <= k_rows_max)
            return static_cast<std::uint64_t>(*number);
        mistake(name, *text, "a whole number from 0 to 1,000,000,000");
        return 0;
    }

    std::optional<double> milliseconds(std::string_view name) {
        const auto text = members_(name);
        if (!text || text->empty()) return std::nullopt;
        const auto number = parse_number(*text);
        if (number && *number >= 0.0 && *number <= k_milliseconds_max) return number;
        mistake(name, *text, "milliseconds");
        return std::nullopt;
    }

    Members members_;
    std::string wrong_;
};

Result<void> add_info(OrgFacts& facts, Members members, bool is_job, const std::string& where) {
    auto batch = InfoReader{std::move(members)}.read(is_job);
    if (!batch) return fail(ErrorCode::bad_file, where + ": " + batch.error().message);
    facts.batches.push_back(std::move(*batch));
    return {};
}

Members members_of(const XmlElement& element) {
    return [&element](std::string_view name) -> std::optional<std::string> {
        const XmlElement* child = element.child(name);
        if (child == nullptr) return std::nullopt;
        return std::string{trimmed(child->text, k_text_blanks)};
    };
}

Members members_of(const Json& object) {
    return [&object](std::string_view name) -> std::optional<std::string> {
        const auto found = object.find(name);
        if (found == object.end() || found->is_null()) return std::nullopt;
        return found->is_string() ? found->get<std::string>() : found->dump();
    };
}

Failure unknown_file(const std::string& file_name, std::string_view found) {
    return fail(
        ErrorCode::bad_file,
        fmt::format(
            "{}: {}, expected a batch list or job info of Bulk API 1.0, job info of Bulk API 2.0, "
            "failed results (CSV), or what rowlock replay --json printed",
            file_name,
            found
        )
    );
}

Result<void> add_list(OrgFacts& facts, const Json& list, bool is_job, const std::string& where) {
    if (!list.is_array()) return fail(ErrorCode::bad_file, where + ": expected a list");
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = fmt::format("{}[{}]", where, i);
        if (!list[i].is_object()) return fail(ErrorCode::bad_file, place + ": expected an object");
        if (auto added = add_info(facts, members_of(list[i]), is_job, place); !added) return added;
    }
    return {};
}

/// Rows and times of a report; errors say where it is not one.
Result<void> add_report(OrgFacts& facts, const Json& report, const std::string& file_name) {
    try {
        std::uint64_t on_locks = 0;
        for (const Json& failure : report.at("failures")) {
            if (failure.at("code") == "UNABLE_TO_LOCK_ROW")
                on_locks += failure.at("rows").get<std::uint64_t>();
        }
        const Json& rows = report.at("rows");
        std::uint64_t processed = 0;
        for (const char* member : {"created", "updated", "failed"})
            processed += rows.at(member).get<std::uint64_t>();
        processed += rows.value("deleted", std::uint64_t{0});
        facts.figures = {
            processed,
            on_locks,
            report.at("durationSeconds").get<double>(),
            report.at("activeSeconds").get<double>()};
        if (report.at("jobs").at("retryPasses").get<std::uint64_t>() > 0) {
            facts.notes.push_back(
                file_name + ": failed rows were sent again; its failures are those that were left"
            );
        }
        return {};
    } catch (const std::exception& error) {
        return fail(ErrorCode::bad_file, fmt::format("{}: {}", file_name, error.what()));
    }
}

}  // namespace

Result<void> add_info_xml(OrgFacts& facts, std::string_view text, const std::string& file_name) {
    XmlLimits limits;
    limits.max_nodes = k_xml_nodes_max;
    const auto root = read_xml(text, limits);
    if (!root) return fail(ErrorCode::bad_file, file_name + ": " + root.error().message);
    const std::string& name = root->name.local;
    if (name == "batchInfo" || name == "jobInfo")
        return add_info(facts, members_of(*root), name == "jobInfo", file_name);
    if (name != "batchInfoList") return unknown_file(file_name, "the root is " + name);
    std::size_t number = 0;
    for (const XmlElement& child : root->children) {
        if (child.name.local != "batchInfo") continue;
        const std::string place = fmt::format("{}: batchInfo {}", file_name, ++number);
        if (auto added = add_info(facts, members_of(child), false, place); !added) return added;
    }
    return {};
}

Result<void> add_info_json(OrgFacts& facts, std::string_view text, const std::string& file_name) {
    const auto root = parse_json(text);
    if (!root) return fail(ErrorCode::bad_file, file_name + ": " + root.error().message);
    if (root->is_array()) return add_list(facts, *root, true, file_name + ": ");
    for (const char* list : {"batchInfo", "records"}) {
        if (!root->contains(list)) continue;
        const bool is_job = std::string_view{list} == "records";
        return add_list(facts, root->at(list), is_job, fmt::format("{}: {}", file_name, list));
    }
    if (root->contains("command") && root->contains("durationSeconds"))
        return add_report(facts, *root, file_name);
    if (!root->contains("numberRecordsProcessed"))
        return unknown_file(file_name, "it has no numberRecordsProcessed");
    return add_info(facts, members_of(*root), !root->contains("jobId"), file_name);
}

}  // namespace rowlock
