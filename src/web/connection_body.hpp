#pragma once

// How a Connection takes the body of a request; only connection_loop.hpp includes this.

#include "web/connection.hpp"

namespace veche::web {

namespace http = boost::beast::http;

inline constexpr std::size_t head_piece = 4 * 1024;
inline constexpr std::size_t slowest_bytes_per_second = 500;  // of a body coming or an answer going
inline constexpr std::size_t body_piece = 64 * 1024;

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

inline bool Connection::asks_first(const BodyLimits& limits) const
{
    return head_.chunked || head_.content_length.value_or(0) > asked_first_bytes || limits.uploads;
}

/// For the next piece of a body. A form of a few words takes no more than it is long.
inline std::size_t Connection::room_for(std::uint64_t received) const
{
    const std::uint64_t length = head_.content_length.value_or(4 * head_piece);
    const std::uint64_t rest = length > received ? length - received : 1;
    return static_cast<std::size_t>(std::clamp<std::uint64_t>(rest, head_piece, body_piece));
}

/// What a body or a long head takes in memory. The slowest of its kind give way; a bound beyond which nothing more is taken holds meanwhile.
inline bool Connection::hold(BudgetShare& memory, std::size_t bytes)
{
    if (memory.reach(bytes)) return true;
    service_.drop_slowest(phase_ == Phase::body ? Among::bodies : Among::long_heads);
    return memory.reach(bytes);
}

/// The body into the request. 0, a status, or gone; `refused`: the answer of whoever was asked before it was read.
inline asio::awaitable<int> Connection::take_body(Request& request, BudgetShare& memory,
                                                  std::optional<Response>& refused)
{
    const auto& application = service_.application;
    const BodyLimits limits = application.limits ? application.limits(request) : BodyLimits{};
    FormTerms terms{limits, service_.settings.temporary_folder, service_.upload_room, head_.content_length};
    if (asks_first(limits) && application.admit) {
        Admission admission;
        const std::function<void()> ask = [&application, &request, &admission] {
            admission = application.admit(request);
        };
        enter(Phase::handling, Clock::duration::max());
        const Done done = co_await on_worker(service_.workers, ask, true);
        if (done == Done::unwanted) co_return gone;
        if (done == Done::full) co_return 503;
        refused = std::move(admission.refused);
        if (refused) co_return 0;
        terms.token_holds = std::move(admission.token_holds);
    }
    if (head_.content_length.value_or(0) > limits.bytes) co_return 413;
    const auto* type = request.header("content-type");
    const std::string_view content_type = type ? std::string_view(*type) : std::string_view();
    const auto made = make_form_reader(content_type, std::move(terms));
    if (made.refusal) co_return made.refusal;
    if (head_.expects_continue && input_.bytes().size() == head_size_) {
        const bool sent = co_await send_bytes("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!sent) co_return gone;
    }
    co_return co_await read_body(request, *made.reader, limits, memory);
}

inline asio::awaitable<int> Connection::read_body(Request& request, FormReader& reader, const BodyLimits& limits,
                                                  BudgetShare& memory)
{
    // The head has been judged already; Beast reads it again and must come to the same framing.
    http::request_parser<PieceBody> parser;
    parser.header_limit(static_cast<std::uint32_t>(2 * service_.head_limits.bytes));  // trailers count too
    parser.body_limit(limits.bytes);
    parser.eager(true);
    parser.get().body().form = &reader;
    ErrorCode error;
    std::size_t taken = 0;
    const std::function<void()> put = [this, &parser, &error, &taken] {
        error = {};
        taken = parser.put(asio::buffer(input_.bytes().data(), input_.bytes().size()), error);
    };
    std::uint64_t received = 0;
    enter(Phase::body, limits.grace);
    const auto began = Clock::now();
    while (true) {
        if (reader.may_block()) {
            const Done done = co_await on_worker(service_.disk, put, false);
            if (done != Done::yes) co_return 503;
        } else {
            put();
        }
        input_.consume(taken);
        const int refusal = after_put(error, parser.get().body().refusal);
        if (refusal) co_return refusal;
        if (!same_framing(parser)) co_return 400;
        if (parser.is_done()) break;
        if (taken > 0 && !input_.bytes().empty()) continue;
        if (input_.bytes().size() > body_piece) co_return 400;  // a chunk header without end
        if (!hold(memory, reader.held() + input_.held())) co_return 503;
        long_head_.shrink(0);  // counted with the body now
        const auto earned = limits.grace + std::chrono::milliseconds(received * 1000 / slowest_bytes_per_second);
        const auto now = Clock::now();
        deadline_ = std::min({now + limits.grace, began + earned, began + limits.whole});
        const std::size_t count = co_await receive(room_for(received));
        if (count == 0) co_return late_ ? 408 : gone;
        received += count;
        progress(count);
    }
    deadline_ = Clock::time_point::max();
    co_return reader.finish(request);
}

}  // namespace veche::web
