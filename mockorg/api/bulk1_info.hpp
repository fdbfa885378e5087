#pragma once

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/engine/bulk1_requests.hpp"

#include <string>
#include <vector>

namespace rowlock {

// jobInfo, batchInfo and batchInfoList as Bulk API 1.0 writes them. The order of XML elements is
// that of recorded answers, and clients depend on it; JSON members come in alphabetical order.

std::string job_info_text(const JobInfo& job, Bulk1Format format);
std::string batch_info_text(const BatchInfo& batch, Bulk1Format format);
std::string batch_list_text(const std::vector<BatchInfo>& batches, Bulk1Format format);

/// The ids of a query batch's results, with 15 characters.
std::string result_list_text(const std::vector<RecordId>& results, Bulk1Format format);

}  // namespace rowlock
