#include "checks/input/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace rowlock {
namespace {

Failure unreadable(const std::string& path, const char* reason) {
    return fail(ErrorCode::bad_file, "cannot read " + path + ": " + reason);
}

class OpenFile {
public:
    explicit OpenFile(const std::string& path)
        // Without O_NONBLOCK, opening a pipe waits for its other end.
        : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}

    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
    const OpenFile file{path};
    if (file.descriptor() < 0) return unreadable(path, std::strerror(errno));
    auto mapped = of(file.descriptor(), path);
    // Advice only: read ahead generously.
    if (mapped && mapped->size_ > 0) {
        ::madvise(const_cast<char*>(mapped->data_), mapped->size_, MADV_SEQUENTIAL);
    }
    return mapped;
}

Result<MappedFile> MappedFile::of(int descriptor, const std::string& path) {
    struct stat status {};

    if (::fstat(descriptor, &status) != 0) return unreadable(path, std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return unreadable(path, "not a regular file");
    MappedFile mapped;
    if (status.st_size == 0) return mapped;
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (data == MAP_FAILED) return unreadable(path, std::strerror(errno));
    mapped.data_ = static_cast<const char*>(data);
    mapped.size_ = size;
    return mapped;
}

void MappedFile::leave(std::size_t begin, std::size_t end) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    begin = (begin + page - 1) / page * page;
    end = end / page * page;
    if (begin < end) ::madvise(const_cast<char*>(data_) + begin, end - begin, MADV_DONTNEED);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace rowlock
