#pragma once

// The functions of Connection; only server.cpp includes this.

#include "web/connection.hpp"
#include "web/connection_body.hpp"

namespace veche::web {

inline constexpr std::size_t decent_bytes_per_second = 8'000;  // who is as quick is never the slowest
inline constexpr std::size_t most_query_fields = 50;
inline constexpr std::chrono::milliseconds turn_time{10'000};  // for another to make what is asked for
inline constexpr int most_turns = 3;
inline constexpr std::chrono::milliseconds linger_time{3'000};
inline constexpr std::chrono::milliseconds linger_time_draining{300};

inline Connection::Connection(Service& service, IoThread& thread, int socket, std::string peer)
    : service_(service),
      thread_(thread),
      socket_(thread.io, socket),
      peer_(std::move(peer)),
      scanner_(service.head_limits),
      long_head_(service.long_head_room),
      turn_(thread.io)
{
    ErrorCode ignored;
    socket_.native_non_blocking(true, ignored);
    enter(Phase::fresh, service_.settings.header_time);
    ++service_.figures.connections;
    ++service_.figures.accepted;
    const std::lock_guard lock(thread_.mutex);
    thread_.connections.insert(this);
}

inline Connection::~Connection()
{
    {
        const std::lock_guard lock(thread_.mutex);
        thread_.connections.erase(this);
    }
    ErrorCode ignored;
    socket_.close(ignored);  // before it counts as closed
    --service_.figures.connections;
}

inline void Connection::start()
{
    auto loop = run(shared_from_this());
    asio::co_spawn(thread_.io, std::move(loop), asio::detached);
}

inline asio::awaitable<void> Connection::run(std::shared_ptr<Connection> self)
{
    try {
        co_await self->serve();
    } catch (const std::exception&) {
        // No memory, or a callback that broke its promise not to throw: this client is dropped, the others live on.
    }
}

inline void Connection::enter(Phase phase, Clock::duration time)
{
    const auto now = Clock::now();
    phase_.store(phase, std::memory_order_relaxed);
    since_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    deadline_ = time == Clock::duration::max() ? Clock::time_point::max() : now + time;
}

/// What was sent or taken at a decent speed makes the phase as young as its last byte.
inline void Connection::progress(std::uint64_t bytes)
{
    using std::chrono::nanoseconds;
    const auto now = Clock::now().time_since_epoch().count();
    const auto earned = static_cast<std::int64_t>(bytes * (std::nano::den / decent_bytes_per_second));
    since_.store(std::min(now, since_.load(std::memory_order_relaxed) + earned), std::memory_order_relaxed);
}

inline void Connection::stop()
{
    stopped_ = true;
    ErrorCode ignored;
    socket_.cancel(ignored);
}

inline void Connection::wake()
{
    turn_.cancel();
}

inline void Connection::expire_if_late(Clock::time_point now)
{
    if (stopped_ || now < deadline_) return;
    late_ = true;
    stop();
}

inline void Connection::close_if_idle()
{
    const auto phase = phase_.load(std::memory_order_relaxed);
    if (phase == Phase::idle || phase == Phase::fresh) stop();
}

inline void Connection::close_now()
{
    deadline_ = Clock::time_point::max();
    stop();
}

inline std::optional<Connection::Patience> Connection::patience() const
{
    const auto phase = phase_.load(std::memory_order_relaxed);
    if (phase == Phase::handling) return std::nullopt;
    return Patience{phase != Phase::idle, since_.load(std::memory_order_relaxed)};
}

inline asio::awaitable<void> Connection::serve()
{
    bool more = true;
    while (more) {
        const int refusal = co_await read_head();
        if (refusal == gone) co_return;
        if (refusal) {
            co_await refuse(refusal);
            co_return;
        }
        more = co_await answer();
    }
}

inline asio::awaitable<std::size_t> Connection::receive(std::size_t room)
{
    if (stopped_) co_return 0;
    const auto buffer = input_.room(room);
    ErrorCode error;
    const std::size_t count =
        co_await socket_.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
    if (error || stopped_) co_return 0;
    input_.add(count);
    co_return count;
}

inline asio::awaitable<int> Connection::read_head()
{
    const auto& settings = service_.settings;
    scanner_.restart();
    head_ = Head{};
    const bool waiting = input_.bytes().empty();
    if (waiting && service_.draining) co_return gone;
    input_.trim();
    long_head_.shrink(0);
    if (waiting)
        enter(first_ ? Phase::fresh : Phase::idle, first_ ? settings.header_time : settings.idle_time);
    else
        enter(Phase::head, settings.header_time);
    first_ = false;
    while (true) {
        const auto found = scanner_.scan(input_.bytes());
        if (found.refusal) co_return found.refusal;
        if (found.size) {
            head_size_ = found.size;
            if (input_.bytes().starts_with("\r\n")) {
                input_.consume(2);
                head_size_ -= 2;
            }
            co_return parse_head(input_.bytes().substr(0, head_size_), service_.head_limits, head_);
        }
        const std::size_t count = co_await receive(head_piece);
        if (count == 0 && late_ && !input_.bytes().empty()) co_return 408;
        if (count == 0) co_return gone;
        if (phase_ != Phase::head && phase_ != Phase::long_head) enter(Phase::head, settings.header_time);
        if (input_.held() <= 2 * head_piece) continue;
        phase_.store(Phase::long_head, std::memory_order_relaxed);  // as old as it was
        if (!hold(long_head_, input_.held())) co_return 503;
    }
}

/// From head_ into a request; afterwards nothing points into the buffer.
inline int Connection::fill(Request& request)
{
    const auto question = head_.target.find('?');
    auto host = parse_host(head_.host);
    auto path = decode_path(head_.target.substr(0, question));
    if (!host) return 400;
    request.method = head_.method;
    request.host = std::move(*host);
    request.path = path ? std::move(*path) : "/";  // one that cannot be read gets a page of its town that says so
    request.target = head_.target;
    target_readable_ = path.has_value();
    if (question != std::string_view::npos) {
        auto query = decode_pairs(head_.target.substr(question + 1), most_query_fields, &request.broken_query);
        target_readable_ = target_readable_ && query.has_value();
        if (query) request.query = std::move(*query);
    }
    std::string forwarded;
    accept_encoding_.clear();
    conditional_ = false;
    request.headers.reserve(head_.fields.size());
    for (const auto& [name, value] : head_.fields) {
        auto& [key, text] = request.headers.emplace_back(name, value);
        for (char& c : key)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (key == "cookie")
            read_cookies(text, request.cookies);
        else if (key == "accept-encoding")
            accept_encoding_ += (accept_encoding_.empty() ? "" : ",") + text;
        else if (key == "if-none-match")
            if_none_match_ = text, conditional_ = true;
        else if (key == "x-forwarded-for")
            forwarded += (forwarded.empty() ? "" : ",") + text;
    }
    request.peer = client_address(peer_, forwarded, service_.settings.proxies);
    // An odd factor only shuffles: ids of one run never repeat, and do not tell how many requests there were.
    const std::uint64_t number = service_.next_request.fetch_add(1, std::memory_order_relaxed) * 0x9E3779B97F4A7C15;
    request.id = id_text(static_cast<std::int64_t>(number >> 1));
    return 0;
}

inline asio::awaitable<bool> Connection::answer()
{
    Request request;
    ++service_.figures.requests;
    const int refusal = fill(request);
    if (refusal) {
        co_await refuse(refusal);
        co_return false;
    }
    if (!head_.has_body()) {
        input_.consume(head_size_);
        input_.trim();
        if (input_.held() <= 2 * head_piece) long_head_.shrink(0);
    }
    if (!target_readable_) co_return co_await explain(request, 400);
    if (head_.method != Method::post && service_.application.ready) {
        const std::optional<Response> ready = service_.application.ready(request);
        if (ready) co_return co_await send(*ready);
    }
    BudgetShare memory(service_.form_room);
    if (head_.has_body()) {
        std::optional<Response> refused;
        const int wrong = co_await take_body(request, memory, refused);
        if (wrong == gone) co_return false;
        if (refused) co_await send_last(*refused);
        if (refused) co_return false;
        if (wrong) {
            memory.shrink(0);
            give_back_input();
            co_return co_await explain(request, wrong);
        }
    }
    const Errand errand = service_.application.errand ? service_.application.errand(request) : Errand{};
    const int turn = co_await take_turn(request, errand.key);
    if (turn == ready_now) {
        const std::optional<Response> ready = service_.application.ready(request);
        if (ready) co_return co_await send(*ready);
    }
    std::string key;
    if (turn == my_turn) key = errand.key;
    MakerTurn making(service_.makers, std::move(key));
    enter(Phase::handling, Clock::duration::max());
    Response response;
    const std::function<void()> work = [this, &request, &response] {
        try {
            response = service_.application.handle(std::move(request));
        } catch (...) {  // it promised not to; the client is answered all the same
            response = refusal_page(500);
        }
    };
    const bool deed = head_.method == Method::post;
    WorkQueue& queue = errand.heavy ? (deed ? service_.heavy_deeds : service_.drawing) : service_.workers;
    const Done done = co_await on_worker(queue, work, !deed);
    making.end();
    memory.shrink(0);
    if (done == Done::unwanted) co_return false;
    if (done == Done::full) {
        co_await refuse(503);
        co_return false;
    }
    co_return co_await send(response);
}

/// Waits while another makes what `key` names. my_turn: this one makes it. ready_now: it should be there. 0: everyone for himself.
inline asio::awaitable<int> Connection::take_turn(const Request& request, const std::string& key)
{
    const auto& ready = service_.application.ready;
    if (key.empty() || !ready) co_return 0;
    for (int turns = 0; turns < most_turns; ++turns) {
        std::function<void()> wake = waker();
        const auto turn = service_.makers.enter(key, std::move(wake));
        if (turn == Makers::Turn::full) co_return 0;  // the workers' queue has an end of its own
        if (turn == Makers::Turn::make) {
            if (!ready(request)) co_return my_turn;
            service_.makers.leave(key);  // made between the first look and now
            co_return ready_now;
        }
        enter(Phase::handling, Clock::duration::max());
        ErrorCode ignored;
        turn_.expires_after(turn_time);
        co_await turn_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return ready(request) ? ready_now : 0;
}

inline std::function<void()> Connection::waker()
{
    return [io = &thread_.io, connection = weak_from_this()] {
        asio::post(*io, [connection] {
            if (const auto alive = connection.lock()) alive->wake();
        });
    };
}

/// `work` lives in the caller's frame until this returns. `for_client`: it is not begun when the client has gone meanwhile.
inline asio::awaitable<Done> Connection::on_worker(WorkQueue& queue, const std::function<void()>& work, bool for_client)
{
    Done done = Done::full;
    // Pointers only: what is handed to the initiation must be trivially destructible.
    const int client = for_client ? socket_.native_handle() : -1;
    auto initiate = [queue = &queue, job = &work, result = &done, io = &thread_.io, client](auto handler) {
        using Task = WorkTask<decltype(handler)>;
        auto made = std::make_unique<Task>(typename Task::Order{job, result, io, client}, std::move(handler));
        auto* const refused = made.get();
        std::unique_ptr<WorkQueue::Task> task = std::move(made);
        if (!queue->add(task)) refused->finish(Done::full);
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(initiate, asio::use_awaitable);
    if (done == Done::full) ++service_.figures.turned_away;
    if (done == Done::unwanted) ++service_.figures.left_undone;
    co_return done;
}

/// A page that says why; the connection ends with it when a body was on its way.
inline asio::awaitable<bool> Connection::explain(const Request& request, int status)
{
    Response page;
    const std::function<void()> work = [this, &request, &page, status] {
        page = service_.application.explain ? service_.application.explain(request, status) : refusal_page(status);
    };
    stopped_ = late_ = false;
    enter(Phase::handling, Clock::duration::max());
    const Done done = co_await on_worker(service_.workers, work, true);
    if (done == Done::unwanted) co_return false;
    if (done == Done::full) page = refusal_page(status);
    ++service_.figures.refused;
    co_await send_last(page);
    co_return false;
}

/// One gather write; false: the client is gone. `blocked`: wait until the socket takes more.
inline bool Connection::send_some(std::string_view& head, std::string_view& body, bool& blocked)
{
    blocked = false;
    while (!head.empty() || !body.empty()) {
        iovec parts[2] = {{const_cast<char*>(head.data()), head.size()}, {const_cast<char*>(body.data()), body.size()}};
        msghdr message{};
        message.msg_iov = head.empty() ? parts + 1 : parts;
        message.msg_iovlen = head.empty() || body.empty() ? 1 : 2;
        const auto sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        blocked = sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (sent < 0) return blocked;
        service_.figures.bytes_out.fetch_add(sent, std::memory_order_relaxed);
        const auto of_head = std::min(head.size(), static_cast<std::size_t>(sent));
        head.remove_prefix(of_head);
        body.remove_prefix(static_cast<std::size_t>(sent) - of_head);
    }
    return true;
}

inline asio::awaitable<bool> Connection::send_bytes(std::string_view head, std::string_view body)
{
    bool blocked = false;
    if (!send_some(head, body, blocked)) co_return false;
    if (!blocked) co_return true;
    // Progress within send_stall each time, and no slower than the slowest line in all.
    enter(Phase::sending, service_.settings.send_stall);
    const auto whole = std::chrono::milliseconds((head.size() + body.size()) * 1000 / slowest_bytes_per_second);
    const auto last = deadline_ + whole;
    while (blocked) {
        ErrorCode error;
        co_await socket_.async_wait(asio::posix::stream_descriptor::wait_write,
                                    asio::redirect_error(asio::use_awaitable, error));
        const auto before = head.size() + body.size();
        if (error || stopped_ || !send_some(head, body, blocked)) co_return false;
        progress(before - head.size() - body.size());
        deadline_ = std::min(last, Clock::now() + service_.settings.send_stall);
    }
    co_return true;
}

/// Whether the connection goes on.
inline asio::awaitable<bool> Connection::send(const Response& response)
{
    AnswerWish wish{head_.method, head_.http11, head_.keep_alive && !service_.draining, accept_encoding_, nullptr};
    if (conditional_) wish.if_none_match = &if_none_match_;
    const auto body = compose_answer(response, wish, thread_.date, out_);
    if (!body) {
        co_await refuse(500);
        co_return false;
    }
    const bool sent = co_await send_bytes(out_, *body);
    if (sent && wish.keep_alive) co_return true;
    if (sent) co_await linger();
    co_return false;
}

inline Response Connection::refusal_page(int status) const
{
    if (service_.application.refuse) return service_.application.refuse(status);
    return respond(status, "text/plain; charset=utf-8", std::string(reason_phrase(status)) + "\n");
}

/// Nothing of what came is looked at any more: others get its room while this one is answered and lingers.
inline void Connection::give_back_input()
{
    input_.clear();
    input_.trim();
    long_head_.shrink(0);
}

inline asio::awaitable<void> Connection::refuse(int status)
{
    give_back_input();
    ++service_.figures.refused;
    stopped_ = late_ = false;
    Response page = refusal_page(status);
    if (status == 405) page.with("allow", "GET, HEAD, POST");
    co_await send_last(page);
}

/// The last answer of this connection: more bytes may be on their way, and nobody will read them.
inline asio::awaitable<void> Connection::send_last(const Response& response)
{
    const AnswerWish wish{head_.method, head_.http11, false, {}, nullptr};
    const auto body = compose_answer(response, wish, thread_.date, out_);
    if (!body) co_return;
    const bool sent = co_await send_bytes(out_, *body);
    if (sent) co_await linger();
}

/// Closing while bytes still come would reset the connection and take the answer from the client's hands.
inline asio::awaitable<void> Connection::linger()
{
    if (::shutdown(socket_.native_handle(), SHUT_WR) != 0) co_return;
    const auto time = service_.draining ? linger_time_draining : linger_time;
    enter(Phase::closing, time);
    std::size_t count = 1;
    while (count > 0) {
        input_.clear();
        count = co_await receive(head_piece);
    }
}

}  // namespace veche::web
