#include "mockorg/codec/zip.hpp"

#include <fmt/core.h>
#include <zip.h>

#include <algorithm>
#include <map>
#include <utility>

namespace rowlock {
namespace {

constexpr std::string_view k_repeated_name = "has two entries of the same name";

Failure bad_zip(std::string_view what) {
    return fail(ErrorCode::invalid_batch, fmt::format("The zip archive {}", what));
}

/// The library's error, with what it owns.
class LibraryError {
public:
    LibraryError() { zip_error_init(&error_); }

    ~LibraryError() { zip_error_fini(&error_); }

    LibraryError(const LibraryError&) = delete;
    LibraryError& operator=(const LibraryError&) = delete;

    zip_error_t* get() { return &error_; }

    std::string text() { return zip_error_strerror(&error_); }

private:
    zip_error_t error_;
};

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

using Archive = std::unique_ptr<zip_t, CloseArchive>;
using OpenFile = std::unique_ptr<zip_file_t, CloseFile>;

Result<Archive> open_archive(std::string_view packed) {
    // The library takes an empty text for an archive without files.
    if (packed.empty()) return bad_zip("is empty");
    LibraryError error;
    zip_source_t* source = zip_source_buffer_create(packed.data(), packed.size(), 0, error.get());
    if (source == nullptr) return bad_zip("cannot be read: " + error.text());
    Archive archive{zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, error.get())};
    if (archive == nullptr) {
        zip_source_free(source);
        if (zip_error_code_zip(error.get()) == ZIP_ER_EXISTS) return bad_zip(k_repeated_name);
        return bad_zip("cannot be read: " + error.text());
    }
    return archive;
}

bool is_folder(std::string_view name) {
    return name.ends_with('/');
}

/// Whether a name stays inside of the folder it is unpacked into, on any system.
bool is_safe(std::string_view name) {
    const bool has_drive = name.size() > 1 && name[1] == ':';
    const bool has_bad_character = std::any_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\\' || byte < 0x20 || byte == 0x7F;
    });
    if (has_drive || has_bad_character) return false;
    if (is_folder(name)) name.remove_suffix(1);
    while (true) {
        const std::size_t end = std::min(name.find('/'), name.size());
        const std::string_view component = name.substr(0, end);
        if (component.empty() || component == "." || component == "..") return false;
        if (end == name.size()) return true;
        name.remove_prefix(end + 1);
    }
}

struct Entry {
    std::uint64_t index;
    std::size_t size;
};

struct Directory {
    /// Of files, in their order.
    std::vector<std::string> names;
    /// Files and folders.
    std::map<std::string, Entry, std::less<>> entries;
};

/// Goes through the directory of an archive and holds each entry against the limits.
class DirectoryReader {
public:
    DirectoryReader(zip_t* archive, const ZipLimits& limits) : archive_(archive), limits_(limits) {}

    Result<Directory> read() {
        const auto entries = static_cast<std::uint64_t>(zip_get_num_entries(archive_, 0));
        if (entries > limits_.max_entries) {
            return bad_zip(fmt::format("has more than {} entries", limits_.max_entries));
        }
        for (std::uint64_t index = 0; index < entries; ++index) {
            const auto added = add(index);
            if (!added) return tl::unexpected{added.error()};
        }
        return std::move(directory_);
    }

private:
    Result<void> add(std::uint64_t index) {
        zip_stat_t entry;
        constexpr zip_uint64_t k_needed =
            ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
        const bool is_known =
            zip_stat_index(archive_, index, 0, &entry) == 0 && (entry.valid & k_needed) == k_needed;
        if (!is_known) return bad_zip(fmt::format("does not describe its entry {}", index + 1));
        const std::string name = entry.name;
        const auto checked = check(name, entry);
        if (!checked) return checked;
        total_size_ += entry.size;
        if (!directory_.entries.try_emplace(name, Entry{index, entry.size}).second) {
            // Different bytes in different encodings; the library sees only what is the same.
            return bad_zip(k_repeated_name);
        }
        if (!is_folder(name)) directory_.names.push_back(name);
        return {};
    }

    Result<void> check(const std::string& name, const zip_stat_t& entry) const {
        if (name.size() > limits_.max_name_size) {
            return bad_zip(fmt::format("has a name of more than {} bytes", limits_.max_name_size));
        }
        if (!is_safe(name)) {
            return bad_zip("has an entry whose name is no relative path inside of it");
        }
        if (entry.encryption_method != ZIP_EM_NONE) {
            return bad_zip(fmt::format("has the encrypted file '{}'", name));
        }
        if (entry.comp_method != ZIP_CM_STORE && entry.comp_method != ZIP_CM_DEFLATE) {
            return bad_zip(fmt::format("has '{}' packed in a way other than deflate", name));
        }
        if (entry.size > limits_.max_file_size) {
            return bad_zip(
                fmt::format("has '{}' of more than {} bytes", name, limits_.max_file_size)
            );
        }
        if (entry.size > limits_.max_total_size - total_size_) {
            return bad_zip(fmt::format("unpacks to more than {} bytes", limits_.max_total_size));
        }
        return {};
    }

    zip_t* archive_;
    const ZipLimits& limits_;
    std::size_t total_size_ = 0;
    Directory directory_;
};

/// Fills `out` from the file; returns what it got, which is less only at the file's end.
Result<std::size_t> read_bytes(zip_file_t* file, char* out, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
        const zip_int64_t got = zip_fread(file, out + done, size - done);
        if (got < 0) return bad_zip(fmt::format("cannot be unpacked: {}", zip_file_strerror(file)));
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

}  // namespace

struct ZipArchive::Content {
    Archive archive;
    Directory directory;
};

ZipArchive::ZipArchive(std::unique_ptr<Content> content) : content_(std::move(content)) {}

ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(std::string_view packed, const ZipLimits& limits) {
    auto archive = open_archive(packed);
    if (!archive) return tl::unexpected{archive.error()};
    auto directory = DirectoryReader{archive->get(), limits}.read();
    if (!directory) return tl::unexpected{directory.error()};
    return ZipArchive{
        std::make_unique<Content>(Content{std::move(*archive), std::move(*directory)})};
}

const std::vector<std::string>& ZipArchive::names() const {
    return content_->directory.names;
}

bool ZipArchive::contains(std::string_view name) const {
    return !is_folder(name) && content_->directory.entries.contains(name);
}

Result<std::string> ZipArchive::read(std::string_view name) const {
    if (!contains(name)) {
        return fail(ErrorCode::not_found, fmt::format("The zip archive holds no file '{}'", name));
    }
    const Entry& entry = content_->directory.entries.find(name)->second;
    const OpenFile file{zip_fopen_index(content_->archive.get(), entry.index, 0)};
    if (file == nullptr) {
        return bad_zip(fmt::format("cannot be unpacked: {}", zip_strerror(content_->archive.get()))
        );
    }
    std::string text(entry.size, '\0');
    const auto size = read_bytes(file.get(), text.data(), text.size());
    if (!size) return tl::unexpected{size.error()};
    // The library looks at the checksum only at the end, which lies behind the last byte.
    char beyond = 0;
    const auto rest = read_bytes(file.get(), &beyond, 1);
    if (!rest) return tl::unexpected{rest.error()};
    if (*size != text.size() || *rest != 0) {
        return bad_zip(fmt::format("declares a wrong size for '{}'", name));
    }
    return text;
}

}  // namespace rowlock
