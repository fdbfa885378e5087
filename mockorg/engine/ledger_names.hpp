#pragma once

#include "mockorg/engine/org.hpp"
#include "mockorg/explain/ledger_report.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace rowlock {

/// Gives parties, keys and rules of an org's ledger their places in lists of names, each at its
/// first use. Org and lists must outlive it.
class LedgerNamer {
public:
    LedgerNamer(const Org& org, LedgerNames& names) : org_(org), names_(names) {}

    std::uint32_t party(const LockParty& party);
    std::uint32_t key(LockKey key);

    /// A rule by itself.
    std::uint32_t rule(std::uint16_t rule);

    /// A rule by which a row of this transaction wanted this key: with the column that led there.
    std::uint32_t rule(std::uint16_t rule, const TransactionOrigin& origin, LockKey key);

    /// Who and which rows, without a row of its own.
    ConflictSide side(const TransactionOrigin& origin);

    /// Without its load row.
    ConflictSide side(
        const TransactionOrigin& origin,
        std::uint32_t row,
        std::uint16_t rule,
        LockKey key,
        LockCause cause = LockCause::own
    );

private:
    NamedParty named(const LockParty& party) const;
    NamedParty foreign(const LockParty& party) const;
    NamedKey named(LockKey key) const;
    std::uint32_t rule_with(std::uint16_t rule, const std::string& column);
    std::string column_of(const LockRule& rule, const JobInfo& job, LockKey key) const;

    const Org& org_;
    LedgerNames& names_;
    std::map<LockParty, std::uint32_t> parties_;
    std::map<std::uint64_t, std::uint32_t> keys_;
    std::map<std::pair<std::uint16_t, std::string>, std::uint32_t> rules_;
};

}  // namespace rowlock
