#include "mockorg/explain/contention_words.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/format.h>

namespace rowlock {
namespace {

/// Places count from 0, people from 1.
std::string place_text(std::uint64_t place) {
    return grouped(place + 1);
}

std::string span_text(const ConflictSide& side, std::string_view singular) {
    if (side.rows <= 1) return fmt::format("{} {}", singular, place_text(side.first_row));
    return fmt::format(
        "{}s {}-{}",
        singular,
        place_text(side.first_row),
        place_text(std::uint64_t{side.first_row} + side.rows - 1)
    );
}

}  // namespace

std::string words_for(const NamedKey& key) {
    switch (key.kind) {
        case NamedKey::Kind::group_membership:
            return "the group memberships";
        case NamedKey::Kind::unique_value:
            return "a unique value of " + key.object;
        case NamedKey::Kind::record:
            break;
    }
    std::string text = key.object + " " + key.id;
    if (!key.label.empty()) text += fmt::format(" ({})", key.label);
    return text;
}

std::string words_for(const NamedParty& party) {
    switch (party.kind) {
        case NamedParty::Kind::rest:
            return "a request of the REST API";
        case NamedParty::Kind::foreign_writer:
            return fmt::format("foreign writer \"{}\"", party.name);
        case NamedParty::Kind::lock_fault:
            return fmt::format("lock fault \"{}\"", party.name);
        case NamedParty::Kind::bulk:
            break;
    }
    return fmt::format("job {} ({} of {})", party.name, party.operation, party.object);
}

std::string words_for(const LedgerNames& names, const ConflictSide& side) {
    const NamedParty& party = names.parties.at(side.party);
    switch (party.kind) {
        case NamedParty::Kind::rest:
            return fmt::format("{} ({})", words_for(party), counted(side.rows, "record"));
        case NamedParty::Kind::foreign_writer:
            return fmt::format(
                "run {} of {} ({})",
                place_text(side.batch),
                words_for(party),
                counted(side.rows, "record")
            );
        case NamedParty::Kind::lock_fault:
            return words_for(party);
        case NamedParty::Kind::bulk:
            break;
    }
    return fmt::format(
        "{} ({}) of {}", span_text(side, "row"), batch_words(side), words_for(party)
    );
}

std::string batch_words(const ConflictSide& side) {
    return "batch " + (side.batch_id.empty() ? place_text(side.batch) : side.batch_id);
}

std::string row_words(const LedgerNames& names, const ConflictSide& side) {
    const bool is_bulk = names.parties.at(side.party).kind == NamedParty::Kind::bulk;
    std::string text = fmt::format("{} {}", is_bulk ? "row" : "record", place_text(side.row));
    if (side.load_row) text += fmt::format(" (row {} of the load)", place_text(*side.load_row));
    return text;
}

std::string cause_words(const LedgerNames& names, const ConflictSide& side) {
    if (side.cause == LockCause::own) return {};
    if (side.cause == LockCause::automation) return ", for automation in its transaction";
    const NamedRule& rule = names.rules.at(side.rule);
    const std::string_view how = side.cause == LockCause::taken_along
                                     ? "that goes along with its own"
                                     : "that loses a reference by it";
    if (rule.self) return fmt::format(", as a record {}", how);
    return fmt::format(", for a {} {}", rule.object.empty() ? "record" : rule.object, how);
}

std::string clock_text(TimePoint time, TimePoint day_of) {
    // 2026-01-31T00:00:12.300+0000
    const std::string text = json_datetime(time);
    const std::string clock = text.substr(11, 12);
    return text.substr(0, 10) == json_datetime(day_of).substr(0, 10)
               ? clock
               : text.substr(0, 10) + " " + clock;
}

}  // namespace rowlock
