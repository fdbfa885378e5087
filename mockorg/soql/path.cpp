#include "mockorg/soql/path.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowlock::soql {

namespace {

constexpr std::size_t k_most_relationships = 5;
constexpr std::string_view k_object_name = "Type";
constexpr std::string_view k_record_name = "Name";

constexpr std::string_view k_field_hint =
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom "
    "field "
    "name. Please reference your WSDL or the describe call for the appropriate names.";
constexpr std::string_view k_relationship_hint =
    "If you are attempting to use a custom relationship, be sure to append the '__r' after the "
    "custom "
    "relationship name. Please reference your WSDL or the describe call for the appropriate names.";
constexpr std::string_view k_object_hint =
    "If you are attempting to use a custom object, be sure to append the '__c' after the entity "
    "name. "
    "Please reference your WSDL or the describe call for the appropriate names.";

/// Walks a path from object to object. Behind a polymorphic reference it stands on several at once.
class PathBinder {
public:
    PathBinder(
        const Schema& schema,
        const ObjectType& object,
        const FieldPath& path,
        std::string_view source
    )
        : schema_(schema), path_(path), source_(source), objects_{&object} {}

    Result<BoundPath> run() {
        ROWLOCK_ASSERT(!path_.steps.empty());
        std::size_t step = starts_with_own_name() ? 1 : 0;
        if (path_.steps.size() - step > k_most_relationships + 1) {
            return invalid("a path may lead over five relationships at most");
        }
        for (; step + 1 < path_.steps.size(); ++step) {
            if (!follow(path_.steps[step])) return no_such_relationship(path_.steps[step]);
        }
        const std::string& last = path_.steps.back();
        if (objects_.size() > 1 && equal_ignoring_case(last, k_object_name)) {
            end_at_object_name();
        } else if (!end_at_field(last)) {
            return no_such_field(last);
        }
        return std::move(bound_);
    }

private:
    bool starts_with_own_name() const {
        return path_.steps.size() > 1 &&
               equal_ignoring_case(path_.steps.front(), objects_.front()->name) &&
               objects_.front()->find_relationship(path_.steps.front()) == nullptr;
    }

    bool follow(const std::string& relationship) {
        PathStep step;
        std::vector<const ObjectType*> targets;
        for (const ObjectType* object : objects_) {
            const Field* field = object->find_relationship(relationship);
            if (field == nullptr) continue;
            if (step.fields.empty()) bound_.canonical += field->relationship_name + ".";
            step.fields.push_back({object->number, field->number});
            for (const ObjectNo target : field->reference_to) {
                targets.push_back(&schema_.object(target));
            }
        }
        std::sort(targets.begin(), targets.end(), [](const ObjectType* a, const ObjectType* b) {
            return a->number < b->number;
        });
        targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
        if (targets.empty()) return false;
        bound_.steps.push_back(std::move(step));
        objects_ = std::move(targets);
        return true;
    }

    void end_at_object_name() {
        bound_.names_object = true;
        for (const ObjectType& object : schema_.objects()) {
            bound_.object_names.push_back(object.name);
        }
        bound_.canonical += k_object_name;
    }

    /// Objects whose field of this name holds another kind of value are passed over.
    bool end_at_field(const std::string& name) {
        PathStep step;
        const bool is_record_name = objects_.size() > 1 && equal_ignoring_case(name, k_record_name);
        for (const ObjectType* object : objects_) {
            const Field* field = is_record_name ? name_field(*object) : object->find_field(name);
            if (field == nullptr) continue;
            if (bound_.field == nullptr) {
                bound_.field = field;
                bound_.type = field->type;
            }
            if (same_values(field->type, bound_.type)) {
                step.fields.push_back({object->number, field->number});
            }
        }
        if (bound_.field == nullptr) return false;
        bound_.canonical += is_record_name ? k_record_name : std::string_view{bound_.field->name};
        bound_.steps.push_back(std::move(step));
        return true;
    }

    /// What records of several objects have in common is a name, whatever each object calls it.
    static const Field* name_field(const ObjectType& object) {
        const auto& fields = object.fields();
        const auto found = std::find_if(fields.begin(), fields.end(), [](const Field& field) {
            return field.name_field;
        });
        return found == fields.end() ? object.find_field(k_record_name) : &*found;
    }

    static bool same_values(FieldType a, FieldType b) {
        return a == b || (holds_text(a) && holds_text(b)) || (holds_number(a) && holds_number(b));
    }

    Failure invalid(std::string_view message) const {
        return fail_at(source_, path_.position, ErrorCode::invalid_field, message);
    }

    Failure no_such_field(std::string_view name) const {
        return invalid(
            fmt::format("No such column '{}' on entity '{}'. {}", name, entity(), k_field_hint)
        );
    }

    Failure no_such_relationship(std::string_view name) const {
        return invalid(fmt::format(
            "Didn't understand relationship '{}' in field path. {}", name, k_relationship_hint
        ));
    }

    /// Several objects at once are one entity, Name, to an org.
    std::string_view entity() const {
        return objects_.size() > 1 ? std::string_view{"Name"}
                                   : std::string_view{objects_.front()->name};
    }

    const Schema& schema_;
    const FieldPath& path_;
    std::string_view source_;
    std::vector<const ObjectType*> objects_;
    BoundPath bound_;
};

std::optional<FieldNo> field_of(const PathStep& step, ObjectNo object) {
    for (const PathStep::Entry& entry : step.fields) {
        if (entry.object == object) return entry.field;
    }
    return std::nullopt;
}

Value object_name(const BoundPath& path, const Value& record) {
    if (record.kind != Value::Kind::reference) return Value::of_null();
    const auto number = static_cast<std::size_t>(record.record.object);
    return number < path.object_names.size() ? Value::of_text(path.object_names[number])
                                             : Value::of_null();
}

}  // namespace

Result<const ObjectType*> bind_object(
    const Schema& schema, const Query& query, std::string_view source
) {
    if (const ObjectType* object = schema.find(query.object)) return object;
    return fail_at(
        source,
        query.object_position,
        ErrorCode::invalid_type,
        fmt::format("sObject type '{}' is not supported. {}", query.object, k_object_hint)
    );
}

Result<BoundPath> bind_path(
    const Schema& schema, const ObjectType& object, const FieldPath& path, std::string_view source
) {
    return PathBinder{schema, object, path, source}.run();
}

std::optional<BoundPath> seen_from(const ObjectType& object, const BoundPath& path) {
    BoundPath rest = path;
    rest.steps.erase(rest.steps.begin());
    // The path was the reference itself, for its object's name: a record's id refers to it, too.
    if (rest.steps.empty())
        rest.steps.push_back(PathStep{{{object.number, object.find_field("Id")->number}}});
    const auto field = field_of(rest.steps.front(), object.number);
    if (!field) return std::nullopt;
    rest.steps.front().fields = {{object.number, *field}};
    rest.canonical.erase(0, rest.canonical.find('.') + 1);
    if (rest.steps.size() == 1 && !rest.names_object) {
        rest.field = &object.field(*field);
        rest.type = rest.field->type;
    }
    return rest;
}

Value value_at(const BoundPath& path, const RowView& row, const RecordReader& records) {
    Value value = row.value(path.steps.front().fields.front().field);
    for (std::size_t i = 1; i < path.steps.size(); ++i) {
        if (value.kind != Value::Kind::reference) return Value::of_null();
        const std::optional<FieldNo> field = field_of(path.steps[i], value.record.object);
        if (!field) return Value::of_null();
        value = records.value(value.record, *field);
    }
    return path.names_object ? object_name(path, value) : value;
}

}  // namespace rowlock::soql
