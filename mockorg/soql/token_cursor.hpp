#pragma once

#include "mockorg/base/error.hpp"
#include "mockorg/soql/lexer.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// Walks the tokens of one query and keeps the first complaint. What complains returns false, so
/// that a parser's steps chain with && and ||.
class TokenCursor {
public:
    /// `tokens`: what tokenize(source) gave.
    TokenCursor(std::string_view source, std::vector<Token> tokens);

    std::string_view source() const { return source_; }

    /// The first complaint; there must be one.
    const Error& error() const;

    /// The token `ahead` of the current one; the end stays the end.
    const Token& peek(std::size_t ahead = 0) const;

    /// Moves past the current token and returns it.
    Token take();

    void skip(std::size_t count);

    /// Where the last token moved past ends; 0 at the first one.
    std::size_t end_of_last() const;

    static bool is_word(const Token& token, std::string_view word);
    static bool is_symbol(const Token& token, std::string_view symbol);

    /// Moves past the current token if it is this one.
    bool accept_word(std::string_view word);
    bool accept_symbol(std::string_view symbol);

    /// The same, and a complaint if it is not.
    bool expect_word(std::string_view word);
    bool expect_symbol(std::string_view symbol);

    bool complain(Error error);
    bool complain(const Token& token, ErrorCode code, std::string_view message);

    /// Complains about the current token.
    bool unexpected();

    /// Complains about SOQL that an org knows and this one does not.
    bool refuse(const Token& token, std::string_view what);

private:
    std::string_view source_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
    std::optional<Error> error_;
};

}  // namespace rowlock::soql
