#include "mockorg/soql/token_cursor.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowlock::soql {

TokenCursor::TokenCursor(std::string_view source, std::vector<Token> tokens)
    : source_(source), tokens_(std::move(tokens)) {
    ROWLOCK_ASSERT(!tokens_.empty() && tokens_.back().kind == Token::Kind::end);
}

const Error& TokenCursor::error() const {
    ROWLOCK_ASSERT(error_.has_value());
    return *error_;
}

const Token& TokenCursor::peek(std::size_t ahead) const {
    return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
}

Token TokenCursor::take() {
    const Token token = peek();
    skip(1);
    return token;
}

void TokenCursor::skip(std::size_t count) {
    next_ = std::min(next_ + count, tokens_.size() - 1);
}

std::size_t TokenCursor::end_of_last() const {
    if (next_ == 0) return 0;
    const Token& last = tokens_[next_ - 1];
    return last.position + last.text.size();
}

bool TokenCursor::is_word(const Token& token, std::string_view word) {
    return token.kind == Token::Kind::name && equal_ignoring_case(token.text, word);
}

bool TokenCursor::is_symbol(const Token& token, std::string_view symbol) {
    return token.kind == Token::Kind::symbol && token.text == symbol;
}

bool TokenCursor::accept_word(std::string_view word) {
    if (!is_word(peek(), word)) return false;
    skip(1);
    return true;
}

bool TokenCursor::accept_symbol(std::string_view symbol) {
    if (!is_symbol(peek(), symbol)) return false;
    skip(1);
    return true;
}

bool TokenCursor::expect_word(std::string_view word) {
    return accept_word(word) || unexpected();
}

bool TokenCursor::expect_symbol(std::string_view symbol) {
    return accept_symbol(symbol) || unexpected();
}

bool TokenCursor::complain(Error error) {
    if (!error_) error_ = std::move(error);
    return false;
}

bool TokenCursor::complain(const Token& token, ErrorCode code, std::string_view message) {
    return complain(fail_at(source_, token.position, code, message).value());
}

bool TokenCursor::unexpected() {
    const std::string_view text = peek().kind == Token::Kind::end ? "<EOF>" : peek().text;
    return complain(
        peek(), ErrorCode::malformed_query, fmt::format("unexpected token: '{}'", text)
    );
}

bool TokenCursor::refuse(const Token& token, std::string_view what) {
    return complain(
        token, ErrorCode::malformed_query, fmt::format("{} is not supported by this mock org", what)
    );
}

}  // namespace rowlock::soql
