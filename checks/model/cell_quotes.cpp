#include "checks/model/cell_quotes.hpp"

#include <cstddef>

namespace rowlock {

bool quotes_fit(std::string_view cell) {
    if (cell.empty() || cell.front() != '"') return cell.find('"') == std::string_view::npos;
    if (cell.size() < 2 || cell.back() != '"') return false;
    const std::string_view inner = cell.substr(1, cell.size() - 2);
    for (std::size_t at = inner.find('"'); at != std::string_view::npos;
         at = inner.find('"', at + 2)) {
        if (at + 1 >= inner.size() || inner[at + 1] != '"') return false;
    }
    return true;
}

}  // namespace rowlock
