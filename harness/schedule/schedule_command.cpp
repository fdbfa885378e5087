#include "harness/schedule/schedule_command.hpp"

#include "harness/replay/progress.hpp"
#include "harness/schedule/schedule_check.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"

#include <algorithm>

namespace rowlock {
namespace {

std::vector<std::string> split(const std::vector<std::string>& lists) {
    std::vector<std::string> names;
    for (const std::string& list : lists) {
        for (std::size_t begin = 0; begin <= list.size();) {
            const std::size_t end = std::min(list.find(',', begin), list.size());
            std::string name = list.substr(begin, end - begin);
            const bool known = std::find(names.begin(), names.end(), name) != names.end();
            if (!name.empty() && !known) names.push_back(std::move(name));
            begin = end + 1;
        }
    }
    return names;
}

}  // namespace

int run_schedule_check(const ScheduleCommandOptions& options, Io& io) {
    const auto loads = read_schedule(options.loads);
    if (!loads) return report_error(loads.error(), io);
    ScheduleOptions check_options;
    check_options.profiles = split(options.profiles);
    if (check_options.profiles.empty()) check_options.profiles = usual_profiles(*loads);
    check_options.seeds = options.seeds;
    check_options.rows = options.rows;
    check_options.witnesses_max = options.witnesses;
    check_options.threads = options.threads;
    const InterruptGuard guard;
    const auto report = [&] {
        Progress progress{io, "rehearsing"};
        check_options.on_progress = [&](std::uint64_t done, std::uint64_t all) {
            progress.show(done, all, "runs");
        };
        return check_schedule(*loads, check_options);
    }();
    if (!report && interrupted()) {
        io.err.line("stopped: nothing was found out");
        return number_of(ExitCode::partial);
    }
    if (!report) return report_error(report.error(), io);
    options.json ? io.out.line(json_of(*report)) : io.out.write(text_of(*report));
    return number_of(report->contend() ? ExitCode::finding : ExitCode::clean);
}

}  // namespace rowlock
