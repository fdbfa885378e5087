#include "tests/unit/mockorg/api/contact_ranges.hpp"

#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::size_t k_id_length = 15;

/// What the last nine characters count: digits, then capitals, then small letters.
/// [PK chunking header]
std::uint64_t number_of(const std::string& id) {
    const std::string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::uint64_t number = 0;
    for (const char each : id.substr(6, 9)) number = number * 62 + digits.find(each);
    return number;
}

std::uint64_t first_number(const ContactCut& cut) {
    return cut.start.empty() ? 0 : number_of(cut.start);
}

}  // namespace

std::string ContactCut::header() const {
    std::string text = "chunkSize=" + std::to_string(chunk_size);
    if (!start.empty()) text.append("; startRow=").append(start);
    if (by_account) text.append("; parent=Account");
    return text;
}

bool IdRange::holds(const std::string& id) const {
    const std::string key = id.substr(0, k_id_length);
    return low <= key && key < high;
}

bool is_first_range(const IdRange& range, const ContactCut& cut) {
    return number_of(range.low) == first_number(cut);
}

std::optional<IdRange> find_range(
    const std::string& request, const ContactQuery& query, const ContactCut& cut
) {
    const std::string field = cut.by_account ? "AccountId" : "Id";
    const std::size_t low = request.rfind(">= '");
    const std::size_t high = request.rfind("< '");
    if (low == std::string::npos || high == std::string::npos) return std::nullopt;
    const IdRange range{
        request.substr(low + 4, k_id_length), request.substr(high + 3, k_id_length)};
    const std::string condition =
        field + " >= '" + range.low + "' AND " + field + " < '" + range.high + "'";
    if (request != query.soql(condition)) return std::nullopt;
    return range;
}

void check_ranges(
    const std::vector<IdRange>& ranges, const ContactCut& cut, const ContactView& contacts
) {
    std::uint64_t last = 0;
    for (const auto& contact : contacts) last = std::max(last, number_of(cut.id_of(contact)));
    std::uint64_t next = first_number(cut);
    for (const IdRange& range : ranges) {
        RC_ASSERT(range.low.substr(0, 3) == (cut.by_account ? "001" : "003"));
        RC_ASSERT(range.low.substr(0, 6) == range.high.substr(0, 6));
        RC_ASSERT(number_of(range.low) == next);
        next += cut.chunk_size;
        RC_ASSERT(number_of(range.high) == next);
    }
    RC_ASSERT(next > last);
    // There may be accounts without contacts.
    const bool too_far = next - cut.chunk_size > last && ranges.size() > 1;
    RC_ASSERT((!too_far || cut.by_account));
}

ContactView part_of(ContactView contacts, const IdRange& range, const ContactCut& cut) {
    std::erase_if(contacts, [&](const auto& each) { return !range.holds(cut.id_of(each)); });
    return contacts;
}

}  // namespace rowlock
