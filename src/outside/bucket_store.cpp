#include <atomic>
#include <charconv>
#include <chrono>
#include <ctime>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <thread>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <pugixml.hpp>

#include "core/errors.hpp"
#include "outside/aws_signature.hpp"
#include "outside/file_store.hpp"
#include "outside/http_client.hpp"
#include "outside/log.hpp"
#include "outside/url.hpp"

// Files as objects of a bucket. The service may be slow or away, and those who ask are workers that pages need too: every question
// has a deadline, few are asked at a time, few wait for a turn and only a second, and after a failure nobody asks for a while.
namespace veche::outside {

namespace {

using namespace std::chrono_literals;

constexpr int tries = 3, at_a_time = 16, waiting_most = 16;
constexpr auto turn_time = 1s, pause_after_failure = 5s;
constexpr HttpLimits for_a_reader{.connect = 3s, .whole = 5s};  // somebody looks at a page meanwhile
constexpr std::string_view payload_header = "x-amz-content-sha256", date_header = "x-amz-date";

struct BucketAddress {
    std::string server;  // "https://storage.example:9000"
    std::string host;    // "storage.example:9000", as it is sent
    std::string name;    // the host alone
    std::string path;    // "/bucket/prefix", nothing in it to be encoded, without '/' at its end
};

std::optional<BucketAddress> parse_bucket_url(const std::string& text)
{
    const auto url = parse_url(text);
    if (!url || url->more) return std::nullopt;
    BucketAddress address;
    address.name = url->host;
    address.host = url->port.empty() ? url->host : url->host + ":" + url->port;
    address.server = url->scheme + "://" + address.host;
    std::string_view rest = text;
    rest.remove_prefix(std::min(rest.size(), rest.find("://") + 3));
    rest.remove_prefix(std::min(rest.size(), rest.find('/')));
    for (rest.remove_prefix(std::min<std::size_t>(rest.size(), 1)); !rest.empty();) {
        const auto word = rest.substr(0, rest.find('/'));
        if (word.empty() || word == "." || word == ".." || word != aws_encoded(word)) return std::nullopt;
        address.path += "/" + std::string(word);
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    return address;
}

/// "2021-06-01T08:30:00.000Z".
Instant parse_changed(std::string_view text)
{
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = 0;
        if (text.size() >= at + size) std::from_chars(text.data() + at, text.data() + at + size, value);
        return value;
    };
    const std::chrono::year_month_day day{std::chrono::year(number(0, 4)), std::chrono::month(unsigned(number(5, 2))),
                                          std::chrono::day(unsigned(number(8, 2)))};
    if (!day.ok()) throw Unavailable("a bucket's list is not understood");
    const auto moment = std::chrono::sys_days(day).time_since_epoch() + std::chrono::hours(number(11, 2)) +
                        std::chrono::minutes(number(14, 2)) + std::chrono::seconds(number(17, 2));
    return {std::chrono::duration_cast<std::chrono::milliseconds>(moment).count()};
}

/// The few questions that are asked at a time.
class Turns {
public:
    bool enter()
    {
        if (turns_.try_acquire()) return true;
        const bool may_wait = ++waiting_ <= waiting_most;
        const bool entered = may_wait && turns_.try_acquire_for(turn_time);
        --waiting_;
        return entered;
    }
    void leave() { turns_.release(); }

private:
    std::counting_semaphore<at_a_time> turns_{at_a_time};
    std::atomic<int> waiting_{0};
};

/// Whether the service answers, as its last answers show. A change is told in the log, a question more of the same is not.
class Health {
public:
    explicit Health(std::string place) : place_(std::move(place)) {}

    bool is_away() const { return now() < away_until_; }
    void went_away(std::string_view why)
    {
        away_until_ = now() + std::chrono::nanoseconds(pause_after_failure).count();
        has_trouble(why);
    }
    void has_trouble(std::string_view why)
    {
        last_trouble_ = now();
        if (!in_trouble_.exchange(true))
            log(LogLevel::warning, "the bucket is in trouble", {{"place", place_}, {"why", why}});
    }
    void is_well()
    {
        // Not at the first answer between two failures.
        const bool settled = now() - last_trouble_ > std::chrono::nanoseconds(pause_after_failure).count();
        if (in_trouble_ && settled && in_trouble_.exchange(false))
            log(LogLevel::info, "the bucket answers again", {{"place", place_}});
    }

private:
    static std::int64_t now()
    {
        return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
    }

    const std::string place_;
    std::atomic<std::int64_t> away_until_{0}, last_trouble_{0};
    std::atomic<bool> in_trouble_{false};
};

class BucketStore : public FileStore {
public:
    explicit BucketStore(BucketSettings settings)
        : address_(parse_bucket_url(settings.url).value()),
          url_(std::move(settings.url)),
          account_{settings.key, settings.region, settings.secret},
          clock_(std::move(settings.clock)),
          client_(settings.authorities),
          reader_(settings.authorities, for_a_reader),
          health_(url_)
    {
        const auto second = address_.path.find('/', 1);
        bucket_ = address_.path.substr(0, second);
        if (second != std::string::npos) prefix_ = address_.path.substr(second + 1) + "/";
    }

    void put(const std::string& key, std::string_view bytes) override
    {
        const auto answer = ask("PUT", path_of(key), {}, bytes);
        if (answer.status != 200) refuse_answer("written", answer);
    }

    std::optional<std::string> find(const std::string& key) override
    {
        auto answer = ask("GET", path_of(key), {}, {});
        if (answer.status == 404) {
            // A bucket that is not there, or not ours any longer, must not look like one without photographs.
            if (answer.body.find("NoSuchBucket") != std::string::npos) refuse_answer("read", answer);
            return std::nullopt;
        }
        if (answer.status != 200) refuse_answer("read", answer);
        return std::move(answer.body);
    }

    void remove(const std::string& key) override
    {
        const auto answer = ask("DELETE", path_of(key), {}, {});
        if (answer.status != 204 && answer.status != 200 && answer.status != 404) refuse_answer("removed", answer);
    }

    void list(const std::string& prefix, const std::function<void(const StoredFile&)>& each) override
    {
        std::string token;
        do {
            std::vector<std::pair<std::string, std::string>> query = {{"list-type", "2"}, {"prefix", prefix_ + prefix}};
            if (!token.empty()) query.emplace_back("continuation-token", token);
            const auto answer = ask("GET", bucket_, std::move(query), {});
            if (answer.status != 200) refuse_answer("listed", answer);
            auto next = read_page(answer.body, each);
            if (!next.empty() && next == token) throw Unavailable("a bucket's list has no end");
            token = std::move(next);
        } while (!token.empty());
    }

    std::string place() const override { return url_; }

private:
    std::string path_of(const std::string& key) const
    {
        std::string path = address_.path;
        for (std::string_view rest = key; !rest.empty();) {
            const auto word = rest.substr(0, rest.find('/'));
            path += "/" + aws_encoded(word);
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        }
        return path;
    }

    /// One page of a list; the token of the next one, "" at the end.
    std::string read_page(const std::string& text, const std::function<void(const StoredFile&)>& each) const
    {
        pugi::xml_document page;
        if (!page.load_buffer(text.data(), text.size())) throw Unavailable("a bucket's list is not understood");
        const auto root = page.child("ListBucketResult");
        if (!root) throw Unavailable("a bucket's list is not understood");
        for (const auto& entry : root.children("Contents")) {
            const std::string key = entry.child_value("Key");
            if (!key.starts_with(prefix_)) continue;
            each({key.substr(prefix_.size()), parse_changed(entry.child_value("LastModified")),
                  entry.child("Size").text().as_ullong()});
        }
        if (std::string_view(root.child_value("IsTruncated")) != "true") return {};
        const std::string token = root.child_value("NextContinuationToken");
        if (token.empty()) throw Unavailable("a bucket's list has no end");
        return token;
    }

    [[noreturn]] void refuse_answer(const char* done, const HttpAnswer& answer)
    {
        pugi::xml_document error;
        error.load_buffer(answer.body.data(), answer.body.size());
        const auto why = fmt::format("the bucket cannot be {}: {} {}", done, answer.status,
                                     error.child("Error").child_value("Code"));
        health_.has_trouble(why);
        throw FilesAway(why);
    }

    /// Every one of our questions may be asked twice. Faults of the service pass, and so do lost connections; three times, then it is
    /// away. For a file somebody waits with a page: it is asked for once.
    HttpAnswer ask(const std::string& method, const std::string& path,
                   std::vector<std::pair<std::string, std::string>> query, std::string_view payload)
    {
        struct Turn {
            Turns& turns;
            ~Turn() { turns.leave(); }
        };
        if (health_.is_away()) throw FilesAway("the bucket is away");
        if (!turns_.enter()) {
            health_.has_trouble("too many wait for it");
            throw FilesAway("the bucket is too slow");
        }
        const Turn turn{turns_};
        if (health_.is_away()) throw FilesAway("the bucket is away");  // since this one waited
        const bool reads = method == "GET" && query.empty();
        for (int attempt = reads ? tries : 1;; ++attempt) {
            try {
                auto answer = (reads ? reader_ : client_).ask(signed_now(method, path, query, payload));
                const bool passing = answer.status > 500 || answer.status == 429;
                if ((answer.status != 500 && !passing) || attempt == tries) return judged(std::move(answer), passing);
            } catch (const Unavailable& error) {
                if (attempt == tries) health_.went_away(error.what());
                if (attempt == tries) throw FilesAway("the bucket is away");
            }
            std::this_thread::sleep_for(100ms * (1 << (2 * attempt)));
        }
    }

    /// `passing`: a fault of the service, not of what was asked for.
    HttpAnswer judged(HttpAnswer answer, bool passing)
    {
        if (passing) health_.went_away(fmt::format("it answers {}", answer.status));
        if (answer.status < 300 || answer.status == 404) health_.is_well();
        return answer;
    }

    HttpRequest signed_now(const std::string& method, const std::string& path,
                           const std::vector<std::pair<std::string, std::string>>& query,
                           std::string_view payload) const
    {
        const auto moment = fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::time_t(clock_().milliseconds / 1000)));
        AwsRequest request{.method = method, .path = path, .query = query, .headers = {}, .payload = payload};
        request.headers = {{"host", address_.host},
                           {std::string(payload_header), aws_digest(payload)},
                           {std::string(date_header), moment}};
        HttpRequest made{.method = method, .url = address_.server + path, .headers = request.headers, .body = payload};
        if (!query.empty()) made.url += "?" + aws_query(query);
        made.headers.emplace_back("authorization", aws_authorization(request, account_, moment));
        return made;
    }

    BucketAddress address_;
    std::string url_, bucket_, prefix_;
    AwsAccount account_;
    std::function<Instant()> clock_;
    HttpClient client_, reader_;
    Health health_;
    Turns turns_;
};

}  // namespace

std::string fault_of_bucket_url(const std::string& url)
{
    const auto address = parse_bucket_url(url);
    const bool open = address && address->server.starts_with("http://");
    if (!address || address->path.empty() || (!open && !address->server.starts_with("https://")))
        return "\"https://SERVER/BUCKET\" or \"https://SERVER/BUCKET/PREFIX\" is expected";
    if (open && address->name != "127.0.0.1" && address->name != "localhost" && address->name != "[::1]")
        return "http:// is spoken with this machine only; https:// is expected";
    return {};
}

std::shared_ptr<FileStore> open_bucket(BucketSettings settings)
{
    return std::make_shared<BucketStore>(std::move(settings));
}

}  // namespace veche::outside
