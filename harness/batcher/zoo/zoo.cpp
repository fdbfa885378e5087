#include "harness/batcher/zoo/zoo.hpp"

#include <iterator>

namespace rowlock::batcher {

std::vector<ZooEntry> all_zoo_entries() {
    std::vector<ZooEntry> all;
    for (const auto family : {row_bugs, key_bugs, group_bugs, file_bugs, order_bugs, claim_bugs}) {
        std::vector<ZooEntry> entries = family();
        all.insert(
            all.end(),
            std::make_move_iterator(entries.begin()),
            std::make_move_iterator(entries.end())
        );
    }
    return all;
}

}  // namespace rowlock::batcher
