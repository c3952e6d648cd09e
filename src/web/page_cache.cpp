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

std::optional<Response> PageCache::find(std::string_view key)
{
    const auto found = cache_.find(key).value;
    if (!found) return std::nullopt;
    return *static_cast<const Response*>(found.get());
}

void PageCache::store(std::string key, Response page, const std::vector<std::string>& topics, Ticket taken)
{
    const std::size_t bytes = size_of(page);
    cache_.store(std::move(key), std::make_shared<const Response>(std::move(page)), bytes, topics, taken);
}

PageCache::Figures PageCache::figures() const
{
    const auto figures = cache_.figures();
    return {figures.hits, figures.misses, figures.values, figures.bytes};
}

}  // namespace veche::web
