#include "mockorg/base/counted.hpp"

namespace rowlock {

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
    return text;
}

std::string counted(std::uint64_t number, std::string_view singular) {
    std::string text = grouped(number);
    text.append(" ").append(singular);
    if (number != 1) text += singular.ends_with("ch") ? "es" : "s";
    return text;
}

}  // namespace rowlock
