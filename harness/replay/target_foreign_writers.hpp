#pragma once

#include "harness/load/foreign_list_reader.hpp"
#include "harness/replay/control_items.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// The foreign writers of a load on a mock org behind a URL, see ControlItems. A real org has its
/// own: there they are left out.
class TargetForeignWriters {
public:
    /// Both outlive it.
    TargetForeignWriters(
        RemoteTarget& target, const std::vector<LoadForeignWriter>& foreign_writers
    );

    /// Names those that an earlier run left behind, which are gone now. bad_configuration for a
    /// mock org that knows no foreign writers.
    Result<std::vector<std::string>> prepare();

    /// There are some, but the target is no mock org.
    bool left_out() const { return left_out_; }

    /// Nothing at an org that is no mock.
    Result<void> set() { return left_out_ ? Result<void>{} : items_.set(); }

    bool any_set() const { return items_.any_set(); }

    /// Takes away those that were set; a sentence on what each did.
    Result<std::vector<std::string>> remove(RemoteTarget& connection);

private:
    RemoteTarget& target_;
    const std::vector<LoadForeignWriter>& foreign_writers_;
    ControlItems items_;
    bool left_out_ = false;
};

}  // namespace rowlock
