#pragma once

#include "harness/count/count_answer.hpp"

#include <string>

namespace rowlock {

/// As docs/count.schema.json has it.
std::string json_of(const CountAnswer& answer);

/// For people. A single number if there was nothing to compare with.
std::string text_of(const CountAnswer& answer);

/// `submitted 10 = created 7 + updated 0 + failed 2 + unprocessed 1`, with what spoils it behind;
/// of a load that deletes with `deleted` in place of both.
std::string equation_text(const RowTally& rows, bool removes);

}  // namespace rowlock
