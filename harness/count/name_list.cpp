#include "harness/count/name_list.hpp"

#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <cstddef>

namespace rowlock {

std::vector<std::string> split_names(const std::string& text) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::size_t first = text.find_first_not_of(' ', begin);
        const std::size_t last = text.find_last_not_of(' ', end - 1);
        if (first < end) names.push_back(text.substr(first, last - first + 1));
        begin = end + 1;
    }
    return names;
}

Result<std::vector<std::string>> read_key_names(const std::string& text) {
    auto names = split_names(text);
    if (text.empty() || !names.empty()) return names;
    return fail(
        ErrorCode::bad_configuration, "--key names none, expected columns with commas between them"
    );
}

Result<std::vector<std::string>> read_job_ids(const std::string& text) {
    std::vector<std::string> ids;
    for (const std::string& name : split_names(text)) {
        const auto id = RecordId::parse(name);
        if (!id)
            return fail(ErrorCode::bad_configuration, "--jobs: \"" + name + "\" is no id of a job");
        if (std::find(ids.begin(), ids.end(), id->text()) == ids.end()) ids.push_back(id->text());
    }
    if (text.empty() || !ids.empty()) return ids;
    return fail(
        ErrorCode::bad_configuration,
        "--jobs names none, expected ids of jobs with commas between them"
    );
}

}  // namespace rowlock
