#include "checks/bounds/components.hpp"

#include <numeric>
#include <utility>

namespace rowlock {
namespace {

/// Union-find over keys. The root of a set is its smallest key, so that numbering by root is
/// numbering by smallest key.
class KeySets {
public:
    explicit KeySets(std::size_t key_count) : parents_(key_count) {
        std::iota(parents_.begin(), parents_.end(), KeyNo{0});
    }

    KeyNo root(KeyNo key) {
        while (parents_[key] != key) {
            parents_[key] = parents_[parents_[key]];
            key = parents_[key];
        }
        return key;
    }

    void unite(KeyNo a, KeyNo b) {
        a = root(a);
        b = root(b);
        if (b < a) std::swap(a, b);
        parents_[b] = a;
    }

private:
    std::vector<KeyNo> parents_;
};

class ComponentFinder {
public:
    ComponentFinder(const RowKeys& rows, const std::vector<bool>& ignored)
        : rows_(rows), ignored_(ignored), sets_(rows.key_count()), used_(rows.key_count()) {}

    Components find(std::span<const std::uint32_t> row_bytes) {
        for (RowNo row = 0; row < rows_.row_count(); ++row) tie(row);
        number();
        for (RowNo row = 0; row < rows_.row_count(); ++row) {
            weigh(row, row_bytes.empty() ? 0 : row_bytes[row]);
        }
        return std::move(components_);
    }

private:
    static constexpr KeyNo k_none = ~KeyNo{0};

    bool counts(KeyNo key) const { return ignored_.empty() || !ignored_[key]; }

    void tie(RowNo row) {
        KeyNo first = k_none;
        for (const KeyUse use : rows_.of(row)) {
            if (!counts(use.key())) continue;
            used_[use.key()] = 1;
            if (first == k_none) {
                first = use.key();
            } else {
                sets_.unite(first, use.key());
            }
        }
    }

    void number() {
        auto& of_key = components_.of_key;
        of_key.assign(rows_.key_count(), k_no_component);
        ComponentNo next = 0;
        for (KeyNo key = 0; key < of_key.size(); ++key) {
            if (used_[key] == 0) continue;
            const KeyNo root = sets_.root(key);
            of_key[key] = root == key ? next++ : of_key[root];
        }
        components_.sizes.resize(next);
    }

    void weigh(RowNo row, std::uint64_t bytes) {
        for (const KeyUse use : rows_.of(row)) {
            if (!counts(use.key())) continue;
            components_.sizes[components_.of_key[use.key()]] += {1, bytes};
            return;
        }
        components_.keyless += {1, bytes};
    }

    const RowKeys& rows_;
    const std::vector<bool>& ignored_;
    KeySets sets_;
    std::vector<std::uint8_t> used_;
    Components components_;
};

}  // namespace

Components find_components(
    const RowKeys& rows, std::span<const std::uint32_t> row_bytes, const std::vector<bool>& ignored
) {
    return ComponentFinder{rows, ignored}.find(row_bytes);
}

Components components_of_single_keys(std::span<const LoadSize> loads, const LoadSize& all) {
    Components components;
    components.keyless = all;
    components.of_key.reserve(loads.size());
    for (const LoadSize& load : loads) {
        const auto next = static_cast<ComponentNo>(components.sizes.size());
        components.of_key.push_back(load.rows == 0 ? k_no_component : next);
        if (load.rows == 0) continue;
        components.sizes.push_back(load);
        components.keyless.rows -= load.rows;
        components.keyless.bytes -= load.bytes;
    }
    return components;
}

}  // namespace rowlock
