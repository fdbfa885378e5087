#include "checks/partition/key_partition.hpp"

#include "mockorg/base/hash.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

KeyPartition some_partition() {
    KeyPartition partition;
    partition.count = 3;
    const std::string name = partition_key_name("Account", "001000000000001AAA");
    partition.number = partition_of(name, 3);
    partition.batches = {
        {7, {0, 200, BatchLane::feed, 2, 70'000, 80'000}},
        {9, {0, 1, BatchLane::serial, 0, 0, 0}},
    };
    partition.keys = {{0, 70'000, false, name}, {1, 0, true, name}};
    return partition;
}

TEST_CASE("a partition comes back from its file") {
    const KeyPartition partition = some_partition();
    const auto decoded = decode_partition(encode_partition(partition), "x");
    REQUIRE(decoded.has_value());
    CHECK(*decoded == partition);
}

TEST_CASE("the file's bytes are the documented ones") {
    KeyPartition partition;
    partition.batches = {{258, {0, 3, BatchLane::serial, 4, 5, 6}}};
    partition.keys = {{0, 1, true, std::string("A\0b", 3)}};
    const std::string expected(
        "ROWLOCK1\0\0\0\0\1\0\0\0\1\0\0\0\2\1\0\0\3\0\0\0\1\4\0\5\0\0\0\6\0\0\0"
        "\1\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\1\3\0A\0b",
        61
    );
    const std::string bytes = encode_partition(partition);
    CHECK(bytes.size() == expected.size() + 8);
    CHECK(bytes.substr(0, expected.size()) == expected);
}

TEST_CASE("any byte changed or missing is noticed") {
    const std::string bytes = encode_partition(some_partition());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 1);
        CHECK_FALSE(decode_partition(damaged, "x").has_value());
        CHECK_FALSE(decode_partition(bytes.substr(0, i), "x").has_value());
    }
}

TEST_CASE("a file with a fitting hash may still be nonsense") {
    const auto with_hash = [](std::string bytes) {
        const std::uint64_t hash = hash_text(bytes);
        for (unsigned i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(hash >> 8 * i & 0xFFU));
        return bytes;
    };
    rc::prop("", [&] {
        std::string bytes = encode_partition(some_partition());
        bytes.resize(bytes.size() - 8);
        const auto at = *rc::gen::inRange<std::size_t>(8, bytes.size());
        bytes[at] = *rc::gen::arbitrary<char>();
        if (*rc::gen::arbitrary<bool>()) bytes.resize(at);
        // Refused or not: never a crash, and never more than the file can hold.
        const auto decoded = decode_partition(with_hash(bytes), "x");
        if (decoded) RC_ASSERT(decoded->keys.size() <= bytes.size());
    });
}

TEST_CASE("names too long for the file are told apart") {
    const std::string record(100'000, 'x');
    const std::string a = partition_key_name("Account", record + "a");
    CHECK(a.size() == 0xffff);
    CHECK(a != partition_key_name("Account", record + "b"));
}

}  // namespace
}  // namespace rowlock
