#include "checks/model/batching.hpp"

namespace rowlock {

std::string_view name_of(BatchLane lane) {
    switch (lane) {
        case BatchLane::parallel:
            return "parallel";
        case BatchLane::serial:
            return "serial";
        case BatchLane::feed:
            return "feed";
    }
    return "";
}

}  // namespace rowlock
