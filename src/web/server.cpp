#include "web/server.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "core/expect.hpp"
#include "web/connection_loop.hpp"

namespace veche::web {

namespace {

constexpr std::chrono::milliseconds accept_pause{100};  // when there are no more file descriptors
constexpr std::chrono::milliseconds room_pause{50};     // those who were told to go need a moment to be gone
constexpr int disk_workers = 2;

std::string http_date()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[parts.tm_wday], parts.tm_mday,
                       months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string address_text(const sockaddr_storage& address)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET)
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
    if (address.ss_family == AF_INET6)
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
    const std::string_view whole(text);
    // A listener on [::] sees IPv4 clients so; settings and logs write them the usual way.
    constexpr std::string_view mapped = "::ffff:";
    const bool is_mapped = whole.starts_with(mapped) && whole.find('.') != std::string_view::npos;
    return std::string(is_mapped ? whole.substr(mapped.size()) : whole);
}

[[noreturn]] void fail(const ServerSettings& settings, const char* what)
{
    const std::string reason = std::strerror(errno);
    throw std::runtime_error(fmt::format("cannot {} {}:{}: {}", what, settings.address, settings.port, reason));
}

/// Owns a descriptor until release().
class Guarded {
public:
    explicit Guarded(int descriptor) : descriptor_(descriptor) {}
    ~Guarded()
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Guarded(const Guarded&) = delete;
    int get() const { return descriptor_; }
    int release() { return std::exchange(descriptor_, -1); }

private:
    int descriptor_;
};

int listen_on(const ServerSettings& settings)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const auto port = std::to_string(settings.port);
    if (const int error = getaddrinfo(settings.address.c_str(), port.c_str(), &hints, &found))
        throw std::runtime_error(fmt::format("cannot listen on {}: {}", settings.address, gai_strerror(error)));
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> address(found, &freeaddrinfo);
    Guarded listener(::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (listener.get() < 0) fail(settings, "open a socket for");
    const int on = 1;
    setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(listener.get(), found->ai_addr, found->ai_addrlen) != 0) fail(settings, "listen on");
    if (::listen(listener.get(), 4096) != 0) fail(settings, "listen on");
    return listener.release();
}

std::uint16_t port_of(int listener)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                               : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

}  // namespace

/// From start() to the end of drain().
class Runtime {
public:
    Runtime(const ServerSettings& settings, const Application& application, ServerFigures& figures);
    ~Runtime() { finish(); }

    std::uint16_t port() const { return port_; }
    void adopt(int socket, std::string peer);
    void drain();

private:
    asio::awaitable<void> accept_loop();
    asio::awaitable<void> tick_loop(IoThread& thread);
    static void run_loop(asio::io_context& io);
    bool accept_some();
    void make_room(Among among);
    void drop_slowest(Among among);
    void on_all(void (Connection::*action)());
    void wait_for_end(Clock::duration time) const;
    void finish();

    const ServerSettings& settings_;
    std::vector<std::unique_ptr<IoThread>>
        threads_;  // gone in finish(), after the workers, whose tasks hold connections
    Service service_;
    std::unique_ptr<asio::posix::stream_descriptor> listener_;
    std::uint16_t port_ = 0;
    std::atomic<std::size_t> turn_{0};
    std::atomic<std::int64_t> bodies_dropped_{0}, heads_dropped_{0};  // when, the last time
};

Runtime::Runtime(const ServerSettings& settings, const Application& application, ServerFigures& figures)
    : settings_(settings),
      service_{settings,
               application,
               figures,
               HeadLimits{.bytes = settings.header_bytes, .fields = settings.header_fields},
               {std::max(1, settings.workers), settings.queue},
               {std::max(1, settings.heavy_workers), settings.heavy_queue},
               {std::max(1, settings.heavy_workers), settings.heavy_queue},
               {disk_workers, settings.connections},
               Makers(settings.queue),
               std::make_shared<ByteBudget>(settings.upload_bytes),
               std::make_shared<ByteBudget>(settings.form_bytes),
               std::make_shared<ByteBudget>(settings.long_head_bytes),
               [this](Among among) { drop_slowest(among); },
               false,
               (std::uint64_t{randombytes_random()} << 32) + randombytes_random()}
{
    const int listener = listen_on(settings);
    port_ = port_of(listener);
    for (int i = 0; i < std::max(1, settings.io_threads); ++i) threads_.push_back(std::make_unique<IoThread>());
    listener_ = std::make_unique<asio::posix::stream_descriptor>(threads_.front()->io, listener);
    for (const auto& thread : threads_) {
        thread->date = http_date();
        auto ticking = tick_loop(*thread);
        asio::co_spawn(thread->io, std::move(ticking), asio::detached);
    }
    auto accepting = accept_loop();
    asio::co_spawn(threads_.front()->io, std::move(accepting), asio::detached);
    for (const auto& thread : threads_) thread->thread = std::thread([io = &thread->io] { run_loop(*io); });
}

/// A handler that throws (no memory) costs its own connection only.
void Runtime::run_loop(asio::io_context& io)
{
    while (!io.stopped()) {
        try {
            io.run();
        } catch (const std::exception&) {
            std::this_thread::yield();
        }
    }
}

void Runtime::adopt(int socket, std::string peer)
{
    const std::size_t turn = turn_.fetch_add(1, std::memory_order_relaxed);
    IoThread& thread = *threads_[turn % threads_.size()];
    auto connection = std::make_shared<Connection>(service_, thread, socket, std::move(peer));
    asio::post(thread.io, [connection = std::move(connection)] { connection->start(); });
}

bool somebody_waits(int listener)
{
    pollfd one{.fd = listener, .events = POLLIN, .revents = 0};
    return ::poll(&one, 1, 0) > 0;
}

/// false: no descriptors or memory; come back later.
bool Runtime::accept_some()
try {
    constexpr int at_once = 64;  // connections of this thread wait meanwhile
    for (int i = 0; i < at_once; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int socket = ::accept4(listener_->native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
                                     SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
        if (socket < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
            // It looks for a descriptor before it looks whether anybody waits: nobody makes room for nobody.
            if (!somebody_waits(listener_->native_handle())) return true;
            make_room(Among::all);
            return false;
        }
        if (socket < 0) continue;  // that client went away, or its network did (accept(2), "Error handling")
        Guarded guarded(socket);
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (service_.figures.connections >= static_cast<std::int64_t>(settings_.connections)) make_room(Among::all);
        adopt(guarded.release(), address_text(address));
    }
    return true;
} catch (const std::bad_alloc&) {
    return false;
}

asio::awaitable<void> Runtime::accept_loop()
{
    asio::steady_timer pause(threads_.front()->io);
    while (!service_.draining) {
        ErrorCode error;
        co_await listener_->async_wait(asio::posix::stream_descriptor::wait_read,
                                       asio::redirect_error(asio::use_awaitable, error));
        if (error || service_.draining) break;
        if (accept_some()) continue;
        pause.expires_after(accept_pause);
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
}

/// Looks at all connections, so closes a hundredth of them at once when there are many.
void Runtime::make_room(Among among)
{
    using Candidate = std::pair<Connection::Patience, std::shared_ptr<Connection>>;
    std::vector<Candidate> candidates;
    for (const auto& thread : threads_) {
        const std::lock_guard lock(thread->mutex);
        for (auto* connection : thread->connections) {
            const auto patience = connection->patience();
            if (!patience || !connection->is_among(among)) continue;
            if (auto alive = connection->weak_from_this().lock()) candidates.emplace_back(*patience, std::move(alive));
        }
    }
    const auto count = std::min(candidates.size(), 1 + settings_.connections / 100);
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(count);
    std::ranges::nth_element(candidates, middle, {}, &Candidate::first);
    service_.figures.evicted += static_cast<std::int64_t>(count);
    // The last holder must let go on the connection's own thread, so all of them are sent home.
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto& io = candidates[i].second->thread().io;
        const bool close = i < count;
        asio::post(io, [close, connection = std::move(candidates[i].second)] {
            if (close) connection->close_now();
        });
    }
}

void Runtime::drop_slowest(Among among)
{
    auto& last = among == Among::bodies ? bodies_dropped_ : heads_dropped_;
    const auto now = Clock::now().time_since_epoch().count();
    auto before = last.load();
    const auto pause = std::chrono::nanoseconds(room_pause).count();
    if (now - before >= pause && last.compare_exchange_strong(before, now)) make_room(among);
}

asio::awaitable<void> Runtime::tick_loop(IoThread& thread)
{
    using std::chrono::milliseconds;
    const auto shortest =
        std::min({settings_.header_time, settings_.idle_time, settings_.send_stall, milliseconds(2'000)});
    const auto tick = std::clamp(shortest / 8, milliseconds(5), milliseconds(250));
    asio::steady_timer timer(thread.io);
    while (true) {
        timer.expires_after(tick);
        ErrorCode error;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
        thread.date = http_date();
        const auto now = Clock::now();
        const std::lock_guard lock(thread.mutex);
        for (auto* connection : thread.connections) connection->expire_if_late(now);
    }
}

void Runtime::on_all(void (Connection::*action)())
{
    for (const auto& thread : threads_)
        asio::post(thread->io, [thread = thread.get(), action] {
            const std::lock_guard lock(thread->mutex);
            for (auto* connection : thread->connections) (connection->*action)();
        });
}

void Runtime::wait_for_end(Clock::duration time) const
{
    const auto until = Clock::now() + time;
    while (service_.figures.connections > 0 && Clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

void Runtime::drain()
{
    service_.draining = true;
    asio::post(threads_.front()->io, [this] { listener_->close(); });
    on_all(&Connection::close_if_idle);
    wait_for_end(settings_.drain_time);
    on_all(&Connection::close_now);
    wait_for_end(std::chrono::milliseconds(200));
    finish();
}

void Runtime::finish()
{
    for (const auto& thread : threads_) thread->io.stop();
    for (const auto& thread : threads_)
        if (thread->thread.joinable()) thread->thread.join();
    for (auto* queue : {&service_.workers, &service_.drawing, &service_.heavy_deeds, &service_.disk}) queue->stop();
    // What still hangs in the loops goes while all it may touch is there.
    service_.makers.close();
    listener_.reset();
    threads_.clear();
}

struct Server::Implementation {
    const ServerSettings settings;
    const Application application;
    ServerFigures figures;
    std::mutex mutex;
    std::uint16_t port = 0;
    std::unique_ptr<Runtime> runtime;
};

Server::Server(ServerSettings settings, Application application)
    : implementation_(new Implementation{std::move(settings), std::move(application)})
{
    VECHE_EXPECT(implementation_->application.handle != nullptr);
}

Server::~Server()
{
    drain();
}

void Server::start()
{
    auto& it = *implementation_;
    const std::lock_guard lock(it.mutex);
    VECHE_EXPECT(!it.runtime);
    it.runtime = std::make_unique<Runtime>(it.settings, it.application, it.figures);
    it.port = it.runtime->port();
}

std::uint16_t Server::port() const
{
    return implementation_->port;
}

void Server::adopt(int socket, std::string peer)
{
    VECHE_EXPECT(implementation_->runtime != nullptr);
    implementation_->runtime->adopt(socket, std::move(peer));
}

void Server::drain()
{
    auto& it = *implementation_;
    const std::lock_guard lock(it.mutex);
    if (!it.runtime) return;
    it.runtime->drain();
    it.runtime.reset();
}

const ServerFigures& Server::figures() const
{
    return implementation_->figures;
}

}  // namespace veche::web
