#pragma once

#include "checks/model/row_keys.hpp"
#include "mockorg/schema/schema.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rowlock {

/// What files leave open about the keys of rows.
enum class UnresolvedReason : std::uint8_t {
    /// An update, upsert or delete: what the org holds in the field is in no file.
    stored_value,
    /// A path or condition leads through a record that is in no file, or whose file lacks the
    /// field.
    other_record,
    /// An upsert that may insert or update: no file holds the record.
    insert_or_update,
    /// A cell is no record id; kept as it stands.
    wrong_id,
    /// An update or delete without an id, an upsert without its key.
    no_name,
    /// A row with more or fewer cells than the header has.
    wrong_cell_count,
    /// A column that is no field or relationship the schema has: it may name records.
    unknown_column,
    /// A column for a field that another column gives already: only the first is followed.
    repeated_column,
    /// An update or upsert gives records the key field another value, perhaps: names by that field
    /// may change their meaning under way. Only open if anything is named by it.
    written_key,
    /// Rows of the loads give the field of a record so many values that not all that follows from
    /// them is known.
    many_states,
    /// Nothing is open, but it is worth saying: lock rules pass over rows for which their condition
    /// does not hold. `field` says which rules, in words.
    unmet_condition,
    /// The field names a record of an object that the schema lacks, or does not have among the
    /// field's: lock rules may lead on through it, to the account of a task, if it is a custom
    /// object below one.
    unknown_object,
    /// A delete locks children, too, and no file says which there are. `field` says of which
    /// objects, in words.
    deletion_companions,
};

/// One kind of thing left open, for one load.
struct Unresolved {
    UnresolvedReason reason{};
    std::uint16_t load = 0;
    /// The object and field (or column) it is about; the field is empty where it is about the
    /// record.
    std::string object;
    std::string field;
    std::uint64_t rows = 0;
    RowNo first_row = 0;

    bool operator==(const Unresolved&) const = default;
};

/// The order of lists: by reason, load, object and field.
bool comes_first(const Unresolved& a, const Unresolved& b);

/// Adds it to the list, or its rows to what the list has of the same thing.
void add_unresolved(Unresolved open, std::vector<Unresolved>& list);

/// What it is, and what it means for a verdict: one or two sentences.
std::string describe(const Unresolved& unresolved);

/// Counts rows by what they leave open, each row once per reason, object and field.
class UnresolvedCounts {
public:
    /// Said before the things a row leaves open.
    void begin_row(std::uint16_t load, RowNo row) {
        load_ = load;
        row_ = row;
    }

    void note(UnresolvedReason reason, ObjectNo object, FieldNo field) {
        add(reason, object, field, 1);
    }

    /// The same for `rows` rows from the current one on.
    void add(UnresolvedReason reason, ObjectNo object, FieldNo field, std::uint64_t rows);

    /// How often something was said to be left open, once per row or not: for those who want to
    /// know whether anything was between two moments.
    std::uint64_t times_noted() const { return times_noted_; }

    /// In the order of comes_first.
    std::vector<Unresolved> list(const Schema& schema) const;

private:
    struct Name {
        UnresolvedReason reason;
        std::uint16_t load;
        ObjectNo object;
        FieldNo field;

        auto operator<=>(const Name&) const = default;
    };

    struct Count {
        std::uint64_t rows = 0;
        RowNo first_row = 0;
        RowNo last_row = 0;
    };

    std::map<Name, Count> counts_;
    std::uint16_t load_ = 0;
    RowNo row_ = 0;
    std::uint64_t times_noted_ = 0;
};

}  // namespace rowlock
