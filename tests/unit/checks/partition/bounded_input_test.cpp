#include "checks/partition/bounded_input.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;

/// Several loads, so that records are known by several names.
InputRequest drawn_request(const Folder& folder) {
    InputRequest wanted = test::request();
    wanted.threads = 1;
    std::string cases = "ContactId,Account.Code__c,Subject\n";
    std::string contacts = "Id,AccountId,Code__c\n";
    const int rows = *rc::gen::inRange(0, 40);
    for (int row = 0; row < rows; ++row) {
        const std::string number = std::to_string(*rc::gen::inRange(1, 9));
        const std::string other = std::to_string(*rc::gen::inRange(1, 9));
        cases += "00300000000000" + number + ",Code " + other + ",\"x\ny\"\n";
        contacts += "00300000000000" + other + ",00100000000000" + number + "," + number + "\n";
        if (*rc::gen::inRange(0, 6) == 0) contacts += "\n";
    }
    wanted.loads.push_back(
        {"Case", WriteOperation::insert, "", {folder.write("cases.csv", cases)}, {}}
    );
    wanted.loads.push_back(
        {"Contact", WriteOperation::update, "", {folder.write("contacts.csv", contacts)}, {}}
    );
    return wanted;
}

TEST_CASE("what went through the disk is what would have been in memory") {
    rc::prop("", [] {
        const Folder folder;
        const InputRequest wanted = drawn_request(folder);
        const LoadedInput whole = test::load(wanted);
        auto found = load_input_bounded(
            wanted, {*rc::gen::inRange<std::uint64_t>(1, 4000), folder.path("")}
        );
        RC_ASSERT(found.has_value());
        RC_ASSERT(found->keys().row_count() == whole.keys().row_count());
        RC_ASSERT(found->keys().key_count() == whole.keys().key_count());
        RC_ASSERT(found->unresolved() == whole.unresolved());
        for (KeyNo key = 0; key < whole.keys().key_count(); ++key) {
            RC_ASSERT(found->key_name(key) == whole.key_name(key));
            RC_ASSERT(found->key_object(key) == whole.key_object(key));
        }
        // In any order: rows are found from each other.
        std::vector<RowNo> order(whole.keys().row_count());
        for (RowNo row = 0; row < order.size(); ++row) order[row] = row;
        if (*rc::gen::arbitrary<bool>()) std::reverse(order.begin(), order.end());
        for (const RowNo row : order) {
            const auto a = found->keys().of(row);
            const auto b = whole.keys().of(row);
            RC_ASSERT(std::equal(a.begin(), a.end(), b.begin(), b.end()));
            RC_ASSERT(found->origin(row) == whole.origin(row));
            RC_ASSERT(found->byte_size(row) == whole.byte_size(row));
            RC_ASSERT(found->row_text(row) == whole.row_text(row));
            auto explained = found->explain(row);
            auto expected = whole.explain(row);
            const auto by_key = [](const ExplainedKey& x, const ExplainedKey& y) {
                return x.key < y.key;
            };
            std::sort(explained.begin(), explained.end(), by_key);
            std::sort(expected.begin(), expected.end(), by_key);
            RC_ASSERT(explained == expected);
        }
    });
}

TEST_CASE("nothing is left of temporary files") {
    const Folder folder;
    InputRequest wanted = test::request();
    const std::string path = folder.write("c.csv", "AccountId\n001000000000001\n");
    wanted.loads.push_back({"Contact", WriteOperation::insert, "", {path}, {}});
    const std::string temporary = folder.path("temporary");
    std::filesystem::create_directory(temporary);
    const auto found = load_input_bounded(wanted, {1, temporary});
    REQUIRE(found.has_value());
    CHECK(found->keys().row_count() == 1);
    CHECK(std::filesystem::is_empty(temporary));
}

TEST_CASE("half of the machine's memory is the default") {
    const MemoryBound bound = default_memory_bound();
    CHECK(bound.bytes > (std::uint64_t{64} << 20));
    CHECK(std::filesystem::is_directory(bound.folder));
}

TEST_CASE("reading that is stopped ends with an error and leaves no temporary file") {
    const Folder folder;
    const Folder temporary;
    std::string text = "LastName,AccountId\n";
    while (text.size() < std::size_t{5} << 20) text += "x,001000000000001\n";
    InputRequest wanted = test::contacts_request({folder.write("c.csv", text)});
    int asked = 0;
    wanted.stopped = [&] { return ++asked == 4; };
    // The first question is from the attempt to keep all in memory.
    const auto found = load_input_bounded(wanted, {1, temporary.path("")});
    CHECK_FALSE(found.has_value());
    CHECK(asked == 4);
    CHECK(std::filesystem::is_empty(temporary.path("")));
}

}  // namespace
}  // namespace rowlock
