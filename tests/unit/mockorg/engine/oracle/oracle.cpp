#include "tests/unit/mockorg/engine/oracle/oracle.hpp"

#include "tests/unit/mockorg/engine/oracle/oracle_scene.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock::oracle {

std::string Scene::lock_error(const Locker& locker) const {
    std::string names;
    for (const Want& want : locker.wanted)
        names.append(names.empty() ? "" : ",").append(text_of(want.key));
    return fmt::format(
        "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or {} records: {}:--",
        locker.wanted.size(),
        names
    );
}

void RestScene::start(const RestWrite& write, std::size_t action) {
    const Profile& profile = scene_.profile();
    Locker request;
    request.origin.kind = TransactionOrigin::Kind::rest;
    request.origin.rows = static_cast<std::uint32_t>(write.rows.size());
    request.patience = profile.lock_wait;
    const Random chance = Random{scene_.story.seed}.split("hold time").split("rest");
    request.hold = profile.rest_hold.draw(chance.split(next_number_++));
    request.books = &scene_.books;
    Locker& locker = scene_.lockers.begin(std::move(request));
    locker.commit = [this, &write, action, &locker] { commit(write, action, locker); };
    locker.fail = [this, action, &locker](RecordName key) {
        const std::vector<RowEnd> ends(
            locker.origin.rows, {RowEnd::Kind::failed, {}, scene_.lock_error(locker)}
        );
        scene_.lockers.give_up(locker, key, locker.origin.rows);
        scene_.lockers.release(locker);
        scene_.say().reply(action, ends, false);
    };
    std::vector<Want> wants;
    for (std::uint32_t i = 0; i < write.rows.size(); ++i) {
        const auto keys =
            scene_.clerk.keys(write.thing, write.operation, write.rows[i], profile.may_rules_lock);
        for (const RecordName key : keys) wants.push_back({key, i});
    }
    scene_.lockers.acquire(locker, std::move(wants));
}

void RestScene::commit(const RestWrite& write, std::size_t action, Locker& locker) {
    const Records before = scene_.clerk.records();
    std::vector<RowEnd> ends;
    std::vector<RecordName> written;
    for (const Row& row : write.rows) {
        const auto saved = scene_.clerk.save(write.thing, write.operation, row, written);
        if (saved.error) {
            ends.push_back({RowEnd::Kind::failed, {}, std::string{wire_code(*saved.error)}});
            continue;
        }
        ends.push_back(
            {saved.created ? RowEnd::Kind::created : RowEnd::Kind::changed, saved.record, {}}
        );
        scene_.say().row_written(0, saved.record.number);
    }
    const bool all = std::all_of(ends.begin(), ends.end(), [](const RowEnd& end) {
        return end.kind != RowEnd::Kind::failed;
    });
    const bool back = write.all_or_none && !all;
    if (back) scene_.clerk.restore(before);
    scene_.lockers.release(locker);
    scene_.say().reply(action, ends, back);
}

OutsideScene::OutsideScene(Scene& scene) : scene_(scene) {
    for (const Outsider& outsider : scene.story.outsiders) {
        Guest guest;
        guest.outsider = &outsider;
        guest.number = static_cast<std::uint32_t>(guests_.size());
        guests_.push_back(guest);
        expect(guests_.back(), outsider.writer.first);
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
    for (std::size_t i = visit.done; i < visit.done + visit.rows(); ++i) {
        if (!scene_.clerk.is_alive(visit.records[i])) continue;
        scene_.clerk.touch(visit.records[i]);
        ++visit.guest->records;
        scene_.say().row_written(0, visit.records[i].number);
    }
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
    scene_.timeline.add(then, Timeline::Rank::outside, [this, &visit] { begin(visit); });
}

void OutsideScene::tell_ends() {
    for (const Guest& guest : guests_) {
        scene_.telling.line(fmt::format(
            "{}: {} visits, {} idle, {} committed, {} records, {} retries, {} given up",
            guest.outsider->writer.name,
            guest.visits - guest.idle,
            guest.idle,
            guest.committed,
            guest.records,
            guest.retries,
            guest.given_up
        ));
        scene_.telling.statistics(guest.outsider->writer.name, guest.books);
    }
}

Telling tell_by_the_facts(const Story& story, Given given) {
    Scene scene{story, std::move(given.object_order)};
    JobScene jobs{scene};
    RestScene writes{scene, given.first_rest_write};
    OutsideScene outsiders{scene};
    for (std::size_t i = 0; i < story.actions.size(); ++i) {
        const Action& action = story.actions[i];
        scene.timeline.run_until(action.at);
        if (const auto* load = std::get_if<BulkLoad>(&action.what)) jobs.start(*load);
        if (const auto* write = std::get_if<RestWrite>(&action.what)) writes.start(*write, i);
        if (const auto* abort = std::get_if<Abort>(&action.what))
            jobs.abort(std::get<BulkLoad>(story.actions[abort->action].what));
    }
    scene.timeline.run_until(k_story_end);
    scene.telling.at(k_story_end);
    jobs.tell_ends();
    outsiders.tell_ends();
    scene.telling.statistics("clients", scene.books);
    for (const auto& [failure, key] : scene.lockers.failures())
        scene.telling.failure(failure, key, k_org_epoch);
    return std::move(scene.telling);
}

}  // namespace rowlock::oracle
