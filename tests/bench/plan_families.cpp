#include "tests/bench/plan_families.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace rowlock::bench {
namespace {

constexpr std::uint64_t k_seed = 7001;
constexpr std::uint32_t k_row_bytes = 111;

/// Collects rows of keys with numbers of the family's own choice, and shuffles them.
class FamilyBuilder {
public:
    explicit FamilyBuilder(std::string name) : random_(k_seed) { load_.name = std::move(name); }

    Random& random() { return random_; }

    void add(std::initializer_list<std::uint32_t> keys) {
        keys_.insert(keys_.end(), keys);
        ends_.push_back(keys_.size());
    }

    FamilyLoad finish(std::uint32_t bytes = k_row_bytes) {
        std::vector<std::uint32_t> order(ends_.size());
        std::iota(order.begin(), order.end(), 0U);
        for (std::size_t i = order.size(); i > 1; --i) {
            std::swap(order[i - 1], order[random_.below(i)]);
        }
        load_.rows.reserve(ends_.size(), keys_.size());
        for (const std::uint32_t row : order) add_row(row);
        load_.row_bytes.assign(order.size(), bytes);
        rank_keys();
        return std::move(load_);
    }

private:
    static constexpr std::uint32_t k_unused = ~std::uint32_t{0};

    void add_row(std::uint32_t row) {
        std::vector<std::uint32_t> seen;
        for (std::size_t i = row == 0 ? 0 : ends_[row - 1]; i < ends_[row]; ++i) {
            const std::uint32_t name = keys_[i];
            if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
            seen.push_back(name);
            if (name >= number_of_.size()) number_of_.resize(2 * std::size_t{name} + 1, k_unused);
            if (number_of_[name] == k_unused) {
                number_of_[name] = static_cast<std::uint32_t>(names_.size());
                names_.push_back(name);
            }
            load_.rows.add({number_of_[name], false});
        }
        load_.rows.end_row();
        load_.row_rank.push_back(hash_combine(hash_combine(k_seed, row), row));
    }

    void rank_keys() {
        std::uint32_t rank = 0;
        load_.key_rank.resize(names_.size());
        for (const std::uint32_t number : number_of_) {
            if (number != k_unused) load_.key_rank[number] = rank++;
        }
    }

    Random random_;
    FamilyLoad load_;
    std::vector<std::uint32_t> keys_;
    std::vector<std::size_t> ends_;
    std::vector<std::uint32_t> number_of_;
    std::vector<std::uint32_t> names_;
};

/// The same account's id in one of four forms.
std::string id_in_form(std::uint32_t account, std::uint32_t form) {
    std::string text = RecordId::make({'0', '0', '1'}, {'8', 'c', '0'}, account).text();
    if (form == 0) text.resize(15);
    if (form == 1) return to_lower(text);
    if (form == 3) {
        std::transform(text.begin(), text.end(), text.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
    }
    return text;
}

}  // namespace

FamilyLoad even_parents(std::uint32_t rows, std::uint32_t children) {
    FamilyBuilder builder{"F1.even"};
    for (std::uint32_t row = 0; row < rows; ++row) builder.add({row / children});
    return builder.finish();
}

FamilyLoad drawn_parents(std::uint32_t rows, std::uint32_t parents) {
    FamilyBuilder builder{"F1.drawn"};
    for (std::uint32_t row = 0; row < rows; ++row) {
        builder.add({static_cast<std::uint32_t>(builder.random().below(parents))});
    }
    return builder.finish();
}

FamilyLoad zipf_parents(std::uint32_t rows, std::uint32_t parents, double exponent) {
    FamilyBuilder builder{"F2.zipf_" + std::to_string(exponent).substr(0, 3)};
    std::vector<double> up_to(parents);
    double sum = 0;
    for (std::uint32_t i = 0; i < parents; ++i) up_to[i] = sum += std::pow(i + 1.0, -exponent);
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto at =
            std::upper_bound(up_to.begin(), up_to.end(), builder.random().uniform() * sum);
        builder.add({static_cast<std::uint32_t>(at - up_to.begin())});
    }
    return builder.finish();
}

FamilyLoad giant_parents(std::uint32_t rows) {
    FamilyBuilder builder{"F3.giants"};
    const std::uint32_t giant = rows / 20;
    const std::uint32_t large = rows * 3 / 400;
    std::uint32_t row = 0;
    for (; row < giant; ++row) builder.add({0});
    for (; row < giant + 20 * large; ++row) builder.add({1 + (row - giant) / large});
    for (; row < rows; ++row) builder.add({21 + row / 10});
    return builder.finish();
}

FamilyLoad crossed_tasks(std::uint32_t rows, double cross_percent) {
    FamilyBuilder builder{"F4.cross_" + std::to_string(static_cast<int>(cross_percent))};
    const std::uint32_t accounts = std::max(rows / 10, 2U);
    const auto draw = [&](std::uint32_t bound) {
        return static_cast<std::uint32_t>(builder.random().below(bound));
    };
    for (std::uint32_t row = 0; row < rows; ++row) {
        const std::uint32_t account = row % accounts;
        const bool cross = builder.random().uniform() * 100 < cross_percent;
        const std::uint32_t other = cross ? draw(accounts) : account;
        const std::uint32_t contact = accounts + 2 * account + draw(2);
        const std::uint32_t opportunity = 3 * accounts + 2 * other + draw(2);
        builder.add({account, contact, opportunity, other});
    }
    return builder.finish();
}

FamilyLoad path(std::uint32_t rows) {
    FamilyBuilder builder{"F5.path"};
    for (std::uint32_t row = 0; row < rows; ++row) builder.add({row, row + 1});
    return builder.finish();
}

FamilyLoad junction(std::uint32_t rows, std::uint32_t side) {
    FamilyBuilder builder{"F6.junction"};
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto first = static_cast<std::uint32_t>(builder.random().below(side));
        const auto second = static_cast<std::uint32_t>(builder.random().below(side));
        builder.add({first, side + second});
    }
    return builder.finish();
}

FamilyLoad sparse_parents(std::uint32_t rows) {
    FamilyBuilder builder{"F7.nulls"};
    for (std::uint32_t row = 0; row < rows; ++row) {
        if (row % 10 < 3) {
            builder.add({});
        } else {
            builder.add({row / 14});
        }
    }
    return builder.finish();
}

FamilyLoad single_parent(std::uint32_t rows) {
    FamilyBuilder builder{"F8.single"};
    for (std::uint32_t row = 0; row < rows; ++row) builder.add({0});
    return builder.finish();
}

FamilyLoad large_rows(std::uint32_t rows) {
    FamilyBuilder builder{"F9.bytes"};
    for (std::uint32_t row = 0; row < rows; ++row) builder.add({row / 10});
    return builder.finish(20'000);
}

FamilyLoad mixed_id_forms(std::uint32_t rows) {
    FamilyBuilder builder{"F10.id_forms"};
    std::unordered_map<std::string, std::uint32_t> numbers;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto parsed = RecordId::parse(id_in_form(row / 10, row % 4));
        ROWLOCK_ASSERT(parsed);
        const auto next = static_cast<std::uint32_t>(numbers.size());
        builder.add({numbers.try_emplace(std::string{parsed->short_text()}, next).first->second});
    }
    ROWLOCK_ASSERT(numbers.size() == (rows + 9) / 10);
    return builder.finish();
}

FamilyLoad awkward_parents(std::uint32_t rows, std::uint32_t children, std::uint32_t batch_rows) {
    FamilyBuilder builder{"F11.groups_of_" + std::to_string(children)};
    for (std::uint32_t row = 0; row < rows; ++row) builder.add({row / children});
    FamilyLoad load = builder.finish();
    load.limits.rows = batch_rows;
    return load;
}

FamilyLoad hierarchy(std::uint32_t rows) {
    FamilyBuilder builder{"F12.hierarchy"};
    const std::uint32_t lines = rows / 4 + 1;
    const std::uint32_t opportunities = lines / 5 + 1;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const std::uint32_t line = row / 4;
        const std::uint32_t opportunity = line / 5;
        const std::uint32_t account = opportunity / 3;
        builder.add({lines + opportunities + account, lines + opportunity, line});
    }
    return builder.finish();
}

FamilyLoad shared_hubs(std::uint32_t rows) {
    FamilyBuilder builder{"hubs"};
    for (std::uint32_t row = 0; row < rows; ++row) {
        const std::uint32_t parent = 50 + row / 10;
        if (row % 2 == 0) {
            builder.add({parent});
        } else {
            builder.add({parent, static_cast<std::uint32_t>(builder.random().below(50))});
        }
    }
    return builder.finish();
}

FamilyLoad three_kinds(std::uint32_t rows, std::uint32_t side) {
    FamilyBuilder builder{"three_kinds"};
    const auto draw = [&] { return static_cast<std::uint32_t>(builder.random().below(side)); };
    for (std::uint32_t row = 0; row < rows; ++row) {
        const std::uint32_t first = draw();
        const std::uint32_t second = side + draw();
        const std::uint32_t third = 2 * side + draw();
        builder.add({first, second, third});
    }
    return builder.finish();
}

}  // namespace rowlock::bench
