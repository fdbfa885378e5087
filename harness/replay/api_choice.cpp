#include "harness/replay/api_choice.hpp"

#include "harness/replay/bulk1_api.hpp"
#include "harness/replay/bulk2_api.hpp"
#include "harness/replay/rest_api.hpp"

namespace rowlock {

std::unique_ptr<BatchApi> make_batch_api(LoadApi api, PassContext& context) {
    switch (api) {
        case LoadApi::bulk1:
            return std::make_unique<Bulk1Api>(context);
        case LoadApi::rest:
            return std::make_unique<RestApi>(context);
        case LoadApi::bulk2:
            break;
    }
    return std::make_unique<Bulk2Api>(context);
}

Result<void> use_api(Load& load, const std::string& name) {
    if (name.empty()) return {};
    for (const LoadApi api : {LoadApi::bulk1, LoadApi::bulk2, LoadApi::rest}) {
        if (name_of(api) != name) continue;
        for (Strategy& strategy : load.strategies) choose_api(strategy.load, api);
        return {};
    }
    return fail(
        ErrorCode::bad_configuration, "--api is \"" + name + "\", expected bulk1, bulk2 or rest"
    );
}

}  // namespace rowlock
