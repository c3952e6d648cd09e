#include "web/page_cache.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

namespace page_cache_test {

using namespace veche::web;

namespace {

Response page(const std::string& text)
{
    Response response;
    response.with("content-type", "text/html; charset=utf-8");
    response.shared = std::make_shared<const Body>(Body{.plain = text, .etag = "\"x\""});
    return response;
}

std::string found(PageCache& cache, std::string_view key)
{
    const auto response = cache.find(key);
    return response ? response->shared->plain : "";
}

}  // namespace

TEST_CASE("a stored page is found with its headers until one of its topics is touched")
{
    PageCache cache(1'000'000);
    CHECK(found(cache, "/a") == "");
    cache.store("/a", page("a"), {"plan/1", "town/1"}, cache.ticket());
    cache.store("/b", page("b"), {"plan/2"}, cache.ticket());
    CHECK(found(cache, "/a") == "a");
    CHECK(cache.find("/a")->headers.size() == 1);
    cache.touch({"plan/2", "nobody"});
    CHECK(found(cache, "/a") == "a");
    CHECK(found(cache, "/b") == "");
    cache.touch({"town/1"});
    CHECK(found(cache, "/a") == "");
    CHECK(cache.figures().pages == 0);
    CHECK(cache.figures().bytes == 0);
    CHECK(cache.figures().hits == 3);
    CHECK(cache.figures().misses == 3);
}

TEST_CASE("a page read before a change and stored after it is not kept")
{
    PageCache cache(1'000'000);
    const auto ticket = cache.ticket();
    cache.touch({"plan/1"});
    cache.store("/a", page("old"), {"plan/1"}, ticket);
    CHECK(found(cache, "/a") == "");
    cache.store("/b", page("other"), {"plan/2"}, ticket);
    CHECK(found(cache, "/b") == "other");
    cache.store("/a", page("new"), {"plan/1"}, cache.ticket());
    CHECK(found(cache, "/a") == "new");
    const auto before_clear = cache.ticket();
    cache.clear();
    CHECK(found(cache, "/a") == "");
    cache.store("/a", page("older than the clearing"), {"plan/1"}, before_clear);
    CHECK(found(cache, "/a") == "");
}

TEST_CASE("a page stored again replaces the first")
{
    PageCache cache(1'000'000);
    cache.store("/a", page("one"), {"x"}, cache.ticket());
    cache.store("/a", page("two"), {"y", "y"}, cache.ticket());
    CHECK(found(cache, "/a") == "two");
    CHECK(cache.figures().pages == 1);
    cache.touch({"x"});
    CHECK(found(cache, "/a") == "two");
    cache.touch({"y"});
    CHECK(found(cache, "/a") == "");
}

TEST_CASE("the least recently used pages make room")
{
    PageCache cache(10'000);
    const std::string text(2'500, 'x');
    for (const auto* key : {"/1", "/2", "/3"}) cache.store(key, page(text), {"t"}, cache.ticket());
    CHECK(found(cache, "/1") == text);
    cache.store("/4", page(text), {"t"}, cache.ticket());
    CHECK(found(cache, "/2") == "");
    CHECK(found(cache, "/1") == text);
    cache.store("/huge", page(std::string(20'000, 'x')), {"t"}, cache.ticket());
    CHECK(found(cache, "/huge") == "");
    CHECK(cache.figures().pages == 3);
    CHECK(cache.figures().bytes <= 10'000);
}

TEST_CASE("forgetting old topics never lets a stale page in")
{
    PageCache cache(1'000'000);
    const auto ticket = cache.ticket();
    cache.touch({"plan/1"});
    for (int i = 0; i < 100'001; ++i) cache.touch({"other/" + std::to_string(i)});
    cache.store("/a", page("old"), {"plan/1"}, ticket);
    CHECK(found(cache, "/a") == "");
    cache.store("/a", page("new"), {"plan/1"}, cache.ticket());
    CHECK(found(cache, "/a") == "new");
}

TEST_CASE("readers and writers together never see a page older than the last change")
{
    PageCache cache(100'000);
    std::atomic<int> truth{0};  // as in the database
    std::atomic<int> told{0};   // somebody has been told that it is so
    std::atomic<bool> stop{false};
    std::atomic<int> stale{0};
    const auto read = [&] {
        while (!stop) {
            const int least = told;
            const auto text = found(cache, "/a");
            if (!text.empty() && std::stoi(text) < least) ++stale;
            const auto ticket = cache.ticket();
            cache.store("/a", page(std::to_string(truth)), {"t"}, ticket);
        }
    };
    std::thread one(read);
    std::thread two(read);
    for (int i = 1; i <= 2'000; ++i) {
        truth = i;
        cache.touch({"t"});
        told = i;
    }
    stop = true;
    one.join();
    two.join();
    CHECK(stale == 0);
    const auto last = found(cache, "/a");
    CHECK((last.empty() || std::stoi(last) == 2'000));
}

}  // namespace page_cache_test
