#include "mockorg/schema/import/activity_targets.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

/// The list's item of this name, a new one if there is none.
Json& item_named(Json& list, const std::string& name) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const Json& item) {
        return item["name"] == name;
    });
    if (found != list.end()) return *found;
    list.push_back({{"name", name}});
    return list.back();
}

Json shipped_targets(const Schema& standard, const Field& field) {
    Json targets = Json::array();
    for (const ObjectNo target : field.reference_to)
        targets.push_back(standard.object(target).name);
    return targets;
}

}  // namespace

void add_activity_targets(
    const Schema& standard, std::span<const std::string> about, Json& objects
) {
    const bool all_shipped = std::all_of(about.begin(), about.end(), [&](const std::string& name) {
        return standard.find(name) != nullptr;
    });
    if (all_shipped) return;
    for (const char* name : {"Event", "Task"}) {
        Json& activity = item_named(objects, name);
        if (!activity.contains("fields")) activity["fields"] = Json::array();
        Json& what = item_named(activity["fields"], "WhatId");
        if (!what.contains("referenceTo"))
            what["referenceTo"] =
                shipped_targets(standard, *standard.find(name)->find_field("WhatId"));
        Json& targets = what["referenceTo"];
        for (const std::string& own : about) {
            const bool known = std::find(targets.begin(), targets.end(), own) != targets.end();
            if (!known && standard.find(own) == nullptr) targets.push_back(own);
        }
    }
}

}  // namespace rowlock
