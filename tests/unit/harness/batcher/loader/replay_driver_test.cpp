// The driver of `rowlock replay` is a loader, too.
#include "harness/batcher/instance.hpp"
#include "harness/batcher/loader/loader_run.hpp"
#include "harness/replay/journal.hpp"
#include "harness/replay/load_driver.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <variant>

namespace rowlock::loader {
namespace {

/// The rows of a task as a load has them.
class TaskSource final : public RowSource {
public:
    explicit TaskSource(const LoadTask& task) : task_(task) {}

    const std::vector<std::string>& columns() const override { return task_.columns; }

    RowNumber size() const override { return static_cast<RowNumber>(task_.rows.size()); }

    CsvFormat format() const override { return {Delimiter::comma, task_.line_ending}; }

    void append_header(std::string& out) const override {
        out += batcher::csv_line(task_.columns, task_.line_ending);
    }

    void append_row(RowNumber row, std::span<const IdTable>, std::string& out) const override {
        out += batcher::csv_line(task_.rows[row], task_.line_ending);
    }

    void append_value(RowNumber row, std::size_t column, std::span<const IdTable>, std::string& out)
        const override {
        out += task_.rows[row][column];
    }

    std::optional<std::size_t> parent_source(std::size_t) const override { return std::nullopt; }

    RowNumber parent_of(RowNumber, std::size_t) const override { return 0; }

private:
    const LoadTask& task_;
};

LoadStep step_for(const LoadTask& task, LoadApi api) {
    LoadStep step;
    step.api = api;
    step.operation = task.operation == "upsert" ? LoadOperation::upsert : LoadOperation::insert;
    step.external_id = task.external_id_field;
    step.batch_rows = 2;
    step.in_flight = 2;
    step.retry = {{"UNABLE_TO_LOCK_ROW"}, 7, seconds(30.0), 2.0};
    return step;
}

void perform(LoadDriver& driver, OrgConnection& org) {
    for (;;) {
        Action action = driver.next(org.now());
        if (std::holds_alternative<Done>(action)) return;
        if (const auto* pause = std::get_if<WaitUntil>(&action)) {
            org.wait(pause->time - org.now());
            continue;
        }
        auto& send = std::get<Send>(action);
        auto answer = org.send(std::move(send.request));
        driver.reply(
            org.now(),
            send.token,
            answer ? Result<HttpResponse>{std::move(*answer)}
                   : Result<HttpResponse>{fail(ErrorCode::unreachable, "connection lost")}
        );
    }
}

RowFate fate_of(RowStatus status) {
    switch (status) {
        case RowStatus::created:
        case RowStatus::updated:
            return RowFate::loaded;
        case RowStatus::failed:
            return RowFate::failed;
        case RowStatus::sent:
        case RowStatus::missing:
            return RowFate::unknown;
        case RowStatus::not_sent:
        case RowStatus::unprocessed:
            break;
    }
    return RowFate::unprocessed;
}

LoadAccount account_of(const LoadOutcome& outcome) {
    LoadAccount account;
    for (RowNumber row = 0; row < outcome.ledger.rows(); ++row) {
        account.push_back(fate_of(outcome.ledger.status(row)));
    }
    return account;
}

/// Trouble beyond single rows ends a run in order; whoever sits in front of it continues it by its
/// journal, several times.
LoadAccount replay(const LoadTask& task, LoadApi api, OrgConnection& org) {
    constexpr int k_runs_max = 6;
    Load load;
    load.sources = {{"rows", task.object, {}}};
    load.strategies.resize(1);
    load.strategies[0].load = step_for(task, api);
    const OpenSources sources{std::make_shared<TaskSource>(task)};
    const test::Folder folder;
    const std::string path = folder.path("journal");
    for (int run = 1;; ++run) {
        const auto journal = run == 1 ? Journal::create(path, {}) : Journal::resume(path, {});
        REQUIRE(journal);
        LoadDriverOptions options;
        options.journal = journal->get();
        const auto driver = LoadDriver::create(load, load.strategies[0], sources, options);
        REQUIRE(driver);
        perform(**driver, org);
        const LoadOutcome& outcome = (*driver)->outcome();
        if (!outcome.error || run == k_runs_max) return account_of(outcome);
        org.wait(std::chrono::minutes{2});
    }
}

Loader replay_by(LoadApi api) {
    return [api](const LoadTask& task, OrgConnection& org) { return replay(task, api, org); };
}

TEST_CASE("the driver of replay keeps all properties of a loader, by every API") {
    const LoadApi api = GENERATE(LoadApi::bulk2, LoadApi::bulk1, LoadApi::rest);
    const LoaderRunResult result = run_loader_properties(replay_by(api));
    INFO(name_of(api) << '\n' << loader_report_text(result));
    CHECK(result.passed());
}

TEST_CASE("rows of a job that was aborted before its upload are sent again by the next run") {
    History history;
    history.rows.resize(1);
    history.events = {{Step::upload, 1, EventKind::job_aborted, 1}};
    const Course course = run_history(replay_by(LoadApi::bulk2), history);
    CHECK(course.account == LoadAccount{RowFate::loaded});
}

}  // namespace
}  // namespace rowlock::loader
