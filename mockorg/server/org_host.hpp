#pragma once

#include "mockorg/api/api.hpp"
#include "mockorg/server/paced_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <memory>
#include <optional>

namespace rowlock {

/// Keeps an org on one strand: its calls come one after another, and with a real clock a timer is
/// armed to whatever the org does next. Destroy it before its io_context; requests that have not
/// reached the org by then lose their connections.
class OrgHost : public std::enable_shared_from_this<OrgHost> {
public:
    OrgHost(boost::asio::io_context& context, Api api);
    OrgHost(const OrgHost&) = delete;
    OrgHost& operator=(const OrgHost&) = delete;

    /// Any thread.
    void handle(HttpRequest request, RespondFn respond);

    /// Whether the request comes with the session it needs. Any thread.
    bool admits(const HttpRequest& request) const { return api_.admits(request); }

    /// Answers whoever still waits for the org, because it will not go on. Any thread.
    void give_up_waiting();

private:
    void perform(HttpRequest request, const RespondFn& respond);
    void arm();
    TimePoint org_time() const;

    Api api_;
    /// Only for a real clock.
    std::optional<PacedClock> clock_;
    boost::asio::strand<boost::asio::io_context::executor_type> strand_;
    boost::asio::steady_timer timer_;
};

}  // namespace rowlock
