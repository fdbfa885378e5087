#pragma once

#include "mockorg/base/error.hpp"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace rowlock {

/// A value, or the error a caller can meet. The only file that names tl::expected.
template <class T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

inline Failure fail(ErrorCode code, std::string message, std::vector<std::string> fields = {}) {
    return Failure{Error{code, std::move(message), std::move(fields)}};
}

}  // namespace rowlock
