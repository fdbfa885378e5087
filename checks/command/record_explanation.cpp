#include "checks/command/record_explanation.hpp"

#include "checks/command/row_explanation.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::size_t k_examples_max = 5;

std::optional<KeyNo> key_of(const LoadedInput& input, const RecordId& id) {
    for (KeyNo key = 0; key < input.keys().key_count(); ++key) {
        const auto named = RecordId::parse(input.key_name(key).record);
        if (named && named->short_text() == id.short_text()) return key;
    }
    return std::nullopt;
}

void note(const ExplainedKey& key, RowNo row, RecordExplanation& explanation) {
    auto& rules = explanation.rules;
    auto use = std::find_if(rules.begin(), rules.end(), [&](const auto& each) {
        return each.rule == key.rule && each.soft == key.soft;
    });
    if (use == rules.end()) use = rules.insert(rules.end(), {key.rule, key.soft, 0, {}});
    ++use->rows;
    if (use->examples.size() < k_examples_max) use->examples.push_back(row);
}

}  // namespace

std::optional<RecordExplanation> explain_record(const LoadedInput& input, std::string_view id) {
    const auto wanted = RecordId::parse(id);
    if (!wanted) return std::nullopt;
    const auto key = key_of(input, *wanted);
    if (!key) return std::nullopt;
    RecordExplanation explanation;
    explanation.record = input.key_name(*key);
    for (RowNo row = 0; row < input.keys().row_count(); ++row) {
        const auto uses = input.keys().of(row);
        if (std::none_of(uses.begin(), uses.end(), [&](KeyUse use) { return use.key() == *key; })) {
            continue;
        }
        for (const ExplainedKey& each : input.explain(row)) {
            if (each.key == *key) note(each, row, explanation);
        }
    }
    return explanation;
}

std::string record_text(
    const LoadedInput& input, const LockRules& rules, const RecordExplanation& explanation
) {
    std::string text =
        fmt::format("{} {} is locked\n", explanation.record.object, explanation.record.record);
    for (const auto& use : explanation.rules) {
        text += fmt::format(
            "  {} by {}, rule {} ({})\n",
            use.soft ? "perhaps" : "always",
            counted(use.rows, "row"),
            use.rule,
            rule_basis(rules, use.rule)
        );
        for (const RowNo row : use.examples) {
            const RowOrigin origin = input.origin(row);
            text += fmt::format(
                "    {} row {} (line {})\n",
                input.files()[origin.file].source.path,
                origin.row,
                origin.line
            );
        }
        const std::uint64_t more = use.rows - use.examples.size();
        if (more > 0) text += fmt::format("    ... and {} more\n", grouped(more));
    }
    return text;
}

std::string record_json(
    const LoadedInput& input, const LockRules& rules, const RecordExplanation& explanation
) {
    std::string text;
    JsonWriter json{text};
    json.begin_object()
        .member("schemaVersion", 1)
        .member("command", "check")
        .member("object", explanation.record.object)
        .member("key", explanation.record.record)
        .key("rules")
        .begin_array();
    for (const auto& use : explanation.rules) {
        json.begin_object()
            .member("rule", use.rule)
            .member("certain", !use.soft)
            .member("basis", rule_basis(rules, use.rule))
            .member("rows", use.rows)
            .key("examples")
            .begin_array();
        for (const RowNo row : use.examples) {
            const RowOrigin origin = input.origin(row);
            json.begin_object()
                .member("file", input.files()[origin.file].source.path)
                .member("row", origin.row)
                .member("line", origin.line)
                .end_object();
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return text;
}

}  // namespace rowlock
