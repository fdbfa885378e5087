#include "tests/bench/served_org.hpp"

#include <cstdlib>
#include <utility>

namespace rowlock::bench {

ServedOrg::ServedOrg() {
    OrgConfig config;
    config.profile = *find_profile("typical");
    auto org = Org::create(std::move(config));
    if (!org) std::exit(1);
    auto server = Server::start({}, Api{std::move(*org), {"bench", {}}});
    if (!server) std::exit(1);
    server_ = std::make_unique<Server>(std::move(*server));
    thread_ = std::thread{[this] { server_->run(); }};
}

ServedOrg::~ServedOrg() {
    server_->stop();
    thread_.join();
}

}  // namespace rowlock::bench
