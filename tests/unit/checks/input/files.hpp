#pragma once

// Files and requests for the tests of this folder.

#include "checks/input/loaded_input.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace rowlock::test {

inline std::shared_ptr<const Schema> input_schema() {
    static const std::shared_ptr<const Schema> loaded = [] {
        const auto result = load_schema(
            R"({"objects": [
            {"name": "Account", "fields": [
                {"name": "Code__c", "type": "string", "externalId": true, "length": 80}
            ]},
            {"name": "Contact", "fields": [
                {"name": "Code__c", "type": "string", "externalId": true, "length": 80}
            ]},
            {"name": "Opportunity", "fields": [
                {"name": "Number__c", "type": "double", "externalId": true, "precision": 18, "scale": 0},
                {"name": "Key__c", "type": "string", "externalId": true, "caseSensitive": true, "length": 80}
            ]}
        ]})",
            "test.json"
        );
        if (!result) FAIL(result.error().message);
        return *result;
    }();
    return loaded;
}

inline std::shared_ptr<const LockRules> input_rules() {
    static const std::shared_ptr<const LockRules> compiled = [] {
        auto result = LockRules::compile(input_schema(), standard_lock_rules());
        if (!result) FAIL(result.error().message);
        return std::make_shared<const LockRules>(*std::move(result));
    }();
    return compiled;
}

inline InputRequest request() {
    InputRequest result;
    result.schema = input_schema();
    result.rules = input_rules();
    return result;
}

/// For one load of contacts.
inline InputRequest contacts_request(
    const std::vector<std::string>& paths,
    WriteOperation operation = WriteOperation::insert,
    const std::string& external_id = ""
) {
    InputRequest result = request();
    result.loads.push_back({"Contact", operation, external_id, paths, {}});
    return result;
}

inline LoadedInput load(const InputRequest& wanted) {
    auto loaded = load_input(wanted);
    if (!loaded) FAIL(loaded.error().message);
    return *std::move(loaded);
}

/// `Account 001...` for a hard key, `Account 001...?` for a soft one; sorted.
inline std::vector<std::string> names_of(const LoadedInput& input, RowNo row) {
    std::vector<std::string> names;
    for (const KeyUse use : input.keys().of(row)) {
        const KeyName name = input.key_name(use.key());
        names.push_back(name.object + " " + name.record + (use.soft() ? "?" : ""));
    }
    std::sort(names.begin(), names.end());
    return names;
}

inline std::vector<std::string> explained_names_of(const LoadedInput& input, RowNo row) {
    std::vector<std::string> names;
    for (const ExplainedKey& key : input.explain(row)) {
        const KeyName name = input.key_name(key.key);
        names.push_back(name.object + " " + name.record + (key.soft ? "?" : ""));
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace rowlock::test
