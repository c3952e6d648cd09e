#include "web/topic_cache.hpp"

#include <list>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace veche::web {

namespace {

constexpr std::size_t most_remembered_topics = 100'000;
constexpr std::size_t entry_overhead = 256;  // nodes of the tables, roughly

std::size_t size_of(const std::string& key, std::size_t value, const std::vector<std::string>& topics)
{
    std::size_t bytes = entry_overhead + 2 * key.size() + value;
    for (const auto& topic : topics) bytes += 2 * topic.size() + sizeof(std::string);
    return bytes;
}

}  // namespace

/// One lock: a hit holds it for a lookup and a list splice (tens of nanoseconds), the value is shared.
struct TopicCache::Implementation {
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    template <class Value>
    using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

    struct Entry {
        std::string key;
        TopicCache::Value value;
        std::shared_ptr<const std::vector<std::string>> topics;
        std::size_t bytes = 0;
        std::optional<Instant> until;
    };
    using Entries = std::list<Entry>;

    explicit Implementation(std::size_t most) : most_bytes(most) {}

    const std::size_t most_bytes;
    mutable std::mutex mutex;
    Entries entries;  // most recently used first
    std::unordered_map<std::string_view, Entries::iterator, TextHash, std::equal_to<>>
        by_key;                                                   // views into the entries
    TextMap<std::unordered_set<std::string_view>> keys_of_topic;  // the same views
    TextMap<Ticket> touched;
    Ticket now = 1;
    Ticket floor = 0;  // older tickets are refused: what was touched before it has been forgotten
    std::size_t bytes = 0;
    std::int64_t hits = 0;
    std::int64_t misses = 0;

    void remove(Entries::iterator entry)
    {
        for (const auto& topic : *entry->topics) {
            const auto found = keys_of_topic.find(topic);
            if (found == keys_of_topic.end()) continue;
            found->second.erase(entry->key);
            if (found->second.empty()) keys_of_topic.erase(found);
        }
        bytes -= entry->bytes;
        by_key.erase(entry->key);
        entries.erase(entry);
    }

    bool is_stale(const std::vector<std::string>& topics, Ticket taken) const
    {
        if (taken < floor) return true;
        for (const auto& topic : topics) {
            const auto found = touched.find(topic);
            if (found != touched.end() && found->second > taken) return true;
        }
        return false;
    }
};

TopicCache::TopicCache(std::size_t bytes) : implementation_(std::make_unique<Implementation>(bytes)) {}
TopicCache::~TopicCache() = default;

TopicCache::Found TopicCache::find(std::string_view key, Instant now)
{
    auto& it = *implementation_;
    const std::lock_guard lock(it.mutex);
    auto found = it.by_key.find(key);
    if (found != it.by_key.end() && found->second->until && *found->second->until <= now) {
        it.remove(found->second);
        found = it.by_key.end();
    }
    ++(found == it.by_key.end() ? it.misses : it.hits);
    if (found == it.by_key.end()) return {};
    it.entries.splice(it.entries.begin(), it.entries, found->second);
    return {found->second->value, found->second->topics, found->second->until};
}

TopicCache::Ticket TopicCache::ticket() const
{
    const std::lock_guard lock(implementation_->mutex);
    return implementation_->now;
}

void TopicCache::store(std::string key, Value value, std::size_t bytes, std::vector<std::string> topics, Ticket taken,
                       std::optional<Instant> until)
{
    auto& it = *implementation_;
    const std::size_t size = size_of(key, bytes, topics);
    auto shared = std::make_shared<const std::vector<std::string>>(std::move(topics));
    const std::lock_guard lock(it.mutex);
    if (it.is_stale(*shared, taken) || size > it.most_bytes) return;
    if (const auto old = it.by_key.find(key); old != it.by_key.end()) it.remove(old->second);
    it.entries.push_front({std::move(key), std::move(value), std::move(shared), size, until});
    const auto entry = it.entries.begin();
    it.by_key.emplace(entry->key, entry);
    for (const auto& topic : *entry->topics) it.keys_of_topic[topic].insert(entry->key);
    it.bytes += size;
    while (it.bytes > it.most_bytes) it.remove(std::prev(it.entries.end()));
}

void TopicCache::touch(const std::vector<std::string>& topics)
{
    auto& it = *implementation_;
    const std::lock_guard lock(it.mutex);
    ++it.now;
    if (it.touched.size() + topics.size() > most_remembered_topics) {
        it.touched.clear();
        it.floor = it.now;
    }
    for (const auto& topic : topics) {
        it.touched[topic] = it.now;
        const auto found = it.keys_of_topic.find(topic);
        if (found == it.keys_of_topic.end()) continue;
        const auto keys = found->second;  // removing changes the set
        for (const auto key : keys) it.remove(it.by_key.find(key)->second);
    }
}

void TopicCache::clear()
{
    auto& it = *implementation_;
    const std::lock_guard lock(it.mutex);
    it.floor = ++it.now;
    it.touched.clear();
    while (!it.entries.empty()) it.remove(it.entries.begin());
}

TopicCache::Figures TopicCache::figures() const
{
    const auto& it = *implementation_;
    const std::lock_guard lock(it.mutex);
    return {it.hits, it.misses, static_cast<std::int64_t>(it.entries.size()), static_cast<std::int64_t>(it.bytes)};
}

}  // namespace veche::web
