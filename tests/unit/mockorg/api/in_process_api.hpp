#pragma once

#include "mockorg/api/api.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// A response with its stream, if any, read to the end.
struct Answer {
    int status = 0;
    HttpHeaders headers;
    std::string body;
};

/// An org whose work takes the same time every time: 1 s to begin a batch, 1 s a chunk, 0.5 s a
/// REST write.
OrgConfig steady_config();

/// An Api and a client that has its token.
class InProcessApi {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    explicit InProcessApi(
        ClockMode::Kind clock = ClockMode::Kind::virtual_, OrgConfig config = steady_config()
    );

    /// The answer, which must come at once.
    Answer send(
        const std::string& method,
        const std::string& target,
        const std::string& body = {},
        const Fields& fields = {}
    );

    /// The place where the answer will be.
    std::shared_ptr<std::optional<Answer>> begin(
        const std::string& method,
        const std::string& target,
        const std::string& body = {},
        const Fields& fields = {}
    );

    /// Without the client's token.
    Answer send_anonymous(HttpRequest request);

    /// The id of a record made over REST.
    std::string create(const std::string& object, const std::string& json);

    /// The id of an Open job.
    std::string create_job(const std::string& json);

    /// Uploads, closes; with a virtual clock the job has ended then.
    void run_job(const std::string& id, const std::string& csv);

    Api& api() { return api_; }

private:
    Api api_;
};

/// The value of a JSON member with a string, number or boolean; empty if there is none.
std::string member(const std::string& json, const std::string& name);

}  // namespace rowlock
