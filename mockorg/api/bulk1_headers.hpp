#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/bulk1_requests.hpp"

namespace rowlock {

/// Reads the headers that go with a create: Sforce-Enable-PKChunking, Sforce-Line-Ending,
/// Sforce-Disable-Batch-Retry. What they say wrongly is a client_input_error. [async_api_headers]
Result<void> read_bulk1_headers(const HttpHeaders& headers, CreateBulk1Job& job);

}  // namespace rowlock
