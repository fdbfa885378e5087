#include "harness/rehearse/ledger_files.hpp"

#include "harness/rehearse/rehearsed_ledger.hpp"
#include "mockorg/base/write_file.hpp"
#include "mockorg/explain/ledger_file.hpp"
#include "mockorg/explain/lock_timeline.hpp"

namespace rowlock {

Result<void> write_ledger_files(
    const FinishedStrategy& finished, const std::string& ledger_file, const std::string& trace_file
) {
    if (finished.load.interrupted) return {};
    if (!ledger_file.empty()) {
        const std::string ledger = ledger_json(rehearsed_ledger(finished, {}));
        if (auto written = write_file(ledger_file, ledger + "\n"); !written) return written;
    }
    if (trace_file.empty()) return {};
    const std::string trace = chrome_trace(lock_timeline(finished.org, finished.load_row));
    return write_file(trace_file, trace + "\n");
}

}  // namespace rowlock
