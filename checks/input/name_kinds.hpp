#pragma once

#include "mockorg/schema/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowlock {

/// The fields of a record whose values files tell, as bits of its id and its key fields. Records
/// that have a bit in common and are not one record already are two; those that have none may be
/// the same one under different names.
using NameKinds = std::uint64_t;

inline constexpr NameKinds k_known_by_id = 1;
/// An id in a column of several objects, of which none is known to have its prefix: it may be of
/// any custom object.
inline constexpr NameKinds k_object_unsure = NameKinds{1} << 63U;
/// For what names no record: it is told from all others.
inline constexpr NameKinds k_all_kinds = k_object_unsure - 1;

/// `position`: of the field among the object's key fields without the id, in their order. 0 beyond
/// the 62nd; the platform has 25 at most.
constexpr NameKinds kind_of_key(std::size_t position) {
    return position < 62 ? NameKinds{1} << (position + 1) : 0;
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
