#include "tests/unit/mockorg/engine/oracle/lock_story.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock::oracle {
namespace {

// Times are halves of seconds, so that much falls together.

/// Draws one decision after another.
class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(Random{seed}.split("lock story")) {}

    Story make(std::uint64_t seed);

private:
    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(random_.below(bound));
    }

    bool one_in(std::uint32_t chances) { return below(chances) == 0; }

    template <class T>
    T one_of(std::initializer_list<T> values) {
        return *(values.begin() + below(static_cast<std::uint32_t>(values.size())));
    }

    Duration halves(std::uint32_t bound) { return seconds(0.5 * below(bound)); }

    std::optional<RecordName> any(const std::vector<Thing>& things);
    void make_profile();
    void make_records();
    Row::Cell make_cell(const Reference& reference, bool must_set);
    Row make_row(Thing thing, Operation operation);
    Rows make_rows(Thing thing, Operation operation, std::uint32_t count);
    Operation make_operation(Thing thing);

    Thing make_thing() { return things_.at(below(static_cast<std::uint32_t>(things_.size()))); }

    BulkLoad make_load();
    RestWrite make_write();
    void make_actions();
    Outsider make_outsider(std::uint32_t number);
    void make_visits(Outsider& outsider);
    void make_automation(Outsider& outsider);
    std::vector<std::size_t> make_path(Thing thing);

    Random random_;
    Story story_;
    /// What this story is about: the fewer, the more they meet.
    std::vector<Thing> things_;
};

std::optional<RecordName> Maker::any(const std::vector<Thing>& things) {
    if (things.empty()) return std::nullopt;
    const Thing thing = things[below(static_cast<std::uint32_t>(things.size()))];
    const auto count =
        static_cast<std::uint32_t>(story_.records[static_cast<std::size_t>(thing)].size());
    return RecordName{thing, below(count)};
}

void Maker::make_profile() {
    Profile& profile = story_.profile;
    profile.name = "story";
    profile.workers = 1 + below(5);
    profile.chunk_rows = 1 + below(4);
    profile.lock_wait = one_of({seconds(1), seconds(2), seconds(3), seconds(5), seconds(10)});
    profile.hold = {one_of({0.5, 1.0, 2.0, 3.0, 4.0, 6.0}), 0.0};
    profile.rest_hold = {one_of({0.5, 1.0, 4.0}), 0.0};
    if (one_in(4)) profile.hold.variation = profile.rest_hold.variation = 0.8;
    if (one_in(4)) profile.hold_fixed_share = one_of({0.0, 0.4});
    profile.pre_lock = one_of({seconds(0), seconds(0.3), seconds(1)});
    profile.batch_overhead = one_of({seconds(0), seconds(1)});
    profile.requeue_delay = one_of({seconds(1), seconds(4)});
    profile.requeues_max = below(3);
    profile.lock_failures_max = below(4);
    if (one_in(3)) profile.lock_failure_scope = LockFailureScope::row;
    profile.may_rules_lock = one_in(3);
    story_.batch_rows = 1 + below(6);
}

void Maker::make_records() {
    for (std::size_t i = 0; i < k_things; ++i) {
        const auto thing = static_cast<Thing>(i);
        const ThingFacts& facts = facts_of(thing);
        const std::uint32_t count = 1 + below(3);
        for (std::uint32_t number = 0; number < count; ++number) {
            StartRecord record;
            for (std::size_t field = 0; field < k_references; ++field) {
                const Reference& reference = facts.references[field];
                if (reference.required || !one_in(4))
                    record.references[field] = any(reference.targets);
            }
            if (facts.has_key) record.key = "k" + std::to_string(number);
            story_.records[i].push_back(std::move(record));
        }
    }
}

Row::Cell Maker::make_cell(const Reference& reference, bool must_set) {
    Row::Cell cell;
    const auto to = any(reference.targets);
    if (!to) return cell;
    if (!must_set && one_in(2)) return cell;
    cell.kind = Row::Cell::Kind::set;
    cell.to = *to;
    if (!reference.required && one_in(6)) cell.kind = Row::Cell::Kind::clear;
    return cell;
}

Row Maker::make_row(Thing thing, Operation operation) {
    const ThingFacts& facts = facts_of(thing);
    Row row;
    row.record = *any({thing});
    if (operation == Operation::remove) return row;
    const bool makes = operation != Operation::update;
    for (std::size_t i = 0; i < k_references; ++i) {
        const Reference& reference = facts.references[i];
        if (makes || !reference.fixed)
            row.cells[i] = make_cell(reference, makes && reference.required);
    }
    const bool has_key = facts.has_key && makes;
    if (operation == Operation::upsert || (has_key && one_in(4)))
        row.key = "k" + std::to_string(below(5));
    row.completed = one_in(2);
    row.dated = one_in(2);
    row.spoilt = one_in(12);
    return row;
}

Rows Maker::make_rows(Thing thing, Operation operation, std::uint32_t count) {
    Rows rows;
    for (std::uint32_t i = 0; i < count; ++i) rows.push_back(make_row(thing, operation));
    return rows;
}

Operation Maker::make_operation(Thing thing) {
    const std::uint32_t pick = below(10);
    if (pick == 0) return Operation::remove;
    if (pick < 5) return Operation::update;
    return facts_of(thing).has_key && pick < 8 ? Operation::upsert : Operation::insert;
}

BulkLoad Maker::make_load() {
    BulkLoad load;
    load.api = one_in(2) ? BulkApi::v1 : BulkApi::v2;
    load.thing = make_thing();
    load.operation = make_operation(load.thing);
    load.serial = one_in(4);
    const std::uint32_t batches = load.api == BulkApi::v1 ? 1 + below(3) : 1;
    for (std::uint32_t i = 0; i < batches; ++i)
        load.batches.push_back(make_rows(load.thing, load.operation, 1 + below(8)));
    return load;
}

RestWrite Maker::make_write() {
    RestWrite write;
    write.thing = make_thing();
    write.operation = make_operation(write.thing);
    write.rows = make_rows(write.thing, write.operation, 1 + below(3));
    write.all_or_none = one_in(2);
    return write;
}

void Maker::make_actions() {
    const std::uint32_t loads = 1 + below(3);
    const std::uint32_t writes = below(3);
    for (std::uint32_t i = 0; i < loads; ++i) story_.actions.push_back({halves(8), make_load()});
    for (std::uint32_t i = 0; i < writes; ++i) story_.actions.push_back({halves(16), make_write()});
    std::stable_sort(story_.actions.begin(), story_.actions.end(), [](auto& a, auto& b) {
        return a.at < b.at;
    });
    if (!one_in(4)) return;
    const auto pick = below(static_cast<std::uint32_t>(story_.actions.size()));
    if (!std::holds_alternative<BulkLoad>(story_.actions[pick].what)) return;
    const Duration last = story_.actions.back().at;
    story_.actions.push_back({last + halves(10), Abort{pick}});
}

Outsider Maker::make_outsider(std::uint32_t number) {
    Outsider outsider;
    outsider.thing = one_in(3) ? Thing::account : make_thing();
    ForeignWriter& writer = outsider.writer;
    writer.kind = one_of(
        {ForeignWriterKind::user,
         ForeignWriterKind::integration,
         ForeignWriterKind::scheduled,
         ForeignWriterKind::automation}
    );
    writer.name = fmt::format("outsider{}.{}", number, name_of(writer.kind));
    writer.object = facts_of(outsider.thing).name;
    writer.unordered = one_in(2);
    writer.hold = ForeignHold{seconds(0.5) + halves(8), 0.0};
    if (one_in(2)) writer.wait = seconds(0.5) + halves(6);
    writer.retries = below(3);
    writer.retry_delay = seconds(1);
    if (writer.is_automation()) {
        make_automation(outsider);
    } else {
        make_visits(outsider);
    }
    return outsider;
}

/// The references of one or two steps up; none if there are none.
std::vector<std::size_t> Maker::make_path(Thing thing) {
    const auto& references = facts_of(thing).references;
    const auto count = static_cast<std::uint32_t>(std::count_if(
        references.begin(),
        references.end(),
        [](const Reference& reference) { return !reference.field.empty(); }
    ));
    if (count == 0 || one_in(5)) return {};
    std::vector<std::size_t> path{below(count)};
    const Reference& first = references.at(path.front());
    const bool goes_on =
        first.targets.size() == 1 && !facts_of(first.targets.front()).references[0].field.empty();
    if (goes_on && one_in(2)) path.push_back(0);
    return path;
}

void Maker::make_automation(Outsider& outsider) {
    ForeignWriter& writer = outsider.writer;
    outsider.path = make_path(outsider.thing);
    writer.after_insert = true;
    writer.after_update = one_in(2);
    writer.after_delete = !outsider.path.empty() && one_in(2);
    writer.async = one_in(2);
    writer.delay = halves(6);
    writer.records = 1 + below(3);
}

void Maker::make_visits(Outsider& outsider) {
    ForeignWriter& writer = outsider.writer;
    writer.records = writer.kind == ForeignWriterKind::scheduled ? 1 + below(2) : 200;
    writer.first = halves(8);
    if (one_in(2)) writer.every = seconds(1) + halves(6);
    writer.until = seconds(20);
    const auto& records = story_.records[static_cast<std::size_t>(outsider.thing)];
    for (std::uint32_t i = 0; i < records.size(); ++i) {
        if (!one_in(4)) outsider.records.push_back({outsider.thing, i});
    }
    if (outsider.records.empty()) outsider.records.push_back({outsider.thing, 0});
}

Story Maker::make(std::uint64_t seed) {
    story_.seed = seed;
    make_profile();
    make_records();
    const std::uint32_t things = 1 + below(2);
    for (std::uint32_t i = 0; i < things; ++i)
        things_.push_back(static_cast<Thing>(below(static_cast<std::uint32_t>(k_things))));
    make_actions();
    const std::uint32_t outsiders = one_in(2) ? 1 + below(2) : 0;
    for (std::uint32_t i = 0; i < outsiders; ++i) story_.outsiders.push_back(make_outsider(i));
    return story_;
}

}  // namespace

Story make_story(std::uint64_t seed) {
    return Maker{seed}.make(seed);
}

}  // namespace rowlock::oracle
