#pragma once

#include <string>

namespace rowlock {

/// What this org, which runs no Apex, says about a piece of it: that it does not compile.
struct ApexRefusal {
    int line = 1;
    int column = 1;
    std::string problem;
};

ApexRefusal refuse_apex();

}  // namespace rowlock
