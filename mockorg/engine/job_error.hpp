#pragma once

#include "mockorg/base/error.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// The exception behind an error in the words of both Bulk APIs, e.g. InvalidBatch; Unknown for
/// what they have no word for. [asynch_api_reference_errors; InvalidUrl and InvalidVersion by
/// inference]
std::string_view bulk_exception_name(ErrorCode code);

/// A failed job's errorMessage: `InvalidBatch : Field name not found : X`; of a message at most the
/// first 1,000 bytes. [recorded answer]
std::string job_error_text(const Error& error);

}  // namespace rowlock
