#include "checks/command/row_explanation.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/locking/path_step.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {
namespace {

const LockRule* rule_named(const LockRules& rules, const std::string& id) {
    const auto& all = rules.rules();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const LockRule& rule) { return rule.id == id; });
    return found == all.end() ? nullptr : &*found;
}

/// Paths of the rules about the load's object that need what is open: `Who.Account`.
std::vector<std::string> open_paths(
    const Unresolved& open, const InputRequest& request, const ObjectType& object
) {
    std::vector<std::string> paths;
    const ObjectType* const through = request.schema->find(open.object);
    const Field* const field = through == nullptr ? nullptr : through->find_field(open.field);
    if (open.reason != UnresolvedReason::other_record || field == nullptr) return paths;
    for (const LockRule& rule : request.rules->rules()) {
        const bool needs_it = equal_ignoring_case(rule.object, object.name) && !rule.path.empty() &&
                              !rule.operations.empty() &&
                              leads_through(*request.schema, rule, *through, field->number);
        if (!needs_it) continue;
        if (std::find(paths.begin(), paths.end(), rule.path) == paths.end())
            paths.push_back(rule.path);
    }
    return paths;
}

/// What is open about the row, with the paths of the rules that it keeps from locking.
struct OpenLock {
    std::vector<std::string> paths;
    std::string meaning;
};

std::vector<OpenLock> open_locks(const LoadedInput& input, const InputRequest& request, RowNo row) {
    const LoadedFile& file = input.files()[input.origin(row).file];
    const ObjectType& object = request.schema->object(file.source.object);
    std::vector<OpenLock> list;
    for (const Unresolved& open : input.unresolved_of(row))
        list.push_back({open_paths(open, request, object), describe(open)});
    return list;
}

}  // namespace

std::string rule_basis(const LockRules& rules, const std::string& id) {
    const LockRule* rule = rule_named(rules, id);
    if (rule == nullptr) return "rows of one key race for one record";
    std::string text{text_of(rule->evidence)};
    if (!rule->note.empty()) text += ": " + rule->note;
    return text;
}

Result<RowNo> find_named_row(const LoadedInput& input, std::string_view name) {
    const auto colon = name.rfind(':');
    const bool has_file = colon != std::string_view::npos;
    const auto number = parse_integer(has_file ? name.substr(colon + 1) : name);
    std::int64_t rows = 0;
    for (const LoadedFile& file : input.files()) {
        const std::string_view path = file.source.path;
        const std::string_view wanted = has_file ? name.substr(0, colon) : path;
        if (has_file && path != wanted && !path.ends_with("/" + std::string{wanted})) continue;
        const std::int64_t first = has_file ? file.first_row : 0;
        rows = has_file ? file.rows : rows + file.rows;
        if (!number || *number < 1 || *number > rows) continue;
        return static_cast<RowNo>(first + *number - 1);
    }
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "--explain: there is no row '{}', expected ROW or FILE:ROW, from 1, or the id of a "
            "record that rows lock",
            name
        )
    );
}

std::string explanation_text(const LoadedInput& input, const InputRequest& request, RowNo row) {
    const RowOrigin origin = input.origin(row);
    std::string text = fmt::format(
        "{} row {} (line {}) locks\n",
        input.files()[origin.file].source.path,
        origin.row,
        origin.line
    );
    const auto keys = input.explain(row);
    const auto open = open_locks(input, request, row);
    if (keys.empty() && open.empty()) text += "  nothing that another row could want\n";
    for (const ExplainedKey& key : keys) {
        const KeyName name = input.key_name(key.key);
        text += fmt::format(
            "  {} {} {} by rule {} ({})\n",
            name.object,
            name.record,
            key.soft ? "perhaps" : "always",
            key.rule,
            rule_basis(*request.rules, key.rule)
        );
    }
    for (const OpenLock& lock : open) {
        const std::string paths = fmt::format("{}", fmt::join(lock.paths, " and "));
        text += fmt::format(
            "  not resolved{}: {}\n", paths.empty() ? paths : " " + paths, lock.meaning
        );
    }
    return text;
}

std::string explanation_json(const LoadedInput& input, const InputRequest& request, RowNo row) {
    const RowOrigin origin = input.origin(row);
    std::string text;
    JsonWriter json{text};
    json.begin_object()
        .member("schemaVersion", 1)
        .member("command", "check")
        .member("file", input.files()[origin.file].source.path)
        .member("row", origin.row)
        .member("line", origin.line)
        .key("locks")
        .begin_array();
    for (const ExplainedKey& key : input.explain(row)) {
        const KeyName name = input.key_name(key.key);
        json.begin_object()
            .member("object", name.object)
            .member("key", name.record)
            .member("certain", !key.soft)
            .member("rule", key.rule)
            .member("basis", rule_basis(*request.rules, key.rule))
            .end_object();
    }
    json.end_array().key("unresolved").begin_array();
    for (const OpenLock& lock : open_locks(input, request, row)) {
        json.begin_object().key("paths").begin_array();
        for (const std::string& path : lock.paths) json.value(path);
        json.end_array().member("meaning", lock.meaning).end_object();
    }
    json.end_array().end_object();
    return text;
}

}  // namespace rowlock
