#include "mockorg/engine/compound_value.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/record_json.hpp"

#include <map>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::string_view k_ending = "Address";

/// `postalCode` of BillingPostalCode, behind the `Billing` of BillingAddress.
std::string part_name(std::string_view prefix, std::string_view field) {
    std::string name{field.substr(prefix.size())};
    if (!name.empty()) name.front() = to_lower(name.front());
    return name;
}

}  // namespace

std::string compound_json(const Store& store, RecordHandle record, const Field& compound) {
    const std::string_view whole{compound.name};
    if (!whole.ends_with(k_ending)) return "null";
    const std::string_view prefix = whole.substr(0, whole.size() - k_ending.size());
    std::map<std::string, std::string> parts;
    bool any = false;
    for (const Field& field : store.schema().object(record.object).fields()) {
        if (field.compound != whole || !field.name.starts_with(prefix)) continue;
        any = any || !store.value(record, field.number).is_null();
        parts.emplace(part_name(prefix, field.name), field_json(store, record, field));
    }
    if (!any) return "null";
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    for (const auto& [name, value] : parts) json.key(name).raw(value);
    json.end_object();
    return out;
}

}  // namespace rowlock
