#pragma once

#include "mockorg/explain/ledger_report.hpp"

#include <string>

namespace rowlock {

/// `Account 001… ("Acme")`, `the group memberships`, `a unique value of Contact`.
std::string words_for(const NamedKey& key);

/// `job 750… (insert of Contact)`, `foreign writer "night"`, `a request of the REST API`.
std::string words_for(const NamedParty& party);

/// Which transaction of its party: `rows 201-400 of job 750…`, counted from 1; `run 3 of foreign
/// writer "night"`.
std::string words_for(const LedgerNames& names, const ConflictSide& side);

/// `batch 3`, counted from 1; of Bulk API 1.0 by its id.
std::string batch_words(const ConflictSide& side);

/// The row behind a conflict: `row 17`, `row 17 (row 1,204 of the load)`; `record 3` of a foreign
/// writer. Counted from 1.
std::string row_words(const LedgerNames& names, const ConflictSide& side);

/// Whose write wants the key, if not the row's own: `, for a CampaignMember that goes along with
/// its own`; empty if the row's own.
std::string cause_words(const LedgerNames& names, const ConflictSide& side);

/// A time of the org's clock: `00:00:12.300`, with the day (`2026-01-02 00:00:12.300`) if it is
/// another than `day_of`'s.
std::string clock_text(TimePoint time, TimePoint day_of);

}  // namespace rowlock
