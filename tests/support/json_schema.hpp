#pragma once

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace rowlock::test {

/// Says where a value is not as a shipped JSON Schema has it, as far as ours go: types, fixed
/// words, required members, items, references. A member the schema does not name is a fault, too:
/// it is not documented.
class JsonSchema {
public:
    explicit JsonSchema(const std::string& path) {
        const auto text = read_file(path, 1'000'000);
        REQUIRE(text);
        auto json = parse_json(*text);
        REQUIRE(json);
        root_ = std::move(*json);
    }

    /// Empty if the value fits.
    std::string fault_of(const Json& value) const { return fault(value, root_, "$"); }

private:
    static bool has_type(const Json& value, const std::string& type) {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "boolean") return value.is_boolean();
        if (type == "integer") return value.is_number_integer();
        if (type == "number") return value.is_number();
        return type == "null" && value.is_null();
    }

    static bool fits_type(const Json& value, const Json& types) {
        if (types.is_string()) return has_type(value, types.get<std::string>());
        return std::any_of(types.begin(), types.end(), [&](const Json& type) {
            return has_type(value, type.get<std::string>());
        });
    }

    std::string fault(const Json& value, const Json& schema, const std::string& where) const {
        if (schema.contains("$ref")) {
            const auto path = schema["$ref"].get<std::string>().substr(1);
            return fault(value, root_[Json::json_pointer{path}], where);
        }
        if (schema.contains("anyOf")) {
            const Json& choices = schema["anyOf"];
            const bool fits = std::any_of(choices.begin(), choices.end(), [&](const Json& choice) {
                return fault(value, choice, where).empty();
            });
            return fits ? "" : where + ": none of the choices";
        }
        if (schema.contains("type") && !fits_type(value, schema["type"])) return where + ": type";
        if (schema.contains("const") && value != schema["const"]) return where + ": const";
        if (schema.contains("enum")) {
            const Json& words = schema["enum"];
            if (std::find(words.begin(), words.end(), value) == words.end())
                return where + ": word";
        }
        if (value.is_object()) return fault_of_members(value, schema, where);
        for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
            auto found = fault(value[i], schema["items"], where + "[" + std::to_string(i) + "]");
            if (!found.empty()) return found;
        }
        return {};
    }

    std::string fault_of_members(const Json& value, const Json& schema, const std::string& where)
        const {
        if (schema.contains("required")) {
            for (const Json& name : schema["required"]) {
                if (!value.contains(name.get<std::string>())) return where + ": no " + name.dump();
            }
        }
        for (const auto& member : value.items()) {
            const std::string inner = where + "." + member.key();
            if (!schema["properties"].contains(member.key())) return inner + ": not documented";
            auto found = fault(member.value(), schema["properties"][member.key()], inner);
            if (!found.empty()) return found;
        }
        return {};
    }

    Json root_;
};

}  // namespace rowlock::test
