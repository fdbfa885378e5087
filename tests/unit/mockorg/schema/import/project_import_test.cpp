#include "mockorg/schema/import/project_import.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/test.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

namespace fs = std::filesystem;

const std::string k_project = "fixtures/schemas/project";

ImportedSchema imported_project() {
    auto imported = import_project(k_project);
    if (!imported) FAIL(imported.error().message);
    return *std::move(imported);
}

const Field& field(const Schema& schema, const char* object, const char* name) {
    const ObjectType* type = schema.find(object);
    REQUIRE(type != nullptr);
    const Field* found = type->find_field(name);
    INFO(object << "." << name);
    REQUIRE(found != nullptr);
    return *found;
}

bool has_note(const ImportReport& report, ImportNote::Kind kind, const std::string& part) {
    for (const ImportNote& note : report.notes) {
        if (note.kind == kind && (note.place + ": " + note.what).find(part) != std::string::npos)
            return true;
    }
    return false;
}

/// A folder of its own that goes with the test.
struct TemporaryFolder {
    fs::path path = fs::temp_directory_path() / ("rowlock-import-" + std::to_string(getpid()));

    TemporaryFolder() {
        fs::remove_all(path);
        fs::create_directories(path / "objects" / "A__c" / "fields");
    }

    ~TemporaryFolder() { fs::remove_all(path); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream{path / "objects" / "A__c" / name} << text;
    }
};

TEST_CASE("a project folder is a schema") {
    const auto schema = read_schema_file(k_project);
    if (!schema) FAIL(schema.error().message);
    const Schema& model = **schema;
    const Field& master = field(model, "Site__c", "Account__c");
    CHECK(master.master_detail);
    CHECK(master.updateable);
    CHECK(master.relationship_name == "Account__r");
    CHECK_FALSE(field(model, "Visit__c", "Site__c").updateable);
    CHECK(field(model, "Site__c", "Region__c").on_parent_delete == OnParentDelete::restrict);
    CHECK(field(model, "Site__c", "Region__c").required());
    CHECK(field(model, "Region__c", "Manager__c").on_parent_delete == OnParentDelete::clear);
    CHECK(field(model, "Tool__c", "Visit__c").on_parent_delete == OnParentDelete::cascade);
    const Field& code = field(model, "Site__c", "Site_Code__c");
    CHECK((code.external_id && code.unique && code.required() && code.length == 20));
    CHECK(field(model, "Site__c", "Position__Latitude__s").type == FieldType::double_);
    CHECK(field(model, "Visit__c", "Name").auto_number);
    CHECK(field(model, "Visit__c", "Margin__c").calculated);
    CHECK(field(model, "Visit__c", "Billable__c").default_value == "true");
    CHECK(field(model, "Visit__c", "Status__c").default_value == "Planned");
    CHECK(
        field(model, "Visit__c", "Priority__c").picklist_values ==
        std::vector<std::string>{"Low", "High"}
    );
    CHECK(
        field(model, "Tool__c", "Kind__c").picklist_values ==
        std::vector<std::string>{"Drill", "Saw"}
    );
    CHECK(field(model, "Task", "Channel__c").length == 30);
    CHECK(field(model, "Event", "Channel__c").length == 30);
    CHECK(model.find("stock__Item__c") != nullptr);
    CHECK(model.find("Setting__mdt") == nullptr);
    CHECK(field(model, "Task", "WhatId").reference_to.back() == model.find("Site__c")->number);
    REQUIRE(model.roll_ups().size() == 5);
    bool found = false;
    for (const RollUp& roll_up : model.roll_ups()) {
        if (roll_up.field != field(model, "Site__c", "Billed__c").number) continue;
        if (roll_up.master != model.find("Site__c")->number) continue;
        found = true;
        CHECK(roll_up.kind == RollUpKind::sum);
        CHECK(roll_up.filter == "Status__c IN ('Done', 'Billed') AND Amount__c > 0");
    }
    CHECK(found);
    CHECK(field(model, "Site__c", "Last_Visit__c").type == FieldType::date);
}

TEST_CASE("an import is the same every time and says what it left out") {
    const ImportedSchema imported = imported_project();
    CHECK(imported.json == imported_project().json);
    const ImportReport& report = imported.report;
    CHECK(report.master_details == 4);
    CHECK(report.roll_ups == 5);
    using Kind = ImportNote::Kind;
    CHECK(has_note(report, Kind::ignored, "Account: 1 of recordType"));
    CHECK(has_note(report, Kind::ignored, "Tool__c: 1 <recordTypes>"));
    CHECK(has_note(report, Kind::ignored, "Industry: what metadata says about a standard field"));
    CHECK(has_note(report, Kind::ignored, "Setting__mdt: custom metadata"));
    CHECK(has_note(report, Kind::ignored, "Due__c: <defaultValue> is a formula"));
    CHECK(has_note(report, Kind::unknown, "Shape__c: type 'Hologram'"));
    CHECK(has_note(report, Kind::made_up, "stock__Item__c"));
}

TEST_CASE("broken files are named with their line; links that loop are not followed") {
    const TemporaryFolder folder;
    folder.write("A__c.object-meta.xml", "<CustomObject>\n<label>A\n</CustomObject>");
    const auto broken = import_project(folder.path.string());
    REQUIRE(broken.has_value());
    REQUIRE(broken->report.count(ImportNote::Kind::broken) == 1);
    const ImportNote& note = broken->report.notes.front();
    CHECK(note.place == (folder.path / "objects/A__c/A__c.object-meta.xml").string());
    CHECK_THAT(note.what, Catch::Contains("at line 3, column 3"));
    CHECK_THAT(note.what, Catch::Contains("retrieve it again"));
    folder.write("A__c.object-meta.xml", "<CustomObject><label>A</label></CustomObject>");
    fs::create_directory_symlink(folder.path, folder.path / "objects" / "again");
    fs::create_symlink(
        "nowhere", folder.path / "objects" / "A__c" / "fields" / "B__c.field-meta.xml"
    );
    const auto imported = import_project(folder.path.string());
    REQUIRE(imported.has_value());
    CHECK(imported->report.objects == 1);
    CHECK(has_note(imported->report, ImportNote::Kind::broken, "B__c.field-meta.xml: cannot be"));
    CHECK_FALSE(import_project((folder.path / "missing").string()).has_value());
    fs::remove(folder.path / "objects" / "A__c" / "A__c.object-meta.xml");
    fs::remove(folder.path / "objects" / "A__c" / "fields" / "B__c.field-meta.xml");
    const auto empty = import_project(folder.path.string());
    REQUIRE_FALSE(empty.has_value());
    CHECK_THAT(empty.error().message, Catch::Contains("no objects found"));
}

TEST_CASE("children are called by the field's relationship name, in its namespace") {
    const TemporaryFolder folder;
    const auto lookup = [](const std::string& name) {
        return "<CustomField><fullName>" + name +
               "</fullName><type>Lookup</type><referenceTo>Account</referenceTo>"
               "<relationshipName>Gifts</relationshipName></CustomField>";
    };
    folder.write("fields/Giver__c.field-meta.xml", lookup("Giver__c"));
    folder.write("fields/npsp__Giver__c.field-meta.xml", lookup("npsp__Giver__c"));
    const auto schema = read_schema_file(folder.path.string());
    if (!schema) FAIL(schema.error().message);
    CHECK(field(**schema, "A__c", "Giver__c").child_relationship_name == "Gifts__r");
    CHECK(field(**schema, "A__c", "npsp__Giver__c").child_relationship_name == "npsp__Gifts__r");
}

TEST_CASE("no text in a file makes the import crash") {
    const TemporaryFolder folder;
    const std::string whole =
        "<CustomField><fullName>B__c</fullName><type>Lookup</type><referenceTo>Account</"
        "referenceTo>"
        "<length>9</length><deleteConstraint>Restrict</deleteConstraint></CustomField>";
    rc::prop("damaged fields", [&] {
        std::string text = whole;
        const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
        text.replace(
            place, *rc::gen::inRange<std::size_t>(0, 9), *rc::gen::arbitrary<std::string>()
        );
        folder.write("fields/B__c.field-meta.xml", text);
        const auto imported = import_project(folder.path.string());
        if (imported) (void)load_schema(imported->json, "imported");
    });
}

}  // namespace
}  // namespace rowlock
