#include "mockorg/server/service.hpp"

#include <cstdint>
#include <utility>

namespace rowlock {

bool BodyBudget::take(std::size_t size) {
    std::size_t used = used_.load();
    do {
        if (size > limit_ || used > limit_ - size) return false;
    } while (!used_.compare_exchange_weak(used, used + size));
    return true;
}

bool BodyReservation::cover(std::size_t size) {
    if (size <= size_) return true;
    if (!budget_.take(size - size_)) return false;
    size_ = size;
    return true;
}

bool ConnectionRegistry::add(const std::shared_ptr<Connection>& connection, const Site& site) {
    const std::lock_guard lock{mutex_};
    return take_in(connection, site, limit_);
}

bool ConnectionRegistry::add_instead(
    const std::shared_ptr<Connection>& connection, const Site& site
) {
    const std::lock_guard lock{mutex_};
    return take_in(connection, site, SIZE_MAX);
}

bool ConnectionRegistry::take_in(
    const std::shared_ptr<Connection>& connection, const Site& site, std::size_t limit
) {
    if (closed_) return false;
    std::size_t& present = of_site_[&site];
    if (present >= limit) return false;
    ++present;
    connections_.emplace(connection.get(), connection);
    return true;
}

void ConnectionRegistry::remove(Connection* connection, const Site& site) {
    std::function<void()> notify;
    {
        const std::lock_guard lock{mutex_};
        if (connections_.erase(connection) == 0) return;
        const auto present = of_site_.find(&site);
        if (--present->second == 0) of_site_.erase(present);
        if (connections_.empty()) notify = std::exchange(when_empty_, nullptr);
    }
    if (notify) notify();
}

std::vector<std::shared_ptr<Connection>> ConnectionRegistry::alive() const {
    std::vector<std::shared_ptr<Connection>> present;
    for (const auto& [address, connection] : connections_) {
        // One that cannot be had any more is about to call remove().
        if (auto open = connection.lock()) present.push_back(std::move(open));
    }
    return present;
}

std::vector<std::shared_ptr<Connection>> ConnectionRegistry::all() {
    const std::lock_guard lock{mutex_};
    return alive();
}

std::vector<std::shared_ptr<Connection>> ConnectionRegistry::close(std::function<void()> when_empty
) {
    std::vector<std::shared_ptr<Connection>> present;
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
        present = alive();
        if (!connections_.empty()) {
            when_empty_ = std::move(when_empty);
            return present;
        }
    }
    if (when_empty) when_empty();
    return present;
}

}  // namespace rowlock
