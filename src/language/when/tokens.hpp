#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace veche::language::speech {

enum class Sign { number, word, dot, comma, semicolon, colon, dash, slash, plus, arrow, open, close, zone, other };

/// By whose clock a time is told: "14:00 местного времени", "12:00 мск".
enum class TokenZone { unsaid, local, elsewhere };

/// One piece of an office's "Срок" cell.
struct Token {
    Sign sign = Sign::other;
    std::string word;      // words only: lower case, ё as е, Latin look-alikes in Russian words as Cyrillic
    int number = 0;        // numbers only; one of more than eight digits is cut, which no date needs
    int digits = 0;        // how many digits it was written with
    bool ordinal = false;  // "1-й", "II-го": the ending is swallowed
    TokenZone zone = TokenZone::unsaid;  // of the last number of a time
    bool glued = false;                  // nothing stands between it and the token before it
};

/// Cuts the cell into tokens: every dash is one dash, every space is a gap. `text` is clean UTF-8. Linear.
std::vector<Token> tokenize(std::string_view text);

}  // namespace veche::language::speech
