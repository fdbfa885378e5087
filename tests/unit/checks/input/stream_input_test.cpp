#include "checks/input/stream_input.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;

/// Keeps all names of all rows.
class NameSink final : public RowSink {
public:
    Result<void> take(const ReadRows& rows) override {
        std::uint32_t begin = 0;
        for (const std::uint32_t end : rows.ends) {
            std::vector<std::string>& names = names_of_rows.emplace_back();
            for (; begin < end; ++begin) {
                const std::uint32_t number = rows.uses[begin].key();
                const ObjectNo object = rows.numbers.object_of(number);
                names.push_back(
                    test::input_schema()->object(object).name + " " + rows.numbers.name_of(number) +
                    (rows.uses[begin].soft() ? "?" : "")
                );
            }
            std::sort(names.begin(), names.end());
        }
        RC_ASSERT(rows.rules.size() == rows.uses.size());
        return {};
    }

    std::vector<std::vector<std::string>> names_of_rows;
};

TEST_CASE("a sink is given the keys that would be loaded") {
    rc::prop("", [] {
        const Folder folder;
        std::string text = "ContactId,Account.Code__c,Subject\n";
        const int rows = *rc::gen::inRange(0, 30);
        for (int row = 0; row < rows; ++row) {
            text += *rc::gen::element<std::string>("003000000000001", "", "wrong") + "," +
                    *rc::gen::element<std::string>("a", "a code beyond twelve bytes", "") + ",x\n";
        }
        InputRequest wanted = test::request();
        wanted.loads.push_back(
            {"Case", WriteOperation::insert, "", {folder.write("c.csv", text)}, {}}
        );
        const LoadedInput whole = test::load(wanted);
        NameSink sink;
        const auto streamed = stream_input(wanted, sink);
        RC_ASSERT(streamed.has_value());
        RC_ASSERT(streamed->unresolved == whole.unresolved());
        RC_ASSERT(streamed->files.front().rows == whole.keys().row_count());
        RC_ASSERT(sink.names_of_rows.size() == whole.keys().row_count());
        for (RowNo row = 0; row < whole.keys().row_count(); ++row) {
            RC_ASSERT(sink.names_of_rows[row] == test::names_of(whole, row));
        }
    });
}

TEST_CASE("what is too large is not loaded") {
    const Folder folder;
    InputRequest wanted = test::request();
    const std::string path = folder.write("c.csv", "AccountId\n001000000000001\n");
    wanted.loads.push_back({"Contact", WriteOperation::insert, "", {path}, {}});
    const auto small = load_input_within(wanted, 10);
    REQUIRE(small.has_value());
    CHECK_FALSE(small->has_value());
    const auto large = load_input_within(wanted, 1000);
    REQUIRE(large.has_value());
    REQUIRE(large->has_value());
    CHECK((*large)->keys().row_count() == 1);
    wanted.loads.front().paths = {"/nowhere.csv"};
    CHECK_FALSE(load_input_within(wanted, 10).has_value());
}

TEST_CASE("names given after a mark are forgotten, those before are not") {
    RecordNumbers numbers{test::input_schema()};
    const NameColumn ids = numbers.id_column({ObjectNo{1}});
    const std::uint32_t kept = numbers.number_of(ids, "001000000000001");
    const std::uint32_t wrong = numbers.number_of(ids, "a wrong one");
    const RecordNumbers::Mark mark = numbers.mark();
    numbers.number_of(ids, "001000000000002");
    numbers.number_of(ids, "another wrong one");
    numbers.forget_after(mark);
    CHECK(numbers.size() == 2);
    CHECK(numbers.number_of(ids, "001000000000001") == kept);
    CHECK(numbers.number_of(ids, "a wrong one") == wrong);
    CHECK(numbers.number_of(ids, "001000000000003") == 2);
    CHECK(numbers.name_of(numbers.number_of(ids, "another wrong one")) == "another wrong one");
}

}  // namespace
}  // namespace rowlock
