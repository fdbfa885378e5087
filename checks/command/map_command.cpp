#include "checks/command/map_command.hpp"

#include "checks/command/output_targets.hpp"
#include "checks/command/part_settings.hpp"
#include "checks/command/stopped.hpp"
#include "checks/input/stream_input.hpp"
#include "checks/partition/part_sink.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/base/result.hpp"

namespace rowlock {
namespace {

/// Writes the part. Gives its number of rows.
Result<std::uint64_t> map_files(const MapOptions& options, Io& io) {
    if (auto whole = refuse_for_parts(options.whole_load); !whole) {
        return Failure{std::move(whole.error())};
    }
    if (options.out_file.empty()) return misuse("--out is missing: which file shall be written?");
    if (options.partitions == 0 || options.partitions > k_partitions_max) {
        return misuse("--partitions: expected 1 to " + std::to_string(k_partitions_max));
    }
    AssessRequest request;
    if (auto set = set_up_job(options, request); !set) return Failure{std::move(set.error())};
    auto input =
        make_input_request(options.input, {}, [&](const std::string& note) { io.err.line(note); });
    if (!input) return Failure{std::move(input.error())};
    request.input = *std::move(input);
    request.input.stopped = interrupted;
    const auto good = check_output_targets(
        {{"--out " + options.out_file, options.out_file}}, input_paths(request.input, options.input)
    );
    if (!good) return Failure{good.error()};
    auto settings = settings_of(options);
    if (!settings) return Failure{std::move(settings.error())};

    auto file = OutputFile::to_be(options.out_file);
    if (!file) return Failure{std::move(file.error())};
    PartWriter writer{*std::move(file), options.partitions};
    PartSink sink{writer, request.input.rules->rules().size()};
    auto streamed = stream_input(request.input, sink);
    if (!streamed) return Failure{std::move(streamed.error())};
    if (streamed->files_lead_on) {
        return misuse(
            "rows lock records through other rows of " + options.input.object +
            ", which may be in files of other parts: check all files at once, with --memory if "
            "they are large"
        );
    }
    if (streamed->rows_lead_on) {
        auto own_rules = own_rules_setting(request.input);
        if (!own_rules) {
            return misuse(
                "what rows lock depends on what the records they write hold, and no lock rule "
                "tells "
                "which rows of other parts write them, too: check all files at once, with --memory "
                "if they are large"
            );
        }
        settings->push_back(*std::move(own_rules));
    }
    DataPart data = find_in_data(request, streamed->files);
    PartSummary summary = summary_of_model(*request.input.schema, *request.input.rules);
    summary.settings = *std::move(settings);
    add_files(summary, streamed->files);
    summary.uses = sink.uses();
    summary.unresolved = std::move(streamed->unresolved);
    summary.findings = std::move(data.findings);
    for (ValueCount& owner : data.owners) {
        summary.owners.push_back({std::move(owner.name), owner.rows});
    }
    if (auto written = writer.finish(summary); !written) return Failure{std::move(written.error())};
    if (interrupted()) return misuse("stopped");
    if (auto named = writer.file().publish(); !named) return Failure{std::move(named.error())};
    return summary.rows;
}

}  // namespace

int run_map(const MapOptions& options, Io& io) {
    const InterruptGuard guard;
    const auto rows = map_files(options, io);
    if (!rows && interrupted()) return end_stopped(io);
    if (!rows) return report_error(rows.error(), io);
    io.out.line(options.out_file + ": " + counted(*rows, "row"));
    return number_of(ExitCode::clean);
}

}  // namespace rowlock
