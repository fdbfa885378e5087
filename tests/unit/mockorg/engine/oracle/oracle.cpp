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

std::vector<RecordName> Scene::keys(Thing thing, Operation operation, const Row& row) const {
    std::vector<RecordName> keys = clerk.keys(thing, operation, row, profile().may_rules_lock);
    const std::vector<RecordName> added = outside->keys_added(thing, operation, row);
    keys.insert(keys.end(), added.begin(), added.end());
    return keys;
}

void RestScene::start(const RestWrite& write, std::size_t action) {
    const Profile& profile = scene_.profile();
    Locker request;
    const std::uint64_t number = next_number_++;
    request.origin.kind = TransactionOrigin::Kind::rest;
    request.origin.batch = static_cast<std::uint32_t>(number);
    request.origin.rows = static_cast<std::uint32_t>(write.rows.size());
    request.patience = profile.lock_wait;
    const Random chance = Random{scene_.story.seed}.split("hold time").split("rest");
    request.hold = profile.rest_hold.draw(chance.split(number));
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
        for (const RecordName key : scene_.keys(write.thing, write.operation, write.rows[i]))
            wants.push_back({key, i});
    }
    scene_.lockers.acquire(locker, std::move(wants));
}

void RestScene::commit(const RestWrite& write, std::size_t action, Locker& locker) {
    const Records before = scene_.clerk.records();
    std::vector<RowEnd> ends;
    std::vector<RecordName> written;
    for (const Row& row : write.rows) {
        scene_.outside->about_to_write(write.thing, write.operation, row);
        const auto saved = scene_.clerk.save(write.thing, write.operation, row, written);
        if (saved.error) {
            ends.push_back({RowEnd::Kind::failed, {}, std::string{wire_code(*saved.error)}});
            continue;
        }
        ends.push_back(
            {saved.created ? RowEnd::Kind::created : RowEnd::Kind::changed, saved.record, {}}
        );
        scene_.outside->saved(saved.record);
        scene_.say().row_written(0, saved.record.number);
    }
    const bool all = std::all_of(ends.begin(), ends.end(), [](const RowEnd& end) {
        return end.kind != RowEnd::Kind::failed;
    });
    const bool back = write.all_or_none && !all;
    if (back) {
        scene_.clerk.restore(before);
        scene_.outside->forget();
    } else {
        scene_.outside->finish();
    }
    scene_.lockers.release(locker);
    scene_.say().reply(action, ends, back);
}

Telling tell_by_the_facts(const Story& story, Given given) {
    Scene scene{story, std::move(given.object_order)};
    JobScene jobs{scene};
    RestScene writes{scene, given.first_rest_write};
    OutsideScene outsiders{scene};
    scene.outside = &outsiders;
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
