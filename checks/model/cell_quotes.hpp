#pragma once

#include <string_view>

namespace rowlock {

/// Whether a cell as it stands in a file is bare without quotes, or quoted as a whole with each of
/// its quotes doubled. Of any other cell nobody knows where it was meant to end.
bool quotes_fit(std::string_view cell);

}  // namespace rowlock
