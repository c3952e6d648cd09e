#pragma once

#include <memory>
#include <string>
#include <string_view>

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
};

struct FormReaderMade {
    std::unique_ptr<FormReader> reader;
    int refusal = 0;  // 415: a type that no form of ours has; 400: a broken one
};
/// `folder`: where uploads are kept, each in a file of its own (0600) that disappears with the request.
FormReaderMade make_form_reader(std::string_view content_type, const BodyLimits& limits, const std::string& folder);

}  // namespace veche::web
