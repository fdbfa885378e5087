#include "mockorg/engine/record_table.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/csv.hpp"

namespace rowlock {
namespace {

/// [limits of both Bulk APIs]
constexpr std::size_t k_columns_max = 5'000;

}  // namespace

Result<void> RecordTable::add(std::string_view column, std::optional<std::string_view> value) {
    const auto [found, is_new] = numbers_.try_emplace(to_lower(column), columns_.size());
    if (is_new) {
        if (columns_.size() == k_columns_max) {
            return fail(ErrorCode::client_input_error, "Records have more than 5000 fields");
        }
        columns_.emplace_back(column);
    }
    text_.append(",").append(std::to_string(found->second)).append(",");
    if (value) append_quoted(text_, *value);
    return {};
}

}  // namespace rowlock
