#include "mockorg/soql/value_set.hpp"

#include "mockorg/base/folded_text.hpp"

#include <algorithm>

namespace rowlock::soql {

namespace {

template <class T>
void sort_unique(std::vector<T>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <class T>
bool is_in(const std::vector<T>& sorted, const T& value) {
    if (sorted.size() == 1) return sorted.front() == value;
    return std::binary_search(sorted.begin(), sorted.end(), value);
}

template <class T>
int sign_of(const T& a, const T& b) {
    if (a < b) return -1;
    return b < a ? 1 : 0;
}

}  // namespace

void ValueSet::add_text(std::string_view value) {
    texts_.push_back(kind_ == Kind::exact_text ? std::string{value} : fold_case(value));
}

void ValueSet::add_record(const RecordId& id, const ObjectType* object) {
    ids_.push_back(id);
    if (object != nullptr) objects_.push_back(object->number);
}

void ValueSet::seal() {
    sort_unique(numbers_);
    sort_unique(instants_);
    sort_unique(texts_);
    sort_unique(ids_);
    sort_unique(objects_);
    if (kind_ == Kind::text && texts_.size() == 1 && is_ascii(texts_.front()))
        only_text_.emplace(texts_.front());
}

bool ValueSet::contains(const Value& value, const RecordReader& records) const {
    switch (value.kind) {
        case Value::Kind::null:
            return has_null_ || (kind_ == Kind::boolean && has_false_);
        case Value::Kind::boolean:
            return value.boolean ? has_true_ : has_false_;
        case Value::Kind::number:
            return is_in(numbers_, value.number);
        case Value::Kind::text:
            return contains_text(value.text);
        case Value::Kind::date:
            return kind_ == Kind::date && contains_instant(value.date);
        case Value::Kind::datetime:
            return kind_ == Kind::datetime && contains_instant(value.datetime);
        case Value::Kind::reference:
            return contains_record(value.record, records);
    }
    return false;
}

bool ValueSet::contains_instant(std::int64_t instant) const {
    return is_in(instants_, instant) ||
           std::any_of(ranges_.begin(), ranges_.end(), [&](const Range& range) {
               return instant >= range.first && instant < range.end;
           });
}

bool ValueSet::contains_text(std::string_view text) const {
    if (kind_ == Kind::exact_text) {
        return std::binary_search(texts_.begin(), texts_.end(), text);
    }
    if (only_text_) return text.size() == only_text_->size() && only_text_->equal(text.data());
    if (texts_.size() == 1) return equal_folded(text, texts_.front());
    const auto place =
        std::partition_point(texts_.begin(), texts_.end(), [&](const std::string& each) {
            return compare_folded(text, each) > 0;
        });
    return place != texts_.end() && equal_folded(text, *place);
}

bool ValueSet::contains_record(RecordHandle record, const RecordReader& records) const {
    return is_in(objects_, record.object) && is_in(ids_, records.id_of(record));
}

std::optional<int> ValueSet::compare(const Value& value, const RecordReader& records) const {
    if (value.kind == Value::Kind::number && !numbers_.empty()) {
        return sign_of(value.number, numbers_.front());
    }
    if (value.kind == Value::Kind::text && !texts_.empty()) {
        return kind_ == Kind::exact_text ? value.text.compare(texts_.front())
                                         : compare_folded(value.text, texts_.front());
    }
    if (value.kind == Value::Kind::date && kind_ == Kind::date && !instants_.empty()) {
        return sign_of(std::int64_t{value.date}, instants_.front());
    }
    if (value.kind == Value::Kind::datetime && kind_ == Kind::datetime && !instants_.empty()) {
        return sign_of(value.datetime, instants_.front());
    }
    if (value.kind == Value::Kind::reference && !ids_.empty()) {
        return sign_of(records.id_of(value.record), ids_.front());
    }
    return std::nullopt;
}

}  // namespace rowlock::soql
