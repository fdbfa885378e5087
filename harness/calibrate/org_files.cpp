#include "harness/calibrate/org_files.hpp"

#include "harness/calibrate/batch_info.hpp"
#include "harness/calibrate/failed_results.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/base/byte_order_mark.hpp"
#include "mockorg/base/file_text.hpp"

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_size_max = std::uint64_t{256} << 20;
/// JSON and XML become trees, which take many times their size.
constexpr std::size_t k_tree_size_max = std::size_t{32} << 20;

}  // namespace

Result<void> add_org_text(OrgFacts& facts, std::string_view text, const std::string& file_name) {
    text = without_byte_order_mark(text);
    const std::size_t begin = text.find_first_not_of(k_text_blanks);
    if (begin == std::string_view::npos)
        return fail(ErrorCode::bad_file, file_name + ": is empty, expected what an org answered");
    const bool is_tree = text[begin] == '<' || text[begin] == '{' || text[begin] == '[';
    if (is_tree && text.size() > k_tree_size_max)
        return fail(ErrorCode::bad_file, file_name + ": is larger than 32 MiB");
    switch (text[begin]) {
        case '<':
            return add_info_xml(facts, text.substr(begin), file_name);
        case '{':
        case '[':
            return add_info_json(facts, text, file_name);
        default:
            return add_failed_results(facts, text, file_name);
    }
}

Result<void> add_org_file(OrgFacts& facts, const std::string& path) {
    const auto text = read_file(path, k_file_size_max);
    if (!text) return Failure{text.error()};
    return add_org_text(facts, *text, path);
}

}  // namespace rowlock
