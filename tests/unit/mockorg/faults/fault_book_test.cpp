#include "mockorg/faults/fault_book.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr TimePoint k_now = k_org_epoch;
constexpr FaultedRequest k_request{"GET", ApiFamily::rest, "/services/data"};

Fault named(const std::string& name) {
    Fault fault;
    fault.name = name;
    return fault;
}

/// Which of the next requests are struck.
std::string strikes(FaultBook& book, int requests) {
    std::string struck;
    for (int i = 0; i < requests; ++i) struck += book.strike(k_request, k_now) ? 'x' : '.';
    return struck;
}

TEST_CASE("after, count and the counters") {
    FaultBook book{1};
    CHECK(book.empty());
    Fault fault = named("flaky");
    fault.after = 2;
    fault.count = 3;
    book.set(fault, k_now);
    CHECK(strikes(book, 8) == "..xxx...");
    const FaultBook::Entry& entry = book.entries().at("flaky");
    CHECK(entry.seen == 8);
    CHECK(entry.struck == 3);
    // Setting it anew counts from zero.
    book.set(fault, k_now);
    CHECK(strikes(book, 4) == "..xx");
}

TEST_CASE("from and until are on the org's clock") {
    FaultBook book{1};
    Fault fault = named("early");
    fault.from = FaultTime{std::nullopt, seconds(10)};
    fault.until = FaultTime{k_now + seconds(20), {}};
    book.set(fault, k_now);
    CHECK_FALSE(book.strike(k_request, k_now + seconds(9.9)));
    CHECK(book.strike(k_request, k_now + seconds(10)));
    CHECK(book.strike(k_request, k_now + seconds(19.9)));
    CHECK_FALSE(book.strike(k_request, k_now + seconds(20)));
    CHECK(book.entries().at("early").seen == 2);
}

TEST_CASE("the first by name strikes, and the next does not see the request") {
    FaultBook book{1};
    Fault first = named("a");
    first.count = 1;
    book.set(named("b"), k_now);
    book.set(first, k_now);
    CHECK(book.strike(k_request, k_now)->fault.name == "a");
    CHECK(book.strike(k_request, k_now)->fault.name == "b");
    CHECK(book.entries().at("b").seen == 1);
    CHECK(book.remove("a"));
    CHECK_FALSE(book.remove("a"));
    CHECK(book.entries().size() == 1);
}

TEST_CASE("who is struck follows from the seed and the name alone") {
    rc::prop("seed and name", [] {
        const auto seed = *rc::gen::arbitrary<std::uint64_t>();
        const double rate = *rc::gen::elementOf(std::vector<double>{0.0, 0.1, 0.5, 0.9, 1.0});
        Fault fault = named("m");
        fault.rate = rate;
        FaultBook alone{seed};
        alone.set(fault, k_now);
        const std::string struck = strikes(alone, 60);
        FaultBook other{seed};
        Fault more = named("z");
        more.rate = 0.5;
        other.set(more, k_now);
        other.set(fault, k_now);
        std::string among_others;
        for (int i = 0; i < 60; ++i) {
            const auto* entry = other.strike(k_request, k_now);
            among_others += entry && entry->fault.name == "m" ? 'x' : '.';
        }
        RC_ASSERT(struck == among_others);
        if (rate == 0.0) RC_ASSERT(struck == std::string(60, '.'));
        if (rate == 1.0) RC_ASSERT(struck == std::string(60, 'x'));
    });
}

TEST_CASE("the rate is a rate") {
    FaultBook book{7};
    Fault fault = named("tenth");
    fault.rate = 0.1;
    book.set(fault, k_now);
    strikes(book, 10'000);
    const std::uint64_t struck = book.entries().at("tenth").struck;
    CHECK(struck > 850);
    CHECK(struck < 1150);
}

TEST_CASE("a copy goes on by itself") {
    FaultBook book{1};
    Fault fault = named("once");
    fault.count = 1;
    book.set(fault, k_now);
    FaultBook copy = book;
    CHECK(strikes(book, 2) == "x.");
    CHECK(strikes(copy, 2) == "x.");
}

}  // namespace
}  // namespace rowlock
