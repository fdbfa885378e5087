#include "harness/replay/load_input.hpp"

#include "checks/plan/plan_file.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace rowlock {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_plan_size_max = std::uint64_t{2} << 30;
/// Load files are no larger, so what is may be a plan.
constexpr std::uint64_t k_load_file_size_max = std::uint64_t{1} << 20;
constexpr const char* k_plan_member = "rowlockPlan";

enum class InputKind : std::uint8_t { load_file, plan, csv, unknown };

/// Whether the first thing in the file begins an object, or a comment before one.
bool looks_like_json(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    char first = '\0';
    file >> first;
    return file && (first == '{' || first == '/');
}

/// Whether a file of JSON is a plan. What is no JSON either is for the reader of load files to
/// explain.
bool is_plan(const std::string& path) {
    std::error_code error;
    const std::uint64_t size = fs::file_size(path, error);
    if (error) return false;
    if (size > k_load_file_size_max) return true;
    const auto text = read_file(path, k_load_file_size_max);
    if (!text) return false;
    const auto json = parse_json(*text, true);
    return json && json->is_object() && json->contains(k_plan_member);
}

InputKind kind_of(const std::string& path) {
    std::error_code error;
    const std::string extension = fs::path{path}.extension().string();
    if (equal_ignoring_case(extension, ".csv") || fs::is_directory(path, error))
        return InputKind::csv;
    // Of a file that is not there, its reader says so.
    const bool is_json = equal_ignoring_case(extension, ".json") || !fs::exists(path, error) ||
                         looks_like_json(path);
    if (!is_json) return InputKind::unknown;
    return is_plan(path) ? InputKind::plan : InputKind::load_file;
}

/// One member of a plan that an option may say instead, but not otherwise.
Result<void> agree(
    const char* option, const std::string& planned, std::string& said, const std::string& path
) {
    if (said.empty()) said = planned;
    if (planned.empty() || equal_ignoring_case(said, planned)) return {};
    return fail(
        ErrorCode::bad_configuration,
        fmt::format("{} {}: {} was made for {}; plan it anew", option, said, path, planned)
    );
}

/// What the plan says of its rows, and the options of what it does not say.
Result<RowsDescription> describe_rows(
    const PlanFile& plan, const std::string& path, RowsDescription said
) {
    const bool cuts_anew = said.batch_rows || !said.lane.empty();
    if (cuts_anew) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "{} says itself what is in its batches and lanes, expected no {}",
                path,
                said.batch_rows ? "--batch-size" : "--lane"
            )
        );
    }
    const PlanContext& context = plan.context;
    return agree("--object", plan.object, said.object, path)
        .and_then([&] { return agree("--operation", plan.operation, said.operation, path); })
        .and_then([&] {
            return agree("--external-id", context.external_id, said.external_id, path);
        })
        .and_then([&] { return agree("--delimiter", context.delimiter, said.delimiter, path); })
        .map([&] {
            // A plan that names no key goes by Id.
            if (said.operation == name_of(LoadOperation::upsert) && said.external_id.empty())
                said.external_id = "Id";
            return std::move(said);
        });
}

/// The plan's own files, or those it counts rows of.
Result<CsvFileSpec> rows_of_plan(const PlanFile& plan, const std::string& path) {
    const fs::path folder = fs::path{path}.parent_path();
    CsvFileSpec rows;
    rows.path = {folder.empty() ? "." : folder.string(), path};
    const auto add = [&](const std::string& name, std::optional<RowNumber> count) {
        rows.parts.push_back({(folder / name).lexically_normal().string(), count});
    };
    for (const PlanFileBatch& batch : plan.batches) {
        if (!batch.file.empty()) add(batch.file, static_cast<RowNumber>(batch.size.rows));
    }
    const bool has_files = !rows.parts.empty();
    if (has_files && rows.parts.size() < plan.batches.size()) {
        return fail(
            ErrorCode::bad_file, path + ": some batches have files, others name rows; plan it anew"
        );
    }
    if (!has_files) {
        for (const std::string& source : plan.sources) add(source, std::nullopt);
    }
    if (rows.parts.empty())
        return fail(ErrorCode::bad_file, path + ": has no batch files and no \"sources\"");
    for (const CsvFileSpec::Part& part : rows.parts) {
        std::error_code error;
        if (fs::is_regular_file(part.path, error)) continue;
        return fail(
            ErrorCode::bad_file,
            fmt::format(
                "{}: names {}, which is not there; keep a plan and its files together",
                path,
                part.path
            )
        );
    }
    return rows;
}

Result<Load> load_of_plan(const std::string& path, const RowsDescription& said) {
    const auto text = read_file(path, k_plan_size_max);
    if (!text) return Failure{text.error()};
    const auto plan = read_plan_file(*text);
    if (!plan) return fail(ErrorCode::bad_file, path + ": " + plan.error().message);
    auto description = describe_rows(*plan, path, said);
    if (!description) return Failure{std::move(description.error())};
    auto rows = rows_of_plan(*plan, path);
    if (!rows) return Failure{std::move(rows.error())};
    auto load = load_of_rows(path, std::move(*rows), *description);
    if (!load) return load;
    const fs::path folder = fs::path{path}.parent_path();
    const auto beside = [&](const std::string& name) {
        return LocatedText{(folder / name).lexically_normal().string(), path};
    };
    if (load->schema.text.empty() && !plan->context.schema.empty())
        load->schema = beside(plan->context.schema);
    if (!plan->context.lock_rules.empty()) load->lock_rules = beside(plan->context.lock_rules);
    load->strategies.front().load.order.plan = {path, "the plan"};
    return load;
}

}  // namespace

Result<Load> read_load_input(const std::string& path, const RowsDescription& said) {
    switch (kind_of(path)) {
        case InputKind::csv:
            return load_of_csv(path, said);
        case InputKind::plan:
            return load_of_plan(path, said);
        case InputKind::load_file:
            break;
        case InputKind::unknown:
            return fail(
                ErrorCode::bad_file,
                path +
                    ": expected a load file or a plan (.json), or rows (.csv or a folder of them)"
            );
    }
    const std::string option = said.first_option();
    if (option.empty()) return read_load_file(path);
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "{} goes with a plan or a CSV file; {} is a load file and says it", option, path
        )
    );
}

bool is_load_file(const std::string& path) {
    return kind_of(path) == InputKind::load_file;
}

Result<Load> read_load_input_again(
    const std::string& path, RowsDescription said, const std::string& object
) {
    if (kind_of(path) == InputKind::csv) said.object = object;
    return read_load_input(path, said);
}

}  // namespace rowlock
