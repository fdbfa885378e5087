#include "harness/verify/roll_up_check.hpp"

#include "harness/verify/roll_up_recount.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "tests/unit/harness/verify/small_org.hpp"

#include <map>
#include <set>

namespace rowlock {
namespace {

using test::SmallOrg;
using test::value_or_fail;

RecordId master(std::uint64_t number) {
    return RecordId::make({'a', '0', '0'}, {'0', '0', '0'}, number);
}

TEST_CASE("a recount finds just the masters that show something else") {
    rc::prop("for every kind and any details", [] {
        const auto kind =
            *rc::gen::element(RollUpKind::count, RollUpKind::sum, RollUpKind::min, RollUpKind::max);
        const auto masters = *rc::gen::inRange<std::uint64_t>(1, 6);
        const auto details = *rc::gen::container<std::vector<std::pair<unsigned, int>>>(
            rc::gen::pair(rc::gen::inRange(0U, 6U), rc::gen::inRange(-500, 500))
        );
        const auto wrong =
            *rc::gen::container<std::vector<bool>>(masters, rc::gen::arbitrary<bool>());
        const auto expected_of = [&](std::uint64_t number) -> std::optional<double> {
            std::multiset<double> values;
            for (const auto& detail : details) {
                if (detail.first == number) values.insert(detail.second / 4.0);
            }
            double sum = 0.0;
            for (const double value : values) sum += value;
            switch (kind) {
                case RollUpKind::count:
                    return static_cast<double>(values.size());
                case RollUpKind::sum:
                    return sum;
                case RollUpKind::min:
                    return values.empty() ? std::nullopt : std::optional{*values.begin()};
                case RollUpKind::max:
                    return values.empty() ? std::nullopt : std::optional{*values.rbegin()};
            }
            return std::nullopt;
        };
        RollUpRecount recount{kind, 2};
        for (std::uint64_t i = masters; i-- > 0;) {
            auto shown = expected_of(i);
            if (wrong[i]) shown = shown.value_or(0.0) + 0.01;
            recount.add_master(master(i), shown);
        }
        recount.end_masters();
        for (const auto& detail : details) {
            const bool known = recount.add_detail(master(detail.first), detail.second / 4.0);
            RC_ASSERT(known == (detail.first < masters));
        }
        std::vector<bool> found(masters);
        for (const auto& mismatch : recount.mismatches()) found[mismatch.master.number()] = true;
        RC_ASSERT(found == wrong);
    });
}

TEST_CASE("an empty count or sum is 0, an empty minimum is not") {
    for (const auto kind : {RollUpKind::count, RollUpKind::sum}) {
        RollUpRecount recount{kind, 0};
        recount.add_master(master(1), std::nullopt);
        recount.end_masters();
        CHECK(recount.mismatches().empty());
    }
    RollUpRecount recount{RollUpKind::min, 0};
    recount.add_master(master(1), 0.0);
    recount.end_masters();
    CHECK(recount.mismatches().size() == 1);
}

/// Invoices of accounts, with a summary of each kind.
std::string schema_text(const std::string& filter) {
    const auto summary = [&](const std::string& name, const std::string& operation) {
        return R"({"name": ")" + name + R"(", "type": "currency", "precision": 18, "scale": 2,
            "summary": {"operation": ")" +
               operation + R"(", "object": "Invoice__c", "reference": "Account__c",
            "field": "Amount__c", "filter": ")" +
               filter + "\"}}";
    };
    return R"({"objects": [
        {"name": "Account", "fields": [)" +
           summary("Total__c", "sum") + ", " + summary("Least__c", "min") + ", " +
           summary("Most__c", "max") + R"(,
            {"name": "Invoices__c", "type": "double", "precision": 18, "scale": 0,
             "summary": {"operation": "count", "object": "Invoice__c", "reference": "Account__c",
                         "filter": ")" +
           filter + R"("}}]},
        {"name": "Invoice__c", "fields": [
            {"name": "Account__c", "type": "reference", "referenceTo": ["Account"],
             "relationshipName": "Account__r", "cascadeDelete": true, "nillable": false},
            {"name": "Amount__c", "type": "currency", "precision": 18, "scale": 2}]}]})";
}

TEST_CASE("an org's roll-ups are recounted, and others than it has are found wrong") {
    const auto schema = value_or_fail(load_schema(schema_text("Amount__c > 0"), "schema.json"));
    OrgConfig config = steady_config();
    config.schema = schema;
    SmallOrg org{std::move(config)};
    const std::string full = org.account("full");
    org.account("empty");
    for (const char* amount : {"0.1", "0.2", "12345678.9", "-5"}) {
        org.api().create(
            "Invoice__c", R"({"Account__c": ")" + full + R"(", "Amount__c": )" + amount + "}"
        );
    }
    FindingFiles files = test::no_files();
    REQUIRE(schema->roll_ups().size() == 4);
    for (const RollUp& roll_up : schema->roll_ups()) {
        const auto check = value_or_fail(check_roll_up(org.questions(), *schema, roll_up, files));
        INFO(check.subject << ": " << check.detail);
        CHECK(check.status == ProofStatus::passed);
    }
    const auto other = value_or_fail(load_schema(schema_text("Amount__c < 0"), "schema.json"));
    for (const RollUp& roll_up : other->roll_ups()) {
        const auto check = value_or_fail(check_roll_up(org.questions(), *other, roll_up, files));
        REQUIRE(check.findings.size() == 1);
        CHECK(check.findings[0].id == full);
    }
}

}  // namespace
}  // namespace rowlock
