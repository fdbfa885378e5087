#include "mockorg/schema/member_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace rowlock {

MemberReader::MemberReader(const Json& object, std::string subject)
    : object_(&object), subject_(std::move(subject)) {
    if (!object.is_object()) complain("must be a JSON object");
}

const Json* MemberReader::find(std::string_view name) const {
    if (!object_->is_object()) return nullptr;
    const auto found = object_->find(name);
    return found == object_->end() || found->is_null() ? nullptr : &*found;
}

bool MemberReader::has(std::string_view name) const {
    return find(name) != nullptr;
}

void MemberReader::read(std::string_view name, bool& into) {
    const Json* member = find(name);
    if (member == nullptr) return;
    if (!member->is_boolean()) return complain(fmt::format("'{}' must be true or false", name));
    into = member->get<bool>();
}

void MemberReader::read(std::string_view name, std::string& into) {
    const Json* member = find(name);
    if (member == nullptr) return;
    if (!member->is_string()) return complain(fmt::format("'{}' must be a text", name));
    into = member->get<std::string>();
}

void MemberReader::read(std::string_view name, std::vector<std::string>& into) {
    const Json* member = find(name);
    if (member == nullptr) return;
    const bool all_texts =
        member->is_array() && std::all_of(member->begin(), member->end(), [](const Json& item) {
            return item.is_string();
        });
    if (!all_texts) return complain(fmt::format("'{}' must be a list of texts", name));
    into = member->get<std::vector<std::string>>();
}

void MemberReader::read(std::string_view name, std::uint32_t& into, std::uint32_t most) {
    const Json* member = find(name);
    if (member == nullptr) return;
    if (!member->is_number_unsigned() || member->get<std::uint64_t>() > most) {
        return complain(fmt::format("'{}' must be a whole number from 0 to {}", name, most));
    }
    into = member->get<std::uint32_t>();
}

void MemberReader::read(std::string_view name, std::uint8_t& into) {
    std::uint32_t wide = into;
    read(name, wide, std::numeric_limits<std::uint8_t>::max());
    into = static_cast<std::uint8_t>(wide);
}

void MemberReader::read_as_text(std::string_view name, std::string& into) {
    const Json* member = find(name);
    if (member == nullptr) return;
    if (member->is_structured()) return complain(fmt::format("'{}' must be a single value", name));
    into = member->is_string() ? member->get<std::string>() : member->dump();
}

void MemberReader::refuse_unknown(const std::vector<std::string_view>& known) {
    if (!object_->is_object()) return;
    for (const auto& item : object_->items()) {
        if (std::find(known.begin(), known.end(), item.key()) != known.end()) continue;
        return complain(fmt::format("unknown member '{}'", item.key()));
    }
}

void MemberReader::complain(std::string complaint) {
    if (!complaint_) complaint_ = std::move(complaint);
}

Result<void> MemberReader::outcome() const {
    if (complaint_) return fail(ErrorCode::bad_file, fmt::format("{}: {}", subject_, *complaint_));
    return {};
}

}  // namespace rowlock
