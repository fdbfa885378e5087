#include "mockorg/testing/scenario_labels.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a single thing is found by its name, a group's members by number") {
    ScenarioLabels labels;
    REQUIRE(labels.add("Acme", LabelKind::record, std::nullopt));
    REQUIRE(labels.add("A", LabelKind::record, 12));
    CHECK(labels.find("Acme", LabelKind::record) == LabelRef{"Acme", std::nullopt});
    CHECK(labels.find("A", LabelKind::record) == LabelRef{"A", std::nullopt});
    CHECK(labels.find("A1", LabelKind::record) == LabelRef{"A", 0});
    CHECK(labels.find("A12", LabelKind::record) == LabelRef{"A", 11});
    for (const std::string unknown :
         {"A0", "A13", "A01", "A99999999999999999999", "a1", "Acme1", "B", "", "1"}) {
        CAPTURE(unknown);
        CHECK_FALSE(labels.find(unknown, LabelKind::record).has_value());
    }
    CHECK(labels.is_group({"A", std::nullopt}));
    CHECK_FALSE(labels.is_group({"A", 3}));
    CHECK_FALSE(labels.is_group({"Acme", std::nullopt}));
}

TEST_CASE("names are of one kind") {
    ScenarioLabels labels;
    REQUIRE(labels.add("J", LabelKind::job, 2));
    CHECK_FALSE(labels.find("J1", LabelKind::record).has_value());
    CHECK(labels.find("J1", LabelKind::job).has_value());
    CHECK(labels.names(LabelKind::job) == "J");
    CHECK(labels.names(LabelKind::write) == "none");
}

TEST_CASE("no two names can mean the same thing") {
    ScenarioLabels labels;
    REQUIRE(labels.add("A1", LabelKind::record, std::nullopt));
    CHECK_FALSE(labels.add("A1", LabelKind::job, std::nullopt));
    CHECK_FALSE(labels.add("A", LabelKind::job, 3));
    REQUIRE(labels.add("B", LabelKind::job, 3));
    CHECK_FALSE(labels.add("B2", LabelKind::write, std::nullopt));
    CHECK(labels.add("B4", LabelKind::write, std::nullopt));
    CHECK(labels.add("A", LabelKind::job, std::nullopt));
}

TEST_CASE("what may be a name") {
    CHECK(ScenarioLabels::is_label("A"));
    CHECK(ScenarioLabels::is_label("Big_Job_2"));
    for (const std::string text : {"", "2A", "_A", "A-B", "A B", "@A", "Ä"}) {
        CAPTURE(text);
        CHECK_FALSE(ScenarioLabels::is_label(text));
    }
}

}  // namespace
}  // namespace rowlock
