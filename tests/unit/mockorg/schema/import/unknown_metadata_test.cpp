// What a project has that nobody knows, or that is broken, is said and leaves the rest as it is.
#include "mockorg/base/random.hpp"
#include "mockorg/schema/import/project_files.hpp"
#include "mockorg/schema/import/project_import.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rowlock {
namespace {

namespace fs = std::filesystem;
using Kind = ImportNote::Kind;

constexpr const char* k_object = "<CustomObject><label>A</label></CustomObject>";
constexpr const char* k_field =
    "<CustomField><fullName>B__c</fullName><type>Text</type><length>9</length></CustomField>";

struct Project : test::Folder {
    Project() {
        put("objects/A__c/A__c.object-meta.xml", k_object);
        put("objects/A__c/fields/B__c.field-meta.xml", k_field);
    }

    std::string put(const std::string& name, const std::string& text) const {
        const fs::path file = fs::path{path("p")} / name;
        fs::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << text;
        return file.string();
    }

    ImportedSchema imported() const {
        auto result = import_project(path("p"));
        if (!result) FAIL(result.error().message);
        const auto schema = load_schema(result->json, "imported");
        if (!schema) FAIL(schema.error().message);
        return *std::move(result);
    }
};

/// The note about a place, which must be the only one of its kind.
void check_note(const ImportReport& report, Kind kind, const std::string& place, const char* what) {
    REQUIRE(report.count(kind) == 1);
    const auto note = std::find_if(report.notes.begin(), report.notes.end(), [&](const auto& each) {
        return each.kind == kind;
    });
    CHECK(note->place == place);
    CHECK_THAT(note->what, Catch::Contains(what));
}

TEST_CASE_METHOD(Project, "unknown elements are named with file, line and column") {
    const std::string object =
        put("objects/A__c/A__c.object-meta.xml",
            "<CustomObject>\n  <label>A</label>\n  <quantum>on</quantum><quantum>off</quantum>\n"
            "</CustomObject>");
    check_note(imported().report, Kind::unknown, object + ":3:3", "A__c: <quantum> (2 of them)");
    put("objects/A__c/A__c.object-meta.xml", k_object);
    const std::string field =
        put("objects/A__c/fields/B__c.field-meta.xml",
            "<CustomField><fullName>B__c</fullName>\n<spin>up</spin><type>Text</type></CustomField>"
        );
    const ImportedSchema schema = imported();
    check_note(schema.report, Kind::unknown, field + ":2:1", "A__c.B__c: <spin>");
    CHECK(schema.report.fields == 1);
}

TEST_CASE_METHOD(Project, "elements inside others are looked at, too") {
    const std::string field = put(
        "objects/A__c/fields/P__c.field-meta.xml",
        "<CustomField><fullName>P__c</fullName><type>Picklist</type><valueSet>"
        "<valueSetDefinition><value><fullName>x</fullName></value>\n<vale/></valueSetDefinition>"
        "</valueSet></CustomField>"
    );
    check_note(imported().report, Kind::unknown, field + ":2:1", "A__c.P__c: <vale>");
}

TEST_CASE_METHOD(Project, "a field of a type that nobody knows is left out") {
    const std::string field =
        put("objects/A__c/fields/H__c.field-meta.xml",
            "<CustomField><fullName>H__c</fullName><type>Hologram</type></CustomField>");
    const ImportedSchema schema = imported();
    check_note(schema.report, Kind::unknown, field + ":1:1", "A__c.H__c: type 'Hologram'");
    CHECK(schema.report.fields == 1);
}

TEST_CASE_METHOD(Project, "files that nobody knows among those of objects are named") {
    SECTION("by another ending") {
        const std::string file = put("objects/A__c/fields/C__c.feild-meta.xml", k_field);
        check_note(imported().report, Kind::unknown, file, "no file of an object");
    }
    SECTION("by another folder") {
        const std::string file = put("objects/A__c/fields/old/C__c.field-meta.xml", k_field);
        check_note(imported().report, Kind::unknown, file, "no file of an object");
    }
    SECTION("by another root element") {
        const std::string file = put("objects/A__c/fields/C__c.field-meta.xml", "<CustomFeild/>");
        check_note(imported().report, Kind::unknown, file + ":1:1", "<CustomFeild> instead of");
    }
    SECTION("files of other folders are counted") {
        put("classes/X.cls", "class X {}");
        put("README.md", "hello");
        check_note(
            imported().report, Kind::ignored, "the project", "2 files that say nothing about"
        );
    }
}

TEST_CASE_METHOD(Project, "a custom object without a file of its own is made of its fields") {
    put("objects/L__c/fields/B__c.field-meta.xml", k_field);
    const ImportedSchema schema = imported();
    check_note(schema.report, Kind::made_up, "L__c", "no file of its own");
    CHECK(schema.report.objects == 2);
}

TEST_CASE_METHOD(Project, "broken files are left out, and all else is there") {
    for (const char* text : {"", "<CustomField>", "\xff\xfe\x01", "<a></b>", "not xml"}) {
        const std::string file = put("objects/A__c/fields/C__c.field-meta.xml", text);
        const ImportedSchema schema = imported();
        check_note(schema.report, Kind::broken, file, "the file was left out");
        CHECK(schema.report.fields == 1);
    }
}

TEST_CASE_METHOD(Project, "a project of nothing but broken files has no objects") {
    put("objects/A__c/A__c.object-meta.xml", "<");
    put("objects/A__c/fields/B__c.field-meta.xml", "<");
    const ImportedSchema schema = imported();
    CHECK(schema.report.objects == 0);
    CHECK(schema.report.count(Kind::broken) == 2);
}

TEST_CASE_METHOD(Project, "fields that make no schema together are left out one by one") {
    const auto detail = [&](const std::string& of, const std::string& name, const std::string& to) {
        put("objects/" + of + "/fields/" + name + ".field-meta.xml",
            "<CustomField><type>MasterDetail</type><referenceTo>" + to +
                "</referenceTo></CustomField>");
    };
    SECTION("masters in a circle") {
        detail("A__c", "Z__c", "Z__c");
        detail("Z__c", "A__c", "A__c");
        const ImportedSchema schema = imported();
        CHECK(schema.report.count(Kind::unknown) == 1);
        CHECK(schema.report.master_details == 1);
        CHECK(schema.report.references == 2);
    }
    SECTION("too many masters") {
        for (const char* name : {"X__c", "Y__c", "Z__c"}) detail("A__c", name, "Account");
        CHECK(imported().report.master_details == 2);
    }
    SECTION("one name in two letter cases") {
        put("objects/A__c/fields/b__c.field-meta.xml",
            "<CustomField><type>Text</type></CustomField>");
        const ImportedSchema schema = imported();
        CHECK(schema.report.fields == 1);
        check_note(schema.report, Kind::unknown, "A__c", "left out: ");
    }
}

TEST_CASE_METHOD(Project, "whoever reads a project as a schema hears of what was left out") {
    put("objects/A__c/fields/C__c.field-meta.xml", "<");
    for (int i = 0; i < 30; ++i) put("objects/A__c/odd" + std::to_string(i), "");
    std::vector<std::string> notes;
    const auto schema =
        read_schema_file(path("p"), [&](const std::string& note) { notes.push_back(note); });
    REQUIRE(schema.has_value());
    CHECK((*schema)->find("A__c") != nullptr);
    REQUIRE(notes.size() == 21);
    CHECK_THAT(notes.front(), Catch::StartsWith("note: broken: " + path("p")));
    CHECK_THAT(notes.back(), Catch::Contains("11 more; rowlock schema import"));
}

/// A change to a file of a project: bytes flipped, cut off, or an element renamed.
std::string damaged(std::string text, Random& random) {
    const auto below = [&](std::size_t count) {
        return static_cast<std::size_t>(random.uniform() * static_cast<double>(count));
    };
    switch (below(4)) {
        case 0:
            for (int i = 0; i < 3; ++i)
                text[below(text.size())] ^= static_cast<char>(1 << below(8));
            return text;
        case 1:
            return text.substr(0, below(text.size()));
        case 2: {
            const std::size_t from = below(text.size());
            return text.erase(from, below(20));
        }
        default:
            break;
    }
    std::vector<std::size_t> tags;
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1))
        if (at + 1 < text.size() && std::isalpha(static_cast<unsigned char>(text[at + 1])))
            tags.push_back(at + 1);
    const std::size_t begin = tags[below(tags.size())];
    const std::size_t length = text.find_first_of(" />", begin) - begin;
    const std::string name = text.substr(begin, length);
    for (const std::string& tag : {"<" + name, "</" + name}) {
        for (std::size_t at = text.find(tag); at != std::string::npos; at = text.find(tag, at + 1))
            text.replace(at, tag.size(), tag + "x");
    }
    return text;
}

std::string whole_text(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Whether the file's content is used or some note speaks of the file.
bool is_told(const ImportReport& report, const std::string& path) {
    return std::any_of(report.notes.begin(), report.notes.end(), [&](const ImportNote& note) {
        return note.place.starts_with(path);
    });
}

TEST_CASE("200 damaged projects: a schema every time, and no file is passed over in silence") {
    const test::Folder folder;
    const fs::path copy = folder.path("project");
    fs::copy("fixtures/schemas/project", copy, fs::copy_options::recursive);
    const auto found = find_project_files(copy.string());
    REQUIRE(found.has_value());
    const std::size_t files = import_project(copy.string())->report.files;
    Random random{20'260'101};
    for (int i = 0; i < 200; ++i) {
        const auto& file = found->files[static_cast<std::size_t>(
            random.uniform() * static_cast<double>(found->files.size())
        )];
        const std::string text = whole_text(file.path);
        const std::string other = damaged(text, random);
        std::ofstream{file.path, std::ios::binary} << other;
        INFO(file.path << ":\n" << other);
        const auto imported = import_project(copy.string());
        REQUIRE(imported.has_value());
        const auto schema = load_schema(imported->json, "imported");
        if (!schema) FAIL(schema.error().message);
        const bool is_read = imported->report.files == files;
        CHECK((is_read || is_told(imported->report, file.shown)));
        std::ofstream{file.path, std::ios::binary} << text;
    }
}

}  // namespace
}  // namespace rowlock
