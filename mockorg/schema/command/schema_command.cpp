#include "mockorg/schema/command/schema_command.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/schema/import/describe_import.hpp"
#include "mockorg/schema/import/project_import.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

Result<ImportedSchema> import(const std::vector<std::string>& paths) {
    std::error_code ignored;
    const bool any_folder = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
        return std::filesystem::is_directory(path, ignored);
    });
    if (!any_folder) return import_describes(paths);
    if (paths.size() == 1) return import_project(paths.front());
    return fail(ErrorCode::bad_configuration, "give one project folder, or only describe answers");
}

std::string report_json(const ImportReport& report) {
    std::string text;
    JsonWriter json{text};
    json.begin_object()
        .member("schemaVersion", 1)
        .member("command", "schema import")
        .member("files", report.files)
        .member("objects", report.objects)
        .member("fields", report.fields)
        .member("references", report.references)
        .member("masterDetails", report.master_details)
        .member("rollUps", report.roll_ups);
    json.key("notes").begin_array();
    for (const ImportNote& note : report.notes) {
        json.begin_object()
            .member("kind", name_of(note.kind))
            .member("place", note.place)
            .member("what", note.what)
            .end_object();
    }
    json.end_array().end_object();
    return text;
}

void print_report(const ImportReport& report, bool verbose, TextSink& sink) {
    sink.line(fmt::format(
        "{} files: {} objects, {} fields, {} references ({} master-detail), {} roll-up summaries",
        report.files,
        report.objects,
        report.fields,
        report.references,
        report.master_details,
        report.roll_ups
    ));
    for (const ImportNote& note : report.notes) {
        if (note.kind == ImportNote::Kind::ignored && !verbose) continue;
        sink.line("  " + text_of(note));
    }
    const std::size_t ignored = report.count(ImportNote::Kind::ignored);
    if (ignored > 0 && !verbose) {
        sink.line(fmt::format("  ignored: {} things of no use here (--verbose lists them)", ignored)
        );
    }
}

Result<void> write_file(const std::string& path, const std::string& text) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << text;
    file.close();
    if (file.good()) return {};
    return fail(ErrorCode::bad_configuration, path + ": cannot be written");
}

}  // namespace

int run_schema_import(const SchemaImportOptions& options, Io& io) {
    if (options.json && options.out_file.empty()) {
        const auto no_file = fail(
            ErrorCode::bad_configuration,
            "--json prints the report: say with --out where the schema goes"
        );
        return report_error(no_file.value(), io);
    }
    const auto imported = import(options.paths);
    if (!imported) return report_error(imported.error(), io);
    if (const auto loaded = load_schema(imported->json, "the imported schema"); !loaded) {
        return report_error(loaded.error(), io);
    }
    if (options.out_file.empty()) {
        io.out.write(imported->json);
    } else if (auto written = write_file(options.out_file, imported->json); !written) {
        return report_error(written.error(), io);
    }
    if (options.json) {
        io.out.line(report_json(imported->report));
    } else {
        print_report(imported->report, options.verbose, io.err);
    }
    const std::size_t broken = imported->report.count(ImportNote::Kind::broken);
    if (broken == 0) return number_of(ExitCode::clean);
    io.err.line(fmt::format(
        "{} could not be read and {} missing in the schema, which has all the rest",
        counted(broken, "file"),
        broken == 1 ? "is" : "are"
    ));
    return number_of(ExitCode::finding);
}

}  // namespace rowlock
