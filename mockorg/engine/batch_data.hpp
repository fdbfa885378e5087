#pragma once

#include "mockorg/engine/upload.hpp"

#include <memory>
#include <string>

namespace rowlock {

constexpr bool is_zipped(ContentType type) {
    return type == ContentType::zip_csv || type == ContentType::zip_xml ||
           type == ContentType::zip_json;
}

/// A Bulk API 1.0 batch as it came and what it says.
struct BatchData {
    /// What is wrong with the data as a whole is the upload's error: the platform finds it when it
    /// processes the batch.
    std::shared_ptr<const Upload> upload;
    /// Shares the text with a CSV upload and holds nothing else of it.
    std::shared_ptr<const std::string> request;
};

/// Reads a batch in its job's content type. At most 10,000 rows. CSV stays where it is; XML and
/// JSON become a RecordTable; of a zip archive (10 MB packed, 20 MB unpacked) `request.txt` is read
/// and the files its rows refer to.
BatchData read_batch_data(
    ContentType type, std::string data, UploadTarget target, const BatchReading& reading
);

}  // namespace rowlock
