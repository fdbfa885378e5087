#include "harness/cleanup/deletion_reach.hpp"

#include "harness/verify/record_scan.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/counted.hpp"

#include <fmt/core.h>

#include <map>
#include <memory>

namespace rowlock {
namespace {

/// A query walks up at most five relationships.
constexpr unsigned k_path_max = 5;
/// Relationships followed from a root; data model diagrams end well before.
constexpr unsigned k_depth_max = 8;

/// The objects lack it, or the org does not let it be asked in this way.
bool is_about_the_question(const Error& error) {
    switch (error.code) {
        case ErrorCode::invalid_type:
        case ErrorCode::invalid_field:
        case ErrorCode::malformed_query:
        case ErrorCode::invalid_query_filter_operator:
            return true;
        default:
            return false;
    }
}

/// Records that go: those of a root, or what goes with them.
struct DoomedRecords {
    const ObjectType* type = nullptr;
    /// From them to the root; empty for the root itself.
    std::string path;
    /// The selection finds just them, and so does a condition with the path.
    bool by_path = true;
    RecordSelection selection;
    unsigned depth = 0;
    /// Read when they are needed.
    std::shared_ptr<const std::vector<RecordId>> ids;
};

/// Walks from the records of one selection down to what hangs on them.
class ReachFinder {
public:
    ReachFinder(const OrgQuestions& org, const ReachQuestion& question, DeletionReach& reach)
        : org_(org), question_(question), reach_(reach) {}

    Result<void> walk(const DeletionTarget& root) {
        root_ = &root.selection;
        DoomedRecords doomed;
        doomed.type = question_.schema.find(root_->object);
        doomed.selection = *root_;
        if (root.pick != nullptr) {
            auto ids = read_shared_ids(root);
            if (!ids) return Failure{std::move(ids.error())};
            doomed.by_path = false;
            doomed.ids = std::move(*ids);
        }
        return walk_children(doomed);
    }

    Result<void> name_unknown() {
        for (const std::string& object : question_.unknown_objects) {
            auto left = leave_uncounted(object + ": too many objects to describe them all", false);
            if (!left) return left;
        }
        return {};
    }

private:
    using SharedIds = std::shared_ptr<const std::vector<RecordId>>;

    Result<SharedIds> read_shared_ids(const DeletionTarget& target) {
        auto ids = read_ids(org_, target);
        if (!ids) return Failure{std::move(ids.error())};
        return std::make_shared<const std::vector<RecordId>>(std::move(*ids));
    }

    /// Of the child's records those to be deleted, where only their ids tell which. Read once.
    Result<SharedIds> read_spared(const ObjectType& child) {
        for (const DeletionTarget& target : question_.targets) {
            const bool is_meant = equal_ignoring_case(target.selection.object, child.name);
            if (!is_meant || target.pick == nullptr) continue;
            SharedIds& spared = spared_[child.name];
            if (spared != nullptr) return spared;
            auto ids = read_shared_ids(target);
            if (!ids) return ids;
            return spared = std::move(*ids);
        }
        return SharedIds{};
    }

    /// What goes or stands in the way first, then what loses a reference.
    Result<void> walk_children(DoomedRecords& doomed) {
        for (const bool clears : {false, true}) {
            for (const auto& relationship : question_.schema.children_of(doomed.type->number)) {
                if ((relationship.on_delete == OnParentDelete::clear) != clears) continue;
                if (auto looked = look_at(doomed, relationship); !looked) return looked;
            }
        }
        return {};
    }

    Result<void> look_at(DoomedRecords& doomed, const ChildRelationship& relationship) {
        const ObjectType& child = question_.schema.object(relationship.child);
        const Field& field = child.field(relationship.field);
        const bool clears = relationship.on_delete == OnParentDelete::clear;
        auto spared = read_spared(child);
        if (!spared) return Failure{std::move(spared.error())};
        const std::string way =
            *spared == nullptr ? way_to_root(doomed, child, field) : std::string{};
        HangingRecords hanging = hanging_on(child, field, way);
        hanging.spared = std::move(*spared);
        auto found = find_hanging(doomed, hanging);
        if (!found) {
            // An object that only other orgs have is no loss.
            if (found.error().code == ErrorCode::invalid_type) return {};
            if (!is_about_the_question(found.error())) return Failure{found.error()};
            return leave_uncounted(
                fmt::format(
                    "{} by {}: {}",
                    child.name,
                    way.empty() ? field.name : way,
                    found.error().message
                ),
                clears
            );
        }
        if (found->records == 0) return {};
        const TouchedRecords touched{
            child.name, way.empty() ? field.name : way, root_->object, found->records};
        if (clears) return note_cleared(hanging, touched);
        if (relationship.on_delete == OnParentDelete::restrict)
            return refuse_obstacle(hanging, touched);
        if (auto noted = note_vanishing(hanging, touched); !noted) return noted;
        return walk_further(doomed, child, way, hanging, std::move(found->ids));
    }

    /// Empty where no condition leads from the child to the root: a semi-join must not ask about
    /// the object it stands in, and a reference to several objects cannot be walked.
    std::string way_to_root(
        const DoomedRecords& doomed, const ObjectType& child, const Field& field
    ) const {
        if (!doomed.by_path || equal_ignoring_case(child.name, root_->object)) return {};
        if (doomed.depth == 0) return field.name;
        if (field.relationship_name.empty() || field.polymorphic() || doomed.depth >= k_path_max)
            return {};
        return field.relationship_name + "." + doomed.path;
    }

    /// Without a way to the root, those that may be meant.
    HangingRecords hanging_on(const ObjectType& child, const Field& field, const std::string& way)
        const {
        HangingRecords hanging;
        hanging.selection.object = child.name;
        std::string& where = hanging.selection.where;
        if (way.empty()) {
            hanging.field = field.name;
            where = field.name + " != null";
        } else {
            where =
                fmt::format("{} IN (SELECT Id FROM {} WHERE {})", way, root_->object, root_->where);
        }
        for (const DeletionTarget& target : question_.targets) {
            const bool is_child = equal_ignoring_case(target.selection.object, child.name);
            if (is_child && target.pick == nullptr)
                where += " AND (NOT (" + target.selection.where + "))";
        }
        return hanging;
    }

    Result<FoundRecords> find_hanging(DoomedRecords& doomed, HangingRecords& hanging) {
        if (hanging.field.empty()) return find_records(org_, hanging);
        // Most often nobody uses the field, and no id need be read.
        const auto candidates = count_records(org_.ask, hanging.selection);
        if (!candidates) return Failure{candidates.error()};
        if (*candidates == 0) return FoundRecords{};
        if (doomed.ids == nullptr) {
            auto ids = read_ids(org_, doomed.selection);
            if (!ids) return Failure{std::move(ids.error())};
            doomed.ids = std::make_shared<const std::vector<RecordId>>(std::move(*ids));
        }
        hanging.parents = doomed.ids;
        return find_records(org_, hanging);
    }

    Result<void> walk_further(
        const DoomedRecords& doomed,
        const ObjectType& child,
        const std::string& way,
        const HangingRecords& hanging,
        std::vector<RecordId> ids
    ) {
        DoomedRecords next;
        next.type = &child;
        next.path = way;
        next.by_path = !way.empty();
        next.selection = hanging.selection;
        next.depth = doomed.depth + 1;
        if (!next.by_path) next.ids = std::make_shared<const std::vector<RecordId>>(std::move(ids));
        if (next.depth < k_depth_max) return walk_children(next);
        return leave_uncounted(
            fmt::format("what hangs on {}: further than {} relationships", child.name, k_depth_max),
            false
        );
    }

    Result<void> note_vanishing(const HangingRecords& hanging, const TouchedRecords& touched) {
        reach_.vanishing.push_back(touched);
        if (!question_.baseline) return {};
        return refuse_older(
            org_,
            hanging,
            *question_.baseline,
            fmt::format("with records of {} would go (by {})", touched.parent, touched.path),
            "make the condition narrower"
        );
    }

    Result<void> note_cleared(const HangingRecords& hanging, const TouchedRecords& touched) {
        reach_.cleared.push_back(touched);
        if (!question_.baseline || question_.baseline->cleared_lookups_allowed) return {};
        return refuse_older(
            org_,
            hanging,
            *question_.baseline,
            fmt::format(
                "deleting records of {} would clear the reference {} of",
                touched.parent,
                touched.path.substr(0, touched.path.find('.'))
            ),
            "--allow-cleared-lookups lets it happen"
        );
    }

    Result<void> leave_uncounted(std::string what, bool clears) {
        const bool allowed = !question_.baseline || question_.baseline->uncounted_allowed ||
                             (clears && question_.baseline->cleared_lookups_allowed);
        if (!allowed) {
            return fail(
                ErrorCode::bad_configuration,
                fmt::format(
                    "the org does not tell whether records that the baseline had would {}, {}. "
                    "Nothing was deleted; a simpler condition may help, --allow-uncounted goes on",
                    clears ? "lose a reference" : "go along",
                    what
                )
            );
        }
        reach_.uncounted.push_back(std::move(what));
        return {};
    }

    Result<void> refuse_obstacle(const HangingRecords& hanging, const TouchedRecords& touched) {
        const auto ids = some_ids(org_, hanging);
        if (!ids) return Failure{ids.error()};
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "records of {} cannot be deleted: {} of {} refer to them by {}, which forbids it, "
                "and no condition finds those: {}. Nothing was deleted; delete them, too (--object "
                "{} --where ...), or clear the reference",
                touched.parent,
                counted(touched.records, "record"),
                touched.object,
                touched.path,
                *ids,
                touched.object
            )
        );
    }

    const OrgQuestions& org_;
    const ReachQuestion& question_;
    DeletionReach& reach_;
    const RecordSelection* root_ = nullptr;
    /// By object.
    std::map<std::string, SharedIds> spared_;
};

}  // namespace

Result<DeletionReach> find_reach(const OrgQuestions& org, const ReachQuestion& question) {
    DeletionReach reach;
    ReachFinder finder{org, question, reach};
    for (const DeletionTarget& root : question.roots) {
        if (auto walked = finder.walk(root); !walked) return Failure{walked.error()};
    }
    if (auto named = finder.name_unknown(); !named) return Failure{named.error()};
    return reach;
}

}  // namespace rowlock
