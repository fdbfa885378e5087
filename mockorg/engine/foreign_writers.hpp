#pragma once

#include "mockorg/engine/foreign_report.hpp"
#include "mockorg/engine/world.hpp"

#include <string_view>
#include <vector>

namespace rowlock {

/// Sets foreign writers, takes them away and tells about them. Works on a World it does not own.
class ForeignWriters {
public:
    explicit ForeignWriters(World& world) : world_(world) {}

    /// From now on it writes; in place of one of the same name. client_input_error, with the member
    /// in `fields`, if its object, condition or path does not fit the schema; exceeded_quota if
    /// there are too many.
    Result<void> set(ForeignWriter writer);

    /// It lets go at once, and what it did is forgotten. False if there is none of that name.
    bool remove(std::string_view name);

    /// By name.
    std::vector<ForeignWriterReport> reports() const;

private:
    Result<ActiveForeignWriter> fit(ForeignWriter writer) const;
    Result<void> bind(ActiveForeignWriter& active, const ObjectType& object) const;

    World& world_;
};

}  // namespace rowlock
