#include "harness/load/named_items.hpp"

#include "harness/load/object_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
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
bool is_unknown_member(const Error& error, std::span<const std::string_view> known) {
    return !error.fields.empty() &&
           std::find(known.begin(), known.end(), error.fields.front()) == known.end();
}

}  // namespace

void read_named_items(
    const LocatedJson& list,
    const NamedItems& items,
    Mistakes& mistakes,
    const std::function<Result<std::string>(const Json& item, std::string where)>& take
) {
    if (list.kind != LocatedJson::Kind::array || list.items.size() > items.items_max) {
        report_wrong_value(
            mistakes,
            list,
            fmt::format("\"{}\"", items.list),
            fmt::format("a list of at most {} {}s", items.items_max, items.item)
        );
        return;
    }
    std::set<std::string> names;
    for (const LocatedJson& item : list.items) {
        ObjectReader object(item, std::string{items.an_item}, mistakes);
        for (const std::string_view name : items.members) object.find(name);
        object.reject_unknown();
        if (item.kind != LocatedJson::Kind::object) continue;
        const auto name = take(plain_json(item), mistakes.where(item.offset));
        if (name) {
            if (names.insert(*name).second) continue;
            mistakes.add(item.offset, fmt::format("there are two {}s named {}", items.item, *name));
        } else if (!is_unknown_member(name.error(), items.members)) {
            mistakes.add(
                place_of(name.error(), item),
                fmt::format("{}: {}", items.an_item, name.error().message)
            );
        }
    }
}

}  // namespace rowlock
