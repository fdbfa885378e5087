#include "mockorg/engine/batch_data.hpp"

#include "mockorg/codec/base64.hpp"
#include "mockorg/codec/zip.hpp"
#include "mockorg/engine/chunk_rows.hpp"
#include "mockorg/engine/json_batch.hpp"
#include "mockorg/engine/xml_batch.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

/// [limits of Bulk API 1.0]
constexpr std::size_t k_rows_max = 10'000;
constexpr std::size_t k_unpacked_max = 20'000'000;

constexpr std::string_view k_request_file = "request.txt";

std::shared_ptr<Upload> failed_upload(const Error& error) {
    auto upload = std::make_shared<Upload>();
    upload->error = error;
    return upload;
}

bool is_csv(ContentType type) {
    return type == ContentType::csv || type == ContentType::zip_csv;
}

std::shared_ptr<Upload> read_csv(
    std::string text, const UploadTarget& target, const BatchReading& reading
) {
    return prepare_upload(std::move(text), CsvFormat{}, target, reading);
}

std::shared_ptr<Upload> read_table(
    ContentType type, std::string_view text, const UploadTarget& target
) {
    const bool is_xml = type == ContentType::xml || type == ContentType::zip_xml;
    auto table = is_xml ? read_xml_batch(text, target.schema, target.object)
                        : read_json_batch(text, target.schema, target.object);
    if (!table) return failed_upload(table.error());
    return prepare_upload(std::move(*table), target);
}

/// Collects the files that the upload's rows refer to. Counted once per reference: a file that many
/// rows name would otherwise be stored many times over.
Result<std::shared_ptr<const AttachedFiles>> collect_files(
    const ZipArchive& archive, const Upload& upload
) {
    auto files = std::make_shared<AttachedFiles>();
    std::size_t referred = 0;
    ChunkRows rows{upload};
    for (std::uint32_t i = 0; i < upload.row_count(); ++i) {
        const auto row = rows.read(i);
        if (!row) continue;
        for (std::size_t column = 0; column < row->cells.size(); ++column) {
            const std::string_view text = row->cells[column].text;
            if (!upload.bound.columns[column].holds_file || !text.starts_with('#')) continue;
            const std::string name{text.substr(1)};
            if (!archive.contains(name)) continue;
            const auto [file, is_new] = files->try_emplace(name);
            if (is_new) {
                const auto bytes = archive.read(name);
                if (!bytes) return tl::unexpected{bytes.error()};
                file->second = base64(*bytes);
            }
            referred += file->second.size() / 4 * 3;
            if (referred > k_unpacked_max) {
                return fail(
                    ErrorCode::invalid_batch,
                    fmt::format("Rows refer to more than {} bytes of files", k_unpacked_max)
                );
            }
        }
    }
    return files;
}

std::shared_ptr<Upload> read_zip(
    ContentType type,
    const std::string& packed,
    const UploadTarget& target,
    const BatchReading& reading
) {
    const auto archive = ZipArchive::open(packed);
    if (!archive) return failed_upload(archive.error());
    if (!archive->contains(k_request_file)) {
        return failed_upload(
            {ErrorCode::invalid_batch, "The archive holds no file 'request.txt'", {}}
        );
    }
    auto request = archive->read(k_request_file);
    if (!request) return failed_upload(request.error());
    auto upload = is_csv(type) ? read_csv(std::move(*request), target, reading)
                               : read_table(type, *request, target);
    if (upload->error) return upload;
    const auto files = collect_files(*archive, *upload);
    if (!files) return failed_upload(files.error());
    upload->files = *files;
    return upload;
}

void check_row_count(Upload& upload) {
    if (upload.error || upload.row_count() <= k_rows_max) return;
    upload.error = Error{
        ErrorCode::invalid_batch,
        fmt::format("{} records are more than the {} of a batch", upload.row_count(), k_rows_max),
        {}};
}

}  // namespace

BatchData read_batch_data(
    ContentType type, std::string data, UploadTarget target, const BatchReading& reading
) {
    target.brings_files = is_zipped(type);
    BatchData result;
    std::shared_ptr<Upload> upload;
    if (type == ContentType::csv) {
        upload = read_csv(std::move(data), target, reading);
        result.request = upload->text;
    } else {
        result.request = std::make_shared<const std::string>(std::move(data));
        upload = is_zipped(type) ? read_zip(type, *result.request, target, reading)
                                 : read_table(type, *result.request, target);
    }
    check_row_count(*upload);
    // Of a batch that is refused as a whole neither rows nor where they lie are needed.
    result.upload = upload->error ? failed_upload(*upload->error) : upload;
    return result;
}

}  // namespace rowlock
