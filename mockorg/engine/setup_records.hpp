#pragma once

#include "mockorg/store/store.hpp"

#include <array>
#include <memory>

namespace rowlock {

/// What an org is made of, as records that tools query: an EntityDefinition for each object, a
/// FieldDefinition and an EntityParticle for each field, a CustomObject and a CustomField for each
/// custom one, the values of some pick lists, the business hours. Of the other set-up objects
/// (Apex, jobs, roles, record types) this org has no records. Immutable.
class SetupRecords {
public:
    SetupRecords(const Schema& schema, std::array<char, 3> instance);

    const Store& store() const { return store_; }

private:
    Store store_;
};

}  // namespace rowlock
