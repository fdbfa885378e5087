#pragma once

#include "checks/assess/assess.hpp"
#include "checks/command/output_targets.hpp"
#include "checks/findings/baseline.hpp"
#include "checks/findings/severity.hpp"
#include "mockorg/base/io.hpp"
#include "mockorg/base/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What becomes of a check's report.
struct ReportOptions {
    /// error, warning, note, never.
    std::string fail_on = "error";
    std::string baseline_file;
    std::string write_baseline_file;
    /// `FORMAT:PATH` with json, junit, sarif, markdown or html.
    std::vector<std::string> reports;
    bool json = false;
    bool verdict_only = false;
    std::string version;
};

/// These options, understood.
class ReportOutput {
public:
    /// bad_configuration for words that mean nothing, bad_file for a baseline that cannot be read.
    static Result<ReportOutput> prepare(const ReportOptions& options);

    /// bad_configuration if it would write one of these files, or a file twice. Said before
    /// anything is read: `inputs` are what the command reads.
    Result<void> check_targets(const std::vector<std::string>& inputs) const;

    /// What has to be worked out for it.
    AssessParts parts() const;

    /// Applies the baseline, writes and prints. Gives the exit code: finding at or above the
    /// threshold.
    int finish(CheckReport& report, Io& io) const;

private:
    struct File {
        std::string format;
        std::string path;
    };

    Result<void> write_files(const CheckReport& report) const;
    void print(const CheckReport& report, Io& io) const;

    ReportOptions options_;
    FailOn fail_on_ = FailOn::error;
    std::vector<File> files_;
    std::optional<Baseline> baseline_;
};

}  // namespace rowlock
