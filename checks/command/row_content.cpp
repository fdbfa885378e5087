#include "checks/command/row_content.hpp"

#include "checks/input/packed_id.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/numbers.hpp"

namespace rowlock {
namespace {

void append_bytes(std::string& out, const auto& value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

bool may_be_id(std::string_view cell) {
    return cell.size() == RecordId::k_significant || cell.size() == RecordId::k_length;
}

}  // namespace

RowContent::RowContent(const CsvSource& source, std::string_view key_field)
    : reader_(source.delimiter) {
    for (const SourceColumn& column : source.columns) {
        const bool of_parent = column.binding && column.binding->parent_key;
        key_values_.push_back(of_parent || equal_ignoring_case(column.name, key_field));
    }
}

std::uint64_t RowContent::hash(std::string_view row) {
    const auto cells = reader_.read(row);
    if (!cells) return hash_text(row);
    canonical_.clear();
    for (std::size_t i = 0; i < (*cells)->size(); ++i) {
        append((**cells)[i].text, i < key_values_.size() && key_values_[i]);
    }
    return hash_text(canonical_);
}

void RowContent::append(std::string_view cell, bool key_value) {
    if (const auto number = key_value ? parse_number(cell) : std::nullopt) {
        append_bytes(canonical_, *number);
        return;
    }
    if (may_be_id(cell)) {
        // Whatever the column: no harm is done where a name happens to look like an id.
        if (const PackedId id = pack_record_id(cell); !id.empty()) {
            canonical_ += unpack_record_id(id).view();
            return;
        }
    }
    append_bytes(canonical_, static_cast<std::uint32_t>(cell.size()));
    if (key_value) {
        canonical_ += to_lower(cell);
    } else {
        canonical_ += cell;
    }
}

}  // namespace rowlock
