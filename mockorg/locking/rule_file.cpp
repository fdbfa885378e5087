#include "mockorg/locking/rule_file.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/locking/rule_lines.hpp"
#include "mockorg/locking/rule_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <span>

namespace rowlock {
namespace {

constexpr std::uint64_t k_rule_file_size_max = std::uint64_t{16} << 20;

constexpr std::array<std::string_view, 3> k_file_members{"$schema", "rules", "settings"};

constexpr std::array<std::string_view, 16> k_rule_members{
    "id",
    "object",
    "relation",
    "operations",
    "condition",
    "path",
    "via",
    "only_if_changed",
    "if_changed",
    "lock",
    "except",
    "strength",
    "setting",
    "evidence",
    "source",
    "note",
};

std::optional<std::string> unknown_member(
    const Json& object, std::span<const std::string_view> known
) {
    for (const auto& [name, value] : object.items()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        return fmt::format("unknown member \"{}\" (accepted: {})", name, fmt::join(known, ", "));
    }
    return std::nullopt;
}

/// Takes one rule out of its JSON object and remembers the first thing wrong with it.
class RuleReader {
public:
    explicit RuleReader(const Json& json) : json_(json) {}

    LockRule read();

    const std::optional<std::string>& fault() const { return fault_; }

private:
    std::string text(const char* member);
    std::vector<std::string> texts(const char* member);
    bool flag(const char* member);
    template <class Enum>
    Enum word(const char* member, Enum otherwise);
    template <class Enum>
    Enum word_of(const char* member, const std::string& text, Enum otherwise);
    std::vector<WriteKind> operations();

    void blame(std::string fault) {
        if (!fault_) fault_ = std::move(fault);
    }

    const Json& json_;
    std::optional<std::string> fault_;
};

LockRule RuleReader::read() {
    fault_ = unknown_member(json_, k_rule_members);
    LockRule rule;
    rule.id = text("id");
    rule.object = text("object");
    rule.relation = word("relation", LockRule::Relation::none);
    rule.operations = operations();
    rule.condition = text("condition");
    rule.path = text("path");
    rule.via = texts("via");
    rule.only_if_changed = flag("only_if_changed");
    rule.if_changed = texts("if_changed");
    rule.lock = word("lock", LockRule::Thing::row);
    rule.except = texts("except");
    rule.strength = word("strength", LockStrength::always);
    rule.setting = text("setting");
    rule.evidence = word("evidence", Evidence::inferred);
    rule.source = text("source");
    rule.note = text("note");
    if (!fault_) fault_ = fault_of(rule);
    return rule;
}

std::string RuleReader::text(const char* member) {
    const auto found = json_.find(member);
    if (found == json_.end()) return {};
    if (!found->is_string()) {
        blame(fmt::format("\"{}\" must be a text", member));
        return {};
    }
    return found->get<std::string>();
}

std::vector<std::string> RuleReader::texts(const char* member) {
    std::vector<std::string> result;
    const auto found = json_.find(member);
    if (found == json_.end()) return result;
    if (!found->is_array()) blame(fmt::format("\"{}\" must be a list of texts", member));
    for (const Json& element : *found) {
        if (element.is_string()) {
            result.push_back(element.get<std::string>());
        } else {
            blame(fmt::format("\"{}\" must be a list of texts", member));
        }
    }
    return result;
}

bool RuleReader::flag(const char* member) {
    const auto found = json_.find(member);
    if (found == json_.end()) return false;
    if (!found->is_boolean()) {
        blame(fmt::format("\"{}\" must be true or false", member));
        return false;
    }
    return found->get<bool>();
}

template <class Enum>
Enum RuleReader::word(const char* member, Enum otherwise) {
    return json_.contains(member) ? word_of(member, text(member), otherwise) : otherwise;
}

template <class Enum>
Enum RuleReader::word_of(const char* member, const std::string& text, Enum otherwise) {
    const std::optional<Enum> value = find_rule_word<Enum>(text);
    if (value) return *value;
    blame(fmt::format(
        "\"{}\" has no \"{}\" (accepted: {})", member, text, accepted_rule_words<Enum>()
    ));
    return otherwise;
}

std::vector<WriteKind> RuleReader::operations() {
    std::vector<WriteKind> result;
    if (!json_.contains("operations"))
        blame("\"operations\" is missing (an empty list switches a rule off)");
    for (const std::string& text : texts("operations")) {
        const WriteKind kind = word_of("operations", text, WriteKind::insert);
        if (std::find(result.begin(), result.end(), kind) == result.end()) result.push_back(kind);
    }
    return result;
}

/// How messages call the rule at a position: by its id, or by its place if it has none.
std::string name_of(const LockRule& rule, std::size_t position) {
    if (rule.id.empty()) return fmt::format("rule number {}", position + 1);
    return fmt::format("rule \"{}\"", rule.id);
}

Failure bad_file(std::string_view file_name, std::string_view message) {
    return fail(ErrorCode::bad_file, fmt::format("{}: {}", file_name, message));
}

/// The list behind "rules"; nothing if there is none.
Result<const Json*> rule_list(const Json& document) {
    if (!document.is_object())
        return fail(ErrorCode::bad_file, "expected an object with a member \"rules\"");
    if (auto unknown = unknown_member(document, k_file_members)) {
        return fail(ErrorCode::bad_file, *std::move(unknown));
    }
    const auto found = document.find("rules");
    if (found == document.end() && document.contains("settings")) return nullptr;
    if (found == document.end() || !found->is_array()) {
        return fail(ErrorCode::bad_file, "\"rules\" must be a list of rules");
    }
    return &*found;
}

Result<std::map<std::string, bool>> read_settings(const Json& document) {
    std::map<std::string, bool> settings;
    const auto found = document.find("settings");
    if (found == document.end()) return settings;
    if (!found->is_object())
        return fail(
            ErrorCode::bad_file, "\"settings\" must be an object of names with true or false"
        );
    for (const auto& [name, value] : found->items()) {
        if (!value.is_boolean()) {
            return fail(
                ErrorCode::bad_file, fmt::format("setting \"{}\" must be true or false", name)
            );
        }
        settings[name] = value.get<bool>();
    }
    return settings;
}

/// `rules.json:12`, or the file alone where the line is not known.
std::string place_of(
    std::string_view file_name, std::span<const std::size_t> lines, std::size_t position
) {
    if (position >= lines.size()) return std::string{file_name};
    return fmt::format("{}:{}", file_name, lines[position]);
}

Result<std::vector<LockRule>> read_rules(
    const Json& list, std::string_view file_name, std::span<const std::size_t> lines
) {
    std::vector<LockRule> rules;
    std::set<std::string, std::less<>> ids;
    for (const Json& element : list) {
        const std::size_t position = rules.size();
        const std::string place = place_of(file_name, lines, position);
        if (!element.is_object()) {
            return bad_file(place, fmt::format("rule number {} is not an object", position + 1));
        }
        RuleReader reader{element};
        rules.push_back(reader.read());
        rules.back().place = place;
        const std::string name = name_of(rules.back(), position);
        if (reader.fault()) return bad_file(place, fmt::format("{}: {}", name, *reader.fault()));
        if (!ids.insert(rules.back().id).second) {
            return bad_file(place, fmt::format("{} is there twice", name));
        }
    }
    return rules;
}

}  // namespace

Result<LockRuleFile> parse_lock_rule_file(std::string_view json, std::string_view file_name) {
    const Result<Json> document = parse_json(json, true);
    if (!document) return bad_file(file_name, document.error().message);
    const Result<const Json*> list = rule_list(*document);
    if (!list) return bad_file(file_name, list.error().message);
    auto settings = read_settings(*document);
    if (!settings) return bad_file(file_name, settings.error().message);
    LockRuleFile file;
    file.settings = *std::move(settings);
    if (*list == nullptr) return file;
    auto rules = read_rules(**list, file_name, rule_lines(json));
    if (!rules) return Failure{rules.error()};
    file.rules = *std::move(rules);
    return file;
}

Result<std::vector<LockRule>> parse_lock_rules(std::string_view json, std::string_view file_name) {
    auto file = parse_lock_rule_file(json, file_name);
    if (!file) return Failure{file.error()};
    return std::move(file->rules);
}

Result<std::vector<LockRule>> lock_rules_of(std::string_view json, std::string_view file_name) {
    std::vector<LockRule> rules = standard_lock_rules();
    auto own = parse_lock_rule_file(json, file_name);
    if (!own) return Failure{own.error()};
    std::move(own->rules.begin(), own->rules.end(), std::back_inserter(rules));
    if (auto applied = apply_settings(own->settings, rules); !applied)
        return bad_file(file_name, applied.error().message);
    return rules;
}

Result<std::vector<LockRule>> read_lock_rules_file(const std::string& path) {
    if (path.empty()) return standard_lock_rules();
    const auto text = read_file(path, k_rule_file_size_max);
    if (!text) return Failure{text.error()};
    return lock_rules_of(*text, path);
}

}  // namespace rowlock
