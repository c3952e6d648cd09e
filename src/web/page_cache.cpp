#include "web/page_cache.hpp"

namespace veche::web {

namespace {

std::size_t size_of(const Response& page)
{
    std::size_t bytes = page.text.size();
    for (const auto& [name, value] : page.headers) bytes += name.size() + value.size() + 2 * sizeof(std::string);
    if (page.shared) bytes += page.shared->plain.size() + page.shared->gzip.size() + page.shared->brotli.size();
    return bytes;
}

}  // namespace

TopicCache& PageCache::room_of(std::string_view key)
{
    return key.find('?') == std::string_view::npos ? plain_ : with_parameters_;
}

std::optional<Response> PageCache::find(std::string_view key, Instant now)
{
    const auto found = room_of(key).find(key, now).value;
    if (!found) return std::nullopt;
    return *static_cast<const Response*>(found.get());
}

void PageCache::store(std::string key, Response page, const std::vector<std::string>& topics, Ticket taken,
                      std::optional<Instant> until)
{
    const std::size_t bytes = size_of(page);
    auto& room = room_of(key);
    room.store(std::move(key), std::make_shared<const Response>(std::move(page)), bytes, topics, taken, until);
}

PageCache::Figures PageCache::figures() const
{
    const auto plain = plain_.figures();
    const auto more = with_parameters_.figures();
    return {plain.hits + more.hits, plain.misses + more.misses, plain.values + more.values, plain.bytes + more.bytes};
}

}  // namespace veche::web
