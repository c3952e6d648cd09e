#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "outside/zip_archive.hpp"

// How the parts of an OOXML file find one another (ECMA-376 part 2).
namespace veche::outside {

struct Relation {
    std::string kind;  // last word of its type: "worksheet", "styles", "sharedStrings"
    std::string target;
};

/// The relations of a part by their ids; of the whole package when `part` is "".
std::map<std::string, Relation> relations_of(const ZipArchive& zip, const std::string& part);

/// Where the first relation of that kind leads; "" when there is none.
std::string related_part(const ZipArchive& zip, const std::string& part, std::string_view kind);

/// Name of the part whose content type holds one of these words; "" when there is none.
std::string part_of_type(const ZipArchive& zip, std::initializer_list<std::string_view> kinds);

}  // namespace veche::outside
