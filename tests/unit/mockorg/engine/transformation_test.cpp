#include "mockorg/engine/transformation.hpp"

#include "mockorg/engine/chunk_rows.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

const std::string k_header = "Salesforce Field,Csv Header,Value,Hint\n";

std::string error_in(const std::string& csv) {
    return error_of(parse_transformation(csv));
}

TEST_CASE("a specification maps columns to fields and gives constants") {
    const auto spec =
        require_value(parse_transformation(k_header + "Name,Full Name,,\nIndustry,,Energy,\n"));
    REQUIRE(spec.lines.size() == 2);
    CHECK(spec.lines[0].field == "Name");
    CHECK(spec.lines[0].column == "Full Name");
    CHECK(spec.lines[1].value == "Energy");
    // Columns in any order and letter case, some missing.
    const auto short_spec =
        require_value(parse_transformation("csv header,salesforce field\nN,Name"));
    CHECK(short_spec.lines[0].field == "Name");
    CHECK(short_spec.lines[0].column == "N");
    CHECK(short_spec.lines[0].value.empty());
}

TEST_CASE("a CSV batch is read by its specification") {
    const auto spec = require_value(parse_transformation(
        k_header + "Name,Full Name,,\nPhone,Tel,0,\nIndustry,,Energy,\nFax,Nowhere,,\n"
    ));
    const auto schema = engine_schema();
    const auto upload = prepare_upload(
        "full name,Tel,Website\nA,1,a.com\nB,,\nC\n",
        {},
        {*schema, *schema->find("Account"), Operation::insert, {}},
        BatchReading{std::nullopt, &spec}
    );
    REQUIRE_FALSE(upload->error.has_value());
    CHECK(upload->names == std::vector<std::string>{"Name", "Phone", "Website", "Industry"});
    ChunkRows rows{*upload};
    const auto texts = [&](std::uint32_t number) {
        std::vector<std::string> cells;
        for (const InputCell& cell : require_value(rows.read(number)).cells)
            cells.emplace_back(cell.text);
        return cells;
    };
    CHECK(texts(0) == std::vector<std::string>{"A", "1", "a.com", "Energy"});
    CHECK(texts(1) == std::vector<std::string>{"B", "0", "", "Energy"});
    CHECK(texts(2) == std::vector<std::string>{"C", "0", "", "Energy"});
}

TEST_CASE("lines speak of the header as sent: names can be swapped and handed on") {
    const auto [lines, names] = GENERATE(table<std::string, std::vector<std::string>>({
        {"Name,Phone,,\nPhone,Name,,\n", {"Phone", "Name", "Fax"}},
        {"Phone,Name,,\nFax,Phone,,\nWebsite,Fax,,\n", {"Phone", "Fax", "Website"}},
        {"Website,Fax,,\nFax,Phone,,\nPhone,Name,,\n", {"Phone", "Fax", "Website"}},
        {"Fax,Name,,\nPhone,Fax,x,\nName,Phone,,\nIndustry,,y,\nWebsite,,z,\n",
         {"Fax", "Name", "Phone", "Industry", "Website"}},
    }));
    const auto spec = require_value(parse_transformation(k_header + lines));
    const auto schema = engine_schema();
    const auto upload = prepare_upload(
        "Name,Phone,Fax\nA,B,\n",
        {},
        {*schema, *schema->find("Account"), Operation::insert, {}},
        BatchReading{std::nullopt, &spec}
    );
    REQUIRE_FALSE(upload->error.has_value());
    CHECK(upload->names == names);
    ChunkRows rows{*upload};
    const auto cells = require_value(rows.read(0)).cells;
    CHECK(cells[0].text == "A");
    CHECK(cells[1].text == "B");
    if (names.size() < 5) return;
    CHECK(cells[2].text == "x");
    CHECK(cells[3].text == "y");
    CHECK(cells[4].text == "z");
}

TEST_CASE("a constant stays out of a column without a name") {
    const auto spec = require_value(parse_transformation(k_header + "Industry,,Energy,\n"));
    const auto schema = engine_schema();
    const auto upload = prepare_upload(
        "Name,\nA,B\n",
        {},
        {*schema, *schema->find("Account"), Operation::insert, {}},
        BatchReading{std::nullopt, &spec}
    );
    CHECK(upload->names == std::vector<std::string>{"Name", "", "Industry"});
}

TEST_CASE("specifications that say nothing, or too much") {
    CHECK(error_in("").find("CLIENTINPUTERROR:") == 0);
    CHECK(error_in("Field,Csv Header\nName,N\n").find("CLIENTINPUTERROR:") == 0);
    CHECK(error_in("Csv Header\nN\n").find("CLIENTINPUTERROR:") == 0);
    CHECK(error_in(k_header + ",N,,\n").find("CLIENTINPUTERROR:") == 0);
    CHECK(error_in(k_header + "Name,\"N,,\n").find("CLIENTINPUTERROR:") == 0);
    CHECK(error_in(k_header + "Birthdate,B,,MM/dd/yyyy\n").find("no hints") != std::string::npos);
    CHECK(
        error_in(k_header + "Name,N,,\nPhone,n,,\n") ==
        "CLIENTINPUTERROR:Transformation spec: two lines name the column n:--"
    );
    CHECK(error_in(k_header + std::string(8'192, 'x')).find("8192") != std::string::npos);
}

}  // namespace
}  // namespace rowlock
