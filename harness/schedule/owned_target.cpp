#include "harness/schedule/owned_target.hpp"

namespace rowlock {
namespace {

/// `POST /services/data/v60.0/jobs/ingest`, `POST /services/async/60.0/job`
bool makes_job(const HttpRequest& request) {
    return request.method == "POST" &&
           (request.target.ends_with("/jobs/ingest") ||
            (request.target.starts_with("/services/async/") && request.target.ends_with("/job")));
}

}  // namespace

void OwnedTarget::send(Send send) {
    if (makes_job(send.request)) creations_.insert(send.token);
    inner_.send(std::move(send));
}

std::optional<TargetReply> OwnedTarget::receive() {
    auto reply = inner_.receive();
    if (!reply || creations_.erase(reply->token) == 0) return reply;
    if (reply->response && reply->response->status < 300) owners_.owners.push_back(owner_);
    return reply;
}

}  // namespace rowlock
