#include "checks/command/map_command.hpp"
#include "checks/command/merge_command.hpp"
#include "mockorg/base/record_id.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

namespace rowlock {
namespace {

using test::CommandRun;
using test::Folder;
using test::run;

CommandRun run(const MapOptions& options) {
    CommandRun result;
    Io io{TextSink{result.out}, TextSink{result.err}, false};
    result.code = run_map(options, io);
    return result;
}

CommandRun run(const MergeOptions& options) {
    CommandRun result;
    Io io{TextSink{result.out}, TextSink{result.err}, false};
    result.code = run_merge(options, io);
    return result;
}

constexpr std::string_view k_schema = R"({"objects": [
    {"name": "Account", "fields": [
        {"name": "Code__c", "type": "string", "externalId": true, "length": 80}]},
    {"name": "Case", "fields": [
        {"name": "Key__c", "type": "string", "externalId": true, "length": 80}]}
]})";

/// Cases lock their contacts for sure only if the subject says so.
constexpr std::string_view k_rules = R"({"rules": [
    {"id": "case.contact", "object": "Case", "path": "Contact", "operations": ["insert"],
     "strength": "may", "evidence": "inferred", "source": "test"},
    {"id": "case.contact.sure", "object": "Case", "path": "Contact", "operations": ["insert"],
     "condition": "Subject = 'sure'",
     "strength": "always", "evidence": "inferred", "source": "test"}
]})";

std::string id_of(KeyPrefix prefix, std::uint32_t number) {
    std::string text;
    RecordId::make(prefix, {'8', 'c', '0'}, number).append_to(text);
    return text;
}

/// Of the same record in one of several spellings, or none, or nonsense.
std::string drawn_id(KeyPrefix prefix, std::uint32_t count) {
    std::string text = id_of(prefix, *rc::gen::inRange<std::uint32_t>(0, count));
    switch (*rc::gen::inRange(0, 12)) {
        case 0:
            return {};
        case 1:
            return "nonsense";
        case 2:
            return text.substr(0, 15);
        case 3:
            std::transform(text.begin(), text.end(), text.begin(), [](char c) {
                return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            });
            return text;
        default:
            return text;
    }
}

/// A load in files, with all that a check is told about it.
struct DrawnLoad {
    explicit DrawnLoad(const Folder& folder) {
        options.input.schema_file = folder.write("schema.json", k_schema);
        options.input.batch_rows = *rc::gen::inRange<std::uint32_t>(1, 5);
        options.input.k = 3;
        options.serial = *rc::gen::arbitrary<bool>();
        if (*rc::gen::arbitrary<bool>()) options.input.api = "bulk1";
        const int kind = *rc::gen::inRange(0, 4);
        if (kind == 0) {
            draw_tasks(folder);
        } else {
            draw_cases(kind);
        }
        const int count = *rc::gen::inRange(1, 5);
        for (int i = 0; i < count; ++i) {
            const std::string name = "file-" + std::to_string(i) + ".csv";
            options.input.files.push_back(folder.write(name, draw_text()));
        }
        if (kind == 3) options.input.lock_rules_file = folder.write("rules.json", k_rules);
    }

    CheckOptions options;

private:
    void draw_tasks(const Folder& folder) {
        options.input.object = "Task";
        header_ = "WhoId,WhatId,Subject,OwnerId";
        prefixes_ = {{'0', '0', '3'}, {'0', '0', '1'}, {}, {'0', '0', '5'}};
        std::string contacts = "Id,AccountId\n";
        for (std::uint32_t i = 0; i < 4; ++i) {
            contacts += id_of({'0', '0', '3'}, i) + "," + id_of({'0', '0', '1'}, i / 2) + "\n";
        }
        options.input.references = {"Contact:" + folder.write("contacts.csv", contacts)};
    }

    void draw_cases(int kind) {
        options.input.object = "Case";
        header_ = "Id,ContactId,AccountId,Subject";
        prefixes_ = {{'5', '0', '0'}, {'0', '0', '3'}, {'0', '0', '1'}, {}};
        options.input.operation = kind == 1 ? "update" : "insert";
        if (kind == 2) {
            options.input.operation = "upsert";
            options.input.external_id = "Key__c";
            header_ = "Key__c,ContactId,Account.Code__c,Odd__c";
            prefixes_ = {{}, {'0', '0', '3'}, {}, {}};
        }
        if (kind == 3) {
            header_ = "ContactId,AccountId,Subject,OwnerId";
            prefixes_ = {{'0', '0', '3'}, {'0', '0', '1'}, {}, {'0', '0', '5'}};
        }
    }

    std::string draw_cell(KeyPrefix prefix) {
        if (prefix != KeyPrefix{}) return drawn_id(prefix, 6);
        constexpr std::array<std::string_view, 6> k_texts{
            "sure",
            "",
            "a",
            "\"two\nlines, and \"\"quotes\"\"\"",
            "a text beyond twelve bytes",
            "B"};
        return std::string{k_texts[*rc::gen::inRange<std::size_t>(0, k_texts.size())]};
    }

    std::string draw_text() {
        const std::string end = *rc::gen::inRange(0, 5) == 0 ? "\r\n" : "\n";
        std::string text = header_ + end;
        const int rows = *rc::gen::inRange(0, 9);
        for (int row = 0; row < rows; ++row) {
            if (*rc::gen::inRange(0, 8) == 0) text += end;
            for (std::size_t i = 0; i < prefixes_.size(); ++i) {
                text += (i == 0 ? "" : ",") + draw_cell(prefixes_[i]);
            }
            if (*rc::gen::inRange(0, 20) == 0) text += ",more";
            text += end;
        }
        return text;
    }

    std::string header_;
    std::vector<KeyPrefix> prefixes_;
};

MapOptions map_of(const CheckOptions& check, const std::string& out) {
    MapOptions map;
    map.input = check.input;
    map.serial = check.serial;
    map.line_ending = check.line_ending;
    map.out_file = out;
    map.partitions = 2;
    return map;
}

/// Maps the files in so many parts as are drawn.
std::vector<std::string> draw_parts(const CheckOptions& check, const Folder& folder) {
    MapOptions map = map_of(check, {});
    map.partitions = *rc::gen::inRange<std::uint32_t>(1, 9);
    std::vector<std::string> parts;
    const auto& files = check.input.files;
    for (auto begin = files.begin(); begin != files.end();) {
        const auto end = begin + *rc::gen::inRange<std::ptrdiff_t>(1, files.end() - begin + 1);
        map.input.files = {begin, end};
        map.out_file = folder.path("part-" + std::to_string(parts.size()));
        parts.push_back(map.out_file);
        const CommandRun mapped = run(map);
        RC_ASSERT(mapped.err.empty());
        RC_ASSERT(mapped.code == 0);
        begin = end;
    }
    return parts;
}

void assert_same(const CommandRun& a, const CommandRun& b) {
    RC_ASSERT(a.err == b.err);
    RC_ASSERT(a.out == b.out);
    RC_ASSERT(a.code == b.code);
}

TEST_CASE("parts merge to the report on the whole, byte for byte, whatever the parts") {
    rc::prop("", [] {
        const Folder folder;
        CheckOptions check = DrawnLoad{folder}.options;
        MergeOptions merge;
        merge.k = check.input.k;
        merge.parts = draw_parts(check, folder);
        for (const bool json : {false, true}) {
            check.json = merge.json = json;
            const CommandRun whole = run(check);
            RC_CLASSIFY(whole.code == 1, "findings");
            RC_CLASSIFY(whole.code == 0, "clean");
            assert_same(run(merge), whole);
        }
        check.json = merge.json = false;
        check.verdict_only = merge.verdict_only = true;
        assert_same(run(merge), run(check));
    });
}

TEST_CASE("a check that may hold nothing in memory says the same") {
    rc::prop("", [] {
        const Folder folder;
        CheckOptions check = DrawnLoad{folder}.options;
        check.json = true;
        check.input.threads = *rc::gen::inRange(1U, 4U);
        const CommandRun whole = run(check);
        check.memory = "1";
        check.temporary_folder = folder.path("");
        assert_same(run(check), whole);
    });
}

CheckOptions some_check(const Folder& folder) {
    CheckOptions check;
    check.input.object = "Contact";
    check.input.files = {folder.write("c.csv", test::contacts_of({1, 2, 1, 2}))};
    check.input.batch_rows = 2;
    return check;
}

TEST_CASE("parts of different checks are refused, and it is said which and why") {
    const Folder folder;
    MapOptions map = map_of(some_check(folder), folder.path("a.part"));
    REQUIRE(run(map).code == 0);
    const auto refusal_with = [&](auto change) {
        MapOptions other = map;
        other.input.files = {folder.write("d.csv", test::contacts_of({3}))};
        other.out_file = folder.path("b.part");
        change(other);
        REQUIRE(run(other).code == 0);
        MergeOptions merge;
        merge.parts = {map.out_file, other.out_file};
        const CommandRun merged = run(merge);
        CHECK(merged.code == 3);
        CHECK_THAT(merged.err, Catch::Contains("b.part and ") && Catch::Contains("a.part"));
        return merged.err;
    };
    CHECK_THAT(
        refusal_with([](MapOptions& o) { o.input.batch_rows = 3; }),
        Catch::Contains("--batch-size was 3 and 2; map one of them again")
    );
    CHECK_THAT(
        refusal_with([](MapOptions& o) { o.partitions = 3; }), Catch::Contains("--partitions")
    );
    CHECK_THAT(
        refusal_with([](MapOptions& o) { o.input.object = "Case"; }), Catch::Contains("--object")
    );
    CHECK_THAT(
        refusal_with([&](MapOptions& o) {
            o.input.schema_file = folder.write("schema.json", k_schema);
        }),
        Catch::Contains("--schema")
    );
    CHECK_THAT(
        refusal_with([&](MapOptions& o) { o.input.files = map.input.files; }),
        Catch::Contains("c.csv is in both")
    );
}

TEST_CASE("a part that was not made by this version, or never finished, is refused") {
    const Folder folder;
    MapOptions map = map_of(some_check(folder), folder.path("a.part"));
    map.version = "0.1";
    REQUIRE(run(map).code == 0);
    MergeOptions merge;
    merge.parts = {map.out_file};
    CHECK_THAT(run(merge).err, Catch::Contains("mapped by rowlock 0.1"));
    folder.write("a.part", "Id,AccountId\n");
    CHECK_THAT(run(merge).err, Catch::Contains("no file of rowlock map"));
    merge.parts = {folder.path("nowhere.part")};
    CHECK(run(merge).code == 3);
    merge.parts.clear();
    CHECK(run(merge).code == 2);
}

TEST_CASE("what cannot be written leaves nothing behind") {
    const Folder folder;
    MapOptions map = map_of(some_check(folder), folder.path("no/such/a.part"));
    CHECK(run(map).code == 2);
    map.out_file = folder.path("a.part");
    map.input.files.push_back("/nowhere.csv");
    CHECK(run(map).code == 3);
    CHECK_FALSE(std::filesystem::exists(folder.path("a.part")));
    CHECK_FALSE(std::filesystem::exists(folder.path("a.part.unfinished")));
    // Devices that are always full do not take files without names.
    CheckOptions check = some_check(folder);
    check.memory = "1";
    check.temporary_folder = "/nowhere";
    const CommandRun full = run(check);
    CHECK(full.code == 2);
    CHECK_THAT(full.err, Catch::Contains("cannot write temporary files in /nowhere"));
    check.memory = "1X";
    CHECK_THAT(run(check).err, Catch::Contains("--memory: '1X'"));
}

TEST_CASE("a load whose rows lead to rows of other files is not mapped") {
    const Folder folder;
    CheckOptions check;
    check.input.object = "Case";
    check.input.files = {folder.write("c.csv", "ContactId,ParentId,Subject\n,,\n")};
    check.input.lock_rules_file = folder.write("rules.json", k_rules);
    const CommandRun mapped = run(map_of(check, folder.path("a.part")));
    CHECK(mapped.code == 2);
    CHECK_THAT(mapped.err, Catch::Contains("with --memory"));
    CHECK_FALSE(std::filesystem::exists(folder.path("a.part")));
}

TEST_CASE("names of two kinds in two parts are found, as in one check") {
    const Folder folder;
    const std::string schema = folder.write("schema.json", k_schema);
    const std::string accounts = folder.write("a.csv", "Id,Code__c\n001000000000002,c2\n");
    CheckOptions whole;
    whole.input.object = "Contact";
    whole.input.schema_file = schema;
    whole.input.references = {"Account:" + accounts};
    whole.input.files = {
        folder.write("1.csv", "LastName,Account.Code__c\nx,c1\n"),
        folder.write("2.csv", "LastName,AccountId\nx,001000000000001\nx,001000000000002\n")};
    whole.json = true;
    const CommandRun expected = run(whole);
    CHECK(expected.code == 1);
    CHECK_THAT(expected.out, Catch::Contains("1 record by Id (001000000000001AAA, "));
    CHECK_THAT(expected.out, Catch::Contains("1 record by Code__c (Code__c = c1, "));
    MergeOptions merge;
    for (const std::string& file : whole.input.files) {
        MapOptions map;
        map.input = whole.input;
        map.input.files = {file};
        map.out_file = file + ".part";
        REQUIRE(run(map).code == 0);
        merge.parts.push_back(map.out_file);
    }
    merge.json = true;
    const CommandRun merged = run(merge);
    CHECK(merged.code == 1);
    CHECK(merged.out == expected.out);
    whole.memory = "1K";
    CHECK(run(whole).out == expected.out);
}

TEST_CASE("a record that rows of two parts write is for one check, if locks depend on what it holds"
) {
    const Folder folder;
    const auto contacts = folder.write(
        "ref.csv",
        "Id,AccountId\n003000000000001,001000000000001\n003000000000002,001000000000002\n"
    );
    CheckOptions whole;
    whole.input.object = "Contact";
    whole.input.operation = "update";
    whole.input.files = {
        folder.write("1.csv", "Id,AccountId\n003000000000001,001000000000002\n"),
        folder.write("2.csv", "Id,AccountId\n003000000000002,001000000000003\n003000000000001,\n")};
    const auto merged_of = [&](const std::vector<std::vector<std::string>>& parts) {
        MergeOptions merge;
        for (const std::vector<std::string>& files : parts) {
            MapOptions map = map_of(whole, files.front() + ".part");
            map.input.files = files;
            REQUIRE(run(map).code == 0);
            merge.parts.push_back(map.out_file);
        }
        return run(merge);
    };
    const auto& files = whole.input.files;
    CHECK(merged_of({{files[0]}, {files[1]}}).out == run(whole).out);
    whole.input.references = {"Contact:" + contacts};
    const CommandRun apart = merged_of({{files[0]}, {files[1]}});
    CHECK(apart.code == 2);
    CHECK_THAT(apart.err, Catch::Contains("two parts write Contact 003000000000001AAA"));
    const CommandRun expected = run(whole);
    CHECK_THAT(expected.out, Catch::StartsWith("NOT SAFE"));
    CHECK(merged_of({files}).out == expected.out);
}

}  // namespace
}  // namespace rowlock
