#include "mockorg/engine/roll_ups.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// An opportunity, and a bolt at 7.50 in a price book.
struct LineItemFieldsFixture : EngineFixture {
    LineItemFieldsFixture() { REQUIRE(attach_roll_ups(*schema, plans).has_value()); }

    RecordHandle product =
        add("Product2", {{"Name", "Bolt"}, {"ProductCode", "B-1"}, {"IsActive", "true"}});
    RecordHandle book = add("Pricebook2", {{"Name", "List"}});
    RecordHandle entry =
        add("PricebookEntry",
            {{"Pricebook2Id", id(book)}, {"Product2Id", id(product)}, {"UnitPrice", "7.50"}});
    RecordHandle deal =
        add("Opportunity",
            {{"Name", "Deal"},
             {"StageName", "Prospecting"},
             {"CloseDate", "2026-01-01"},
             {"Amount", "1000"}});

    RecordHandle item(Fields fields) {
        // Totals are only kept by those who were told of them.
        REQUIRE(plans.front().roll_ups != nullptr);
        fields.emplace_back("OpportunityId", id(deal));
        fields.emplace_back("PricebookEntryId", id(entry));
        return add("OpportunityLineItem", fields);
    }

    double number(RecordHandle record, const std::string& name) const {
        return value(record, name).number;
    }

    void change(const std::string& object, RecordHandle record, Fields fields) {
        fields.emplace_back("Id", id(record));
        REQUIRE(write(object, Operation::update, fields).has_value());
    }

    void remove(const std::string& object, RecordHandle record) {
        REQUIRE(write(object, Operation::remove, {{"Id", id(record)}}).has_value());
    }

    void bring_back(const std::string& object, RecordHandle record) {
        REQUIRE(write(object, Operation::undelete, {{"Id", id(record)}}).has_value());
    }

    /// Amount, quantity, and whether there are items.
    std::string totals() const {
        return fmt::format(
            "{} {} {}",
            number(deal, "Amount"),
            number(deal, "TotalOpportunityQuantity"),
            value(deal, "HasOpportunityLineItem").boolean
        );
    }
};

TEST_CASE_METHOD(
    LineItemFieldsFixture, "a price book entry is named after its product, whatever that becomes"
) {
    CHECK(text(entry, "Name") == "Bolt");
    CHECK(text(entry, "ProductCode") == "B-1");
    change("Product2", product, {{"Name", "Nut"}, {"ProductCode", "#N/A"}});
    CHECK(text(entry, "Name") == "Nut");
    CHECK(value(entry, "ProductCode").is_null());
}

TEST_CASE_METHOD(LineItemFieldsFixture, "a line item says what its entry and product are") {
    const RecordHandle bolts = item({{"Quantity", "3"}, {"UnitPrice", "7"}});
    CHECK(text(bolts, "Name") == "Deal Bolt");
    CHECK(text(bolts, "ProductCode") == "B-1");
    CHECK(value(bolts, "Product2Id").record == product);
    CHECK(number(bolts, "ListPrice") == 7.5);
}

TEST_CASE_METHOD(
    LineItemFieldsFixture, "a line item's total is its quantity times its price, or the other way"
) {
    const RecordHandle bolts = item({{"Quantity", "3"}, {"UnitPrice", "7"}});
    CHECK(number(bolts, "TotalPrice") == 21);
    change("OpportunityLineItem", bolts, {{"Quantity", "4"}});
    CHECK(number(bolts, "TotalPrice") == 28);
    change("OpportunityLineItem", bolts, {{"TotalPrice", "20"}});
    CHECK(number(bolts, "UnitPrice") == 5);
    const RecordHandle by_total = item({{"Quantity", "3"}, {"TotalPrice", "10"}});
    CHECK(number(by_total, "UnitPrice") == 3.33);
    CHECK(number(by_total, "TotalPrice") == 10);
    CHECK(number(item({{"Quantity", "3"}, {"UnitPrice", "3.335"}}), "TotalPrice") == 10.01);
}

TEST_CASE_METHOD(LineItemFieldsFixture, "a total that is no multiple of its unit price stands") {
    const RecordHandle bolts = item({{"Quantity", "3"}, {"TotalPrice", "100"}});
    CHECK(number(bolts, "UnitPrice") == 33.33);
    change("OpportunityLineItem", bolts, {{"Description", "galvanised"}});
    CHECK(number(bolts, "TotalPrice") == 100);
    CHECK(totals() == "100 3 true");
    change("OpportunityLineItem", bolts, {{"Quantity", "3"}});
    CHECK(number(bolts, "TotalPrice") == 99.99);
}

TEST_CASE_METHOD(LineItemFieldsFixture, "fractions of cents leave no trace in the totals") {
    std::vector<RecordHandle> items;
    for (int i = 0; i < 10; ++i) items.push_back(item({{"Quantity", "0.006"}, {"UnitPrice", "1"}}));
    for (const RecordHandle each : items)
        change("OpportunityLineItem", each, {{"Quantity", "0.004"}});
    CHECK(number(deal, "TotalOpportunityQuantity") == 0);
    for (const RecordHandle each : items) remove("OpportunityLineItem", each);
    CHECK_FALSE(value(deal, "HasOpportunityLineItem").boolean);
}

TEST_CASE_METHOD(LineItemFieldsFixture, "an opportunity's totals are those of its line items") {
    CHECK(number(deal, "Amount") == 1000);
    const RecordHandle first = item({{"Quantity", "3"}, {"UnitPrice", "7"}});
    CHECK(totals() == "21 3 true");
    CHECK(number(deal, "ExpectedRevenue") == 2.1);
    CHECK(value(deal, "Pricebook2Id").record == book);
    const RecordHandle second = item({{"Quantity", "1"}, {"UnitPrice", "0.10"}});
    CHECK(totals() == "21.1 4 true");
    change("OpportunityLineItem", second, {{"UnitPrice", "9"}});
    CHECK(totals() == "30 4 true");
    remove("OpportunityLineItem", first);
    CHECK(totals() == "9 1 true");
    CHECK(number(deal, "ExpectedRevenue") == 0.9);
    bring_back("OpportunityLineItem", first);
    CHECK(totals() == "30 4 true");
}

TEST_CASE_METHOD(
    LineItemFieldsFixture, "the last line item to go leaves the amount, the next begins anew"
) {
    const RecordHandle only = item({{"Quantity", "3"}, {"UnitPrice", "7"}});
    remove("OpportunityLineItem", only);
    CHECK(totals() == "21 3 false");
    change("Opportunity", deal, {{"Amount", "50"}});
    item({{"Quantity", "1"}, {"UnitPrice", "7"}});
    CHECK(totals() == "7 1 true");
}

TEST_CASE_METHOD(
    LineItemFieldsFixture, "what is given back leaves others, though quantities come to nothing"
) {
    const RecordHandle sold = item({{"Quantity", "2"}, {"UnitPrice", "7"}});
    item({{"Quantity", "-1"}, {"UnitPrice", "7"}});
    const RecordHandle more = item({{"Quantity", "-1"}, {"UnitPrice", "7"}});
    remove("OpportunityLineItem", sold);
    CHECK(totals() == "-14 -2 true");
    item({{"Quantity", "1"}, {"UnitPrice", "7"}});
    remove("OpportunityLineItem", more);
    CHECK(totals() == "0 0 true");
}

TEST_CASE_METHOD(LineItemFieldsFixture, "nobody writes an amount that line items make up") {
    item({{"Quantity", "3"}, {"UnitPrice", "7"}});
    change("Opportunity", deal, {{"Amount", "5"}, {"NextStep", "Call"}});
    CHECK(totals() == "21 3 true");
    CHECK(text(deal, "NextStep") == "Call");
}

TEST_CASE_METHOD(LineItemFieldsFixture, "an opportunity that goes and returns keeps its totals") {
    item({{"Quantity", "3"}, {"UnitPrice", "7"}});
    item({{"Quantity", "1"}, {"UnitPrice", "9"}});
    remove("Opportunity", deal);
    CHECK(totals() == "30 4 true");
    bring_back("Opportunity", deal);
    CHECK(totals() == "30 4 true");
}

TEST_CASE_METHOD(LineItemFieldsFixture, "a campaign counts its members") {
    const RecordHandle fair = add("Campaign", {{"Name", "Fair"}});
    const auto counts = [&] {
        return fmt::format(
            "{} {} {}",
            number(fair, "NumberOfContacts"),
            number(fair, "NumberOfLeads"),
            number(fair, "NumberOfResponses")
        );
    };
    CHECK_FALSE(value(fair, "NumberOfContacts").is_null());
    CHECK(counts() == "0 0 0");
    const std::string ann = id(add("Contact", {{"LastName", "Lee"}}));
    const std::string bob = id(add("Lead", {{"LastName", "Bob"}, {"Company", "Acme"}}));
    add("CampaignMember", {{"CampaignId", id(fair)}, {"ContactId", ann}});
    const RecordHandle lead =
        add("CampaignMember", {{"CampaignId", id(fair)}, {"LeadId", bob}, {"Status", "Responded"}});
    CHECK(counts() == "1 1 1");
    remove("CampaignMember", lead);
    CHECK(counts() == "1 0 0");
}

}  // namespace
}  // namespace rowlock
