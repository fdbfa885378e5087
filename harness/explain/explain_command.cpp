#include "harness/explain/explain_command.hpp"

#include "harness/client/login.hpp"
#include "harness/explain/asked_key.hpp"
#include "harness/explain/asked_row.hpp"
#include "harness/explain/explain_answer.hpp"
#include "harness/explain/explain_load.hpp"
#include "harness/query/get_body.hpp"
#include "harness/query/org_questions.hpp"
#include "harness/replay/load_input.hpp"
#include "harness/replay/remote_target.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/writable_path.hpp"
#include "mockorg/base/write_file.hpp"
#include "mockorg/engine/ledger_report.hpp"
#include "mockorg/explain/ledger_file.hpp"
#include "mockorg/explain/ledger_words.hpp"

#include <fmt/core.h>

#include <string_view>
#include <utility>

namespace rowlock {
namespace {

/// An input goes before a target, which may have come from the environment.
bool asks_org(const ExplainOptions& options) {
    return options.input.empty() && (!options.target.url.empty() || !options.target.sf_org.empty());
}

Result<void> check(const ExplainOptions& options) {
    if (options.input.empty() && !asks_org(options))
        return misuse("give a load file or a ledger file, or --target");
    if (options.row == 0 || options.partition == 0)
        return misuse("rows and partitions count from 1: there is no --row 0 or --partition 0");
    if (options.row && !options.key.empty()) return misuse("--row and --key exclude each other");
    if (!options.row && (options.partition || !options.job.empty()))
        return misuse("--partition and --job say whose --row is meant");
    if (options.partition && !options.job.empty())
        return misuse("--partition and --job exclude each other");
    if (auto possible = check_writable("--ledger", options.ledger_file); !possible) return possible;
    return check_writable("--trace", options.trace_file);
}

/// The text of a ledger file; nothing if it is something else.
std::optional<std::string> ledger_text(const std::string& path) {
    // The format is named at the beginning.
    constexpr std::size_t k_beginning = 200;
    auto text = read_file(path, k_ledger_bytes_max);
    if (!text) return std::nullopt;
    const std::string_view beginning = std::string_view{*text}.substr(0, k_beginning);
    if (beginning.find(k_ledger_format) == std::string_view::npos) return std::nullopt;
    return std::move(*text);
}

/// Failures of the transactions that held a row of a job.
void choose_row(const ExplainOptions& options, ExplainAnswer& answer) {
    const std::uint64_t row = *options.row - 1;
    answer.row.emplace().name = fmt::format("row {} of job {}", grouped(*options.row), options.job);
    const LedgerReport& report = answer.report;
    for (std::size_t i = 0; i < report.failures.size(); ++i) {
        const ConflictSide& waiter = report.failures[i].waiter;
        const NamedParty& party = report.parties.at(waiter.party);
        const bool is_job = party.kind == NamedParty::Kind::bulk &&
                            party.name.substr(0, 15) == options.job.substr(0, 15);
        if (!is_job || row < waiter.first_row) continue;
        if (row >= std::uint64_t{waiter.first_row} + waiter.rows) continue;
        ++answer.failures_found;
        answer.failures.push_back(i);
    }
}

Result<ExplainAnswer> answer_from(
    const ExplainOptions& options, std::string source, std::string name, std::string_view text
) {
    auto report = read_ledger_json(text);
    if (!report) return fail(report.error().code, name + ": " + report.error().message);
    ExplainAnswer answer;
    answer.source = std::move(source);
    answer.name = std::move(name);
    answer.report = std::move(*report);
    answer.key = options.key;
    answer.top = options.top;
    // A ledger lists no more of the keys that were waited for.
    answer.all_keys_listed = answer.report.hottest.size() < LedgerReportOptions{}.hottest;
    if (!options.key.empty()) {
        if (auto key = check_key(options.key, answer.report); !key)
            return Failure{std::move(key.error())};
    }
    if (!options.row) {
        choose_failures(answer);
        return answer;
    }
    if (options.job.empty()) return misuse("a ledger knows rows of jobs: name one with --job");
    if (auto id = check_id("--job", options.job); !id) return Failure{std::move(id.error())};
    choose_row(options, answer);
    return answer;
}

Result<ExplainAnswer> explain_ledger(const ExplainOptions& options, std::string_view text) {
    auto answer = answer_from(options, "ledger", options.input, text);
    if (!answer || !options.row || answer->failures_found > 0) return answer;
    if (auto known = check_job_of(answer->report, options.job); !known)
        return Failure{std::move(known.error())};
    return answer;
}

Result<ExplainAnswer> explain_org(const ExplainOptions& options) {
    auto target = RemoteTarget::connect(options.target, Access::reads);
    if (!target) return Failure{target.error()};
    if (!target->is_mock())
        return misuse(target->base_url() + " keeps no ledger: only a rowlock mock does");
    const OrgQuestions org = OrgQuestions::of(*target);
    const auto ledger = get_body(org.ask, "/rowlock/ledger/export");
    if (!ledger) return Failure{ledger.error()};
    auto answer = answer_from(options, "org", target->base_url(), *ledger);
    if (!answer) return answer;
    // Where nothing failed there may be nothing that could.
    if (options.row && answer->failures_found == 0) {
        auto there = check_row_of(org.ask, options.job, *options.row);
        if (!there) return Failure{std::move(there.error())};
    }
    if (!options.ledger_file.empty()) {
        if (auto written = write_file(options.ledger_file, *ledger + "\n"); !written)
            return Failure{written.error()};
    }
    if (options.trace_file.empty()) return answer;
    const auto timeline = get_body(org.ask, "/rowlock/ledger/timeline");
    if (!timeline) return Failure{timeline.error()};
    if (auto written = write_file(options.trace_file, *timeline + "\n"); !written)
        return Failure{written.error()};
    return answer;
}

Result<void> check_no_strategy(const ExplainOptions& options) {
    if (options.strategy.empty()) return {};
    return misuse("--strategy is one of a load's: a ledger tells of what was run already");
}

Result<ExplainAnswer> find_answer(const ExplainOptions& options, Io& io) {
    if (auto fits = check(options); !fits) return Failure{fits.error()};
    if (asks_org(options)) {
        if (auto fits = check_no_strategy(options); !fits) return Failure{fits.error()};
        return explain_org(options);
    }
    if (const auto text = ledger_text(options.input)) {
        if (auto fits = check_no_strategy(options); !fits) return Failure{fits.error()};
        if (!options.trace_file.empty() || !options.ledger_file.empty())
            return misuse("a ledger file holds no timeline, and is there already");
        return explain_ledger(options, *text);
    }
    if (!options.job.empty()) return misuse("--job is about a ledger: rows of a load need none");
    RowsDescription described = options.rows_described;
    described.api = options.api;
    auto load = read_load_input(options.input, described);
    if (!load) return Failure{load.error()};
    return explain_load(options, std::move(*load), io);
}

}  // namespace

int run_explain(const ExplainOptions& options, Io& io) {
    const auto answer = find_answer(options, io);
    if (!answer) return report_error(answer.error(), io);
    options.json ? io.out.line(json_of(*answer)) : io.out.write(text_of(*answer));
    return number_of(answer->interrupted ? ExitCode::partial : ExitCode::clean);
}

}  // namespace rowlock
