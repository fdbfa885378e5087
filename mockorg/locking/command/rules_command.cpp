#include "mockorg/locking/command/rules_command.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/locking/lock_rules.hpp"
#include "mockorg/locking/rule_sentence.hpp"
#include "mockorg/locking/rule_words.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

constexpr std::array k_kinds{
    WriteKind::insert, WriteKind::update, WriteKind::remove, WriteKind::clear};

/// What the rules are asked about.
struct Question {
    const ObjectType* object = nullptr;
    const Field* field = nullptr;
    /// Empty: all kinds.
    std::vector<WriteKind> kinds;

    bool wants(WriteKind kind) const {
        return kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    }
};

/// The kinds of write that an operation may be: an upsert is an insert or an update. Empty for a
/// word that is no operation.
std::vector<WriteKind> kinds_of(std::string_view word) {
    const std::string lower = to_lower(word);
    if (lower == "upsert") return {WriteKind::insert, WriteKind::update};
    if (const auto kind = find_rule_word<WriteKind>(lower)) return {*kind};
    return {};
}

std::string accepted_operations() {
    return accepted_rule_words<WriteKind>() + ", upsert";
}

/// The schema, and the rules for it as written and as they are after settings.
struct Model {
    std::shared_ptr<const Schema> schema;
    LockRules rules;
};

Result<Model> load_model(const RulesOptions& options, Io& io) {
    const auto tell = [&](const std::string& note) { io.err.line(note); };
    auto schema = read_schema_file(options.schema_file, tell);
    if (!schema) return Failure{schema.error()};
    const auto rules = read_lock_rules_file(options.lock_rules_file);
    if (!rules) return Failure{rules.error()};
    auto compiled = LockRules::compile(*schema, *rules);
    if (!compiled) return fail(ErrorCode::bad_file, compiled.error().message);
    return Model{*std::move(schema), *std::move(compiled)};
}

Result<const ObjectType*> find_object(const Schema& schema, const std::string& name) {
    if (const ObjectType* object = schema.find(name)) return object;
    return fail(ErrorCode::bad_configuration, fmt::format("the schema has no object '{}'", name));
}

/// `Task`, `Task.insert`, `Task.WhoId`, `Task.WhoId.insert`.
Result<void> read_explain(const Schema& schema, std::string_view text, Question& question) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t dot = text.find('.');
        parts.emplace_back(text.substr(0, dot));
        if (dot == std::string_view::npos) break;
        text.remove_prefix(dot + 1);
    }
    const auto object = find_object(schema, parts.front());
    if (!object) return Failure{object.error()};
    question.object = *object;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (auto kinds = kinds_of(parts[i]); !kinds.empty()) {
            if (!question.kinds.empty()) return misuse("--explain names two operations");
            question.kinds = std::move(kinds);
            continue;
        }
        const Field* field = question.object->find_field(parts[i]);
        if (field == nullptr) field = question.object->find_relationship(parts[i]);
        if (field == nullptr) {
            constexpr auto* k_message = "{} has no field '{}', which is no operation either ({})";
            return fail(
                ErrorCode::bad_configuration,
                fmt::format(k_message, question.object->name, parts[i], accepted_operations())
            );
        }
        if (question.field != nullptr) return misuse("--explain names two fields");
        question.field = field;
    }
    return {};
}

Result<void> read_operation(const std::string& word, Question& question) {
    auto kinds = kinds_of(word);
    if (kinds.empty()) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format("'{}' is none of {}", word, accepted_operations())
        );
    }
    if (!question.kinds.empty() && question.kinds != kinds)
        return misuse("--operation and --explain name different operations");
    question.kinds = std::move(kinds);
    return {};
}

Result<Question> read_question(const Schema& schema, const RulesOptions& options) {
    Question question;
    if (!options.explain.empty()) {
        if (auto read = read_explain(schema, options.explain, question); !read)
            return Failure{read.error()};
    }
    if (!options.object.empty()) {
        const auto object = find_object(schema, options.object);
        if (!object) return Failure{object.error()};
        if (question.object != nullptr && question.object != *object)
            return misuse("--object and --explain name different objects");
        question.object = *object;
    }
    if (!options.operation.empty()) {
        if (auto read = read_operation(options.operation, question); !read)
            return Failure{read.error()};
    }
    return question;
}

/// Where a rule's first step goes from the object asked about; empty for what follows no reference.
std::string steps_of(const Schema& schema, const LockRules::ObjectTarget& target) {
    if (!target.field) return {};
    return schema.object(target.object).field(*target.field).name;
}

bool concerns(const Question& question, const LockRules::ObjectTarget& target) {
    return question.wants(target.kind) &&
           (question.field == nullptr || target.field == question.field->number);
}

std::vector<LockRules::ObjectTarget> targets_for(const LockRules& rules, const Question& question) {
    std::vector<LockRules::ObjectTarget> targets;
    for (const WriteKind kind : k_kinds) {
        for (const auto& target : rules.targets_of(question.object->number, kind)) {
            if (concerns(question, target)) targets.push_back(target);
        }
    }
    return targets;
}

void write_rule(JsonWriter& json, const LockRule& rule) {
    json.begin_object().member("id", rule.id);
    if (!rule.object.empty()) json.member("object", rule.object);
    if (rule.relation != LockRule::Relation::none) json.member("relation", text_of(rule.relation));
    json.key("operations").begin_array();
    for (const WriteKind kind : rule.operations) json.value(text_of(kind));
    json.end_array();
    if (!rule.condition.empty()) json.member("condition", rule.condition);
    if (!rule.path.empty()) json.member("path", rule.path);
    json.member("lock", text_of(rule.lock))
        .member("onlyIfChanged", rule.only_if_changed)
        .member("strength", text_of(rule.strength));
    if (!rule.setting.empty()) json.member("setting", rule.setting);
    json.member("evidence", text_of(rule.evidence))
        .member("source", rule.source)
        .member("note", rule.note)
        .member("sentence", rule_sentence(rule));
    if (!rule.place.empty()) json.member("place", rule.place);
    json.end_object();
}

void print_json(const Model& model, const Question& question, Io& io) {
    std::string text;
    JsonWriter json{text};
    json.begin_object()
        .member("schemaVersion", 1)
        .member("command", "rules")
        .key("rules")
        .begin_array();
    if (question.object == nullptr) {
        for (const LockRule& rule : model.rules.rules()) write_rule(json, rule);
        json.end_array().end_object();
        return io.out.line(text);
    }
    const auto targets = targets_for(model.rules, question);
    std::vector<bool> wanted(model.rules.rules().size());
    for (const auto& target : targets) wanted[target.rule] = true;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i]) write_rule(json, model.rules.rules()[i]);
    }
    json.end_array().key("targets").begin_array();
    for (const auto& target : targets) {
        json.begin_object()
            .member("operation", text_of(target.kind))
            .member("field", steps_of(*model.schema, target))
            .member("rule", model.rules.rules()[target.rule].id)
            .end_object();
    }
    json.end_array().end_object();
    io.out.line(text);
}

void print_rule(const LockRule& rule, Io& io) {
    io.out.line(rule.id);
    io.out.line("  " + rule_sentence(rule));
    if (!rule.note.empty()) io.out.line("  " + rule.note);
    io.out.line("  " + rule_standing(rule));
    if (!rule.place.empty()) io.out.line("  from " + rule.place);
}

bool applies(const LockRule& rule, const Question& question) {
    return question.kinds.empty() ||
           std::any_of(rule.operations.begin(), rule.operations.end(), [&](WriteKind kind) {
               return question.wants(kind);
           });
}

void print_answer(const Model& model, const Question& question, Io& io) {
    for (const WriteKind kind : k_kinds) {
        if (!question.wants(kind)) continue;
        io.out.line(fmt::format("{} {}", question.object->name, text_of(kind)));
        Question of_kind = question;
        of_kind.kinds = {kind};
        const auto targets = targets_for(model.rules, of_kind);
        for (const auto& target : targets) {
            const LockRule& rule = model.rules.rules()[target.rule];
            const std::string field = steps_of(*model.schema, target);
            io.out.line(fmt::format("  {}{}{}", rule.id, field.empty() ? "" : " by ", field));
            io.out.line("    " + rule_sentence(rule));
            if (!rule.note.empty()) io.out.line("    " + rule.note);
            io.out.line("    " + rule_standing(rule));
        }
        if (targets.empty()) io.out.line("  locks nothing");
    }
}

}  // namespace

int run_rules(const RulesOptions& options, Io& io) {
    const auto model = load_model(options, io);
    if (!model) return report_error(model.error(), io);
    const auto question = read_question(*model->schema, options);
    if (!question) return report_error(question.error(), io);
    if (options.json) {
        print_json(*model, *question, io);
    } else if (question->object != nullptr) {
        print_answer(*model, *question, io);
    } else {
        for (const LockRule& rule : model->rules.rules()) {
            if (applies(rule, *question)) print_rule(rule, io);
        }
    }
    return number_of(ExitCode::clean);
}

}  // namespace rowlock
