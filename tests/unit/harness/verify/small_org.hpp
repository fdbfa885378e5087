#pragma once

#include "harness/query/org_questions.hpp"
#include "harness/verify/finding_files.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/soap_client.hpp"

#include <fmt/core.h>

#include <string>

namespace rowlock::test {

/// An org in this process that people change record by record, and the harness reads.
class SmallOrg {
public:
    explicit SmallOrg(OrgConfig config = steady_config())
        : soap_{InProcessApi{ClockMode::Kind::virtual_, std::move(config)}} {}

    InProcessApi& api() { return soap_.org; }

    OrgQuestions questions() {
        return {
            [this](const HttpRequest& request) -> Result<HttpResponse> {
                InProcessApi::Fields fields;
                const auto type = request.headers.get("Content-Type");
                if (!type.empty()) fields.emplace_back("Content-Type", std::string{type});
                Answer answer =
                    soap_.org.send(request.method, request.target, request.body, fields);
                HttpResponse response;
                response.status = answer.status;
                response.headers = std::move(answer.headers);
                response.body = std::move(answer.body);
                return response;
            },
            [](Duration) -> Result<void> { return {}; }};
    }

    std::string account(const std::string& name) {
        return soap_.org.create("Account", fmt::format(R"({{"Name": "{}"}})", name));
    }

    std::string contact(const std::string& name, const std::string& account) {
        return soap_.org.create(
            "Contact", fmt::format(R"({{"LastName": "{}", "AccountId": "{}"}})", name, account)
        );
    }

    void update(const std::string& object, const std::string& id, const std::string& json) {
        REQUIRE(soap_.org.send("PATCH", path_of(object, id), json).status == 204);
    }

    void remove(const std::string& object, const std::string& id) {
        REQUIRE(soap_.org.send("DELETE", path_of(object, id)).status == 204);
    }

    void undelete(const std::string& id) {
        const std::string body = soap_.call("<undelete><ids>" + id + "</ids></undelete>").body;
        REQUIRE(element(body, "success") == "true");
    }

    /// Nobody does anything for a while.
    void rest() { soap_.org.api().org().advance_to(soap_.org.api().org().now() + seconds(60)); }

private:
    static std::string path_of(const std::string& object, const std::string& id) {
        return "/services/data/v60.0/sobjects/" + object + "/" + id;
    }

    Soap soap_;
};

/// An org that answers everything with this.
inline OrgQuestions parrot(int status, const std::string& body) {
    return {
        [status, body](const HttpRequest&) -> Result<HttpResponse> {
            HttpResponse response;
            response.status = status;
            response.body = body;
            return response;
        },
        [](Duration) -> Result<void> { return {}; }};
}

inline FindingFiles no_files() {
    auto files = FindingFiles::open("");
    REQUIRE(files);
    return std::move(*files);
}

/// The check, or the error's text in a failed test.
template <class T>
T value_or_fail(Result<T> result) {
    if (!result) FAIL(result.error().message);
    return std::move(*result);
}

}  // namespace rowlock::test
