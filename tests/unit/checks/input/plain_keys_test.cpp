#include "checks/input/plain_keys.hpp"

#include "mockorg/base/random.hpp"
#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;

/// One of the ways in which a file may name one of a few records.
std::string some_id(Random& random, const std::string& prefix) {
    const std::string short_id = prefix + "00000000000" + "aB"[random.below(2)];
    const auto id = RecordId::parse(short_id);
    std::string text = id->text();
    switch (random.below(10)) {
        case 0:
            return "";
        case 1:
            return "#N/A";
        case 2:
            return "wrong";
        case 3:
            return " " + short_id;
        case 4:
            return "\"" + short_id + "\"";
        case 5:
            std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
                return static_cast<char>(std::tolower(c));
            });
            return text;
        case 6:
            return text;
        default:
            return short_id;
    }
}

std::string some_key(Random& random) {
    const std::vector<std::string> keys{"", "A", "a", "\"A\"", "A much longer key", "#N/A"};
    return keys[random.below(keys.size())];
}

/// The shipped rules, and some that tell inserts from updates.
std::shared_ptr<const LockRules> rules() {
    std::vector<LockRule> all = standard_lock_rules();
    const auto own = parse_lock_rules(
        R"({"rules": [
            {"id": "campaign.insert", "object": "Opportunity", "path": "Campaign",
             "operations": ["insert"], "strength": "always", "evidence": "inferred", "source": "test"},
            {"id": "campaign.update", "object": "Opportunity", "path": "Campaign",
             "operations": ["update"], "strength": "may", "evidence": "inferred", "source": "test"},
            {"id": "reports-to.update", "object": "Contact", "path": "ReportsTo",
             "operations": ["update"], "strength": "always", "evidence": "inferred", "source": "test"}
        ]})",
        "test.json"
    );
    if (!own) FAIL(own.error().message);
    all.insert(all.end(), own->begin(), own->end());
    auto compiled = LockRules::compile(test::input_schema(), all);
    if (!compiled) FAIL(compiled.error().message);
    return std::make_shared<const LockRules>(*std::move(compiled));
}

struct Shape {
    std::string object;
    std::string header;
    /// Per column, an id prefix, or `key`, or nothing for other text.
    std::vector<std::string> columns;
    std::vector<std::pair<WriteOperation, std::string>> writes;
};

const std::vector<Shape>& shapes() {
    static const std::vector<Shape> list{
        {"Opportunity",
         "Id,Key__c,Name,AccountId",
         {"006", "key", "", "001"},
         {{WriteOperation::insert, ""},
          {WriteOperation::update, ""},
          {WriteOperation::remove, ""},
          {WriteOperation::upsert, ""}}},
        {"Opportunity",
         "Key__c,AccountId,CampaignId",
         {"key", "001", "701"},
         {{WriteOperation::upsert, "Key__c"}}},
        {"Account",
         "Code__c,Parent.Code__c",
         {"key", "key"},
         {{WriteOperation::upsert, "Code__c"}}},
        {"Case",
         "ContactId,Account.Code__c,Id,ParentId",
         {"003", "key", "500", "500"},
         {{WriteOperation::insert, ""},
          {WriteOperation::update, ""},
          {WriteOperation::remove, ""}}},
        {"Contact",
         "Code__c,AccountId,ReportsToId",
         {"key", "001", "003"},
         {{WriteOperation::insert, ""}, {WriteOperation::upsert, "Code__c"}}},
    };
    return list;
}

std::string some_file(Random& random, const Shape& shape) {
    std::string text = shape.header + "\n";
    for (std::uint64_t row = random.below(20); row > 0; --row) {
        std::string line;
        for (std::size_t c = 0; c < shape.columns.size(); ++c) {
            if (c > 0) line += ',';
            if (shape.columns[c] == "key") {
                line += some_key(random);
            } else {
                line += shape.columns[c].empty() ? "text" : some_id(random, shape.columns[c]);
            }
            if (random.below(60) == 0) break;
        }
        text += (line.empty() ? "," : line) + "\n";
    }
    return text;
}

std::vector<std::vector<std::string>> all_names(const LoadedInput& input) {
    std::vector<std::vector<std::string>> names;
    for (RowNo row = 0; row < input.keys().row_count(); ++row) {
        names.push_back(test::names_of(input, row));
    }
    return names;
}

TEST_CASE("the short way finds the keys, and what is left open, that asking row by row finds") {
    const Random seeds{11};
    const auto own_rules = rules();
    std::size_t plain_loads = 0;
    for (std::uint64_t i = 0; i < 400; ++i) {
        Random random = seeds.split(i);
        const Folder folder;
        const Shape& shape = shapes()[random.below(shapes().size())];
        const auto& [operation, key] = shape.writes[random.below(shape.writes.size())];
        InputRequest wanted = test::request();
        wanted.rules = own_rules;
        const std::string path = folder.write("load.csv", some_file(random, shape));
        wanted.loads.push_back({shape.object, operation, key, {path}, {}});
        const LoadedInput quick = test::load(wanted);
        INFO("load " << i);

        for (RowNo row = 0; row < quick.keys().row_count(); ++row) {
            REQUIRE(test::names_of(quick, row) == test::explained_names_of(quick, row));
        }
        // A reference file without rows changes nothing but the way.
        wanted.references.push_back({shape.object, {folder.write("none.csv", "Id\n")}, {}});
        const LoadedInput slow = test::load(wanted);
        REQUIRE(all_names(quick) == all_names(slow));
        REQUIRE(quick.unresolved() == slow.unresolved());

        RecordNumbers numbers{wanted.schema};
        const auto columns =
            bind_load_columns(quick.files()[0].source, *wanted.schema, wanted.loads[0], 0, numbers);
        if (find_plain_keys(*columns, *wanted.rules)) ++plain_loads;
    }
    CHECK(plain_loads > 250);
    CHECK(plain_loads < 400);
}

TEST_CASE("a load whose rules have conditions or long paths is looked at row by row") {
    const Folder folder;
    InputRequest wanted = test::request();
    const std::string path = folder.write("task.csv", "WhoId\n");
    wanted.loads.push_back({"Task", WriteOperation::insert, "", {path}, {}});
    const LoadedInput input = test::load(wanted);
    RecordNumbers numbers{wanted.schema};
    const auto columns =
        bind_load_columns(input.files()[0].source, *wanted.schema, wanted.loads[0], 0, numbers);
    REQUIRE(columns.has_value());
    CHECK_FALSE(find_plain_keys(*columns, *wanted.rules).has_value());
}

TEST_CASE("the number of threads changes nothing") {
    Random random{5};
    const Folder folder;
    std::string text = "Name,AccountId\n";
    while (text.size() < 3'500'000) {
        text += random.below(3) == 0 ? "\"x\ny,z\n\"," : "x,";
        text += "001000000" + std::to_string(100'000 + random.below(50'000)) + "\n";
    }
    InputRequest wanted = test::request();
    wanted.loads.push_back(
        {"Opportunity", WriteOperation::insert, "", {folder.write("x.csv", text)}, {}}
    );
    wanted.threads = 1;
    const LoadedInput one = test::load(wanted);
    wanted.threads = 3;
    const LoadedInput three = test::load(wanted);
    REQUIRE(one.keys().row_count() == three.keys().row_count());
    REQUIRE(one.keys().key_count() == three.keys().key_count());
    bool same = true;
    for (RowNo row = 0; row < one.keys().row_count(); ++row) {
        const auto a = one.keys().of(row);
        const auto b = three.keys().of(row);
        same = same && std::equal(a.begin(), a.end(), b.begin(), b.end()) &&
               one.byte_size(row) == three.byte_size(row);
        if (row % 997 == 0) same = same && one.origin(row) == three.origin(row);
    }
    CHECK(same);
}

}  // namespace
}  // namespace rowlock
