#include "checks/findings/data_scan.hpp"

#include "mockorg/base/record_id.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/findings/contact_data.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using test::contact_settings;
using test::rules_of;
using Names = std::vector<std::string>;
using Places = std::vector<FindingPlace>;

const std::string k_account = RecordId::make({'0', '0', '1'}, {'A', 'b', '0'}, 7).text();

std::vector<Finding> scan(const std::string& text, const DataSettings& settings) {
    Findings findings;
    scan_data(text, "c.csv", settings, findings);
    return findings.sorted();
}

Names rules(const std::string& text, const DataSettings& settings) {
    Findings findings;
    scan_data(text, "c.csv", settings, findings);
    return rules_of(findings);
}

TEST_CASE("a sound file has no findings, rows and batches are counted") {
    auto settings = contact_settings(WriteOperation::insert);
    settings.rows_per_batch = 2;
    settings.caps = k_bulk1_caps;
    Findings findings;
    const std::string text =
        "LastName,AccountId\nA," + k_account + "\n\n\"B \"\"x\"\", y\",\nC,#N/A";
    const DataScanResult result = scan_data(text, "c.csv", settings, findings);
    CHECK(rules_of(findings).empty());
    CHECK(result.rows == 3);
    CHECK(result.batches == 2);
}

TEST_CASE("an empty file and one with a header only have no rows") {
    const Names no_rows{"no-rows"};
    CHECK(rules("", contact_settings(WriteOperation::insert)) == no_rows);
    CHECK(rules("LastName\n", contact_settings(WriteOperation::insert)) == no_rows);
}

TEST_CASE("texts are held to the length of their fields, in characters") {
    const auto insert = contact_settings(WriteOperation::insert);
    const std::size_t most = insert.object->find_field("LastName")->length;
    REQUIRE(most > 0);
    std::string umlauts;
    for (std::size_t i = 0; i < most; ++i) umlauts += "\u00FC";
    CHECK(rules("LastName\n" + umlauts + "\n\"" + std::string(most, 'a') + "\"\n", insert).empty());
    const auto found = scan("LastName\nA\n" + umlauts + "b\n", insert);
    REQUIRE(found.size() == 1);
    CHECK(found[0].rule == FindingRule::long_value);
    CHECK(found[0].field == "LastName");
    const std::string told =
        std::to_string(most + 1) + " characters, " + std::to_string(most) + " at most";
    CHECK(found[0].examples == Places{{2, 3, told}});
    const auto update = contact_settings(WriteOperation::update);
    CHECK(rules("Id,LastName\n003000000000001,#N/A\n", update).empty());
}

TEST_CASE("bad ids are told from bad checksums, with row and line") {
    std::string folded = k_account;
    folded[17] = folded[17] == 'A' ? 'B' : 'A';
    const auto findings = scan(
        "LastName,AccountId\n\"two\nlines\",x\nA," + folded + "\nB,#N/A\nC,y\n",
        contact_settings(WriteOperation::insert)
    );
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].rule == FindingRule::malformed_id);
    CHECK(findings[0].field == "AccountId");
    CHECK(findings[0].examples == Places{{1, 2, "x"}, {4, 6, "y"}});
    CHECK(findings[1].rule == FindingRule::id_checksum);
    CHECK(findings[1].examples == Places{{2, 4, folded}});
}

TEST_CASE("required values and keys must be there") {
    CHECK(
        rules("LastName,Phone\n,1\n", contact_settings(WriteOperation::insert)) ==
        Names{"missing-value"}
    );
    CHECK(
        rules("Email,LastName\n,#N/A\n", contact_settings(WriteOperation::upsert, "Email")) ==
        Names{"missing-key", "missing-value-if-new"}
    );
}

TEST_CASE("a key may come once in a transaction, not once in the file") {
    auto settings = contact_settings(WriteOperation::upsert, "Email");
    settings.chunk_rows = 2;
    settings.rows_per_batch = 3;
    // Transactions: a b | c // b c | d d
    const std::string head = "Email,LastName\n";
    const auto findings = scan(head + "a,x\nb,x\nc,x\nb,x\nc,x\nd,x\nD,x\n", settings);
    CHECK(findings.empty());
    const auto doubled = scan(head + "a,x\nA,x\n", settings);
    REQUIRE(doubled.size() == 1);
    CHECK(doubled[0].rule == FindingRule::duplicate_external_id);
    CHECK(doubled[0].examples == Places{{2, 3, "A"}});
}

TEST_CASE("one record by two forms of its id is the same record") {
    const std::string id = RecordId::make({'0', '0', '3'}, {'A', 'b', '0'}, 7).text();
    const std::string text = "Id\n" + id + "\n" + id.substr(0, 15) + "\n";
    CHECK(rules(text, contact_settings(WriteOperation::remove)) == Names{"duplicate-id"});
}

TEST_CASE("quotes, cell counts, line ends and byte-order marks") {
    const auto settings = contact_settings(WriteOperation::insert);
    CHECK(rules("LastName,Phone\nA,b\"c\"\n\"x\" ,y\n", settings) == Names{"broken-row"});
    CHECK(rules("LastName,Phone\n\"A\"B\"\",c\n", settings) == Names{"broken-row"});
    CHECK(rules("LastName,Phone\nA\nB,1,2\n", settings) == Names{"cell-count"});
    CHECK(rules("\xEF\xBB\xBFLastName\nA\n", settings) == Names{"byte-order-mark"});
    const auto mixed = scan("LastName\nA\nB\r\n", settings);
    REQUIRE(mixed.size() == 1);
    CHECK(mixed[0].rule == FindingRule::line_ending);
    CHECK(mixed[0].examples == Places{{0, 3, "CRLF"}});
    auto crlf = settings;
    crlf.line_ending = LineEnding::crlf;
    CHECK(rules("LastName\r\nA\r\n", crlf).empty());
    CHECK(rules("LastName\r\n\"A\nB\"\r\n", crlf) == Names{"line-ending"});
}

TEST_CASE("a file whose line end nobody named may have either, but not both") {
    auto settings = contact_settings(WriteOperation::insert);
    settings.line_ending = std::nullopt;
    CHECK(rules("LastName\r\nA\r\n", settings).empty());
    CHECK(rules("LastName\nA\n", settings).empty());
    CHECK(rules("LastName", settings) == Names{"no-rows"});
    CHECK(rules("LastName\r\nA\n", settings) == Names{"line-ending"});
}

TEST_CASE("an id of another standard object is in the wrong column") {
    const std::string contact = RecordId::make({'0', '0', '3'}, {'A', 'b', '0'}, 7).text();
    const std::string unknown = RecordId::make({'x', '0', '3'}, {'A', 'b', '0'}, 7).text();
    const auto settings = contact_settings(WriteOperation::insert);
    const std::string head = "LastName,AccountId\nA,";
    CHECK(rules(head + contact + "\n", settings) == Names{"wrong-object-id"});
    CHECK(rules(head + unknown + "\n", settings).empty());
    CHECK(
        rules("Id\n" + k_account + "\n", contact_settings(WriteOperation::remove)) ==
        Names{"wrong-object-id"}
    );
}

TEST_CASE("an upsert by Id makes a new record of a row without one") {
    CHECK(rules("Id,LastName\n,A\n,B\n", contact_settings(WriteOperation::upsert)).empty());
    CHECK(
        rules("Id,LastName\n,A\n", contact_settings(WriteOperation::update)) == Names{"missing-key"}
    );
}

TEST_CASE("bytes that are no UTF-8 are found by line and column, in values and in the header") {
    const auto insert = contact_settings(WriteOperation::insert);
    const auto found = scan(
        "LastName,Title\nA\u00FC,B\n\"\u00FCx\ny\u00FC\xFF\",\xC3\nC,\u00FC\xE4\xFF\n", insert
    );
    REQUIRE(found.size() == 2);
    CHECK(found[0].rule == FindingRule::ill_formed_text);
    CHECK(found[0].field == "LastName");
    CHECK(found[0].examples == Places{{2, 4, "byte 0xFF", 3}});
    CHECK(found[1].field == "Title");
    CHECK(found[1].examples == Places{{2, 4, "byte 0xC3", 6}, {3, 5, "byte 0xE4", 4}});
    const auto header = scan("\n\u00FC,LastName,T\xFCtle\n,A,B\n", insert);
    const auto in_header = std::find_if(header.begin(), header.end(), [](const Finding& each) {
        return each.rule == FindingRule::ill_formed_text;
    });
    REQUIRE(in_header != header.end());
    CHECK(in_header->examples == Places{{0, 2, "byte 0xFC", 13}});
    CHECK(rules("LastName,Title\nA\u00FC,\U0001F600\n", insert).empty());
}

TEST_CASE("a scan that is stopped ends") {
    auto settings = contact_settings(WriteOperation::insert);
    settings.stopped = [] { return true; };
    Findings findings;
    CHECK(scan_data("LastName\nA\n", "c.csv", settings, findings).rows == 0);
}

TEST_CASE("a quote never closed is found at the line where it opens") {
    const auto findings = scan("LastName\nA\n\"B\nC\n", contact_settings(WriteOperation::insert));
    REQUIRE_FALSE(findings.empty());
    CHECK(findings[0].rule == FindingRule::unclosed_quote);
    CHECK(findings[0].examples[0].line == 3);
}

TEST_CASE("sizes count characters, not bytes") {
    const auto settings = contact_settings(WriteOperation::insert);
    const auto row = [&](std::size_t letters, const std::string& letter) {
        std::string text = "LastName,Description\nA,";
        for (std::size_t i = 0; i < letters; ++i) text += letter;
        return rules(text + "\n", settings);
    };
    CHECK(row(32'000, "x").empty());
    CHECK(row(32'000, "\xC3\xA4").empty());
    CHECK(row(32'001, "x") == Names{"long-value", "old-field-size"});
    CHECK(row(131'072, "x") == Names{"long-value", "old-field-size"});
    CHECK(row(131'073, "x") == Names{"field-size", "long-value"});
    CHECK(row(399'998, "x") == Names{"field-size", "long-value"});
    CHECK(row(399'999, "x") == Names{"row-size", "field-size", "long-value"});
}

TEST_CASE("a header of more than 32,000 characters") {
    std::string header = "LastName";
    while (header.size() <= 32'000) header += ",Unknown" + std::to_string(header.size()) + "__c";
    const Names found = rules(header + "\n", contact_settings(WriteOperation::insert));
    CHECK(std::count(found.begin(), found.end(), "header-size") == 1);
}

TEST_CASE("batches are held to what the API takes") {
    auto settings = contact_settings(WriteOperation::insert);
    settings.caps = {2, 25};
    const auto findings = scan("LastName\nA\nB\nC\n", settings);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].rule == FindingRule::batch_rows);
    CHECK(findings[0].examples == Places{{1, 0, "batch 1: 3 rows"}});
    settings.rows_per_batch = 2;
    // The header's nine bytes count in each batch.
    const auto large = scan("LastName\nA\nB\nCCCCCCCC\nDDDDDDDD\n", settings);
    REQUIRE(large.size() == 1);
    CHECK(large[0].rule == FindingRule::batch_bytes);
    CHECK(large[0].examples == Places{{3, 0, "batch 2: 27 bytes"}});
}

TEST_CASE("what is found does not depend on where pieces end") {
    // Rows over several pieces of 4 MB, with a bad id in each.
    std::string text = "LastName,AccountId,Description\n";
    std::uint64_t rows = 0;
    while (text.size() < (std::size_t{9} << 20U)) {
        ++rows;
        text += "A," + (rows % 1000 == 0 ? std::string{"bad"} : k_account) + ",\"" +
                std::string(900, 'x') + "\n\"\n";
    }
    const auto findings = scan(text, contact_settings(WriteOperation::insert));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].count == rows / 1000);
    for (std::size_t i = 0; i < findings[0].examples.size(); ++i) {
        const std::uint64_t row = 1000 * (i + 1);
        CHECK(findings[0].examples[i].row == row);
        CHECK(findings[0].examples[i].line == 2 * row);
    }
}

TEST_CASE("the same rows in another order have the same fingerprints and counts") {
    rc::prop("fingerprints", [] {
        auto rows = *rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>("A,x", ",", "B,\"q\"z", "C", "D,001", "E," + k_account)
        );
        const auto text_of = [](const std::vector<std::string>& lines) {
            std::string text = "LastName,AccountId\n";
            for (const std::string& line : lines) text += line + "\n";
            return text;
        };
        const auto before = scan(text_of(rows), contact_settings(WriteOperation::insert));
        std::reverse(rows.begin(), rows.end());
        const auto after = scan(text_of(rows), contact_settings(WriteOperation::insert));
        RC_ASSERT(before.size() == after.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            RC_ASSERT(before[i].fingerprint() == after[i].fingerprint());
            RC_ASSERT(before[i].count == after[i].count);
        }
    });
}

TEST_CASE("any bytes at all are looked through to the end") {
    rc::prop("no crash", [] {
        const auto pieces =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "\"", ",", "\n", "\r\n", "\xEF\xBB\xBF", "LastName", "Id", "001", "\xFF", ""
            ));
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        for (const auto operation :
             {WriteOperation::insert,
              WriteOperation::update,
              WriteOperation::upsert,
              WriteOperation::remove}) {
            Findings findings;
            scan_data(text, "c.csv", contact_settings(operation), findings);
        }
    });
}

}  // namespace
}  // namespace rowlock
