#include "tests/unit/mockorg/engine/oracle/oracle_scene.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock::oracle {

OutsideScene::OutsideScene(Scene& scene) : scene_(scene) {
    for (const Outsider& outsider : scene.story.outsiders) {
        Guest guest;
        guest.outsider = &outsider;
        guest.number = static_cast<std::uint32_t>(guests_.size());
        guests_.push_back(guest);
        if (!outsider.writer.is_automation()) expect(guests_.back(), outsider.writer.first);
    }
}

void OutsideScene::expect(Guest& guest, Duration at) {
    scene_.timeline.add_coming(at, guest.number, [this, &guest] { come(guest); });
}

void OutsideScene::come(Guest& guest) {
    const ForeignWriter& writer = guest.outsider->writer;
    const Duration now = scene_.timeline.now();
    if (writer.every && now + *writer.every < *writer.until) expect(guest, now + *writer.every);
    Visit visit;
    visit.guest = &guest;
    visit.number = guest.visits++;
    for (const RecordName record : guest.outsider->records) {
        if (scene_.clerk.is_alive(record)) visit.records.push_back(record);
    }
    if (visit.records.empty()) {
        ++guest.idle;
        return;
    }
    ++guest.runs;
    visits_.push_back(std::move(visit));
    begin(visits_.back());
}

void OutsideScene::begin(Visit& visit) {
    const Guest& guest = *visit.guest;
    const ForeignWriter& writer = guest.outsider->writer;
    Locker part;
    part.origin.kind = TransactionOrigin::Kind::foreign;
    part.origin.job = guest.number;
    part.origin.batch = static_cast<std::uint32_t>(visit.number);
    part.origin.first_row = static_cast<std::uint32_t>(visit.done);
    part.origin.rows = static_cast<std::uint32_t>(visit.rows());
    part.patience = writer.wait.value_or(scene_.profile().lock_wait);
    part.hold = writer.hold->mean;
    part.in_background = !writer.is_automation();
    part.books = &visit.guest->books;
    if (writer.unordered) {
        const Random chance = Random{scene_.story.seed}.split("foreign writer").split(writer.name);
        part.disorder =
            chance.split("order").split(visit.number).split(visit.done).split(visit.attempt);
    }
    Locker& locker = scene_.lockers.begin(std::move(part));
    locker.commit = [this, &visit, &locker] { commit(visit, locker); };
    locker.fail = [this, &visit, &locker](RecordName key) { fail(visit, locker, key); };
    std::vector<Want> wants;
    for (std::uint32_t i = 0; i < visit.rows(); ++i) {
        const RecordName record = visit.records[visit.done + i];
        for (const RecordName key : scene_.clerk.keys(record, scene_.profile().may_rules_lock))
            wants.push_back({key, i});
    }
    scene_.lockers.acquire(locker, std::move(wants));
}

void OutsideScene::commit(Visit& visit, Locker& locker) {
    for (std::size_t i = visit.done; i < visit.done + visit.rows(); ++i)
        update(*visit.guest, visit.records[i]);
    ++visit.guest->committed;
    scene_.lockers.release(locker);
    go_on(visit);
}

void OutsideScene::go_on(Visit& visit) {
    visit.done += visit.rows();
    visit.attempt = 0;
    if (visit.done < visit.records.size()) begin(visit);
}

void OutsideScene::fail(Visit& visit, Locker& locker, RecordName key) {
    const ForeignWriter& writer = visit.guest->outsider->writer;
    scene_.lockers.give_up(locker, key, locker.origin.rows);
    scene_.lockers.release(locker);
    if (visit.attempt >= writer.retries) {
        ++visit.guest->given_up;
        return go_on(visit);
    }
    ++visit.attempt;
    ++visit.guest->retries;
    const Duration then = scene_.timeline.now() + writer.retry_delay;
    scene_.timeline.add(then, locker.rank(), [this, &visit] { begin(visit); });
}

void OutsideScene::tell_ends() {
    for (const Guest& guest : guests_) {
        scene_.telling.line(fmt::format(
            "{}: {} visits, {} idle, {} committed, {} records, {} retries, {} given up",
            guest.outsider->writer.name,
            guest.runs,
            guest.idle,
            guest.committed,
            guest.records,
            guest.retries,
            guest.given_up
        ));
        scene_.telling.statistics(guest.outsider->writer.name, guest.books);
    }
}

/// An update that changes nothing, of a record that is still there.
void OutsideScene::update(Guest& guest, RecordName record) {
    if (!scene_.clerk.is_alive(record)) return;
    scene_.clerk.touch(record);
    ++guest.records;
    scene_.say().row_written(0, record.number);
}

bool OutsideScene::is_set_off(const Guest& guest, Thing thing, const Change& change) const {
    const ForeignWriter& writer = guest.outsider->writer;
    if (!writer.is_automation() || guest.outsider->thing != thing) return false;
    if (!change.before) return writer.after_insert;
    return change.after ? writer.after_update : writer.after_delete;
}

/// Where its path leads from the row as it was and as it will be.
std::vector<RecordName> OutsideScene::ends_of_path(const Guest& guest, const Change& change) const {
    std::vector<RecordName> ends;
    for (const auto& row : {change.before, change.after}) {
        if (!row) continue;
        const auto& path = guest.outsider->path;
        auto end = row->references.at(path.front());
        if (end && path.size() > 1)
            end = at(scene_.clerk.records(), *end).references.at(path.back());
        if (end && std::find(ends.begin(), ends.end(), *end) == ends.end()) ends.push_back(*end);
    }
    return ends;
}

std::vector<RecordName> OutsideScene::keys_added(Thing thing, Operation operation, const Row& row)
    const {
    std::vector<RecordName> added;
    const auto change = scene_.clerk.change(thing, operation, row);
    for (const Guest& guest : guests_) {
        const bool at_once = change && is_set_off(guest, thing, *change) &&
                             !guest.outsider->writer.async && !guest.outsider->path.empty();
        if (!at_once) continue;
        for (const RecordName end : ends_of_path(guest, *change)) {
            const auto keys = scene_.clerk.keys(end, scene_.profile().may_rules_lock);
            added.insert(added.end(), keys.begin(), keys.end());
        }
    }
    return added;
}

void OutsideScene::about_to_write(Thing thing, Operation operation, const Row& row) {
    announced_.clear();
    const auto change = scene_.clerk.change(thing, operation, row);
    for (Guest& guest : guests_) {
        if (!change || !is_set_off(guest, thing, *change)) continue;
        if (guest.outsider->path.empty()) {
            announced_.emplace_back(&guest, std::nullopt);
            continue;
        }
        for (const RecordName end : ends_of_path(guest, *change))
            announced_.emplace_back(&guest, end);
    }
}

void OutsideScene::saved(RecordName record) {
    for (const auto& [guest, other] : announced_) {
        const RecordName updated = other.value_or(record);
        auto& work = guest->work;
        if (std::find(work.begin(), work.end(), updated) == work.end()) work.push_back(updated);
    }
    announced_.clear();
}

void OutsideScene::finish() {
    for (Guest& guest : guests_) {
        if (guest.work.empty()) continue;
        if (guest.outsider->writer.async) {
            update_later(guest);
        } else {
            ++guest.runs;
            for (const RecordName record : guest.work) update(guest, record);
        }
        guest.work.clear();
    }
}

/// In transactions of their own, so many records at a time.
void OutsideScene::update_later(Guest& guest) {
    const ForeignWriter& writer = guest.outsider->writer;
    for (std::size_t first = 0; first < guest.work.size(); first += writer.records) {
        const std::size_t end = std::min<std::size_t>(guest.work.size(), first + writer.records);
        Visit visit;
        visit.guest = &guest;
        visit.number = guest.visits++;
        visit.records.assign(
            guest.work.begin() + static_cast<std::ptrdiff_t>(first),
            guest.work.begin() + static_cast<std::ptrdiff_t>(end)
        );
        ++guest.runs;
        visits_.push_back(std::move(visit));
        Visit& added = visits_.back();
        scene_.later(writer.delay, [this, &added] { begin(added); });
    }
}

void OutsideScene::forget() {
    for (Guest& guest : guests_) guest.work.clear();
}

}  // namespace rowlock::oracle
