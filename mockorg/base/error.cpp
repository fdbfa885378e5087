#include "mockorg/base/error.hpp"

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

struct CodeRow {
    std::string_view wire;
    int status;
    Reaction reaction;
};

constexpr std::array k_codes = {
#define ROWLOCK_ERROR(name, wire, status, reaction) CodeRow{wire, status, Reaction::reaction},
#include "mockorg/base/error_codes.def"
#undef ROWLOCK_ERROR
};

const CodeRow& row_of(ErrorCode code) {
    return k_codes.at(static_cast<std::size_t>(code));
}

}  // namespace

std::string_view wire_code(ErrorCode code) {
    return row_of(code).wire;
}

int http_status(ErrorCode code) {
    return row_of(code).status;
}

Reaction reaction(ErrorCode code) {
    return row_of(code).reaction;
}

Reaction reaction(std::string_view wire_code) {
    const auto found = std::find_if(k_codes.begin(), k_codes.end(), [&](const CodeRow& row) {
        return row.wire == wire_code;
    });
    return found == k_codes.end() ? Reaction::fix_data : found->reaction;
}

std::string bulk_error_text(const Error& error) {
    std::string text{wire_code(error.code)};
    text.append(":").append(error.message).append(":");
    for (std::size_t i = 0; i < error.fields.size(); ++i) {
        if (i > 0) text.append(",");
        text.append(error.fields[i]);
    }
    text.append(error.fields.empty() ? "--" : " --");
    return text;
}

}  // namespace rowlock
