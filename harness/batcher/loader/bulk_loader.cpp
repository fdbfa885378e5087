#include "harness/batcher/loader/bulk_loader.hpp"

#include "mockorg/testing/csv_table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace rowlock::loader {
namespace {

/// Of one request, and between them.
constexpr int k_tries = 20;
constexpr Duration k_pause = std::chrono::seconds{5};
/// A transaction that an abort found running still ends in its own way: after its wait for locks
/// (10 s) and its work.
constexpr Duration k_settling = std::chrono::minutes{1};
constexpr Duration k_first_wait = std::chrono::seconds{30};
constexpr Duration k_longest_wait = std::chrono::minutes{4};
constexpr int k_outage = 500;

bool is_answer(const std::optional<HttpResponse>& answer) {
    return answer && answer->status < k_outage;
}

bool is_end(const std::string& state) {
    return state == "JobComplete" || state == "Failed" || state == "Aborted";
}

}  // namespace

BulkLoader::BulkLoader(const LoadTask& task, OrgConnection& org)
    : task_(task),
      org_(org),
      fates_(task.rows.size(), RowFate::unprocessed),
      again_(task.rows.size(), true) {}

LoadAccount BulkLoader::run() {
    for (; attempt_ < attempts_max(); ++attempt_) {
        Rows rows;
        for (std::size_t row = 0; row < again_.size(); ++row) {
            if (again_[row]) rows.push_back(row);
        }
        if (rows.empty()) break;
        if (attempt_ > 0) pause(attempt_);
        const auto job = start_job(rows);
        if (!job) continue;
        const std::string state = await_end(*job);
        read_results(*job, state, rows);
    }
    return fates_;
}

IngestJobSpec BulkLoader::spec() const {
    IngestJobSpec wanted;
    wanted.object = task_.object;
    wanted.operation = task_.operation;
    wanted.external_id_field = task_.external_id_field;
    wanted.format.line_ending = task_.line_ending;
    return wanted;
}

std::optional<std::string> BulkLoader::start_job(const Rows& rows) {
    const HttpRequest create = requests_.create(spec());
    const auto answer = org_.send(create);
    if (!answer) return std::nullopt;
    const auto job = read_created_job(RequestLine::of(create), *answer);
    if (!job) return std::nullopt;
    if (upload(*job, rows) && close(*job)) return *job;
    abandon(*job);
    return std::nullopt;
}

std::string BulkLoader::file_of(const Rows& rows) {
    return csv_of(task_, rows);
}

bool BulkLoader::upload(const std::string& job, const Rows& rows) {
    const HttpRequest request = requests_.upload(job, file_of(rows));
    const auto answer = org_.send(request);
    return answer && read_uploaded(RequestLine::of(request), *answer);
}

bool BulkLoader::close(const std::string& job) {
    for (int i = 0; i < k_tries; ++i) {
        const auto answer = org_.send(requests_.set_state(job, "UploadComplete"));
        if (answer && answer->status == 200) return true;
        // Somebody else may have aborted it; and the reply that was lost may have been a yes.
        const std::string state = state_of(job);
        if (!state.empty() && state != "Open") return true;
        org_.wait(k_pause);
    }
    return false;
}

void BulkLoader::abandon(const std::string& job) {
    for (int i = 0; i < k_tries; ++i) {
        const auto answer = org_.send(requests_.set_state(job, "Aborted"));
        if ((answer && answer->status == 200) || is_end(state_of(job))) return;
        org_.wait(k_pause);
    }
}

std::string BulkLoader::state_of(const std::string& job) {
    const HttpRequest request = requests_.info(job);
    const auto answer = org_.send(request);
    if (!answer) return {};
    const auto status = read_job_status(RequestLine::of(request), *answer);
    return status ? status->state : std::string{};
}

std::string BulkLoader::await_end(const std::string& job) {
    std::string state = poll(job, {"JobComplete", "Failed", "Aborted"});
    if (state == "Aborted") org_.wait(k_settling);
    return state;
}

std::string BulkLoader::poll(
    const std::string& job, std::initializer_list<std::string_view> wanted
) {
    for (;;) {
        std::string state = state_of(job);
        if (std::find(wanted.begin(), wanted.end(), state) != wanted.end()) return state;
        org_.wait(k_pause);
    }
}

std::optional<HttpResponse> BulkLoader::insist(const HttpRequest& request) {
    std::optional<HttpResponse> answer;
    for (int i = 0; i < k_tries && !is_answer(answer); ++i) {
        if (i > 0) org_.wait(k_pause);
        answer = org_.send(request);
    }
    return answer;
}

std::optional<std::string> BulkLoader::fetch(const std::string& job, ResultFile file) {
    const HttpRequest request = requests_.results(job, file);
    auto answer = insist(request);
    if (!answer) return std::nullopt;
    const auto csv = read_result_file(RequestLine::of(request), std::move(*answer));
    return csv ? std::optional{*csv} : std::nullopt;
}

std::vector<std::pair<std::size_t, std::string>> BulkLoader::rows_in(const std::string& csv) const {
    std::vector<std::pair<std::size_t, std::string>> found;
    const auto table = parse_csv_table(csv, {Delimiter::comma, task_.line_ending});
    const std::string& key = task_.columns[task_.key_column];
    if (!table || !table->column(key)) return found;
    const bool errors = table->column("sf__Error").has_value();
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        for (std::size_t row = 0; row < task_.rows.size(); ++row) {
            if (task_.rows[row][task_.key_column] != table->at(i, key)) continue;
            found.emplace_back(row, errors ? table->at(i, "sf__Error") : std::string_view{});
        }
    }
    return found;
}

void BulkLoader::set(const Rows& rows, RowFate fate, bool again) {
    for (const std::size_t row : rows) {
        fates_[row] = fate;
        again_[row] = again;
    }
}

void BulkLoader::read_results(const std::string& job, const std::string&, const Rows& rows) {
    const auto successful = fetch(job, ResultFile::successful);
    const auto failed = fetch(job, ResultFile::failed);
    const auto unprocessed = fetch(job, ResultFile::unprocessed);
    // Whoever does not know what became of a row must not send it again.
    for (const std::size_t row : rows) again_[row] = false;
    if (!successful || !failed || !unprocessed) return;
    for (const auto& [row, error] : rows_in(*successful)) set({row}, RowFate::loaded, false);
    for (const auto& [row, error] : rows_in(*unprocessed)) set({row}, RowFate::unprocessed, true);
    for (const auto& [row, error] : rows_in(*failed)) {
        set({row}, RowFate::failed, worth_another_try(error));
    }
}

bool BulkLoader::worth_another_try(std::string_view error) {
    return may_pass_later(error);
}

void BulkLoader::pause(unsigned attempt) {
    const Duration wait = k_first_wait * (1LL << std::min(attempt - 1, 10U));
    org_.wait(std::min(wait, k_longest_wait));
}

LoadAccount load_carefully(const LoadTask& task, OrgConnection& org) {
    return BulkLoader{task, org}.run();
}

}  // namespace rowlock::loader
