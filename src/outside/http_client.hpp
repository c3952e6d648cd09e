#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veche::outside {

struct HttpRequest {
    std::string method = "GET";
    std::string url;  // http or https, everything in it percent-encoded as it is to be sent
    std::vector<std::pair<std::string, std::string>> headers;
    std::string_view body;
};

struct HttpAnswer {
    int status = 0;
    std::string body;
};

struct HttpLimits {
    std::chrono::seconds connect{3}, whole{15};
    std::size_t body_bytes = 32 << 20;  // of the answer
};

/// What we ask of other servers. Connections are kept for the next question; redirections are not followed, no proxy is used, whatever
/// the environment says. Thread-safe.
class HttpClient {
public:
    explicit HttpClient(std::string authorities = {}, HttpLimits limits = {});
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Whatever the server answers. Throws Unavailable when it cannot be reached, is too slow or says too much.
    HttpAnswer ask(const HttpRequest& request);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace veche::outside
