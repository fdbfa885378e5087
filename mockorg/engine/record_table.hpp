#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rowlock {

/// Records of an XML or JSON batch in one text that takes no more room than their values: a field
/// that a record does not have costs nothing, however many fields others have. The text is CSV
/// whose rows name their columns (`.,0,"Acme",3,` means column 0 is Acme and column 3 is null); its
/// header line is `.`.
class RecordTable {
public:
    RecordTable() : text_(".\n") {}

    void begin_record() { text_.append("."); }

    /// Adds a field of the current record; nothing is null. Names differ by more than letter case.
    /// client_input_error beyond 5,000 different names.
    Result<void> add(std::string_view column, std::optional<std::string_view> value);

    void end_record() { text_.push_back('\n'); }

    /// In the order in which they first came up.
    const std::vector<std::string>& columns() const { return columns_; }

    std::string take_text() { return std::move(text_); }

private:
    std::vector<std::string> columns_;
    /// By name in lower case.
    std::unordered_map<std::string, std::size_t> numbers_;
    std::string text_;
};

}  // namespace rowlock
