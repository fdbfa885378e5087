#include "checks/assess/data_findings.hpp"

#include "checks/findings/data_scan.hpp"

namespace rowlock {

void find_unreadable(const std::vector<LoadedFile>& files, Findings& findings) {
    constexpr std::pair<RowFault, FindingRule> k_rules[] = {
        {RowFault::unclosed_quote, FindingRule::unclosed_quote},
        {RowFault::misplaced_quote, FindingRule::broken_row},
        {RowFault::cell_count, FindingRule::cell_count},
    };
    for (const LoadedFile& file : files) {
        const std::string& path = file.source.path;
        if (file.rows == 0) findings.add({FindingRule::no_rows, path, {}}, {});
        for (const auto& [fault, rule] : k_rules) {
            const std::uint64_t rows = file.faults.count(fault);
            if (rows > 0) findings.at({rule, path, {}}).count += rows;
        }
    }
}

void find_in_files(
    const std::vector<LoadedFile>& files, const DataRequest& request, Findings& findings
) {
    for (const LoadedFile& file : files) {
        const LoadFiles& load = request.loads[file.load];
        DataSettings settings;
        settings.schema = &request.schema;
        settings.object = &request.schema.object(file.source.object);
        settings.operation = load.operation;
        if (!load.external_id_field.empty()) {
            settings.external_id = settings.object->find_field(load.external_id_field);
        }
        settings.delimiter = file.source.delimiter;
        settings.line_ending = request.line_ending;
        settings.rows_per_batch = request.rows_per_batch;
        settings.reordered = request.reordered && file.load == 0;
        settings.stopped = request.stopped;
        settings.caps = request.bulk2 ? k_bulk2_caps : k_bulk1_caps;
        scan_data(file.source.text(), file.source.path, settings, findings);
    }
}

}  // namespace rowlock
