#include <iostream>
#include <random>

std::uint64_t now() {
    return std::chrono::system_clock::now().time_since_epoch().count();
}

void wait(std::chrono::steady_clock::time_point) {
    std::this_thread::yield();
    std::thread worker;
}

int dice() {
    std::random_device device;
    std::uniform_int_distribution<int> faces{1, 6};
    return rand() + srand(1) + getenv("DICE").size() + faces(device);
}

void order(std::vector<int>& numbers) {
    std::ranges::shuffle(numbers);
    auto even = numbers | std::views::filter(0);
    std::string text = std::format("{}", even);
}
