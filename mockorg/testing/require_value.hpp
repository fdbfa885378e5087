#pragma once

#include "mockorg/base/result.hpp"

#include <stdexcept>

namespace rowlock {

/// The value of a result, for tests: an error becomes an exception with its code and message, which
/// every test framework prints.
template <class T>
T require_value(Result<T> result) {
    if (!result) throw std::runtime_error{bulk_error_text(result.error())};
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace rowlock
