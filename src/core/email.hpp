#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace veche {

/// An address of e-mail. Two that differ only by case, or by how a domain in other letters is written ("почта.рф",
/// "xn--80a1acny.xn--p1ai"), are one mailbox.
class Email {
public:
    /// One '@' with something on both sides, a dot in the domain, at most 254 bytes (RFC 5321 §4.5.3.1.3), no spaces
    /// and no control characters. The domain is kept in small letters, the part before it as typed.
    static Result<Email> parse(std::string_view raw, std::string_view field = "email");

    Email() = default;
    const std::string& text() const { return text_; }
    /// What is compared and kept unique.
    const std::string& folded() const { return folded_; }
    /// "в***@yurga.example": what the audit and the log may hold.
    std::string masked() const;
    /// The words somebody who knows the address would try as a password.
    std::string_view local_part() const { return std::string_view(text_).substr(0, text_.find('@')); }
    std::string_view domain() const { return std::string_view(text_).substr(text_.find('@') + 1); }

    bool operator==(const Email& other) const { return folded_ == other.folded_; }

private:
    std::string text_;
    std::string folded_;
};

}  // namespace veche
