#include "mockorg/engine/pk_chunking.hpp"

#include "mockorg/engine/query_result.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <map>

namespace rowlock {
namespace {

struct PkChunkingFixture : EngineFixture {
    RecordCopies copies;

    BulkQuery bind(const std::string& soql) {
        return require_value(bind_bulk_query(*schema, soql, BulkApi::v1));
    }

    std::vector<QueryChunk> plan(const std::string& soql, const PkChunking& chunking) {
        return require_value(plan_query_chunks(store, bind(soql), chunking));
    }

    /// How often each row is found by the chunks.
    std::map<std::uint32_t, int> found_by(const std::vector<QueryChunk>& chunks) {
        std::map<std::uint32_t, int> found;
        for (const QueryChunk& chunk : chunks) {
            const BulkQuery query = bind(*chunk.evaluated);
            const auto result =
                require_value(run_bulk_query(store, copies, query, false, k_org_epoch, chunk.rows));
            QueryResult::Reader found_rows{*result, 0, result->size()};
            while (!found_rows.done()) ++found[found_rows.next().record().row];
        }
        return found;
    }
};

TEST_CASE_METHOD(PkChunkingFixture, "ranges of ids, shown as conditions") {
    for (int i = 0; i < 5; ++i) add("Account", {{"Name", "A"}});
    const auto chunks = plan("SELECT Name FROM Account", {2, {}, {}});
    REQUIRE(chunks.size() == 3);
    CHECK(
        *chunks[0].soql ==
        "SELECT Name FROM Account WHERE Id >= '001TST000000000' AND Id < '001TST000000002'"
    );
    CHECK(
        *chunks[2].soql ==
        "SELECT Name FROM Account WHERE Id >= '001TST000000004' AND Id < '001TST000000006'"
    );
    CHECK(found_by(chunks) == std::map<std::uint32_t, int>{{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}});
}

TEST_CASE_METHOD(PkChunkingFixture, "conditions are kept, and what stands behind them") {
    add("Account", {{"Name", "A"}});
    CHECK(
        *plan(
             "select Name from Account where Name = 'where' or Name = 'A'\n all rows", {10, {}, {}}
        )
             .front()
             .soql ==
        "select Name from Account where (Name = 'where' or Name = 'A') AND Id >= "
        "'001TST000000000' AND Id < '001TST00000000A'\n all rows"
    );
}

TEST_CASE_METHOD(PkChunkingFixture, "the condition stands before every clause that may follow it") {
    for (int i = 0; i < 5; ++i) add("Account", {{"Name", "A"}});
    const auto from = GENERATE(
        as<std::string>{}, "Account", "Account a", "Account USING SCOPE everything", "Account\na"
    );
    const auto where = GENERATE(
        as<std::string>{},
        "",
        " WHERE Name = 'A' OR Name = ' UPDATE TRACKING'",
        " WHERE Name IN ('A', 'WITH')",
        "\nWHERE(Name = 'A')",
        " WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'C' ALL ROWS)"
    );
    const auto behind = GENERATE(
        as<std::string>{},
        "",
        " WITH SECURITY_ENFORCED",
        " WITH USER_MODE ALL ROWS",
        " ALL ROWS FOR VIEW",
        "\tUPDATE TRACKING",
        " for reference update viewstat, tracking"
    );
    const std::string soql = "SELECT Name FROM " + from + where + behind;
    INFO(soql);
    const auto chunks = plan(soql, {2, {}, {}});
    REQUIRE(chunks.size() == 3);
    const std::string range = "Id >= '001TST000000000' AND Id < '001TST000000002'";
    for (const QueryChunk& chunk : chunks) {
        const BulkQuery shown = bind(*chunk.soql);
        CHECK(shown.query.all_rows == bind(soql).query.all_rows);
        CHECK(chunk.soql->ends_with(behind));
    }
    CHECK(
        chunks[0].soql->find(range + behind) ==
        chunks[0].soql->size() - range.size() - behind.size()
    );
    // Read for itself, the text finds what its range holds.
    const auto found =
        require_value(run_bulk_query(store, copies, bind(*chunks[0].soql), false, k_org_epoch));
    CHECK(found->size() == (where.find("SELECT") == std::string::npos ? 1U : 0U));
}

TEST_CASE_METHOD(
    PkChunkingFixture, "an empty table is one empty range, a start leaves earlier ids out"
) {
    CHECK(plan("SELECT Id FROM Account", {}).size() == 1);
    std::vector<RecordHandle> records;
    for (int i = 0; i < 7; ++i) records.push_back(add("Account", {{"Name", "A"}}));
    PkChunking chunking{3, {}, store.id_of(records[4])};
    const auto chunks = plan("SELECT Id FROM Account", chunking);
    CHECK(found_by(chunks) == std::map<std::uint32_t, int>{{4, 1}, {5, 1}, {6, 1}});
    chunking.start = store.id_of(store.user());
    CHECK(
        error_of(plan_query_chunks(store, bind("SELECT Id FROM Account"), chunking))
            .find("CLIENTINPUTERROR:PK chunking: ") == 0
    );
}

TEST_CASE_METHOD(PkChunkingFixture, "which parents and starts an object can be cut by") {
    const auto check = [&](const std::string& name, const PkChunking& chunking) {
        const auto checked = check_pk_chunking(*schema, object(name), chunking);
        return checked ? std::string{} : checked.error().message;
    };
    const RecordId account = store.id_of(add("Account", {{"Name", "A"}}));
    CHECK(check("Account", {}).empty());
    CHECK(check("Account", {2, {}, account}).empty());
    CHECK(check("Contact", {2, "account", account}).empty());
    CHECK(check("Contact", {2, "Lead", {}}) == "PK chunking: Contact has no parent 'Lead'");
    CHECK(
        check("Contact", {2, "Nothing__c", {}}) == "PK chunking: Contact has no parent 'Nothing__c'"
    );
    CHECK(
        check("Contact", {2, {}, account}) ==
        "PK chunking: " + account.text() + " is no id of Contact"
    );
}

TEST_CASE_METHOD(PkChunkingFixture, "by the ids of a parent") {
    std::vector<RecordHandle> parents;
    for (int i = 0; i < 4; ++i) parents.push_back(add("Account", {{"Name", "A"}}));
    for (int i = 0; i < 8; ++i)
        add("Contact",
            {{"LastName", "C"}, {"AccountId", id(parents[static_cast<std::size_t>(i) % 4])}});
    const auto chunks = plan("SELECT Id FROM Contact", {2, "Account", {}});
    REQUIRE(chunks.size() == 3);
    CHECK(
        chunks[1].soql->find("WHERE AccountId >= '001TST000000002' AND AccountId < ") !=
        std::string::npos
    );
    const auto found = found_by(chunks);
    CHECK(found.size() == 8);
    CHECK(std::all_of(found.begin(), found.end(), [](const auto& each) { return each.second == 1; })
    );
    CHECK(
        error_of(plan_query_chunks(store, bind("SELECT Id FROM Account"), {2, "Contact", {}})
        ).find("CLIENTINPUTERROR:") == 0
    );
}

TEST_CASE_METHOD(PkChunkingFixture, "records known by an id of another org are in a chunk, too") {
    store.adopt(object("Account").number, *RecordId::parse("001XYZ000000900"));
    for (int i = 0; i < 3; ++i) add("Account", {{"Name", "A"}});
    CHECK(found_by(plan("SELECT Id FROM Account", {2, {}, {}})).size() == 4);
}

TEST_CASE_METHOD(PkChunkingFixture, "cut too fine, a query is refused") {
    for (int i = 0; i < 15'000; ++i) store.append(object("Account").number);
    CHECK(
        error_of(plan_query_chunks(store, bind("SELECT Id FROM Account"), {1, {}, {}})
        ).find("EXCEEDEDQUOTA:") == 0
    );
}

TEST_CASE("every record is in one range, whatever their size") {
    rc::prop("once each", [] {
        PkChunkingFixture fixture;
        const auto rows = *rc::gen::inRange(0, 60);
        for (int i = 0; i < rows; ++i) fixture.store.append(fixture.object("Account").number);
        const auto size = *rc::gen::inRange(1U, 70U);
        const auto found = fixture.found_by(fixture.plan("SELECT Id FROM Account", {size, {}, {}}));
        RC_ASSERT(found.size() == static_cast<std::size_t>(rows));
        for (const auto& [row, times] : found) RC_ASSERT(times == 1);
    });
}

}  // namespace
}  // namespace rowlock
