#include "checks/assess/other_names.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/assess/small_load.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rowlock {
namespace {

using test::assessed;
using test::Folder;

std::shared_ptr<const Schema> two_key_schema() {
    static const std::shared_ptr<const Schema> loaded = [] {
        const auto result = load_schema(
            R"({"objects": [{"name": "Account", "fields": [
                {"name": "A__c", "type": "string", "externalId": true, "length": 80},
                {"name": "B__c", "type": "string", "externalId": true, "length": 80}
            ]}]})",
            "test.json"
        );
        if (!result) FAIL(result.error().message);
        return *result;
    }();
    return loaded;
}

AssessRequest empty_request() {
    AssessRequest wanted;
    wanted.input.schema = two_key_schema();
    auto rules = LockRules::compile(wanted.input.schema, standard_lock_rules());
    if (!rules) FAIL(rules.error().message);
    wanted.input.rules = std::make_shared<const LockRules>(*std::move(rules));
    wanted.input.threads = 1;
    return wanted;
}

void add_load(
    AssessRequest& wanted,
    const std::string& object,
    const std::vector<std::string>& paths,
    WriteOperation operation = WriteOperation::insert,
    const std::string& key = ""
) {
    wanted.input.loads.push_back({object, operation, key, paths, {}});
}

/// Contacts of two files, each of which names its account in its own way.
AssessRequest two_ways(
    const Folder& folder,
    const std::string& one = "Account.A__c\na1\n",
    const std::string& other = "AccountId\n001000000000001\n"
) {
    AssessRequest wanted = empty_request();
    add_load(wanted, "Contact", {folder.write("1.csv", one), folder.write("2.csv", other)});
    return wanted;
}

void add_accounts(AssessRequest& wanted, const Folder& folder, const std::string& text) {
    const std::string name = "ref" + std::to_string(wanted.input.references.size()) + ".csv";
    wanted.input.references.push_back({"Account", {folder.write(name, text)}, {}});
}

CheckVerdict verdict_of(const AssessRequest& wanted) {
    return assessed(wanted).report.verdict();
}

TEST_CASE("a parent named in two ways is told, with an example of each") {
    const Folder folder;
    const CheckReport report = assessed(two_ways(folder)).report;
    CHECK(report.verdict() == CheckVerdict::incomplete);
    REQUIRE(report.unresolved.size() == 1);
    const UnresolvedPart& part = report.unresolved.front();
    CHECK(part.path == "Account");
    CHECK(part.rows == 2);
    CHECK(part.certain);
    CHECK(
        part.meaning ==
        "2 rows lock records of Account that batches side by side name in different ways: 1 record "
        "by Id (001000000000001AAA, " +
            folder.path("2.csv") + " line 2), 1 record by A__c (A__c = a1, " +
            folder.path("1.csv") +
            " line 2). Two of these names may mean one record, so nothing is proven; a reference "
            "file of Account with the columns Id and A__c settles it."
    );
}

TEST_CASE("reference files settle it if they tell what is asked") {
    const Folder folder;
    const auto with = [&](const std::string& reference) {
        AssessRequest wanted = two_ways(folder);
        add_accounts(wanted, folder, reference);
        return verdict_of(wanted);
    };
    CHECK(with("Id,A__c\n001000000000001,a1\n") == CheckVerdict::unsafe);
    CHECK(with("Id,A__c\n001000000000001,a2\n") == CheckVerdict::safe);
    CHECK(with("Id,A__c\n001000000000001,\n") == CheckVerdict::safe);
    CHECK(with("Id,A__c\n001000000000002,a1\n") == CheckVerdict::safe);
    CHECK(with("Id,A__c\n001000000000002,a2\n") == CheckVerdict::incomplete);
    CHECK(with("Id,A__c\n") == CheckVerdict::incomplete);
    CHECK(with("Id,Name\n001000000000001,x\n") == CheckVerdict::incomplete);
    CHECK(with("Id,B__c\n001000000000001,b\n") == CheckVerdict::incomplete);
}

TEST_CASE("a field that is blank in two files tells no records apart") {
    const Folder folder;
    AssessRequest wanted = two_ways(folder, "Account.B__c\nb1\n");
    add_accounts(wanted, folder, "Id,A__c\n001000000000001,\n");
    add_accounts(wanted, folder, "B__c,A__c\nb1,\n");
    CHECK(verdict_of(wanted) == CheckVerdict::incomplete);
    add_accounts(wanted, folder, "B__c,A__c\nb1,a1\n");
    CHECK(verdict_of(wanted) == CheckVerdict::safe);
}

TEST_CASE("names are joined in whatever order the files tell it") {
    std::vector<std::string> files{
        "Id,B__c\n001000000000001,b1\n", "A__c,B__c\na1,b1\n", "A__c,Name\na1,x\n"};
    do {
        const Folder folder;
        AssessRequest wanted = two_ways(folder);
        for (const std::string& text : files) add_accounts(wanted, folder, text);
        CAPTURE(files);
        CHECK(verdict_of(wanted) == CheckVerdict::unsafe);
    } while (std::next_permutation(files.begin(), files.end()));
}

TEST_CASE("records that share a key which need not be unique stay two") {
    const Folder folder;
    AssessRequest wanted = empty_request();
    add_load(
        wanted,
        "Account",
        {folder.write("1.csv", "A__c\na1\n"), folder.write("2.csv", "A__c\na2\n")},
        WriteOperation::upsert,
        "A__c"
    );
    add_accounts(wanted, folder, "A__c,B__c\na1,shared\na2,shared\n");
    CHECK(verdict_of(wanted) == CheckVerdict::safe);
}

TEST_CASE("two external ids of one object are two ways, too") {
    const Folder folder;
    AssessRequest wanted = two_ways(folder, "Account.A__c\na1\n", "Account.B__c\nb1\n");
    CHECK(verdict_of(wanted) == CheckVerdict::incomplete);
    add_accounts(wanted, folder, "A__c,B__c\na1,b1\n");
    CHECK(verdict_of(wanted) == CheckVerdict::unsafe);
}

TEST_CASE("names of one kind, of two objects or in one batch are no matter") {
    const Folder folder;
    CHECK(verdict_of(two_ways(folder, "AccountId\n001000000000002\n")) == CheckVerdict::safe);
    CHECK(
        verdict_of(two_ways(folder, "Account.A__c\na1\n", "Account.A__c\na2\n")) ==
        CheckVerdict::safe
    );
    AssessRequest alone = empty_request();
    add_load(
        alone, "Contact", {folder.write("c.csv", "Account.A__c,ReportsToId\na1,003000000000001\n")}
    );
    CHECK(verdict_of(alone) == CheckVerdict::safe);
    AssessRequest serial = two_ways(folder);
    serial.bulk2 = false;
    serial.serial = true;
    CHECK(verdict_of(serial) == CheckVerdict::safe);
}

TEST_CASE("an upsert's own rows are named by its key") {
    const Folder folder;
    AssessRequest wanted = empty_request();
    const std::string accounts = folder.write("a.csv", "A__c,ParentId\na1,\na2,001000000000001\n");
    add_load(wanted, "Account", {accounts}, WriteOperation::upsert, "A__c");
    wanted.batch_rows = 1;
    CHECK(verdict_of(wanted) == CheckVerdict::incomplete);
    AssessRequest beside = empty_request();
    const std::string own = folder.write("own.csv", "A__c,Name\na1,x\n");
    add_load(beside, "Account", {own}, WriteOperation::upsert, "A__c");
    CHECK(verdict_of(beside) == CheckVerdict::safe);
    add_load(beside, "Contact", {folder.write("c.csv", "AccountId\n001000000000001\n")});
    CHECK(verdict_of(beside) == CheckVerdict::incomplete);
}

TEST_CASE("a load that may change a key by which rows name records is told") {
    const Folder folder;
    AssessRequest wanted = empty_request();
    const std::string accounts = folder.write("a.csv", "Id,A__c\n001000000000001,a9\n");
    add_load(wanted, "Account", {accounts}, WriteOperation::update);
    AssessRequest with_ids = wanted;
    add_load(with_ids, "Contact", {folder.write("c.csv", "AccountId\n001000000000002\n")});
    CHECK(verdict_of(with_ids) == CheckVerdict::safe);
    CHECK(assessed(with_ids).report.unresolved.empty());
    add_load(wanted, "Contact", {folder.write("k.csv", "Account.A__c\na9\n")});
    add_accounts(wanted, folder, "Id,A__c\n001000000000001,a1\n001000000000002,a9\n");
    const CheckReport report = assessed(wanted).report;
    CHECK(report.verdict() == CheckVerdict::incomplete);
    REQUIRE(report.unresolved.size() == 1);
    CHECK(report.unresolved.front().path == "Account.A__c");
}

/// Accounts as the org has them, which the files only tell in part.
struct Truth {
    struct Record {
        std::string id, a, b;
    };

    std::vector<Record> records;

    static Truth draw() {
        Truth truth;
        const int count = *rc::gen::inRange(1, 5);
        for (int i = 0; i < count; ++i) {
            const std::string number = std::to_string(i);
            const auto maybe = [&](const std::string& key) {
                return *rc::gen::inRange(0, 4) == 0 ? std::string{} : key + number;
            };
            truth.records.push_back({"00100000000000" + number, maybe("a"), maybe("b")});
        }
        return truth;
    }

    std::string name_in(std::size_t record, const std::string& field) const {
        const Record& each = records[record];
        return field == "Id" ? each.id : field == "A__c" ? each.a : each.b;
    }

    /// What a shown key is in truth: a record, or itself.
    std::string meaning(const KeyName& key) const {
        for (const Record& each : records) {
            const bool meant = key.record.starts_with(each.id) ||
                               (!each.a.empty() && key.record == "A__c = " + each.a) ||
                               (!each.b.empty() && key.record == "B__c = " + each.b);
            if (key.object == "Account" && meant) return each.id;
        }
        return key.object + " " + key.record;
    }
};

const std::string& drawn_field() {
    static const std::string fields[] = {"Id", "A__c", "B__c"};
    return fields[*rc::gen::inRange(0, 3)];
}

std::string drawn_rows(const Truth& truth, const std::string& header, const std::string& field) {
    std::string text = header + ",Title\n";
    for (int row = *rc::gen::inRange(1, 4); row > 0; --row) {
        const auto record = *rc::gen::inRange<std::size_t>(0, truth.records.size());
        text += truth.name_in(record, field) + ",x\n";
    }
    return text;
}

AssessRequest drawn_request(const Truth& truth, const Folder& folder) {
    AssessRequest wanted = empty_request();
    std::vector<std::string> paths;
    for (int file = *rc::gen::inRange(1, 4); file > 0; --file) {
        const std::string& field = drawn_field();
        const std::string header = field == "Id" ? "AccountId" : "Account." + field;
        const std::string name = std::to_string(file) + ".csv";
        paths.push_back(folder.write(name, drawn_rows(truth, header, field)));
    }
    add_load(wanted, "Contact", paths);
    if (*rc::gen::arbitrary<bool>()) {
        const std::string& field = drawn_field();
        const bool by_id = field == "Id";
        const std::string path = folder.write("accounts.csv", drawn_rows(truth, field, field));
        const auto operation = by_id ? WriteOperation::update : WriteOperation::upsert;
        add_load(wanted, "Account", {path}, operation, by_id ? "" : field);
    }
    wanted.batch_rows = *rc::gen::inRange<std::uint32_t>(1, 4);
    return wanted;
}

void add_drawn_reference(AssessRequest& wanted, const Truth& truth, const Folder& folder) {
    std::vector<std::string> fields;
    for (const std::string field : {"Id", "A__c", "B__c", "Name"}) {
        if (*rc::gen::inRange(0, 4) > 0) fields.push_back(field);
    }
    std::string text;
    for (const std::string& field : fields) text += (text.empty() ? "" : ",") + field;
    text += '\n';
    for (std::size_t record = 0; record < truth.records.size(); ++record) {
        if (*rc::gen::inRange(0, 4) == 0) continue;
        std::string line;
        for (const std::string& field : fields) {
            if (&field != &fields.front()) line += ',';
            line += field == "Name" ? "n" : truth.name_in(record, field);
        }
        text += line + '\n';
    }
    const bool tells_records = !fields.empty() && fields.front() != "Name";
    if (tells_records) add_accounts(wanted, folder, text);
}

/// Whether two batches that may run together lock one record in truth.
bool collide(const Assessment& assessment, const Truth& truth) {
    const LoadedInput& input = assessment.input;
    const auto& batches = assessment.batching.batches;
    std::map<std::string, std::set<std::size_t>> batches_of;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        for (const RowNo row : assessment.batching.rows_of(batches[i])) {
            for (const KeyUse use : input.keys().of(row)) {
                batches_of[truth.meaning(input.key_name(use.key()))].insert(i);
            }
        }
    }
    for (const auto& [record, places] : batches_of) {
        for (const std::size_t a : places) {
            for (const std::size_t b : places) {
                if (a < b && may_overlap(batches[a], batches[b])) return true;
            }
        }
    }
    return false;
}

TEST_CASE("whatever the files leave out, safe means that no two batches lock one record") {
    int safe = 0;
    int incomplete = 0;
    rc::prop("", [&] {
        const Folder folder;
        const Truth truth = Truth::draw();
        AssessRequest wanted = drawn_request(truth, folder);
        for (int files = *rc::gen::inRange(0, 4); files > 0; --files)
            add_drawn_reference(wanted, truth, folder);
        const Assessment assessment = assessed(wanted);
        const CheckVerdict verdict = assessment.report.verdict();
        if (verdict == CheckVerdict::safe) RC_ASSERT(!collide(assessment, truth));
        safe += verdict == CheckVerdict::safe ? 1 : 0;
        incomplete += verdict == CheckVerdict::incomplete ? 1 : 0;
        // In memory or through the disk.
        wanted.memory = {1, folder.path("")};
        const Assessment other = assessed(wanted);
        RC_ASSERT(other.report.verdict() == verdict);
        RC_ASSERT(other.report.unresolved.size() == assessment.report.unresolved.size());
        for (std::size_t i = 0; i < other.report.unresolved.size(); ++i) {
            RC_ASSERT(
                other.report.unresolved[i].meaning == assessment.report.unresolved[i].meaning
            );
        }
    });
    CHECK(safe > 0);
    CHECK(incomplete > 0);
}

TEST_CASE("whoever has all accounts in a reference file hears of no other names") {
    rc::prop("", [&] {
        const Folder folder;
        const Truth truth = Truth::draw();
        AssessRequest wanted = drawn_request(truth, folder);
        std::string text = "Id,A__c,B__c\n";
        for (const Truth::Record& each : truth.records) {
            text += each.id + ',' + each.a + ',' + each.b + '\n';
        }
        add_accounts(wanted, folder, text);
        const Assessment assessment = assessed(wanted);
        const auto& batching = assessment.batching;
        RC_ASSERT(find_other_names(assessment.input, batching, batching.batches).empty());
        RC_ASSERT(assessment.report.verdict() != CheckVerdict::safe || !collide(assessment, truth));
    });
}

TEST_CASE("a value that two records have names neither, whichever comes first") {
    const std::vector<std::string> accounts{"001000000000001,a1\n", "001000000000002,a1\n"};
    for (const std::size_t first : {0U, 1U}) {
        for (const std::string number : {"1", "2"}) {
            const Folder folder;
            AssessRequest wanted =
                two_ways(folder, "Account.A__c\na1\n", "AccountId\n00100000000000" + number + "\n");
            add_accounts(wanted, folder, "Id,A__c\n" + accounts[first] + accounts[1 - first]);
            const CheckReport report = assessed(wanted).report;
            CHECK(report.verdict() == CheckVerdict::incomplete);
            REQUIRE(report.unresolved.size() == 1);
            CHECK_THAT(
                report.unresolved.front().meaning,
                Catch::Contains("several records with one of these values")
            );
        }
    }
    // A third record has nothing to do with it.
    const Folder folder;
    AssessRequest wanted = two_ways(folder, "Account.A__c\na1\n", "AccountId\n001000000000003\n");
    add_accounts(wanted, folder, "Id,A__c\n" + accounts[0] + accounts[1] + "001000000000003,a3\n");
    CHECK(verdict_of(wanted) == CheckVerdict::safe);
}

TEST_CASE("letters beyond ASCII may be one in two cases") {
    const auto verdict = [](const std::string& one, const std::string& other) {
        const Folder folder;
        return verdict_of(
            two_ways(folder, "Account.A__c\n" + one + "\n", "Account.A__c\n" + other + "\n")
        );
    };
    CHECK(verdict("École", "école") == CheckVerdict::incomplete);
    CHECK(verdict("École", "École") == CheckVerdict::unsafe);
    CHECK(verdict("École", "ecole") == CheckVerdict::safe);
    const std::string long_tail = " de la République";
    CHECK(verdict("École" + long_tail, "école" + long_tail) == CheckVerdict::incomplete);

    const Folder folder;
    AssessRequest wanted = two_ways(folder, "Account.A__c\nécole\n");
    add_accounts(wanted, folder, "Id,A__c\n001000000000001,École\n");
    const CheckReport report = assessed(wanted).report;
    CHECK(report.verdict() == CheckVerdict::incomplete);
    REQUIRE(report.unresolved.size() == 1);
    CHECK_THAT(report.unresolved.front().meaning, Catch::Contains("letters beyond ASCII"));
}

}  // namespace
}  // namespace rowlock
