#pragma once

#include "harness/load/load.hpp"
#include "harness/replay/batch_exchange.hpp"

#include <memory>
#include <string>

namespace rowlock {

/// The API's own way of sending batches. The context outlives it.
std::unique_ptr<BatchApi> make_batch_api(LoadApi api, PassContext& context);

/// All strategies by the API of that name; an empty name changes nothing. bad_configuration if
/// there is no such API.
Result<void> use_api(Load& load, const std::string& name);

}  // namespace rowlock
