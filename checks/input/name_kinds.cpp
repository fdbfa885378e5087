#include "checks/input/name_kinds.hpp"

namespace rowlock {

NameKinds kind_of(const ObjectType& object, FieldNo field) {
    std::size_t position = 0;
    for (const Field& other : object.fields()) {
        if (other.type == FieldType::id) {
            if (other.number == field) return k_known_by_id;
            continue;
        }
        if (other.number == field) return kind_of_key(position);
        position += other.usable_as_key() ? 1U : 0U;
    }
    return 0;
}

}  // namespace rowlock
