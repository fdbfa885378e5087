#pragma once

#include "mockorg/explain/ledger_report.hpp"

namespace rowlock::test {

inline NamedParty bulk_job(const char* name, const char* object, unsigned api = 2) {
    NamedParty party;
    party.kind = NamedParty::Kind::bulk;
    party.name = name;
    party.object = object;
    party.operation = "insert";
    party.bulk_api = api;
    return party;
}

inline NamedParty party_of(NamedParty::Kind kind, const char* name) {
    NamedParty party;
    party.kind = kind;
    party.name = name;
    return party;
}

inline ConflictSide side_of(std::uint32_t party, std::uint32_t first_row, std::uint32_t row) {
    ConflictSide side;
    side.party = party;
    side.first_row = first_row;
    side.rows = 200;
    side.row = row;
    return side;
}

/// Two jobs of contacts; rows 1-200 of the second waited 10 s for an account that rows 201-400 of
/// the first had held for 12 s.
inline LedgerReport quarrel() {
    LedgerReport report;
    report.lock_wait = seconds(10);
    report.workers = 5;
    report.hold_mean = seconds(4);
    report.parties = {bulk_job("750A", "Contact"), bulk_job("750B", "Contact")};
    report.keys = {{NamedKey::Kind::record, "Account", "001A", "Acme"}};
    report.rules = {
        {"contact.account",
         "Inserting Contact locks the row behind Account.",
         "reported",
         "AccountId",
         false}};
    ExplainedFailure failure;
    failure.time = k_org_epoch + seconds(30);
    failure.waiting_since = k_org_epoch + seconds(20);
    failure.holder_since = k_org_epoch + seconds(18);
    failure.waiter = side_of(1, 0, 16);
    failure.holder = side_of(0, 200, 202);
    failure.rows_failed = 200;
    report.failures = {failure};
    report.transactions = 2;
    report.totals = {1, 1, 0, 200, seconds(10)};
    report.hottest = {{0, report.totals}};
    report.party_pairs = {{1, 0, report.totals}};
    report.rule_pairs = {{0, 0, report.totals}};
    return report;
}

}  // namespace rowlock::test
