#include "harness/explain/asked_key.hpp"

#include "harness/explain/asked_row.hpp"
#include "harness/load/closest_word.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

constexpr std::size_t k_prefix_characters = 3;

std::string_view prefix_text(const ObjectType& object) {
    return {object.key_prefix.data(), object.key_prefix.size()};
}

/// `; ids of Account begin with 001`, if the text is, or begins like, the name of an object.
std::string object_hint(std::string_view text, const Schema& schema) {
    const auto end = std::find_if(text.begin(), text.end(), [](char c) {
        return c == ' ' || c == ':' || c == '.' || c == '/';
    });
    std::vector<std::string_view> names;
    for (const ObjectType& object : schema.objects()) names.push_back(object.name);
    const std::string_view near = closest_word({text.begin(), end}, names);
    if (near.empty()) return {};
    return fmt::format("; ids of {} begin with {}", near, prefix_text(*schema.find(near)));
}

std::string prefix_hint(std::string_view prefix, const Schema& schema) {
    std::vector<std::string_view> known;
    for (const ObjectType& object : schema.objects()) known.push_back(prefix_text(object));
    const std::string_view near = closest_word(prefix, known);
    for (const ObjectType& object : schema.objects()) {
        if (!near.empty() && prefix_text(object) == near)
            return fmt::format("; did you mean {} ({})?", near, object.name);
    }
    return "; rowlock schema import tells of your own";
}

Result<void> check_is_id(const std::string& key, const Schema& schema) {
    auto id = check_id("--key", key);
    if (id) return id;
    return fail(id.error().code, id.error().message + object_hint(key, schema));
}

}  // namespace

Result<void> check_key(const std::string& key, const Schema& schema) {
    if (auto id = check_is_id(key, schema); !id) return id;
    if (schema.find_by_prefix(RecordId::parse(key)->prefix()) != nullptr) return {};
    const std::string_view prefix = std::string_view{key}.substr(0, k_prefix_characters);
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "--key {}: ids of no object begin with {}{}", key, prefix, prefix_hint(prefix, schema)
        )
    );
}

Result<void> check_key(const std::string& key, const LedgerReport& report) {
    const auto standard = read_schema_file({});
    if (!standard) return Failure{standard.error()};
    const std::string_view prefix = std::string_view{key}.substr(0, k_prefix_characters);
    const bool is_named =
        std::any_of(report.keys.begin(), report.keys.end(), [&](const auto& each) {
            return each.id.substr(0, k_prefix_characters) == prefix;
        });
    const bool may_be_custom = is_named || prefix.starts_with('a');
    if (may_be_custom) return check_is_id(key, **standard);
    return check_key(key, **standard);
}

}  // namespace rowlock
