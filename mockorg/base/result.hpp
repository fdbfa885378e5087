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

/// What a command was asked for cannot be: an option or a file of settings is wrong.
inline Failure misuse(std::string message) {
    return fail(ErrorCode::bad_configuration, std::move(message));
}

}  // namespace rowlock
