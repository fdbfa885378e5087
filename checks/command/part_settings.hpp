#pragma once

#include "checks/assess/assess.hpp"
#include "checks/command/map_command.hpp"
#include "checks/partition/part_summary.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// What a part was made with, and all other parts of its load must have been. Files are named by
/// their content.
Result<std::vector<PartSummary::Setting>> settings_of(const MapOptions& options);

/// For loads whose rows depend on what their records hold: by which rules a row locks the record it
/// writes, as positions, so that whoever merges can tell which records rows of several parts write.
/// Nothing if there is no such rule.
std::optional<PartSummary::Setting> own_rules_setting(const InputRequest& request);

/// The rules that own_rules_setting told; none if it told nothing.
std::vector<std::uint32_t> own_rules_of(const std::vector<PartSummary::Setting>& settings);

/// The job of --api, --serial, --batch-size and --line-ending. bad_configuration for words that
/// mean nothing.
Result<void> set_up_job(const MapOptions& options, AssessRequest& request);

/// The options that `settings` were made of, as far as a merge needs them. bad_file, naming
/// `part`, for settings that settings_of does not make.
Result<MapOptions> options_of(
    const std::vector<PartSummary::Setting>& settings, const std::string& part
);

}  // namespace rowlock
