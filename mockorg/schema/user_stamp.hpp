#pragma once

#include "mockorg/schema/object_type.hpp"

namespace rowlock {

/// Whether the field says who owns or wrote a record. It is filled by the org, and what becomes of
/// that user is no matter to the record's life.
inline bool is_user_stamp(const Field& field) {
    return field.name == "OwnerId" || field.name == "CreatedById" ||
           field.name == "LastModifiedById";
}

}  // namespace rowlock
