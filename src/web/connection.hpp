#pragma once

// Only server.cpp includes this: Asio and Beast cost half a minute per translation unit.
//
// g++ 12 miscompiles some co_await expressions (docs/adr/0004-http.md). In this file every argument of a co_await is a
// named object, a reference or trivially destructible; no lambda with owning captures, no aggregate temporary and no ?:
// stands in a co_await expression.

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/http.hpp>
#include <unordered_set>

#include "core/id.hpp"
#include "core/text.hpp"
#include "web/byte_budget.hpp"
#include "web/connection_answer.hpp"
#include "web/form_reader.hpp"
#include "web/framing.hpp"
#include "web/makers.hpp"
#include "web/server.hpp"
#include "web/target.hpp"
#include "web/work_queue.hpp"

namespace veche::web {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using ErrorCode = boost::system::error_code;

class Connection;

/// One event loop with the connections that live on it.
struct IoThread {
    std::mutex mutex;  // guards `connections` for the thread that looks for the oldest idle one
    std::unordered_set<Connection*> connections;
    std::string date;  // of the Date header, renewed by the tick
    asio::io_context io{1};
    std::thread thread;
};

/// Of whom some have to go when there is no room for all.
enum class Among { all, long_heads, bodies };

/// What all connections of a running server share.
struct Service {
    const ServerSettings& settings;
    const Application& application;
    ServerFigures& figures;
    const HeadLimits head_limits;
    WorkQueue workers;      // pages and deeds
    WorkQueue drawing;      // heavy answers
    WorkQueue heavy_deeds;  // never behind them: whoever asks for drawings is nobody known
    WorkQueue disk;         // pieces of uploads
    Makers makers;
    const std::shared_ptr<ByteBudget> upload_room;
    const std::shared_ptr<ByteBudget> form_room;
    const std::shared_ptr<ByteBudget> long_head_room;  // not with the forms: anybody can send a head without end
    std::function<void(Among)> drop_slowest;
    std::atomic<bool> draining{false};
    std::atomic<std::uint64_t> next_request;
};

/// What became of something handed to a queue.
enum class Done { yes, full, unwanted };

/// A coroutine of a connection that waits for a worker.
template <class Handler>
class WorkTask final : public WorkQueue::Task {
public:
    struct Order {
        const std::function<void()>* work;
        Done* done;
        asio::io_context* io;
        int client;  // its socket; -1: the work is done for whoever asked, there or not
    };
    WorkTask(const Order& order, Handler&& handler) : order_(order), handler_(std::move(handler)) {}

    bool is_wanted() const override
    {
        if (order_.client < 0) return true;
        pollfd wait{.fd = order_.client, .events = POLLRDHUP, .revents = 0};
        return ::poll(&wait, 1, 0) <= 0 || !(wait.revents & (POLLRDHUP | POLLHUP | POLLERR));
    }
    void run(bool wanted) override
    {
        try {
            if (wanted) (*order_.work)();
        } catch (...) {  // no memory: the connection ends, nothing was decided
            wanted = false;
        }
        finish(wanted ? Done::yes : Done::unwanted);
    }
    void finish(Done done)
    {
        *order_.done = done;
        asio::post(*order_.io, std::move(handler_));
    }

private:
    const Order order_;
    Handler handler_;
};

/// The body type of Beast's parser: pieces go to a FormReader as they are decoded.
struct PieceBody {
    struct value_type {
        FormReader* form = nullptr;
        int refusal = 0;
    };
    class reader {
    public:
        template <bool is_request, class Fields>
        reader(boost::beast::http::header<is_request, Fields>& /*head*/, value_type& value) : value_(value)
        {}
        void init(const boost::optional<std::uint64_t>& /*length*/, ErrorCode& error) { error = {}; }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, ErrorCode& error)
        {
            error = {};
            std::size_t taken = 0;
            for (const auto& buffer : boost::beast::buffers_range_ref(buffers)) {
                value_.refusal = value_.form->feed({static_cast<const char*>(buffer.data()), buffer.size()});
                if (value_.refusal) error = make_error_code(boost::system::errc::operation_canceled);
                if (value_.refusal) break;
                taken += buffer.size();
            }
            return taken;
        }
        void finish(ErrorCode& error) { error = {}; }

    private:
        value_type& value_;
    };
};

/// Received bytes not yet used.
class InputBuffer {
public:
    std::string_view bytes() const { return {data_.data() + begin_, end_ - begin_}; }
    void consume(std::size_t count) { begin_ += count; }
    void add(std::size_t count) { end_ += count; }
    void clear() { begin_ = end_ = 0; }
    std::size_t held() const { return data_.size(); }
    /// A long body's room is given back; between requests a connection costs little.
    void trim()
    {
        if (begin_ == end_ && data_.size() > 8 * 1024) data_ = std::vector<char>(), clear();
    }
    /// At least `least` free bytes behind what is there.
    asio::mutable_buffer room(std::size_t least)
    {
        if (begin_ == end_) clear();
        if (data_.size() - end_ < least && begin_ > 0) {
            std::copy(data_.begin() + begin_, data_.begin() + end_, data_.begin());
            end_ -= begin_;
            begin_ = 0;
        }
        if (data_.size() - end_ < least) data_.resize(end_ + least);
        return asio::buffer(data_.data() + end_, data_.size() - end_);
    }

private:
    std::vector<char> data_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    /// Takes `socket` over, which does not block.
    Connection(Service& service, IoThread& thread, int socket, std::string peer);
    ~Connection();
    Connection(const Connection&) = delete;

    /// On its own thread, once.
    void start();
    /// The four below: on its own thread.
    void expire_if_late(Clock::time_point now);
    void close_if_idle();
    void close_now();
    void wake();
    /// Any thread. How good a one this is to close when there is no room for another: the lower, the better; nothing: it works
    /// for somebody. First those that were answered and have asked nothing since, they lose nothing; then those that
    /// keep us waiting, newcomers that have said nothing yet among them, by how long they do: what they sent or took
    /// counts for them.
    struct Patience {
        bool keeps_waiting = false;
        std::int64_t since = 0;  // nanoseconds of the steady clock
        friend auto operator<=>(const Patience&, const Patience&) = default;
    };
    std::optional<Patience> patience() const;
    bool is_among(Among some) const
    {
        const auto phase = phase_.load(std::memory_order_relaxed);
        return some == Among::all || phase == (some == Among::bodies ? Phase::body : Phase::long_head);
    }
    IoThread& thread() const { return thread_; }

private:
    enum class Phase { fresh, idle, head, long_head, body, handling, sending, closing };
    static constexpr int gone = -1;  // instead of a refusal: nobody is there to be answered
    static constexpr int my_turn = 1, ready_now = 2;

    static asio::awaitable<void> run(std::shared_ptr<Connection> self);
    asio::awaitable<void> serve();
    asio::awaitable<int> read_head();
    asio::awaitable<bool> answer();
    asio::awaitable<int> take_turn(const Request& request, const std::string& key);
    asio::awaitable<bool> explain(const Request& request, int status);
    asio::awaitable<int> take_body(Request& request, BudgetShare& memory, std::optional<Response>& refused);
    asio::awaitable<int> read_body(Request& request, FormReader& reader, const BodyLimits& limits, BudgetShare& memory);
    asio::awaitable<std::size_t> receive(std::size_t room);
    asio::awaitable<Done> on_worker(WorkQueue& queue, const std::function<void()>& work, bool for_client);
    asio::awaitable<bool> send(const Response& response);
    asio::awaitable<void> send_last(const Response& response);
    asio::awaitable<bool> send_bytes(std::string_view head, std::string_view body);
    asio::awaitable<void> refuse(int status);
    asio::awaitable<void> linger();

    int fill(Request& request);
    template <class Parser>
    bool same_framing(const Parser& parser) const;
    int after_put(const ErrorCode& error, int refusal) const;
    bool send_some(std::string_view& head, std::string_view& body, bool& blocked);
    std::function<void()> waker();
    Response refusal_page(int status) const;
    void enter(Phase phase, Clock::duration time);
    void progress(std::uint64_t bytes);
    bool asks_first(const BodyLimits& limits) const;
    bool hold(BudgetShare& memory, std::size_t bytes);
    std::size_t room_for(std::uint64_t received) const;
    void give_back_input();
    void stop();

    Service& service_;
    IoThread& thread_;
    asio::posix::stream_descriptor socket_;
    const std::string peer_;
    InputBuffer input_;
    HeadScanner scanner_;
    Head head_;
    std::size_t head_size_ = 0;
    std::string out_;              // the answer's head
    std::string accept_encoding_;  // copies: the request is the handler's by then
    std::string if_none_match_;
    BudgetShare long_head_;
    asio::steady_timer turn_;  // while another makes what is asked for
    bool target_readable_ = true;
    bool conditional_ = false;
    bool first_ = true;
    bool stopped_ = false;  // a deadline passed, or we are to close
    bool late_ = false;
    Clock::time_point deadline_ = Clock::time_point::max();
    std::atomic<Phase> phase_{Phase::fresh};
    std::atomic<std::int64_t> since_{0};
};

}  // namespace veche::web
