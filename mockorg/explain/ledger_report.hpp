#pragma once

#include "mockorg/base/lock_cause.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What can be locked, by the names people know it by.
struct NamedKey {
    enum class Kind : std::uint8_t { record, group_membership, unique_value };

    Kind kind = Kind::record;
    /// Empty for the org's one table of group memberships.
    std::string object;
    /// Records only.
    std::string id;
    /// The record's name, or an external id as `Ext__c = 7`; may be empty.
    std::string label;
};

/// Why a write locks something.
struct NamedRule {
    std::string id;
    /// `Inserting, updating or deleting Contact locks the row behind Account.`
    std::string sentence;
    /// `documented`, `reported` or `inferred`.
    std::string evidence;
    /// The column by which rows with the same key stand side by side when sorted, e.g. AccountId;
    /// empty if no single one leads there.
    std::string column;
    /// Sources disagree whether it locks.
    bool disputed = false;
    /// The object whose writes it is about; empty if any.
    std::string object = {};
    /// It locks the row that is written itself.
    bool self = false;
    /// The way to what it locks, if that has several steps, e.g. `Who.Account`: no column of the
    /// rows says alone where it ends.
    std::string path = {};
};

/// Somebody whose transactions take locks.
struct NamedParty {
    enum class Kind : std::uint8_t { bulk, rest, foreign_writer, lock_fault };

    Kind kind = Kind::rest;
    /// A job's id; the name of a foreign writer or a fault.
    std::string name;
    /// Of a bulk job; of automation, whose writes set it off.
    std::string object = {};

    // Of bulk jobs only.

    std::string operation = {};
    /// 1 or 2.
    unsigned bulk_api = 2;
    bool serial = false;

    // Of foreign writers only.

    /// `user`, `integration`, `scheduled` or `automation`; empty if it is there no more.
    std::string writer = {};
    /// Automation: the operations that set it off.
    std::vector<std::string> after = {};
    /// Automation: its transactions come so long after the commit, with so many records each.
    Duration delay{};
    std::uint32_t records = 0;
};

/// One transaction's part in a conflict. Numbers of parties, keys and rules are places in the lists
/// of the report.
struct ConflictSide {
    std::uint32_t party = 0;
    /// Among the batches of its job; of a foreign writer the number of its run.
    std::uint32_t batch = 0;
    /// Of a batch of Bulk API 1.0; empty for others.
    std::string batch_id;
    /// The transaction's rows of the job, from 0; of a foreign writer records of the run.
    std::uint32_t first_row = 0;
    std::uint32_t rows = 0;
    /// The row of the job that made it want the key.
    std::uint32_t row = 0;
    /// The same row in the source of the load, from 0, where that is known.
    std::optional<std::uint64_t> load_row;
    std::uint32_t rule = 0;
    /// Whose write wants the key, of all that the row sets going.
    LockCause cause = LockCause::own;
};

/// What the load says of its rows that lead to a key, as far as one of its columns tells.
struct KeyRows {
    /// Where the rows of one value stand if the load is ordered by the column, with those of one
    /// value kept together.
    enum class Ordered : std::uint8_t {
        apart,
        /// In one batch.
        together,
        /// In one batch, if all of the load is one partition: as it is, two share them.
        together_in_one_partition,
    };

    /// The column of the load; empty if none of its columns leads there.
    std::string column;
    /// Rows of waiter and holder have the same value there.
    bool same_value = false;
    /// Rows of the load with the waiter's value.
    std::uint64_t rows = 0;
    /// The most that one batch of the load takes.
    std::uint64_t batch_rows = 0;
    /// The load keeps rows of one value in one batch already, or goes by a plan.
    bool kept_together = false;
    Ordered ordered = Ordered::apart;
};

/// A transaction that failed because of a lock, and who had it.
struct ExplainedFailure {
    TimePoint time{};
    TimePoint waiting_since{};
    std::uint32_t key = 0;
    ConflictSide waiter;
    ConflictSide holder;
    TimePoint holder_since{};
    /// How long the holder waited for others itself while it had the key.
    Duration holder_waited{};
    /// The key that it waited for at that moment.
    std::optional<std::uint32_t> holder_waits_for;
    /// Who stood in the queue before the waiter when it came.
    std::uint32_t queued_before = 0;
    std::uint32_t rows_failed = 0;
    bool deadlock = false;
    /// Keys that waiter and holder both wanted, this one among them; 0 if nobody counted.
    std::uint32_t shared_keys = 0;
    /// Of transactions of a load that is at hand.
    std::optional<KeyRows> key_rows = {};
};

/// What waits cost.
struct ContentionSums {
    std::uint64_t waits = 0;
    /// In vain, deadlocks among them.
    std::uint64_t timeouts = 0;
    std::uint64_t deadlocks = 0;
    /// Rows of clients.
    std::uint64_t rows_failed = 0;
    Duration waited{};
    /// Records that foreign writers could not write.
    std::uint64_t records_failed = 0;
};

struct KeyContentionSums {
    std::uint32_t key = 0;
    ContentionSums sums;
    /// Transactions that failed because of this key and shared no other with its holder.
    std::uint64_t alone = 0;
};

/// Parties, or rules.
struct PairContentionSums {
    std::uint32_t waiter = 0;
    std::uint32_t holder = 0;
    ContentionSums sums;
};

/// Who and what a ledger speaks of, by the places in these lists.
struct LedgerNames {
    std::vector<NamedParty> parties;
    std::vector<NamedKey> keys;
    std::vector<NamedRule> rules;
};

/// An org's ledger with names instead of numbers: all that is needed to explain it, here or
/// elsewhere. Every place that it names is inside its lists.
struct LedgerReport : LedgerNames {
    // What the org goes by.

    Duration lock_wait{};
    std::uint32_t workers = 0;
    /// Average time a chunk holds its locks.
    Duration hold_mean{};
    /// A failed wait costs all rows of the transaction, not only those that wanted the key.
    bool whole_chunk_fails = true;

    /// In order of time.
    std::vector<ExplainedFailure> failures;
    /// Not listed, for want of room or because the ledger is off.
    std::uint64_t failures_left_out = 0;

    std::uint64_t transactions = 0;
    /// Of all waits of clients.
    ContentionSums totals;
    /// Of all waits of foreign writers. Those for a key are in one of the two.
    ContentionSums foreign;
    /// The keys most fought over: most failed rows first, then most time waited.
    std::vector<KeyContentionSums> hottest;
    /// Most time waited first; everybody's waits, foreign writers' among them.
    std::vector<PairContentionSums> party_pairs;
    std::vector<PairContentionSums> rule_pairs;
    /// Of pairs that are not listed.
    ContentionSums other_parties;
    ContentionSums other_rules;
};

}  // namespace rowlock
