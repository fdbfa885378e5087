#include "harness/verify/baseline_records.hpp"

#include "mockorg/base/file_text.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/harness/verify/small_org.hpp"

#include <fstream>

namespace rowlock {
namespace {

using test::Folder;
using test::value_or_fail;

std::vector<RecordPrint> some_records(std::uint64_t count, std::uint64_t salt) {
    std::vector<RecordPrint> records;
    for (std::uint64_t i = 0; i < count; ++i)
        records.push_back({RecordId::make({'0', '0', '3'}, {'0', '0', '0'}, 7 * i), i * salt, ~i});
    return records;
}

/// A baseline of two objects, written to the folder.
Baseline write_baseline(const Folder& folder, std::uint64_t count) {
    const std::string path = folder.path("base.json");
    auto file = value_or_fail(RecordPrintFile::create(records_file_of(path)));
    Baseline baseline;
    baseline.target = "http://org";
    baseline.api_version = "60.0";
    baseline.taken_ms = 1'767'225'600'123;
    baseline.records_file = records_file_of(path);
    for (const char* name : {"Account", "Contact"}) {
        BaselineObject object;
        object.object = name;
        object.where = "Name != 'a \"b\"'";
        object.records = count;
        object.content = content_hash(name);
        object.fields = {"Id", "Name", "AccountId"};
        object.parent_fields = {"AccountId"};
        include_time(object.created, 5'000);
        include_time(object.created, 3'000);
        REQUIRE(file.add(object, some_records(count, object.object.size())));
        baseline.objects.push_back(object);
    }
    REQUIRE(file.close());
    std::ofstream{path} << json_of(baseline);
    return baseline;
}

TEST_CASE("what was written is read again, wherever the folder is by then") {
    const std::uint64_t count = GENERATE(as<std::uint64_t>{}, 0, 1, 32'768, 40'000);
    const Folder folder;
    const Baseline written = write_baseline(folder, count);
    const Baseline read = value_or_fail(read_baseline_file(folder.path("base.json")));
    CHECK(read == written);
    CHECK(read.find("contact")->object == "Contact");
    CHECK(read.find("Lead") == nullptr);
    CHECK(read.objects[0].created == TimeRange{3'000, 5'000});
    const auto records = value_or_fail(read_record_prints(read, read.objects[1]));
    REQUIRE(records);
    CHECK(*records == some_records(count, 7));
}

TEST_CASE("a damaged side file is refused") {
    const Folder folder;
    const Baseline baseline = write_baseline(folder, 100);
    std::string bytes = value_or_fail(read_file(baseline.records_file, 1'000'000));
    rc::prop("wherever it is damaged", [&] {
        std::string damaged = bytes;
        const auto place = *rc::gen::inRange<std::size_t>(0, bytes.size());
        if (*rc::gen::arbitrary<bool>()) {
            damaged[place] = static_cast<char>(damaged[place] ^ *rc::gen::inRange(1, 128));
        } else {
            damaged.resize(place);
        }
        std::ofstream{baseline.records_file, std::ios::binary} << damaged;
        const bool first = read_record_prints(baseline, baseline.objects[0]).has_value();
        const bool second = read_record_prints(baseline, baseline.objects[1]).has_value();
        RC_ASSERT(!first || !second);
    });
}

TEST_CASE("a baseline that promises more than there is asks for no memory") {
    const Folder folder;
    Baseline baseline = write_baseline(folder, 10);
    baseline.objects[0].records = std::uint64_t{1} << 62;
    CHECK_FALSE(read_record_prints(baseline, baseline.objects[0]));
    baseline.objects[0].first_record = ~std::uint64_t{0};
    CHECK_FALSE(read_record_prints(baseline, baseline.objects[0]));
}

TEST_CASE("a file that is no baseline is refused with its name") {
    const Folder folder;
    const std::string text = GENERATE(
        as<std::string>{},
        "",
        "[]",
        "{}",
        R"({"schemaVersion": 2})",
        R"({"schemaVersion": 1, "target": 3})",
        R"({"schemaVersion": 1, "target": "a", "apiVersion": "60.0", "takenAt": "yesterday",
            "recordsFile": "", "objects": []})",
        R"({"schemaVersion": 1, "target": "a", "apiVersion": "60.0",
            "takenAt": "2026-01-01T00:00:00.000Z", "recordsFile": "", "objects": [3]})"
    );
    const std::string path = folder.write("base.json", text);
    const auto read = read_baseline_file(path);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::bad_file);
    CHECK_THAT(read.error().message, Catch::StartsWith(path));
}

TEST_CASE("hashes read back, and sums forget the order") {
    rc::prop("of any texts", [](const std::vector<std::string>& texts) {
        ContentHash forwards;
        ContentHash backwards;
        for (const std::string& text : texts) forwards += content_hash(text);
        for (auto text = texts.rbegin(); text != texts.rend(); ++text)
            backwards += content_hash(*text);
        RC_ASSERT(forwards == backwards);
        RC_ASSERT(parse_content_hash(forwards.text()) == forwards);
    });
    CHECK_FALSE(parse_content_hash("12"));
    CHECK_FALSE(parse_content_hash(std::string(32, 'g')));
    CHECK_FALSE(parse_content_hash("-" + std::string(31, '0')));
}

}  // namespace
}  // namespace rowlock
