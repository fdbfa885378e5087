#include "checks/plan/batch_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

namespace rowlock {
namespace {

/// Rows lie anywhere in the load: the views of rows this far ahead are fetched early, and the bytes
/// of those half as far.
constexpr std::size_t k_fetch_ahead = 24;

/// A file descriptor that is closed in any case.
class BatchFile {
public:
    explicit BatchFile(const std::filesystem::path& path)
        : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {}

    ~BatchFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    BatchFile(const BatchFile&) = delete;
    BatchFile& operator=(const BatchFile&) = delete;

    /// False with errno set if not all could be written.
    bool write(std::string_view text) {
        while (descriptor_ >= 0 && !text.empty()) {
            const ssize_t written = ::write(descriptor_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            text.remove_prefix(static_cast<std::size_t>(written));
        }
        return descriptor_ >= 0;
    }

    bool close() {
        const int descriptor = std::exchange(descriptor_, -1);
        return ::close(descriptor) == 0;
    }

private:
    int descriptor_;
};

/// Appends without the checks and zeroes of a string: gathering is all that a writer does.
class GatherBuffer {
public:
    void reserve(std::size_t size) {
        if (size > bytes_.size()) bytes_.resize(size);
        end_ = bytes_.data();
    }

    void append(std::string_view text) {
        std::memcpy(end_, text.data(), text.size());
        end_ += text.size();
    }

    std::string_view text() const {
        return {bytes_.data(), static_cast<std::size_t>(end_ - bytes_.data())};
    }

private:
    std::vector<char> bytes_;
    char* end_ = nullptr;
};

class BatchFileWriter {
public:
    BatchFileWriter(
        const std::filesystem::path& folder, const BatchText& text, const Batching& batching
    )
        : folder_(folder), text_(text), batching_(batching), errors_(batching.batches.size()) {
        const std::size_t last = batching.batches.empty() ? 0 : batching.batches.size() - 1;
        const int digits = std::max(5, static_cast<int>(std::to_string(last).size()));
        for (std::size_t i = 0; i < batching.batches.size(); ++i) {
            names_.push_back(fmt::format("batch-{:0{}}.csv", i, digits));
        }
    }

    /// Takes batches until none is left; several threads may do so at a time.
    void work() {
        GatherBuffer buffer;
        for (std::size_t i = next_++; i < names_.size(); i = next_++) {
            gather(batching_.batches[i], buffer);
            BatchFile file{folder_ / names_[i]};
            if (!file.write(buffer.text()) || !file.close()) errors_[i] = errno;
        }
    }

    Result<std::vector<std::string>> names() && {
        for (std::size_t i = 0; i < errors_.size(); ++i) {
            if (errors_[i] == 0) continue;
            return fail(
                ErrorCode::bad_configuration,
                fmt::format(
                    "cannot write {}: {}{}",
                    (folder_ / names_[i]).string(),
                    std::generic_category().message(errors_[i]),
                    errors_[i] == ENOSPC ? "; free some room, or name another place" : ""
                )
            );
        }
        return std::move(names_);
    }

private:
    void gather(const PlannedBatch& batch, GatherBuffer& buffer) const {
        const auto order = batching_.rows_of(batch);
        std::size_t size = text_.header.size() + text_.line_end.size();
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (i + k_fetch_ahead < order.size()) {
                __builtin_prefetch(&text_.rows[order[i + k_fetch_ahead]]);
            }
            size += text_.rows[order[i]].size() + text_.line_end.size();
        }
        buffer.reserve(size);
        append_line(buffer, text_.header);
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (i + k_fetch_ahead < order.size()) {
                const std::string_view later = text_.rows[order[i + k_fetch_ahead]];
                for (std::size_t at = 0; at < later.size(); at += 64) {
                    __builtin_prefetch(later.data() + at);
                }
            }
            append_line(buffer, text_.rows[order[i]]);
        }
    }

    void append_line(GatherBuffer& buffer, std::string_view line) const {
        buffer.append(line);
        buffer.append(text_.line_end);
    }

    const std::filesystem::path& folder_;
    const BatchText& text_;
    const Batching& batching_;
    std::vector<std::string> names_;
    /// By batch: errno of what went wrong. Each is written by one thread.
    std::vector<int> errors_;
    std::atomic<std::size_t> next_ = 0;
};

}  // namespace

Result<std::vector<std::string>> write_batch_files(
    const std::filesystem::path& folder,
    const BatchText& text,
    const Batching& batching,
    unsigned threads
) {
    BatchFileWriter writer{folder, text, batching};
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < threads; ++i) helpers.emplace_back([&] { writer.work(); });
    writer.work();
    for (std::thread& helper : helpers) helper.join();
    return std::move(writer).names();
}

}  // namespace rowlock
