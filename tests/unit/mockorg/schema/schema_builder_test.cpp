#include "mockorg/schema/schema_builder.hpp"

#include "mockorg/schema/field_defaults.hpp"
#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

ObjectDraft object_named(std::string name, std::string prefix = {}) {
    ObjectDraft object;
    object.name = std::move(name);
    object.key_prefix = std::move(prefix);
    object.fields = {*system_field("Id")};
    return object;
}

FieldDraft reference(std::string_view name, std::vector<std::string> targets, bool master = false) {
    FieldDraft draft = plain_field(name, FieldType::reference);
    draft.targets = std::move(targets);
    draft.field.master_detail = master;
    return draft;
}

std::string prefix_of(const ObjectType& object) {
    return {object.key_prefix.begin(), object.key_prefix.end()};
}

TEST_CASE("objects without a key prefix get the next that is free") {
    SchemaDraft draft;
    draft.objects = {
        object_named("A"), object_named("B", "a01"), object_named("C"), object_named("D")};
    const auto schema = SchemaBuilder::build(draft);
    REQUIRE(schema.has_value());
    CHECK(prefix_of((*schema)->object(ObjectNo{0})) == "a00");
    CHECK(prefix_of((*schema)->object(ObjectNo{1})) == "a01");
    CHECK(prefix_of((*schema)->object(ObjectNo{2})) == "a02");
    CHECK(prefix_of((*schema)->object(ObjectNo{3})) == "a03");
}

TEST_CASE("there are key prefixes for as many objects as a schema may have") {
    SchemaDraft draft;
    for (std::size_t i = 0; i < k_max_objects; ++i) {
        draft.objects.push_back(object_named("O" + std::to_string(i)));
    }
    const auto schema = SchemaBuilder::build(draft);
    REQUIRE(schema.has_value());
    std::set<std::string> prefixes;
    for (const ObjectType& object : (*schema)->objects()) {
        prefixes.insert(prefix_of(object));
        CHECK((*schema)->find_by_prefix(object.key_prefix) == &object);
    }
    CHECK(prefixes.size() == k_max_objects);
}

TEST_CASE("a target may be missing only where the draft says so") {
    SchemaDraft draft;
    draft.objects = {object_named("A")};
    draft.objects[0].fields.push_back(reference("BId", {"B", "a"}));
    CHECK_FALSE(SchemaBuilder::build(draft).has_value());

    draft.objects[0].fields.back().may_lack_targets = true;
    const auto schema = SchemaBuilder::build(draft);
    REQUIRE(schema.has_value());
    CHECK(
        (*schema)->find("A")->find_field("BId")->reference_to == std::vector<ObjectNo>{ObjectNo{0}}
    );
}

TEST_CASE("master-detail fields must not run in a circle") {
    SchemaDraft draft;
    draft.objects = {object_named("A"), object_named("B"), object_named("C")};
    draft.objects[0].fields.push_back(reference("BId", {"B"}, true));
    draft.objects[1].fields.push_back(reference("CId", {"C"}, true));
    CHECK(SchemaBuilder::build(draft).has_value());

    draft.objects[2].fields.push_back(reference("AId", {"A"}, true));
    const auto refused = SchemaBuilder::build(draft);
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().message, Catch::Contains("run in a circle"));
}

TEST_CASE("an object has two masters at most") {
    SchemaDraft draft;
    draft.objects = {object_named("A"), object_named("B")};
    draft.objects[0].fields.push_back(reference("OneId", {"B"}, true));
    draft.objects[0].fields.push_back(reference("TwoId", {"B"}, true));
    CHECK(SchemaBuilder::build(draft).has_value());
    draft.objects[0].fields.push_back(reference("ThreeId", {"B"}, true));
    CHECK_FALSE(SchemaBuilder::build(draft).has_value());
}

/// Whatever the graph of masters, the builder agrees with a search that removes masters one by one.
TEST_CASE("circles are found in any graph") {
    rc::prop("circles are found in any graph", [] {
        const auto count = *rc::gen::inRange<std::size_t>(1, 8);
        SchemaDraft draft;
        std::vector<std::set<std::size_t>> masters(count);
        for (std::size_t i = 0; i < count; ++i) {
            draft.objects.push_back(object_named("O" + std::to_string(i)));
            const auto wanted = *rc::gen::inRange(0, 3);
            for (int k = 0; k < wanted; ++k) {
                masters[i].insert(*rc::gen::inRange<std::size_t>(0, count));
            }
            for (const std::size_t master : masters[i]) {
                const std::string name = "M" + std::to_string(master);
                draft.objects[i].fields.push_back(
                    reference(name + "Id", {"O" + std::to_string(master)}, true)
                );
            }
        }
        // Objects without masters go away until none is left or a circle remains.
        std::set<std::size_t> left;
        for (std::size_t i = 0; i < count; ++i) left.insert(i);
        for (bool removed = true; removed;) {
            removed = false;
            for (const std::size_t object : std::set<std::size_t>{left}) {
                const bool free = std::none_of(
                    masters[object].begin(),
                    masters[object].end(),
                    [&](std::size_t master) { return left.count(master) > 0; }
                );
                if (!free) continue;
                left.erase(object);
                removed = true;
            }
        }
        RC_ASSERT(SchemaBuilder::build(draft).has_value() == left.empty());
    });
}

}  // namespace
}  // namespace rowlock
