#include "mockorg/api/sessions.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {

std::string opaque_text(Random& random, std::size_t length) {
    constexpr std::string_view k_letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string text;
    while (text.size() < length) text.push_back(k_letters[random.below(k_letters.size())]);
    return text;
}

Sessions::Sessions(Settings settings)
    : settings_(std::move(settings)), random_(Random{settings_.seed}.split("session tokens")) {
    Session own;
    own.token = settings_.permanent_token;
    own.user = settings_.user;
    own.permanent = true;
    sessions_.emplace(own.token, own);
}

bool Sessions::knows(std::string_view token) const {
    const std::lock_guard lock{mutex_};
    return sessions_.find(token) != sessions_.end();
}

bool Sessions::is_alive(const Session& session, TimePoint now) const {
    return session.permanent ? !permanent_ended_ : now < session.expires;
}

std::optional<Session> Sessions::use(std::string_view token, TimePoint now) {
    const std::lock_guard lock{mutex_};
    const auto found = sessions_.find(token);
    if (found == sessions_.end() || !is_alive(found->second, now)) return std::nullopt;
    Session& session = found->second;
    if (!session.permanent && session.expires - now <= settings_.lifetime / 2) {
        session.expires = now + settings_.lifetime;
    }
    return session;
}

Session Sessions::open(const RecordId& user, TimePoint now, std::string_view refresh_token) {
    Session session;
    session.token = make_token();
    session.user = user;
    session.created = now;
    session.expires = now + settings_.lifetime;
    session.refresh_token = refresh_token;
    logged_in_.insert(user);
    const std::lock_guard lock{mutex_};
    make_room();
    sessions_.emplace(session.token, session);
    return session;
}

/// `00D` and the rest of the org's id with 15 characters, `!`, and what clients expect to be
/// letters, digits, dots and underscores. [client: sf]
std::string Sessions::make_token() {
    constexpr std::size_t k_secret_length = 86;
    Random random = random_.split(++opened_);
    std::string token{settings_.organization.short_text()};
    return token.append("!AQ").append(opaque_text(random, k_secret_length));
}

void Sessions::make_room() {
    if (sessions_.size() < k_sessions_max) return;
    const auto sooner = [](const auto& a, const auto& b) {
        if (a.second.permanent != b.second.permanent) return b.second.permanent;
        return a.second.expires < b.second.expires;
    };
    sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(), sooner));
}

bool Sessions::end(std::string_view token) {
    const std::lock_guard lock{mutex_};
    const auto found = sessions_.find(token);
    if (found == sessions_.end()) return false;
    if (!found->second.permanent) sessions_.erase(found);
    return true;
}

void Sessions::end_all_of(std::string_view refresh_token) {
    if (refresh_token.empty()) return;
    const std::lock_guard lock{mutex_};
    std::erase_if(sessions_, [&](const auto& entry) {
        return entry.second.refresh_token == refresh_token;
    });
}

void Sessions::end_all_of_user(RecordId user) {
    logged_in_.erase(user);
    const std::lock_guard lock{mutex_};
    std::erase_if(sessions_, [&](const auto& entry) {
        return !entry.second.permanent && entry.second.user == user;
    });
}

bool Sessions::expire(std::string_view token) {
    if (token == settings_.permanent_token) return !std::exchange(permanent_ended_, true);
    return end(token);
}

std::size_t Sessions::expire_all(TimePoint now) {
    const std::size_t ended = list(now).size();
    const std::lock_guard lock{mutex_};
    std::erase_if(sessions_, [](const auto& entry) { return !entry.second.permanent; });
    permanent_ended_ = true;
    return ended;
}

void Sessions::move_clock(TimePoint from, TimePoint to) {
    const std::lock_guard lock{mutex_};
    for (auto& [token, session] : sessions_) {
        if (session.permanent) continue;
        session.created += to - from;
        session.expires += to - from;
    }
}

void Sessions::renew_permanent() {
    permanent_ended_ = false;
}

std::vector<Session> Sessions::list(TimePoint now) const {
    std::vector<Session> alive;
    for (const auto& [token, session] : sessions_) {
        if (is_alive(session, now)) alive.push_back(session);
    }
    return alive;
}

}  // namespace rowlock
