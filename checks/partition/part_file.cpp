#include "checks/partition/part_file.hpp"

#include "checks/input/record_name.hpp"
#include "checks/partition/little_endian.hpp"
#include "mockorg/base/assert.hpp"
#include "mockorg/base/hash.hpp"

namespace rowlock {
namespace {

constexpr std::string_view k_magic = "ROWLPART";
constexpr std::uint32_t k_version = 1;
/// Blocks are written when they have grown to this.
constexpr std::size_t k_block_bytes = std::size_t{64} << 10;

std::uint64_t hash_of(std::uint32_t stream, std::string_view content) {
    return hash_combine(hash_text(content), stream);
}

}  // namespace

PartWriter::PartWriter(OutputFile file, std::uint32_t partitions)
    : file_(std::move(file)), partitions_(partitions), head_(k_magic) {
    ROWLOCK_ASSERT(partitions > 0 && partitions <= k_partitions_max);
    put_number(head_, k_version);
    put_number(head_, partitions);
}

Result<void> PartWriter::write_block(std::uint32_t stream, std::string_view content) {
    put_number(head_, stream);
    put_number(head_, static_cast<std::uint32_t>(content.size()));
    put_number(head_, hash_of(stream, content));
    auto written = file_.write(head_);
    head_.clear();
    return written ? file_.write(content) : written;
}

Result<void> PartWriter::add_key(std::uint64_t position, std::string_view name) {
    const std::uint64_t hash = hash_text(RecordName::identity(name));
    const auto number = static_cast<std::uint32_t>(hash % partitions_.size());
    Partition& partition = partitions_[number];
    if (partition.block.empty()) {
        put_number(partition.block, position);
        partition.last = position;
    }
    put_short(partition.block, position - partition.last);
    put_text(partition.block, name);
    partition.last = position;
    if (partition.block.size() < k_block_bytes) return {};
    auto written = write_block(number, partition.block);
    partition.block.clear();
    return written;
}

Result<void> PartWriter::add_rows(std::string_view block) {
    return write_block(static_cast<std::uint32_t>(partitions_.size()), block);
}

Result<void> PartWriter::finish(const PartSummary& summary) {
    const auto count = static_cast<std::uint32_t>(partitions_.size());
    for (std::uint32_t number = 0; number < count; ++number) {
        if (partitions_[number].block.empty()) continue;
        if (auto written = write_block(number, partitions_[number].block); !written) return written;
    }
    return write_block(count + 1, encode_summary(summary));
}

Failure PartFile::refuse(std::string_view reason) const {
    std::string message = name_ + ": ";
    message.append(reason).append("; map its files again");
    return fail(ErrorCode::bad_file, std::move(message));
}

Result<PartFile> PartFile::open(MappedFile file, const std::string& name, bool trusted) {
    PartFile part{std::move(file), name};
    if (auto read = part.read_blocks(trusted); !read) return Failure{std::move(read.error())};
    return part;
}

Result<void> PartFile::read_blocks(bool trusted) {
    ByteReader bytes{file_.text()};
    if (bytes.take(k_magic.size()) != k_magic) {
        return fail(ErrorCode::bad_file, name_ + ": this is no file of rowlock map");
    }
    if (const auto version = bytes.number<std::uint32_t>(); version != k_version) {
        return refuse(
            "it has version " + std::to_string(version) +
            " of the format, and this is for version " + std::to_string(k_version)
        );
    }
    const auto partitions = bytes.number<std::uint32_t>();
    if (partitions == 0 || partitions > k_partitions_max) return refuse("it is damaged");
    keys_.resize(partitions);
    while (!bytes.rest().empty()) {
        const auto stream = bytes.number<std::uint32_t>();
        const auto size = bytes.number<std::uint32_t>();
        const auto hash = bytes.number<std::uint64_t>();
        const std::string_view content = bytes.take(size);
        if (bytes.ran_out()) break;
        if (!trusted && hash != hash_of(stream, content)) return refuse("it is damaged");
        if (stream < partitions) {
            keys_[stream].push_back(content);
        } else if (stream == partitions) {
            rows_.push_back(content);
        } else {
            auto summary = decode_summary(content);
            const bool last = stream == partitions + 1 && bytes.at_end();
            if (!summary || !last) return refuse("it is damaged");
            summary_ = *std::move(summary);
            return {};
        }
    }
    return refuse("it is cut short");
}

}  // namespace rowlock
