#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "web/byte_budget.hpp"
#include "web/request.hpp"
#include "web/server.hpp"

namespace veche::web {

/// Turns the body of a POST into Request::form and Request::uploads while it arrives.
class FormReader {
public:
    virtual ~FormReader() = default;
    /// 0 or the HTTP status of a refusal.
    virtual int feed(std::string_view piece) = 0;
    virtual int finish(Request& request) = 0;
    /// Whether feed() may wait for the disk, so must not run on an I/O thread.
    virtual bool may_block() const = 0;
    /// Bytes it keeps in memory.
    virtual std::size_t held() const = 0;
};

struct FormReaderMade {
    std::unique_ptr<FormReader> reader;
    int refusal = 0;  // 415: a type that no form of ours has; 400: a broken one
};
struct FormTerms {
    BodyLimits limits;
    std::string folder;  // uploads are kept there, each in a file of its own (0600) that goes with the request
    std::shared_ptr<ByteBudget> room;                        // of all files there; 503 when it is used up
    std::optional<std::uint64_t> length;                     // of the body, when it is announced
    std::function<bool(std::string_view)> token_holds = {};  // Admission::token_holds
};
FormReaderMade make_form_reader(std::string_view content_type, FormTerms terms);

}  // namespace veche::web
