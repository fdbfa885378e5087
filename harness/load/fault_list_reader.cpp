#include "harness/load/fault_list_reader.hpp"

#include "harness/load/named_items.hpp"
#include "mockorg/faults/fault_book.hpp"
#include "mockorg/faults/fault_reader.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace rowlock {

std::vector<LoadFault> read_load_faults(const LocatedJson& list, Mistakes& mistakes) {
    std::vector<LoadFault> faults;
    const NamedItems items{"faults", "a fault", "fault", FaultBook::k_faults_max, fault_members()};
    read_named_items(
        list,
        items,
        mistakes,
        [&](const Json& item, std::string where) -> Result<std::string> {
            auto fault = read_fault(item);
            if (!fault) return Failure{std::move(fault.error())};
            faults.push_back({std::move(*fault), std::move(where)});
            return faults.back().fault.name;
        }
    );
    return faults;
}

}  // namespace rowlock
