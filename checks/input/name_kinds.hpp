#pragma once

#include "mockorg/schema/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowlock {

/// What files tell of a record's id and key fields, as bits: a field's value, or that it is blank.
/// Two records that are not one already differ if a value of a field is known of both, or of one
/// and of the other that it has none; all others may be the same one under different names.
using NameKinds = std::uint64_t;

inline constexpr NameKinds k_known_by_id = 1;
/// An id in a column of several objects, of which none is known to have its prefix: it may be of
/// any custom object.
inline constexpr NameKinds k_object_unsure = NameKinds{1} << 63U;
/// A value that several records of the reference files have, or a record that has such a value: it
/// names none of them for certain.
inline constexpr NameKinds k_value_shared = NameKinds{1} << 62U;
/// A value whose letter case means nothing to the platform, with letters beyond ASCII, or a record
/// that has one: which of these it takes for one value is not documented.
inline constexpr NameKinds k_case_unsure = NameKinds{1} << 61U;
/// For what names no record: it is told from all others.
inline constexpr NameKinds k_all_kinds = k_object_unsure - 1;

/// Key fields there is room for; the platform has 25 at most.
inline constexpr unsigned k_key_fields_max = 30;

/// Of a value of a key field. `position`: of the field among the object's key fields without the
/// id, in their order. 0 where there is no room.
constexpr NameKinds kind_of_key(std::size_t position) {
    return position < k_key_fields_max ? NameKinds{1} << (position + 1) : 0;
}

inline constexpr NameKinds k_values = (NameKinds{1} << (k_key_fields_max + 1)) - 1;

/// That the key fields, whose values are given, are blank.
constexpr NameKinds blank(NameKinds values) {
    return (values & k_values & ~k_known_by_id) << k_key_fields_max;
}

/// Whether records of which this is known are certainly two, provided that they are not one
/// already. Values that are unsure in the same way tell nothing.
constexpr bool are_two(NameKinds a, NameKinds b) {
    const bool unsure = (a & b & (k_value_shared | k_case_unsure)) != 0;
    const NameKinds values = a & b & (unsure ? k_known_by_id : k_values);
    return values != 0 || (blank(a) & b) != 0 || (blank(b) & a) != 0;
}

/// Of a field that is usable as a key.
NameKinds kind_of(const ObjectType& object, FieldNo field);

/// How a record is named and what else is known of it.
struct KeyNaming {
    ObjectNo object{};
    /// The custom ones have prefixes that differ from org to org.
    bool custom = false;
    NameKinds kinds = 0;
    /// The field by whose value it is named: `Id`, `External_ID__c`.
    std::string_view by;
};

}  // namespace rowlock
