#pragma once

#include "harness/load/load.hpp"
#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// SOQL conditions as options give them: `Contact:LastName LIKE 'C-%'` for one object, or a bare
/// condition for all that have none of their own.
class ObjectConditions {
public:
    /// bad_configuration if an object, or all of them, are given two.
    static Result<ObjectConditions> parse(std::span<const std::string> texts);

    /// Empty if there is none.
    std::string of(std::string_view object) const;

    /// The one that names the object; empty if there is none.
    std::string only_of(std::string_view object) const;

    /// Nothing if each condition that names an object names one of these, in any letter case;
    /// otherwise bad_configuration with the one that was probably meant: a condition that nobody
    /// asks for would be passed over.
    Result<void> check_objects(const std::vector<std::string>& objects) const;

    /// The one that names no object; empty if there is none.
    std::string of_all() const { return only_of({}); }

private:
    /// An empty name for all objects.
    std::vector<std::pair<std::string, std::string>> conditions_;
};

/// `Contact:LastName LIKE 'C-%'` as its two halves; the object is empty if only a condition stands
/// there.
RecordSelection split_condition(std::string_view text);

/// The names in `A,B` lists, each once; bad_configuration for what is no API name.
Result<std::vector<std::string>> parse_object_names(std::span<const std::string> lists);

/// Adds the name unless it is there, in whatever letter case.
void add_object_name(std::vector<std::string>& names, const std::string& name);

/// Adds the objects of all sources of the load.
void add_objects_of(const Load& load, std::vector<std::string>& names);

}  // namespace rowlock
