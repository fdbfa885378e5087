#include "harness/rehearse/schema_fit.hpp"

#include "harness/load/closest_word.hpp"
#include "harness/load/shown_text.hpp"
#include "mockorg/engine/column_binding.hpp"

#include <fmt/core.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

/// Compares a load's words with a schema's, source by source.
class SchemaFit {
public:
    SchemaFit(const Load& load, const Schema& schema) : load_(load), schema_(schema) {}

    void check_source(std::size_t number, const RowSource& rows) {
        const SourceSpec& source = load_.sources[number];
        const ObjectType* object = schema_.find(source.object);
        if (object == nullptr) {
            add(source.object_where,
                fmt::format(
                    "the schema has no object {}{}", shown_text(source.object), object_hint(source)
                ));
            return;
        }
        for (std::size_t column = 0; column < rows.columns().size(); ++column) {
            const std::string& name = rows.columns()[column];
            if (bind_column(schema_, *object, name)) continue;
            add(place_of_column(source, column), unknown_field(*object, name));
        }
    }

    void check_step(const LoadStep& step) {
        const ObjectType* object = schema_.find(load_.sources[step.source].object);
        if (object == nullptr || step.external_id.empty()) return;
        const Field* key = object->find_field(step.external_id);
        if (key == nullptr) return add(step.where, unknown_field(*object, step.external_id));
        if (key->usable_as_key()) return;
        add(step.where,
            fmt::format(
                "field {} of {} is no external id, expected one for an upsert",
                key->name,
                object->name
            ));
    }

    Result<void> result() const {
        if (mistakes_.empty()) return {};
        std::string text;
        for (const std::string& mistake : mistakes_) {
            if (!text.empty()) text += '\n';
            text += mistake;
        }
        return fail(ErrorCode::bad_file, text);
    }

private:
    void add(const std::string& where, const std::string& message) {
        std::string mistake = fmt::format("{}: {}", where, message);
        // Strategies share what they do not override.
        if (seen_.insert(mistake).second) mistakes_.push_back(std::move(mistake));
    }

    static std::string place_of_column(const SourceSpec& source, std::size_t column) {
        if (const auto* file = std::get_if<CsvFileSpec>(&source.rows)) {
            return fmt::format(
                "{}: column {} of {}", file->path.where, column + 1, file->path.text
            );
        }
        return std::get<GeneratedSpec>(source.rows).columns[column].where;
    }

    std::string object_hint(const SourceSpec& source) const {
        std::vector<std::string_view> names;
        for (const ObjectType& object : schema_.objects()) names.push_back(object.name);
        const std::string_view near = closest_word(source.object, names);
        return near.empty() ? ", expected one of the standard objects or of the load's \"schema\""
                            : fmt::format("; did you mean \"{}\"?", near);
    }

    static std::string unknown_field(const ObjectType& object, const std::string& name) {
        std::vector<std::string_view> names;
        for (const Field& field : object.fields()) names.push_back(field.name);
        const std::string_view near = closest_word(name, names);
        return fmt::format(
            "{} has no field {}{}",
            object.name,
            shown_text(name),
            near.empty() ? ", expected one of the object or of the load's \"schema\""
                         : fmt::format("; did you mean \"{}\"?", near)
        );
    }

    const Load& load_;
    const Schema& schema_;
    std::vector<std::string> mistakes_;
    std::set<std::string> seen_;
};

}  // namespace

Result<void> check_fits_schema(
    const Load& load,
    std::span<const std::shared_ptr<const RowSource>> sources,
    const Schema& schema
) {
    SchemaFit fit{load, schema};
    for (std::size_t i = 0; i < load.sources.size(); ++i) fit.check_source(i, *sources[i]);
    for (const LoadStep& step : load.setup) fit.check_step(step);
    for (const Strategy& strategy : load.strategies) fit.check_step(strategy.load);
    return fit.result();
}

}  // namespace rowlock
