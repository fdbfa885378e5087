#include "harness/cleanup/cleanup.hpp"

#include "harness/cleanup/deletion_order.hpp"
#include "harness/cleanup/org_schema.hpp"
#include "harness/replay/figures.hpp"
#include "harness/replay/progress.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <numeric>

namespace rowlock {
namespace {

/// What follows finds every object in the schema.
Result<void> check_known(const Schema& schema, const std::vector<DeletionTarget>& targets) {
    for (const DeletionTarget& target : targets) {
        const std::string& object = target.selection.object;
        if (schema.find(object) != nullptr) continue;
        return fail(ErrorCode::bad_configuration, "the schema has no object " + object);
    }
    return {};
}

/// What others made with the keys of the load's rows is not the load's.
Result<void> check_number(const ObjectCleanup& object) {
    const auto& pick = object.target.pick;
    if (pick == nullptr || object.found <= pick->records_max) return {};
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "{} {}: there are {}, and at most {} can be the load's: others have the same. Nothing "
            "was deleted; --replay-journal and --jobs find what was created alone",
            object.target.selection.object,
            object.target.text(),
            counted(object.found, "record"),
            grouped(pick->records_max)
        )
    );
}

template <class Count>
std::uint64_t sum(const std::vector<ObjectCleanup>& objects, Count count) {
    return std::accumulate(
        objects.begin(),
        objects.end(),
        std::uint64_t{0},
        [&](std::uint64_t total, const ObjectCleanup& object) { return total + count(object); }
    );
}

}  // namespace

std::uint64_t CleanupReport::found() const {
    return sum(objects, [](const ObjectCleanup& object) { return object.found; });
}

std::uint64_t CleanupReport::left() const {
    return sum(objects, [](const ObjectCleanup& object) { return object.left; });
}

std::uint64_t CleanupReport::in_bin() const {
    return sum(objects, [](const ObjectCleanup& object) { return object.in_bin.value_or(0); });
}

Cleanup::Cleanup(CleanupTask task, RemoteTarget& target, Io& io)
    : task_(std::move(task)), target_(target), io_(io), org_(OrgQuestions::of(target)) {
    report_.target = target.base_url();
    report_.hard = task_.hard;
    report_.in_flight = task_.in_flight;
}

std::vector<DeletionTarget> Cleanup::targets() const {
    std::vector<DeletionTarget> targets;
    for (const ObjectCleanup& object : report_.objects) targets.push_back(object.target);
    return targets;
}

Result<void> Cleanup::prepare() {
    std::vector<std::string> unknown_objects;
    if (task_.schema == nullptr) {
        std::vector<std::string> names;
        for (const DeletionTarget& target : task_.targets) names.push_back(target.selection.object);
        auto org = read_org_schema(org_.ask, names);
        if (!org) return Failure{std::move(org.error())};
        task_.schema = std::move(org->schema);
        unknown_objects = std::move(org->not_described);
    }
    if (auto known = check_known(*task_.schema, task_.targets); !known) return known;
    const auto rules = LockRules::compile(task_.schema, standard_lock_rules());
    if (!rules) return Failure{rules.error()};
    const auto ordered = children_first(*task_.schema, task_.targets);
    std::vector<DeletionTarget> present;
    for (const DeletionTarget& target : ordered) {
        const auto found = count_records(org_, target);
        if (!found) return Failure{found.error()};
        ObjectCleanup& object = report_.objects.emplace_back();
        object.target = target;
        object.found = object.left = *found;
        if (auto sound = check_number(object); !sound) return sound;
        if (*found > 0) present.push_back(target);
        object.locks = locks_of_deletion(*task_.schema, *rules, target.selection.object);
        if (!task_.baseline) continue;
        auto fresh = check_not_in_baseline(org_, target, *task_.baseline);
        if (!fresh) return fresh;
    }
    const ReachQuestion question{
        *task_.schema, std::move(present), ordered, std::move(unknown_objects), task_.baseline};
    auto reach = find_reach(org_, question);
    if (!reach) return Failure{std::move(reach.error())};
    report_.reach = std::move(*reach);
    return {};
}

Result<void> Cleanup::continue_after(const EarlierDeletions& earlier) {
    for (ObjectCleanup& object : report_.objects) {
        // The org's way of writing a name is not always the user's.
        for (const auto& [name, records] : earlier) {
            if (equal_ignoring_case(name, object.target.selection.object))
                object.deleted_before += records;
        }
        const auto found = count_records(org_, object.target);
        if (!found) return Failure{found.error()};
        object.found = object.left = *found;
    }
    return {};
}

Result<Cleanup::Planned> Cleanup::plan_object(ObjectCleanup& object) {
    Progress progress{io_, "finding " + object.target.selection.object};
    auto rows = read_deletion_rows(org_, object.target, object.locks, [&](std::uint64_t so_far) {
        progress.show(so_far, object.found);
        return !target_.interrupted();
    });
    if (!rows) return Failure{std::move(rows.error())};
    if (target_.interrupted())
        return fail(ErrorCode::request_timeout, "stopped before all records were found");
    Planned planned;
    planned.plan = plan_deletion(rows->keys, object.locks, task_.in_flight);
    planned.ids = std::move(rows->ids);
    object.batches = planned.plan.send->batches.size();
    object.kept_apart = planned.plan.kept_apart;
    object.duration = planned.plan.duration;
    return planned;
}

Result<void> Cleanup::plan() {
    for (ObjectCleanup& object : report_.objects) {
        if (object.found == 0) continue;
        if (const auto planned = plan_object(object); !planned) return Failure{planned.error()};
    }
    return {};
}

/// A child that was to go first and is still there.
const ObjectCleanup* Cleanup::child_left(const ObjectCleanup& parent) const {
    for (const ObjectCleanup& child : report_.objects) {
        if (&child == &parent) return nullptr;
        const bool refers =
            refers_to(*task_.schema, child.target.selection.object, parent.target.selection.object);
        if (child.left > 0 && refers) return &child;
    }
    return nullptr;
}

Result<void> Cleanup::delete_object(ObjectCleanup& object, Journal* journal) {
    auto planned = plan_object(object);
    if (!planned) return Failure{std::move(planned.error())};
    object.outcome = delete_records(
        object.target.selection.object,
        std::move(planned->ids),
        planned->plan,
        {task_.hard, journal},
        target_,
        io_
    );
    if (object.outcome.error) report_.error = object.outcome.error;
    const auto left = count_records(org_, object.target);
    if (!left) return Failure{left.error()};
    object.left = *left;
    return {};
}

Result<void> Cleanup::carry_out(Journal* journal) {
    report_.dry_run = false;
    for (ObjectCleanup& object : report_.objects) {
        if (object.found == 0) continue;
        if (target_.interrupted() || report_.error) break;
        if (const ObjectCleanup* child = child_left(object)) {
            object.held_back_by = child->target.selection.object;
            continue;
        }
        if (auto deleted = delete_object(object, journal); !deleted) {
            if (!target_.interrupted()) return deleted;
            break;
        }
    }
    report_.interrupted = target_.interrupted();
    return prove();
}

/// What is there in the end, all over again: a later object's deletion may have done something to
/// an earlier one's.
Result<void> Cleanup::prove() {
    for (ObjectCleanup& object : report_.objects) {
        const auto left = count_records(org_, object.target);
        if (!left) return Failure{left.error()};
        object.left = *left;
        const auto in_bin = count_in_recycle_bin(org_, object.target);
        if (in_bin) {
            object.in_bin = *in_bin;
        } else if (in_bin.error().code == ErrorCode::unreachable) {
            return Failure{in_bin.error()};
        }
    }
    return {};
}

}  // namespace rowlock
