#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/schema/object_type.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/soql/any_case_bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// The literals of one comparison, as values of the field's kind, sorted for quick search. A value
/// of any other kind than the literals' equals none of them. Immutable once sealed; any thread.
class ValueSet {
public:
    enum class Kind : std::uint8_t { boolean, number, text, exact_text, date, datetime, record };

    explicit ValueSet(Kind kind) : kind_(kind) {}

    Kind kind() const { return kind_; }

    void add_null() { has_null_ = true; }

    void add_boolean(bool value) { (value ? has_true_ : has_false_) = true; }

    void add_number(double value) { numbers_.push_back(value); }

    /// Date in days or datetime in milliseconds, by kind.
    void add_instant(std::int64_t value) { instants_.push_back(value); }

    /// Dates or datetimes from `first` up to, not including, `end`.
    void add_range(std::int64_t first, std::int64_t end) { ranges_.push_back({first, end}); }

    void add_text(std::string_view value);

    /// `object`: the one the id's prefix names; null if none does, when no record has this id.
    void add_record(const RecordId& id, const ObjectType* object);

    /// To be called once, behind the last add.
    void seal();

    bool contains(const Value& value, const RecordReader& records) const;

    /// Sign of value minus the one literal; nothing if either is null or kinds differ.
    std::optional<int> compare(const Value& value, const RecordReader& records) const;

    /// Ascending, each once; none of other kinds.
    const std::vector<RecordId>& ids() const { return ids_; }

private:
    struct Range {
        std::int64_t first;
        std::int64_t end;
    };

    bool contains_instant(std::int64_t instant) const;
    bool contains_text(std::string_view text) const;
    bool contains_record(RecordHandle record, const RecordReader& records) const;

    Kind kind_;
    bool has_null_ = false;
    bool has_true_ = false;
    bool has_false_ = false;
    std::vector<double> numbers_;
    std::vector<std::int64_t> instants_;
    std::vector<Range> ranges_;
    /// Folded unless the kind is exact_text.
    std::vector<std::string> texts_;
    /// The one text, if it is of ASCII: then only texts of its length can equal it.
    std::optional<AnyCaseBytes> only_text_;
    std::vector<RecordId> ids_;
    /// Objects of ids_: a record of another object needs no look at its id.
    std::vector<ObjectNo> objects_;
};

}  // namespace rowlock::soql
