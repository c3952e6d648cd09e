#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "web/request.hpp"
#include "web/response.hpp"

namespace veche::web {

/// What of the request shapes its answer.
struct AnswerWish {
    Method method = Method::get;
    bool http11 = true;
    bool keep_alive = true;
    std::string_view accept_encoding;
    const std::string* if_none_match = nullptr;
};

/// Writes the answer's head into `head` (replaced) and returns the body to send behind it, a view into `response`; empty for
/// HEAD and 304. nullopt: a header of the response holds a line end or is one that the server writes itself, and must not
/// leave the house.
std::optional<std::string_view> compose_answer(const Response& response, const AnswerWish& wish, std::string_view date,
                                               std::string& head);

std::string_view reason_phrase(int status);

}  // namespace veche::web
