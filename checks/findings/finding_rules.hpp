#pragma once

#include "checks/findings/severity.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace rowlock {

/// Everything `rowlock check` can find. The order is that of reports.
enum class FindingRule : std::uint8_t {
    // Contention.
    hard_conflict,
    soft_conflict,
    near_conflict,
    unresolved_lookup,
    unresolved_old_value,
    child_skew,
    many_children,
    owner_skew,
    hot_key,
    cross_links,
    // Set-up.
    concurrency_mode,
    plan_rules,
    left_out_rows,
    quota_days,
    cut_job,
    batch_rows,
    batch_bytes,
    // The file.
    no_rows,
    byte_order_mark,
    line_ending,
    ill_formed_text,
    unclosed_quote,
    broken_row,
    cell_count,
    header_size,
    row_size,
    field_size,
    old_field_size,
    // Columns.
    unknown_field,
    duplicate_field,
    read_only_field,
    delete_columns,
    missing_field,
    missing_field_if_new,
    // Values.
    missing_value,
    missing_value_if_new,
    missing_key,
    long_value,
    malformed_id,
    id_checksum,
    wrong_object_id,
    duplicate_id,
    duplicate_external_id,
};

struct FindingRuleInfo {
    FindingRule rule;
    /// Stable: baselines, SARIF and scripts name it.
    std::string_view id;
    Severity severity;
    /// One line, without a full stop.
    std::string_view title;
    /// What it means and what to do about it.
    std::string_view help;
};

/// One entry per rule, in their order.
std::span<const FindingRuleInfo> finding_rules();

const FindingRuleInfo& info_of(FindingRule rule);

}  // namespace rowlock
