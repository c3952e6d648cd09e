#include "outside/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <mutex>

#include "core/errors.hpp"
#include "outside/url.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t kept_handles_most = 16;

using EasyHandle = std::unique_ptr<CURL, void (*)(CURL*)>;
using HeaderList = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

struct Receiving {
    std::string* into;
    std::size_t most;
};

std::size_t receive(char* data, std::size_t size, std::size_t count, void* where)
{
    auto& receiving = *static_cast<Receiving*>(where);
    const auto bytes = size * count;
    if (receiving.into->size() + bytes > receiving.most) return 0;  // ends the transfer
    receiving.into->append(data, bytes);
    return bytes;
}

std::size_t give_body(char* to, std::size_t size, std::size_t count, void* from)
{
    auto& rest = *static_cast<std::string_view*>(from);
    const auto bytes = std::min(size * count, rest.size());
    std::memcpy(to, rest.data(), bytes);
    rest.remove_prefix(bytes);
    return bytes;
}

HeaderList header_list(const HttpRequest& request)
{
    HeaderList list(nullptr, curl_slist_free_all);
    const auto add = [&list](const std::string& line) {
        auto* longer = curl_slist_append(list.get(), line.c_str());
        if (!longer) throw Unavailable("no memory for a request");
        static_cast<void>(list.release());
        list.reset(longer);
    };
    for (const auto& [name, value] : request.headers) add(name + ": " + value);
    add("Expect:");  // our bodies are small; waiting for "100 Continue" costs a second where it is not known
    return list;
}

void set_method(CURL* handle, const HttpRequest& request, std::string_view& rest)
{
    if (request.method == "PUT") {
        curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle, CURLOPT_READFUNCTION, give_body);
        curl_easy_setopt(handle, CURLOPT_READDATA, &rest);
        curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(request.body.size()));
    } else if (request.method != "GET") {
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
}

}  // namespace

struct HttpClient::Inside {
    std::string authorities;
    HttpLimits limits;
    std::mutex mutex;
    std::vector<EasyHandle> free;  // each with its connection

    EasyHandle take()
    {
        const std::lock_guard lock(mutex);
        if (free.empty()) return EasyHandle(curl_easy_init(), curl_easy_cleanup);
        auto handle = std::move(free.back());
        free.pop_back();
        return handle;
    }
    void give_back(EasyHandle handle)
    {
        const std::lock_guard lock(mutex);
        if (free.size() < kept_handles_most) free.push_back(std::move(handle));
    }
    void set_up(CURL* handle) const
    {
        curl_easy_reset(handle);  // keeps the connection
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);  // what is signed is what is sent
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, long(limits.connect.count()));
        curl_easy_setopt(handle, CURLOPT_TIMEOUT, long(limits.whole.count()));
        if (!authorities.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, authorities.c_str());
    }
};

HttpClient::HttpClient(std::string authorities, HttpLimits limits) : inside_(std::make_unique<Inside>())
{
    set_up_curl();
    inside_->authorities = std::move(authorities);
    inside_->limits = limits;
}

HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::ask(const HttpRequest& request)
{
    auto handle = inside_->take();
    CURL* curl = handle.get();
    if (!curl) throw Unavailable("no memory for a request");
    inside_->set_up(curl);
    HttpAnswer answer;
    Receiving receiving{&answer.body, inside_->limits.body_bytes};
    std::string_view rest = request.body;
    const auto headers = header_list(request);
    set_method(curl, request, rest);
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiving);
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        throw Unavailable(curl_easy_strerror(code));  // the address may be a secret; the reason is none
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = int(status);
    inside_->give_back(std::move(handle));
    return answer;
}

}  // namespace veche::outside
