#include "mockorg/codec/json_members.hpp"
#include "mockorg/explain/ledger_file.hpp"
#include "mockorg/explain/ledger_words.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace rowlock {
namespace {

constexpr std::uint64_t k_count_max = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t k_number_max = std::numeric_limits<std::uint32_t>::max();
/// In the year 3998: what follows has no place in a record either.
constexpr std::uint64_t k_microseconds_max = 64'000'000'000'000'000;
constexpr double k_seconds_max = 1e12;

/// Reads a ledger file member by member and keeps the first thing that is wrong with it.
class LedgerReader {
public:
    Result<LedgerReport> read(const Json& root) {
        JsonMembers file{root};
        if (file.text("format") != k_ledger_format)
            return fail(
                ErrorCode::bad_file, "no ledger of rowlock: \"format\" is not \"rowlock-ledger\""
            );
        if (file.whole("schemaVersion", 0, k_number_max) != std::uint64_t{k_ledger_version})
            return fail(
                ErrorCode::bad_file, fmt::format("\"schemaVersion\" must be {}", k_ledger_version)
            );
        read_org(member(root, "org"));
        each(root, "parties", [&](const Json& item) { report_.parties.push_back(party(item)); });
        each(root, "keys", [&](const Json& item) { report_.keys.push_back(key(item)); });
        each(root, "rules", [&](const Json& item) { report_.rules.push_back(rule(item)); });
        report_.transactions = count(file, "transactions");
        report_.failures_left_out = count(file, "failuresLeftOut");
        keep(file);
        report_.totals = sums(member(root, "totals"));
        if (root.contains("foreign")) report_.foreign = sums(member(root, "foreign"));
        report_.other_parties = sums(member(root, "otherParties"));
        report_.other_rules = sums(member(root, "otherRules"));
        each(root, "hottestKeys", [&](const Json& item) { report_.hottest.push_back(hot(item)); });
        each(root, "partyPairs", [&](const Json& item) {
            report_.party_pairs.push_back(pair(item, report_.parties.size()));
        });
        each(root, "rulePairs", [&](const Json& item) {
            report_.rule_pairs.push_back(pair(item, report_.rules.size()));
        });
        each(root, "failures", [&](const Json& item) {
            report_.failures.push_back(failure(item));
        });
        if (wrong_) return fail(ErrorCode::bad_file, *wrong_);
        return std::move(report_);
    }

private:
    void mistake(std::string text) {
        if (!wrong_) wrong_ = where_ + std::move(text);
    }

    void keep(const JsonMembers& members) {
        if (members.wrong()) mistake(members.wrong()->message);
    }

    const Json& member(const Json& object, const char* name) {
        static const Json k_nothing = Json::object();
        const auto found = object.find(name);
        if (found != object.end() && found->is_object()) return *found;
        mistake(fmt::format("'{}' must be an object", name));
        return k_nothing;
    }

    template <class Read>
    void each(const Json& root, const char* name, const Read& read) {
        const auto found = root.find(name);
        if (found == root.end() || !found->is_array())
            return mistake(fmt::format("'{}' must be an array", name));
        std::size_t place = 0;
        for (const Json& item : *found) {
            if (wrong_) return;
            where_ = fmt::format("{}[{}]: ", name, place++);
            read(item);
        }
        where_.clear();
    }

    /// A number that must be there.
    template <class T>
    void need(JsonMembers& members, const char* name, std::uint64_t most, T& into) {
        if (!members.has(name)) members.mistake(name, "there");
        members.read_whole(name, 0, most, into);
    }

    std::uint64_t count(JsonMembers& members, const char* name) {
        std::uint64_t number = 0;
        need(members, name, k_count_max, number);
        return number;
    }

    /// A place in a list of `size`.
    std::uint32_t place(JsonMembers& members, const char* name, std::size_t size) {
        std::uint32_t number = 0;
        if (size == 0) {
            members.mistake(name, "a place in a list that is empty");
        } else {
            need(members, name, size - 1, number);
        }
        return number;
    }

    TimePoint time(JsonMembers& members, const char* name) {
        std::int64_t microseconds = 0;
        need(members, name, k_microseconds_max, microseconds);
        return TimePoint{Duration{microseconds}};
    }

    void read_org(const Json& object) {
        JsonMembers members{object};
        report_.lock_wait =
            seconds(members.number("lockWaitSeconds", 0, k_seconds_max).value_or(0));
        report_.hold_mean = seconds(members.number("holdSeconds", 0, k_seconds_max).value_or(0));
        need(members, "workers", k_number_max, report_.workers);
        report_.whole_chunk_fails = members.text("lockFailureScope") != "row";
        keep(members);
    }

    NamedParty party(const Json& item) {
        JsonMembers members{item};
        NamedParty read;
        const auto kind = members.word("kind", k_party_kinds);
        if (!kind) members.mistake("kind", "there");
        read.kind = static_cast<NamedParty::Kind>(kind.value_or(0));
        read.name = members.text("name");
        read.object = members.text("object");
        read.operation = members.text("operation");
        members.read_whole("bulkApi", 1, 2, read.bulk_api);
        members.read_flag("serial", read.serial);
        read.writer = members.text("writer");
        if (members.has("after")) read.after = operations(item);
        read.delay = seconds(members.number("delaySeconds", 0, k_seconds_max).value_or(0));
        members.read_whole("records", 0, k_number_max, read.records);
        keep(members);
        return read;
    }

    std::vector<std::string> operations(const Json& party) {
        std::vector<std::string> read;
        const Json& after = party.at("after");
        if (!after.is_array()) mistake("'after' must be an array");
        for (const Json& operation : after)
            if (operation.is_string()) read.push_back(operation.get<std::string>());
        return read;
    }

    NamedKey key(const Json& item) {
        JsonMembers members{item};
        NamedKey read;
        const auto kind = members.word("kind", k_key_kinds);
        if (!kind) members.mistake("kind", "there");
        read.kind = static_cast<NamedKey::Kind>(kind.value_or(0));
        read.object = members.text("object");
        read.id = members.text("id");
        read.label = members.text("label");
        keep(members);
        return read;
    }

    NamedRule rule(const Json& item) {
        JsonMembers members{item};
        NamedRule read;
        read.id = members.text("id");
        read.sentence = members.text("sentence");
        read.evidence = members.text("evidence");
        read.column = members.text("column");
        members.read_flag("disputed", read.disputed);
        read.object = members.text("object");
        read.path = members.text("path");
        members.read_flag("self", read.self);
        keep(members);
        return read;
    }

    ContentionSums sums(const Json& item) {
        JsonMembers members{item};
        ContentionSums read;
        read.waits = count(members, "waits");
        read.timeouts = count(members, "timeouts");
        read.deadlocks = count(members, "deadlocks");
        read.rows_failed = count(members, "rowsFailed");
        read.waited = seconds(members.number("waitedSeconds", 0, k_seconds_max).value_or(0));
        members.read_whole("recordsFailed", 0, k_count_max, read.records_failed);
        keep(members);
        return read;
    }

    KeyContentionSums hot(const Json& item) {
        JsonMembers members{item};
        KeyContentionSums read;
        read.key = place(members, "key", report_.keys.size());
        members.read_whole("alone", 0, k_count_max, read.alone);
        keep(members);
        read.sums = sums(item);
        return read;
    }

    PairContentionSums pair(const Json& item, std::size_t size) {
        JsonMembers members{item};
        const std::uint32_t waiter = place(members, "waiter", size);
        const std::uint32_t holder = place(members, "holder", size);
        keep(members);
        return {waiter, holder, sums(item)};
    }

    ConflictSide side(const Json& item) {
        JsonMembers members{item};
        ConflictSide read;
        read.party = place(members, "party", report_.parties.size());
        need(members, "batch", k_number_max, read.batch);
        read.batch_id = members.text("batchId");
        need(members, "firstRow", k_number_max, read.first_row);
        need(members, "rows", k_number_max, read.rows);
        need(members, "row", k_number_max, read.row);
        read.rule = place(members, "rule", report_.rules.size());
        read.load_row = members.whole("loadRow", 0, k_count_max);
        if (const auto cause = members.word("cause", k_lock_causes))
            read.cause = static_cast<LockCause>(*cause);
        keep(members);
        return read;
    }

    KeyRows key_rows(const Json& item) {
        JsonMembers members{item};
        KeyRows read;
        read.column = members.text("column");
        members.read_flag("sameValue", read.same_value);
        members.read_whole("rows", 0, k_count_max, read.rows);
        members.read_whole("batchRows", 0, k_count_max, read.batch_rows);
        members.read_flag("keptTogether", read.kept_together);
        if (const auto ordered = members.word("ordered", k_ordered_words))
            read.ordered = static_cast<KeyRows::Ordered>(*ordered);
        keep(members);
        return read;
    }

    ExplainedFailure failure(const Json& item) {
        JsonMembers members{item};
        ExplainedFailure read;
        read.time = time(members, "timeMicroseconds");
        read.waiting_since = time(members, "waitingSinceMicroseconds");
        read.holder_since = time(members, "holderSinceMicroseconds");
        read.key = place(members, "key", report_.keys.size());
        if (members.has("holderWaitsFor"))
            read.holder_waits_for = place(members, "holderWaitsFor", report_.keys.size());
        need(members, "queuedBefore", k_number_max, read.queued_before);
        need(members, "rowsFailed", k_number_max, read.rows_failed);
        members.read_flag("deadlock", read.deadlock);
        members.read_whole("sharedKeys", 0, k_number_max, read.shared_keys);
        if (members.has("keyRows")) read.key_rows = key_rows(member(item, "keyRows"));
        read.holder_waited =
            seconds(members.number("holderWaitedSeconds", 0, k_seconds_max).value_or(0));
        keep(members);
        read.waiter = side(member(item, "waiter"));
        read.holder = side(member(item, "holder"));
        return read;
    }

    LedgerReport report_;
    /// Which item of which list is being read.
    std::string where_;
    std::optional<std::string> wrong_;
};

}  // namespace

Result<LedgerReport> read_ledger_json(std::string_view text) {
    const auto root = parse_json(text);
    if (!root) return fail(ErrorCode::bad_file, root.error().message);
    return LedgerReader{}.read(*root);
}

}  // namespace rowlock
