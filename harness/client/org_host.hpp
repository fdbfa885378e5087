#pragma once

#include <string_view>

namespace rowlock {

/// The part of a URL between `//` and the next slash, without user and port; an IPv6 address keeps
/// its brackets. Empty if there is none.
std::string_view host_of(std::string_view url);

/// Whether the host is this machine.
bool is_loopback(std::string_view host);

/// Whether the host is one of those under which sandboxes, scratch orgs and developer editions are
/// reached: `*.sandbox.*`, `*.scratch.*`, `*.develop.*`, `*.demo.*` and `*.trailblaze.*` before
/// `my.salesforce.com`, `domain--name.my.salesforce.com` of older sandboxes, and the login host
/// test.salesforce.com.
bool is_sandbox(std::string_view host);

/// Whether somebody's real data may be behind the URL: everything that is neither of the above.
bool may_be_production(std::string_view url);

}  // namespace rowlock
