#include "checks/input/unresolved.hpp"

#include "mockorg/base/counted.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace rowlock {

void UnresolvedCounts::add(
    UnresolvedReason reason, ObjectNo object, FieldNo field, std::uint64_t rows
) {
    ++times_noted_;
    const auto [at, is_new] = counts_.try_emplace(Name{reason, load_, object, field});
    Count& count = at->second;
    if (is_new) {
        count.first_row = row_;
    } else if (count.last_row == row_) {
        return;
    }
    count.rows += rows;
    count.last_row = row_ + static_cast<RowNo>(rows - 1);
}

std::vector<Unresolved> UnresolvedCounts::list(const Schema& schema) const {
    std::vector<Unresolved> result;
    for (const auto& [name, count] : counts_) {
        const ObjectType& object = schema.object(name.object);
        // Field 0 is Id: what is open is the record itself.
        const std::string field =
            name.field == FieldNo{0} ? std::string{} : object.field(name.field).name;
        result.push_back({name.reason, name.load, object.name, field, count.rows, count.first_row});
    }
    std::sort(result.begin(), result.end(), comes_first);
    return result;
}

bool comes_first(const Unresolved& a, const Unresolved& b) {
    return std::tie(a.reason, a.load, a.object, a.field) <
           std::tie(b.reason, b.load, b.object, b.field);
}

void add_unresolved(Unresolved open, std::vector<Unresolved>& list) {
    const auto same = std::find_if(list.begin(), list.end(), [&](const Unresolved& other) {
        return !comes_first(open, other) && !comes_first(other, open);
    });
    if (same == list.end()) {
        list.push_back(std::move(open));
    } else {
        same->rows += open.rows;
    }
}

std::string describe(const Unresolved& unresolved) {
    const std::string place =
        unresolved.field.empty() ? unresolved.object : unresolved.object + "." + unresolved.field;
    const std::string rows = counted(unresolved.rows, "row");
    switch (unresolved.reason) {
        case UnresolvedReason::stored_value:
            return fmt::format(
                "{}: what the org holds in {} is in no file. A safe verdict leaves out the "
                "records it names, which are locked too.",
                rows,
                place
            );
        case UnresolvedReason::other_record:
            return fmt::format(
                "{}: a lock rule needs {} of a record that is in no file. A safe verdict "
                "leaves out what lies behind it; a reference file with that column settles it.",
                rows,
                place
            );
        case UnresolvedReason::insert_or_update:
            return fmt::format(
                "{} may insert or update a {}: keys that only one of the two takes count as "
                "possible. A reference file with ids and external ids settles it.",
                rows,
                place
            );
        case UnresolvedReason::wrong_id:
            return fmt::format(
                "{}: the value of {} is no record id. Rows with the same wrong value count as "
                "wanting the same record, though the platform refuses them.",
                rows,
                place
            );
        case UnresolvedReason::no_name:
            return fmt::format(
                "{}: it is not said which {} to write. The platform refuses them; their other keys "
                "count all the same.",
                rows,
                place
            );
        case UnresolvedReason::wrong_cell_count:
            return fmt::format(
                "{} of {} with more or fewer cells than the header: the platform refuses them; "
                "cells that are there count all the same.",
                rows,
                place
            );
        case UnresolvedReason::unknown_column:
            return fmt::format(
                "{}: the column {} is nothing the schema has for a {}. If it names records, a safe "
                "verdict leaves them out; a schema with that field settles it.",
                rows,
                unresolved.field,
                unresolved.object
            );
        case UnresolvedReason::repeated_column:
            return fmt::format(
                "{}: the column {} gives a field of {} that a column before it gives already. A "
                "safe verdict leaves out the records it names.",
                rows,
                unresolved.field,
                unresolved.object
            );
        case UnresolvedReason::written_key:
            return fmt::format(
                "{} may change {}, by which rows name records at the same time: a name can mean "
                "two records. If the values stay as they are, leave the column out.",
                rows,
                place
            );
        case UnresolvedReason::many_states:
            return fmt::format(
                "{}: so many rows of the loads write {} of a record that nobody can say what it "
                "holds by then. A safe verdict leaves out what follows from it; put all changes of "
                "a record into one row.",
                rows,
                place
            );
        case UnresolvedReason::unmet_condition:
            return fmt::format(
                "{} of {} lock{} nothing by {}. The verdict rests on that; if your org locks all "
                "the same, say so in a rule file (--lock-rules).",
                rows,
                unresolved.object,
                unresolved.rows == 1 ? "s" : "",
                unresolved.field
            );
        case UnresolvedReason::unknown_object:
            return fmt::format(
                "{}: {} names a record of an object that the schema does not know there, and lock "
                "rules may lead on through it. A safe verdict leaves out what lies behind it. A "
                "schema settles it that has the object with its keyPrefix, and names it in the "
                "field's referenceTo, as `rowlock schema import` writes it.",
                rows,
                place
            );
        case UnresolvedReason::deletion_companions:
            return fmt::format(
                "{} of {}: a delete also locks the children that go along or lose their "
                "reference, and what these lock ({}). No file tells which there are; if there are "
                "none, because they were deleted before, nothing is missing.",
                rows,
                unresolved.object,
                unresolved.field
            );
    }
    return {};
}

}  // namespace rowlock
