#pragma once

// The bodies of Connection; only server.cpp includes this.

#include "web/connection.hpp"

namespace veche::web {

namespace http = boost::beast::http;

inline constexpr std::size_t slowest_bytes_per_second = 500;  // of a body coming or an answer going
inline constexpr std::size_t body_piece = 64 * 1024;
inline constexpr std::size_t head_piece = 4 * 1024;
inline constexpr std::chrono::milliseconds linger_time{3'000};
inline constexpr std::chrono::milliseconds linger_time_draining{300};

inline Connection::Connection(Service& service, IoThread& thread, int socket, std::string peer)
    : service_(service),
      thread_(thread),
      socket_(thread.io, socket),
      peer_(std::move(peer)),
      scanner_(service.head_limits)
{
    ErrorCode ignored;
    socket_.native_non_blocking(true, ignored);
    enter(Phase::idle, service_.settings.header_time);
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

inline void Connection::stop()
{
    stopped_ = true;
    ErrorCode ignored;
    socket_.cancel(ignored);
}

inline void Connection::expire_if_late(Clock::time_point now)
{
    if (stopped_ || now < deadline_) return;
    late_ = true;
    stop();
}

inline void Connection::close_if_idle()
{
    if (phase_ == Phase::idle) stop();
}

inline void Connection::close_now()
{
    deadline_ = Clock::time_point::max();
    stop();
}

inline std::int64_t Connection::waits_since(bool partial) const
{
    const auto phase = phase_.load(std::memory_order_relaxed);
    return phase == (partial ? Phase::head : Phase::idle) ? since_.load(std::memory_order_relaxed) : 0;
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
    enter(waiting ? Phase::idle : Phase::head, waiting && !first_ ? settings.idle_time : settings.header_time);
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
        if (phase_ == Phase::idle) enter(Phase::head, settings.header_time);
    }
}

/// From head_ into a request; afterwards nothing points into the buffer.
inline int Connection::fill(Request& request)
{
    const auto question = head_.target.find('?');
    auto host = parse_host(head_.host);
    auto path = decode_path(head_.target.substr(0, question));
    if (!host || !path) return 400;
    request.method = head_.method;
    request.host = std::move(*host);
    request.path = std::move(*path);
    request.target = head_.target;
    if (question != std::string_view::npos) {
        auto query = decode_pairs(head_.target.substr(question + 1), 50);
        if (!query) return 400;
        request.query = std::move(*query);
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
    int refusal = fill(request);
    if (!refusal && !head_.has_body()) input_.consume(head_size_);
    if (!refusal && head_.method != Method::post && service_.application.ready) {
        const std::optional<Response> ready = service_.application.ready(request);
        if (ready) co_return co_await send(*ready);
    }
    if (!refusal && head_.has_body()) refusal = co_await read_body(request);
    if (refusal == gone) co_return false;
    if (refusal) {
        co_await refuse(refusal);
        co_return false;
    }
    enter(Phase::handling, Clock::duration::max());
    Response response;
    const std::function<void()> work = [this, &request, &response] {
        try {
            response = service_.application.handle(std::move(request));
        } catch (...) {  // it promised not to; the client is answered all the same
            response = refusal_page(500);
        }
    };
    co_await on_worker(work);
    co_return co_await send(response);
}

/// `work` lives in the caller's frame until this returns.
inline asio::awaitable<void> Connection::on_worker(const std::function<void()>& work)
{
    // Pointers only: what is handed to the initiation must be trivially destructible.
    auto initiate = [pool = &service_.workers, io = &thread_.io, job = &work](auto handler) {
        asio::post(*pool, [io, job, handler = std::move(handler)]() mutable {
            (*job)();
            asio::post(*io, std::move(handler));
        });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(initiate, asio::use_awaitable);
}

inline int Connection::after_put(const ErrorCode& error, int refusal) const
{
    if (refusal) return refusal;
    if (error == http::error::body_limit) return 413;
    return error && error != http::error::need_more ? 400 : 0;
}

template <class Parser>
bool Connection::same_framing(const Parser& parser) const
{
    if (!parser.is_header_done()) return false;  // the whole head was in the first bytes it got
    const auto length = parser.content_length();
    return parser.chunked() == head_.chunked && length.has_value() == head_.content_length.has_value() &&
           (!length || *length == *head_.content_length);
}

inline asio::awaitable<int> Connection::read_body(Request& request)
{
    const BodyLimits limits = service_.application.limits ? service_.application.limits(request) : BodyLimits{};
    if (head_.content_length.value_or(0) > limits.bytes) co_return 413;
    const auto* type = request.header("content-type");
    const auto made = make_form_reader(type ? *type : "", limits, service_.settings.temporary_folder);
    if (made.refusal) co_return made.refusal;
    if (head_.expects_continue && input_.bytes().size() == head_size_) {
        const bool sent = co_await send_bytes("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!sent) co_return gone;
    }

    // The head has been judged already; Beast reads it again and must come to the same framing.
    http::request_parser<PieceBody> parser;
    parser.header_limit(static_cast<std::uint32_t>(2 * service_.head_limits.bytes));  // trailers count too
    parser.body_limit(limits.bytes);
    parser.eager(true);
    parser.get().body().form = made.reader.get();
    ErrorCode error;
    std::size_t taken = 0;
    const std::function<void()> put = [this, &parser, &error, &taken] {
        error = {};
        taken = parser.put(asio::buffer(input_.bytes().data(), input_.bytes().size()), error);
    };
    std::uint64_t received = 0;
    enter(Phase::body, limits.grace);
    const auto patience = deadline_;
    while (true) {
        if (made.reader->may_block())
            co_await on_worker(put);
        else
            put();
        input_.consume(taken);
        const int refusal = after_put(error, parser.get().body().refusal);
        if (refusal) co_return refusal;
        if (!same_framing(parser)) co_return 400;
        if (parser.is_done()) break;
        if (taken > 0 && !input_.bytes().empty()) continue;
        if (input_.bytes().size() > body_piece) co_return 400;  // a chunk header without end
        deadline_ = patience + std::chrono::milliseconds(received * 1000 / slowest_bytes_per_second);
        const std::size_t count = co_await receive(body_piece);
        if (count == 0) co_return late_ ? 408 : gone;
        received += count;
    }
    deadline_ = Clock::time_point::max();
    co_return made.reader->finish(request);
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
        if (error || stopped_ || !send_some(head, body, blocked)) co_return false;
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

inline asio::awaitable<void> Connection::refuse(int status)
{
    ++service_.figures.refused;
    stopped_ = late_ = false;
    Response page = refusal_page(status);
    if (status == 405) page.with("allow", "GET, HEAD, POST");
    const AnswerWish wish{head_.method, head_.http11, false, {}, nullptr};
    const auto body = compose_answer(page, wish, thread_.date, out_);
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
