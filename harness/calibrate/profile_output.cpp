#include "harness/calibrate/profile_output.hpp"

#include "mockorg/api/pretty_json.hpp"
#include "mockorg/engine/profile_file.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

std::string content_of(const CalibrationReport& report, std::size_t number) {
    const ProfileFinding& finding = report.profiles[number];
    const Profile profile = profile_of(
        finding.values,
        fmt::format("calibrated-{}", number + 1),
        fmt::format(
            "one of {} that explain finished loads; relative likelihood {:.2f}",
            report.profiles.size(),
            finding.relative_likelihood
        )
    );
    return pretty_json(profile_file_text(profile)) + "\n";
}

}  // namespace

Result<std::vector<std::string>> write_profiles(
    const CalibrationReport& report, const std::string& path
) {
    std::vector<std::string> paths;
    if (path.ends_with(".json")) {
        paths.push_back(path);
    } else {
        std::error_code error;
        std::filesystem::create_directories(path, error);
        if (error) return fail(ErrorCode::bad_file, path + ": " + error.message());
        for (std::size_t i = 0; i < report.profiles.size(); ++i)
            paths.push_back(fmt::format("{}/calibrated-{}.json", path, i + 1));
    }
    for (std::size_t i = 0; i < paths.size(); ++i) {
        std::ofstream file{paths[i], std::ios::binary};
        file << content_of(report, i);
        file.close();
        if (!file) return fail(ErrorCode::bad_file, paths[i] + ": cannot be written");
    }
    return paths;
}

}  // namespace rowlock
