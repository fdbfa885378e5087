#include "mockorg/codec/named_list.hpp"

#include "mockorg/base/file_text.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <set>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_bytes_max = 1024 * 1024;

}  // namespace

Result<void> read_named_list(
    const std::string& path,
    const NamedList& list,
    const std::function<Result<std::string>(const Json&)>& take
) {
    const auto text = read_file(path, k_file_bytes_max);
    if (!text) return Failure{text.error()};
    const auto bad = [&](const std::string& message) {
        return fail(ErrorCode::bad_file, path + ": " + message);
    };
    const auto root = parse_json(*text, true);
    if (!root) return bad(root.error().message);
    const auto items = root->is_object() ? root->find(list.member) : root->end();
    if (!root->is_object() || root->size() != 1 || items == root->end() || !items->is_array())
        return bad(fmt::format("expected an object with one member, the list \"{}\"", list.member));
    if (items->size() > list.items_max)
        return bad(fmt::format("more than {} {}", list.items_max, list.member));
    std::set<std::string> names;
    for (const Json& item : *items) {
        auto name = take(item);
        if (!name) {
            return bad(fmt::format("{} {}: {}", list.item, names.size() + 1, name.error().message));
        }
        if (!names.insert(*name).second)
            return bad(fmt::format("there are two {}s named '{}'", list.item, *name));
    }
    return {};
}

}  // namespace rowlock
