#include "mockorg/testing/scenario.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/line_end.hpp"
#include "mockorg/foreign/foreign_writer_reader.hpp"
#include "mockorg/testing/scenario_cells.hpp"
#include "mockorg/testing/scenario_expectations.hpp"
#include "mockorg/testing/scenario_settings.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>

namespace rowlock {
namespace {

constexpr std::uint64_t k_count_max = 1'000'000;
constexpr std::uint64_t k_scenario_size_max = std::uint64_t{16} << 20;
/// Rows of one statement over all of its jobs.
constexpr std::uint64_t k_rows_max = 20'000'000;

const std::set<std::string, std::less<>> k_reserved = {"all", "lock", "query"};

/// Reads the lines of one scenario file from top to bottom.
class ScenarioParser {
public:
    ScenarioParser(std::string_view text, std::string_view file, const ReadBeside& read_beside)
        : rest_(text), read_beside_(read_beside) {
        scenario_.file = file;
        // typical: the first of those shipped.
        scenario_.config.profile = shipped_profiles().front();
    }

    Result<Scenario> parse();

private:
    std::optional<std::string_view> next_line();
    void read_statement(std::string_view text);
    std::optional<ScenarioAction> read_action(const std::string& word, WordReader& words);
    ScenarioAction read_records(WordReader& words, bool many);
    ScenarioAction read_jobs(WordReader& words, bool many);
    ScenarioAction read_write(WordReader& words);
    ScenarioAction read_foreign(WordReader& words);
    Expectation read_expected(WordReader& words);
    void read_job_options(WordReader& words, StartJobs& jobs, bool many);
    void read_csv_block(WordReader& words, StartJobs& jobs);
    void read_column_block(WordReader& words, StartJobs& jobs);
    ColumnRule read_column(WordReader& words, std::string name, std::string value);
    LabelRef new_label(
        WordReader& words, std::string label, LabelKind kind, std::optional<std::uint32_t> count
    );
    std::vector<std::pair<std::string, std::string>> read_fields(WordReader& words);
    ScenarioValue read_value(WordReader& words, std::string text);

    std::string_view rest_;
    std::size_t line_ = 0;
    const ReadBeside& read_beside_;
    Scenario scenario_;
    ScenarioLabels labels_;
    bool settings_seen_ = false;
    bool story_begun_ = false;
    std::optional<Error> error_;
};

std::optional<std::string_view> ScenarioParser::next_line() {
    if (rest_.empty()) return std::nullopt;
    const std::size_t length = std::min(rest_.find('\n'), rest_.size() - 1) + 1;
    const std::string_view line = rest_.substr(0, length);
    rest_.remove_prefix(length);
    ++line_;
    return without_line_end(line);
}

Result<Scenario> ScenarioParser::parse() {
    while (!error_) {
        const auto line = next_line();
        if (!line) break;
        const std::string_view text = trimmed(*line);
        if (!text.empty() && text.front() != '#') read_statement(text);
    }
    if (error_) return tl::unexpected{*error_};
    return std::move(scenario_);
}

void ScenarioParser::read_statement(std::string_view text) {
    WordReader words{scenario_.file, line_, text};
    const std::size_t line = line_;
    const std::string word = words.word("a statement");
    if (auto action = read_action(word, words)) {
        words.expect_end();
        scenario_.statements.push_back({line, std::string{text}, std::move(*action)});
    } else if (!scenario_.statements.empty()) {
        words.complain(
            "record, records, job, jobs, abort, write, foreign, stop, at, advance, run or expect",
            word
        );
    } else if (word == "profile" && settings_seen_) {
        words.complain("profile as the first setting, because it sets all others", word);
    } else if (!read_setting(word, words, read_beside_, scenario_)) {
        words.complain("a setting or a statement", word);
    }
    settings_seen_ = true;
    error_ = words.error();
}

std::optional<ScenarioAction> ScenarioParser::read_action(
    const std::string& word, WordReader& words
) {
    if (word == "record" || word == "records") {
        if (story_begun_) words.complain("records before anything else happens", word);
        return read_records(words, word == "records");
    }
    const bool is_story = word == "job" || word == "jobs" || word == "abort" || word == "write" ||
                          word == "foreign" || word == "stop" || word == "at" ||
                          word == "advance" || word == "run" || word == "expect";
    if (!is_story) return std::nullopt;
    story_begun_ = true;
    if (word == "job" || word == "jobs") return read_jobs(words, word == "jobs");
    if (word == "abort") return AbortJob{read_single_label(words, labels_, LabelKind::job)};
    if (word == "write") return read_write(words);
    if (word == "foreign") return read_foreign(words);
    if (word == "stop") return StopForeign{read_single_label(words, labels_, LabelKind::foreign)};
    if (word == "at") return MoveTo{words.duration("a time")};
    if (word == "advance") return AdvanceBy{words.duration("a time")};
    if (word == "run") return RunUntilIdle{};
    return read_expected(words);
}

LabelRef ScenarioParser::new_label(
    WordReader& words, std::string label, LabelKind kind, std::optional<std::uint32_t> count
) {
    const bool usable = ScenarioLabels::is_label(label) && !k_reserved.contains(label) &&
                        !(count && label.back() >= '0' && label.back() <= '9');
    if (!usable) {
        words.complain(
            "a name of letters, digits and _ (a group's does not end in a digit)", label
        );
    } else if (!labels_.add(label, kind, count)) {
        words.complain("a name that is not taken", label);
    }
    return {std::move(label), std::nullopt};
}

ScenarioValue ScenarioParser::read_value(WordReader& words, std::string text) {
    if (!text.starts_with('@')) return {std::move(text), std::nullopt};
    const std::string_view name = std::string_view{text}.substr(1);
    auto ref = labels_.find(name, LabelKind::record);
    if (!ref || labels_.is_group(*ref)) {
        words.complain(
            "@ and the name of one record (" + labels_.names(LabelKind::record) + ")", text
        );
    }
    return {std::move(text), std::move(ref)};
}

std::vector<std::pair<std::string, std::string>> ScenarioParser::read_fields(WordReader& words) {
    std::vector<std::pair<std::string, std::string>> fields;
    while (!words.at_end()) {
        const std::string text = words.word("Field=value");
        const auto sign = text.find('=');
        if (sign == std::string::npos || sign == 0) {
            words.complain("Field=value", text);
            break;
        }
        fields.emplace_back(text.substr(0, sign), text.substr(sign + 1));
    }
    return fields;
}

ScenarioAction ScenarioParser::read_records(WordReader& words, bool many) {
    CreateRecords records;
    std::string label = words.word("a name");
    std::optional<std::uint32_t> count;
    if (many)
        count = static_cast<std::uint32_t>(words.whole("a number of records", 1, k_count_max));
    records.count = count.value_or(1);
    records.object = words.word("an object");
    for (auto& [name, value] : read_fields(words)) {
        records.columns.push_back(read_column(words, std::move(name), std::move(value)));
    }
    if (records.columns.empty()) words.complain("Field=value", "the end of the line");
    // Last: these records are not there yet for their own fields.
    records.label = new_label(words, std::move(label), LabelKind::record, count);
    return records;
}

void ScenarioParser::read_job_options(WordReader& words, StartJobs& jobs, bool many) {
    while (!words.at_end()) {
        if (words.accept("key")) {
            jobs.external_id_field = words.word("a field's name");
        } else if (words.accept("bulk1")) {
            jobs.api = BulkApi::v1;
        } else if (words.accept("serial")) {
            jobs.serial = true;
        } else if (words.accept("rows")) {
            jobs.rows = static_cast<std::uint32_t>(words.whole("a number of rows", 1, k_count_max));
        } else if (many && words.accept("every")) {
            jobs.interval = words.duration("an interval");
        } else if (many && words.accept("jitter")) {
            jobs.jitter = words.share("a jitter");
        } else {
            words.complain(
                many ? "key, bulk1, serial, rows, every or jitter" : "key, bulk1, serial or rows",
                words.word("an option")
            );
        }
    }
}

ScenarioAction ScenarioParser::read_jobs(WordReader& words, bool many) {
    StartJobs jobs;
    std::string label = words.word("a name");
    std::optional<std::uint32_t> count;
    if (many) count = static_cast<std::uint32_t>(words.whole("a number of jobs", 1, k_count_max));
    jobs.label = new_label(words, std::move(label), LabelKind::job, count);
    jobs.count = count.value_or(1);
    jobs.operation = words.word("an operation");
    if (!parse_operation(jobs.operation)) {
        words.complain("insert, update, upsert, delete or hardDelete", jobs.operation);
    }
    jobs.object = words.word("an object");
    read_job_options(words, jobs, many);
    if (std::uint64_t{jobs.rows} * jobs.count > k_rows_max) {
        words.complain("at most 20,000,000 rows in all", std::to_string(jobs.rows));
    }
    if (jobs.rows == 0) {
        read_csv_block(words, jobs);
    } else {
        read_column_block(words, jobs);
    }
    return jobs;
}

void ScenarioParser::read_csv_block(WordReader& words, StartJobs& jobs) {
    const std::size_t first_line = line_ + 1;
    for (;;) {
        const auto line = next_line();
        if (!line) return words.complain("CSV lines and then `end`", "the end of the file");
        const std::string_view text = trimmed(*line);
        if (text == "end") break;
        jobs.csv.append(text).push_back('\n');
    }
    replace_record_names(jobs.csv, [&](std::string_view name, std::size_t line) {
        WordReader cell{scenario_.file, first_line + line, name};
        const auto value = read_value(cell, "@" + std::string{name});
        words.take_over(cell.error());
        if (value.record) jobs.csv_names.emplace(name, *value.record);
        return std::string{};
    });
}

void ScenarioParser::read_column_block(WordReader& words, StartJobs& jobs) {
    while (!words.error()) {
        const auto line = next_line();
        if (!line) return words.complain("columns and then `end`", "the end of the file");
        const std::string_view text = trimmed(*line);
        if (text == "end") break;
        if (text.empty() || text.front() == '#') continue;
        WordReader column{scenario_.file, line_, text};
        std::string name = column.word("a column's name");
        if (!column.accept("=")) column.complain("=", column.word("="));
        jobs.columns.push_back(read_column(column, std::move(name), column.rest("a value")));
        words.take_over(column.error());
    }
    if (jobs.columns.empty()) words.complain("columns such as Name = Deal {n}", "end");
}

/// The value of a column: `Deal {n}`, `@Acme`, `uniform A`, `sorted A`, `in turn A`.
ColumnRule ScenarioParser::read_column(WordReader& words, std::string name, std::string value) {
    ColumnRule column;
    column.name = std::move(name);
    WordReader parts{scenario_.file, words.line(), value};
    using Kind = ColumnRule::Kind;
    if (parts.accept("uniform")) {
        column.kind = Kind::uniform;
    } else if (parts.accept("sorted")) {
        column.kind = Kind::sorted;
    } else if (parts.accept("in") && parts.accept("turn")) {
        column.kind = Kind::in_turn;
    } else {
        column.value = read_value(words, std::move(value));
        return column;
    }
    column.group = read_label(parts, labels_, LabelKind::record);
    if (column.group.index) parts.complain("a whole group", value);
    parts.expect_end();
    words.take_over(parts.error());
    return column;
}

/// The members of a foreign writer as JSON, from the next line to `end`.
ScenarioAction ScenarioParser::read_foreign(WordReader& words) {
    StartForeign foreign;
    std::string label = words.word("a name");
    std::string json = "{";
    for (;;) {
        const auto line = next_line();
        if (!line) {
            words.complain("members as JSON and then `end`", "the end of the file");
            return foreign;
        }
        if (trimmed(*line) == "end") break;
        json.append(*line).push_back('\n');
    }
    const auto object = parse_json(json + '}', true);
    auto writer = object ? read_foreign_writer(*object, label) : tl::unexpected{object.error()};
    if (writer) {
        foreign.writer = std::move(*writer);
    } else {
        words.complain("a foreign writer as JSON", writer.error().message);
    }
    foreign.label = new_label(words, std::move(label), LabelKind::foreign, std::nullopt);
    return foreign;
}

ScenarioAction ScenarioParser::read_write(WordReader& words) {
    StartWrite write;
    write.label = new_label(words, words.word("a name"), LabelKind::write, std::nullopt);
    const std::string operation = words.word("insert, update or delete");
    write.operation = parse_operation(operation).value_or(Operation::upsert);
    if (write.operation == Operation::upsert || write.operation == Operation::hard_remove) {
        words.complain("insert, update or delete", operation);
    }
    write.object = words.word("an object");
    if (write.operation != Operation::insert) {
        write.target = read_single_label(words, labels_, LabelKind::record);
    }
    for (auto& [name, value] : read_fields(words)) {
        write.fields.emplace_back(std::move(name), read_value(words, std::move(value)));
    }
    return write;
}

Expectation ScenarioParser::read_expected(WordReader& words) {
    Expectation expected = read_expectation(words, labels_);
    const auto* text = std::get_if<ExpectText>(&expected);
    if (text == nullptr || text->where != ExpectText::Where::refusal) return expected;
    for (ScenarioStatement& statement : scenario_.statements) {
        auto* jobs = std::get_if<StartJobs>(&statement.action);
        if (jobs == nullptr) continue;
        if (!text->job.label || jobs->label.label == text->job.label->label)
            jobs->may_be_refused = true;
    }
    return expected;
}

}  // namespace

Result<Scenario> parse_scenario(
    std::string_view text, std::string_view file_name, const ReadBeside& read_beside
) {
    return ScenarioParser{text, file_name, read_beside}.parse();
}

Result<Scenario> load_scenario(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path{path}.parent_path();
    const auto text = read_file(path, k_scenario_size_max);
    if (!text) return tl::unexpected{text.error()};
    return parse_scenario(*text, path, [&](std::string_view name) {
        return read_file((folder / name).string(), k_scenario_size_max);
    });
}

}  // namespace rowlock
