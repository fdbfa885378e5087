#include "tests/unit/mockorg/api/bulk_row_maker.hpp"

#include <utility>

namespace rowlock {
namespace {

bool names_records(Operation operation) {
    return operation == Operation::update || operation == Operation::remove;
}

/// What is wrong with a row, if anything.
RowDefect defect_of(Operation operation, unsigned number) {
    const unsigned pick = number % (names_records(operation) ? 30 : 19);
    if (pick >= 9) return RowDefect::none;
    const auto defect = static_cast<RowDefect>(pick);
    const bool is_of_target = defect >= RowDefect::bad_target;
    switch (operation) {
        case Operation::insert:
            return is_of_target ? RowDefect::none : defect;
        case Operation::update:
            return defect == RowDefect::no_last_name ? RowDefect::none : defect;
        case Operation::upsert:
            // An update needs no last name.
            return is_of_target || defect == RowDefect::no_last_name ? RowDefect::none : defect;
        case Operation::remove:
        case Operation::hard_remove:
        // Bulk jobs have no such operations.
        case Operation::undelete:
        case Operation::purge:
            break;
    }
    // A line of CSV without its only value is none.
    return is_of_target && defect != RowDefect::no_target ? defect : RowDefect::none;
}

}  // namespace

/// All that live and some of those in the recycle bin.
std::vector<BulkRowMaker::Target> BulkRowMaker::targets() const {
    std::vector<Target> found;
    unsigned deleted = 0;
    for (const auto& [id, contact] : see_contacts(*org_)) {
        if (contact.is_deleted && ++deleted % 5 != 0) continue;
        found.push_back({id, contact.is_deleted});
    }
    return found;
}

LoadRow BulkRowMaker::make_row(Operation operation, unsigned at, unsigned second) {
    LoadRow row;
    row.operation = operation;
    row.label = "row " + std::to_string(++rows_made_);
    row.sent = org_->api().org().now();
    // Long runs of one parent: chunks of different batches want the same one.
    row.parent = parents_[(second + at / 25) % parents_.size()];
    row.defect = defect_of(operation, second + at * 7);
    return row;
}

void BulkRowMaker::aim(LoadRow& row, const Target& target, unsigned at, unsigned second) const {
    switch (row.defect) {
        case RowDefect::bad_target:
            row.target = "no id";
            break;
        case RowDefect::account_as_target:
            row.target = parents_.front();
            break;
        case RowDefect::unknown_target:
            row.target = "003RL00000zzzzz";
            break;
        case RowDefect::no_target:
            break;
        default:
            row.target = (at + second) % 4 == 0 ? id_key(target.id) : target.id;
            row.target_is_deleted = target.is_deleted;
    }
    if (row.operation == Operation::remove) row.label = row.target;
}

std::vector<LoadRow> BulkRowMaker::make(
    Operation operation, const std::string& job, unsigned first, unsigned second
) {
    const bool aims = names_records(operation);
    const std::vector<Target> all = aims ? targets() : std::vector<Target>{};
    if (aims && all.empty()) return {};
    // Some targets come twice, in one chunk or in two.
    const unsigned spread = 7 + second % 30;
    std::vector<LoadRow> rows;
    for (unsigned i = 0; i < first % 45; ++i) {
        LoadRow row = make_row(operation, i, second);
        if (aims) {
            aim(row, all[(second * 13 + i * 5 % spread) % all.size()], i, second);
        } else {
            row.tag = operation == Operation::upsert ? "upsert" : job;
        }
        if (operation == Operation::upsert) {
            // Keys come again in every job.
            row.email = "key" + std::to_string((second + i * 3) % 50) + "@example.com";
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace rowlock
