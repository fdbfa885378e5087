#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/engine/profile.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/foreign/foreign_writer.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// A small world with everything that happens in it, as plain data: what the engine and the oracle
// are both told.

namespace rowlock::oracle {

/// The objects of these worlds. Fleet, ship and deck are masters and details with roll-up summaries
/// between them; a berth is a junction of ship and port without one, with lookups besides. A
/// campaign's members go with it, and with their contacts; so do tasks and events.
enum class Thing : std::uint8_t {
    account,
    contact,
    opportunity,
    case_,
    task,
    port,
    fleet,
    ship,
    deck,
    berth,
    campaign,
    member,
    event
};

inline constexpr std::size_t k_things = 13;
inline constexpr std::size_t k_references = 4;

/// A record: the `number`th ever made of its object, from 0.
struct RecordName {
    Thing thing{};
    std::uint32_t number = 0;

    auto operator<=>(const RecordName&) const = default;
};

enum class OnDelete : std::uint8_t { cascade, restrict, clear };

/// A field of an object that refers to another record.
struct Reference {
    std::string_view field;
    /// Empty: the object has no such field.
    std::vector<Thing> targets;
    OnDelete on_delete = OnDelete::clear;
    /// Must not be empty.
    bool required = false;
    /// Once made, it stays.
    bool fixed = false;
};

struct ThingFacts {
    /// API name.
    std::string_view name;
    std::array<Reference, k_references> references;
    /// Has the external id Key__c.
    bool has_key = false;
    /// Columns and values, without which a record cannot be made.
    std::vector<FieldText> constants;
};

const ThingFacts& facts_of(Thing thing);

inline bool is_activity(Thing thing) {
    return thing == Thing::task || thing == Thing::event;
}

/// What these worlds have beyond the standard objects, as a schema file.
std::string_view schema_text();

/// One record to write. What an operation has no use for is left alone.
struct Row {
    struct Cell {
        enum class Kind : std::uint8_t { leave, clear, set };

        Kind kind = Kind::leave;
        RecordName to;
    };

    /// update, delete.
    RecordName record;
    /// The key of an upsert; the value of a record being made, if any.
    std::string key;
    std::array<Cell, k_references> cells;
    /// Tasks being made: Status is Completed, ActivityDate is there.
    bool completed = false;
    bool dated = false;
    /// Has a value that no save takes.
    bool spoilt = false;
};

using Rows = std::vector<Row>;

struct BulkLoad {
    BulkApi api = BulkApi::v2;
    Thing thing{};
    Operation operation{};
    bool serial = false;
    /// 1.0: as sent in. 2.0: one upload, cut into batches by the org.
    std::vector<Rows> batches;
};

/// One request of the REST API.
struct RestWrite {
    Thing thing{};
    Operation operation{};
    Rows rows;
    bool all_or_none = false;
};

/// Ends a load before its time.
struct Abort {
    /// Among the actions.
    std::size_t action = 0;
};

struct Action {
    /// From the beginning of the story. Actions are in order of time.
    Duration at{};
    std::variant<BulkLoad, RestWrite, Abort> what;
};

struct Outsider {
    /// All but the condition and the path.
    ForeignWriter writer;
    Thing thing{};
    /// What it updates, unless it is automation.
    std::vector<RecordName> records;
    /// Automation: the references, one or two, that lead to what it updates; none: the row itself.
    std::vector<std::size_t> path;
};

/// The path as foreign writers have it: `Account`, `Ship__r.Fleet__r`, `self`.
std::string path_of(const Outsider& outsider);

struct StartRecord {
    std::array<std::optional<RecordName>, k_references> references;
    std::string key;
};

struct Story {
    std::uint64_t seed = 0;
    Profile profile;
    /// Of jobs of Bulk API 2.0.
    std::uint32_t batch_rows = 1;
    /// By object. References lead to records of objects before.
    std::array<std::vector<StartRecord>, k_things> records;
    std::vector<Outsider> outsiders;
    std::vector<Action> actions;
};

/// Longer than anything in a story lasts.
inline constexpr Duration k_story_end = std::chrono::minutes{50};

/// A story of chance; the same for the same seed.
Story make_story(std::uint64_t seed);

/// `Account#2`.
std::string text_of(RecordName name);

/// The whole story, for people.
std::ostream& operator<<(std::ostream& out, const Story& story);

}  // namespace rowlock::oracle
