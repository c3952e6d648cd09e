#pragma once

#include <string>
#include <string_view>

#include "outside/table.hpp"

namespace veche::outside {

/// Gathers the words of a cell piece by piece: those in force, those crossed out, and those that nobody sees.
class MarkedText {
public:
    enum class Ink { plain, struck, hidden };

    void add(std::string_view words, Ink ink = Ink::plain);
    void new_line();
    bool empty() const { return all_.empty() && !hidden_; }
    /// What is in force, with a mark for what is not. A cell crossed out whole keeps its words. Throws Unreadable when
    /// it is not UTF-8.
    Cell cell() const;
    /// What is in force, without a mark.
    std::string words() const { return rest_; }

private:
    std::string all_;   // with the struck ones
    std::string rest_;  // without
    bool struck_ = false;
    bool hidden_ = false;
};

}  // namespace veche::outside
