#include "checks/assess/failed_rows.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/assess/small_load.hpp"

namespace rowlock {
namespace {

using test::Folder;

TEST_CASE("failed results find their rows by content, lock failures only") {
    const Folder folder;
    const InputRequest wanted = test::contacts_request({folder.write(
        "c.csv",
        "LastName,AccountId,Size\n\"A, B\",001000000000001,\nC,001000000000002,\nC,,\n7,,8\n"
    )});
    const LoadedInput input = test::load(wanted);
    const std::string results = folder.write(
        "failed.csv",
        "\"sf__Id\",\"sf__Error\",\"AccountId\",\"LastName\",\"Size\"\n"
        "\"\",\"UNABLE_TO_LOCK_ROW:unable:--\",\"001000000000001AAA\",\"A, B\",\"\"\n"
        "\"\",\"UNABLE_TO_LOCK_ROW:unable:--\",\"\",\"7\",\"8.0\"\n"
        "\"\",\"REQUIRED_FIELD_MISSING:no:--\",\"001000000000002AAA\",\"C\",\"\"\n"
    );
    const auto rows = read_failed_rows(results, input, *wanted.schema, wanted.loads.front());
    REQUIRE(rows);
    CHECK(*rows == std::vector<RowNo>{0, 3});
    const auto unknown = read_failed_rows(
        folder.write("odd.csv", "sf__Id,sf__Error,LastName\n,UNABLE_TO_LOCK_ROW:x:--,Z\n"),
        input,
        *wanted.schema,
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
    const auto rows = read_failed_rows(results, input, *wanted.schema, wanted.loads.front());
    REQUIRE(rows);
    CHECK(*rows == std::vector<RowNo>{1});
}

TEST_CASE("row numbers count in the load or in a file") {
    const Folder folder;
    const InputRequest wanted = test::contacts_request(
        {folder.write("a.csv", "LastName\nA\nB\n"), folder.write("b.csv", "LastName\nC\n")}
    );
    const LoadedInput input = test::load(wanted);
    const auto read = [&](const std::string& name, const std::string& text) {
        return read_failed_rows(
            folder.write(name, text), input, *wanted.schema, wanted.loads.front()
        );
    };
    const auto rows = read("r.csv", "row\n3\n1\n");
    REQUIRE(rows);
    CHECK(*rows == std::vector<RowNo>{0, 2});
    const auto named = read("n.csv", "file,row\nb.csv,1\n");
    REQUIRE(named);
    CHECK(*named == std::vector<RowNo>{2});
    CHECK_FALSE(read("x.csv", "row\n4\n"));
    CHECK_FALSE(read("y.csv", "file,row\nb.csv,2\n"));
    CHECK_FALSE(read("z.csv", "what\n4\n"));
    const auto marked = read("m.csv", "\xEF\xBB\xBFrow\n2\n");
    REQUIRE(marked);
    CHECK(*marked == std::vector<RowNo>{1});
}

TEST_CASE("a list of numbers has commas, whatever the load's files have") {
    const Folder folder;
    const InputRequest wanted =
        test::contacts_request({folder.write("a.csv", "LastName\tAccountId\nA\t\nB\t\n")});
    const LoadedInput input = test::load(wanted);
    const auto rows = read_failed_rows(
        folder.write("r.csv", "row,file\n2,a.csv\n"), input, *wanted.schema, wanted.loads.front()
    );
    REQUIRE(rows);
    CHECK(*rows == std::vector<RowNo>{1});
}

TEST_CASE("digits in a text field are a text") {
    const Folder folder;
    const InputRequest wanted =
        test::contacts_request({folder.write("c.csv", "LastName,AccountId\n12,\n0012,\n")});
    const LoadedInput input = test::load(wanted);
    const auto rows = read_failed_rows(
        folder.write("f.csv", "sf__Id,sf__Error,LastName\n,UNABLE_TO_LOCK_ROW:x:--,0012\n"),
        input,
        *wanted.schema,
        wanted.loads.front()
    );
    REQUIRE(rows);
    CHECK(*rows == std::vector<RowNo>{1});
}

TEST_CASE("a name that several files end with is refused, their paths are not") {
    const Folder folder;
    std::filesystem::create_directory(folder.path("x"));
    std::filesystem::create_directory(folder.path("y"));
    const std::string second = folder.write("y/a.csv", "LastName\nC\n");
    const InputRequest wanted =
        test::contacts_request({folder.write("x/a.csv", "LastName\nA\nB\n"), second});
    const LoadedInput input = test::load(wanted);
    const auto read = [&](const std::string& file) {
        return read_failed_rows(
            folder.write("r.csv", "file,row\n" + file + ",1\n"),
            input,
            *wanted.schema,
            wanted.loads.front()
        );
    };
    const auto either = read("a.csv");
    REQUIRE_FALSE(either);
    CHECK_THAT(either.error().message, Catch::Contains("several files a.csv"));
    for (const std::string& name : {std::string{"y/a.csv"}, second}) {
        const auto rows = read(name);
        REQUIRE(rows);
        CHECK(*rows == std::vector<RowNo>{2});
    }
}

}  // namespace
}  // namespace rowlock
