#pragma once

#include "mockorg/base/error.hpp"

#include <string>

namespace rowlock {

/// A failed job's errorMessage: `InvalidBatch : Field name not found : X`. [recorded answer]
std::string job_error_text(const Error& error);

}  // namespace rowlock
