#pragma once

#include "mockorg/api/context.hpp"
#include "mockorg/api/error_body.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rowlock {

/// One request on its way to its answer.
struct Call {
    HttpRequest request;
    HttpTarget target;
    /// What stood in place of the pattern's `{…}`, in order, without the version.
    std::vector<std::string> arguments;
    /// E.g. 60.0; 0 where the pattern has no `{version}`.
    double api_version = 0.0;
    ErrorShape error_shape = ErrorShape::rest;
    /// Who asks; unset where no session is needed.
    RecordId user;
    RespondFn respond;
};

using RouteHandler = void (*)(ApiContext&, Call);

enum class Access : std::uint8_t { token, everybody };

/// One line of a face's route table.
struct Route {
    std::string_view method;
    /// Words are matched in any letter case, `{version}` takes `v60.0`, `{bare version}` takes
    /// `60.0`, any other `{name}` one segment.
    std::string_view pattern;
    RouteHandler handler;
    ErrorShape error_shape = ErrorShape::rest;
    Access access = Access::token;
};

/// Finds the route of a request. Where several patterns fit, the table's first one counts.
class Router {
public:
    /// The tables' routes, one table after another.
    explicit Router(std::span<const std::span<const Route>> tables);

    struct Match {
        const Route* route;
        std::vector<std::string> arguments;
        double api_version;
    };

    /// The path has routes, but none for the method.
    struct WrongMethod {
        /// In table order; HEAD goes wherever GET goes.
        std::vector<std::string_view> allowed;
    };

    /// Nothing at all there.
    struct NoRoute {};

    std::variant<Match, WrongMethod, NoRoute> find(
        std::string_view method, const HttpTarget& target
    ) const;

private:
    struct Compiled {
        Route route;
        std::vector<std::string_view> segments;
    };

    std::vector<Compiled> routes_;
};

/// `v60.0` as 60.0; nothing if it is no version: they are whole numbers written with one decimal.
std::optional<double> parse_api_version(std::string_view segment);

/// The same without the `v`, as Bulk API 1.0 has it.
std::optional<double> parse_bare_version(std::string_view segment);

}  // namespace rowlock
