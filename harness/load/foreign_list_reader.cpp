#include "harness/load/foreign_list_reader.hpp"

#include "harness/load/named_items.hpp"
#include "mockorg/foreign/foreign_writer_reader.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace rowlock {

std::vector<LoadForeignWriter> read_load_foreign_writers(
    const LocatedJson& list, Mistakes& mistakes
) {
    std::vector<LoadForeignWriter> writers;
    const NamedItems items{
        "foreignWriters",
        "a foreign writer",
        "foreign writer",
        k_foreign_writers_max,
        foreign_writer_members()};
    read_named_items(
        list,
        items,
        mistakes,
        [&](const Json& item, std::string where) -> Result<std::string> {
            auto writer = read_foreign_writer(item);
            if (!writer) return Failure{std::move(writer.error())};
            writers.push_back({std::move(*writer), std::move(where)});
            return writers.back().writer.name;
        }
    );
    return writers;
}

}  // namespace rowlock
