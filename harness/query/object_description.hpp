#pragma once

#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A field as the org describes it.
struct DescribedField {
    std::string name;
    /// E.g. `reference`.
    std::string type;
    /// Of a reference: the objects it may lead to.
    std::vector<std::string> reference_to;
    bool nillable = true;
    bool external_id = false;
    bool case_sensitive = false;
    /// Its value is worked out when it is read: it may change though nobody wrote the record.
    bool formula = false;

    bool is_reference() const { return type == "reference"; }

    /// A reference to something a load would have for a parent: not to who owns, made or changed
    /// the record, nor to its record type.
    bool leads_to_parent() const;
};

struct ObjectDescription {
    std::string name;
    std::vector<DescribedField> fields;

    /// Nothing if there is no such field; its name in any letter case.
    const DescribedField* find(std::string_view field) const;

    /// Names of the fields whose values together are a record's content: all that a bulk query
    /// gives but formulas and when somebody last looked at the record; Id first. `without`: names
    /// to leave out besides.
    std::vector<std::string> content_fields(std::span<const std::string> without) const;
};

/// Asks the org. Errors: those of refusals, not_found for an object that is not there (see
/// explain_refusal), protocol_broken.
Result<ObjectDescription> describe_object(const AskFn& ask, const std::string& object);

}  // namespace rowlock
