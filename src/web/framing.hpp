#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "web/request.hpp"

namespace veche::web {

struct HeadLimits {
    std::size_t bytes = 16 * 1024;  // the whole head
    std::size_t fields = 100;
    std::size_t target = 8 * 1024;  // bytes
};

/// A request head that can be understood in one way only. Views point into the buffer it was read from.
struct Head {
    Method method = Method::get;
    std::string_view target;  // origin form, visible ASCII
    bool http11 = true;
    std::vector<std::pair<std::string_view, std::string_view>> fields;  // names as sent, values trimmed, clean UTF-8
    std::string_view host;
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
    bool keep_alive = true;
    bool expects_continue = false;

    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
    /// Case-insensitive; nullptr when absent, the first when repeated.
    const std::string_view* field(std::string_view name) const;
};

/// Finds the end of a head in bytes that arrive in pieces, each looked at once. Wrong bytes are refused as soon as they
/// come, not when a deadline ends: bare LF or CR, NUL and other control characters, too long a line or head.
class HeadScanner {
public:
    explicit HeadScanner(const HeadLimits& limits) : limits_(limits) {}

    struct Found {
        std::size_t size = 0;  // 0: more is needed
        int refusal = 0;       // HTTP status
    };
    /// `buffer` is everything since the last restart(); it only grows.
    Found scan(std::string_view buffer);
    void restart() { seen_ = line_ = lines_ = 0; }

private:
    Found line_end(std::size_t end);

    const HeadLimits& limits_;
    std::size_t seen_ = 0;   // bytes looked at
    std::size_t line_ = 0;   // where the present line begins
    std::size_t lines_ = 0;  // complete ones
};

/// Reads what HeadScanner found: `block` ends with the empty line. Returns 0, or the HTTP status of the refusal.
/// RFC 9112, with every liberty that lets two programs read one message differently refused (docs/adr/0004-http.md).
int parse_head(std::string_view block, const HeadLimits& limits, Head& head);

bool is_token(std::string_view text);
/// Without spaces and tabs at both ends.
std::string_view without_blanks(std::string_view text);
/// The part before the next `separator`; `rest` moves behind it.
std::string_view next_item(std::string_view& rest, char separator);

}  // namespace veche::web
