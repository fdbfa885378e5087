#include "mockorg/codec/zip.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/codec/zip_texts.hpp"

namespace rowlock {
namespace {

constexpr std::string_view k_bad_name =
    "The zip archive has an entry whose name is no relative path inside of it";

constexpr std::string_view k_repeated_name = "The zip archive has two entries of the same name";

ZipEntryText entry(std::string name, std::string content = "x", bool deflated = false) {
    ZipEntryText made;
    made.name = std::move(name);
    made.content = std::move(content);
    made.deflated = deflated;
    return made;
}

std::string error_of(std::string_view packed, const ZipLimits& limits = {}) {
    const auto archive = ZipArchive::open(packed, limits);
    if (archive) return "";
    CHECK(archive.error().code == ErrorCode::invalid_batch);
    return archive.error().message;
}

/// What comes of reading the one file of an archive.
Result<std::string> content_of(const ZipEntryText& file) {
    const std::string packed = zip_text({file});
    return ZipArchive::open(packed).and_then([&](const ZipArchive& archive) {
        return archive.read(file.name);
    });
}

TEST_CASE("a batch with attachments is read by name") {
    const std::string packed = zip_text(
        {entry("request.txt", "Name,Body\nlogo,#images/logo.gif\n", true),
         entry("images/", ""),
         entry("images/logo.gif", std::string(1, '\0') + "GIF", false),
         entry("empty", "", true)}
    );
    auto opened = ZipArchive::open(packed);
    REQUIRE(opened.has_value());
    const ZipArchive archive = std::move(*opened);
    CHECK(archive.names() == std::vector<std::string>{"request.txt", "images/logo.gif", "empty"});
    CHECK(archive.contains("request.txt"));
    CHECK(archive.read("request.txt") == std::string{"Name,Body\nlogo,#images/logo.gif\n"});
    CHECK(archive.read("images/logo.gif") == std::string(1, '\0') + "GIF");
    CHECK(archive.read("empty") == std::string{});
    CHECK(archive.read("request.txt").has_value());
}

TEST_CASE("a file that is not there is not found, and folders are no files") {
    const std::string packed = zip_text({entry("a/"), entry("b")});
    const auto archive = ZipArchive::open(packed);
    REQUIRE(archive.has_value());
    for (const std::string name : {"B", "c", "", "a/", "a", "./b"}) {
        CAPTURE(name);
        CHECK_FALSE(archive->contains(name));
        const auto text = archive->read(name);
        REQUIRE_FALSE(text.has_value());
        CHECK(text.error().code == ErrorCode::not_found);
    }
}

TEST_CASE("what is no archive is refused") {
    CHECK(error_of("") == "The zip archive is empty");
    CHECK(error_of("Id,Name\n") == "The zip archive cannot be read: Not a zip archive");
    CHECK(error_of(std::string(100'000, '\0')).rfind("The zip archive cannot be read", 0) == 0);
    CHECK(error_of(zip_text({})).empty());
}

TEST_CASE("an archive cut short is refused") {
    const std::string packed = zip_text({entry("a", "some text", true), entry("b", "more")});
    for (std::size_t size = 0; size < packed.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(error_of(packed.substr(0, size)).empty());
    }
}

TEST_CASE("names that try to leave their folder are refused") {
    const auto name = GENERATE(
        as<std::string>{},
        "/etc/passwd",
        "../a",
        "a/../../b",
        "a/..",
        "..",
        ".",
        "./a",
        "a//b",
        "/",
        "a\\b",
        "..\\a",
        "C:/a",
        "c:a",
        "a\nb",
        ""
    );
    CAPTURE(name);
    CHECK(error_of(zip_text({entry("good"), entry(name)})) == k_bad_name);
}

TEST_CASE("names that only look odd are fine") {
    const auto name =
        GENERATE(as<std::string>{}, "..a", "a..", ".a/b.c", "a/...", "ab: c", "-", " ");
    CAPTURE(name);
    CHECK(error_of(zip_text({entry(name)})).empty());
}

TEST_CASE("a name that comes twice is refused") {
    CHECK(error_of(zip_text({entry("a"), entry("b"), entry("a")})) == k_repeated_name);
    CHECK(error_of(zip_text({entry("a"), entry("A")})).empty());
    // The same letter in the archive's old encoding and in UTF-8.
    ZipEntryText utf8 = entry("\xC3\xA9");
    utf8.flags = 0x800;
    CHECK(error_of(zip_text({entry("\x82"), utf8})) == k_repeated_name);
    CHECK(error_of(zip_text({utf8})).empty());
}

TEST_CASE("the limits hold before anything is unpacked") {
    const std::string packed = zip_text({entry("a", "12345"), entry("bc", "123", true)});
    CHECK(error_of(packed, {2, 2, 5, 8}).empty());
    CHECK(error_of(packed, {1, 2, 5, 8}) == "The zip archive has more than 1 entries");
    CHECK(error_of(packed, {2, 1, 5, 8}) == "The zip archive has a name of more than 1 bytes");
    CHECK(error_of(packed, {2, 2, 4, 8}) == "The zip archive has 'a' of more than 4 bytes");
    CHECK(error_of(packed, {2, 2, 5, 7}) == "The zip archive unpacks to more than 7 bytes");
}

TEST_CASE("a count of entries that cannot be true costs nothing") {
    std::string packed = zip_text({entry("a")});
    const std::size_t end = packed.size() - 22;
    packed.replace(end + 8, 4, "\xFE\xFF\xFE\xFF");
    CHECK_FALSE(error_of(packed).empty());
    // The same in the form for large archives.
    constexpr std::uint64_t k_claimed = 1'000'000'000'000;
    std::string large = packed.substr(0, end);
    const std::uint64_t directory = packed.find("PK\x01\x02");
    large += "PK\x06\x06";
    append_number(large, 44, 8);
    append_number(large, 45, 2);
    append_number(large, 45, 2);
    append_number(large, 0, 8);
    append_number(large, k_claimed, 8);
    append_number(large, k_claimed, 8);
    append_number(large, end - directory, 8);
    append_number(large, directory, 8);
    large += "PK\x06\x07";
    append_number(large, 0, 4);
    append_number(large, end, 8);
    append_number(large, 1, 4);
    large += "PK\x05\x06";
    append_number(large, 0, 4);
    append_number(large, 0xFFFFFFFF, 4);
    append_number(large, 0xFFFFFFFFFFFFFFFF, 8);
    append_number(large, 0, 2);
    CHECK_FALSE(error_of(large).empty());
}

TEST_CASE("the platform's limits are the default") {
    std::vector<ZipEntryText> entries;
    for (int i = 0; i < 1'000; ++i) entries.push_back(entry(std::to_string(i)));
    CHECK(error_of(zip_text(entries)).empty());
    entries.push_back(entry("one more"));
    CHECK(error_of(zip_text(entries)) == "The zip archive has more than 1000 entries");
    CHECK(error_of(zip_text({entry(std::string(512, 'a'))})).empty());
    CHECK(
        error_of(zip_text({entry(std::string(513, 'a'))})) ==
        "The zip archive has a name of more than 512 bytes"
    );
}

TEST_CASE("a bomb is refused by what it declares") {
    const std::string bomb = zip_text({entry("a", std::string(20'000'001, '\0'), true)});
    REQUIRE(bomb.size() < 100'000);
    CHECK(error_of(bomb) == "The zip archive has 'a' of more than 20000000 bytes");
    std::vector<ZipEntryText> pieces;
    for (int i = 0; i < 21; ++i) {
        pieces.push_back(entry(std::to_string(i), std::string(1'000'000, '\0'), true));
    }
    CHECK(error_of(zip_text(pieces)) == "The zip archive unpacks to more than 20000000 bytes");
    pieces.pop_back();
    CHECK(error_of(zip_text(pieces)).empty());
}

TEST_CASE("a bomb that declares less is not unpacked any further") {
    ZipEntryText bomb = entry("a", std::string(5'000'000, '\0'), true);
    bomb.declared_size = 10;
    const auto text = content_of(bomb);
    REQUIRE_FALSE(text.has_value());
    CHECK(text.error().code == ErrorCode::invalid_batch);
    bomb.declared_size = 6'000'000;
    CHECK_FALSE(content_of(bomb).has_value());
}

TEST_CASE("a wrong checksum is noticed") {
    const bool is_deflated = GENERATE(false, true);
    ZipEntryText file = entry("a", "some text", is_deflated);
    CHECK(content_of(file) == std::string{"some text"});
    file.checksum = 1;
    const auto text = content_of(file);
    REQUIRE_FALSE(text.has_value());
    CHECK(text.error().message == "The zip archive cannot be unpacked: CRC error");
}

TEST_CASE("encryption and other packing methods are refused") {
    ZipEntryText file = entry("a");
    file.flags = 1;
    CHECK(error_of(zip_text({file})) == "The zip archive has the encrypted file 'a'");
    file.flags = 0;
    file.method = 14;
    CHECK(
        error_of(zip_text({file})) == "The zip archive has 'a' packed in a way other than deflate"
    );
}

TEST_CASE("what was packed is unpacked") {
    rc::prop("any contents, stored or deflated", [] {
        const auto contents = *rc::gen::arbitrary<std::vector<std::pair<std::string, bool>>>();
        std::vector<ZipEntryText> entries;
        for (const auto& [content, is_deflated] : contents) {
            entries.push_back(entry(std::to_string(entries.size()), content, is_deflated));
        }
        const std::string packed = zip_text(entries);
        const auto archive = ZipArchive::open(packed);
        RC_ASSERT(archive.has_value());
        RC_ASSERT(archive->names().size() == entries.size());
        for (const ZipEntryText& made : entries)
            RC_ASSERT(archive->read(made.name) == made.content);
    });
}

TEST_CASE("damaged archives are refused or read, never more") {
    const auto read_all_files = [](std::string_view packed) {
        const auto archive = ZipArchive::open(packed);
        if (!archive) return;
        for (const std::string& name : archive->names()) {
            const auto text = archive->read(name);
            if (text) RC_ASSERT(text->size() <= ZipLimits{}.max_file_size);
        }
    };
    rc::prop("any bytes", [&] { read_all_files(*rc::gen::arbitrary<std::string>()); });
    rc::prop("some bytes of an archive changed", [&] {
        std::string packed = zip_text(
            {entry("request.txt", "Name,Body\na,#b\n", true), entry("b", "content"), entry("c/")}
        );
        const auto changes = *rc::gen::inRange(1, 5);
        for (int i = 0; i < changes; ++i) {
            packed[*rc::gen::inRange<std::size_t>(0, packed.size())] = *rc::gen::arbitrary<char>();
        }
        read_all_files(packed);
    });
}

}  // namespace
}  // namespace rowlock
