#include "harness/cleanup/deletion_reach.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr unsigned k_depth_max = 3;
/// Named in a refusal.
constexpr std::size_t k_ids_shown = 5;

/// Up to five ids.
Result<std::string> some_ids(const AskFn& ask, const RecordSelection& selection) {
    const auto one_page = [](std::uint64_t, std::uint64_t) { return false; };
    const auto ids = select_ids(ask, selection, one_page);
    if (!ids) return Failure{ids.error()};
    std::string text;
    for (std::size_t i = 0; i < std::min(ids->size(), k_ids_shown); ++i) {
        if (i > 0) text += ", ";
        text.append((*ids)[i].data(), (*ids)[i].size());
    }
    if (ids->size() > k_ids_shown) text += " and others";
    return text;
}

std::string created_by(std::int64_t milliseconds) {
    std::string condition = "CreatedDate <= ";
    append_z_datetime(condition, milliseconds);
    return condition;
}

/// Refuses if there are any.
Result<void> refuse_older(
    const AskFn& ask, RecordSelection selection, std::int64_t baseline_ms, const std::string& what
) {
    selection.where = "(" + selection.where + ") AND " + created_by(baseline_ms);
    const auto older = count_records(ask, selection);
    if (!older) return Failure{older.error()};
    if (*older == 0) return {};
    const auto ids = some_ids(ask, selection);
    if (!ids) return Failure{ids.error()};
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "{} {} of {} that were there when the baseline was taken: {}. Nothing was deleted; "
            "make the condition narrower",
            what,
            counted(*older, "record"),
            selection.object,
            *ids
        )
    );
}

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

/// Walks from the records of one selection down to what hangs on them.
class ReachFinder {
public:
    ReachFinder(
        const AskFn& ask,
        const Schema& schema,
        const std::vector<RecordSelection>& selections,
        std::optional<std::int64_t> baseline_ms,
        DeletionReach& reach
    )
        : ask_(ask),
          schema_(schema),
          selections_(selections),
          baseline_ms_(baseline_ms),
          reach_(reach) {}

    Result<void> walk(const RecordSelection& root) {
        root_ = &root;
        return walk_children(*schema_.find(root.object), {}, 1);
    }

private:
    /// `path` leads from records of `parent` to the root; empty for the root itself.
    Result<void> walk_children(const ObjectType& parent, const std::string& path, unsigned depth) {
        for (const ChildRelationship& relationship : schema_.children_of(parent.number)) {
            // No semi-join may ask about the object it stands in.
            const ObjectType& child = schema_.object(relationship.child);
            const bool same = equal_ignoring_case(child.name, root_->object);
            if (relationship.on_delete == OnParentDelete::clear || same) continue;
            const Field& field = child.field(relationship.field);
            std::string way = field.name;
            if (!path.empty()) {
                const auto& step = field.relationship_name;
                if (step.empty() || field.polymorphic()) continue;
                way = step + "." + path;
            }
            if (auto looked = look_at(child, relationship, way, depth); !looked) return looked;
        }
        return {};
    }

    Result<void> look_at(
        const ObjectType& child,
        const ChildRelationship& relationship,
        const std::string& way,
        unsigned depth
    ) {
        const RecordSelection outside = outside_of(child, way);
        const auto count = count_records(ask_, outside);
        if (!count) {
            // An object that only other orgs have is no loss.
            if (count.error().code == ErrorCode::invalid_type) return {};
            if (!is_about_the_question(count.error())) return Failure{count.error()};
            return leave_uncounted(
                fmt::format("{} by {}: {}", child.name, way, count.error().message)
            );
        }
        if (*count == 0) return {};
        if (relationship.on_delete == OnParentDelete::restrict)
            return refuse_obstacle(outside, way, *count);
        if (baseline_ms_) {
            const std::string what =
                "with records of " + root_->object + " would go (by " + way + ")";
            if (auto fine = refuse_older(ask_, outside, *baseline_ms_, what); !fine) return fine;
        }
        reach_.vanishing.push_back({child.name, way, root_->object, *count});
        return depth == k_depth_max ? Result<void>{} : walk_children(child, way, depth + 1);
    }

    Result<void> leave_uncounted(std::string what) {
        if (baseline_ms_) {
            return fail(
                ErrorCode::bad_configuration,
                "the org does not tell whether records that the baseline had would go along, " +
                    what + ". Nothing was deleted; a simpler condition may help"
            );
        }
        reach_.uncounted.push_back(std::move(what));
        return {};
    }

    /// Records below the root that no condition finds.
    RecordSelection outside_of(const ObjectType& child, const std::string& way) const {
        std::string where =
            fmt::format("{} IN (SELECT Id FROM {} WHERE {})", way, root_->object, root_->where);
        for (const RecordSelection& selection : selections_) {
            if (equal_ignoring_case(selection.object, child.name))
                where += " AND (NOT (" + selection.where + "))";
        }
        return {child.name, std::move(where)};
    }

    Result<void> refuse_obstacle(
        const RecordSelection& outside, const std::string& way, std::uint64_t count
    ) {
        const auto ids = some_ids(ask_, outside);
        if (!ids) return Failure{ids.error()};
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "records of {} cannot be deleted: {} of {} refer to them by {}, which forbids it, "
                "and no condition finds those: {}. Nothing was deleted; delete them, too (--object "
                "{} --where ...), or clear the reference",
                root_->object,
                counted(count, "record"),
                outside.object,
                way,
                *ids,
                outside.object
            )
        );
    }

    const AskFn& ask_;
    const Schema& schema_;
    const std::vector<RecordSelection>& selections_;
    std::optional<std::int64_t> baseline_ms_;
    DeletionReach& reach_;
    const RecordSelection* root_ = nullptr;
};

}  // namespace

Result<DeletionReach> find_reach(
    const AskFn& ask,
    const Schema& schema,
    const std::vector<RecordSelection>& roots,
    const std::vector<RecordSelection>& selections,
    std::optional<std::int64_t> baseline_ms
) {
    DeletionReach reach;
    ReachFinder finder{ask, schema, selections, baseline_ms, reach};
    for (const RecordSelection& root : roots) {
        if (auto walked = finder.walk(root); !walked) return Failure{walked.error()};
    }
    return reach;
}

Result<void> check_not_in_baseline(
    const AskFn& ask, const RecordSelection& selection, std::int64_t baseline_ms
) {
    return refuse_older(ask, selection, baseline_ms, "the condition finds");
}

}  // namespace rowlock
