#pragma once

#include "tests/unit/mockorg/api/in_process_api.hpp"
#include "tests/unit/mockorg/api/xml_text.hpp"

#include <string>

namespace rowlock {

/// A client of Bulk API 1.0 that has a session.
class Bulk1Client {
public:
    explicit Bulk1Client(
        ClockMode::Kind clock = ClockMode::Kind::virtual_, OrgConfig config = steady_config()
    )
        : org_(clock, std::move(config)) {}

    InProcessApi& org() { return org_; }

    /// `path` behind `/services/async/60.0/`.
    Answer send(
        const std::string& method,
        const std::string& path,
        const std::string& body = {},
        const std::string& content_type = {}
    );

    /// The id of a job made by XML, e.g. of
    /// `<operation>insert</operation><object>Account</object>`.
    std::string create_job(const std::string& members, const InProcessApi::Fields& fields = {});

    /// The id of a batch that was accepted.
    std::string add_batch(
        const std::string& job,
        const std::string& data,
        const std::string& content_type = "text/csv"
    );

    Answer batch(const std::string& job, const std::string& batch, const std::string& rest = {});

    /// Closed or Aborted.
    Answer set_state(const std::string& job, const std::string& state);

    void advance(double by);

private:
    InProcessApi org_;
};

/// `<jobInfo>` with these members.
std::string job_info(const std::string& members);

/// The error document of Bulk API 1.0.
std::string xml_error(const std::string& code, const std::string& message);

}  // namespace rowlock
