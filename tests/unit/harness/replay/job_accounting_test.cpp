#include "harness/replay/job_accounting.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// A job of all rows of a source, in reverse order, so that positions are not row numbers.
struct JobAccountingFixture {
    explicit JobAccountingFixture(
        test::TableSource rows_of_source, std::optional<std::size_t> key_column
    )
        : source(std::move(rows_of_source)),
          identity{&source, {}, key_column},
          ledger(source.size()),
          ids(source.size()) {
        auto order = std::make_shared<std::vector<RowNumber>>();
        for (RowNumber row = source.size(); row-- > 0;) order->push_back(row);
        sequence = RowSequence{order, 0, source.size()};
        rows.sequence = &sequence;
        rows.count = source.size();
        RowKeyReader keys{source, {}};
        for (const RowNumber row : *order) rows.keys.push_back(keys.key_of(row));
        accounting = std::make_unique<JobAccounting>(rows, identity, ledger, &ids);
    }

    test::TableSource source;
    RowIdentity identity;
    ResultLedger ledger;
    IdTable ids;
    RowSequence sequence{0, 0};
    SentRows rows;
    std::unique_ptr<JobAccounting> accounting;
};

test::TableSource three_rows() {
    return {{"Ext", "Name"}, {{"A", "one"}, {"B", "two"}, {"C", "three"}}};
}

constexpr const char* k_successful =
    "\"sf__Id\",\"sf__Created\",Ext,Name\n"
    "\"006000000000001AAA\",\"true\",\"A\",\"one\"\n"
    "\"006000000000003AAA\",\"false\",\"C\",\"three\"\n";
constexpr const char* k_failed =
    "\"sf__Id\",\"sf__Error\",Ext,Name\n"
    "\"\",\"UNABLE_TO_LOCK_ROW:unable:--\",\"B\",\"two\"\n";

TEST_CASE("rows find their outcome by the external id") {
    JobAccountingFixture f{three_rows(), 0};
    REQUIRE(f.accounting->read(ResultFile::successful, k_successful));
    CHECK_FALSE(f.accounting->complete());
    REQUIRE(f.accounting->read(ResultFile::failed, k_failed));
    CHECK(f.accounting->complete());
    REQUIRE(f.accounting->finish());
    CHECK(f.ledger.status(0) == RowStatus::created);
    CHECK(f.ledger.status(1) == RowStatus::failed);
    CHECK(f.ledger.status(2) == RowStatus::updated);
    CHECK(f.ledger.failure_code(1) == "UNABLE_TO_LOCK_ROW");
    CHECK(std::string(f.ids[2].data(), 18) == "006000000000003AAA");
    CHECK(f.ids[1][0] == '\0');
}

TEST_CASE("a row no file speaks of is missing") {
    JobAccountingFixture f{three_rows(), 0};
    REQUIRE(f.accounting->read(ResultFile::successful, k_successful));
    REQUIRE(f.accounting->read(ResultFile::failed, ""));
    REQUIRE(f.accounting->read(ResultFile::unprocessed, "Ext,Name\n"));
    REQUIRE(f.accounting->finish());
    CHECK(f.ledger.status(1) == RowStatus::missing);
}

TEST_CASE("unprocessed rows come without sf__ columns") {
    JobAccountingFixture f{three_rows(), 0};
    REQUIRE(f.accounting->read(ResultFile::unprocessed, "Ext,Name\nC,three\nA,one\nB,two\n"));
    CHECK(f.accounting->complete());
    CHECK(f.ledger.count(RowStatus::unprocessed) == 3);
}

TEST_CASE("without an external id, rows are known by their content") {
    JobAccountingFixture f{
        {{"Name", "Amount"}, {{"x", "5"}, {"x", "912260031"}, {"y", "5"}}}, std::nullopt};
    REQUIRE(f.accounting->read(
        ResultFile::successful,
        "\"sf__Id\",\"sf__Created\",Amount,Name\n"
        "\"006000000000001AAA\",\"true\",\"9.12260031E8\",\"x\"\n"
    ));
    REQUIRE(f.accounting->read(
        ResultFile::failed, "\"sf__Id\",\"sf__Error\",Name,Amount\n\"\",\"E:x:--\",\"y\",\"5\"\n"
    ));
    REQUIRE(f.accounting->finish());
    CHECK(f.ledger.status(0) == RowStatus::missing);
    CHECK(f.ledger.status(1) == RowStatus::created);
    CHECK(f.ledger.status(2) == RowStatus::failed);
}

TEST_CASE("external ids that would be equal as numbers are different texts") {
    JobAccountingFixture f{
        {{"Ext", "Amount"}, {{"100000", "5"}, {"1E5", "5"}, {"1.0", "x"}, {"1", "x"}}}, 0};
    REQUIRE(f.accounting->read(
        ResultFile::successful,
        "\"sf__Id\",\"sf__Created\",Ext,Amount\n"
        "\"006000000000001AAA\",\"true\",\"100000\",\"5.0\"\n"
        "\"006000000000002AAA\",\"true\",\"1.0\",\"x\"\n"
    ));
    REQUIRE(f.accounting->read(
        ResultFile::failed,
        "\"sf__Id\",\"sf__Error\",Ext,Amount\n"
        "\"\",\"UNABLE_TO_LOCK_ROW:x:--\",\"1E5\",\"5\"\n"
        "\"\",\"INVALID_NUMBER:x:--\",\"1\",\"x\"\n"
    ));
    REQUIRE(f.accounting->finish());
    CHECK(f.ledger.status(0) == RowStatus::created);
    CHECK(std::string(f.ids[0].data(), 18) == "006000000000001AAA");
    CHECK(f.ledger.failure_code(1) == "UNABLE_TO_LOCK_ROW");
    CHECK(f.ledger.status(2) == RowStatus::created);
    CHECK(f.ledger.failure_code(3) == "INVALID_NUMBER");
}

TEST_CASE("a number that was written anew finds its row if only one fits") {
    JobAccountingFixture f{
        {{"Name", "Amount"}, {{"x", "5"}, {"x", "5.0"}, {"y", "7"}}}, std::nullopt};
    REQUIRE(f.accounting->read(
        ResultFile::successful,
        "\"sf__Id\",\"sf__Created\",Name,Amount\n"
        "\"006000000000001AAA\",\"true\",\"y\",\"7.0\"\n"
        "\"006000000000002AAA\",\"true\",\"x\",\"5.00\"\n"
    ));
    REQUIRE(f.accounting->finish());
    CHECK(f.ledger.status(2) == RowStatus::created);
    // 5.00 may be either of these, and the other one is lost.
    CHECK(f.ledger.count(RowStatus::sent) == 2);
    CHECK(f.accounting->ambiguous_rows() == 2);
}

TEST_CASE("content the org wrote anew beyond recognition goes to the rows left over") {
    JobAccountingFixture f{
        {{"Name", "Active"}, {{"x", "on"}, {"y", "off"}, {"z", "q"}}}, std::nullopt};
    f.accounting = std::make_unique<JobAccounting>(f.rows, f.identity, f.ledger, nullptr);
    REQUIRE(f.accounting->read(
        ResultFile::successful,
        "\"sf__Id\",\"sf__Created\",Name,Active\n"
        "\"006000000000001AAA\",\"true\",\"x\",\"true\"\n"
        "\"006000000000002AAA\",\"true\",\"y\",\"false\"\n"
    ));
    REQUIRE(f.accounting->read(
        ResultFile::failed, "\"sf__Id\",\"sf__Error\",Name,Active\n\"\",\"E:x:--\",\"z\",\"q\"\n"
    ));
    CHECK(f.accounting->complete());
    REQUIRE(f.accounting->finish());
    CHECK(f.ledger.count(RowStatus::created) == 2);
    CHECK(f.ledger.status(2) == RowStatus::failed);
}

TEST_CASE("result files that cannot be right are refused") {
    struct Case {
        ResultFile file;
        std::string csv;
        std::string expected;
    };

    const auto c = GENERATE(
        Case{ResultFile::successful, "Ext,Name\nA,one\n", "the header lacks sf__Id or sf__Created"},
        Case{ResultFile::failed, "\"sf__Id\",Ext,Name\n", "the header lacks sf__Error"},
        Case{ResultFile::unprocessed, "Name\none\n", "the header lacks Ext"},
        Case{
            ResultFile::unprocessed,
            "Ext,Name\nA,one\nD,four\n",
            "line 3 of unprocessedrecords is none of the rows sent"},
        Case{ResultFile::unprocessed, "Ext,Name\nA,one\nA,one\n", "or is there twice"},
        Case{ResultFile::unprocessed, "Ext,Name\nA\n", "line 2 is malformed or shorter"},
        Case{ResultFile::unprocessed, "Ext,Name\n\"A\"x,one\n", "line 2 is malformed"},
        Case{ResultFile::unprocessed, "\"Ext\"x,Name\nA,one\n", "the header line is no CSV"}
    );
    JobAccountingFixture f{three_rows(), 0};
    auto read = f.accounting->read(c.file, c.csv);
    // Whose a line is, shows when all of them are there.
    if (read) read = f.accounting->finish();
    REQUIRE_FALSE(read);
    CHECK_THAT(read.error().message, Catch::Contains(c.expected));
}

TEST_CASE("more outcomes than rows are refused, known or not") {
    JobAccountingFixture f{{{"Name"}, {{"x"}, {"y"}}}, std::nullopt};
    const auto read = f.accounting->read(ResultFile::unprocessed, "Name\np\nq\nx\n");
    REQUIRE_FALSE(read);
}

TEST_CASE("every row is accounted for exactly once") {
    rc::prop("random fates, order and duplicates", [](std::vector<std::uint8_t> fates, bool by_id) {
        std::vector<std::vector<std::string>> rows;
        // Some external ids come twice, as in a careless file.
        for (std::size_t i = 0; i < fates.size(); ++i) {
            rows.push_back(
                {"E" + std::to_string(i / 2 * 2 + (fates[i] > 100 ? 1U : 0U)),
                 "n, " + std::to_string(i % 3)}
            );
        }
        JobAccountingFixture f{
            {{"Ext", "Name"}, rows}, by_id ? std::optional<std::size_t>{0} : std::nullopt};
        std::array<std::string, 3> files{
            "\"sf__Id\",\"sf__Created\",Ext,Name\n",
            "\"sf__Id\",\"sf__Error\",Ext,Name\n",
            "Ext,Name\n"};
        std::array<std::uint64_t, 5> expected{};
        for (std::size_t i = rows.size(); i-- > 0;) {
            const unsigned fate = fates[i] % 5U;
            ++expected.at(fate);
            const std::string cells = "\"" + rows[i][0] + "\",\"" + rows[i][1] + "\"\n";
            if (fate == 0) files[0] += "\"006\",\"true\"," + cells;
            if (fate == 1) files[0] += "\"006\",\"false\"," + cells;
            if (fate == 2) files[1] += "\"\",\"LOCK:x:--\"," + cells;
            if (fate == 3) files[2] += cells;
        }
        RC_ASSERT(f.accounting->read(ResultFile::successful, files[0]).has_value());
        RC_ASSERT(f.accounting->read(ResultFile::failed, files[1]).has_value());
        RC_ASSERT(f.accounting->read(ResultFile::unprocessed, files[2]).has_value());
        RC_ASSERT(f.accounting->finish().has_value());
        f.ledger.check_invariants();
        RC_ASSERT(f.ledger.count(RowStatus::created) == expected[0]);
        RC_ASSERT(f.ledger.count(RowStatus::updated) == expected[1]);
        RC_ASSERT(f.ledger.count(RowStatus::failed) == expected[2]);
        RC_ASSERT(f.ledger.count(RowStatus::unprocessed) == expected[3]);
        RC_ASSERT(f.ledger.count(RowStatus::missing) == expected[4]);
    });
}

TEST_CASE("no result file crashes the accounting") {
    rc::prop(
        "random text",
        [](const std::vector<std::string>& pieces, std::uint8_t file, bool by_id) {
            JobAccountingFixture f{
                three_rows(), by_id ? std::optional<std::size_t>{0} : std::nullopt};
            std::string csv = "\"sf__Id\",\"sf__Error\",\"sf__Created\",Ext,Name\n";
            for (const std::string& piece : pieces)
                csv += piece + (piece.size() % 2 == 0 ? "," : "\n");
            (void)f.accounting->read(static_cast<ResultFile>(file % 3), csv);
            (void)f.accounting->finish();
            f.ledger.check_invariants();
            RC_ASSERT(f.ledger.count(RowStatus::not_sent) == 0U);
        }
    );
}

}  // namespace
}  // namespace rowlock
