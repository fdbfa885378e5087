#include "harness/count/keyed_records.hpp"

#include "harness/count/late_file.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rowlock {
namespace {

/// The fields of a query, each once, and where the key's columns are among them.
struct AskedFields {
    std::vector<std::string> names{"Id"};
    std::vector<std::size_t> key_places;

    explicit AskedFields(const RecordKey& key) {
        for (const KeyColumn& column : key) {
            const auto known =
                std::find_if(names.begin(), names.end(), [&](const std::string& name) {
                    return equal_ignoring_case(name, column.name);
                });
            key_places.push_back(static_cast<std::size_t>(known - names.begin()));
            if (known == names.end()) names.push_back(column.name);
        }
    }

    std::string text() const {
        std::string text;
        for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
        return text;
    }
};

}  // namespace

Result<void> read_keyed_records(
    const RecordSelection& selection,
    const RecordKey& key,
    const OrgQuestions& org,
    const KeyedRecordFn& on_record
) {
    const AskedFields fields{key};
    const std::string soql = "SELECT " + fields.text() + selection.from_clause();
    bool sound = true;
    std::uint64_t records = 0;
    std::vector<std::string> values(key.size());
    const auto on_cells = [&](const std::vector<std::string>& cells) {
        sound = cells.size() == fields.names.size();
        if (!sound) return false;
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = cells[fields.key_places[i]];
        org.on_records(++records);
        on_record({cells.front(), values});
        return true;
    };
    const auto read = query_in_bulk(org.ask, org.pause, soql, on_cells, org.operation);
    if (!read) return read;
    if (sound) return {};
    return fail(ErrorCode::protocol_broken, soql + ": expected other columns");
}

std::string csv_line(const KeyedRecord& record) {
    std::vector<std::string> cells{record.id};
    cells.insert(cells.end(), record.values.begin(), record.values.end());
    return csv_line(cells);
}

}  // namespace rowlock
