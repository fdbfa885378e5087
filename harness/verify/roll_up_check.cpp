#include "harness/verify/roll_up_check.hpp"

#include "harness/replay/figures.hpp"
#include "harness/verify/record_scan.hpp"
#include "harness/verify/roll_up_recount.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// A number as it is, a date or time as milliseconds; nothing for an empty cell.
std::optional<double> value_of(const std::string& cell, FieldType type) {
    if (cell.empty()) return std::nullopt;
    if (holds_number(type)) return parse_number(cell);
    const auto time = parse_datetime(cell);
    return time ? std::optional{static_cast<double>(*time)} : std::nullopt;
}

std::string shown_value(std::optional<double> value, FieldType type) {
    if (!value) return "empty";
    if (holds_number(type)) return fmt::format("{}", *value);
    std::string text;
    append_z_datetime(text, static_cast<std::int64_t>(*value));
    return text;
}

Result<void> read_masters(
    const OrgQuestions& org, const ObjectType& master, const Field& field, RollUpRecount& recount
) {
    return read_cells(
        org,
        {master.name, ""},
        {"Id", field.name},
        [&](const std::vector<std::string>& cells) -> Result<void> {
            const auto id = id_in(cells[0]);
            if (!id) return Failure{id.error()};
            recount.add_master(*id, value_of(cells[1], field.type));
            return {};
        }
    );
}

Result<void> read_details(
    const OrgQuestions& org, const Schema& schema, const RollUp& roll_up, RollUpRecount& recount
) {
    const ObjectType& detail = schema.object(roll_up.detail);
    const Field& reference = detail.field(roll_up.reference);
    const Field* summarized = roll_up.summarized ? &detail.field(*roll_up.summarized) : nullptr;
    std::vector<std::string> fields{reference.name};
    if (summarized != nullptr) fields.push_back(summarized->name);
    const std::string there = reference.name + " != null";
    const std::string where =
        roll_up.filter.empty() ? there : there + " AND (" + roll_up.filter + ")";
    return read_cells(
        org,
        {detail.name, where},
        fields,
        [&](const std::vector<std::string>& cells) -> Result<void> {
            const auto master = id_in(cells[0]);
            if (!master) return Failure{master.error()};
            // A detail of a master that is not there is an orphan, which is another check's affair.
            recount.add_detail(
                *master, summarized == nullptr ? std::nullopt : value_of(cells[1], summarized->type)
            );
            return {};
        }
    );
}

}  // namespace

Result<ProofCheck> check_roll_up(
    const OrgQuestions& org, const Schema& schema, const RollUp& roll_up, FindingFiles& files
) {
    const ObjectType& master = schema.object(roll_up.master);
    const Field& field = master.field(roll_up.field);
    ProofCheck check;
    check.name = "rollUps";
    check.subject = master.name + "." + field.name;
    files.forget(check.subject);
    RollUpRecount recount{roll_up.kind, field.scale};
    if (auto read = read_masters(org, master, field, recount); !read)
        return Failure{std::move(read.error())};
    recount.end_masters();
    if (auto read = read_details(org, schema, roll_up, recount); !read)
        return Failure{std::move(read.error())};
    for (const RollUpRecount::Mismatch& mismatch : recount.mismatches()) {
        files.add(
            check,
            {"rollUp",
             mismatch.master.text(),
             fmt::format(
                 "shows {}, a recount gives {}",
                 shown_value(mismatch.shown, field.type),
                 shown_value(mismatch.recounted, field.type)
             )}
        );
    }
    check.detail = check.faults == 0
                       ? "a recount gives the same for " + counted(recount.masters(), "record")
                       : "a recount gives something else for " + counted(check.faults, "record");
    return check;
}

}  // namespace rowlock
