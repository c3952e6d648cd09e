#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace veche::web {

/// A name in a read model, as a number (FNV-1a, 64 bits): templates and models compare names a few thousand times a page.
/// Two names of one number would be a bug; with the few hundred names there are, the odds are 1 : 10^14.
class Key {
public:
    template <std::size_t N>
    consteval Key(const char (&name)[N]) : value_(hash(std::string_view(name, N - 1)))
    {}
    static constexpr Key of(std::string_view name) { return Key(hash(name)); }
    constexpr bool operator==(const Key&) const = default;

private:
    constexpr explicit Key(std::uint64_t value) : value_(value) {}
    static constexpr std::uint64_t hash(std::string_view name)
    {
        std::uint64_t value = 14695981039346656037U;
        for (const char c : name) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211U;
        return value;
    }
    std::uint64_t value_;
};

struct Field;

/// A value of a read model as templates read it. Sixteen bytes that own nothing: what they point to lives in a Model, or in
/// something that lives longer.
class Node {
public:
    enum class Type : std::uint8_t { nothing, boolean, integer, natural, real, text, html, list, object };

    constexpr Node() = default;
    static Node of(bool value);
    static Node of(std::int64_t value);
    static Node of(std::uint64_t value);
    static Node of(double value);
    /// The text is viewed, not copied.
    static Node view(std::string_view text) { return Node(Type::text, text.data(), text.size()); }
    /// Ready markup, viewed: what a template or the sanitizer made, never a person's text.
    static Node html(std::string_view markup) { return Node(Type::html, markup.data(), markup.size()); }
    static Node list(std::span<const Node> items) { return Node(Type::list, items.data(), items.size()); }
    static Node object(std::span<const Field> fields) { return Node(Type::object, fields.data(), fields.size()); }

    Type type() const { return type_; }
    bool boolean() const { return value_.boolean; }
    std::int64_t integer() const { return value_.integer; }
    std::uint64_t natural() const { return value_.natural; }
    double real() const { return value_.real; }
    std::string_view text() const { return {value_.text, size_}; }
    std::span<const Node> items() const { return {value_.items, size_}; }
    inline std::span<const Field> fields() const;
    /// Of an object; nullptr when it has no such name or is none.
    inline const Node* find(Key key) const;

private:
    Node(Type type, const char* text, std::size_t size) : size_(static_cast<std::uint32_t>(size)), type_(type)
    {
        value_.text = text;
    }
    Node(Type type, const Node* items, std::size_t size) : size_(static_cast<std::uint32_t>(size)), type_(type)
    {
        value_.items = items;
    }
    Node(Type type, const Field* fields, std::size_t size) : size_(static_cast<std::uint32_t>(size)), type_(type)
    {
        value_.fields = fields;
    }

    union {
        bool boolean;
        std::int64_t integer;
        std::uint64_t natural;
        double real;
        const char* text;
        const Node* items;
        const Field* fields;
    } value_{};
    std::uint32_t size_ = 0;
    Type type_ = Type::nothing;
};

struct Field {
    Key key;
    Node value;
};

inline std::span<const Field> Node::fields() const
{
    return {value_.fields, size_};
}

inline const Node* Node::find(Key key) const
{
    if (type_ != Type::object) return nullptr;
    for (std::uint32_t i = 0; i < size_; ++i)
        if (value_.fields[i].key == key) return &value_.fields[i].value;
    return nullptr;
}

/// Where the nodes of one read model live: made piece by piece, thrown away at once. Not for two threads while it grows;
/// finished, it may be read by all.
class Model {
public:
    Model();

    Node text(std::string_view text);  // copied
    Node list(std::span<const Node> items);
    Node object(std::initializer_list<Field> fields);
    /// {"$html": "…"} becomes ready markup; null becomes `nothing`, which no template prints. Texts are copied.
    Node from(const nlohmann::json& value);

private:
    template <class T>
    T* room_for(std::size_t count);

    std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;
};

/// A whole read model: its root, where its nodes live, and what else they look into.
struct WholeModel {
    Model memory;
    Node root;
    std::shared_ptr<const void> source;
};

}  // namespace veche::web
