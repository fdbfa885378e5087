#include "harness/explain/explain_answer.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/explain/contention_json.hpp"
#include "mockorg/explain/contention_text.hpp"
#include "mockorg/explain/contention_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace rowlock {
namespace {

/// Ids have 15 characters that tell them apart; three more only check them.
constexpr std::size_t k_telling_characters = 15;

bool is_same_id(std::string_view a, std::string_view b) {
    return a.substr(0, k_telling_characters) == b.substr(0, k_telling_characters);
}

std::string_view words_for(RowStatus status) {
    static constexpr std::array<std::string_view, k_row_statuses> k_words{
        "was never sent",
        "was sent, but nobody learnt what became of it",
        "created a record",
        "updated or deleted its record",
        "failed",
        "was not tried by the org",
        "is in none of its job's result files",
    };
    return k_words.at(static_cast<std::size_t>(status));
}

bool failed_on_a_lock(const RowStory& row) {
    return row.status == RowStatus::failed && row.code == "UNABLE_TO_LOCK_ROW";
}

bool is_complete(const LedgerReport& report) {
    return report.failures_left_out == 0;
}

/// What the ledger did not keep could be of anybody.
std::string left_out_text(const LedgerReport& report) {
    return fmt::format(
        "the ledger {}, and did not keep {}",
        report.failures.empty() ? "is off" : "was full",
        counted(report.failures_left_out, "failure")
    );
}

/// How often the row is known to have failed.
std::string times_text(const ExplainAnswer& answer) {
    return (is_complete(answer.report) ? "" : "at least ") + counted(answer.failures_found, "time");
}

/// A row that only the ledger knows.
std::string row_of_ledger_text(const ExplainAnswer& answer) {
    const std::string& name = answer.row->name;
    if (answer.failures_found > 0)
        return fmt::format("{} failed because of a lock {}.\n", name, times_text(answer));
    if (!is_complete(answer.report)) {
        return fmt::format(
            "Whether a lock failed {} is not known: {}.\n", name, left_out_text(answer.report)
        );
    }
    return answer.source == "org" ? fmt::format("{} never failed because of a lock.\n", name)
                                  : fmt::format("The ledger has no failure of {}.\n", name);
}

/// Of a row that no failure is known of, and that did not fail on a lock in the end.
std::string unharmed_text(const ExplainAnswer& answer) {
    if (is_complete(answer.report)) return "; no lock failed it.\n";
    return fmt::format(
        "; whether a lock failed it before is not known: {}.\n", left_out_text(answer.report)
    );
}

std::string row_text(const ExplainAnswer& answer) {
    const RowStory& row = *answer.row;
    if (!row.status) return row_of_ledger_text(answer);
    const std::string times = times_text(answer);
    if (answer.interrupted && row.status == RowStatus::not_sent) {
        return row.name +
               " was not sent before the interruption; what would have become of it is "
               "not known.\n";
    }
    std::string text = fmt::format("{} {}", row.name, words_for(*row.status));
    if (row.status == RowStatus::failed && !failed_on_a_lock(row))
        return text + fmt::format(", and not because of a lock: {} ({})\n", row.code, row.sample);
    if (failed_on_a_lock(row) && answer.failures_found == 0)
        return fmt::format("{} because of a lock: {}.\n", text, left_out_text(answer.report));
    if (failed_on_a_lock(row)) return text + fmt::format(" because of a lock, {}.\n", times);
    if (answer.failures_found > 0)
        return text + fmt::format(", after it had failed because of a lock {}.\n", times);
    return text + unharmed_text(answer);
}

/// What the record cost altogether, as far as that is known.
std::string key_text(const ExplainAnswer& answer) {
    const bool failed = answer.failures_found > 0;
    if (!failed && answer.key_waits == 0)
        return fmt::format(
            "Nothing waited for {}: no transaction had to wait for this record, and none failed "
            "because of it.\n",
            answer.key
        );
    std::string text = failed
                           ? counted(answer.failures_found, "transaction")
                           : std::string{is_complete(answer.report) ? "Nothing" : "Nothing known"};
    text += fmt::format(" failed because of {}", answer.key);
    if (answer.key_waits) {
        text += fmt::format("; {} for it", counted(*answer.key_waits, "wait"));
    } else if (!failed) {
        text += fmt::format(
            "; it is not among the {} that were fought over most, of which alone the ledger lists "
            "the waits",
            counted(answer.report.hottest.size(), "record")
        );
    }
    if (!is_complete(answer.report))
        text += fmt::format("; {}, perhaps of it", left_out_text(answer.report));
    return text + ".\n";
}

std::string failures_text(const ExplainAnswer& answer) {
    std::string text;
    const Adviser adviser{answer.report};
    for (const std::size_t number : answer.failures)
        text += failure_text(answer.report, adviser, answer.report.failures.at(number));
    const std::uint64_t shown = answer.failures.size();
    if (answer.failures_found > shown) {
        text += fmt::format(
            "  {} more; {}\n",
            grouped(answer.failures_found - shown),
            answer.key.empty() ? "--key with --top shows all of one record" : "--top shows more"
        );
    }
    return text;
}

std::string other_failures_text(const ExplainAnswer& answer) {
    std::string text;
    for (const FailureCount& failure : answer.other_failures) {
        text += fmt::format(
            "{} failed for another reason: {}\n", counted(failure.rows, "row"), failure.sample
        );
    }
    return text;
}

void find_key_waits(ExplainAnswer& answer) {
    const LedgerReport& report = answer.report;
    const auto hot = std::find_if(report.hottest.begin(), report.hottest.end(), [&](auto& each) {
        return is_same_id(report.keys.at(each.key).id, answer.key);
    });
    if (hot != report.hottest.end()) {
        answer.key_waits = hot->sums.waits;
    } else if (answer.all_keys_listed) {
        answer.key_waits = 0;
    }
}

void append_row(JsonWriter& json, const std::optional<RowStory>& row) {
    if (!row) {
        json.null();
        return;
    }
    json.begin_object().member("name", row->name).key("outcome");
    row->status ? json.value(words_for(*row->status)) : json.null();
    json.member("code", row->code).member("sample", row->sample).end_object();
}

}  // namespace

void choose_failures(ExplainAnswer& answer) {
    const LedgerReport& report = answer.report;
    if (answer.key.empty()) {
        answer.failures = worst_failures(report, answer.top);
        answer.failures_found = report.failures.size();
        return;
    }
    find_key_waits(answer);
    for (std::size_t i = 0; i < report.failures.size(); ++i) {
        const NamedKey& key = report.keys.at(report.failures[i].key);
        if (key.id.empty() || !is_same_id(key.id, answer.key)) continue;
        ++answer.failures_found;
        if (answer.failures.size() < answer.top) answer.failures.push_back(i);
    }
}

std::string text_of(const ExplainAnswer& answer) {
    std::string text = answer.name + "\n";
    if (answer.interrupted) text += "interrupted: what is told is of the time before\n";
    text += "\n";
    if (answer.row) return text + row_text(answer) + failures_text(answer);
    if (!answer.key.empty()) return text + key_text(answer) + failures_text(answer);
    text += contention_text(answer.report, answer.top);
    if (answer.failures.empty() && !is_complete(answer.report)) {
        text += fmt::format("Why is not known: {}.\n", left_out_text(answer.report));
    } else if (answer.failures.empty()) {
        text += "No lock failed anything.\n";
    } else {
        text += "\nwhy, for the worst of each key and who fought for it:\n" + failures_text(answer);
    }
    return text + other_failures_text(answer);
}

std::string json_of(const ExplainAnswer& answer) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_explain_version)
        .member("command", "explain")
        .member("source", answer.source)
        .member("name", answer.name)
        .member("interrupted", answer.interrupted);
    append_row(json.key("row"), answer.row);
    json.member("key", answer.key).key("keyWaits");
    answer.key_waits ? json.value(*answer.key_waits) : json.null();
    json.member("failuresFound", answer.failures_found);
    json.key("explained").begin_array();
    const Adviser adviser{answer.report};
    for (const std::size_t number : answer.failures)
        append_explained(json, answer.report, adviser, answer.report.failures.at(number));
    json.end_array();
    append_contention(json.key("contention"), answer.report);
    json.key("otherFailures").begin_array();
    for (const FailureCount& failure : answer.other_failures) {
        json.begin_object()
            .member("code", failure.code)
            .member("rows", failure.rows)
            .member("sample", failure.sample)
            .end_object();
    }
    json.end_array().end_object();
    return out;
}

}  // namespace rowlock
