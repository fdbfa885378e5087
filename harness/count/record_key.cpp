#include "harness/count/record_key.hpp"

#include "harness/count/late_file.hpp"
#include "harness/load/closest_word.hpp"
#include "harness/query/object_description.hpp"
#include "mockorg/base/assert.hpp"
#include "mockorg/base/folded_text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

Failure no_field(
    const std::string& object, const ObjectDescription& description, const std::string& column
) {
    std::vector<std::string_view> names;
    for (const DescribedField& field : description.fields) names.emplace_back(field.name);
    const std::string_view near = closest_word(column, names);
    return fail(
        ErrorCode::bad_configuration,
        object + " has no field \"" + column + '"' +
            (near.empty() ? std::string{} : "; did you mean \"" + std::string{near} + "\"?")
    );
}

}  // namespace

Result<RecordKey> read_record_key(
    const AskFn& ask, const std::string& object, const std::vector<std::string>& columns
) {
    RecordKey key;
    if (columns.empty()) return key;
    const auto description = describe_object(ask, object);
    if (!description) return Failure{description.error()};
    for (const std::string& column : columns) {
        if (const DescribedField* field = description->find(column)) {
            const bool ignores_case = field->external_id && !field->case_sensitive;
            key.push_back({column, notation_of(field->type), ignores_case});
            continue;
        }
        // A parent's field is described with the parent.
        if (column.find('.') == std::string::npos) return no_field(object, *description, column);
        key.push_back({column});
    }
    return key;
}

std::uint64_t key_of_values(const RecordKey& key, std::span<const std::string> values) {
    ROWLOCK_ASSERT(key.size() == values.size());
    std::uint64_t number = 0;
    std::string folded;
    for (std::size_t i = 0; i < key.size(); ++i) {
        std::string_view value = values[i];
        if (key[i].ignores_case) {
            folded = fold_case(value);
            value = folded;
        }
        number = combine_keys(number, key_of_cell(value, key[i].notation));
    }
    return number;
}

std::string key_header(const RecordKey& key) {
    std::vector<std::string> names{"Id"};
    for (const KeyColumn& column : key) names.push_back(column.name);
    return csv_line(names);
}

}  // namespace rowlock
