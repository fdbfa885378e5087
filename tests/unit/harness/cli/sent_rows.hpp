#pragma once

// Rows as somebody has them, sent as a load file, a plan or a plain CSV file, and what the commands
// that look at such a load again say of it.

#include "mockorg/codec/csv.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace rowlock::test {

inline constexpr const char* k_schema = "fixtures/schemas/external-id.json";

enum class SentAs : std::uint8_t { load_file, plan, csv };

using Words = std::vector<std::string>;

inline Words operator+(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// How rows of contacts are sent.
struct Sending {
    SentAs as = SentAs::csv;
    std::string operation = "upsert";
    std::size_t batch_rows = 10'000;

    Words kind() const {
        Words words{"--operation", operation};
        if (operation == "upsert") words = words + Words{"--external-id", "External_ID__c"};
        return words;
    }
};

/// Contacts on disk, and the words by which every command is told of them.
class SentRows {
public:
    SentRows(const Folder& folder, const std::string& name, const std::string& csv, Sending sending)
        : sending_(std::move(sending)), file_(folder.path(name + ".csv")) {
        folder.write(name + ".csv", csv);
        if (sending_.as == SentAs::load_file) file_ = write_load(folder, name);
        if (sending_.as == SentAs::plan) file_ = make_plan(folder.path(name + "-plan"));
    }

    Words replay() const {
        Words words{"replay"};
        const Words load = kind_of_load();
        words.insert(words.end(), load.begin() + 1, load.end());
        return words + pace();
    }

    /// For commands with a --load, where it does not matter how rows are sent. Their --object names
    /// what they look at.
    Words kind_of_load() const {
        const Words words{"--load", file_};
        if (sending_.as != SentAs::csv) return words;
        return words + Words{"--object", "Contact"} + sending_.kind();
    }

    /// For commands with a --load that go by the jobs, too.
    Words load() const { return kind_of_load() + pace(); }

private:
    /// A load file says it, and a plan what its batches are.
    Words pace() const {
        if (sending_.as == SentAs::load_file) return {};
        const Words words{"--poll-every", "10ms"};
        if (sending_.as == SentAs::plan) return words;
        return words + Words{"--batch-size", std::to_string(sending_.batch_rows)};
    }

    std::string write_load(const Folder& folder, const std::string& name) const {
        const std::string key =
            sending_.operation == "upsert" ? R"("externalId": "External_ID__c", )" : "";
        return folder.write(
            name + ".json",
            R"({"name": "x", "sources": {"rows": {"object": "Contact", "file": ")" + name +
                R"(.csv"}}, "load": {"source": "rows", "pollEvery": "10ms", )" + key +
                R"("batchRows": )" + std::to_string(sending_.batch_rows) + R"(, "operation": ")" +
                sending_.operation + R"("}})"
        );
    }

    std::string make_plan(const std::string& out) const {
        const ProgramResult made = run_program(
            Words{"plan", file_, "--object", "Contact", "--out", out, "--schema", k_schema} +
            sending_.kind() + Words{"--batch-size", std::to_string(sending_.batch_rows)}
        );
        INFO(made.out << made.err);
        // That locks may be left out is a finding.
        REQUIRE(made.code <= 1);
        return out + "/plan.json";
    }

    Sending sending_;
    std::string file_;
};

/// Runs the command against the server and checks its JSON against the shipped schema.
struct Answered {
    int code = -1;
    Json json;
    std::string err;

    static Answered of(const LiveServer& server, const Words& command) {
        const ProgramResult result = run_program(
            command + Words{"--json", "--target", server.url(), "--token", LiveServer::k_token}
        );
        INFO(command[0] << ": " << result.out << result.err);
        auto json = parse_json(result.out);
        REQUIRE(json);
        CHECK(JsonSchema{"docs/" + command[0] + ".schema.json"}.fault_of(*json) == "");
        return {result.code, std::move(*json), result.err};
    }
};

/// The cells of one column of a file's lines; none if there is no such file.
inline std::multiset<std::string> column_of(const std::string& path, const std::string& column) {
    std::multiset<std::string> values;
    if (!std::filesystem::exists(path)) return values;
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    const std::string csv = text.str();
    const CsvRows lines = find_csv_rows(csv, LineEnding::lf);
    CsvRowReader reader{Delimiter::comma};
    std::size_t place = 0;
    for (std::size_t line = 0; line < lines.count(); ++line) {
        const auto cells = reader.read(lines.row(csv, line));
        REQUIRE(cells);
        if (line > 0) {
            values.insert(std::string{(**cells)[place].text});
            continue;
        }
        while (place < (*cells)->size() && (**cells)[place].text != column) ++place;
        REQUIRE(place < (*cells)->size());
    }
    return values;
}

}  // namespace rowlock::test
