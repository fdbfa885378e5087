#include "tests/unit/mockorg/api/bulk_model.hpp"

#include "mockorg/engine/batch_data.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Of each kind.
constexpr std::size_t k_jobs_max = 20;

bool creates(BulkCommand command) {
    return command == BulkCommand::create1 || command == BulkCommand::create2 ||
           command == BulkCommand::load2 || command == BulkCommand::query2;
}

std::uint64_t count_of(const ContactView& contacts, const std::string& department) {
    return static_cast<std::uint64_t>(std::count_if(
        contacts.begin(),
        contacts.end(),
        [&](const auto& each) { return each.second.department == department; }
    ));
}

}  // namespace

BulkModel::BulkModel(OrgConfig config)
    : profile_(config.profile),
      pace_{
          config.profile.chunk_rows,
          static_cast<std::uint32_t>(config.bulk_limits.rows_per_batch),
          config.profile.workers},
      client_(ClockMode::Kind::manual, std::move(config)) {
    for (const char* name : {"A", "B"}) {
        // A REST write takes its time, too.
        const auto answer = org().begin(
            "POST",
            "/services/data/v60.0/sobjects/Account",
            std::string{R"({"Name":")"} + name + R"("})"
        );
        move_clock({});
        parents_.push_back(member(answer->value().body, "id"));
    }
    rows_.emplace(org(), parents_);
}

void BulkModel::move_clock(std::optional<Duration> by) {
    time_moved_ = true;
    Org& org = this->org().api().org();
    const TimePoint start = org.now();
    while (const auto next = org.next_deadline()) {
        if (by && *next > start + *by) break;
        org.advance_to(*next);
        notice_contacts();
    }
    if (by) org.advance_to(start + *by);
}

/// Something may just have happened: what queries must have found is what there is now.
void BulkModel::notice_contacts() {
    std::optional<ContactView> contacts;
    const LookAtContacts look = [&]() -> const ContactView& {
        if (!contacts) {
            contacts = see_contacts(org());
            check_moment(*contacts);
        }
        return *contacts;
    };
    for (Bulk1JobModel& job : jobs1_) job.notice_contacts(look);
    for (Bulk2QueryModel& job : queries2_) job.notice_contacts(look);
}

/// What the jobs' own counters say about the records that queries see at this moment.
void BulkModel::check_moment(const ContactView& contacts) {
    bool amid_loads = false;
    const auto check_inserts = [&](const auto& job) {
        const std::uint64_t saved = job.rows_saved();
        RC_ASSERT(count_of(contacts, job.id()) == saved);
        return saved;
    };
    for (const Bulk1JobModel& job : jobs1_) {
        if (!job.settings().is_query() && job.settings().operation == Operation::insert)
            check_inserts(job);
    }
    for (const Bulk2JobModel& job : jobs2_) {
        if (job.is_deleted() || job.operation() != Operation::insert) continue;
        const std::uint64_t saved = check_inserts(job);
        amid_loads = amid_loads || (saved > 0 && !job.ended());
    }
    check_deletes(contacts);
    ++tally_.moments;
    if (amid_loads) ++tally_.moments_amid_loads;
}

/// Each contact in the recycle bin was put there once, by somebody who knows.
void BulkModel::check_deletes(const ContactView& contacts) {
    std::uint64_t known = 0;
    bool amid_deletes = false;
    for (const Bulk1JobModel& job : jobs1_) {
        if (job.settings().is_query() || job.settings().operation != Operation::remove) continue;
        known += job.rows_saved();
        amid_deletes = amid_deletes || !job.all_batches_ended();
    }
    for (const Bulk2JobModel& job : jobs2_) {
        if (job.operation() != Operation::remove) continue;
        known += job.rows_saved();
        amid_deletes = amid_deletes || job.workers_held_max() > 0;
    }
    for (const RestDelete& each : rest_deletes_) {
        if (each.answer->has_value() && (*each.answer)->status == 204) ++known;
    }
    const auto deleted = static_cast<std::uint64_t>(std::count_if(
        contacts.begin(), contacts.end(), [](const auto& each) { return each.second.is_deleted; }
    ));
    RC_ASSERT(deleted == known);
    const bool amid_ranges = std::any_of(jobs1_.begin(), jobs1_.end(), [](const auto& job) {
        return job.awaits_ranges();
    });
    if (amid_deletes && amid_ranges) ++tally_.moments_amid_ranges;
}

/// For all contacts, those with a key, those of upserts or those of one ingest job.
ContactQuery BulkModel::query_of(const BulkStep& step, bool include_deleted) const {
    ContactQuery query;
    query.include_deleted = include_deleted;
    query.with_email_only = step.first % 5 == 0;
    query.ordered = step.first % 7 == 0;
    if (step.second % 3 == 0) query.department = "upsert";
    if (step.second % 3 == 1 && !jobs2_.empty()) {
        query.department = jobs2_[step.second % jobs2_.size()].id();
    }
    return query;
}

void BulkModel::create(const BulkStep& step) {
    if (step.kind == BulkCommand::create1 && jobs1_.size() < k_jobs_max) {
        Bulk1JobModel::Settings settings = settings_of(step);
        if (settings.is_query()) settings.cut = cut_of(step, see_contacts(org()), parents_);
        touched_ = jobs1_.emplace_back(client_, settings, profile_).id();
    }
    if (step.kind == BulkCommand::query2 && queries2_.size() < k_jobs_max) {
        const ContactQuery query = query_of(step, step.first % 2 == 0);
        touched_ = queries2_.emplace_back(org(), query).id();
    }
    const bool loads = step.kind == BulkCommand::load2;
    if ((loads || step.kind == BulkCommand::create2) && jobs2_.size() < k_jobs_max) {
        // The first of them loads, so that there is something to query and delete.
        const auto operation = jobs2_.empty() ? Operation::insert : operation_of(step);
        Bulk2JobModel& job = jobs2_.emplace_back(org(), operation, pace_);
        touched_ = job.id();
        if (!loads) return;
        upload(job, step);
        job.close();
    }
}

void BulkModel::upload(Bulk2JobModel& job, const BulkStep& step) {
    job.upload(rows_->make(job.operation(), job.id(), step.first, step.second), is_bad(step));
}

/// It may be in the recycle bin already, or lose a lock: nobody waits for the answer.
void BulkModel::bin_contact(const BulkStep& step) {
    const ContactView contacts = see_contacts(org());
    if (contacts.empty()) return;
    const auto at = static_cast<std::ptrdiff_t>(step.first % contacts.size());
    const std::string& id = std::next(contacts.begin(), at)->first;
    rest_deletes_.push_back(
        {id, org().begin("DELETE", "/services/data/v60.0/sobjects/Contact/" + id)}
    );
}

void BulkModel::command1(Bulk1JobModel& job, const BulkStep& step) {
    touched_ = job.id();
    const auto& settings = job.settings();
    if (step.kind == BulkCommand::add && settings.is_query()) {
        const bool include_deleted = settings.kind == JobKind::query_all;
        // Several at once: some of them wait.
        for (unsigned i = 0; i <= step.first % 3; ++i)
            job.add_query(query_of(step, include_deleted), is_bad(step));
    } else if (step.kind == BulkCommand::add) {
        auto rows = rows_->make(settings.operation, job.id(), step.first, step.second);
        const DataDefect defect = data_defect_of(step, settings.form, !rows.empty());
        job.add(std::move(rows), defect);
    }
    if (step.kind == BulkCommand::add_wrong_kind) job.add_wrong_kind();
    if (step.kind == BulkCommand::close) job.close();
    if (step.kind == BulkCommand::abort) job.abort();
    if (step.kind == BulkCommand::meet_other_api) job.meet_other_api();
    if (job.batch_count() == 0) return;
    if (step.kind == BulkCommand::look) job.look_at_batch(step.first % job.batch_count());
    if (step.kind == BulkCommand::results) job.check_results(step.first % job.batch_count());
}

void BulkModel::command2(Bulk2JobModel& job, const BulkStep& step) {
    touched_ = job.id();
    if (step.kind == BulkCommand::upload) upload(job, step);
    if (step.kind == BulkCommand::close) job.close();
    if (step.kind == BulkCommand::abort) job.abort();
    if (step.kind == BulkCommand::remove) job.remove(books_);
    if (step.kind == BulkCommand::meet_other_api) job.meet_other_api();
    if (step.kind == BulkCommand::results) job.check_results();
}

void BulkModel::command2(Bulk2QueryModel& job, const BulkStep& step) {
    touched_ = job.id();
    if (step.kind == BulkCommand::abort) job.abort();
    if (step.kind == BulkCommand::remove) job.remove();
    if (step.kind == BulkCommand::meet_other_api) job.meet_other_api();
    if (step.kind == BulkCommand::results) job.check_results(1 + step.first % 40);
}

void BulkModel::perform_on_job(const BulkStep& step) {
    if (step.kind == BulkCommand::abort && step.first % 3 == 0) {
        // Else hardly ever would one be met that waits for its ranges.
        const auto job = std::find_if(jobs1_.begin(), jobs1_.end(), [](const Bulk1JobModel& each) {
            return each.awaits_ranges();
        });
        if (job != jobs1_.end()) return command1(*job, step);
    }
    const bool for1 = step.kind == BulkCommand::add || step.kind == BulkCommand::add_wrong_kind ||
                      step.kind == BulkCommand::look;
    const bool for2 = step.kind == BulkCommand::upload || step.kind == BulkCommand::remove;
    const std::size_t count1 = for2 ? 0 : jobs1_.size();
    const std::size_t count2 = for1 ? 0 : jobs2_.size();
    const bool for_query = !for1 && step.kind != BulkCommand::upload;
    const std::size_t queries = for_query ? queries2_.size() : 0;
    if (count1 + count2 + queries == 0) return;
    // Jobs are picked by a part of the number that says nothing about the rows.
    std::size_t pick = step.second / 20 % (count1 + count2 + queries);
    if (pick < count1) return command1(jobs1_[pick], step);
    pick -= count1;
    if (pick < count2) return command2(jobs2_[pick], step);
    command2(queries2_[pick - count2], step);
}

void BulkModel::perform(const BulkStep& step) {
    touched_.clear();
    time_moved_ = false;
    if (step.kind == BulkCommand::advance) {
        move_clock(seconds(step.first % 50 * 0.5));
    } else if (step.kind == BulkCommand::next_event) {
        const auto next = org().api().org().next_deadline();
        if (next) move_clock(*next - org().api().org().now());
    } else if (step.kind == BulkCommand::run_until_idle) {
        move_clock({});
    } else if (step.kind == BulkCommand::list) {
        check_lists();
    } else if (step.kind == BulkCommand::bin_contact) {
        bin_contact(step);
    } else if (creates(step.kind)) {
        create(step);
    } else {
        perform_on_job(step);
    }
}

void BulkModel::check_list(const std::string& target, std::map<std::string, std::string> expected) {
    const Answer answer = org().send("GET", "/services/data/v60.0/jobs/" + target);
    RC_ASSERT(answer.status == 200);
    const auto list = nlohmann::json::parse(answer.body);
    std::map<std::string, std::string> listed;
    for (const auto& job : list.at("records")) {
        listed[job.at("id").get<std::string>()] =
            job.at("jobType").get<std::string>() + " " + job.at("state").get<std::string>();
    }
    RC_ASSERT(list.at("done").get<bool>());
    RC_ASSERT(listed == expected);
}

void BulkModel::check_lists() {
    std::map<std::string, std::string> ingest;
    std::map<std::string, std::string> query;
    for (const Bulk1JobModel& job : jobs1_) {
        ingest[job.id()] = "Classic " + job.state();
        if (job.settings().is_query()) query[job.id()] = "Classic " + job.state();
    }
    for (const Bulk2JobModel& job : jobs2_) {
        if (!job.is_deleted()) ingest[job.id()] = "V2Ingest " + job.state();
    }
    for (const Bulk2QueryModel& job : queries2_) {
        if (!job.is_deleted()) query[job.id()] = "V2Query " + job.state();
    }
    check_list("ingest", std::move(ingest));
    check_list("query", std::move(query));
}

void BulkModel::check() {
    org().api().org().check_invariants();
    // A query's turn may have come as soon as it was sent.
    notice_contacts();
    // Without time, only the job a command was about may change.
    for (Bulk1JobModel& job : jobs1_) job.observe(time_moved_ || job.id() == touched_);
    for (Bulk2JobModel& job : jobs2_) job.observe(time_moved_ || job.id() == touched_);
    for (Bulk2QueryModel& job : queries2_) job.observe(time_moved_ || job.id() == touched_);
    check_lanes();
}

/// No lane has more batches in progress than it may, and none stands idle before one that waits.
void BulkModel::check_lanes() const {
    std::size_t serial = 0;
    std::size_t parallel = 0;
    bool serial_waits = false;
    bool parallel_waits = false;
    for (const Bulk1JobModel& job : jobs1_) {
        (job.settings().is_serial ? serial : parallel) += job.batches_in_progress();
        bool& waits = job.settings().is_serial ? serial_waits : parallel_waits;
        waits = waits || job.awaits_worker();
    }
    RC_ASSERT(serial <= 1U);
    RC_ASSERT(parallel <= profile_.workers);
    // A batch gets into its lane as soon as time goes on.
    if (!time_moved_) return;
    for (const Bulk2JobModel& job : jobs2_) parallel += job.workers_held_max();
    if (serial_waits) RC_ASSERT(serial == 1U);
    if (parallel_waits) RC_ASSERT(parallel >= profile_.workers);
}

void BulkModel::count_ends(BulkTally& tally) {
    for (Bulk1JobModel& job : jobs1_) {
        const bool is_query = job.settings().is_query();
        std::string what = is_query ? "query batch " : "batch ";
        if (is_zipped(job.settings().form)) what = "ZIP batch ";
        tally.retries += job.retries();
        for (std::size_t i = 0; i < job.batch_count(); ++i)
            ++tally.states[(job.is_range(i) ? "range batch " : what) + job.batch_state(i)];
    }
    for (Bulk2JobModel& job : jobs2_) {
        ++tally.states["job " + (job.is_deleted() ? std::string{"deleted"} : job.state())];
        if (job.was_given_up()) ++tally.states["job given up"];
        if (job.batch_count() > 1) ++tally.states["job of several batches " + job.state()];
        tally.retries += job.retries();
    }
    for (Bulk2QueryModel& job : queries2_) {
        ++tally.states["query " + (job.is_deleted() ? std::string{"deleted"} : job.state())];
        if (!job.found()) continue;
        for (const auto& [id, contact] : *job.found()) tally.deleted_found += contact.is_deleted;
    }
    for (const auto& [end, count] : books_.row_ends()) tally.rows[end] += count;
    tally.moments += tally_.moments;
    tally.moments_amid_loads += tally_.moments_amid_loads;
    tally.moments_amid_ranges += tally_.moments_amid_ranges;
}

void BulkModel::check_at_the_end(BulkTally& tally) {
    touched_.clear();
    move_clock({});
    check();
    check_lists();
    RC_ASSERT(org().send("GET", "/rowlock/locks").body == R"({"locks":[]})");
    for (Bulk1JobModel& job : jobs1_) {
        RC_ASSERT(job.all_batches_ended());
        job.book(books_);
    }
    for (Bulk2JobModel& job : jobs2_) {
        RC_ASSERT((job.is_deleted() || job.ended() || job.state() == "Open"));
        job.book(books_);
    }
    for (Bulk2QueryModel& job : queries2_) {
        RC_ASSERT((job.is_deleted() || job.ended()));
        job.check_results(7);
    }
    for (const auto& [contact, answer] : rest_deletes_) {
        RC_ASSERT(answer->has_value());
        const bool is_refused = (*answer)->status != 204;
        books_.add_rest_delete(
            contact, (*answer)->status, is_refused ? error_code_in((*answer)->body) : std::string{}
        );
    }
    books_.check_records(org());
    books_.check_ledger(org());
    count_ends(tally);
}

}  // namespace rowlock
