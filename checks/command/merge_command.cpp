#include "checks/command/merge_command.hpp"

#include "checks/command/memory_option.hpp"
#include "checks/command/part_settings.hpp"
#include "checks/command/stopped.hpp"
#include "checks/partition/join_summaries.hpp"
#include "checks/partition/joined_rows.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"

namespace rowlock {
namespace {

Result<std::vector<PartFile>> open_parts(const std::vector<std::string>& paths) {
    std::vector<PartFile> parts;
    for (const std::string& path : paths) {
        auto file = MappedFile::open(path);
        if (!file) return Failure{std::move(file.error())};
        auto part = PartFile::open(*std::move(file), path);
        if (!part) return Failure{std::move(part.error())};
        parts.push_back(*std::move(part));
        if (interrupted()) return fail(ErrorCode::bad_file, "stopped");
    }
    if (parts.empty()) return fail(ErrorCode::bad_configuration, "no parts to merge");
    return parts;
}

/// The check that the parts are of.
Result<AssessRequest> request_of(
    const PartSummary& summary, const std::string& part, const std::string& version
) {
    const auto options = options_of(summary.settings, part);
    if (!options) return Failure{options.error()};
    if (options->version != version) {
        return fail(
            ErrorCode::bad_file,
            part + ": mapped by rowlock " + options->version + ", and this is " + version +
                "; map its files again"
        );
    }
    AssessRequest request;
    if (auto set = set_up_job(*options, request); !set) return Failure{std::move(set.error())};
    const auto operation = parse_write_operation(options->input.operation);
    if (!operation) {
        return fail(
            ErrorCode::bad_file, part + ": its settings make no sense; map its files again"
        );
    }
    LoadFiles load;
    load.object = options->input.object;
    load.operation = *operation;
    load.external_id_field = options->input.external_id;
    request.input.loads.push_back(std::move(load));
    request.input.threads = 1;
    return request;
}

/// What a row locks may depend on other rows that write its record: those must be in its part.
Result<void> check_writes_apart(
    const JoinedRows& rows, const std::vector<PartSummary::Setting>& settings
) {
    const std::vector<std::uint32_t> own_rules = own_rules_of(settings);
    if (own_rules.empty()) return {};
    const auto key = rows.find_written_in_two(own_rules);
    if (!key) return {};
    const KeyName name = rows.key_name(*key);
    return fail(
        ErrorCode::bad_configuration,
        "rows of two parts write " + name.object + " " + name.record +
            ", and what they lock depends on each other: check all files at once, with --memory if "
            "they are large"
    );
}

Result<Assessment> merge_parts(const MergeOptions& options, const ReportOutput& output) {
    auto parts = open_parts(options.parts);
    if (!parts) return Failure{std::move(parts.error())};
    auto summary = join_summaries(*parts);
    if (!summary) return Failure{std::move(summary.error())};
    auto request = request_of(*summary, options.parts.front(), options.version);
    if (!request) return Failure{std::move(request.error())};
    request->workers = options.k;
    request->parts = output.parts();
    const auto bound = parse_memory_bound({}, options.temporary_folder);
    if (!bound) return Failure{bound.error()};
    std::vector<LoadedFile> files = files_of(*summary);
    for (const LoadedFile& file : files) {
        if (file.load != 0) {
            return fail(ErrorCode::bad_file, file.source.path + " is of no load; map it again");
        }
    }
    request->input.stopped = interrupted;
    auto joined = JoinedRows::join(*std::move(parts), std::move(files), bound->folder);
    if (!joined) return Failure{std::move(joined.error())};
    if (auto apart = check_writes_apart(**joined, summary->settings); !apart) {
        return Failure{std::move(apart.error())};
    }
    (*joined)->unresolved = std::move(summary->unresolved);
    DataPart data;
    data.findings = std::move(summary->findings);
    for (PartSummary::Owner& owner : summary->owners) {
        data.owners.push_back({std::move(owner.name), owner.rows});
    }
    return assess(*request, LoadedInput{*std::move(joined)}, std::move(data));
}

}  // namespace

int run_merge(const MergeOptions& options, Io& io) {
    if (auto whole = refuse_for_parts(options.whole_load); !whole) {
        return report_error(whole.error(), io);
    }
    const auto output = ReportOutput::prepare(options);
    if (!output) return report_error(output.error(), io);
    if (auto good = output->check_targets(options.parts); !good) {
        return report_error(good.error(), io);
    }
    const InterruptGuard guard;
    auto assessment = merge_parts(options, *output);
    if (interrupted()) return end_stopped(io);
    if (!assessment) return report_error(assessment.error(), io);
    return output->finish(assessment->report, io);
}

}  // namespace rowlock
