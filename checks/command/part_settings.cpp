#include "checks/command/part_settings.hpp"

#include "checks/input/mapped_file.hpp"
#include "mockorg/base/hash.hpp"

#include <fmt/format.h>

#include <charconv>
#include <sstream>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::string_view k_own_rules = "the lock rules of written records";

Result<std::string> content_of(const std::string& path) {
    if (path.empty()) return std::string{};
    const auto file = MappedFile::open(path);
    if (!file) return Failure{file.error()};
    return fmt::format("of hash {:016x}", hash_text(file->text()));
}

/// `Contact:a.csv,b.csv` with the hashes of the files.
Result<std::string> reference_of(const std::string& option) {
    std::string text = option.substr(0, option.find(':'));
    for (std::size_t at = text.size(); at < option.size();) {
        const std::size_t end = std::min(option.find(',', at + 1), option.size());
        auto content = content_of(option.substr(at + 1, end - at - 1));
        if (!content) return Failure{std::move(content.error())};
        text += " " + *content;
        at = end;
    }
    return text;
}

}  // namespace

Result<std::vector<PartSummary::Setting>> settings_of(const MapOptions& options) {
    const InputOptions& input = options.input;
    const auto bulk2 = parse_bulk2(input.api);
    if (!bulk2) return Failure{bulk2.error()};
    auto schema = content_of(input.schema_file);
    if (!schema) return Failure{std::move(schema.error())};
    auto rules = content_of(input.lock_rules_file);
    if (!rules) return Failure{std::move(rules.error())};
    std::string references;
    for (const std::string& option : input.references) {
        auto reference = reference_of(option);
        if (!reference) return Failure{std::move(reference.error())};
        references += *reference + ";";
    }
    return std::vector<PartSummary::Setting>{
        {"the version of rowlock", options.version},
        {"--object", input.object},
        {"--operation", input.operation},
        {"--external-id", input.external_id},
        {"--api", *bulk2 ? "bulk2" : "bulk1"},
        {"--serial", options.serial ? "given" : ""},
        {"--batch-size", input.batch_rows ? std::to_string(*input.batch_rows) : ""},
        {"--line-ending", options.line_ending},
        {"--schema", *std::move(schema)},
        {"--lock-rules", *std::move(rules)},
        {"--reference", std::move(references)},
    };
}

std::optional<PartSummary::Setting> own_rules_setting(const InputRequest& request) {
    const LoadFiles& load = request.loads.front();
    const LockRules& rules = *request.rules;
    std::vector<std::size_t> own;
    if (!load.external_id_field.empty()) {
        own.push_back(rules.rules().size());
    } else {
        const bool removes = load.operation == WriteOperation::remove;
        const WriteKind kind = removes ? WriteKind::remove : WriteKind::update;
        const ObjectNo object = request.schema->find(load.object)->number;
        for (const LockRules::ObjectTarget& target : rules.targets_of(object, kind)) {
            const LockRule& rule = rules.rules()[target.rule];
            if (rule.relation == LockRule::Relation::self) own.push_back(target.rule);
        }
    }
    if (own.empty()) return std::nullopt;
    return PartSummary::Setting{std::string{k_own_rules}, fmt::format("{}", fmt::join(own, " "))};
}

std::vector<std::uint32_t> own_rules_of(const std::vector<PartSummary::Setting>& settings) {
    std::vector<std::uint32_t> rules;
    for (const PartSummary::Setting& setting : settings) {
        if (setting.name != k_own_rules) continue;
        std::istringstream words{setting.value};
        for (std::uint32_t rule = 0; words >> rule;) rules.push_back(rule);
    }
    return rules;
}

Result<void> set_up_job(const MapOptions& options, AssessRequest& request) {
    const auto bulk2 = parse_bulk2(options.input.api);
    if (!bulk2) return Failure{bulk2.error()};
    request.bulk2 = *bulk2;
    request.serial = options.serial && !*bulk2;
    request.concurrency_mode_given = options.serial && *bulk2;
    request.batch_rows = options.input.batch_rows;
    if (options.line_ending.empty()) return {};
    const auto ending = parse_line_ending(options.line_ending);
    if (!ending) {
        return fail(ErrorCode::bad_configuration, "--line-ending: " + ending.error().message);
    }
    request.line_ending = *ending;
    return {};
}

Result<MapOptions> options_of(
    const std::vector<PartSummary::Setting>& settings, const std::string& part
) {
    const auto value = [&](std::string_view name) {
        for (const auto& setting : settings) {
            if (setting.name == name) return setting.value;
        }
        return std::string{};
    };
    MapOptions options;
    options.input.object = value("--object");
    options.input.operation = value("--operation");
    options.input.external_id = value("--external-id");
    options.input.api = value("--api");
    options.serial = !value("--serial").empty();
    options.line_ending = value("--line-ending");
    options.version = value("the version of rowlock");
    const std::string rows = value("--batch-size");
    if (rows.empty()) return options;
    std::uint32_t number = 0;
    const char* const end = rows.data() + rows.size();
    const auto [rest, error] = std::from_chars(rows.data(), end, number);
    if (error != std::errc{} || rest != end || number == 0) {
        return fail(
            ErrorCode::bad_file, part + ": its settings make no sense; map its files again"
        );
    }
    options.input.batch_rows = number;
    return options;
}

}  // namespace rowlock
