#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/predicate.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rowlock {

/// A step of a path after the first: the reference field to follow, by the object one stands on. An
/// object that is not listed ends the path without a lock.
using PathStep = std::vector<std::pair<ObjectNo, FieldNo>>;

/// What a rule has that the plain case (one step, no condition) has not.
struct RuleDetail {
    static constexpr std::uint32_t k_unconditional = 0xffff'ffff;

    /// Position in CompiledRules::conditions, or k_unconditional.
    std::uint32_t condition = k_unconditional;
    std::vector<PathStep> further_steps;
    /// Group memberships only: fields of which one must change; none: whatever changes.
    std::vector<FieldNo> changed;
};

/// One thing that a write locks, found from the row being written.
struct LockTarget {
    enum class Origin : std::uint8_t { self, reference, group_membership, unique_value };

    static constexpr std::uint32_t k_plain = 0xffff'ffff;

    Origin origin;
    bool only_if_changed = false;
    /// Position in CompiledRules::rules.
    std::uint16_t rule;
    /// The reference to follow first, or the unique field.
    FieldNo field{};
    /// Position in CompiledRules::details, or k_plain.
    std::uint32_t detail = k_plain;
};

/// The targets of one object and kind of write: first those of `always` rules, then those of `may`
/// rules.
struct TargetList {
    std::vector<LockTarget> targets;
    std::size_t always_count = 0;
};

inline constexpr std::size_t k_write_kinds = 4;

/// Lock rules resolved against a schema, laid out for evaluation.
struct CompiledRules {
    std::shared_ptr<const Schema> schema;
    std::vector<LockRule> rules;
    std::vector<RuleDetail> details;
    /// Rules of one object with the same condition share it.
    std::vector<soql::Predicate> conditions;
    /// By object number and kind of write.
    std::vector<std::array<TargetList, k_write_kinds>> targets;
    /// By object number; the depth part of its lock keys.
    std::vector<std::uint8_t> depths;
};

/// What LockRules::compile promises.
Result<CompiledRules> compile_rules(
    std::shared_ptr<const Schema> schema, std::span<const LockRule> rules
);

}  // namespace rowlock
