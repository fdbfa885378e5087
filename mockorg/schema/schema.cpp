#include "mockorg/schema/schema.hpp"

#include "mockorg/base/case_insensitive.hpp"

namespace rowlock {

const ObjectType* Schema::find(std::string_view api_name) const {
    const auto found = by_name_.find(to_lower(api_name));
    return found == by_name_.end() ? nullptr : &object(found->second);
}

const ObjectType* Schema::find_by_prefix(KeyPrefix prefix) const {
    const auto found = by_prefix_.find(prefix);
    return found == by_prefix_.end() ? nullptr : &object(found->second);
}

}  // namespace rowlock
