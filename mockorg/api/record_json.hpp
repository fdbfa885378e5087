#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/requests.hpp"

namespace rowlock {

/// Calls `on_field(name, json)` and `on_parent(parent)` for what a record shows, in its order.
template <class OnField, class OnParent>
void visit_members(const RecordFields& record, const OnField& on_field, const OnParent& on_parent) {
    auto parent = record.parents.begin();
    for (std::size_t i = 0; i <= record.fields.size(); ++i) {
        for (; parent != record.parents.end() && parent->position == i; ++parent)
            on_parent(*parent);
        if (i < record.fields.size()) on_field(record.fields[i].first, record.fields[i].second);
    }
}

/// Appends a record as the REST API shows it: `attributes` with type and URL, then its fields;
/// parents are nested the same way.
void append_record(JsonWriter& json, const RecordFields& record, double api_version);

/// `/services/data/v60.0/sobjects/Account/001…`
std::string record_url(std::string_view object, const RecordId& id, double api_version);

/// Reads a record as clients write it. `attributes` are skipped; a nested object is a reference by
/// an external id and becomes the field `Owner.Email` (`User:Owner.Email` if its attributes name a
/// type).
Result<std::vector<FieldText>> read_record(std::string_view json_text);

}  // namespace rowlock
