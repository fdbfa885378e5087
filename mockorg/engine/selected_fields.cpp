#include "mockorg/engine/selected_fields.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/soql/error_text.hpp"

#include <utility>

namespace rowlock {

std::vector<const Field*> SelectedFields::fields_of(soql::FieldGroup group) const {
    std::vector<const Field*> fields;
    for (const Field& field : object_.fields()) {
        const bool fits =
            group == soql::FieldGroup::all || field.custom == (group == soql::FieldGroup::custom);
        if (fits) fields.push_back(&field);
    }
    return fields;
}

Result<void> SelectedFields::take_name(const std::string& name, std::size_t position) {
    if (names_.insert(to_lower(name)).second) return {};
    return soql::fail_at(
        source_, position, ErrorCode::invalid_field, "duplicate field selected: " + name
    );
}

Result<std::vector<soql::BoundPath>> SelectedFields::add(const soql::SelectItem& item) {
    std::vector<soql::FieldPath> written;
    if (item.kind == soql::SelectItem::Kind::value) {
        written.push_back(item.operand.field);
    } else {
        for (const Field* field : fields_of(item.group)) {
            written.push_back({{field->name}, item.position});
        }
    }
    std::vector<soql::BoundPath> bound;
    for (const soql::FieldPath& field : written) {
        auto path = soql::bind_path(schema_, object_, field, source_);
        if (!path) return tl::unexpected{path.error()};
        if (auto taken = take_name(path->canonical, field.position); !taken) {
            return tl::unexpected{taken.error()};
        }
        bound.push_back(std::move(*path));
    }
    return bound;
}

}  // namespace rowlock
