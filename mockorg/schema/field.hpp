#pragma once

#include "mockorg/base/record_handle.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Field types by their names in a describe answer.
enum class FieldType : std::uint8_t {
    id,
    boolean,
    string,
    textarea,
    picklist,
    multipicklist,
    combobox,
    email,
    phone,
    url,
    reference,
    int_,
    double_,
    currency,
    percent,
    date,
    datetime,
    time,
    address,
    /// Text that is JSON, and stands in answers as such. Of set-up objects alone: nobody writes it.
    complexvalue,
};

/// The type's name in a describe answer: `int_` is "int".
std::string api_name_of(FieldType type);

/// The type behind a describe name, in any letter case. Types that hold the same values as one of
/// ours (encryptedstring, base64, long, location, anyType) are read as that one; nothing for other
/// names. What base64 was stays in Field::holds_file.
std::optional<FieldType> field_type_of(std::string_view api_name);

/// Values are Value::Kind::text: everything but ids, numbers, booleans, dates and compounds.
bool holds_text(FieldType type);

bool holds_number(FieldType type);

/// What becomes of a child row whose parent is deleted.
enum class OnParentDelete : std::uint8_t { clear, restrict, cascade };

struct Field {
    FieldNo number{};
    std::string name;
    std::string label;
    FieldType type = FieldType::string;
    /// Longest text in characters; 0 where the type has none.
    std::uint32_t length = 0;
    std::uint8_t precision = 0;
    std::uint8_t scale = 0;

    bool nillable = true;
    bool createable = true;
    bool updateable = true;
    bool defaulted_on_create = false;
    bool calculated = false;
    bool auto_number = false;
    bool unique = false;
    bool case_sensitive = false;
    bool external_id = false;
    bool id_lookup = false;
    bool filterable = true;
    bool name_field = false;
    bool custom = false;
    /// Of type base64: a batch in an archive may name a file instead.
    bool holds_file = false;

    /// Written when a new row names no value; empty for none.
    std::string default_value;
    /// Picklist values; `restricted_picklist` refuses others.
    std::vector<std::string> picklist_values;
    bool restricted_picklist = false;

    /// The compound field that shows this one among its parts, e.g. BillingAddress; empty for none.
    std::string compound;

    /// References only: possible targets inside the schema, in order (several = polymorphic).
    std::vector<ObjectNo> reference_to;
    /// Names of targets that the schema lacks, e.g. RecordType: only describe answers show them.
    std::vector<std::string> targets_elsewhere;
    /// E.g. Account for AccountId; empty if the relationship cannot be walked.
    std::string relationship_name;
    /// The way back, e.g. Gifts__r; empty: it has the usual name.
    std::string child_relationship_name;
    OnParentDelete on_parent_delete = OnParentDelete::clear;
    /// What describe answers call restrictedDelete: some references have it beside cascadeDelete.
    bool restricted_delete = false;
    bool master_detail = false;

    /// Must be given when a row is made.
    bool required() const { return !nillable && createable && !defaulted_on_create; }

    bool polymorphic() const { return reference_to.size() > 1; }

    /// May be the key of an upsert or of a relationship column.
    bool usable_as_key() const {
        const bool searchable = holds_text(type) || holds_number(type);
        return type == FieldType::id || (searchable && (external_id || id_lookup));
    }
};

}  // namespace rowlock
