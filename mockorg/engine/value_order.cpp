#include "mockorg/engine/value_order.hpp"

#include "mockorg/base/folded_text.hpp"
#include "mockorg/base/hash.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace rowlock {
namespace {

template <class T>
int three_way(const T& a, const T& b) {
    if (a < b) return -1;
    return b < a ? 1 : 0;
}

std::size_t mix(std::uint64_t number) {
    number ^= number >> 32U;
    number *= 0x9e3779b97f4a7c15U;
    number ^= number >> 29U;
    return number;
}

std::size_t hash_folded(std::string_view text) {
    if (!is_ascii(text)) return hash_text(fold_case(text));
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(to_lower(c))) * 0x100000001b3U;
    }
    return mix(hash);
}

}  // namespace

int compare_values(const RecordReader& records, const Value& a, const Value& b) {
    if (a.kind != b.kind) return a.is_null() ? -1 : (b.is_null() ? 1 : three_way(a.kind, b.kind));
    switch (a.kind) {
        case Value::Kind::null:
            return 0;
        case Value::Kind::boolean:
            return three_way(a.boolean, b.boolean);
        case Value::Kind::number:
            return three_way(a.number, b.number);
        case Value::Kind::date:
            return three_way(a.date, b.date);
        case Value::Kind::datetime:
            return three_way(a.datetime, b.datetime);
        case Value::Kind::reference:
            if (a.record == b.record) return 0;
            return three_way(records.id_of(a.record), records.id_of(b.record));
        case Value::Kind::text:
            return compare_folded(a.text, b.text);
    }
    return 0;
}

std::size_t hash_value(const Value& value) {
    switch (value.kind) {
        case Value::Kind::null:
            return 0;
        case Value::Kind::boolean:
            return value.boolean ? 1 : 2;
        case Value::Kind::number:
            return mix(std::bit_cast<std::uint64_t>(value.number + 0.0));
        case Value::Kind::date:
            return mix(static_cast<std::uint64_t>(value.date));
        case Value::Kind::datetime:
            return mix(static_cast<std::uint64_t>(value.datetime));
        case Value::Kind::reference:
            return mix(static_cast<std::uint64_t>(value.record.object) << 32U | value.record.row);
        case Value::Kind::text:
            return hash_folded(value.text);
    }
    return 0;
}

}  // namespace rowlock
