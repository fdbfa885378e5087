#include "harness/batcher/generator.hpp"

#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/case_file.hpp"
#include "harness/batcher/judge.hpp"
#include "harness/batcher/label.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <set>

namespace rowlock::batcher {
namespace {

TEST_CASE("a case depends on the settings and its number alone") {
    rc::prop("for any number", [] {
        GeneratorSettings settings;
        settings.seed = *rc::gen::inRange(0U, 100U);
        const std::uint64_t number = *rc::gen::inRange(0U, 1'000U);
        const AbstractCase once = make_case(settings, number);
        make_case(settings, number + 1);
        RC_ASSERT(make_case(settings, number) == once);
        RC_ASSERT(fault_of(once).empty());
    });
}

TEST_CASE("no case has more rows than it may, nor batches of more than a third of them") {
    rc::prop("for any limits", [] {
        GeneratorSettings settings;
        settings.rows_max = *rc::gen::inRange(1U, 60U);
        settings.cap_rows_max = *rc::gen::inRange(1U, 40U);
        const AbstractCase abstract = make_case(settings, *rc::gen::inRange(0U, 2'000U));
        RC_ASSERT(abstract.rows.size() <= settings.rows_max);
        RC_ASSERT(abstract.caps.rows <= settings.cap_rows_max);
        RC_ASSERT(abstract.caps.rows <= std::max(1U, settings.rows_max / 3));
    });
}

TEST_CASE("a case survives its file") {
    rc::prop("for any case", [] {
        const AbstractCase abstract = make_case(GeneratorSettings{}, *rc::gen::inRange(0U, 2'000U));
        const auto read = parse_case(case_json(abstract, "I4"), "case.json");
        if (!read) RC_FAIL(read.error().message);
        RC_ASSERT(*read == abstract);
    });
}

TEST_CASE("a file that is no case is refused, not believed") {
    const std::string sound = case_json(make_case(GeneratorSettings{}, 30), {});
    for (const std::string& text : {
             std::string{"{"},
             std::string{"[]"},
             std::string{"{}"},
             std::string{R"({"rowlockCase":2,"columns":[],"rows":[]})"},
             std::string{R"({"rowlockCase":1,"rowsMax":0,"columns":[],"rows":[]})"},
             std::string{R"({"rowlockCase":1,"columns":[],"rows":[{"keys":[{"parent":1}]}]})"},
             std::string{R"({"rowlockCase":1,"columns":[{"prefix":"1"}],"rows":[]})"},
             std::string{R"({"rowlockCase":1,"columns":[],"rows":[{"name":-1,"keys":[]}]})"},
             sound.substr(0, sound.size() / 2),
         }) {
        const auto read = parse_case(text, "case.json");
        INFO(text);
        REQUIRE_FALSE(read);
        CHECK_THAT(read.error().message, Catch::StartsWith("case.json"));
    }
}

TEST_CASE("what is left out does not come") {
    rc::prop("for any number", [] {
        const auto feature = static_cast<Feature>(*rc::gen::inRange<std::size_t>(0, k_features));
        GeneratorSettings settings;
        settings.features.remove(feature);
        const AbstractCase abstract = make_case(settings, *rc::gen::inRange(0U, 2'000U));
        FunctionBatcher nobody{[](const Instance&, Surroundings) { return Answer{}; }};
        const Trial trial{abstract, nobody};
        for (const Label& label : all_labels()) {
            const auto& features = label.features;
            if (std::count(features.begin(), features.end(), feature) > 0) {
                RC_LOG() << label.name << '\n' << case_json(abstract, {});
                RC_ASSERT(!label.fits(trial));
            }
        }
    });
}

/// The labels that these cases miss, with the settings they come from.
std::string missing_labels(const GeneratorSettings& settings, std::uint64_t cases) {
    FunctionBatcher nobody{[](const Instance&, Surroundings) { return Answer{}; }};
    LabelCounts labels;
    for (std::uint64_t number = 0; number < cases; ++number) {
        const AbstractCase abstract = make_case(settings, number);
        labels.count(Trial{abstract, nobody});
    }
    std::string text;
    for (const std::size_t label : labels.missing(settings)) {
        text += std::string{all_labels()[label].name} + ": " +
                std::to_string(labels.counts()[label]) + "; ";
    }
    return text;
}

TEST_CASE("every label is reached by the usual numbers of cases, with any seed") {
    GeneratorSettings settings;
    for (settings.seed = 1; settings.seed <= 40; ++settings.seed) {
        INFO("seed " << settings.seed);
        CHECK(missing_labels(settings, k_labelled_cases_min) == "");
    }
    for (settings.seed = 1; settings.seed <= 5; ++settings.seed) {
        INFO("seed " << settings.seed);
        CHECK(missing_labels(settings, 140) == "");
        CHECK(missing_labels(settings, 300) == "");
    }
}

TEST_CASE("labels ask for nothing that the object, the operation or the limits rule out") {
    using Kind = std::pair<const char*, const char*>;
    const auto [object, operation] = GENERATE(values<Kind>({
        {"Contact", "insert"},
        {"Contact", "update"},
        {"Contact", "delete"},
        {"Account", "update"},
        {"User", "insert"},
        {"User", "update"},
        {"OpportunityLineItem", "update"},
        {"Task", "insert"},
    }));
    const std::uint32_t most = GENERATE(1U, 2U, 7U, 100U);
    auto domain = make_domain(Schema::standard(), standard_lock_rules(), object, operation);
    REQUIRE(domain);
    GeneratorSettings settings;
    settings.domains = {*domain};
    settings.cap_rows_max = most;
    for (settings.seed = 1; settings.seed <= 3; ++settings.seed) {
        INFO(object << ' ' << operation << ", " << most << " rows, seed " << settings.seed);
        CHECK(missing_labels(settings, 300) == "");
        CHECK(make_case(settings, settings.seed).caps.rows <= most);
    }
}

TEST_CASE("sixty cases meet every standard domain, and updates that name a record twice") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        GeneratorSettings settings;
        settings.seed = seed;
        std::set<std::string> seen;
        for (std::uint64_t number = 0; number < 60; ++number) {
            const AbstractCase abstract = make_case(settings, number);
            seen.insert(abstract.object + abstract.operation + abstract.key_columns.at(0).name);
        }
        CHECK(seen.size() == standard_domains().size());
    }
}

TEST_CASE("labels too rare are missed, once there are enough cases") {
    FunctionBatcher nobody{[](const Instance&, Surroundings) { return Answer{}; }};
    const GeneratorSettings settings;
    const AbstractCase always_this = make_case(settings, 0);
    LabelCounts labels;
    for (std::uint64_t number = 1; number < k_labelled_cases_min; ++number) {
        labels.count(Trial{always_this, nobody});
    }
    CHECK(labels.missing(settings).empty());
    labels.count(Trial{always_this, nobody});
    CHECK_FALSE(labels.missing(settings).empty());
}

TEST_CASE("domains take their key columns from the lock rules") {
    const auto columns_of = [](std::string_view object, std::string_view operation) {
        std::set<std::string> names;
        const auto domain =
            make_domain(Schema::standard(), standard_lock_rules(), object, operation);
        REQUIRE(domain);
        for (const Column& column : domain->key_columns) names.insert(column.name);
        return names;
    };
    CHECK(columns_of("Contact", "insert").count("AccountId") == 1);
    CHECK(columns_of("contact", "update").count("Id") == 1);
    CHECK(columns_of("OpportunityLineItem", "insert").count("Opportunity.AccountId") == 1);
    CHECK_FALSE(make_domain(Schema::standard(), standard_lock_rules(), "Nothing", "insert"));
    CHECK_FALSE(make_domain(Schema::standard(), standard_lock_rules(), "Contact", "merge"));
    CHECK(standard_domains().size() >= 10);
    for (const Domain& domain : standard_domains()) {
        INFO(domain.object << " " << domain.operation);
        CHECK_FALSE(domain.key_columns.empty());
    }
}

}  // namespace
}  // namespace rowlock::batcher
