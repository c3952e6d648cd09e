#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "language/when/words.hpp"

namespace veche::language::speech {

/// A place in the tokens. Past the end it sees a token that fits nothing, so rules need not ask where the end is.
class Cursor {
public:
    explicit Cursor(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    bool at_end() const { return at_ >= tokens_.size(); }
    std::size_t place() const { return at_; }
    void back_to(std::size_t place) { at_ = place; }
    void step(std::size_t count = 1) { at_ += count; }

    /// What the tokens taken since `place` say of the clock that is meant; the last one that says anything.
    TokenZone zone_since(std::size_t place) const
    {
        TokenZone zone = TokenZone::unsaid;
        for (; place < std::min(at_, tokens_.size()); ++place)
            if (tokens_[place].zone != TokenZone::unsaid) zone = tokens_[place].zone;
        return zone;
    }

    const Token& peek(std::size_t ahead = 0) const
    {
        static const Token nothing;
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : nothing;
    }
    std::string_view word(std::size_t ahead = 0) const { return peek(ahead).word; }
    bool sees(Sign sign, std::size_t ahead = 0) const
    {
        return at_ + ahead < tokens_.size() && peek(ahead).sign == sign;
    }
    bool sees_any(std::size_t ahead) const { return at_ + ahead < tokens_.size(); }
    bool sees_glued(Sign sign, std::size_t ahead) const { return sees(sign, ahead) && peek(ahead).glued; }
    bool sees_word(std::initializer_list<std::string_view> list, std::size_t ahead = 0) const
    {
        return sees(Sign::word, ahead) && is_one_of(word(ahead), list);
    }
    bool sees_number(int most_digits, std::size_t ahead = 0) const
    {
        return sees(Sign::number, ahead) && peek(ahead).digits <= most_digits;
    }

    bool take(Sign sign) { return sees(sign) && (step(), true); }
    bool take_word(std::initializer_list<std::string_view> list) { return sees_word(list) && (step(), true); }
    /// A comma, a semicolon, "и", "или": what stands between the things of a list.
    bool take_separator()
    {
        if (!take(Sign::comma) && !take(Sign::semicolon) && !sees_word({"и", "или"})) return false;
        take_word({"и", "или"});
        return true;
    }

private:
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

/// Goes back to where it stood, unless the rule it guards has succeeded and keeps what it took.
class Attempt {
public:
    explicit Attempt(Cursor& cursor) : cursor_(cursor), place_(cursor.place()) {}
    ~Attempt()
    {
        if (!kept_) cursor_.back_to(place_);
    }
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;
    void keep() { kept_ = true; }

private:
    Cursor& cursor_;
    std::size_t place_;
    bool kept_ = false;
};

}  // namespace veche::language::speech
