#include "tests/unit/mockorg/api/bulk_choices.hpp"

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/engine/batch_data.hpp"

#include <array>
#include <cstddef>
#include <iterator>

namespace rowlock {
namespace {

/// Queries take the first three.
constexpr std::array<ContentType, 6> k_forms1 = {
    ContentType::csv,
    ContentType::xml,
    ContentType::json,
    ContentType::zip_csv,
    ContentType::zip_xml,
    ContentType::zip_json};

/// Of jobs that write records.
constexpr std::array<Operation, 6> k_operations = {
    Operation::insert,
    Operation::insert,
    Operation::upsert,
    Operation::update,
    Operation::update,
    Operation::remove};

}  // namespace

bool is_bad(const BulkStep& step) {
    return step.second % 17 == 0;
}

DataDefect data_defect_of(const BulkStep& step, ContentType form, bool has_rows) {
    if (!is_bad(step)) return DataDefect::none;
    const bool is_csv = form == ContentType::csv;
    if (is_zipped(form) && step.first % 3 == 0) return DataDefect::no_request_file;
    if (!is_csv && step.first % 3 == 1) return DataDefect::cut_short;
    // Only CSV names its columns apart from the rows.
    const bool names_columns = has_rows || data_form_of(form) == DataForm::csv;
    return names_columns ? DataDefect::bad_column : DataDefect::none;
}

Operation operation_of(const BulkStep& step) {
    return k_operations.at(step.second % k_operations.size());
}

Bulk1JobModel::Settings settings_of(const BulkStep& step) {
    Bulk1JobModel::Settings settings;
    settings.is_serial = step.second % 4 == 0;
    const unsigned pick = step.first / 6 % 10;
    if (pick < k_operations.size()) {
        settings.operation = k_operations.at(pick);
        settings.form = k_forms1.at(step.first % k_forms1.size());
        return settings;
    }
    settings.is_serial = step.second % 2 == 0;
    settings.kind = pick % 2 == 0 ? JobKind::query : JobKind::query_all;
    settings.form = k_forms1.at(step.first % 3);
    return settings;
}

std::optional<ContactCut> cut_of(
    const BulkStep& step, const ContactView& contacts, const std::vector<std::string>& accounts
) {
    if (step.second / 4 % 3 == 0) return std::nullopt;
    ContactCut cut;
    cut.by_account = step.second % 5 == 0;
    cut.chunk_size = cut.by_account ? 1 + step.first % 2 : 6 + step.first % 60;
    if (step.second % 3 != 0) return cut;
    if (cut.by_account) {
        cut.start = accounts[step.first % accounts.size()];
    } else if (!contacts.empty()) {
        const auto at = static_cast<std::ptrdiff_t>(step.first % contacts.size() / 2);
        cut.start = std::next(contacts.begin(), at)->first;
    }
    return cut;
}

}  // namespace rowlock
