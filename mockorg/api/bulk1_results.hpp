#pragma once

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/bulk1_requests.hpp"

namespace rowlock {

/// The results of an ingest batch's rows in their order, piece by piece.
BodySource batch_results(BatchRows rows, DataForm form);

}  // namespace rowlock
