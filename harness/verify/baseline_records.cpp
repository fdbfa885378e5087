#include "harness/verify/baseline_records.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::string_view k_magic = "rowlock baseline records 1\n";
/// A piece of the file that is read or written at once.
constexpr std::size_t k_piece_records = 32'768;

void append_number(std::string& out, std::uint64_t number) {
    for (unsigned byte = 0; byte < 8; ++byte)
        out += static_cast<char>(static_cast<unsigned char>(number >> (8 * byte)));
}

std::uint64_t number_at(const char* bytes) {
    std::uint64_t number = 0;
    for (unsigned byte = 0; byte < 8; ++byte)
        number |= std::uint64_t{static_cast<unsigned char>(bytes[byte])} << (8 * byte);
    return number;
}

void append_record(std::string& out, const RecordPrint& record) {
    out += record.id.short_text();
    append_number(out, record.content);
    append_number(out, record.parents);
}

std::optional<RecordPrint> record_at(const char* bytes) {
    const auto id = RecordId::parse({bytes, RecordId::k_significant});
    if (!id) return std::nullopt;
    const char* hashes = bytes + RecordId::k_significant;
    return RecordPrint{*id, number_at(hashes), number_at(hashes + 8)};
}

Failure damaged(const std::string& path) {
    return fail(
        ErrorCode::bad_file,
        path + ": is damaged, or belongs to another baseline; take the baseline again"
    );
}

/// False if the records are not what was written.
bool read_pieces(
    std::ifstream& file, const BaselineObject& object, std::vector<RecordPrint>& records
) {
    ContentHash check;
    std::string piece;
    for (std::uint64_t left = object.records; left > 0;) {
        const std::uint64_t count = std::min<std::uint64_t>(left, k_piece_records);
        piece.resize(count * k_record_print_bytes);
        if (!file.read(piece.data(), static_cast<std::streamsize>(piece.size()))) return false;
        check += content_hash(piece);
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto record = record_at(piece.data() + i * k_record_print_bytes);
            if (!record || (!records.empty() && record->id <= records.back().id)) return false;
            records.push_back(*record);
        }
        left -= count;
    }
    return check == object.records_check;
}

}  // namespace

Result<RecordPrintFile> RecordPrintFile::create(const std::string& path) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << k_magic;
    if (!file) return fail(ErrorCode::bad_file, path + ": cannot be written");
    return RecordPrintFile{path, std::move(file)};
}

Result<void> RecordPrintFile::add(BaselineObject& object, const std::vector<RecordPrint>& records) {
    object.first_record = written_;
    object.records_check = {};
    std::string piece;
    for (std::size_t begin = 0; begin < records.size(); begin += k_piece_records) {
        const std::size_t end = std::min(begin + k_piece_records, records.size());
        piece.clear();
        for (std::size_t i = begin; i < end; ++i) append_record(piece, records[i]);
        object.records_check += content_hash(piece);
        file_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    }
    written_ += records.size();
    if (!file_) return fail(ErrorCode::bad_file, path_ + ": cannot be written");
    return {};
}

Result<void> RecordPrintFile::close() {
    file_.close();
    if (!file_) return fail(ErrorCode::bad_file, path_ + ": cannot be written");
    return {};
}

Result<std::optional<std::vector<RecordPrint>>> read_record_prints(
    const Baseline& baseline, const BaselineObject& object
) {
    if (!object.first_record) return std::nullopt;
    std::ifstream file{baseline.records_file, std::ios::binary};
    std::string magic(k_magic.size(), '\0');
    if (!file) {
        return fail(
            ErrorCode::bad_file,
            baseline.records_file + ": cannot be read; it belongs to the baseline beside it"
        );
    }
    file.read(magic.data(), static_cast<std::streamsize>(magic.size()));
    if (!file || magic != k_magic) return damaged(baseline.records_file);
    file.seekg(0, std::ios::end);
    const auto size = static_cast<std::uint64_t>(file.tellg());
    const std::uint64_t there = (size - k_magic.size()) / k_record_print_bytes;
    // Before anything is reserved: the numbers may be anybody's.
    if (*object.first_record > there || object.records > there - *object.first_record)
        return damaged(baseline.records_file);
    file.seekg(
        static_cast<std::streamoff>(k_magic.size() + *object.first_record * k_record_print_bytes)
    );
    std::vector<RecordPrint> records;
    records.reserve(object.records);
    if (!read_pieces(file, object, records)) return damaged(baseline.records_file);
    return records;
}

}  // namespace rowlock
