#include "web/model.hpp"

#include <algorithm>
#include <cstring>

#include <nlohmann/json.hpp>

namespace veche::web {

namespace {

constexpr std::size_t first_bytes = 8 * 1024;
constexpr std::string_view html_key = "$html";

}  // namespace

Node Node::of(bool value)
{
    Node node;
    node.type_ = Type::boolean;
    node.value_.boolean = value;
    return node;
}

Node Node::of(std::int64_t value)
{
    Node node;
    node.type_ = Type::integer;
    node.value_.integer = value;
    return node;
}

Node Node::of(std::uint64_t value)
{
    Node node;
    node.type_ = Type::natural;
    node.value_.natural = value;
    return node;
}

Node Node::of(double value)
{
    Node node;
    node.type_ = Type::real;
    node.value_.real = value;
    return node;
}

Model::Model() : memory_(std::make_unique<std::pmr::monotonic_buffer_resource>(first_bytes)) {}

template <class T>
T* Model::room_for(std::size_t count)
{
    return static_cast<T*>(memory_->allocate(std::max<std::size_t>(count, 1) * sizeof(T), alignof(T)));
}

Node Model::text(std::string_view text)
{
    char* copy = room_for<char>(text.size());
    std::memcpy(copy, text.data(), text.size());
    return Node::view({copy, text.size()});
}

Node Model::list(std::span<const Node> items)
{
    Node* copy = room_for<Node>(items.size());
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return Node::list({copy, items.size()});
}

Node Model::object(std::initializer_list<Field> fields)
{
    Field* copy = room_for<Field>(fields.size());
    std::uninitialized_copy(fields.begin(), fields.end(), copy);
    return Node::object({copy, fields.size()});
}

Node Model::from(const nlohmann::json& value)
{
    using Type = nlohmann::json::value_t;
    switch (value.type()) {
        case Type::boolean: return Node::of(value.get<bool>());
        case Type::number_integer: return Node::of(value.get<std::int64_t>());
        case Type::number_unsigned: return Node::of(value.get<std::uint64_t>());
        case Type::number_float: return Node::of(value.get<double>());
        case Type::string: return text(value.get_ref<const std::string&>());
        case Type::array: {
            Node* items = room_for<Node>(value.size());
            for (std::size_t i = 0; i < value.size(); ++i) std::construct_at(items + i, from(value[i]));
            return Node::list({items, value.size()});
        }
        case Type::object: {
            const auto& members = value.get_ref<const nlohmann::json::object_t&>();
            if (members.size() == 1 && members.begin()->first == html_key && members.begin()->second.is_string())
                return Node::html(text(members.begin()->second.get_ref<const std::string&>()).text());
            Field* fields = room_for<Field>(members.size());
            Field* next = fields;
            for (const auto& [name, member] : members) std::construct_at(next++, Field{Key::of(name), from(member)});
            return Node::object({fields, members.size()});
        }
        default: return {};
    }
}

}  // namespace veche::web
