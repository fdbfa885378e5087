#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/locking/lock_rules.hpp"
#include "mockorg/locking/rule_lines.hpp"
#include "tests/support/test.hpp"

namespace rowlock {

namespace embedded {
extern const std::string_view lock_rules_json;
}

namespace {

using Catch::Matchers::Contains;

std::vector<LockRule> parsed(std::string_view json) {
    const Result<std::vector<LockRule>> rules = parse_lock_rules(json, "mine.json");
    if (!rules) FAIL(rules.error().message);
    return *rules;
}

std::string fault(std::string_view json) {
    const Result<std::vector<LockRule>> rules = parse_lock_rules(json, "mine.json");
    REQUIRE_FALSE(rules.has_value());
    CHECK(rules.error().code == ErrorCode::bad_file);
    CHECK_THAT(rules.error().message, Catch::Matchers::StartsWith("mine.json:"));
    return rules.error().message;
}

/// The complaint about a file whose only rule has the id `mine` and these further members.
std::string fault_of_rule(const std::string& members) {
    const std::string message = fault(R"({"rules": [{"id": "mine", )" + members + "}]}");
    CHECK_THAT(message, Contains(R"(rule "mine")"));
    return message;
}

TEST_CASE("a rule with everything") {
    const auto rules = parsed(R"({
        // Comments are welcome.
        "$schema": "lock-rules.schema.json",
        "rules": [{
            "id": "task.who", "object": "Task", "operations": ["insert", "delete", "update", "insert"],
            "condition": "Status = 'Completed'", "path": "Who.Account", "only_if_changed": true,
            "strength": "may", "evidence": "reported", "source": "TASK", "note": "Why."
        }]
    })");
    REQUIRE(rules.size() == 1);
    const LockRule& rule = rules[0];
    CHECK(rule.id == "task.who");
    CHECK(rule.object == "Task");
    CHECK(rule.relation == LockRule::Relation::none);
    CHECK(rule.operations == std::vector{WriteKind::insert, WriteKind::remove, WriteKind::update});
    CHECK(rule.condition == "Status = 'Completed'");
    CHECK(rule.path == "Who.Account");
    CHECK(rule.only_if_changed);
    CHECK(rule.strength == LockStrength::may);
    CHECK(rule.evidence == Evidence::reported);
    CHECK(rule.source == "TASK");
    CHECK(rule.note == "Why.");
}

TEST_CASE("a rule with as little as possible") {
    const auto rules =
        parsed(R"({"rules": [{"id": "x", "relation": "master_detail", "operations": []}]})");
    REQUIRE(rules.size() == 1);
    CHECK(rules[0].relation == LockRule::Relation::master_detail);
    CHECK(rules[0].operations.empty());
    CHECK_FALSE(rules[0].only_if_changed);
    CHECK(rules[0].strength == LockStrength::always);
    CHECK(rules[0].evidence == Evidence::inferred);
    CHECK(parsed(R"({"rules": []})").empty());
}

TEST_CASE("every relation has a word") {
    using Relation = LockRule::Relation;
    const auto [word, relation] = GENERATE(table<std::string, Relation>({
        {"self", Relation::self},
        {"master_detail", Relation::master_detail},
        {"lookup_restrict", Relation::lookup_restrict},
        {"lookup_cascade", Relation::lookup_cascade},
        {"lookup_clear", Relation::lookup_clear},
    }));
    const auto rules = parsed(
        R"({"rules": [{"id": "x", "operations": ["update"], "except": ["A.B", "*.C"], "relation": ")" +
        word + R"("}]})"
    );
    CHECK(rules.at(0).relation == relation);
    CHECK(rules.at(0).except == std::vector<std::string>{"A.B", "*.C"});
    CHECK(text_of(relation) == word);
}

TEST_CASE("values have the words of the file") {
    CHECK(text_of(WriteKind::insert) == "insert");
    CHECK(text_of(WriteKind::update) == "update");
    CHECK(text_of(WriteKind::remove) == "delete");
    CHECK(text_of(LockStrength::may) == "may");
    CHECK(text_of(Evidence::documented) == "documented");
    CHECK(text_of(LockRule::Relation::none).empty());
}

TEST_CASE("broken JSON is reported with line and column") {
    const std::string message = fault("{\n  \"rules\": [,]\n}");
    CHECK_THAT(message, Contains("line 2"));
    CHECK_THAT(message, Contains("column"));
}

TEST_CASE("a file must be an object with a list of rules") {
    CHECK_THAT(fault("[]"), Contains("object"));
    CHECK_THAT(fault("{}"), Contains("\"rules\""));
    CHECK_THAT(fault(R"({"rules": {}})"), Contains("\"rules\" must be a list"));
    CHECK_THAT(
        fault(R"({"rule": []})"),
        Contains("unknown member \"rule\" (accepted: $schema, rules, settings)")
    );
    CHECK_THAT(fault(R"({"rules": [7]})"), Contains("rule number 1 is not an object"));
}

TEST_CASE("a rule without an id is called by its place") {
    const std::string second = R"({"object": "Case", "operations": ["insert"], "path": "Account"})";
    const std::string first =
        R"({"id": "a", "object": "Case", "operations": ["insert"], "path": "Account"})";
    const std::string message = fault(R"({"rules": [)" + first + ", " + second + "]}");
    CHECK_THAT(message, Contains("rule number 2: \"id\" is missing"));
}

TEST_CASE("an id is used once in a file") {
    const std::string rule =
        R"({"id": "a", "object": "Case", "operations": ["insert"], "path": "Account"})";
    CHECK_THAT(
        fault(R"({"rules": [)" + rule + ", " + rule + "]}"), Contains("rule \"a\" is there twice")
    );
}

TEST_CASE("members and words nobody knows are reported with those that exist") {
    CHECK_THAT(
        fault_of_rule(R"("opertions": [])"),
        Contains("unknown member \"opertions\" (accepted: id, object, ")
    );
    const std::string rule = R"("object": "Case", "path": "Account", )";
    CHECK_THAT(
        fault_of_rule(rule + R"("operations": ["remove"])"),
        Contains(R"("operations" has no "remove" (accepted: insert, update, delete, clear))")
    );
    CHECK_THAT(
        fault_of_rule(rule + R"("operations": [], "strength": "maybe")"),
        Contains(R"("strength" has no "maybe" (accepted: always, may, off))")
    );
    CHECK_THAT(
        fault_of_rule(rule + R"("operations": [], "evidence": "")"),
        Contains("(accepted: documented, reported, inferred)")
    );
    CHECK_THAT(
        fault_of_rule(R"("operations": [], "relation": "lookup")"),
        Contains("(accepted: self, master_detail, lookup_restrict, lookup_cascade, lookup_clear,")
    );
}

TEST_CASE("members of the wrong type are reported") {
    const std::string rule = R"("object": "Case", "operations": ["insert"], )";
    CHECK_THAT(fault_of_rule(rule + R"("path": 3)"), Contains("\"path\" must be a text"));
    CHECK_THAT(
        fault_of_rule(rule + R"("path": "Account", "strength": null)"),
        Contains("\"strength\" must be a text")
    );
    CHECK_THAT(
        fault_of_rule(rule + R"("path": "Account", "only_if_changed": "yes")"),
        Contains("\"only_if_changed\" must be true or false")
    );
    CHECK_THAT(
        fault_of_rule(R"("object": "Case", "operations": "insert")"),
        Contains("must be a list of texts")
    );
    CHECK_THAT(
        fault_of_rule(R"("object": "Case", "operations": [1])"), Contains("must be a list of texts")
    );
    CHECK_THAT(
        fault_of_rule(R"("object": "Case", "path": "Account")"),
        Contains("\"operations\" is missing")
    );
}

TEST_CASE("rules that make no sense are refused") {
    const auto [members, complaint] = GENERATE(table<std::string, std::string>({
        {R"("operations": ["insert"])", "neither \"object\" nor \"relation\""},
        {R"("operations": ["insert"], "object": "Case")", "\"path\" is missing"},
        {R"("operations": ["insert"], "object": "Case", "path": "Contact..Account")", "empty step"},
        {R"("operations": ["insert"], "object": "Case", "path": ".")", "empty step"},
        {R"("operations": ["insert"], "object": "Case", "path": "A.B.C.D.E.F")",
         "more than 5 steps"},
        {R"("operations": ["insert"], "object": "Case", "path": "Account", "except": ["*.A"])",
         "\"except\" is for"},
        {R"("operations": ["update"], "object": "Case", "relation": "self")", "exclude each other"},
        {R"("operations": ["update"], "path": "Account", "relation": "self")",
         "exclude each other"},
        {R"("operations": ["update"], "condition": "A = 1", "relation": "self")",
         "\"condition\" needs \"object\""},
        {R"("operations": ["insert"], "relation": "self")", "being inserted"},
        {R"("operations": ["update"], "relation": "self", "only_if_changed": true)",
         "needs a reference"},
        {R"("operations": ["insert"], "relation": "master_detail", "only_if_changed": true)",
         "about updates"},
        {R"("operations": ["insert"], "relation": "lookup_cascade", "except": ["Case"])",
         "not \"Case\""},
        {R"("operations": ["insert"], "relation": "lookup_cascade", "except": ["A.B.C"])",
         "not \"A.B.C\""},
        {R"("operations": ["insert"], "relation": "lookup_cascade", "except": [".B"])",
         "not \".B\""},
    }));
    CHECK_THAT(fault_of_rule(members), Contains(complaint));
}

TEST_CASE("a damaged file is an error or a list of rules, never a crash") {
    rc::prop("the shipped file with pieces cut out, doubled or overwritten", [] {
        std::string text{embedded::lock_rules_json};
        const auto damages = *rc::gen::inRange(1, 4);
        for (int i = 0; i < damages; ++i) {
            const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
            const auto length = *rc::gen::inRange<std::size_t>(0, 40);
            const std::string piece = text.substr(at, length);
            const auto how = *rc::gen::inRange(0, 3);
            if (how == 0) text.erase(at, length);
            if (how == 1) text.insert(at, piece);
            if (how == 2) text.replace(at, length, *rc::gen::arbitrary<std::string>());
            if (text.empty()) return;
        }
        const Result<std::vector<LockRule>> rules = parse_lock_rules(text, "damaged.json");
        RC_ASSERT(rules.has_value() || rules.error().code == ErrorCode::bad_file);
    });
}

TEST_CASE("errors of a rule name the line it begins on") {
    CHECK_THAT(
        fault("{\n  // \"[{\n  \"rules\": [\n    /* {\n */ {\"id\": \"a\"}\n  ]}"),
        Catch::Matchers::StartsWith("mine.json:5: rule \"a\": \"operations\" is missing")
    );
    const auto rules = parse_lock_rules(
        R"({"rules": [
            {"id": "a", "object": "Account", "operations": [], "path": "Parent"},
            {"id": "b", "object": "Account", "operations": [], "path": "No\"Such"}]})",
        "mine.json"
    );
    REQUIRE(rules.has_value());
    CHECK(rules->at(0).place == "mine.json:2");
    const auto compiled = LockRules::compile(Schema::standard(), *rules);
    REQUIRE_FALSE(compiled.has_value());
    CHECK_THAT(
        compiled.error().message, Catch::Matchers::StartsWith("mine.json:3: lock rule \"b\"")
    );
}

TEST_CASE("settings switch rules on and off") {
    const auto file = parse_lock_rule_file(
        R"({"settings": {"private-sharing": true, "share-rows": false}})", "f"
    );
    REQUIRE(file.has_value());
    CHECK(file->rules.empty());
    std::vector<LockRule> rules = standard_lock_rules();
    REQUIRE(apply_settings(file->settings, rules).has_value());
    for (const LockRule& rule : rules) {
        if (rule.setting == "private-sharing") CHECK(rule.strength == LockStrength::always);
        if (rule.setting == "share-rows") CHECK(rule.operations.empty());
        if (rule.setting == "every-lookup") CHECK(rule.strength == LockStrength::off);
    }
    const auto unknown = apply_settings({{"private", true}}, rules);
    REQUIRE_FALSE(unknown.has_value());
    CHECK_THAT(
        unknown.error().message,
        Contains("no setting \"private\" (there are ") && Contains("private-sharing")
    );
    CHECK_FALSE(parse_lock_rule_file(R"({"settings": {"private-sharing": 1}})", "f").has_value());
    CHECK_FALSE(parse_lock_rule_file(R"({"settings": []})", "f").has_value());
}

TEST_CASE("a rule about group memberships follows no path") {
    const std::string group = R"("lock": "group_membership", "operations": ["update"], )";
    CHECK_THAT(
        fault_of_rule(group + R"("object": "User", "path": "Manager")"), Contains("\"path\"")
    );
    CHECK_THAT(
        fault_of_rule(group + R"("object": "User", "only_if_changed": true)"),
        Contains("if_changed")
    );
    CHECK_THAT(fault_of_rule(group + R"("relation": "self")"), Contains("only \"owner\""));
    CHECK_THAT(
        fault_of_rule(
            R"("operations": ["insert"], "object": "User", "path": "Manager", "strength": "off")"
        ),
        Contains("\"setting\"")
    );
    CHECK_THAT(
        fault_of_rule(
            R"("operations": ["insert"], "object": "User", "path": "Manager", "via": ["User"])"
        ),
        Contains("several steps")
    );
}

TEST_CASE("no text at all makes the rule reader crash") {
    rc::prop("any text", [](const std::string& text) {
        (void)rule_lines(text);
        (void)parse_lock_rule_file(text, "f");
    });
    rc::prop("damaged rule files", [] {
        std::string text =
            R"({"settings": {"a": true}, "rules": [{"id": "a", "object": "Account", "operations": ["insert"], "path": "Parent"}]})";
        const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
        text[place] = *rc::gen::arbitrary<char>();
        (void)rule_lines(text);
        (void)parse_lock_rule_file(text, "f");
    });
}

}  // namespace
}  // namespace rowlock
