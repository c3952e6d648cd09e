#include "web/page_cache.hpp"

#include <atomic>
#include <list>
#include <unordered_set>

namespace veche::web {

namespace {

constexpr std::size_t most_remembered_topics = 100'000;
constexpr std::size_t entry_overhead = 256;  // nodes of the tables, roughly

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

struct Entry {
    std::string key;
    std::shared_ptr<const Response> page;
    std::vector<std::string> topics;
    std::size_t bytes = 0;
};
using Entries = std::list<Entry>;

std::size_t size_of(const std::string& key, const Response& page, const std::vector<std::string>& topics)
{
    std::size_t bytes = entry_overhead + 2 * key.size() + page.text.size();
    for (const auto& [name, value] : page.headers) bytes += name.size() + value.size() + 2 * sizeof(std::string);
    for (const auto& topic : topics) bytes += 2 * topic.size() + sizeof(std::string);
    if (page.shared) bytes += page.shared->plain.size() + page.shared->gzip.size() + page.shared->brotli.size();
    return bytes;
}

}  // namespace

/// One lock: a hit holds it for a lookup and a list splice (tens of nanoseconds), the page is copied outside.
struct PageCache::Implementation {
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
        for (const auto& topic : entry->topics) {
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

PageCache::PageCache(std::size_t bytes) : implementation_(std::make_unique<Implementation>(bytes)) {}
PageCache::~PageCache() = default;

std::optional<Response> PageCache::find(std::string_view key)
{
    auto& it = *implementation_;
    std::shared_ptr<const Response> page;
    {
        const std::lock_guard lock(it.mutex);
        const auto found = it.by_key.find(key);
        ++(found == it.by_key.end() ? it.misses : it.hits);
        if (found == it.by_key.end()) return std::nullopt;
        it.entries.splice(it.entries.begin(), it.entries, found->second);
        page = found->second->page;
    }
    return *page;
}

PageCache::Ticket PageCache::ticket() const
{
    const std::lock_guard lock(implementation_->mutex);
    return implementation_->now;
}

void PageCache::store(std::string key, Response page, const std::vector<std::string>& topics, Ticket taken)
{
    auto& it = *implementation_;
    const std::size_t bytes = size_of(key, page, topics);
    auto shared = std::make_shared<const Response>(std::move(page));
    const std::lock_guard lock(it.mutex);
    if (it.is_stale(topics, taken) || bytes > it.most_bytes) return;
    if (const auto old = it.by_key.find(key); old != it.by_key.end()) it.remove(old->second);
    it.entries.push_front({std::move(key), std::move(shared), topics, bytes});
    const auto entry = it.entries.begin();
    it.by_key.emplace(entry->key, entry);
    for (const auto& topic : topics) it.keys_of_topic[topic].insert(entry->key);
    it.bytes += bytes;
    while (it.bytes > it.most_bytes) it.remove(std::prev(it.entries.end()));
}

void PageCache::touch(const std::vector<std::string>& topics)
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

void PageCache::clear()
{
    auto& it = *implementation_;
    const std::lock_guard lock(it.mutex);
    it.floor = ++it.now;
    it.touched.clear();
    while (!it.entries.empty()) it.remove(it.entries.begin());
}

PageCache::Figures PageCache::figures() const
{
    const auto& it = *implementation_;
    const std::lock_guard lock(it.mutex);
    return {it.hits, it.misses, static_cast<std::int64_t>(it.entries.size()), static_cast<std::int64_t>(it.bytes)};
}

}  // namespace veche::web
