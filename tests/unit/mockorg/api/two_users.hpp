#pragma once

#include "mockorg/api/users.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <string>

namespace rowlock {

/// An org with a second user, ann@acme.com.
struct TwoUsers {
    explicit TwoUsers(const std::string& denied = {})
        : org{ClockMode::Kind::virtual_, config(denied)} {
        ann_id = org.create(
            "User",
            R"({"Username":"ann@acme.com","LastName":"A","Email":"a@acme.com","Alias":"ann",)"
            R"("TimeZoneSidKey":"GMT","LocaleSidKey":"en_US","EmailEncodingKey":"UTF-8",)"
            R"("LanguageLocaleKey":"en_US","IsActive":true,"ProfileId":")" +
                profile() + "\"}"
        );
        const Answer login = org.send(
            "POST",
            "/services/oauth2/token",
            "grant_type=password&client_id=a&client_secret=b&username=Ann@acme.com&password=c"
        );
        ann = member(login.body, "access_token");
    }

    static OrgConfig config(const std::string& denied) {
        OrgConfig made = steady_config();
        if (!denied.empty()) REQUIRE(deny(made, denied));
        return made;
    }

    std::string profile() {
        const std::string query = "/services/data/v60.0/query?q=SELECT+ProfileId+FROM+User";
        const std::string body = org.send("GET", query).body;
        return body.substr(body.find("\"00e") + 1, 18);
    }

    Answer as_ann(
        const std::string& method,
        const std::string& target,
        const std::string& body = {},
        const std::string& content_type = "application/json"
    ) {
        HttpRequest request{method, target, {}, body};
        request.headers.add("Authorization", "Bearer " + ann);
        request.headers.add("X-SFDC-Session", ann);
        request.headers.add("Content-Type", content_type);
        return org.send_anonymous(request);
    }

    InProcessApi org;
    /// Her session and her record.
    std::string ann;
    std::string ann_id;
};

}  // namespace rowlock
