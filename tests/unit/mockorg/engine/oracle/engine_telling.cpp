#include "tests/unit/mockorg/engine/oracle/engine_telling.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/unit/mockorg/engine/oracle/story_requests.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace rowlock::oracle {
namespace {

constexpr double k_api_version = 60.0;

OrgConfig config_of(const Story& story) {
    OrgConfig config;
    config.schema = story_schema();
    config.seed = story.seed;
    config.profile = story.profile;
    config.bulk2_serial = Bulk2Serial::honour;
    config.bulk_limits.rows_per_batch = story.batch_rows;
    return config;
}

/// A story's org while the story takes place in it.
class Stage {
public:
    explicit Stage(const Story& story)
        : story_(story), org_(require_value(InProcessOrg::create(config_of(story)))) {}

    Telling tell();

private:
    void make_records();
    void listen();
    void hear(const TraceEvent& event);
    void invite(const Outsider& outsider);

    void start(const BulkLoad& load);
    void start(const RestWrite& write, std::size_t action);
    RecordId create_v1(const BulkLoad& load);

    void tell_ends();
    void tell_job(std::size_t number);
    void tell_batches(std::size_t number);
    void tell_results(std::size_t number, bool removed);
    void tell_outsiders();
    void tell_clients();

    template <class Request>
    typename Request::Reply ask(Request request) {
        return require_value(org_.ask(std::move(request)));
    }

    IdOf id_of() const {
        return [this](RecordName name) {
            return org_.org().id_of({object_of(name.thing), name.number}).text();
        };
    }

    RecordName name_of_key(std::uint64_t key) const;
    RecordName name_of_id(const RecordId& id) const;
    std::string with_names(std::string_view text) const;
    RowEnd saved(const RecordId& id, bool created) const;

    const Story& story_;
    InProcessOrg org_;
    Telling telling_;
    TimePoint start_{};
    LockStatistics books_before_;
    /// By its slot, the number of the last transaction begun there.
    std::map<std::uint64_t, std::size_t> transactions_;
    std::size_t transactions_begun_ = 0;
    std::vector<const BulkLoad*> loads_;
    std::vector<RecordId> jobs_;
};

RecordName name_of(RecordHandle record) {
    for (std::size_t i = 0; i < k_things; ++i) {
        const auto thing = static_cast<Thing>(i);
        if (object_of(thing) == record.object) return {thing, record.row};
    }
    throw std::runtime_error{"a record of no story"};
}

RecordName Stage::name_of_key(std::uint64_t key) const {
    // The lower half of a row's key: object and row.
    return name_of({static_cast<ObjectNo>(key >> 32 & 0xffff), static_cast<std::uint32_t>(key)});
}

RecordName Stage::name_of_id(const RecordId& id) const {
    const ObjectType* object = story_schema()->find_by_prefix(id.prefix());
    return name_of({object->number, static_cast<std::uint32_t>(id.number() - 1)});
}

/// The text of a lock failure with names in place of ids.
std::string Stage::with_names(std::string_view text) const {
    constexpr std::string_view k_before = "records: ";
    const std::size_t at = text.find(k_before);
    if (!text.starts_with("UNABLE_TO_LOCK_ROW") || at == text.npos) return short_error(text);
    std::string named{text.substr(0, at + k_before.size())};
    text.remove_prefix(named.size());
    while (const auto id = RecordId::parse(text.substr(0, RecordId::k_length))) {
        named += text_of(name_of_id(*id));
        text.remove_prefix(RecordId::k_length);
        named += text.front();
        text.remove_prefix(1);
    }
    return named.append(text);
}

RowEnd Stage::saved(const RecordId& id, bool created) const {
    return {created ? RowEnd::Kind::created : RowEnd::Kind::changed, name_of_id(id), {}};
}

/// All in one transaction, the only one before the story.
void Stage::make_records() {
    std::optional<Result<WriteRecords::Reply>> answer;
    org_.org().submit(
        org_.org().now(),
        start_request(story_),
        [&](Result<WriteRecords::Reply> reply) { answer = std::move(reply); }
    );
    org_.run_until_idle();
    for (auto& row : require_value(std::move(*answer)).rows) require_value(std::move(row));
    start_ = org_.org().now();
    books_before_ = org_.org().lock_statistics();
}

void Stage::listen() {
    org_.org().trace().listen([this](const TraceEvent& event) { hear(event); });
}

void Stage::hear(const TraceEvent& event) {
    telling_.at(event.time - start_);
    const auto transaction = [&] { return transactions_.at(event.subject); };
    switch (event.kind) {
        case TraceKind::job_created:
            return telling_.job_created(event.subject);
        case TraceKind::job_state:
            return telling_.job_state(event.subject, static_cast<JobState>(event.detail));
        case TraceKind::batch_started:
            return telling_.batch("begins", event.subject, event.detail);
        case TraceKind::batch_requeued:
            return telling_.batch("is sent back", event.subject, event.detail);
        case TraceKind::batch_finished:
            return telling_.batch("is through", event.subject, event.detail);
        case TraceKind::transaction_started:
            transactions_[event.subject] = transactions_begun_++;
            return telling_.begins(
                transaction(), event.detail >> 32, static_cast<std::uint32_t>(event.detail)
            );
        case TraceKind::lock_granted:
            return telling_.has_all(transaction(), event.detail);
        case TraceKind::lock_wait:
            return telling_.waits(transaction(), name_of_key(event.detail));
        case TraceKind::lock_timeout:
            return telling_.gives_up(transaction(), name_of_key(event.detail));
        case TraceKind::committed:
            return telling_.commits(transaction());
        case TraceKind::row_written:
            return telling_.row_written(event.subject, event.detail);
        case TraceKind::row_failed:
            return telling_.row_failed(event.subject, static_cast<ErrorCode>(event.detail));
        case TraceKind::restored:
            return telling_.line("restored");
        // What follows from the events above.
        case TraceKind::lock_wanted:
        case TraceKind::locks_released:
            return;
    }
}

void Stage::invite(const Outsider& outsider) {
    ForeignWriter writer = outsider.writer;
    if (writer.is_automation()) {
        writer.updates = path_of(outsider);
        return require_value(org_.org().set_foreign_writer(std::move(writer)));
    }
    writer.where = "Id IN (";
    for (const RecordName record : outsider.records)
        writer.where.append(record == outsider.records.front() ? "'" : ", '")
            .append(id_of()(record))
            .append("'");
    writer.where.append(")");
    require_value(org_.org().set_foreign_writer(std::move(writer)));
}

RecordId Stage::create_v1(const BulkLoad& load) {
    CreateBulk1Job create;
    create.object = facts_of(load.thing).name;
    create.operation = name_of(load.operation);
    if (load.operation == Operation::upsert) create.external_id_field = "Key__c";
    create.lane = load.serial ? Lane::serial : Lane::parallel;
    create.content_type = ContentType::csv;
    create.api_version = k_api_version;
    const RecordId job = ask(std::move(create)).id;
    for (const Rows& rows : load.batches)
        ask(AddBatch{job, ContentType::csv, k_api_version, csv_of(load, rows, id_of())});
    ask(SetBulk1JobState{job, "Closed"});
    return job;
}

void Stage::start(const BulkLoad& load) {
    loads_.push_back(&load);
    if (load.api == BulkApi::v1) {
        jobs_.push_back(create_v1(load));
        return;
    }
    BulkJobSettings settings;
    settings.serial = load.serial;
    if (load.operation == Operation::upsert) settings.external_id_field = "Key__c";
    jobs_.push_back(require_value(org_.load_csv(
        facts_of(load.thing).name,
        name_of(load.operation),
        csv_of(load, load.batches.front(), id_of()),
        settings
    )));
}

void Stage::start(const RestWrite& write, std::size_t action) {
    const auto reply = [this, action](Result<WriteRecords::Reply> answer) {
        std::vector<RowEnd> ends;
        const auto all = require_value(std::move(answer));
        for (const auto& row : all.rows) {
            const RowEnd failed{
                RowEnd::Kind::failed, {}, row ? "" : with_names(bulk_error_text(row.error()))};
            ends.push_back(row ? saved(row->id, row->created) : failed);
        }
        telling_.at(org_.org().now() - start_);
        telling_.reply(action, ends, all.rolled_back);
    };
    org_.org().submit(org_.org().now(), request_of(write, id_of()), reply);
}

void Stage::tell_batches(std::size_t number) {
    const RecordId job = jobs_[number];
    const auto batches = ask(ListBatches{job});
    for (std::size_t i = 0; i < batches.size(); ++i) {
        const BatchInfo& batch = batches[i];
        telling_.batch_end(number, i, batch.state, batch.state_message, batch.total_time);
    }
    std::size_t row = 0;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        const auto result = org_.ask(GetBatchResult{job, batches[i].id});
        const std::size_t rows = loads_[number]->batches[i].size();
        for (std::size_t at = 0; at < rows; ++at, ++row) {
            RowEnd end;
            if (result) {
                const auto told = std::get<BatchRows>(*result).row(static_cast<std::uint32_t>(at));
                end = {RowEnd::Kind::failed, {}, with_names(told.error)};
                if (told.id) end = saved(*told.id, told.created);
                // A row that nobody tried has its batch's fate for an error.
                const bool untried = end.error == "InvalidBatch" ||
                                     end.error == "InternalServerError" ||
                                     end.error == "TooManyLockFailure";
                if (untried) end = {};
            }
            telling_.row_end(number, row, end);
        }
    }
}

void Stage::tell_results(std::size_t number, bool removed) {
    std::vector<std::string> rows;
    for (const auto kind :
         {JobResultKind::successful, JobResultKind::failed, JobResultKind::unprocessed}) {
        const CsvTable table = require_value(org_.results(jobs_[number], kind));
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            std::string name{table.at(i, removed ? "Id" : "Label__c")};
            if (removed) name = text_of(name_of_id(*RecordId::parse(name)));
            RowEnd end;
            if (kind == JobResultKind::successful)
                end = saved(
                    *RecordId::parse(table.at(i, "sf__Id")), table.at(i, "sf__Created") == "true"
                );
            if (kind == JobResultKind::failed)
                end = {RowEnd::Kind::failed, {}, with_names(table.at(i, "sf__Error"))};
            rows.push_back(name + " " + text_of(end));
        }
    }
    telling_.unordered_rows(number, std::move(rows));
}

void Stage::tell_job(std::size_t number) {
    telling_.job_end(number, require_value(org_.job(jobs_[number])));
    const BulkLoad& load = *loads_[number];
    if (load.api == BulkApi::v1) return tell_batches(number);
    tell_results(number, load.operation == Operation::remove);
}

void Stage::tell_outsiders() {
    for (const ForeignWriterReport& report : org_.org().foreign_writers()) {
        const ForeignStatistics& statistics = report.statistics;
        telling_.line(fmt::format(
            "{}: {} visits, {} idle, {} committed, {} records, {} retries, {} given up",
            report.writer.name,
            statistics.runs,
            statistics.idle,
            statistics.committed,
            statistics.records,
            statistics.retries,
            statistics.given_up
        ));
        telling_.statistics(report.writer.name, statistics.locks);
    }
}

void Stage::tell_clients() {
    LockStatistics books = org_.org().lock_statistics();
    books.transactions -= books_before_.transactions;
    books.hold_time -= books_before_.hold_time;
    telling_.statistics("clients", books);
    for (const LockFailure& failure : org_.org().ledger().failures())
        telling_.failure(failure, name_of(failure.key.record()), start_);
}

void Stage::tell_ends() {
    org_.org().check_invariants();
    telling_.at(k_story_end);
    for (std::size_t i = 0; i < jobs_.size(); ++i) tell_job(i);
    tell_outsiders();
    tell_clients();
}

Telling Stage::tell() {
    make_records();
    listen();
    for (const Outsider& outsider : story_.outsiders) invite(outsider);
    std::map<const BulkLoad*, std::size_t> job_of;
    for (std::size_t i = 0; i < story_.actions.size(); ++i) {
        const Action& action = story_.actions[i];
        org_.org().advance_to(start_ + action.at);
        if (const auto* load = std::get_if<BulkLoad>(&action.what)) {
            job_of[load] = jobs_.size();
            start(*load);
        }
        if (const auto* write = std::get_if<RestWrite>(&action.what)) start(*write, i);
        if (const auto* abort = std::get_if<Abort>(&action.what)) {
            const auto& load = std::get<BulkLoad>(story_.actions[abort->action].what);
            static_cast<void>(org_.abort(jobs_[job_of.at(&load)]));
        }
    }
    org_.org().advance_to(start_ + k_story_end);
    tell_ends();
    return std::move(telling_);
}

}  // namespace

std::shared_ptr<const Schema> story_schema() {
    static const auto k_loaded = require_value(load_schema(schema_text(), "stories"));
    return k_loaded;
}

ObjectNo object_of(Thing thing) {
    static const auto k_objects = [] {
        std::array<ObjectNo, k_things> objects{};
        for (std::size_t i = 0; i < k_things; ++i)
            objects[i] = story_schema()->find(facts_of(static_cast<Thing>(i)).name)->number;
        return objects;
    }();
    return k_objects.at(static_cast<std::size_t>(thing));
}

Telling tell_by_the_engine(const Story& story) {
    return Stage{story}.tell();
}

}  // namespace rowlock::oracle
