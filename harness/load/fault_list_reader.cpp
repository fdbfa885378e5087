#include "harness/load/fault_list_reader.hpp"

#include "harness/load/object_reader.hpp"
#include "mockorg/faults/fault_book.hpp"
#include "mockorg/faults/fault_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

Json plain_json(const LocatedJson& value) {
    switch (value.kind) {
        case LocatedJson::Kind::null:
            return nullptr;
        case LocatedJson::Kind::boolean:
            return value.boolean;
        case LocatedJson::Kind::number:
            return value.natural ? Json(*value.natural) : Json(value.number);
        case LocatedJson::Kind::text:
            return value.text;
        case LocatedJson::Kind::array: {
            Json items = Json::array();
            for (const LocatedJson& item : value.items) items.push_back(plain_json(item));
            return items;
        }
        case LocatedJson::Kind::object:
            break;
    }
    Json object = Json::object();
    for (const LocatedMember& member : value.members)
        object[member.name] = plain_json(member.value);
    return object;
}

/// Where the member that an error names stands; the object itself if it is not there.
std::size_t place_of(const Error& error, const LocatedJson& object) {
    const LocatedJson* value =
        error.fields.empty() ? nullptr : find_member(object, error.fields.front());
    return value == nullptr ? object.offset : value->offset;
}

/// Told already, with the name that was probably meant.
bool is_unknown_member(const Error& error) {
    const auto known = fault_members();
    return !error.fields.empty() &&
           std::find(known.begin(), known.end(), error.fields.front()) == known.end();
}

}  // namespace

std::vector<LoadFault> read_load_faults(const LocatedJson& list, Mistakes& mistakes) {
    std::vector<LoadFault> faults;
    if (list.kind != LocatedJson::Kind::array || list.items.size() > FaultBook::k_faults_max) {
        report_wrong_value(mistakes, list, "\"faults\"", "a list of at most 1000 faults");
        return faults;
    }
    for (const LocatedJson& item : list.items) {
        ObjectReader object(item, "a fault", mistakes);
        for (const std::string_view name : fault_members()) object.find(name);
        object.reject_unknown();
        if (item.kind != LocatedJson::Kind::object) continue;
        auto fault = read_fault(plain_json(item));
        if (!fault) {
            if (is_unknown_member(fault.error())) continue;
            mistakes.add(place_of(fault.error(), item), "a fault: " + fault.error().message);
            continue;
        }
        const bool twice = std::any_of(faults.begin(), faults.end(), [&](const LoadFault& other) {
            return other.fault.name == fault->name;
        });
        if (twice) {
            mistakes.add(item.offset, fmt::format("there are two faults named {}", fault->name));
        }
        faults.push_back({std::move(*fault), mistakes.where(item.offset)});
    }
    return faults;
}

}  // namespace rowlock
