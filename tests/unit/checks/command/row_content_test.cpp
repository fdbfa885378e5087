#include "checks/command/row_content.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/record_id.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

TEST_CASE("a row hashes by what it says, not by how it is spelled") {
    const test::Folder folder;
    const auto schema = test::input_schema();
    const std::string path = folder.write("x.csv", "LastName,AccountId,Account.Code__c\n");
    const auto source = open_csv_source(path, *schema, *schema->find("Contact"), std::nullopt);
    REQUIRE(source.has_value());
    RowContent content{*source, "Key__c"};
    const auto hash = content.hash("A,0018c00002Aa1bc,code");
    const std::string full = RecordId::parse("0018c00002Aa1bc")->text();
    CHECK(content.hash("A," + full + ",code") == hash);
    CHECK(content.hash("A," + to_lower(full) + ",CODE") == hash);
    CHECK(content.hash("\"A\",\"" + full + "\",\"Code\"") == hash);
    CHECK(content.hash("A,0018c00002aA1bc,code") != hash);
    CHECK(content.hash("a,0018c00002Aa1bc,code") != hash);
    CHECK(content.hash("A,0018c00002Aa1bc,other") != hash);
    CHECK(content.hash("A,0018c00002Aa1bc,5.0") == content.hash("A,0018c00002Aa1bc,5"));
    CHECK(content.hash("AB,C,") != content.hash("A,BC,"));
}

}  // namespace
}  // namespace rowlock
