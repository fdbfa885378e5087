#pragma once

#include "checks/input/id_table.hpp"
#include "checks/input/name_kinds.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/schema/column_binding.hpp"
#include "mockorg/schema/schema.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rowlock {

/// What the cells of a column name: records by id, or by the value of an external id field.
struct NameColumn {
    /// Nothing for ids.
    std::optional<ColumnBinding::ParentKey> key;
    /// The objects that may be meant, the likeliest first.
    std::vector<ObjectNo> targets;
    /// What the platform makes of letter case and digits in values of the key field.
    bool fold_case = false;
    bool numeric = false;
    /// Number of the key field among those met.
    std::uint16_t key_number = 0;
};

/// Gives every record that files name a dense number, whichever way they name it: by id in 15 or 18
/// characters in any letter case, or by external id. A name that is no id is kept as it stands: two
/// rows with the same wrong id count as wanting the same record.
class RecordNumbers {
public:
    static constexpr std::uint32_t k_none = IdTable::k_none;

    explicit RecordNumbers(std::shared_ptr<const Schema> schema) : schema_(std::move(schema)) {}

    /// A column that holds ids of one of the objects.
    NameColumn id_column(std::vector<ObjectNo> targets) const;

    /// A column that holds values of the object's field; of ids if that is Id.
    NameColumn key_column(ObjectNo object, FieldNo field);

    /// The name in a form to number it by. Empty where the cell names nothing (blank, #N/A);
    /// nothing where it takes more than a look at the cell: then only number_of can tell. May be
    /// called from any thread.
    static std::optional<PackedId> pack(const NameColumn& column, std::string_view cell);

    /// The number of the record named by a cell; k_none where it names nothing.
    std::uint32_t number_of(const NameColumn& column, std::string_view cell);

    /// The number of the name itself, whatever it has been linked to.
    std::uint32_t name_number(const NameColumn& column, std::string_view cell);

    /// The same as number_of for many packed names.
    void numbers_of(
        const NameColumn& column, std::span<const PackedId> names, std::span<std::uint32_t> out
    );

    std::optional<std::uint32_t> find(const RecordId& id) const;

    /// From now on the names of record `other` mean record `number`. Both as number_of gave them.
    void link(std::uint32_t other, std::uint32_t number);

    /// The name of this number means no other record any more.
    void unlink(std::uint32_t name);

    /// A value that several records have.
    bool is_shared_value(std::uint32_t number) const {
        return (known_of(number) & k_value_shared) != 0 && is_other_name(number);
    }

    /// The number that a number given earlier has become by links since.
    std::uint32_t current(std::uint32_t number) const { return resolved(number); }

    /// Known by an external id only, so that it may turn out to be a record known by id.
    bool is_other_name(std::uint32_t number) const;

    /// What a cell that is no id was taken for.
    bool is_wrong_id(std::uint32_t number) const;

    /// An id that says by its prefix that it is of an object the schema lacks; then object_of is
    /// a guess.
    bool is_of_unknown_object(std::uint32_t number) const;

    ObjectNo object_of(std::uint32_t number) const { return objects_[number]; }

    RecordHandle handle(std::uint32_t number) const { return {objects_[number], number}; }

    /// Nothing for records known by another name than their id.
    std::optional<RecordId> id_of(std::uint32_t number) const;

    /// The id with 18 characters, or `External_ID__c = value`, or the wrong id as it stands.
    std::string name_of(std::uint32_t number) const;

    /// Files tell these fields of the record, too.
    void know(std::uint32_t number, NameKinds kinds);

    /// What is known of the record beside its name.
    NameKinds known_of(std::uint32_t number) const {
        return number < known_.size() ? known_[number] : 0;
    }

    KeyNaming naming_of(std::uint32_t number) const;

    /// Whether any column names records by anything but their ids.
    bool has_key_columns() const { return !keys_.empty(); }

    /// Appends the name as a RecordName.
    void append_name(std::uint32_t number, std::string& out) const;

    /// A point in time to go back to.
    struct Mark {
        std::size_t names = 0;
        std::size_t texts = 0;
    };

    Mark mark() const { return {objects_.size(), texts_.size()}; }

    /// Takes back all numbers given since. No names may have been linked meanwhile.
    void forget_after(const Mark& mark);

    /// Numbers given so far; those of linked names are among them.
    std::size_t size() const { return objects_.size(); }

private:
    std::uint32_t find_or_add(const NameColumn& column, PackedId name);
    std::uint32_t resolved(std::uint32_t number) const;
    void note_objects(const NameColumn& column);

    /// The object of a name, and whether it can be no other.
    struct NamedObject {
        ObjectNo object{};
        bool sure = true;
    };

    NamedObject object_named(const NameColumn& column, PackedId name) const;
    bool has_unsure_case(const NameColumn& column, PackedId name) const;
    std::uint64_t text_number(std::string_view text);
    const ColumnBinding::ParentKey& key_of(PackedId name) const;

    std::shared_ptr<const Schema> schema_;
    IdTable table_;
    std::vector<ObjectNo> objects_;
    /// By number, as far as needed: the number to take instead, or k_none.
    std::vector<std::uint32_t> links_;
    std::vector<ColumnBinding::ParentKey> keys_;
    /// By key.
    std::vector<NameKinds> key_kinds_;
    /// By number, as far as needed.
    std::vector<NameKinds> known_;
    /// Texts too long to be packed.
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, std::uint64_t> text_numbers_;
};

}  // namespace rowlock
