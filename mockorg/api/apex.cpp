#include "mockorg/api/apex.hpp"

namespace rowlock {

ApexRefusal refuse_apex() {
    return {1, 1, "This mock org has no Apex: anonymous blocks cannot be compiled or run here"};
}

}  // namespace rowlock
