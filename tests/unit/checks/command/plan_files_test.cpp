// What every plan must keep to, seen from its files: CSV in, CSV out. The names I1 to I12 are those
// of the properties of a batcher in general.
#include "checks/command/plan_command.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/csv.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

#include <filesystem>
#include <map>
#include <set>

namespace rowlock {
namespace {

using test::CommandRun;
using test::Folder;
using test::plan_of;
using test::run;

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

/// A table of contacts, and how it is written down.
struct Table {
    /// Each row as it stands in the file, without its line end.
    std::vector<std::string> rows;
    char delimiter = ',';
    std::string line_end = "\n";
    bool byte_order_mark = false;
    bool last_line_ends = true;

    std::string header() const { return std::string{"LastName"} + delimiter + "AccountId"; }

    std::string text() const {
        std::string text{byte_order_mark ? k_byte_order_mark : ""};
        text += header();
        for (const std::string& row : rows) text += line_end + row;
        return last_line_ends ? text + line_end : text;
    }
};

std::string account_id(std::uint64_t number) {
    return RecordId::make({'0', '0', '1'}, {'A', 'b', '0'}, number).text();
}

std::string in_quotes(const std::string& value) {
    std::string cell = "\"";
    for (const char c : value) cell += c == '"' ? std::string{"\"\""} : std::string{c};
    return cell + '"';
}

/// Anything that a text can hold, quoted.
std::string any_name() {
    static const std::vector<std::string> k_pieces{
        "a", "\"", ",", ";", "\t", "\n", "\r\n", " ", "\u00E9", "e\u0301", "\U0001F600", "#N/A"};
    std::string name = "n";
    const auto pieces = *rc::gen::inRange(0, 5);
    for (int i = 0; i < pieces; ++i) name += *rc::gen::elementOf(k_pieces);
    return in_quotes(name);
}

Table any_table() {
    Table table;
    table.delimiter = *rc::gen::element(',', ';', '\t');
    table.line_end = *rc::gen::element<std::string>("\n", "\r\n");
    table.byte_order_mark = *rc::gen::arbitrary<bool>();
    const auto rows = *rc::gen::inRange(1, 12);
    table.last_line_ends = *rc::gen::arbitrary<bool>();
    for (int i = 0; i < rows; ++i) {
        const auto account = *rc::gen::inRange<std::uint64_t>(0, 5);
        table.rows.push_back(
            any_name() + table.delimiter + (account == 0 ? "" : account_id(account))
        );
    }
    return table;
}

/// Plans the table into a folder `out`.
CommandRun plan_table(
    const Folder& folder, const Table& table, std::uint32_t batch_rows, unsigned threads = 1
) {
    PlanCommandOptions options = plan_of(folder.write("c.csv", table.text()), batch_rows);
    options.out_folder = folder.path("out");
    options.force = true;
    options.input.threads = threads;
    return run(options);
}

/// The files written, by name.
std::map<std::string, std::string> written_files(const Folder& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path("out")}) {
        files[entry.path().filename().string()] = test::text_of_file(entry.path().string());
    }
    return files;
}

/// The rows of a batch file, as they stand in it; it must begin with the table's header.
std::vector<std::string> rows_of_batch(const Table& table, const std::string& text) {
    const LineEnding ending = table.line_end == "\n" ? LineEnding::lf : LineEnding::crlf;
    const CsvRows rows = find_csv_rows(text, ending);
    RC_ASSERT(rows.count() > 1U);
    RC_ASSERT(std::string{rows.row(text, 0)} == table.header());
    RC_ASSERT(!rows.unclosed_quote);
    std::vector<std::string> found;
    for (std::size_t i = 1; i < rows.count(); ++i) found.emplace_back(rows.row(text, i));
    return found;
}

/// Names of contacts by batch, the batches in no order.
std::multiset<std::multiset<std::string>> names_by_batch(const Folder& folder) {
    std::multiset<std::multiset<std::string>> batches;
    for (const auto& [name, text] : written_files(folder)) {
        if (!name.ends_with(".csv")) continue;
        std::multiset<std::string> names;
        for (std::size_t at = text.find('\n') + 1; at < text.size(); at = text.find('\n', at) + 1) {
            names.insert(text.substr(at, text.find(',', at) - at));
        }
        batches.insert(names);
    }
    return batches;
}

TEST_CASE("batch files hold the input's rows, byte for byte, and parse alone") {
    rc::prop("I1, I2, I3 and I5 of files: any text, delimiter, line end, byte-order mark", [] {
        const Folder folder;
        const Table table = any_table();
        const auto most = *rc::gen::inRange(1U, 5U);
        RC_ASSERT(plan_table(folder, table, most).code == 0);
        std::multiset<std::string> sent;
        for (const auto& [name, text] : written_files(folder)) {
            if (!name.ends_with(".csv")) continue;
            const auto rows = rows_of_batch(table, text);
            RC_ASSERT(rows.size() <= most);
            RC_ASSERT(text.size() <= k_bulk2_upload_bytes);
            sent.insert(rows.begin(), rows.end());
        }
        RC_ASSERT(sent == std::multiset<std::string>(table.rows.begin(), table.rows.end()));
    });
}

TEST_CASE("the same files give the same bytes on any number of threads") {
    rc::prop("I6 of files", [] {
        const Table table = any_table();
        const Folder first;
        const Folder second;
        const auto most = *rc::gen::inRange(1U, 5U);
        RC_ASSERT(plan_table(first, table, most).code == 0);
        RC_ASSERT(plan_table(second, table, most, 3).code == 0);
        RC_ASSERT(written_files(first) == written_files(second));
    });
}

TEST_CASE("an id is one record in every spelling") {
    rc::prop("I9: the same batches whatever the spelling", [] {
        const auto spelled = [](const std::string& id, int spelling) {
            if (spelling == 0) return id;
            if (spelling == 1) return id.substr(0, 15);
            if (spelling == 2) return to_lower(id);
            std::string upper = id;
            for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            return upper;
        };
        Table plain;
        Table mixed;
        std::map<std::string, std::uint64_t> account_of;
        const auto rows = *rc::gen::inRange(1, 12);
        for (int i = 0; i < rows; ++i) {
            const auto account = *rc::gen::inRange<std::uint64_t>(1, 5);
            const std::string id = account_id(account);
            const std::string name = "n" + std::to_string(i);
            account_of[name] = account;
            plain.rows.push_back(name + "," + id);
            mixed.rows.push_back(name + "," + spelled(id, *rc::gen::inRange(0, 4)));
        }
        const Folder first;
        const Folder second;
        RC_ASSERT(plan_table(first, plain, 3).code == 0);
        RC_ASSERT(plan_table(second, mixed, 3).code == 0);
        // Rows of one account are interchangeable.
        const auto accounts = [&](const Folder& folder) {
            std::multiset<std::multiset<std::uint64_t>> batches;
            for (const auto& names : names_by_batch(folder)) {
                std::multiset<std::uint64_t> batch;
                for (const std::string& name : names) batch.insert(account_of.at(name));
                batches.insert(batch);
            }
            return batches;
        };
        RC_ASSERT(accounts(first) == accounts(second));
        CheckOptions check;
        check.plan_file = second.path("out/plan.json");
        check.verdict_only = true;
        RC_ASSERT(run(check).code == 0);
    });
}

TEST_CASE("rows with several references have the same batches in every spelling") {
    rc::prop("I9 with two keys a row: the very same rows in each batch", [] {
        const Folder folder;
        const auto id = [](const char* prefix, std::uint64_t number) {
            return RecordId::make({prefix[0], prefix[1], prefix[2]}, {'A', 'b', '0'}, number)
                .text();
        };
        std::string texts[2];
        const auto rows = *rc::gen::inRange(1, 20);
        for (int i = 0; i < rows; ++i) {
            const std::string opportunity = id("006", *rc::gen::inRange<std::uint64_t>(1, 5));
            const std::string contact = id("003", *rc::gen::inRange<std::uint64_t>(1, 5));
            const std::string name = "n" + std::to_string(i) + ",";
            texts[0] += name + opportunity + "," + contact + "\n";
            texts[1] += name + opportunity.substr(0, 15) + ",\"" + contact.substr(0, 15) + "\"\n";
        }
        std::multiset<std::multiset<std::string>> batches[2];
        for (int i = 0; i < 2; ++i) {
            const std::string text = "Role,OpportunityId,ContactId\n" + texts[i];
            PlanCommandOptions options = plan_of(folder.write("c.csv", text), 3);
            options.input.object = "OpportunityContactRole";
            options.out_folder = folder.path("out");
            options.force = true;
            RC_ASSERT(run(options).err.empty());
            batches[i] = names_by_batch(folder);
        }
        RC_ASSERT(batches[0] == batches[1]);
    });
}

TEST_CASE("ids of 15 characters that differ in case only are two records") {
    // I10: one record would be too many rows for one batch.
    const Folder folder;
    Table table;
    for (const char* id : {"001Ab0000000001", "001aB0000000001"}) {
        for (int i = 0; i < 2; ++i) table.rows.push_back("n," + std::string{id});
    }
    const CommandRun planned = plan_table(folder, table, 2);
    CHECK(planned.code == 0);
    CHECK_THAT(planned.out, Catch::StartsWith("CONFLICT-FREE"));
    table.rows[2] = table.rows[0];
    CHECK_THAT(plan_table(folder, table, 2).out, Catch::StartsWith("FEED"));
}

TEST_CASE("there is a plan, or an error with its place, for every file") {
    // I12.
    const Folder folder;

    struct Case {
        const char* text;
        int code;
    };

    const Case cases[] = {
        {"", 0},
        {"\n\n", 0},
        {"LastName,AccountId\n", 0},
        {"LastName,AccountId", 0},
        {"LastName,AccountId\nA,\nB,\n", 0},
        {"LastName,AccountId\nA,#N/A\n", 0},
        {"Nothing,Known\nA,B\n", 0},
        {"LastName,LastName\nA,B\n", 0},
        {"LastName,AccountId\nA, 001Ab0000000001 \n", 0},
        {"LastName,AccountId\nA,001Ab0000000001000\n", 0},
        {"\"LastName\nA\n", 3},
        {"LastName,AccountId\nA\n", 3},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        PlanCommandOptions options = plan_of(folder.write("c.csv", each.text), 1);
        options.out_folder = folder.path("out");
        options.force = true;
        CHECK(run(options).code == each.code);
    }
}

TEST_CASE("files with rows whose end nobody knows are refused, and nothing is written") {
    const Folder folder;
    const std::string good = "LastName,AccountId\nA,001Ab0000000001\n";

    struct Case {
        std::string rows;
        const char* place;
        const char* what;
    };

    const Case cases[] = {
        {"B,001Ab0000000002\n\"C,001Ab0000000003\nD,\n", "c.csv:4:1: ", "a quote is never closed"},
        {"B\n", "c.csv:3:1: ", "more or fewer values"},
        {"B,001Ab0000000002,x\n", "c.csv:3:19: ", "more or fewer values"},
        {"B \"the\" C,001Ab0000000002\n", "c.csv:3:1: ", "quoted as a whole"},
        {"B,5\" pipe\nC,6\" pipe\n", "c.csv:3:3: ", "quoted as a whole"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.rows);
        PlanCommandOptions options = plan_of(folder.write("c.csv", good + each.rows));
        options.out_folder = folder.path("out");
        options.plan_file = folder.path("plan.json");
        const CommandRun refused = run(options);
        CHECK(refused.code == 3);
        CHECK(refused.out.empty());
        CHECK_THAT(refused.err, Catch::Contains(each.place));
        CHECK_THAT(refused.err, Catch::Contains(each.what));
        CHECK_FALSE(std::filesystem::exists(options.out_folder));
        CHECK_FALSE(std::filesystem::exists(options.plan_file));
        CheckOptions check = test::check_of(folder.path("c.csv"));
        const CommandRun checked = run(check);
        CHECK(checked.code == 1);
        CHECK_THAT(checked.out, Catch::StartsWith("UNREADABLE: "));
        check.verdict_only = true;
        CHECK(run(check).code == 1);
        CHECK_THAT(run(check).out, Catch::StartsWith("UNREADABLE: "));
    }
}

TEST_CASE("files beside a plan that names its own are refused") {
    const Folder folder;
    PlanCommandOptions plan = test::plan_of(folder.write("c.csv", test::contacts_of({1, 2, 1, 2})));
    plan.out_folder = folder.path("plan");
    REQUIRE(run(plan).code == 0);
    CheckOptions check;
    check.plan_file = folder.path("plan/plan.json");
    CHECK(run(check).code == 0);
    check.input.files = {folder.path("c.csv")};
    const CommandRun refused = run(check);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("the plan names its files itself; give no others"));
}

}  // namespace
}  // namespace rowlock
