#include "checks/assess/failed_rows.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/assess/small_load.hpp"

namespace rowlock {
namespace {

using test::Folder;

TEST_CASE("failed results find their rows by content, lock failures only") {
    const Folder folder;
    const InputRequest wanted = test::contacts_request({folder.write(
        "c.csv", "LastName,AccountId\n\"A, B\",001000000000001\nC,001000000000002\nC,\n7,\n"
    )});
    const LoadedInput input = test::load(wanted);
    const std::string results = folder.write(
        "failed.csv",
        "\"sf__Id\",\"sf__Error\",\"AccountId\",\"LastName\"\n"
        "\"\",\"UNABLE_TO_LOCK_ROW:unable:--\",\"001000000000001AAA\",\"A, B\"\n"
        "\"\",\"UNABLE_TO_LOCK_ROW:unable:--\",\"\",\"7.0\"\n"
        "\"\",\"REQUIRED_FIELD_MISSING:no:--\",\"001000000000002AAA\",\"C\"\n"
    );
    const auto rows = read_failed_rows(results, input, wanted.loads.front());
    REQUIRE(rows);
    CHECK(*rows == std::vector<RowNo>{0, 3});
    const auto unknown = read_failed_rows(
        folder.write("odd.csv", "sf__Id,sf__Error,LastName\n,UNABLE_TO_LOCK_ROW:x:--,Z\n"),
        input,
        wanted.loads.front()
    );
    REQUIRE_FALSE(unknown);
    CHECK_THAT(unknown.error().message, Catch::Contains("1 of 1 rows"));
}

TEST_CASE("an upsert's failed results find their rows by the key alone") {
    const Folder folder;
    const InputRequest wanted = test::contacts_request(
        {folder.write("c.csv", "LastName,Code__c\nA,x\nB,y\n")}, WriteOperation::upsert, "Code__c"
    );
    const LoadedInput input = test::load(wanted);
    const std::string results = folder.write(
        "failed.csv", "sf__Id,sf__Error,Code__c,LastName\n,UNABLE_TO_LOCK_ROW:x:--,y,changed\n"
    );
    const auto rows = read_failed_rows(results, input, wanted.loads.front());
    REQUIRE(rows);
    CHECK(*rows == std::vector<RowNo>{1});
}

TEST_CASE("row numbers count in the load or in a file") {
    const Folder folder;
    const InputRequest wanted = test::contacts_request(
        {folder.write("a.csv", "LastName\nA\nB\n"), folder.write("b.csv", "LastName\nC\n")}
    );
    const LoadedInput input = test::load(wanted);
    const LoadFiles& load = wanted.loads.front();
    const auto rows = read_failed_rows(folder.write("r.csv", "row\n3\n1\n"), input, load);
    REQUIRE(rows);
    CHECK(*rows == std::vector<RowNo>{0, 2});
    const auto named = read_failed_rows(folder.write("n.csv", "file,row\nb.csv,1\n"), input, load);
    REQUIRE(named);
    CHECK(*named == std::vector<RowNo>{2});
    CHECK_FALSE(read_failed_rows(folder.write("x.csv", "row\n4\n"), input, load));
    CHECK_FALSE(read_failed_rows(folder.write("y.csv", "file,row\nb.csv,2\n"), input, load));
    CHECK_FALSE(read_failed_rows(folder.write("z.csv", "what\n4\n"), input, load));
}

}  // namespace
}  // namespace rowlock
