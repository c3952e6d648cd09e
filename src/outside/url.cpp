#include "outside/url.hpp"

#include <curl/curl.h>

#include <memory>
#include <mutex>

namespace veche::outside {

void set_up_curl()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::optional<Url> parse_url(const std::string& text)
{
    set_up_curl();
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle(curl_url(), curl_url_cleanup);
    if (curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return std::nullopt;
    const auto part = [&](CURLUPart which) -> std::string {
        char* value = nullptr;
        if (curl_url_get(handle.get(), which, &value, 0) != CURLUE_OK) return {};
        std::string copy = value;
        curl_free(value);
        return copy;
    };
    return Url{.scheme = part(CURLUPART_SCHEME),
               .host = part(CURLUPART_HOST),
               .port = part(CURLUPART_PORT),
               .path = part(CURLUPART_PATH),
               .more = !part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty() ||
                       !part(CURLUPART_QUERY).empty() || !part(CURLUPART_FRAGMENT).empty()};
}

}  // namespace veche::outside
