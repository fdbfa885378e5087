#include "mockorg/engine/kept_requests.hpp"

#include "mockorg/engine/world.hpp"

namespace rowlock {
namespace {

BatchText& text_of(World& world, BatchRef ref) {
    return world.jobs[ref.job].batches[ref.batch].request;
}

void pack_oldest(World& world) {
    KeptRequests& kept = world.kept_requests;
    BatchText& text = text_of(world, kept.batches[kept.packed]);
    text.pack();
    kept.plain_bytes -= text.size();
    ++kept.packed;
}

}  // namespace

void keep_request(World& world, BatchRef batch) {
    forget_requests(world);
    KeptRequests& kept = world.kept_requests;
    kept.batches.push_back(batch);
    kept.plain_bytes += text_of(world, batch).size();
    while (kept.plain_bytes > world.config().plain_requests_bytes_max) pack_oldest(world);
}

void forget_requests(World& world) {
    KeptRequests& kept = world.kept_requests;
    while (!kept.batches.empty() && world.is_gone(world.jobs[kept.batches.front().job])) {
        BatchText& text = text_of(world, kept.batches.front());
        if (kept.packed > 0) {
            --kept.packed;
        } else {
            kept.plain_bytes -= text.size();
        }
        text = BatchText{};
        kept.batches.pop_front();
    }
}

}  // namespace rowlock
