#include "checks/partition/key_partition.hpp"

#include "mockorg/base/hash.hpp"

#include <optional>

namespace rowlock {
namespace {

constexpr std::string_view k_magic = "ROWLOCK1";
constexpr std::size_t k_name_max = 0xffff;
constexpr std::size_t k_batch_bytes = 19;
constexpr std::size_t k_key_bytes = 11;

template <class Number>
void put(std::string& out, Number value) {
    for (std::size_t i = 0; i < sizeof value; ++i) {
        out.push_back(static_cast<char>(std::uint64_t{value} >> 8 * i & 0xFFU));
    }
}

/// Takes numbers off the front; once the bytes have run out, everything is zero.
class Bytes {
public:
    explicit Bytes(std::string_view rest) : rest_(rest) {}

    template <class Number>
    Number take() {
        std::uint64_t value = 0;
        const std::string_view bytes = take_text(sizeof(Number));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
        }
        return static_cast<Number>(value);
    }

    std::string_view take_text(std::size_t size) {
        if (size > rest_.size()) {
            short_ = true;
            rest_ = {};
            return {};
        }
        const std::string_view text = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return text;
    }

    std::size_t size() const { return rest_.size(); }

    bool ran_out() const { return short_; }

private:
    std::string_view rest_;
    bool short_ = false;
};

std::optional<PartBatch> take_batch(Bytes& bytes) {
    PartBatch batch;
    batch.number = bytes.take<std::uint32_t>();
    batch.plan.rows = bytes.take<std::uint32_t>();
    const auto lane = bytes.take<std::uint8_t>();
    if (lane > static_cast<std::uint8_t>(BatchLane::feed)) return std::nullopt;
    batch.plan.lane = static_cast<BatchLane>(lane);
    batch.plan.load = bytes.take<std::uint16_t>();
    batch.plan.phase = bytes.take<std::uint32_t>();
    batch.plan.feed_group = bytes.take<std::uint32_t>();
    return batch;
}

/// What is wrong with the bytes between magic and hash, if anything is.
std::string_view decode_body(Bytes& bytes, KeyPartition& out) {
    out.number = bytes.take<std::uint32_t>();
    out.count = bytes.take<std::uint32_t>();
    if (out.number >= out.count) return "there is no such partition";
    const auto batch_count = bytes.take<std::uint32_t>();
    if (batch_count > bytes.size() / k_batch_bytes) return "it is cut short";
    for (std::uint32_t i = 0; i < batch_count; ++i) {
        const auto batch = take_batch(bytes);
        if (!batch) return "a batch has an unknown lane";
        if (i > 0 && batch->number <= out.batches.back().number) return "batches are out of order";
        out.batches.push_back(*batch);
    }
    const auto key_count = bytes.take<std::uint64_t>();
    if (key_count > bytes.size() / k_key_bytes) return "it is cut short";
    out.keys.reserve(key_count);
    for (std::uint64_t i = 0; i < key_count; ++i) {
        BatchKey key;
        key.batch = bytes.take<std::uint32_t>();
        key.row = bytes.take<std::uint32_t>();
        key.soft = bytes.take<std::uint8_t>() != 0;
        key.name = bytes.take_text(bytes.take<std::uint16_t>());
        if (key.batch >= batch_count) return "a key has no batch";
        if (partition_of(key.name, out.count) != out.number) return "a key is in the wrong file";
        out.keys.push_back(std::move(key));
    }
    return bytes.ran_out() || bytes.size() > 0 ? "it has the wrong length" : std::string_view{};
}

}  // namespace

std::string partition_key_name(std::string_view object, std::string_view record) {
    std::string name{object};
    name += '\0';
    name += record;
    // Longer names than files can hold are told apart by their hash.
    if (name.size() <= k_name_max) return name;
    const std::uint64_t hash = hash_text(name);
    name.resize(k_name_max - sizeof hash);
    put(name, hash);
    return name;
}

std::uint32_t partition_of(std::string_view key_name, std::uint32_t count) {
    return static_cast<std::uint32_t>(hash_text(key_name) % count);
}

std::string encode_partition(const KeyPartition& partition) {
    std::string out{k_magic};
    put(out, partition.number);
    put(out, partition.count);
    put(out, static_cast<std::uint32_t>(partition.batches.size()));
    for (const PartBatch& batch : partition.batches) {
        put(out, batch.number);
        put(out, batch.plan.rows);
        put(out, static_cast<std::uint8_t>(batch.plan.lane));
        put(out, batch.plan.load);
        put(out, batch.plan.phase);
        put(out, batch.plan.feed_group);
    }
    put(out, std::uint64_t{partition.keys.size()});
    for (const BatchKey& key : partition.keys) {
        put(out, key.batch);
        put(out, key.row);
        put(out, static_cast<std::uint8_t>(key.soft ? 1 : 0));
        put(out, static_cast<std::uint16_t>(key.name.size()));
        out += key.name;
    }
    put(out, hash_text(out));
    return out;
}

Result<KeyPartition> decode_partition(std::string_view bytes, std::string_view file_name) {
    const auto refuse = [&](std::string_view reason) {
        std::string message{file_name};
        return fail(ErrorCode::bad_file, message.append(": no partition file: ").append(reason));
    };
    if (!bytes.starts_with(k_magic)) return refuse("it does not begin like one");
    if (bytes.size() < k_magic.size() + sizeof(std::uint64_t)) return refuse("it is cut short");
    const std::string_view hashed = bytes.substr(0, bytes.size() - sizeof(std::uint64_t));
    if (Bytes{bytes.substr(hashed.size())}.take<std::uint64_t>() != hash_text(hashed)) {
        return refuse("it is damaged or cut short");
    }
    Bytes body{hashed.substr(k_magic.size())};
    KeyPartition partition;
    const std::string_view fault = decode_body(body, partition);
    if (!fault.empty()) return refuse(fault);
    return partition;
}

}  // namespace rowlock
