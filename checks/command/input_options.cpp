#include "checks/command/input_options.hpp"

#include "mockorg/base/result.hpp"
#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <string_view>
#include <utility>

namespace rowlock {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// Paths may hold colons; only the first `count` of them separate.
std::vector<std::string> split_front(std::string_view text, std::size_t count) {
    std::vector<std::string> parts;
    for (; count > 0 && text.find(':') != std::string_view::npos; --count) {
        parts.emplace_back(text.substr(0, text.find(':')));
        text.remove_prefix(parts.back().size() + 1);
    }
    parts.emplace_back(text);
    return parts;
}

Result<WriteOperation> parse_operation(const std::string& word, const std::string& option) {
    const auto operation = parse_write_operation(word);
    if (operation) return *operation;
    return misuse(option + ": '" + word + "', expected insert, update, upsert or delete");
}

Result<std::optional<Delimiter>> parse_delimiter_option(const std::string& word) {
    if (word.empty()) return std::nullopt;
    const auto delimiter = parse_delimiter(word);
    if (!delimiter) return misuse("--delimiter: " + delimiter.error().message);
    return *delimiter;
}

Result<LoadFiles> parse_beside(const std::string& text) {
    auto parts = split_front(text, 2);
    if (parts.size() != 3 || parts[0].empty() || parts[2].empty()) {
        return misuse("--beside: '" + text + "', expected OBJECT:OPERATION:FILE[,FILE...]");
    }
    LoadFiles load;
    load.object = parts[0];
    std::string word = parts[1];
    if (const auto open = word.find('('); open != std::string::npos && word.ends_with(')')) {
        load.external_id_field = word.substr(open + 1, word.size() - open - 2);
        word.resize(open);
    }
    const auto operation = parse_operation(word, "--beside");
    if (!operation) return Failure{operation.error()};
    load.operation = *operation;
    load.paths = split(parts[2], ',');
    return load;
}

Result<ReferenceFiles> parse_reference(const std::string& text) {
    auto parts = split_front(text, 1);
    if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
        return misuse("--reference: '" + text + "', expected OBJECT:FILE[,FILE...]");
    }
    return ReferenceFiles{std::move(parts[0]), split(parts[1], ','), std::nullopt};
}

/// The load under check itself.
Result<LoadFiles> parse_load(const InputOptions& options) {
    if (options.object.empty())
        return misuse("--object is missing: which sObject are the rows of?");
    if (options.files.empty()) return misuse("no files to look at");
    LoadFiles load;
    load.object = options.object;
    const auto operation = parse_operation(options.operation, "--operation");
    if (!operation) return Failure{operation.error()};
    load.operation = *operation;
    if (!options.external_id.empty() && load.operation != WriteOperation::upsert) {
        return misuse("--external-id goes with --operation upsert only");
    }
    load.external_id_field = options.external_id;
    load.paths = options.files;
    const auto delimiter = parse_delimiter_option(options.delimiter);
    if (!delimiter) return Failure{delimiter.error()};
    load.delimiter = *delimiter;
    return load;
}

Result<void> add_model(
    const InputOptions& options, const SchemaNotes& notes, InputRequest& request
) {
    auto schema = read_schema_file(options.schema_file, notes);
    if (!schema) return Failure{std::move(schema.error())};
    request.schema = std::move(*schema);
    const auto rules = read_lock_rules_file(options.lock_rules_file);
    if (!rules) return Failure{rules.error()};
    auto compiled = LockRules::compile(request.schema, *rules);
    if (!compiled) return fail(ErrorCode::bad_file, compiled.error().message);
    request.rules = std::make_shared<const LockRules>(std::move(*compiled));
    return {};
}

}  // namespace

Result<bool> parse_bulk2(const std::string& api) {
    if (api.empty() || api == "bulk2") return true;
    if (api == "bulk1") return false;
    return misuse("--api: '" + api + "', expected bulk1 or bulk2");
}

Result<InputRequest> make_input_request(
    const InputOptions& options, const std::vector<std::string>& beside, const SchemaNotes& notes
) {
    InputRequest request;
    auto load = parse_load(options);
    if (!load) return Failure{std::move(load.error())};
    request.loads.push_back(std::move(*load));
    for (const std::string& text : beside) {
        auto other = parse_beside(text);
        if (!other) return Failure{std::move(other.error())};
        request.loads.push_back(std::move(*other));
    }
    for (const std::string& text : options.references) {
        auto reference = parse_reference(text);
        if (!reference) return Failure{std::move(reference.error())};
        request.references.push_back(std::move(*reference));
    }
    if (auto added = add_model(options, notes, request); !added)
        return Failure{std::move(added.error())};
    request.threads = options.threads;
    return request;
}

}  // namespace rowlock
