#pragma once

#include "mockorg/api/context.hpp"
#include "mockorg/api/router.hpp"

#include <string_view>

namespace rowlock {

/// Lets a fault happen to the call, if one strikes it; `method` and `token` are what the call means
/// by them. False: the call must not be carried out, and has been answered. The control API meets
/// no faults, and neither do requests inside others.
bool passes_faults(
    ApiContext& context, Call& call, std::string_view method, std::string_view token
);

}  // namespace rowlock
